#include "ui/text/errortext.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace canopy;

namespace {

using Code = Error::Code;

constexpr int lastCode = static_cast<int>(Code::InvalidInput);
constexpr int lastDoing = static_cast<int>(Doing::SavingProfile);
constexpr int lastNext = static_cast<int>(Next::CheckOutcome);

bool isSentence(const QString &text)
{
    return text.size() > 8 && text.at(0).isUpper() && text.endsWith(u'.');
}

} // namespace

class TestErrorText : public QObject
{
    Q_OBJECT

private slots:
    void everyErrorHasItsWords();
    void showsNothingForCancelled();
    void inDoubtSaysWhatIsInDoubt();
    void nothingWasRegisteredIsSaidOnlyIfKnown();
    void neverCallsAKeyBadOnAnUnknownPath();
    void namesTheField_data();
    void namesTheField();
    void offersTheStepThatMendsIt_data();
    void offersTheStepThatMendsIt();
    void quotesTheServiceApart();
    void tellsTheSkew();
    void everyStepHasALabel();
};

void TestErrorText::everyErrorHasItsWords()
{
    for (int code = 1; code <= lastCode; ++code) {
        for (int doing = 0; doing <= lastDoing; ++doing) {
            for (const bool inDoubt : {false, true}) {
                const Error error{.code = static_cast<Code>(code),
                                  .detail = u"DETAIL"_s,
                                  .inDoubt = inDoubt,
                                  .said = u"<b>said</b>"_s};
                const auto text = errorText(
                    error, {.doing = static_cast<Doing>(doing), .subject = u"api.chutes.ai"_s});
                const auto where = u"code %1 doing %2"_s.arg(code).arg(doing).toUtf8();
                QVERIFY2(isSentence(text.what), where.constData());
                QVERIFY2(isSentence(text.meaning), qPrintable(text.meaning));
                for (const auto &ours : {text.what, text.meaning}) {
                    QVERIFY2(!ours.contains(u'<') && !ours.contains(u'%'), where.constData());
                    QVERIFY2(!ours.contains(u"DETAIL") && !ours.contains(u"said</b>"),
                             where.constData());
                }
                QVERIFY2(!(inDoubt && text.mayTryAgain), where.constData());
            }
        }
    }
}

void TestErrorText::showsNothingForCancelled()
{
    QVERIFY(errorText({.code = Code::Cancelled}, Doing::Registering).isEmpty());
}

void TestErrorText::inDoubtSaysWhatIsInDoubt()
{
    const Error lost{.code = Code::ConnectionLost, .inDoubt = true};
    const auto unknown = errorText(lost, Doing::Registering);
    QVERIFY(unknown.what.contains(u"not known"));
    QCOMPARE(unknown.next, Next::CheckOutcome);
    QCOMPARE(unknown.field, ErrorField::None);
    const auto exists = errorText(lost, {.doing = Doing::Registering, .accountExists = true});
    QVERIFY(exists.what.contains(u"exists"));
    QVERIFY(exists.meaning.contains(u"fingerprint"));
    const auto locked = errorText({.code = Code::KeychainLocked, .inDoubt = true},
                                  {.doing = Doing::Registering, .accountExists = true});
    QCOMPARE(locked.next, Next::UnlockStore);
}

void TestErrorText::nothingWasRegisteredIsSaidOnlyIfKnown()
{
    for (int code = 1; code <= lastCode; ++code) {
        const auto doubt = errorText({.code = static_cast<Code>(code), .inDoubt = true},
                                     Doing::Registering);
        QVERIFY(!doubt.what.contains(u"Nothing"));
        QVERIFY(!doubt.meaning.contains(u"nothing was sent"));
        const auto known = errorText({.code = static_cast<Code>(code)}, Doing::Registering);
        QVERIFY(known.what.contains(u"othing"));
    }
}

void TestErrorText::neverCallsAKeyBadOnAnUnknownPath()
{
    for (int doing = 0; doing <= lastDoing; ++doing) {
        const auto text = errorText({.code = Code::NotOffered}, static_cast<Doing>(doing));
        QVERIFY(!text.meaning.contains(u"invalid", Qt::CaseInsensitive));
        QVERIFY(!text.meaning.contains(u"wrong", Qt::CaseInsensitive));
    }
    const auto memory = errorText({.code = Code::OutOfMemory}, Doing::OpeningHotkey);
    QVERIFY(memory.meaning.contains(u"does not mean that the password is wrong"));
    QCOMPARE(memory.field, ErrorField::Hotkey);
}

void TestErrorText::namesTheField_data()
{
    QTest::addColumn<Code>("code");
    QTest::addColumn<ErrorField>("field");
    QTest::newRow("name") << Code::UsernameTaken << ErrorField::Username;
    QTest::newRow("token") << Code::TokenRefused << ErrorField::Token;
    QTest::newRow("no token") << Code::TokenMissing << ErrorField::Token;
    QTest::newRow("hotkey") << Code::HotkeyTaken << ErrorField::Hotkey;
    QTest::newRow("coldkey") << Code::PaymentRequired << ErrorField::Wallet;
    QTest::newRow("network") << Code::Offline << ErrorField::None;
}

