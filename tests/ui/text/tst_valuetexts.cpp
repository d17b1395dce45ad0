#include "ui/text/moneytext.h"
#include "ui/text/registrationtext.h"
#include "ui/text/rolestext.h"
#include "ui/text/settingtext.h"
#include "ui/text/storetext.h"
#include "ui/text/timetext.h"
#include "ui/text/walletstext.h"

#include <QDir>
#include <QLocale>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace canopy;

namespace {

QDateTime utc(const QString &text)
{
    return QDateTime::fromString(text, Qt::ISODate);
}

} // namespace

class TestValueTexts : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        qputenv("TZ", "UTC");
        QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
    }

    void times();
    void durations_data();
    void durations();
    void countsATokenDown();
    void roles();
    void money();
    void settings();
    void stores();
    void hotkeys();
    void wallets();
    void checks();
    void usernamesAndTokens();
    void outcomes();
    void imports();
};

void TestValueTexts::times()
{
    const auto at = utc(u"2025-07-22T14:31:00Z"_s);
    QCOMPARE(timeOfDayText(at), u"14:31"_s);
    QCOMPARE(dateText(at), u"22 Jul 2025"_s);
    QCOMPARE(dateTimeText(at), u"22 Jul 2025, 14:31"_s);
    QCOMPARE(momentText(at, at.addSecs(3600)), u"at 14:31"_s);
    QCOMPARE(momentText(at, at.addDays(1)), u"on 22 Jul 2025 at 14:31"_s);
    QCOMPARE(ageText(at, at.addSecs(59)), u"just now"_s);
    QCOMPARE(ageText(at, at.addSecs(60)), u"1 minute ago"_s);
    QCOMPARE(ageText(at, at.addSecs(7200)), u"2 hours ago"_s);
    QCOMPARE(ageText(at, at.addDays(3)), u"on 22 Jul 2025 at 14:31"_s);
    for (const auto &text :
         {timeOfDayText({}), dateText({}), dateTimeText({}), momentText({}, at), ageText({}, at)})
        QCOMPARE(text, u"unknown"_s);
}

void TestValueTexts::durations_data()
{
    QTest::addColumn<qint64>("seconds");
    QTest::addColumn<QString>("text");
    QTest::newRow("0") << qint64(0) << u"0 seconds"_s;
    QTest::newRow("1") << qint64(1) << u"1 second"_s;
    QTest::newRow("60") << qint64(60) << u"1 minute"_s;
    QTest::newRow("200") << qint64(200) << u"3 minutes 20 seconds"_s;
    QTest::newRow("-200") << qint64(-200) << u"3 minutes 20 seconds"_s;
    QTest::newRow("7500") << qint64(7500) << u"2 hours 5 minutes"_s;
    QTest::newRow("days") << qint64(3 * 86400 + 4 * 3600 + 59) << u"3 days 4 hours"_s;
}

void TestValueTexts::durations()
{
    QFETCH(const qint64, seconds);
    QFETCH(const QString, text);
    QCOMPARE(durationText(seconds), text);
}

void TestValueTexts::countsATokenDown()
{
    const auto at = utc(u"2025-07-22T14:31:00Z"_s);
    QCOMPARE(countdownText(272), u"4:32"_s);
    QCOMPARE(countdownText(-5), u"0:00"_s);
    QCOMPARE(tokenCountdownText(at, at.addSecs(28)), u"About 4:32 left"_s);
    QCOMPARE(tokenCountdownText(at, at.addSecs(-28)), u"About 5:00 left"_s);
    QVERIFY(tokenCountdownText(at, at.addSecs(300)).contains(u"expired"));
    QVERIFY(tokenCountdownText({}, at).isEmpty());
    QVERIFY(skewText(200).contains(u"3 minutes 20 seconds behind"));
    QVERIFY(skewText(-200).contains(u"3 minutes 20 seconds ahead"));
    QVERIFY(skewText(0).contains(u"agrees"));
}

void TestValueTexts::roles()
{
    QCOMPARE(rolesSummary(std::nullopt), u"Not reported by this service"_s);
    QCOMPARE(rolesSummary(0), u"No special roles"_s);
    QCOMPARE(rolesSummary(17), u"Developer, Free account"_s);
    const auto all = rolesText(0x7fff);
    QCOMPARE(all.size(), 15);
    for (const auto &role : all)
        QVERIFY(role.isKnown && role.meaning.endsWith(u'.') && !role.name.isEmpty());
    const auto unknown = rolesText(qint64(1) << 40);
    QCOMPARE(unknown.size(), 1);
    QVERIFY(!unknown.first().isKnown);
    QCOMPARE(unknown.first().name, u"Unknown role 40"_s);
}

