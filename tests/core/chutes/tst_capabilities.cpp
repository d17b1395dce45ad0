#include "core/chutes/capabilities.h"

#include <QTest>

using namespace Qt::StringLiterals;

namespace canopy {

class TestCapabilities : public QObject
{
    Q_OBJECT

private:
    static QDateTime now() { return QDateTime(QDate(2026, 11, 24), QTime(9, 0), Qt::UTC); }

    static Capabilities listing(const QByteArray &paths)
    {
        const QByteArray document = R"({"openapi":"3.1.0","info":{},"paths":{)" + paths + "}}";
        return Capabilities::fromOpenApi(document, now()).value();
    }

    static Capabilities withPath(const QByteArray &path)
    {
        const QByteArray entry = '"' + path + "\":{\"get\":{}}";
        return listing(entry);
    }

private slots:
    void unknownUntilAsked()
    {
        const Capabilities capabilities;
        QCOMPARE(capabilities.offers(Feature::Secrets), Offer::Unknown);
        QCOMPARE(capabilities.offersPath(u"/ping"_s, u"get"_s), Offer::Unknown);
        QVERIFY(!capabilities.askedAt().isValid());
    }

    void features_data()
    {
        QTest::addColumn<Feature>("feature");
        QTest::addColumn<QByteArray>("path");
        QTest::newRow("deposit") << Feature::DeveloperDeposit << "/developer_deposit"_ba;
        QTest::newRow("return") << Feature::ReturnDeposit << "/return_developer_deposit"_ba;
        QTest::newRow("link validator") << Feature::LinkAccounts << "/users/link_validator"_ba;
        QTest::newRow("link owner") << Feature::LinkAccounts << "/users/link_subnet_owner"_ba;
        QTest::newRow("token") << Feature::RegistrationToken << "/users/registration_token"_ba;
        QTest::newRow("login") << Feature::HotkeyLogin << "/users/login/nonce"_ba;
        QTest::newRow("usage") << Feature::Usage << "/users/{user_id}/usage"_ba;
        QTest::newRow("old usage") << Feature::Usage << "/users/me/usage"_ba;
        QTest::newRow("subscription") << Feature::Subscription << "/users/me/subscription_usage"_ba;
        QTest::newRow("transfer") << Feature::BalanceTransfer << "/users/balance_transfer"_ba;
        QTest::newRow("apps") << Feature::OAuthApps << "/idp/apps"_ba;
        QTest::newRow("secrets") << Feature::Secrets << "/secrets/"_ba;
    }
    void features()
    {
        QFETCH(const Feature, feature);
        QFETCH(const QByteArray, path);
        QCOMPARE(withPath(path).offers(feature), Offer::Present);
        QCOMPARE(withPath("/ping").offers(feature), Offer::Absent);
        // A neighbour is not the path.
        QCOMPARE(withPath(path + 'x').offers(feature), Offer::Absent);
    }

    void theCatchAllIsNothing()
    {
        const auto capabilities = listing(R"("{path}":{"get":{},"post":{}},"/{path}":{"get":{}})");
        QCOMPARE(capabilities.offers(Feature::Secrets), Offer::Absent);
        QCOMPARE(capabilities.offersPath(u"{path}"_s, u"get"_s), Offer::Absent);
        QCOMPARE(capabilities.offersPath(u"/{path}"_s, u"get"_s), Offer::Absent);
    }

    void pathsAndMethods()
    {
        const auto capabilities = listing(R"("/api_keys/":{"get":{},"POST":{}},"/odd":7)");
        QCOMPARE(capabilities.askedAt(), now());
        QCOMPARE(capabilities.offersPath(u"/api_keys/"_s, u"get"_s), Offer::Present);
        QCOMPARE(capabilities.offersPath(u"/api_keys/"_s, u"Post"_s), Offer::Present);
        QCOMPARE(capabilities.offersPath(u"/api_keys/"_s, u"delete"_s), Offer::Absent);
        QCOMPARE(capabilities.offersPath(u"/api_keys"_s, u"get"_s), Offer::Absent);
        QCOMPARE(capabilities.offersPath(u"/odd"_s, u"get"_s), Offer::Absent);
    }

    void refuses_data()
    {
        QTest::addColumn<QByteArray>("text");
        for (const auto *text :
             {"", "[]", "{}", "null", R"({"openapi":"3.1.0"})", R"({"paths":{}})",
              R"({"openapi":3,"paths":{}})", R"({"openapi":"3.1.0","paths":[]})",
              R"({"openapi":"3.1.0","paths":{})", R"({"openapi":"3.1.0","paths":{}}x)",
              "<html></html>"})
            QTest::newRow(text) << QByteArray(text);
        QTest::newRow("too deep") << QByteArray(
            R"({"openapi":"3.1.0","paths":)" + QByteArray(500, '[') + QByteArray(500, ']') + "}");
    }
    void refuses()
    {
        QFETCH(const QByteArray, text);
        const auto result = Capabilities::fromOpenApi(text, now());
        QVERIFY(!result);
        QCOMPARE(result.error().code, Error::Code::Malformed);
    }
};

} // namespace canopy

QTEST_GUILESS_MAIN(canopy::TestCapabilities)
#include "tst_capabilities.moc"
