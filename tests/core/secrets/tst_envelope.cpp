#include "core/secrets/entryname.h"
#include "core/secrets/envelope.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRandomGenerator>
#include <QRegularExpression>
#include <QSet>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace canopy;

namespace {

const SecretId seedId{.origin = u"https://api.chutes.ai"_s,
                      .profileId = u"00112233445566778899aabbccddeeff"_s,
                      .kind = SecretKind::HotkeySeed};

SecretId itemId(const QString &item)
{
    SecretId id = seedId;
    id.kind = SecretKind::ApiKey;
    id.item = item;
    return id;
}

QByteArray sealed(const SecretId &id, QByteArrayView value)
{
    const auto envelope = envelope::seal(id, Secret::copyOf(value));
    return envelope ? envelope->view().bytes().toByteArray() : QByteArray();
}

} // namespace

class TestEnvelope : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void roundTrip_data();
    void roundTrip();
    void isOneLineOfJson();
    void sizes_data();
    void sizes();
    void refusesEmptyValues();
    void refusesGarbage_data();
    void refusesGarbage();
    void refusesEveryCut();
    void refusesEveryChangedByte();
    void survivesRandomBytes();
    void refusesSwappedEntries_data();
    void refusesSwappedEntries();
    void namesAreMeaningless();
    void namesAreUnique();
    void namesStayTheSame();
};

void TestEnvelope::initTestCase()
{
    QVERIFY(prepareSecretMemory());
}

void TestEnvelope::roundTrip_data()
{
    QTest::addColumn<QByteArray>("value");
    QTest::newRow("one byte") << "x"_qba;
    QTest::newRow("NUL") << QByteArray("abc\0def", 7);
    QTest::newRow("only NUL") << QByteArray(32, '\0');
    QTest::newRow("UTF-8") << u"p\u00e4ss \U0001F511 \u65e5\u672c"_s.toUtf8();
    QTest::newRow("right to left") << u"\u202e\u05e9\u05dc\u05d5\u05dd\u202c"_s.toUtf8();
    QTest::newRow("CRLF and tab") << "a\r\nb\n\tc"_qba;
    QTest::newRow("quotes") << R"(","value":"x"})"_qba;
    QTest::newRow("not UTF-8") << QByteArray("\xff\xfe\x80\xc0", 4);
    QTest::newRow("padding of one") << "ab"_qba;
    QTest::newRow("padding of none") << "abc"_qba;
    QTest::newRow("seed") << QByteArray(32, '\xa5');
}

void TestEnvelope::roundTrip()
{
    QFETCH(const QByteArray, value);
    for (const SecretId &id : {seedId, itemId(u"4f1c"_s), itemId(u"a\"b\\c\nd\u05d0"_s)}) {
        const auto envelope = envelope::seal(id, Secret::copyOf(value));
        QVERIFY(envelope);
        const auto opened = envelope::open(envelope->view(), id);
        QVERIFY(opened);
        QCOMPARE(opened->view().bytes().toByteArray(), value);
    }
}

void TestEnvelope::isOneLineOfJson()
{
    const QByteArray bytes = sealed(itemId(u"a\nb"_s), "line\nline");
    QVERIFY(!bytes.contains('\n'));
    QVERIFY(bytes.startsWith(R"({"v":1,)"));
    const QJsonObject object = QJsonDocument::fromJson(bytes).object();
    QCOMPARE(object.size(), 3);
    QCOMPARE(object.value(u"v").toInt(), 1);
    const QJsonArray named{seedId.origin, seedId.profileId, u"api-key"_s, u"a\nb"_s};
    QCOMPARE(object.value(u"id").toArray(), named);
    QCOMPARE(QByteArray::fromBase64(object.value(u"value").toString().toLatin1()),
             "line\nline"_qba);
}

void TestEnvelope::sizes_data()
{
    QTest::addColumn<int>("wanted");
    QTest::addColumn<bool>("fits");
    QTest::newRow("1999") << 1999 << true;
    QTest::newRow("2000") << 2000 << true;
    QTest::newRow("2001") << 2001 << false;
}

