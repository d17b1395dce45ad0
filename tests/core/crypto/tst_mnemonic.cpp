#include "core/crypto/mnemonic.h"
#include "tests/support/vectors.h"

#include <QCryptographicHash>
#include <QPasswordDigestor>
#include <QTest>

#include <sodium.h>

using namespace canopy;
using namespace Qt::StringLiterals;

namespace {

QJsonObject vectorFile()
{
    return vectors::load(u"mnemonics"_s);
}

QByteArray phraseOf(ByteSpan entropy)
{
    std::array<char, 24 * 9> buffer{};
    const std::size_t length = mnemonic::phrase(entropy, buffer);
    return {buffer.data(), static_cast<qsizetype>(length)};
}

QByteArray miniSecretHex(ByteSpan entropy, QByteArrayView password)
{
    std::array<std::uint8_t, 32> out{};
    mnemonic::miniSecret(entropy, password, out);
    return vectors::toHex(out);
}

} // namespace

class TestMnemonic : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void wordList();
    void unknownWords();
    void valid_data();
    void valid();
    void withPassword_data();
    void withPassword();
    void parsing_data();
    void parsing();
    void faults_data();
    void faults();
    void wordCounts_data();
    void wordCounts();
    void randomThereAndBack();
    void pbkdf2AgainstQt();
    void oneWrongWord();
};

void TestMnemonic::initTestCase()
{
    QVERIFY(sodium_init() >= 0);
}

void TestMnemonic::wordList()
{
    QByteArray list;
    for (int i = 0; i < 2048; ++i) {
        list += mnemonic::word(i).toByteArray() + '\n';
        QCOMPARE(mnemonic::indexOfWord(mnemonic::word(i)), std::optional(i));
    }
    QCOMPARE(QCryptographicHash::hash(list, QCryptographicHash::Sha256).toHex(),
             "2f5eed53a4727b4bf8880d8f3f199efc90e58503646d9ff8eff3a2ed3b24dbda"_ba);
}

void TestMnemonic::unknownWords()
{
    for (const QByteArray &word :
         {""_ba, "a"_ba, "Abandon"_ba, "aban"_ba, "abandon "_ba, "zzz"_ba, "zoo\0"_ba, "áb"_ba})
        QCOMPARE(mnemonic::indexOfWord(word), std::nullopt);
}

void TestMnemonic::valid_data()
{
    QTest::addColumn<QJsonObject>("row");
    int index = 0;
    for (const QJsonValue row : vectors::rows(vectorFile(), u"valid"_s))
        vectors::newRow(index++, row[u"origin"_s].toString()) << row.toObject();
}

void TestMnemonic::valid()
{
    QFETCH(QJsonObject, row);
    const QByteArray phrase = vectors::utf8(row.value(u"mnemonic"_s));
    const auto entropy = mnemonic::parse(phrase);
    QVERIFY(entropy.has_value());
    QCOMPARE(asView(entropy->view()).toByteArray(), vectors::hex(row.value(u"entropy"_s)));
    QCOMPARE(phraseOf(entropy->view()), phrase.simplified());
    QCOMPARE(miniSecretHex(entropy->view(), {}), vectors::utf8(row.value(u"miniSecret"_s)));
}

void TestMnemonic::withPassword_data()
{
    QTest::addColumn<QJsonObject>("row");
    int index = 0;
    for (const QJsonValue row : vectors::rows(vectorFile(), u"with_bip39_password"_s))
        vectors::newRow(index++, row[u"bip39_password"_s].toString()) << row.toObject();
}

void TestMnemonic::withPassword()
{
    QFETCH(QJsonObject, row);
    const auto entropy = mnemonic::parse(vectors::utf8(row.value(u"mnemonic"_s)));
    QVERIFY(entropy.has_value());
    QCOMPARE(miniSecretHex(entropy->view(), vectors::utf8(row.value(u"bip39_password"_s))),
             vectors::utf8(row.value(u"miniSecret"_s)));
}

void TestMnemonic::parsing_data()
{
    QTest::addColumn<QJsonObject>("row");
    int index = 0;
    for (const QJsonValue row : vectors::rows(vectorFile(), u"phrase_parsing"_s))
        vectors::newRow(index++, row[u"case"_s].toString()) << row.toObject();
}

void TestMnemonic::parsing()
{
    QFETCH(QJsonObject, row);
    const auto entropy = mnemonic::parse(vectors::utf8(row.value(u"phrase"_s)));
    QCOMPARE(entropy.has_value(), row.value(u"btwallet_accepts"_s).toBool());
    if (entropy)
        QCOMPARE(
            phraseOf(entropy->view()),
            "monster civil few grocery stereo mechanic marble loud tent crawl logic ensure"_ba);
}

