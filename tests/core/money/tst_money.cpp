#include "core/money/tao.h"
#include "core/money/usd.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLocale>
#include <QRandomGenerator64>
#include <QTest>

#include <cmath>
#include <limits>

using namespace canopy;
using namespace Qt::StringLiterals;

namespace {

constexpr std::int64_t largest = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t smallest = std::numeric_limits<std::int64_t>::min();

/// What Python's Decimal says (tests/fixtures/money/make.py).
QJsonArray decimalRows(const QString &kind)
{
    QFile file(QStringLiteral(CANOPY_SOURCE_DIR "/tests/fixtures/money/money.json"));
    if (!file.open(QIODevice::ReadOnly))
        qFatal("cannot read %s", qPrintable(file.fileName()));
    const QJsonArray rows = QJsonDocument::fromJson(file.readAll()).object().value(kind).toArray();
    if (rows.size() < 100)
        qFatal("too few rows");
    return rows;
}

} // namespace

class TestMoney : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void taoAgainstDecimal();
    void usdAgainstDecimal();
    void taoThereAndBack();
    void taoRefuses_data();
    void taoRefuses();
    void taoAccepts_data();
    void taoAccepts();
    void taoEnds();
    void usdRefuses_data();
    void usdRefuses();
    void usdEveryMicro();
    void usdEnds();
    void arithmetic();
};

void TestMoney::initTestCase()
{
    // Neither text may depend on where the person lives.
    QLocale::setDefault(QLocale(QLocale::German, QLocale::Germany));
}

void TestMoney::taoAgainstDecimal()
{
    for (const QJsonValue row : decimalRows(u"tao"_s)) {
        const auto amount = Tao::fromRao(row[u"rao"_s].toString().toLongLong());
        QCOMPARE(amount.toDecimal(), row[u"tao"_s].toString());
        QCOMPARE(Tao::parse(row[u"tao"_s].toString()), std::optional(amount));
    }
}

void TestMoney::usdAgainstDecimal()
{
    for (const QJsonValue row : decimalRows(u"usd"_s)) {
        const QByteArray json = "[" + row[u"json"_s].toString().toLatin1() + "]";
        const auto amount = Usd::fromJson(QJsonDocument::fromJson(json).array().first());
        QVERIFY2(amount.has_value(), json.constData());
        QCOMPARE(QString::number(amount->micros()), row[u"micros"_s].toString());
        QCOMPARE(amount->toCents(), row[u"cents"_s].toString());
    }
}

void TestMoney::taoThereAndBack()
{
    QRandomGenerator64 random(7);
    for (int i = 0; i < 20'000; ++i) {
        const auto rao = static_cast<std::int64_t>(random.generate() >> (1U + random.bounded(63)));
        const auto amount = Tao::fromRao(rao);
        const QString text = amount.toDecimal();
        QCOMPARE(Tao::parse(text), std::optional(amount));
        QCOMPARE(Tao::fromRao(-rao).toDecimal(), rao == 0 ? text : QString(u'-' + text));
    }
}

void TestMoney::taoRefuses_data()
{
    QTest::addColumn<QString>("text");
    for (const char *text : {"",
                             " ",
                             ".",
                             "1.",
                             ".5",
                             "1 ",
                             " 1",
                             "+1",
                             "-1",
                             "1,5",
                             "1.5.0",
                             "1e3",
                             "0x10",
                             "1_000",
                             "1'000",
                             "1 000",
                             "0.0000000001",
                             "1.0000000000",
                             "9223372036.854775808",
                             "9223372037",
                             "99999999999999999999999",
                             "NaN",
                             "inf",
                             "٣",
                             "１",
                             "1\n",
                             "1.5 TAO"})
        QTest::newRow(text) << QString::fromUtf8(text);
}

void TestMoney::taoRefuses()
{
    QFETCH(QString, text);
    QCOMPARE(Tao::parse(text), std::nullopt);
}