void TestEnvelope::sizes()
{
    QFETCH(const int, wanted);
    QFETCH(const bool, fits);
    // The item makes up what base64 with its steps of four cannot.
    const auto base = sealed(itemId(u""_s), "x").size() - 4;
    const auto encoded = (wanted - base) / 4 * 4;
    const SecretId id = itemId(QString(wanted - base - encoded, u'i'));
    const QByteArray value(encoded / 4 * 3, 'v');
    QCOMPARE(envelope::fits(id, value.size()), fits);
    const auto envelope = envelope::seal(id, Secret::copyOf(value));
    QCOMPARE(envelope.has_value(), fits);
    if (fits)
        QCOMPARE(envelope->size(), wanted);
    else
        QCOMPARE(envelope.error().code, Error::Code::InvalidInput);
}

void TestEnvelope::refusesEmptyValues()
{
    QVERIFY(!envelope::fits(seedId, 0));
    QVERIFY(!envelope::seal(seedId, Secret()));
    QByteArray empty = sealed(seedId, "abc");
    empty.replace(R"("value":"YWJj")", R"("value":"")");
    QVERIFY(!envelope::open(empty, seedId));
}

void TestEnvelope::refusesGarbage_data()
{
    QTest::addColumn<QByteArray>("bytes");
    const QByteArray good = sealed(seedId, "abc");
    const auto with = [&good](QByteArrayView before, QByteArrayView after) {
        return QByteArray(good).replace(before, after);
    };
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("text") << "a password from somebody else"_qba;
    QTest::newRow("other JSON") << R"({"token":"x"})"_qba;
    QTest::newRow("later version") << with(R"("v":1)", R"("v":2)");
    QTest::newRow("version as text") << with(R"("v":1)", R"("v":"1")");
    QTest::newRow("spaces") << with(R"({"v":1,)", R"({ "v": 1,)");
    QTest::newRow("newline at the end") << good + '\n';
    QTest::newRow("twice") << good + good;
    QTest::newRow("unpadded") << sealed(seedId, "abcd").replace("==", "");
    QTest::newRow("overpadded") << with("YWJj", "YWJj====");
    QTest::newRow("space in base64") << with("YWJj", "YW Jj");
    QTest::newRow("URL base64") << with("YWJj", "YW-_");
    QTest::newRow("loose bits") << sealed(seedId, "a").replace("YQ==", "YR==");
    QTest::newRow("too large") << with("YWJj", QByteArray(2000, 'A'));
    QTest::newRow("further member") << with("YWJj\"", "YWJj\",\"x\":1");
}

void TestEnvelope::refusesGarbage()
{
    QFETCH(const QByteArray, bytes);
    const auto opened = envelope::open(bytes, seedId);
    QVERIFY(!opened);
    QCOMPARE(opened.error().code, Error::Code::KeychainUnknown);
    QVERIFY(!opened.error().detail.contains(u"abc"_s));
}

void TestEnvelope::refusesEveryCut()
{
    const QByteArray good = sealed(itemId(u"4f1c"_s), "cpk_0123456789abcdef");
    for (qsizetype size = 0; size < good.size(); ++size)
        QVERIFY2(!envelope::open(QByteArrayView(good).first(size), itemId(u"4f1c"_s)),
                 qPrintable(QString::number(size)));
}

/// A changed byte gives an error, or, inside the base64, another value: never the same one.
void TestEnvelope::refusesEveryChangedByte()
{
    const QByteArray value = "cpk_0123456789abcdef"_qba;
    const QByteArray good = sealed(seedId, value);
    for (qsizetype at = 0; at < good.size(); ++at) {
        for (const char flip : {'\x01', '\x20', '\x80'}) {
            QByteArray changed = good;
            changed[at] = static_cast<char>(changed[at] ^ flip);
            const auto opened = envelope::open(changed, seedId);
            QVERIFY(!opened || opened->view().bytes() != value);
        }
    }
}

