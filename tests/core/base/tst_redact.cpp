#include "core/base/redact.h"

#include <QDebug>
#include <QDir>
#include <QTest>
#include <QUrl>

using namespace Qt::StringLiterals;
using namespace canopy;

namespace {

struct Sample
{
    const char *name;
    QString secret;
};

QList<Sample> secrets()
{
    const QString hex32 = u"0123456789abcdef0123456789abcdef"_s;
    return {
        {"api key", u"cpk_"_s + hex32 + u"."_s + hex32 + u".aB3dE5gH7jK9mN1pQ2rS4tU6vW8xYz0C"_s},
        {"oauth token",
         u"cak_6d1f9b6e-8d39-4c3b-9a33-0f9a4c3b1a11."_s + hex32 + u"AbCdEfGhIjKlMnOp"_s},
        {"refresh token", u"crt_6d1f9b6e8d394c3b9a330f9a4c3b1a11"_s},
        {"client secret", u"csc_"_s + hex32 + u"AbCdEfGhIjKlMnOp"_s},
        {"seed", hex32 + hex32},
        {"seed, upper case", (hex32 + hex32).toUpper()},
        {"seed with 0x", u"0x"_s + hex32 + hex32},
        {"private key", hex32 + hex32 + hex32 + hex32},
        {"fingerprint", u"aB3dE5gH7jK9mN1pQ2rS4tU6vW8xYz0C"_s},
        {"fingerprint of letters", u"aBcDeFgHiJkLmNoPqRsTuVwXyZaBcDeF"_s},
        {"session token",
         u"eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhYmMiLCJleHAiOjF9.Zm9vLWJhcl9iYXo-c2lnbmF0dXJl"_s},
        {"mnemonic of 12",
         u"legal winner thank year wave sausage worth useful legal winner thank yellow"_s},
        {"mnemonic of 24",
         u"letter advice cage absurd amount doctor acoustic avoid letter advice cage absurd amount "
         "doctor acoustic avoid letter advice cage absurd amount doctor acoustic bless"_s},
    };
}

} // namespace

class TestRedact : public QObject
{
    Q_OBJECT

private slots:
    void hidesSecretsEverywhere_data()
    {
        QTest::addColumn<QString>("secret");
        QTest::addColumn<QString>("text");
        for (const auto &[name, secret] : secrets()) {
            const QString escaped = u"{\\\"x\\\":\\\""_s + secret + u"\\\"}"_s;
            const QString url = QString::fromLatin1(QUrl::toPercentEncoding(secret));
            QTest::addRow("%s, alone", name) << secret << secret;
            QTest::addRow("%s, in a sentence", name) << secret << u"Got "_s + secret + u", then."_s;
            QTest::addRow("%s, in JSON", name)
                << secret << u"{\"x\":\""_s + secret + u"\",\"y\":1}"_s;
            QTest::addRow("%s, in escaped JSON", name) << secret << escaped;
            QTest::addRow("%s, in brackets", name) << secret << u"Error("_s + secret + u")"_s;
            QTest::addRow("%s, after an escaped line break", name)
                << secret << u"a line\\n"_s + secret + u"\\nanother"_s;
            QTest::addRow("%s, on a line", name) << secret << u"a:\n"_s + secret + u"\nb"_s;
            QTest::addRow("%s, in a query", name) << url << u"GET /x?y="_s + url + u"&z=1"_s;
            QTest::addRow("%s, in a path", name) << url << u"https://h/a/"_s + url + u"/b"_s;
            QTest::addRow("%s, in an INI file", name)
                << secret << u"[auth]\nx = "_s + secret + u"\n"_s;
            QTest::addRow("%s, twice", name) << secret << secret + u"\n\n"_s + secret;
            QTest::addRow("%s, among umlauts", name)
                << secret << u"Schlüssel: »"_s + secret + u"«"_s;
        }
    }

    void hidesSecretsEverywhere()
    {
        QFETCH(QString, secret);
        QFETCH(QString, text);
        // A mnemonic in a URL is not a run of words but one long one; it is never put there.
        if (secret.contains(u"%20"_s))
            text.replace(u"%20"_s, u" "_s), secret.replace(u"%20"_s, u" "_s);
        QVERIFY(text.contains(secret));
        const QString result = redacted(text);
        QVERIFY2(!result.contains(secret), qPrintable(result));
        QVERIFY(result.contains(u"[redacted]"_s));
        // No half of it either.
        const QString half = secret.mid(secret.size() / 4, secret.size() / 2);
        QVERIFY2(!result.contains(half), qPrintable(result));
        QCOMPARE(redacted(result), result);
    }

