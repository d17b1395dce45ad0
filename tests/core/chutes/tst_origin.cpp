#include "core/chutes/origin.h"

#include <QTest>

using namespace Qt::StringLiterals;

namespace canopy {

class TestOrigin : public QObject
{
    Q_OBJECT

private slots:
    void accepts_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("canonical");
        QTest::addColumn<QString>("display");
        QTest::addColumn<bool>("official");
        QTest::addColumn<bool>("loopback");
        const auto row = [](const char *text, const char *canonical, const char *display,
                            bool official = false, bool loopback = false) {
            QTest::newRow(text) << QString::fromLatin1(text) << QString::fromLatin1(canonical)
                                << QString::fromLatin1(display) << official << loopback;
        };
        row("https://api.chutes.ai", "https://api.chutes.ai", "api.chutes.ai", true);
        row("https://api.chutes.ai/", "https://api.chutes.ai", "api.chutes.ai", true);
        row("https://api.chutes.ai:443", "https://api.chutes.ai", "api.chutes.ai", true);
        row("HTTPS://API.Chutes.AI", "https://api.chutes.ai", "api.chutes.ai", true);
        row("https://api.chutes.ai:8443", "https://api.chutes.ai:8443", "api.chutes.ai:8443");
        row("https://api.chutes.ai:80", "https://api.chutes.ai:80", "api.chutes.ai:80");
        row("https://api.chutes.ai.evil.tld", "https://api.chutes.ai.evil.tld",
            "api.chutes.ai.evil.tld");
        row("https://xapi.chutes.ai", "https://xapi.chutes.ai", "xapi.chutes.ai");
        row("https://xn--pi-6kc.chutes.ai", "https://xn--pi-6kc.chutes.ai", "xn--pi-6kc.chutes.ai");
        row("https://192.168.1.20:9000", "https://192.168.1.20:9000", "192.168.1.20:9000");
        row("https://[2001:DB8::1]", "https://[2001:db8::1]", "[2001:db8::1]");
        row("http://localhost:8000", "http://localhost:8000", "localhost:8000", false, true);
        row("http://LOCALHOST", "http://localhost", "localhost", false, true);
        row("http://127.0.0.1:8000/", "http://127.0.0.1:8000", "127.0.0.1:8000", false, true);
        row("http://127.0.0.1:80", "http://127.0.0.1", "127.0.0.1", false, true);
        row("http://[::1]:8000", "http://[::1]:8000", "[::1]:8000", false, true);
        row("http://[0:0:0:0:0:0:0:1]", "http://[::1]", "[::1]", false, true);
        row("https://localhost", "https://localhost", "localhost", false, true);
    }
    void accepts()
    {
        QFETCH(const QString, text);
        const auto origin = Origin::parse(text);
        QVERIFY(origin);
        QTEST(origin->toString(), "canonical");
        QTEST(origin->display(), "display");
        QTEST(origin->isOfficial(), "official");
        QTEST(origin->isLoopback(), "loopback");
        // Its own spelling is read back as itself.
        QCOMPARE(Origin::parse(origin->toString()), origin);
        // And what goes out is that origin, in QUrl's eyes too.
        const auto url = origin->url("/users/me");
        QVERIFY(url.isValid());
        QCOMPARE(url.toString(), origin->toString() + "/users/me"_L1);
        QVERIFY(url.userInfo().isEmpty());
    }

