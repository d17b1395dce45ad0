#pragma once

#include "core/flows/registeraccount.h"
#include "core/wallet/keyfilewriter.h"
#include "tests/support/await.h"
#include "tests/support/fixedclock.h"
#include "tests/support/memorysecretstore.h"
#include "tests/support/scriptedrandom.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>

#include <memory>

namespace canopy::test {

/// A computer with one wallet, to register from: everything but the service.
class FlowBench
{
public:
    explicit FlowBench(Transport &transport, const Origin &service)
        : client(transport, clock, random, service)
    {
        client.setRetryPolicy({.most = 2, .pause = std::chrono::milliseconds(1)});
        writeHotkey();
        reopen();
    }

    /// As after a restart: what was on disk is read again.
    void reopen()
    {
        flow.reset();
        profiles = std::make_unique<ProfileStore>(dataFolder(), random);
        journal = std::make_unique<Journal>(dataFolder(), random);
        loaded = profiles->load().has_value() && journal->load().has_value();
        newFlow();
    }
    void newFlow()
    {
        flow = std::make_unique<RegisterAccount>(context());
        flow->setUsername(QStringLiteral("alice"));
    }
    RegistrationContext context()
    {
        return {.client = client,
                .secrets = secrets,
                .profiles = *profiles,
                .journal = *journal,
                .clock = clock,
                .random = random,
                .lookAgainAfter = {std::chrono::milliseconds(1), std::chrono::milliseconds(1)}};
    }
    Result<ChutesClient::Registered> choose(RegisterAccount &chooser)
    {
        return await(chooser.chooseHotkey(wallet, hotkey, Secret()));
    }

    QString dataFolder() const { return folder.filePath(QStringLiteral("data")); }
    SecretId id(SecretKind kind, const QString &profileId) const
    {
        return {.origin = client.service().toString(), .profileId = profileId, .kind = kind};
    }

    QTemporaryDir folder;
    FixedClock clock;
    ScriptedRandom random;
    MemorySecretStore secrets;
    ChutesClient client;
    std::unique_ptr<ProfileStore> profiles;
    std::unique_ptr<Journal> journal;
    std::unique_ptr<RegisterAccount> flow;
    Wallet wallet;
    Hotkey hotkey;
    bool loaded = false;

private:
    void writeHotkey()
    {
        QDir(folder.path()).mkdir(QStringLiteral("data"));
        const auto seed = Secret::copyOf(QByteArray(32, '\x07'));
        const auto key = KeyPair::fromSeed(seed);
        const auto text = keyfileJson(*key);
        hotkey.name = QStringLiteral("default");
        hotkey.path = folder.filePath(QStringLiteral("default"));
        hotkey.state = Hotkey::State::Usable;
        hotkey.address = key->address();
        hotkey.hasSeed = true;
        QFile file(hotkey.path);
        if (file.open(QIODevice::WriteOnly))
            file.write(text->view().bytes().toByteArray());
        file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
        wallet.name = QStringLiteral("main");
        wallet.coldkeyAddress = *Ss58Address::parse(
            QStringLiteral("5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY"));
        wallet.hotkeys = {hotkey};
    }
};

} // namespace canopy::test
