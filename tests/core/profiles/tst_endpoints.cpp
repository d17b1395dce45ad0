#include "core/profiles/endpoints.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace canopy;

using From = SettingOrigin;

class TestEndpoints : public QObject
{
    Q_OBJECT

private slots:
    /// Contract §9.2: the file beats the environment for the account, and only the environment
    /// counts for registering.
    void followsTheClisPrecedence_data()
    {
        QTest::addColumn<QString>("variable"); // null: not set
        QTest::addColumn<QString>("inFile");
        QTest::addColumn<Setting>("account");
        QTest::addColumn<Setting>("registration");
        const Setting standard{.value = u"https://api.chutes.ai"_s};
        const QString env = u"https://env.example"_s;
        const QString ini = u"https://ini.example/"_s;
        const Setting fromEnv{env, From::Environment, u"CHUTES_API_URL"_s};
        const Setting fromFile{ini, From::ConfigFile, u"/h/.chutes/config.ini"_s};
        QTest::addRow("nothing") << QString() << QString() << standard << standard;
        QTest::addRow("empty variable") << u""_s << QString() << standard << standard;
        QTest::addRow("environment") << env << QString() << fromEnv << fromEnv;
        QTest::addRow("file") << QString() << ini << fromFile << standard;
        QTest::addRow("both") << env << ini << fromFile << fromEnv;
        const Setting slash{env + u'/', From::Environment, u"CHUTES_API_URL"_s};
        QTest::addRow("slash") << env + u'/' << QString() << slash << fromEnv;
    }

    void followsTheClisPrecedence()
    {
        QFETCH(QString, variable);
        QFETCH(QString, inFile);
        QProcessEnvironment environment = home();
        if (!variable.isNull())
            environment.insert(u"CHUTES_API_URL"_s, variable);
        const auto endpoints = effectiveEndpoints(environment, {}, inFile);
        QTEST(endpoints.accountUrl, "account");
        QTEST(endpoints.registrationUrl, "registration");
        QVERIFY(!endpoints.devUrl);
    }

    void findsTheConfig_data()
    {
        QTest::addColumn<QString>("option");
        QTest::addColumn<QString>("variable");
        QTest::addColumn<Setting>("expected");
        const Setting standard{.value = u"/h/.chutes/config.ini"_s};
        const Setting fromEnv{u"/e/c.ini"_s, From::Environment, u"CHUTES_CONFIG_PATH"_s};
        const Setting fromOption{u"/o/c.ini"_s, From::CommandLine, u"--config-path"_s};
        QTest::addRow("nothing") << QString() << QString() << standard;
        QTest::addRow("environment") << QString() << u"/e/c.ini"_s << fromEnv;
        QTest::addRow("relative variable") << QString() << u"e/c.ini"_s << standard;
        QTest::addRow("option") << u"/o/c.ini"_s << QString() << fromOption;
        QTest::addRow("both") << u"/o/c.ini"_s << u"/e/c.ini"_s << fromOption;
    }

    void findsTheConfig()
    {
        QFETCH(QString, option);
        QFETCH(QString, variable);
        QProcessEnvironment environment = home();
        environment.insert(u"CHUTES_CONFIG_PATH"_s, variable);
        const auto endpoints = effectiveEndpoints(environment, option, u"https://ini.example"_s);
        QTEST(endpoints.configPath, "expected");
        QCOMPARE(endpoints.accountUrl.source, endpoints.configPath.value);
    }

    void showsTheDevUrlAndNothingMore()
    {
        QProcessEnvironment environment = home();
        environment.insert(u"CHUTES_DEV_URL"_s, u"http://127.0.0.1:8000"_s);
        const auto endpoints = effectiveEndpoints(environment, {}, {});
        QCOMPARE(endpoints.devUrl,
                 Setting({u"http://127.0.0.1:8000"_s, From::Environment, u"CHUTES_DEV_URL"_s}));
        QCOMPARE(endpoints.accountUrl, effectiveEndpoints(home(), {}, {}).accountUrl);
    }

private:
    static QProcessEnvironment home()
    {
        QProcessEnvironment environment;
        environment.insert(u"HOME"_s, u"/h"_s);
        return environment;
    }
};

Q_DECLARE_METATYPE(canopy::Setting)

QTEST_APPLESS_MAIN(TestEndpoints)
#include "tst_endpoints.moc"