    void hidesByName_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char *name, const QString &text, const QString &expected) {
            QTest::addRow("%s", name) << text << expected;
        };
        row("authorization", u"Authorization: Bearer abc def"_s, u"Authorization: [redacted]"_s);
        row("authorization, lower case", u"authorization:abc"_s, u"authorization:[redacted]"_s);
        row("authorization as a pair", u"(\"Authorization\", \"Bearer abc\")"_s,
            u"(\"Authorization\", \"[redacted]\")"_s);
        row("authorization in JSON", u"{\"Authorization\":\"Bearer abc\",\"a\":1}"_s,
            u"{\"Authorization\":\"[redacted]\",\"a\":1}"_s);
        row("proxy", u"Proxy-Authorization: Basic YTpi"_s, u"Proxy-Authorization: [redacted]"_s);
        row("header lines", u"X-Chutes-Hotkey: 5abc\r\nX-Chutes-Signature: 00ff\r\nAccept: a"_s,
            u"X-Chutes-Hotkey: [redacted]\r\nX-Chutes-Signature: [redacted]\r\nAccept: a"_s);
        row("escaped header lines", u"X-Chutes-Nonce: 17\\r\\nAccept: a"_s,
            u"X-Chutes-Nonce: [redacted]\\r\\nAccept: a"_s);
        row("cookie", u"Set-Cookie: a=b"_s, u"Set-Cookie: [redacted]"_s);
        row("token", u"/register?token=6d1f9b6e-8d39&x=1"_s, u"/register?token=[redacted]&x=1"_s);
        row("encoded token", u"u=%2Fa%3Ftoken%3D6d1f9b6e"_s, u"u=%2Fa%3Ftoken%3D[redacted]"_s);
        row("signature", u"signature=abcd&nonce=uuid"_s,
            u"signature=[redacted]&nonce=[redacted]"_s);
        row("short fingerprint", u"{\"fingerprint\":\"my own words\"}"_s,
            u"{\"fingerprint\":\"[redacted]\"}"_s);
        row("quote in it", u"{\"fingerprint\": \"a\\\\\\\"b\", \"c\": 1}"_s,
            u"{\"fingerprint\": \"[redacted]\", \"c\": 1}"_s);
        row("cut off", u"{\"secret_key\":\"cpk_"_s, u"{\"secret_key\":\"[redacted]"_s);
        row("escaped", u"\"{\\\"hotkey_seed\\\":\\\"12ab\\\"}\""_s,
            u"\"{\\\"hotkey_seed\\\":\\\"[redacted]\\\"}\""_s);
        row("btwallet",
            u"{\"secretPhrase\":\"a b\",\"secretSeed\":\"0x1\",\"privateKey\":\"0x2\"}"_s,
            u"{\"secretPhrase\":\"[redacted]\",\"secretSeed\":\"[redacted]\",\"privateKey\":\"[redacted]\"}"_s);
        row("ini", u"hotkey_seed = 12ab\nhotkey_name = default"_s,
            u"hotkey_seed = [redacted]\nhotkey_name = default"_s);
        row("numbered words",
            u"1. legal\n2. winner\n3. thank\n4. year\n5. wave\n6. sausage\n7. worth\n8. useful\n"
            "9. legal\n10. winner\n11. thank\n12. yellow"_s,
            u"1. [redacted]"_s);
        row("listed words",
            u"(\"legal\", \"winner\", \"thank\", \"year\", \"wave\", \"sausage\", \"worth\", "
            "\"useful\", \"legal\", \"winner\", \"thank\", \"yellow\")"_s,
            u"(\"[redacted]\")"_s);
        row("home", QDir::homePath() + u"/.chutes/config.ini"_s, u"~/.chutes/config.ini"_s);
        row("home in a URL", u"file://"_s + QDir::homePath() + u"/x"_s, u"file://~/x"_s);
    }

    void hidesByName()
    {
        QFETCH(QString, text);
        QTEST(redacted(text), "expected");
    }

    void leavesTheRest_data()
    {
        QTest::addColumn<QString>("text");
        const QStringList texts{
            QString(),
            u"hotkey 5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY is not registered"_s,
            u"5C4hrfjw9DjXZTzV3MwzrrAr9P1MJhSrvWGWqi1eSuyUpnhM"_s,
            u"key 6d1f9b6e-8d39-4c3b-9a33-0f9a4c3b1a11 revoked"_s,
            u"GET /users/me: 401 after 132 ms, \"Invalid nonce!\""_s,
            u"The token is wrong. A signature was refused; the nonce is stale."_s,
            u"could not read config.ini: it is not a file of this user, so nothing was changed"_s,
            u"legal winner thank year wave sausage worth useful legal winner thank"_s, // 11 words
            u"0123456789abcdef0123456789abcde"_s, // 31 characters
            u"https://api.chutes.ai:443/api_keys/?page=0&limit=25"_s,
            u"entry canopy/v1/https://api.chutes.ai, 3 retries, 1.5 s, 100 %"_s,
            u"csc_matrix, cpk_, eyJ"_s,
            u"Ünïcödé 日本語 \U0001F511 <b>&amp;</b>"_s,
            QDir::homePath() + u"-of-another/x"_s,
            u"Authorization is missing"_s,
        };
        for (const QString &text : texts)
            QTest::addRow("%s", qPrintable(text.left(40))) << text;
    }

    void leavesTheRest()
    {
        QFETCH(QString, text);
        QCOMPARE(redacted(text), text);
    }

    void readsHugeAndOddTexts()
    {
        const QString word = u"legal "_s;
        QCOMPARE(redacted(word.repeated(100'000)).count(u"legal"_s), 0);
        QCOMPARE(redacted(QString(1'000'000, u'a')), u"[redacted]"_s);
        QCOMPARE(redacted(QString(1'000'000, u'z')).size(), 1'000'000);
        const QString slashes(200'000, u'\\');
        QCOMPARE(redacted(slashes), slashes);
        QVERIFY(
            !redacted(u"\"fingerprint\":\""_s + slashes + u"my words"_s).contains(u"my words"_s));
        const QString lonelySurrogate = u"a"_s + QChar(0xd800) + u"b"_s;
        QCOMPARE(redacted(lonelySurrogate).size(), 3);
    }
};

QTEST_APPLESS_MAIN(TestRedact)
#include "tst_redact.moc"