void TestMnemonic::faults_data()
{
    QTest::addColumn<QByteArray>("phrase");
    QTest::addColumn<int>("problem");
    QTest::addColumn<int>("word");
    const auto add = [](const char *name, const QByteArray &phrase, mnemonic::Problem problem,
                        int word) {
        QTest::newRow(name) << phrase << static_cast<int>(problem) << word;
    };
    using enum mnemonic::Problem;
    const QByteArray twelve = "abandon "_ba.repeated(11) + "about"_ba;
    add("empty", {}, WordCount, -1);
    add("blanks", " \t\n "_ba, WordCount, -1);
    add("one word", "abandon"_ba, WordCount, -1);
    add("11", "abandon "_ba.repeated(11), WordCount, -1);
    add("13", twelve + " about"_ba, WordCount, -1);
    add("27", "abandon "_ba.repeated(27), WordCount, -1);
    add("a million", "abandon "_ba.repeated(1'000'000), WordCount, -1);
    add("first word", "abandom "_ba + twelve.mid(8), UnknownWord, 0);
    add("last word", twelve + "x"_ba, UnknownWord, 11);
    add("upper case", "Abandon "_ba + twelve.mid(8), UnknownWord, 0);
    add("comma", "abandon, "_ba + twelve.mid(8), UnknownWord, 0);
    add("four letters", "aban "_ba + twelve.mid(8), UnknownWord, 0);
    add("not UTF-8", "\xff\xfe "_ba + twelve.mid(8), UnknownWord, 0);
    add("accent", "ábandon "_ba + twelve.mid(8), UnknownWord, 0);
    add("NUL", QByteArray("abandon\0 ", 9) + twelve.mid(8), UnknownWord, 0);
    add("checksum", "abandon "_ba.repeated(12), Checksum, -1);
}

void TestMnemonic::faults()
{
    QFETCH(QByteArray, phrase);
    QFETCH(int, problem);
    QFETCH(int, word);
    const auto entropy = mnemonic::parse(phrase);
    QVERIFY(!entropy.has_value());
    QCOMPARE(static_cast<int>(entropy.error().problem), problem);
    QCOMPARE(entropy.error().word, word);
}

void TestMnemonic::wordCounts_data()
{
    QTest::addColumn<int>("words");
    QTest::addColumn<bool>("accepted");
    for (const QJsonValue row : vectors::rows(vectorFile(), u"generate_n_words"_s)) {
        const int words = row[u"n_words"_s].toInt();
        QTest::newRow(QByteArray::number(words).constData())
            << words << row[u"accepted"_s].toBool();
    }
}

void TestMnemonic::wordCounts()
{
    QFETCH(int, words);
    QFETCH(bool, accepted);
    // Three words carry four bytes of entropy.
    std::vector<std::uint8_t> entropy(static_cast<std::size_t>(words / 3 * 4 + words % 3));
    // Of no words there is no buffer either.
    if (!entropy.empty())
        randombytes_buf(entropy.data(), entropy.size());
    const QByteArray phrase = phraseOf(entropy);
    QCOMPARE(!phrase.isEmpty(), accepted);
    if (accepted)
        QCOMPARE(phrase.count(' ') + 1, words);
}

void TestMnemonic::randomThereAndBack()
{
    for (int i = 0; i < 500; ++i) {
        std::vector<std::uint8_t> entropy(16 + 4 * static_cast<std::size_t>(i % 5));
        randombytes_buf(entropy.data(), entropy.size());
        const auto parsed = mnemonic::parse(phraseOf(entropy));
        QVERIFY(parsed.has_value());
        QVERIFY(std::ranges::equal(parsed->view(), entropy));
    }
}

void TestMnemonic::pbkdf2AgainstQt()
{
    for (std::size_t size = 16; size <= 32; size += 4) {
        QByteArray entropy(static_cast<qsizetype>(size), Qt::Uninitialized);
        randombytes_buf(entropy.data(), size);
        for (const QByteArray &password : {""_ba, "Substrate"_ba, "ä🔑"_ba, QByteArray(200, 'x')}) {
            const QByteArray expected = QPasswordDigestor::deriveKeyPbkdf2(
                QCryptographicHash::Sha512, entropy, "mnemonic"_ba + password, 2048, 64);
            QCOMPARE(miniSecretHex(asBytes(entropy), password), expected.first(32).toHex());
        }
    }
}

// A 12-word phrase has four bits of checksum: of the 2047 other words in one place, about one in
// sixteen is valid, and then it is another key.
void TestMnemonic::oneWrongWord()
{
    const QByteArray rest =
        " civil few grocery stereo mechanic marble loud tent crawl logic ensure"_ba;
    const auto right = mnemonic::parse(QByteArray("monster" + rest));
    QVERIFY(right.has_value());
    int accepted = 0;
    for (int i = 0; i < 2048; ++i) {
        const QByteArray word = mnemonic::word(i).toByteArray();
        const auto parsed = mnemonic::parse(QByteArray(word + rest));
        if (!parsed) {
            QCOMPARE(parsed.error().problem, mnemonic::Problem::Checksum);
            continue;
        }
        ++accepted;
        QCOMPARE(std::ranges::equal(parsed->view(), right->view()), word == "monster"_ba);
    }
    QVERIFY(accepted > 60 && accepted < 220);
}

QTEST_GUILESS_MAIN(TestMnemonic)
#include "tst_mnemonic.moc"
