// interop_probe COMMAND …: Canopy's own core on the command line, for the tests against the peers'
// programs. Passwords come on standard input. Prints one line of JSON.
//
//   list WALLETS
//   sign WALLETS WALLET HOTKEY MESSAGE
//   verify ADDRESS MESSAGE SIGNATURE_HEX
//   register WALLETS WALLET HOTKEY USERNAME BASE_URL CONFIG
//   import CONFIG DATA

#include "core/chutes/networktransport.h"
#include "core/flows/importaccount.h"
#include "core/flows/registeraccount.h"
#include "core/secrets/sessionstore.h"
#include "core/wallet/walletfolder.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>

#include <cstdio>
#include <iostream>
#include <string>

using namespace canopy;
using namespace Qt::StringLiterals;

namespace {

void answer(const QJsonObject &object)
{
    std::puts(QJsonDocument(object).toJson(QJsonDocument::Compact).constData());
    QCoreApplication::exit(0);
}

void fail(const Error &error, const QString &doing)
{
    answer({{u"error"_s, static_cast<int>(error.code)},
            {u"doing"_s, doing},
            {u"detail"_s, error.detail},
            {u"said"_s, error.said}});
}

Secret passwordFromStandardInput()
{
    std::string line;
    std::getline(std::cin, line);
    Secret password = Secret::copyOf(
        QByteArrayView(line.data(), static_cast<qsizetype>(line.size())));
    std::ranges::fill(line, '\0');
    return password;
}

struct Found
{
    Wallet wallet;
    Hotkey hotkey;
};

std::optional<Found> find(const QString &folder, const QString &walletName,
                          const QString &hotkeyName)
{
    const auto listing = walletfolder::scan(folder);
    if (!listing)
        return std::nullopt;
    for (const Wallet &wallet : listing->wallets)
        for (const Hotkey &hotkey : wallet.hotkeys)
            if (wallet.name == walletName && hotkey.name == hotkeyName)
                return Found{wallet, hotkey};
    return std::nullopt;
}

void list(const QString &folder)
{
    const auto listing = walletfolder::scan(folder);
    if (!listing)
        return fail(listing.error(), u"scan"_s);
    QJsonObject wallets;
    for (const Wallet &wallet : listing->wallets) {
        QJsonObject hotkeys;
        for (const Hotkey &hotkey : wallet.hotkeys)
            hotkeys[hotkey.name] = QJsonObject{
                {u"state"_s, static_cast<int>(hotkey.state)},
                {u"address"_s, hotkey.address ? hotkey.address->toString() : QString()},
                {u"hasSeed"_s, hotkey.hasSeed},
            };
        wallets[wallet.name] = QJsonObject{
            {u"coldkey"_s, wallet.coldkeyAddress ? wallet.coldkeyAddress->toString() : QString()},
            {u"hotkeys"_s, hotkeys},
        };
    }
    answer({{u"wallets"_s, wallets}});
}

/// The objects a flow needs, with secrets for this process only.
struct World
{
    explicit World(const QString &data, const QString &baseUrl = {})
        : profiles(data, random)
        , journal(data, random)
        , client(transport, clock, random, Origin::parse(baseUrl).value_or(Origin::official()))
    {
        if (!profiles.load() || !journal.load())
            qFatal("cannot use the data folder");
    }

    RegistrationContext context() { return {client, store, profiles, journal, clock, random}; }

    SystemClock clock;
    SystemRandom random;
    NetworkTransport transport;
    SessionStore store;
    ProfileStore profiles;
    Journal journal;
    ChutesClient client;
};

class Program : public QObject
{
public:
    explicit Program(QStringList arguments)
        : m_arguments(std::move(arguments))
    {
    }

    void run()
    {
        const QString command = m_arguments.value(1);
        if (command == "list"_L1)
            list(m_arguments.value(2));
        else if (command == "sign"_L1)
            sign();
        else if (command == "verify"_L1)
            verify();
        else if (command == "register"_L1)
            registerAccount();
        else if (command == "import"_L1)
            importConfig();
        else
            QCoreApplication::exit(2);
    }

private:
    void sign()
    {
        const auto found = find(m_arguments.value(2), m_arguments.value(3), m_arguments.value(4));
        if (!found)
            return fail({.code = Error::Code::FileMissing}, u"find"_s);
        whenFinished(walletfolder::unlockHotkey(found->hotkey, passwordFromStandardInput()), this,
                     [this](Result<KeyPair> pair) {
                         if (!pair)
                             return fail(pair.error(), u"unlock"_s);
                         SystemRandom random;
                         const auto signature = pair->sign(m_arguments.value(5).toUtf8(), random);
                         if (!signature)
                             return fail(signature.error(), u"sign"_s);
                         answer({{u"address"_s, pair->address().toString()},
                                 {u"signature"_s,
                                  QString::fromLatin1(asView(*signature).toByteArray().toHex())}});
                     });
    }

