#include "core/chutes/credential.h"
#include "tests/core/chutes/alice.h"
#include "tests/core/chutes/awaited.h"
#include "tests/support/scriptedtransport.h"

#include <QTest>

using namespace Qt::StringLiterals;

namespace canopy {

namespace {

const QByteArray aliceAddress = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY";
constexpr qint64 standing = 1'753'198'463;

QByteArray headerOf(const HttpRequest &request, const QByteArray &name)
{
    for (const auto &header : request.headers) {
        if (header.name == name)
            return test::textOf(header.value);
    }
    return {};
}

} // namespace

class TestCredential : public QObject
{
    Q_OBJECT

private:
    test::StandingClock m_clock{standing};
    SystemRandom m_random;

private slots:
    void initTestCase() { QVERIFY(prepareSecretMemory()); }

    void purposes_data()
    {
        QTest::addColumn<SigningPurpose>("purpose");
        QTest::addColumn<QByteArray>("word");
        QTest::newRow("me") << SigningPurpose::Me << "me"_ba;
        QTest::newRow("api_keys") << SigningPurpose::ApiKeys << "api_keys"_ba;
        QTest::newRow("link_account") << SigningPurpose::LinkAccount << "link_account"_ba;
        QTest::newRow("chutes") << SigningPurpose::Chutes << "chutes"_ba;
        QTest::newRow("images") << SigningPurpose::Images << "images"_ba;
        QTest::newRow("secrets") << SigningPurpose::Secrets << "secrets"_ba;
    }
    void purposes()
    {
        QFETCH(const SigningPurpose, purpose);
        QFETCH(const QByteArray, word);
        const auto hotkey = test::aliceCredential(m_clock, m_random);
        using Method = HttpRequest::Method;
        for (const auto method : {Method::Get, Method::Delete, Method::Post}) {
            HttpRequest request;
            request.method = method;
            request.body = Secret::copyOf("not covered");
            QVERIFY(hotkey->stamp(request, purpose, 0));
            QCOMPARE(request.headers.size(), std::size_t(3));
            QCOMPARE(headerOf(request, "X-Chutes-Hotkey"), aliceAddress);
            QCOMPARE(headerOf(request, "X-Chutes-Nonce"), "1753198463");
            // Golden: "5Grwva…:1753198463:api_keys" (contract §13).
            QVERIFY(test::isAlices(headerOf(request, "X-Chutes-Signature"),
                                   aliceAddress + ":1753198463:" + word));
        }
    }

    void bodies_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QByteArray>("hash");
        // Golden (contract §13).
        QTest::newRow("key")
            << R"({"name":"ci","admin":true})"_ba
            << "50f33b539091e4ad34f2f2675b6c9e3a18d1af044647df7775cbca38bf39c833"_ba;
        QTest::newRow("empty")
            << ""_ba
            << "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"_ba;
        QTest::newRow("address")
            << R"({"address":"5EcZsewZSTxUaX8gwyHzkKsqT3NwLP1n2faZPyjttCeaPdYe"})"_ba
            << "94a00e04dfd7ae7b82a56bbe7a1125aeabacb49d170d3cad98238edf1935c01f"_ba;
        QTest::newRow("python")
            << R"({"username": "myawesomeai", "coldkey": "5EcZsewZSTxUaX8gwyHzkKsqT3NwLP1n2faZPyjttCeaPdYe"})"_ba
            << "bfbd4018730fb961adbf095a1c5fa2faca6914d3fc0835e8144e63b70f391aeb"_ba;
    }
    void bodies()
    {
        QFETCH(const QByteArray, body);
        QFETCH(const QByteArray, hash);
        HttpRequest request;
        request.method = HttpRequest::Method::Post;
        request.body = Secret::copyOf(body);
        QVERIFY(test::aliceCredential(m_clock, m_random)->stamp(request, SigningPurpose::Body, 0));
        QVERIFY(test::isAlices(headerOf(request, "X-Chutes-Signature"),
                               aliceAddress + ":1753198463:" + hash));
        QCOMPARE(test::textOf(request.body), body);
    }

    void realSignatures()
    {
        // Of other people's keys, published (contract §13): the check above checks something.
        const auto key =
            Ss58Address::parse(u"5FRk18V1cH8F8juw5WmchTNsU4SPCWxTArppqsgtTnZJ5j26").value();
        const QByteArray message = key.toString().toLatin1() + ":1752323001:sockets";
        const QByteArray other = message + 's';
        for (const auto *hex : {"8a4fc7466c515a5006189004a27e72fe18e41e5509d36f429876cb0b401dad31e3"
                                "76acb4f336b9c91ee091b786bc072c3515b502215d0ef41ae68d4a72f0d283",
                                "7afe49c62f77eb4c56c37f2b399a632b9eec1012cf7835e6f6cd431cfa53d776d5"
                                "88656319e726b08b038cfb46ad1b563db17c75bda3d90d218fd7d720a03983"}) {
            const auto signature = QByteArray::fromHex(hex);
            QVERIFY(sr25519::verify(key.publicKey(), asBytes(message), asBytes(signature)));
            QVERIFY(!sr25519::verify(key.publicKey(), asBytes(other), asBytes(signature)));
        }
    }