    void refuses_data()
    {
        QTest::addColumn<QString>("text");
        const QStringList hostile{
            u""_s,
            u" "_s,
            u"/"_s,
            u"https:"_s,
            u"https:/"_s,
            u"https://"_s,
            u"https:///"_s,
            u"api.chutes.ai"_s,
            u"//api.chutes.ai"_s,
            u"https:api.chutes.ai"_s,
            u"https:/api.chutes.ai"_s,
            u"https:///api.chutes.ai"_s,
            u"https:\\\\api.chutes.ai"_s,
            u"https://api.chutes.ai\\@evil.tld"_s,
            u"https://api.chutes.ai\\.evil.tld"_s,
            u"https://user@api.chutes.ai"_s,
            u"https://user:pw@api.chutes.ai"_s,
            u"https://api.chutes.ai@evil.tld"_s,
            u"https://api.chutes.ai:443@evil.tld"_s,
            u"https://@api.chutes.ai"_s,
            u"https://api.chutes.ai."_s,
            u"https://api.chutes.ai.:443"_s,
            u"https://.api.chutes.ai"_s,
            u"https://api..chutes.ai"_s,
            u"https://-api.chutes.ai"_s,
            u"https://api-.chutes.ai"_s,
            u"https://api_x.chutes.ai"_s,
            u"https://\u0430pi.chutes.ai"_s,
            u"https://api.chut\u0435s.ai"_s,
            u"https://api\uFF0Echutes\uFF0Eai"_s,
            u"https://api\u3002chutes.ai"_s,
            u"https://api.chutes.ai\u200B"_s,
            u"https://\u202Eia.setuhc.ipa"_s,
            u"https://api%2echutes.ai"_s,
            u"https://api.chutes.ai%2eevil.tld"_s,
            u"https://api.chutes.ai%00.evil.tld"_s,
            u"https://api.chutes.ai%40evil.tld"_s,
            u"https://api.chutes.ai/v1"_s,
            u"https://api.chutes.ai//"_s,
            u"https://api.chutes.ai/."_s,
            u"https://api.chutes.ai?x=1"_s,
            u"https://api.chutes.ai/?"_s,
            u"https://api.chutes.ai#x"_s,
            u"https://api.chutes.ai/#"_s,
            u"https://api.chutes.ai:"_s,
            u"https://api.chutes.ai:0"_s,
            u"https://api.chutes.ai:0443"_s,
            u"https://api.chutes.ai:65536"_s,
            u"https://api.chutes.ai:99999999999"_s,
            u"https://api.chutes.ai:-1"_s,
            u"https://api.chutes.ai:+443"_s,
            u"https://api.chutes.ai:44 3"_s,
            u"https://api.chutes.ai:443:443"_s,
            u"https://api.chutes.ai:443x"_s,
            u" https://api.chutes.ai"_s,
            u"https://api.chutes.ai "_s,
            u"https://api.chutes.ai\n"_s,
            u"https://api.chutes.ai\tx"_s,
            u"https://api .chutes.ai"_s,
            u"ht\ntps://api.chutes.ai"_s,
            u"http://api.chutes.ai"_s,
            u"http://evil.tld"_s,
            u"http://localhost.evil.tld"_s,
            u"http://127.0.0.1.evil.tld"_s,
            u"http://127.0.0.2"_s,
            u"http://127.1"_s,
            u"http://0.0.0.0"_s,
            u"http://192.168.1.20"_s,
            u"http://2130706433"_s,
            u"http://0x7f.0.0.1"_s,
            u"http://0177.0.0.1"_s,
            u"http://[::ffff:127.0.0.1]"_s,
            u"http://[::]"_s,
            u"http://localhost."_s,
            u"https://2130706433"_s,
            u"https://127.1"_s,
            u"https://256.1.1.1"_s,
            u"https://[::1"_s,
            u"https://::1"_s,
            u"https://[::1]x"_s,
            u"https://[fe80::1%25eth0]"_s,
            u"https://[v1.x]"_s,
            u"https://[]"_s,
            u"https://[::1]]"_s,
            u"ftp://api.chutes.ai"_s,
            u"file:///etc/passwd"_s,
            u"data:text/plain,x"_s,
            u"qrc:/x"_s,
            u"ws://api.chutes.ai"_s,
            u"wss://api.chutes.ai"_s,
            u"javascript:alert(1)"_s,
            u"httpss://api.chutes.ai"_s,
            u"https+x://api.chutes.ai"_s,
        };
        for (qsizetype i = 0; i < hostile.size(); ++i)
            QTest::addRow("%lld %s", static_cast<long long>(i), qPrintable(hostile[i]))
                << hostile[i];
        QTest::newRow("a name beyond 253") << u"https://"_s + u"abcdefg."_s.repeated(40) + u"ai"_s;
        QTest::newRow("a label beyond 63") << u"https://"_s + QString(64, u'a') + u".ai"_s;
        QTest::newRow("a NUL") << u"https://api.chutes.ai"_s + QChar(0) + u".evil.tld"_s;
    }
    void refuses()
    {
        QFETCH(const QString, text);
        QVERIFY(!Origin::parse(text));
    }

    void registersAtItsOwnHostOnly()
    {
        QCOMPARE(Origin::registrationFor(Origin::official()).toString(),
                 u"https://rtok.chutes.ai"_s);
        for (const auto &text : {u"https://api.chutes.ai.evil.tld"_s,
                                 u"https://api.chutes.ai:8443"_s, u"http://localhost:8000"_s}) {
            const auto origin = Origin::parse(text).value();
            QCOMPARE(Origin::registrationFor(origin), origin);
        }
    }

    void keepsAnEncodedPath_data()
    {
        QTest::addColumn<QByteArray>("path");
        for (const auto *path :
             {"/users/me", "/api_keys/", "/a%2Fb", "/a%3Fb", "/a%23b", "/a%25b", "/%2A"})
            QTest::newRow(path) << QByteArray(path);
    }
    void keepsAnEncodedPath()
    {
        QFETCH(const QByteArray, path);
        QCOMPARE(Origin::official().url(path).toEncoded(), "https://api.chutes.ai" + path);
    }
};

} // namespace canopy

QTEST_GUILESS_MAIN(canopy::TestOrigin)
#include "tst_origin.moc"