void TestValueTexts::money()
{
    QCOMPARE(usdText(std::nullopt), u"Not reported by this service"_s);
    QCOMPARE(usdText(Usd::fromMicros(42'180'000)), u"$42.18"_s);
    QCOMPARE(usdText(Usd::fromMicros(-500'000)), u"\u2212$0.50"_s);
    QCOMPARE(usdText(Usd::fromMicros(1'234'567'890'000)), u"$1,234,567.89"_s);
    QCOMPARE(taoText(Tao::fromRao(1'500'000'000)), u"1.5 TAO"_s);
    QCOMPARE(taoText(Tao::fromRao(1)), u"0.000000001 TAO"_s);
    QCOMPARE(taoText(std::nullopt), u"Not reported by this service"_s);
    QLocale::setDefault(QLocale(QLocale::German, QLocale::Germany));
    QCOMPARE(usdText(Usd::fromMicros(1'234'567'890'000)), u"$1.234.567,89"_s);
    QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
}

void TestValueTexts::settings()
{
    QCOMPARE(settingOriginText({}), u"default"_s);
    QVERIFY(settingOriginText({.origin = SettingOrigin::Environment, .source = u"CHUTES_API_URL"_s})
                .contains(u"CHUTES_API_URL"));
    const QString home = QDir::homePath() + u"/.chutes/config.ini"_s;
    QCOMPARE(settingOriginText({.origin = SettingOrigin::ConfigFile, .source = home}),
             u"from ~/.chutes/config.ini"_s);
    for (int origin = 0; origin <= static_cast<int>(SettingOrigin::Sandbox); ++origin) {
        QVERIFY(!settingOriginText({.origin = static_cast<SettingOrigin>(origin), .source = u"x"_s})
                     .isEmpty());
    }
    QVERIFY(walletLocationText({.origin = WalletLocation::Origin::Environment})
                .contains(u"BT_WALLET_PATH"));
    QVERIFY(devUrlText({.value = u"http://x"_s}).contains(u"never affects"));
}

void TestValueTexts::stores()
{
    using Kind = SecretStoreState::Kind;
    using Availability = SecretStoreState::Availability;
    const auto at = utc(u"2025-07-22T14:31:00Z"_s);
    const SecretStoreState keychain{.kind = Kind::Keychain,
                                    .availability = Availability::Unlocked,
                                    .backend = u"GNOME Keyring"_s};
    QCOMPARE(storedText(keychain, at, at), u"Stored in GNOME Keyring and read back at 14:31."_s);
    QVERIFY(storeReminder(keychain).isEmpty());
    const SecretStoreState session{.kind = Kind::SessionOnly};
    QVERIFY(storedText(session, at, at).contains(u"gone when Canopy closes"));
    QVERIFY(!storeReminder(session).isEmpty());
    QSet<QString> sentences;
    for (const auto kind : {Kind::Keychain, Kind::VaultFile}) {
        for (int state = 0; state <= static_cast<int>(Availability::Unknown); ++state) {
            const auto text = storeStateText(
                {.kind = kind, .availability = static_cast<Availability>(state)});
            QVERIFY(text.endsWith(u'.'));
            sentences.insert(text);
        }
    }
    QCOMPARE(sentences.size(), 9); // a vault has no collections
}

void TestValueTexts::hotkeys()
{
    Hotkey hotkey;
    hotkey.state = Hotkey::State::Usable;
    hotkey.hasSeed = true;
    hotkey.protection = {.mode = 0600};
    QCOMPARE(hotkeyText(hotkey), KeyText{});
    hotkey.protection = {.mode = 0644};
    QVERIFY(hotkeyText(hotkey).reason.contains(u"mode 0644"));
    hotkey.protection = {.mode = 0666};
    QVERIFY(hotkeyText(hotkey).reason.contains(u"change this file"));
    hotkey.protection = {.mode = 0600};
    hotkey.hasSeed = false;
    QVERIFY(hotkeyText(hotkey).reason.contains(u"chutes CLI cannot use it"));
    hotkey.state = Hotkey::State::Encrypted;
    QCOMPARE(hotkeyText(hotkey).badge, u"Encrypted"_s);
    hotkey.state = Hotkey::State::Unsupported;
    hotkey.container = keyfilecipher::Container::AnsibleVault;
    QVERIFY(hotkeyText(hotkey).reason.startsWith(u"Ansible vault: not opened by Canopy"));
    hotkey.container = keyfilecipher::Container::Fernet;
    QVERIFY(hotkeyText(hotkey).reason.startsWith(u"Fernet"));
    hotkey.state = Hotkey::State::Damaged;
    hotkey.problem = Error{.code = Error::Code::KeyMismatch};
    QCOMPARE(hotkeyText(hotkey).tone, KeyText::Tone::Bad);
    QVERIFY(hotkeyText(hotkey).reason.contains(u"contradict"));
}

void TestValueTexts::wallets()
{
    Wallet wallet;
    Hotkey hotkey;
    hotkey.state = Hotkey::State::Encrypted;
    QVERIFY(walletText(wallet).reason.startsWith(u"coldkeypub.txt is missing"));
    QVERIFY(!canRegister(wallet, hotkey));
    wallet.coldkeyProblem = Error{.code = Error::Code::FileDamaged};
    QVERIFY(walletText(wallet).reason.startsWith(u"coldkeypub.txt cannot be used"));
    wallet.coldkeyAddress = *Ss58Address::parse(
        u"5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY");
    QCOMPARE(walletText(wallet), KeyText{});
    QVERIFY(canRegister(wallet, hotkey));
    hotkey.state = Hotkey::State::PublicOnly;
    QVERIFY(!canRegister(wallet, hotkey));
    QVERIFY(listingText({.folder = u"/w"_s}).contains(u"/w"));
    QVERIFY(listingText({.folder = u"/w"_s, .wallets = {wallet}}).isEmpty());
    QVERIFY(!listingText({.folder = u"/w"_s, .wallets = {wallet}, .truncated = true}).isEmpty());
}

void TestValueTexts::checks()
{
    using Check = RegisterAccount::Check;
    using State = RegisterAccount::CheckState;
    for (const auto which : {Check::Service, Check::Clock, Check::SecretStore}) {
        for (const auto state :
             {State::NotTried, State::Running, State::Passed, State::Warned, State::Failed}) {
            const auto text = checkText(which,
                                        {.state = state,
                                         .error = Error{.code = Error::Code::Offline},
                                         .skewSeconds = 700,
                                         .skewKnown = true},
                                        u"api.chutes.ai"_s);
            QVERIFY(!text.title.isEmpty() && !text.sentence.isEmpty());
        }
    }
    QVERIFY(
        checkText(Check::Clock, {.state = State::Warned}, {}).sentence.contains(u"did not say"));
    QVERIFY(checkText(Check::SecretStore,
                      {.state = State::Failed, .error = Error{.code = Error::Code::KeychainLocked}},
                      {})
                .sentence.contains(u"locked"));
}

void TestValueTexts::usernamesAndTokens()
{
    QVERIFY(usernameProblem(u"alice-1_B"_s).isEmpty());
    QVERIFY(usernameProblem(u"al"_s).contains(u"At least"));
    QVERIFY(usernameProblem(u"abcdefghijklmnop"_s).contains(u"At most"));
    QVERIFY(usernameProblem(u"ali ce"_s).contains(u"Only"));
    QVERIFY(!usernameCaution(u"a-b"_s).isEmpty() && usernameCaution(u"a_b"_s).isEmpty());
    QCOMPARE(nameCheckText(u"alice"_s, {.valid = true, .available = true}),
             u"alice is free at the moment."_s);
    QCOMPARE(nameCheckText(u"alice"_s, {.valid = true}), u"alice is taken."_s);
    QVERIFY(nameCheckText(u"a_b"_s, {.valid = true}).contains(u"differs only"));
    QVERIFY(nameCheckText(u"alice"_s, {}).contains(u"does not allow"));
    QVERIFY(tokenProblem(u"123e4567-e89b-42d3-a456-426614174000"_s).isEmpty());
    QVERIFY(!tokenProblem(u"replaceme"_s).isEmpty());
}

void TestValueTexts::outcomes()
{
    RegisterAccount::Outcome outcome;
    outcome.storedAt = utc(u"2025-07-22T14:31:00Z"_s);
    QVERIFY(outcomeNotes(outcome).isEmpty());
    outcome.fingerprintReplaced = true;
    outcome.accountConfirmed = false;
    outcome.storeError = Error{.code = Error::Code::KeychainNotStored};
    outcome.profileError = Error{.code = Error::Code::DiskFull};
    QCOMPARE(outcomeNotes(outcome).size(), 4);
    QVERIFY(outcomeNotes(outcome).at(2).contains(u"fingerprint is stored"));
    outcome.storedAt = {};
    QVERIFY(outcomeNotes(outcome).at(2).contains(u"only in this window"));
}

void TestValueTexts::imports()
{
    ImportAccount::Found found;
    QVERIFY(!canImport(found));
    QCOMPARE(importNotes(found).size(), 3);
    found.service = Origin::official();
    found.hotkey = *Ss58Address::parse(u"5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY");
    found.hasSeed = true;
    found.seedMatches = true;
    QVERIFY(canImport(found));
    QVERIFY(importNotes(found).isEmpty());
    found.seedMatches = false;
    found.isPrivate = false;
    found.alreadyHere = true;
    QCOMPARE(importNotes(found).size(), 3);
}

QTEST_GUILESS_MAIN(TestValueTexts)
#include "tst_valuetexts.moc"
