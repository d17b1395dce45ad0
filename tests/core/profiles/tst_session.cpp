#include "core/profiles/session.h"
#include "tests/support/await.h"
#include "tests/support/faketransport.h"
#include "tests/support/fixedclock.h"
#include "tests/support/memorysecretstore.h"
#include "tests/support/scriptedrandom.h"

#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace canopy;

using Code = Error::Code;
using Method = HttpRequest::Method;
using test::FakeTransport;

namespace {

const QByteArray aliceSeed = "e5be9a5092b81bca64be81d212e7f2f9eba183bb7a90954f7b76361f6edb5c0a";
const QByteArray bobSeed = "398f0c28f98885e046333d4a41c19cee4c37368a9832c6502f6cfd182e2aef89";
const QByteArray fingerprint = "aB3dE5gH7jK9mN1pQ2rS4tU6vW8xYz0C";
const QByteArray account =
    R"({"username":"alice","user_id":"b1e0c1b2-0000-5000-8000-000000000001"})";

QByteArray headerOf(const HttpRequest &request, const QByteArray &name)
{
    for (const auto &header : request.headers) {
        if (header.name.compare(name, Qt::CaseInsensitive) == 0)
            return header.value.view().bytes().toByteArray();
    }
    return {};
}

} // namespace

/// The service's generations (contract §0) as far as signing in goes.
class TestSession : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { QVERIFY(prepareSecretMemory()); }

    void init()
    {
        m_transport = std::make_unique<FakeTransport>();
        m_secrets = std::make_unique<test::MemorySecretStore>();
        m_profile = {
            .id = u"00112233445566778899aabbccddeeff"_s,
            .hotkey = *Ss58Address::parse(u"5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY"_s)};
        m_logins = 0;
        m_expired = 0;
    }

    void july2025UsesTheFingerprint()
    {
        serve("2025-07");
        hold(aliceSeed, fingerprint);
        const auto session = open();
        QCOMPARE(await(session->account()).value().username, u"alice"_s);
        QCOMPARE(m_logins, 1);
        // The token is kept, so the next one costs one request.
        const auto before = m_transport->seen().size();
        QVERIFY(await(session->account()).has_value());
        QCOMPARE(m_transport->seen().size(), before + 1);
        QCOMPARE(m_logins, 1);
        QVERIFY(!m_secrets->find(SecretKind::SessionToken));
    }

    void july2025WithoutAFingerprintSaysWhy()
    {
        serve("2025-07");
        hold(aliceSeed, {});
        const auto session = open();
        AWAIT_ERROR(session->account(), Code::HotkeyNotAllowed);
    }

    void october2025SignsTheRequest()
    {
        serve("2025-10");
        hold(aliceSeed, fingerprint);
        const auto session = open();
        QVERIFY(await(session->account()).has_value());
        QCOMPARE(m_logins, 0);
        QCOMPARE(m_transport->count(Method::Get, "/users/me"), 1);
    }

    void march2026LogsInWithTheHotkey()
    {
        serve("2026-05");
        hold(aliceSeed, fingerprint);
        const auto session = open();
        QVERIFY(await(session->account()).has_value());
        QCOMPARE(m_logins, 1);
        QCOMPARE(m_transport->count(Method::Get, "/users/login/nonce"), 1);
        QCOMPARE(m_transport->count(Method::Get, "/users/me"), 1);
        QVERIFY(await(session->account()).has_value());
        QCOMPARE(m_transport->count(Method::Get, "/openapi.json"), 1);
    }

    void signsWhereTheOfferIsUnknown()
    {
        serve("2025-10");
        m_transport->on(Method::Get, "/openapi.json",
                        [](const HttpRequest &) { return FakeTransport::json(200, "{"); });
        hold(aliceSeed, {});
        const auto session = open();
        QVERIFY(await(session->account()).has_value());
        QCOMPARE(m_logins, 0);
    }

    void signsWhereTheOfferIsNotKept()
    {
        serve("2026-05");
        m_transport->on(Method::Get, "/users/login/nonce", [](const HttpRequest &) {
            return FakeTransport::detail(401, "Authentication required.");
        });
        hold(aliceSeed, {});
        const auto session = open();
        QVERIFY(await(session->account()).has_value());
        QCOMPARE(m_logins, 0);
    }

    void aProfileWithAFingerprintOnly()
    {
        serve("2026-05");
        hold({}, fingerprint);
        const auto session = open();
        QVERIFY(await(session->account()).has_value());
        QCOMPARE(m_logins, 1);
        QCOMPARE(m_transport->count(Method::Get, "/users/login/nonce"), 0);
    }

    void logsInAgainOnce()
    {
        serve("2026-05");
        hold(aliceSeed, {});
        const auto session = open();
        QVERIFY(await(session->account()).has_value());
        m_expired = 1;
        QVERIFY(await(session->account()).has_value());
        QCOMPARE(m_logins, 2);
        m_expired = 2; // and the new token too
        AWAIT_ERROR(session->account(), Code::SessionExpired);
        QCOMPARE(m_logins, 3);
        QVERIFY(await(session->account()).has_value());
        QCOMPARE(m_logins, 4);
    }

    void passesRefusalsOn()
    {
        serve("2026-05");
        m_transport->on(Method::Post, "/users/login", [](const HttpRequest &) {
            return FakeTransport::detail(401, "No account found for this hotkey.");
        });
        hold(aliceSeed, fingerprint);
        const auto session = open();
        AWAIT_ERROR(session->account(), Code::HotkeyNotRegistered);
        QCOMPARE(m_transport->count(Method::Post, "/users/login"), 1);
    }

    void saysWhenItHoldsNothing()
    {
        serve("2026-05");
        const auto session = open();
        AWAIT_ERROR(session->account(), Code::SecretAbsent);
        AWAIT_ERROR(session->keyCredential(), Code::SecretAbsent);
        QVERIFY(m_transport->seen().empty());
    }

    void saysWhenTheKeychainDoes_data()
    {
        QTest::addColumn<Code>("code");
        QTest::addRow("locked") << Code::KeychainLocked;
        QTest::addRow("missing") << Code::KeychainMissing;
        QTest::addRow("unknown") << Code::KeychainUnknown;
        QTest::addRow("absent") << Code::SecretAbsent;
    }

    void saysWhenTheKeychainDoes()
    {
        QFETCH(Code, code);
        serve("2026-05");
        hold(aliceSeed, {});
        m_secrets->add({.operation = test::MemorySecretStore::Operation::Read, .code = code});
        const auto session = open();
        AWAIT_ERROR(session->account(), code);
        QVERIFY(m_transport->seen().empty());
        // Unlocked meanwhile.
        QVERIFY(await(session->account()).has_value());
    }

    void neverSignsAsSomebodyElse()
    {
        serve("2025-10");
        hold(bobSeed, {});
        const auto session = open();
        AWAIT_ERROR(session->account(), Code::KeyMismatch);
        AWAIT_ERROR(session->keyCredential(), Code::KeyMismatch);
        QVERIFY(m_transport->seen().empty());
    }

    void keysNeedNoSession()
    {
        serve("2025-07");
        hold(aliceSeed, fingerprint);
        const auto session = open();
        QCOMPARE(await(session->keyCredential()).value()->kind(), Credential::Kind::Hotkey);
        QVERIFY(m_transport->seen().empty());
        hold({}, fingerprint);
        const auto web = open();
        QCOMPARE(await(web->keyCredential()).value()->kind(), Credential::Kind::SessionToken);
        QCOMPARE(await(web->keyCredential()).value()->kind(), Credential::Kind::SessionToken);
        QCOMPARE(m_logins, 1);
    }

    void asksOnceForSeveral()
    {
        serve("2026-05");
        hold(aliceSeed, {});
        const auto session = open();
        const auto first = session->account();
        const auto second = session->account();
        QVERIFY(await(first).has_value());
        QVERIFY(await(second).has_value());
        QCOMPARE(m_logins, 1);
        const auto one = session->capabilities();
        QCOMPARE(await(one).value().offers(Feature::HotkeyLogin), Offer::Present);
        QCOMPARE(m_transport->count(Method::Get, "/openapi.json"), 1);
    }

    void forgetsFailedCapabilities()
    {
        const auto session = open();
        session->client().setRetryPolicy({.most = 0});
        AWAIT_ERROR(session->capabilities(), Code::Offline);
        serve("2026-05");
        QVERIFY(await(session->capabilities()).has_value());
    }

    void saysWhetherTheServiceIsThere()
    {
        hold(aliceSeed, {});
        const auto session = open();
        session->client().setRetryPolicy({.most = 0});
        const QSignalSpy spy(session.get(), &Session::reachabilityChanged);
        QVERIFY(!session->lastAnswerAt().isValid());
        AWAIT_ERROR(session->account(), Code::Offline);
        QCOMPARE(spy.size(), 1);
        QCOMPARE(spy.first().first().toBool(), false);
        serve("2026-05");
        QVERIFY(await(session->account()).has_value());
        QCOMPARE(spy.size(), 2);
        QCOMPARE(session->lastAnswerAt(), m_clock.now());
    }

    void endsWithItsSession()
    {
        serve("2026-05");
        hold(aliceSeed, {});
        auto session = open();
        m_transport->setGate([] { return true; });
        const auto pending = session->account();
        QTRY_VERIFY(!m_transport->seen().empty());
        session.reset();
        AWAIT_ERROR(pending, Code::Cancelled);
        m_transport->release();
        QCoreApplication::processEvents();
        QCOMPARE(m_logins, 0);
    }