void TestErrorText::namesTheField()
{
    QFETCH(const Code, code);
    QFETCH(const ErrorField, field);
    QCOMPARE(errorText({.code = code}, Doing::Registering).field, field);
    QCOMPARE(
        errorText({.code = Code::InvalidInput, .field = u"username"_s}, Doing::Registering).field,
        ErrorField::Username);
    QCOMPARE(errorText({.code = Code::WrongPassword}, Doing::OpeningHotkey).field,
             ErrorField::Password);
}

void TestErrorText::offersTheStepThatMendsIt_data()
{
    QTest::addColumn<Code>("code");
    QTest::addColumn<Doing>("doing");
    QTest::addColumn<Next>("next");
    QTest::addColumn<bool>("again");
    const auto row = [](const char *name, Code code, Doing doing, Next next, bool again) {
        QTest::newRow(name) << code << doing << next << again;
    };
    row("locked", Code::KeychainLocked, Doing::CheckingStore, Next::UnlockStore, true);
    row("missing", Code::KeychainMissing, Doing::Registering, Next::ChooseStore, false);
    row("lost secret", Code::SecretAbsent, Doing::ReadingAccount, Next::ImportAccount, false);
    row("token", Code::TokenRefused, Doing::Registering, Next::NewToken, false);
    row("name", Code::UsernameTaken, Doing::Registering, Next::ChooseUsername, false);
    row("hotkey", Code::HotkeyTaken, Doing::Registering, Next::ImportAccount, false);
    row("coldkey", Code::PaymentRequired, Doing::Registering, Next::FundColdkey, false);
    row("no account", Code::HotkeyNotRegistered, Doing::SigningIn, Next::RegisterAccount, false);
    row("offline", Code::Offline, Doing::ReadingAccount, Next::TryAgain, true);
    row("password", Code::WrongPassword, Doing::OpeningHotkey, Next::EnterPassword, true);
    row("ansible", Code::Unsupported, Doing::OpeningHotkey, Next::ChooseHotkey, false);
    row("folder", Code::FileUnreadable, Doing::ReadingWallets, Next::ChooseFolder, false);
    row("conflict", Code::FileConflict, Doing::WritingConfig, Next::ReviewChanges, false);
    row("full", Code::DiskFull, Doing::WritingConfig, Next::TryAgain, true);
    row("journal", Code::DiskFull, Doing::Registering, Next::TryAgain, true);
}

void TestErrorText::offersTheStepThatMendsIt()
{
    QFETCH(const Code, code);
    QFETCH(const Doing, doing);
    QFETCH(const Next, next);
    QFETCH(const bool, again);
    const auto text = errorText({.code = code}, doing);
    QCOMPARE(text.next, next);
    QCOMPARE(text.mayTryAgain, again);
}

void TestErrorText::quotesTheServiceApart()
{
    const Error error{.code = Code::Rejected,
                      .said = u"Click <a href='x'>here</a>\u202e\nnow"_s,
                      .field = u"username"_s};
    const auto text = errorText(error, {.doing = Doing::Registering, .subject = u"a%1b&"_s});
    QVERIFY(!text.meaning.contains(u"Click"));
    QVERIFY(text.serverWords.contains(u"Click"));
    QVERIFY(!text.serverWords.contains(u'\n') && !text.serverWords.contains(u'\u202e'));
    QVERIFY(text.meaning.contains(u"the username"));
    const auto hostile = errorText({.code = Code::Rejected, .field = u"%1%2"_s},
                                   {.doing = Doing::Connecting, .subject = u"a%2b"_s});
    QVERIFY(hostile.meaning.contains(u"%1%2", Qt::CaseInsensitive));
    QVERIFY(hostile.meaning.contains(u"a%2b", Qt::CaseInsensitive));
}

void TestErrorText::tellsTheSkew()
{
    const auto text = errorText({.code = Code::ClockSkew, .skewSeconds = 780}, Doing::SigningIn);
    QVERIFY(text.meaning.contains(u"13 minutes behind"));
    QVERIFY(errorText({.code = Code::RateLimited, .retryAfterSeconds = 90}, Doing::ReadingAccount)
                .meaning.contains(u"1 minute 30 seconds"));
}

void TestErrorText::everyStepHasALabel()
{
    QVERIFY(nextLabel(Next::None).isEmpty());
    QSet<QString> labels;
    for (int next = 1; next <= lastNext; ++next)
        labels.insert(nextLabel(static_cast<Next>(next)));
    QCOMPARE(labels.size(), lastNext);
    QVERIFY(!labels.contains(QString()));
}

QTEST_GUILESS_MAIN(TestErrorText)
#include "tst_errortext.moc"