void TestMoney::taoAccepts_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<qint64>("rao");
    QTest::newRow("zero") << u"0"_s << qint64{0};
    QTest::newRow("zeros") << u"000.000"_s << qint64{0};
    QTest::newRow("one rao") << u"0.000000001"_s << qint64{1};
    QTest::newRow("nine decimals") << u"1.500000000"_s << qint64{1'500'000'000};
    QTest::newRow("leading zeros") << u"0001.5"_s << qint64{1'500'000'000};
    QTest::newRow("largest") << u"9223372036.854775807"_s << qint64{largest};
}

void TestMoney::taoAccepts()
{
    QFETCH(QString, text);
    QFETCH(qint64, rao);
    QCOMPARE(Tao::parse(text), std::optional(Tao::fromRao(rao)));
}

void TestMoney::taoEnds()
{
    QCOMPARE(Tao::fromRao(largest).toDecimal(), u"9223372036.854775807"_s);
    QCOMPARE(Tao::fromRao(smallest).toDecimal(), u"-9223372036.854775808"_s);
    QCOMPARE(Tao::fromRao(-250'000'000).toDecimal(), u"-0.25"_s);
    QCOMPARE(Tao().toDecimal(), u"0"_s);
}

void TestMoney::usdRefuses_data()
{
    QTest::addColumn<QJsonValue>("value");
    QTest::newRow("null") << QJsonValue(QJsonValue::Null);
    QTest::newRow("undefined") << QJsonValue(QJsonValue::Undefined);
    QTest::newRow("text") << QJsonValue(u"1.5"_s);
    QTest::newRow("truth") << QJsonValue(true);
    QTest::newRow("array") << QJsonValue(QJsonArray{1});
    QTest::newRow("object") << QJsonValue(QJsonObject());
    QTest::newRow("infinity") << QJsonValue(std::numeric_limits<double>::infinity());
    QTest::newRow("no number") << QJsonValue(std::nan(""));
    QTest::newRow("too much") << QJsonValue(1'000'000'001.0);
    QTest::newRow("too little") << QJsonValue(-1'000'000'001.0);
    QTest::newRow("huge") << QJsonValue(1e300);
}

void TestMoney::usdRefuses()
{
    QFETCH(QJsonValue, value);
    QCOMPARE(Usd::fromJson(value), std::nullopt);
}

// A double read from at most six decimals must give exactly that micro-dollar, over the whole
// range.
void TestMoney::usdEveryMicro()
{
    QRandomGenerator64 random(11);
    for (int i = 0; i < 100'000; ++i) {
        const auto micros = static_cast<std::int64_t>(random.generate() >> 14U)
            % 1'000'000'000'000'000;
        const QByteArray text = QByteArray::number(qlonglong{micros / 1'000'000}) + '.'
            + QByteArray::number(qlonglong{micros % 1'000'000}).rightJustified(6, '0');
        const auto amount = Usd::fromJson(QJsonValue(text.toDouble()));
        QCOMPARE(amount, std::optional(Usd::fromMicros(micros)));
    }
}

void TestMoney::usdEnds()
{
    QCOMPARE(Usd::fromMicros(largest).toCents(), u"9223372036854.78"_s);
    QCOMPARE(Usd::fromMicros(smallest).toCents(), u"-9223372036854.78"_s);
    QCOMPARE(Usd::fromMicros(-4'999).toCents(), u"0.00"_s);
    QCOMPARE(Usd::fromMicros(-5'000).toCents(), u"-0.01"_s);
    QCOMPARE(Usd::fromMicros(-500'000).toCents(), u"-0.50"_s);
    QCOMPARE(Usd::fromMicros(1'234'567'890'000).toCents(), u"1234567.89"_s);
}

void TestMoney::arithmetic()
{
    QCOMPARE(Tao::fromRao(5) - Tao::fromRao(7), Tao::fromRao(-2));
    QVERIFY(Tao::fromRao(1) < Tao::fromRao(2));
    // The classic that floating point gets wrong.
    const auto sum = *Usd::fromJson(QJsonValue(0.1)) + *Usd::fromJson(QJsonValue(0.2));
    QCOMPARE(sum, *Usd::fromJson(QJsonValue(0.3)));
    QVERIFY(Usd::fromMicros(-1) < Usd());
}

QTEST_GUILESS_MAIN(TestMoney)
#include "tst_money.moc"
