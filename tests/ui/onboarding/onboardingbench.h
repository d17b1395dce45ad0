#pragma once

#include "core/secrets/chosenstore.h"
#include "tests/core/flows/scriptedservice.h"
#include "tests/support/fixedclock.h"
#include "tests/support/memorysecretstore.h"
#include "tests/support/scriptedrandom.h"
#include "tests/support/walletfixture.h"
#include "ui/onboarding/onboardingcontext.h"
#include "ui/widgets/secretclipboard.h"

#include <QAbstractButton>
#include <QLineEdit>
#include <QTemporaryDir>
#include <QTest>

namespace canopy::test {

/// A computer with a wallet, a keychain and a service, none of them real, for screens to work with.
class OnboardingBench
{
public:
    explicit OnboardingBench(
        ScriptedService::Generation generation = ScriptedService::Generation::May2026,
        const Origin &service = Origin::official())
        : m_service(transport, generation)
        , client(transport, clock, random, service)
        , profiles(folder.path(), random)
        , journal(folder.path(), random)
        , store(
              [this] {
                  auto made = std::make_unique<MemorySecretStore>();
                  made->setState(keychainState);
                  keychain = made.get();
                  return made;
              },
              folder.filePath(QStringLiteral("secrets.vault")), SecretStoreState::Kind::Keychain)
    {
        client.setRetryPolicy({.most = 1, .pause = std::chrono::milliseconds(1)});
        transport.on(HttpRequest::Method::Get, "/users/name_check",
                     [this](const HttpRequest &) { return FakeTransport::json(200, nameCheck); });
        transport.on(HttpRequest::Method::Get, "/openapi.json", [](const HttpRequest &) {
            return FakeTransport::json(
                200,
                R"({"openapi":"3.1.0","info":{"title":"x","version":"1"},"paths":{
                    "/users/registration_token":{"get":{}}}})");
        });
        wallets.addWallet(QStringLiteral("main"), WalletFixture::key(1));
        hotkeyPath = wallets.addHotkey(QStringLiteral("main"), QStringLiteral("default"),
                                       WalletFixture::key(2));
        loaded = profiles.load().has_value() && journal.load().has_value();
    }

    OnboardingContext context()
    {
        return {.registration = {.client = client,
                                 .secrets = store,
                                 .profiles = profiles,
                                 .journal = journal,
                                 .clock = clock,
                                 .random = random,
                                 .lookAgainAfter = {std::chrono::milliseconds(1)}},
                .store = store,
                .clipboard = clipboard,
                .wallets = {.path = wallets.folder(),
                            .origin = WalletLocation::Origin::CommandLine},
                .configPath = folder.filePath(QStringLiteral("chutes/config.ini")),
                .serviceIsKnown = client.service().isOfficial(),
                .openInBrowser = [this](const QUrl &url) {
                    opened << url;
                    return browserWorks;
                }};
    }
    int count(HttpRequest::Method method, const QByteArray &path) const
    {
        return transport.count(method, path);
    }

    QTemporaryDir folder;
    WalletFixture wallets;
    FixedClock clock;
    ScriptedRandom random;
    FakeTransport transport;

private:
    ScriptedService m_service;

public:
    ScriptedService &service() { return m_service; }
    SecretStoreState keychainState{.kind = SecretStoreState::Kind::Keychain,
                                   .availability = SecretStoreState::Availability::Unlocked,
                                   .backend = QStringLiteral("GNOME Keyring")};
    QByteArray nameCheck = R"({"readable":true,"valid":true,"available":true})";
    MemorySecretStore *keychain = nullptr;
    ChutesClient client;
    ProfileStore profiles;
    Journal journal;
    ChosenStore store;
    SecretClipboard clipboard;
    QString hotkeyPath;
    QList<QUrl> opened;
    bool browserWorks = true;
    bool loaded = false;
};

inline QAbstractButton *button(QWidget *root, const char *name)
{
    return root->findChild<QAbstractButton *>(QLatin1StringView(name));
}

inline QLineEdit *edit(QWidget *root, const char *name)
{
    return root->findChild<QLineEdit *>(QLatin1StringView(name));
}

/// A fixture's own mistake must not look like one of the page.
inline bool press(QWidget *root, const char *name)
{
    QAbstractButton *found = button(root, name);
    if (!found || !found->isVisible() || !found->isEnabled())
        return false;
    found->click();
    return true;
}

} // namespace canopy::test