    void verify()
    {
        const auto address = Ss58Address::parse(m_arguments.value(2));
        const QByteArray signature = QByteArray::fromHex(m_arguments.value(4).toLatin1());
        const QByteArray message = m_arguments.value(3).toUtf8();
        answer(
            {{u"valid"_s,
              address
                  && sr25519::verify(address->publicKey(), asBytes(message), asBytes(signature))}});
    }

    void registerAccount()
    {
        const auto found = find(m_arguments.value(2), m_arguments.value(3), m_arguments.value(4));
        if (!found)
            return fail({.code = Error::Code::FileMissing}, u"find"_s);
        m_world = std::make_unique<World>(m_data.path(), m_arguments.value(6));
        m_flow = std::make_unique<RegisterAccount>(m_world->context());
        connect(m_flow.get(), &RegisterAccount::checksFinished, this, [this, found] {
            const auto service = m_flow->check(RegisterAccount::Check::Service);
            if (service.error)
                return fail(*service.error, u"check"_s);
            choose(*found);
        });
        m_flow->runChecks();
    }

    void choose(const Found &found)
    {
        whenFinished(m_flow->chooseHotkey(found.wallet, found.hotkey, passwordFromStandardInput()),
                     this, [this](const Result<ChutesClient::Registered> &registered) {
                         if (!registered)
                             return fail(registered.error(), u"choose"_s);
                         if (registered->yes)
                             return fail({.code = Error::Code::HotkeyTaken}, u"choose"_s);
                         m_flow->setUsername(m_arguments.value(5));
                         // The service of the test takes any token (--accept-any-token).
                         if (m_flow->wantsToken())
                             m_flow->setToken(u"9d1f2c64-0a53-4b7e-8a1c-5f0e6d7c8b9a"_s);
                         submit();
                     });
    }

    void submit()
    {
        whenFinished(m_flow->registerNow(), this,
                     [this](const Result<RegisterAccount::Outcome> &outcome) {
                         if (!outcome)
                             return fail(outcome.error(), u"register"_s);
                         const auto profile = outcome->profile;
                         whenFinished(m_flow->writeConfig(m_arguments.value(7), true), this,
                                      [profile](const Result<ChutesConfigFile::Written> &written) {
                                          if (!written)
                                              return fail(written.error(), u"config"_s);
                                          answer({{u"username"_s, profile.username},
                                                  {u"userId"_s, profile.userId},
                                                  {u"hotkey"_s, profile.hotkey->toString()}});
                                      });
                     });
    }

    void importConfig()
    {
        m_world = std::make_unique<World>(m_arguments.value(3));
        m_import = std::make_unique<ImportAccount>(m_world->context());
        whenFinished(m_import->look(m_arguments.value(2)), this,
                     [this](const Result<ImportAccount::Found> &found) {
                         if (!found)
                             return fail(found.error(), u"look"_s);
                         const bool seedMatches = found->seedMatches;
                         whenFinished(m_import->importFound({}), this,
                                      [seedMatches](const Result<Profile> &profile) {
                                          if (!profile)
                                              return fail(profile.error(), u"import"_s);
                                          answer({{u"username"_s, profile->username},
                                                  {u"userId"_s, profile->userId},
                                                  {u"service"_s, profile->service.toString()},
                                                  {u"hotkey"_s, profile->hotkey->toString()},
                                                  {u"hasSeed"_s, profile->hasSeed},
                                                  {u"seedMatches"_s, seedMatches}});
                                      });
                     });
    }

    QStringList m_arguments;
    QTemporaryDir m_data;
    std::unique_ptr<World> m_world;
    std::unique_ptr<RegisterAccount> m_flow;
    std::unique_ptr<ImportAccount> m_import;
};

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    if (!prepareSecretMemory())
        return 1;
    Program program(QCoreApplication::arguments());
    QMetaObject::invokeMethod(&program, [&] { program.run(); }, Qt::QueuedConnection);
    return QCoreApplication::exec();
}
