#pragma once

#include "app/sandbox/sandboxservice.h"
#include "core/chutes/networktransport.h"
#include "core/flows/keyscontext.h"
#include "core/wallet/keypair.h"
#include "tests/support/await.h"
#include "tests/support/memorysecretstore.h"
#include "tests/support/scriptedrandom.h"

#include <QSignalSpy>
#include <QTemporaryDir>

#include <memory>

namespace canopy::test {

/// An account at the local service, over real HTTP, and this computer's side of it.
class KeysBench
{
public:
    explicit KeysBench(sandbox::Generation generation, int keyCacheSeconds = 0)
        : m_service(options(generation, keyCacheSeconds, m_folder.path()))
        , m_started(m_service.start().has_value())
        , served(&m_service, &SandboxService::requestServed)
    {
        registerAccount();
        reopen();
    }

    /// As after a restart: only what is on disk and in the keychain is still known.
    void reopen()
    {
        session.reset();
        ledger.reset();
        journal = std::make_unique<Journal>(dataFolder(), random);
        loaded = journal->load().has_value();
        if (auto opened = KeyLedger::open(dataFolder()))
            ledger = *std::move(opened);
        session = std::make_unique<Session>(profile, m_transport, secrets, clock, random);
    }
    bool isReady() const { return m_started && loaded && ledger && !profile.userId.isEmpty(); }

    KeysContext context()
    {
        return {.session = *session,
                .ledger = *ledger,
                .journal = *journal,
                .clock = clock,
                .random = random,
                .lookAgainAfter = {std::chrono::milliseconds(1)},
                .proofPause = std::chrono::milliseconds(20),
                .longestProof = std::chrono::seconds(20)};
    }
    void breaks(const QByteArray &method, const QString &path, sandbox::Fault::Kind kind,
                int amount = 0, int times = 1)
    {
        m_service.setFaults({sandbox::FaultRule{.method = method,
                                                .path = path,
                                                .fault = {.kind = kind, .amount = amount},
                                                .remaining = times}});
    }
    void heal() { m_service.setFaults({}); }
    int count(const QString &method, const QString &path) const
    {
        return static_cast<int>(std::ranges::count_if(served, [&](const QList<QVariant> &request) {
            return request.at(0).toString() == method && request.at(1).toString() == path;
        }));
    }
    QList<ApiKey> keys()
    {
        const auto credential = await(session->keyCredential());
        const auto list = credential ? await(session->client().allApiKeys(*credential))
                                     : failure(credential.error());
        return list.value_or(QList<ApiKey>());
    }
    /// Made past the flows, as with the chutes CLI.
    Result<CreatedApiKey> makeElsewhere(const QString &name, const AccessRequest &access)
    {
        return await(
            session->client().createApiKey(name, access, *await(session->keyCredential())));
    }
    Result<Done> revokeElsewhere(const QString &id)
    {
        return await(session->client().revokeApiKey(id, *await(session->keyCredential())));
    }
    QString dataFolder() const { return m_folder.filePath(QStringLiteral("data")); }

private:
    static SandboxService::Options options(sandbox::Generation generation, int keyCacheSeconds,
                                           const QString &folder)
    {
        SandboxService::Options options;
        options.generation = generation;
        options.dataDir = folder + QStringLiteral("/service");
        options.settings.acceptAnyToken = true;
        options.settings.keyCacheSeconds = keyCacheSeconds;
        return options;
    }
    void registerAccount()
    {
        const auto origin = Origin::parse(m_service.baseUrl());
        if (!origin)
            return;
        ChutesClient client(m_transport, clock, random, *origin);
        const auto seed = Secret::copyOf(QByteArray(32, '\x07'));
        const auto hotkey = std::make_shared<const HotkeyCredential>(*KeyPair::fromSeed(seed),
                                                                     clock, random);
        const auto coldkey = *Ss58Address::parse(
            QStringLiteral("5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY"));
        const auto account = await(client.registerAccount(
            {.username = QStringLiteral("alice"), .coldkey = coldkey, .token = anyToken()},
            hotkey));
        if (!account)
            return;
        profile.id = random.hex(16);
        profile.service = *origin;
        profile.username = QStringLiteral("alice");
        profile.userId = account->account.userId;
        profile.hotkey = hotkey->address();
        profile.hasSeed = true;
        AWAIT_DONE(secrets.write(
            {.origin = origin->toString(), .profileId = profile.id, .kind = SecretKind::HotkeySeed},
            seed.clone()));
    }
    static QString anyToken() { return QStringLiteral("123e4567-e89b-42d3-a456-426614174000"); }

    QTemporaryDir m_folder;
    SandboxService m_service;
    bool m_started = false;
    NetworkTransport m_transport;

public:
    SystemClock clock;
    ScriptedRandom random;
    MemorySecretStore secrets;
    Profile profile;
    std::unique_ptr<KeyLedger> ledger;
    std::unique_ptr<Journal> journal;
    std::unique_ptr<Session> session;
    QSignalSpy served;
    bool loaded = false;
};

} // namespace canopy::test