    void skewMovesTheNonce()
    {
        HttpRequest request;
        QVERIFY(
            test::aliceCredential(m_clock, m_random)->stamp(request, SigningPurpose::Me, -3600));
        QCOMPARE(headerOf(request, "X-Chutes-Nonce"), "1753194863");
        QVERIFY(test::isAlices(headerOf(request, "X-Chutes-Signature"),
                               aliceAddress + ":1753194863:me"));
    }

    void cannotSign()
    {
        const auto hotkey = test::aliceCredential(m_clock, m_random);
        using Method = HttpRequest::Method;
        for (const auto &[method, purpose] :
             QList<std::pair<Method, SigningPurpose>>{{Method::Get, SigningPurpose::None},
                                                      {Method::Post, SigningPurpose::None},
                                                      {Method::Get, SigningPurpose::Body},
                                                      {Method::Delete, SigningPurpose::Body}}) {
            HttpRequest request;
            request.method = method;
            const auto done = hotkey->stamp(request, purpose, 0);
            QVERIFY(!done);
            QCOMPARE(done.error().code, Error::Code::HotkeyNotAllowed);
            QVERIFY(request.headers.empty());
        }
    }

    void fingerprintChange()
    {
        HttpRequest request;
        request.method = HttpRequest::Method::Post;
        const QByteArray fingerprint = "aB3dE5gH7jK9mN1pQ2rS4tU6vW8xYz0C";
        QVERIFY(test::aliceCredential(m_clock, m_random)
                    ->stampFingerprintChange(request, Secret::copyOf(fingerprint), 7));
        QCOMPARE(headerOf(request, "X-Chutes-Hotkey"), aliceAddress);
        QCOMPARE(headerOf(request, "X-Chutes-Nonce"), "1753198470");
        QVERIFY(test::isAlices(headerOf(request, "X-Chutes-Signature"),
                               aliceAddress + ':' + fingerprint + ":1753198470"));
    }

    void loginNonces()
    {
        const auto hotkey = test::aliceCredential(m_clock, m_random);
        const auto nonce = u"6d1f9b6e-8d39-4c3b-9a33-0f9a4c3b1a11"_s;
        const auto signature = hotkey->signLoginNonce(nonce);
        QVERIFY(signature);
        QVERIFY(test::isAlices(*signature, nonce.toLatin1()));
        QVERIFY(hotkey->signLoginNonce(QString(64, u'a')));
    }

    void hostileLoginNonces_data()
    {
        QTest::addColumn<QString>("nonce");
        const auto address = QString::fromLatin1(aliceAddress);
        QTest::newRow("empty") << u""_s;
        QTest::newRow("list of keys") << address + u":1753198463:api_keys"_s;
        QTest::newRow("a fingerprint") << address + u":x:1753198463"_s;
        QTest::newRow("sign-up") << u"chutes_signup:"_s + address;
        QTest::newRow("link") << u"a:b"_s;
        QTest::newRow("only a colon") << u":"_s;
        QTest::newRow("another colon") << u"a\uFF1Ab"_s;
        QTest::newRow("long") << QString(65, u'a');
        QTest::newRow("space") << u"whitelist IP 207.246.94.14"_s;
        QTest::newRow("line break") << u"abc\n"_s;
        QTest::newRow("wrapped") << u"<Bytes>abc</Bytes>"_s;
        QTest::newRow("NUL") << u"ab"_s + QChar(0);
        QTest::newRow("not ASCII") << u"\u0430bc"_s;
        QTest::newRow("JSON") << u"a\",\"x"_s;
    }
    void hostileLoginNonces()
    {
        QFETCH(const QString, nonce);
        const auto signature = test::aliceCredential(m_clock, m_random)->signLoginNonce(nonce);
        QVERIFY(!signature);
        QCOMPARE(signature.error().code, Error::Code::Malformed);
        QVERIFY(nonce.isEmpty() || !signature.error().detail.contains(nonce));
    }

    void bearers()
    {
        const BearerCredential bearer(Credential::Kind::ApiKey, Secret::copyOf("cpk_abc.def"));
        HttpRequest request;
        QVERIFY(bearer.stamp(request, SigningPurpose::None, 0));
        QCOMPARE(bearer.kind(), Credential::Kind::ApiKey);
        QCOMPARE(request.headers.size(), std::size_t(1));
        QCOMPARE(headerOf(request, "Authorization"), "Bearer cpk_abc.def");
        for (const auto &token :
             QByteArrayList{"", "a b", "a\r\nX: y", "a\nb", "\xc3\xa4", QByteArray("a\0", 2)}) {
            HttpRequest refused;
            const BearerCredential broken(Credential::Kind::SessionToken, Secret::copyOf(token));
            const auto done = broken.stamp(refused, SigningPurpose::Me, 0);
            QVERIFY(!done);
            QCOMPARE(done.error().code, Error::Code::InvalidInput);
            QVERIFY(refused.headers.empty());
        }
    }
};

} // namespace canopy

QTEST_GUILESS_MAIN(canopy::TestCredential)
#include "tst_credential.moc"