private:
    std::unique_ptr<Session> open()
    {
        return std::make_unique<Session>(m_profile, *m_transport, *m_secrets, m_clock, m_random);
    }

    /// What the profile has in the store; empty is nothing.
    void hold(const QByteArray &seed, const QByteArray &word)
    {
        m_profile.hasSeed = !seed.isEmpty();
        m_profile.hasFingerprint = !word.isEmpty();
        const QString origin = m_profile.service.toString();
        if (m_profile.hasSeed)
            AWAIT_DONE(m_secrets->write({origin, m_profile.id, SecretKind::HotkeySeed},
                                        Secret::take(QByteArray::fromHex(seed))));
        if (m_profile.hasFingerprint)
            AWAIT_DONE(m_secrets->write({origin, m_profile.id, SecretKind::Fingerprint},
                                        Secret::copyOf(word)));
    }

    void serve(const QByteArray &generation)
    {
        const bool hasHotkeyLogin = generation == "2026-05";
        const bool signsMe = generation != "2025-07";
        m_transport->on(Method::Get, "/openapi.json", [=](const HttpRequest &) {
            return FakeTransport::json(
                200,
                QByteArray(R"({"openapi":"3.1.0","paths":{"/ping":{"get":{}})")
                    + (hasHotkeyLogin ? R"(,"/users/login/nonce":{"get":{}})" : "") + "}}");
        });
        if (hasHotkeyLogin) {
            m_transport->on(Method::Get, "/users/login/nonce", [](const HttpRequest &) {
                return FakeTransport::json(
                    200, R"({"nonce":"6d1f9b6e-8d39-4c3b-9a33-0f9a4c3b1a11","expires_in":300})");
            });
        }
        m_transport->on(Method::Post, "/users/login", [this](const HttpRequest &request) {
            const auto body = request.body.view().bytes().toByteArray();
            const bool known = body.contains(fingerprint) || body.contains("\"signature\"");
            if (!known)
                return FakeTransport::detail(401, "Invalid fingerprint.");
            return FakeTransport::json(
                200, "{\"token\":\"eyJh.eyJz.token" + QByteArray::number(++m_logins) + "\"}");
        });
        m_transport->on(Method::Get, "/users/me", [this, signsMe](const HttpRequest &request) {
            if (!headerOf(request, "X-Chutes-Signature").isEmpty()) {
                if (!signsMe)
                    return FakeTransport::detail(401,
                                                 "Either payload_str or purpose must be provided");
                return FakeTransport::json(200, account);
            }
            const QByteArray current = "Bearer eyJh.eyJz.token" + QByteArray::number(m_logins);
            if (headerOf(request, "Authorization") != current || m_expired > 0) {
                --m_expired;
                return FakeTransport::detail(401, "Token expired.");
            }
            return FakeTransport::json(200, account);
        });
    }

    std::unique_ptr<FakeTransport> m_transport;
    std::unique_ptr<test::MemorySecretStore> m_secrets;
    test::FixedClock m_clock;
    test::ScriptedRandom m_random;
    Profile m_profile;
    int m_logins = 0;
    int m_expired = 0;
};

QTEST_GUILESS_MAIN(TestSession)
#include "tst_session.moc"