void TestEnvelope::survivesRandomBytes()
{
    QRandomGenerator random(42);
    const QByteArray good = sealed(seedId, "abcdefghijkl");
    for (int round = 0; round < 20000; ++round) {
        QByteArray bytes = good;
        for (int i = 0; i < 3; ++i) {
            const auto at = random.bounded(static_cast<int>(bytes.size()));
            switch (random.bounded(3)) {
            case 0:
                bytes[at] = static_cast<char>(random.bounded(256));
                break;
            case 1:
                bytes.remove(at, random.bounded(8));
                break;
            default:
                bytes.insert(at, static_cast<char>(random.bounded(256)));
            }
            if (bytes.isEmpty())
                break;
        }
        const auto opened = envelope::open(bytes, seedId);
        // Whatever it accepts is spelled as it would have been written.
        if (opened)
            QCOMPARE(sealed(seedId, opened->view().bytes()), bytes);
    }
}

void TestEnvelope::refusesSwappedEntries_data()
{
    QTest::addColumn<QString>("origin");
    QTest::addColumn<QString>("profile");
    QTest::addColumn<int>("kind");
    QTest::addColumn<QString>("item");
    const auto kind = static_cast<int>(seedId.kind);
    QTest::newRow("origin") << u"https://api.chutes.ai.evil.tld"_s << seedId.profileId << kind
                            << QString();
    QTest::newRow("profile") << seedId.origin << u"ff112233445566778899aabbccddeeff"_s << kind
                             << QString();
    QTest::newRow("kind") << seedId.origin << seedId.profileId
                          << static_cast<int>(SecretKind::SessionToken) << QString();
    QTest::newRow("item") << seedId.origin << seedId.profileId << kind << u"x"_s;
}

void TestEnvelope::refusesSwappedEntries()
{
    QFETCH(const QString, origin);
    QFETCH(const QString, profile);
    QFETCH(const int, kind);
    QFETCH(const QString, item);
    const SecretId other{.origin = origin,
                         .profileId = profile,
                         .kind = static_cast<SecretKind>(kind),
                         .item = item};
    const auto opened = envelope::open(sealed(other, "abc"), seedId);
    QVERIFY(!opened);
    QCOMPARE(opened.error().code, Error::Code::KeychainUnknown);
    QVERIFY(entryName(other) != entryName(seedId));
}

void TestEnvelope::namesAreMeaningless()
{
    const SecretId id = itemId(u"my-laptop-key"_s);
    static const QRegularExpression form(
        u"^chutes-desktop/v1/https://api\\.chutes\\.ai/[0-9a-f]{32}$"_s);
    const QString name = entryName(id);
    QVERIFY2(form.match(name).hasMatch(), qPrintable(name));
    for (const QString &told : {id.profileId, id.item, u"api-key"_s, u"seed"_s})
        QVERIFY(!name.contains(told));
}

void TestEnvelope::namesAreUnique()
{
    QSet<QString> names;
    int made = 0;
    for (const QString &origin : {u"https://api.chutes.ai"_s, u"http://127.0.0.1:8000"_s}) {
        for (const QString &profile : {u""_s, u"1"_s, u"12"_s, QString(200, u'p')}) {
            for (const auto kind :
                 {SecretKind::HotkeySeed, SecretKind::Fingerprint, SecretKind::PendingFingerprint,
                  SecretKind::SessionToken, SecretKind::ApiKey, SecretKind::Canary}) {
                for (const QString &item : {u""_s, u"1"_s, u"12"_s, u"\u05d0"_s}) {
                    names.insert(entryName({origin, profile, kind, item}));
                    ++made;
                }
            }
        }
    }
    QCOMPARE(names.size(), made);
}

/// Names are how entries are found again: another version that makes other names loses them all.
void TestEnvelope::namesStayTheSame()
{
    QCOMPARE(entryName(seedId),
             u"chutes-desktop/v1/https://api.chutes.ai/bb6e422f8862d432d2a4bcae515ff1d3"_s);
    QCOMPARE(entryName(itemId(u"4f1c"_s)),
             u"chutes-desktop/v1/https://api.chutes.ai/5f9d4e17dff5e25a2262f4d57b2caf8c"_s);
}

QTEST_GUILESS_MAIN(TestEnvelope)

#include "tst_envelope.moc"
