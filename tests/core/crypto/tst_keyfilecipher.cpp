#include "core/crypto/keyfilecipher.h"
#include "tests/support/vectors.h"

#include <QHash>
#include <QTest>

#include <sodium.h>

using namespace canopy;
using namespace Qt::StringLiterals;
using keyfilecipher::Container;
using keyfilecipher::Outcome;

namespace {

using Key = std::array<std::uint8_t, 32>;

QJsonObject vectorFile()
{
    return vectors::load(u"encrypted-keyfiles"_s);
}

Container containerNamed(const QString &method)
{
    static const QHash<QString, Container> names = {
        {u"NaCl"_s, Container::Nacl},     {u"Ansible Vault"_s, Container::AnsibleVault},
        {u"legacy"_s, Container::Fernet}, {u"unknown"_s, Container::Plain},
        {u"nacl"_s, Container::Nacl},     {u"ansible"_s, Container::AnsibleVault},
        {u"fernet"_s, Container::Fernet}, {u"none"_s, Container::Plain},
    };
    if (!names.contains(method))
        qFatal("no container %s", qPrintable(method));
    return names.value(method);
}

struct Opened
{
    Outcome outcome = Outcome::Truncated;
    QByteArray plain;
};

Opened openWith(const QByteArray &file, const Key &key)
{
    const auto overhead = static_cast<qsizetype>(keyfilecipher::naclOverhead);
    Opened opened{.plain = QByteArray(std::max(qsizetype{0}, file.size() - overhead), '\0')};
    const std::span plain(reinterpret_cast<std::uint8_t *>(opened.plain.data()),
                          static_cast<std::size_t>(opened.plain.size()));
    opened.outcome = keyfilecipher::openNacl(file, key, plain);
    return opened;
}

/// The key that the vectors give for a password; nullopt for those that must be derived.
std::optional<Key> recordedKey(const QString &password)
{
    for (const QJsonValue row : vectors::rows(vectorFile(), u"valid"_s)) {
        if (row[u"password"_s].toString() == password && row.toObject().contains(u"argon2i_key"_s))
            return vectors::fixedHex<32>(row[u"argon2i_key"_s]);
    }
    return std::nullopt;
}

} // namespace

class TestKeyfileCipher : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void detection_data();
    void detection();
    void opensWhatOthersWrote_data();
    void opensWhatOthersWrote();
    void failures_data();
    void failures();
    void sealThereAndBack();
    void everyFlippedByteFails();
};

void TestKeyfileCipher::initTestCase()
{
    QVERIFY(sodium_init() >= 0);
}

void TestKeyfileCipher::detection_data()
{
    QTest::addColumn<QByteArray>("file");
    QTest::addColumn<int>("container");
    int index = 0;
    for (const QJsonValue row : vectors::rows(vectorFile(), u"detection"_s)) {
        vectors::newRow(index++, row[u"name"_s].toString())
            << vectors::hex(row[u"data_hex"_s])
            << static_cast<int>(containerNamed(row[u"method"_s].toString()));
    }
    for (const QString &group : {u"valid"_s, u"failures"_s}) {
        for (const QJsonValue row : vectors::rows(vectorFile(), group)) {
            vectors::newRow(index++, row[u"name"_s].toString())
                << vectors::hex(row[u"file"_s])
                << static_cast<int>(containerNamed(row[u"kind"_s].toString()));
        }
    }
}

void TestKeyfileCipher::detection()
{
    QFETCH(QByteArray, file);
    QFETCH(int, container);
    QCOMPARE(static_cast<int>(keyfilecipher::containerOf(file)), container);
}

void TestKeyfileCipher::opensWhatOthersWrote_data()
{
    QTest::addColumn<QJsonObject>("row");
    int index = 0;
    for (const QJsonValue row : vectors::rows(vectorFile(), u"valid"_s)) {
        if (row[u"kind"_s].toString() == "nacl"_L1)
            vectors::newRow(index++, row[u"name"_s].toString()) << row.toObject();
    }
}

void TestKeyfileCipher::opensWhatOthersWrote()
{
    QFETCH(QJsonObject, row);
    const QByteArray file = vectors::hex(row.value(u"file"_s));
    const auto opened = openWith(file, vectors::fixedHex<32>(row.value(u"argon2i_key"_s)));
    QCOMPARE(opened.outcome, Outcome::Ok);
    QCOMPARE(opened.plain, vectors::utf8(row.value(u"plaintext"_s)));
}

void TestKeyfileCipher::failures_data()
{
    QTest::addColumn<QJsonObject>("row");
    int index = 0;
    for (const QJsonValue row : vectors::rows(vectorFile(), u"failures"_s)) {
        if (row[u"kind"_s].toString() == "nacl"_L1)
            vectors::newRow(index++, row[u"name"_s].toString()) << row.toObject();
    }
}

void TestKeyfileCipher::failures()
{
    QFETCH(QJsonObject, row);
    // A key for a password nobody used is as wrong as any other; deriving it adds nothing.
    const Key key = recordedKey(row.value(u"password"_s).toString()).value_or(Key{1, 2, 3});
    const auto opened = openWith(vectors::hex(row.value(u"file"_s)), key);
    const bool isTooShort = row.value(u"expected"_s).toString().contains("too short"_L1);
    QCOMPARE(opened.outcome, isTooShort ? Outcome::Truncated : Outcome::WrongPassword);
}

void TestKeyfileCipher::sealThereAndBack()
{
    Key key{};
    randombytes_buf(key.data(), key.size());
    std::array<std::uint8_t, 24> nonce{};
    randombytes_buf(nonce.data(), nonce.size());
    for (const qsizetype size : {0, 1, 400, 65'536}) {
        const QByteArray plain(size, 'p');
        const QByteArray file = keyfilecipher::sealNacl(asBytes(plain), key, nonce);
        QCOMPARE(file.size(), size + static_cast<qsizetype>(keyfilecipher::naclOverhead));
        QCOMPARE(keyfilecipher::containerOf(file), Container::Nacl);
        const auto opened = openWith(file, key);
        QCOMPARE(opened.outcome, Outcome::Ok);
        QCOMPARE(opened.plain, plain);
    }
    // The same bytes that another program wrote come out again.
    const QJsonValue row = vectors::rows(vectorFile(), u"valid"_s).first();
    QCOMPARE(keyfilecipher::sealNacl(asBytes(vectors::utf8(row[u"plaintext"_s])),
                                     vectors::fixedHex<32>(row[u"argon2i_key"_s]),
                                     vectors::fixedHex<24>(row[u"nonce"_s])),
             vectors::hex(row[u"file"_s]));
}

void TestKeyfileCipher::everyFlippedByteFails()
{
    const Key key{7};
    const QByteArray file = keyfilecipher::sealNacl(asBytes("hotkey"), key,
                                                    std::array<std::uint8_t, 24>{});
    QCOMPARE(openWith(file, key).outcome, Outcome::Ok);
    for (qsizetype at = 0; at < file.size(); ++at) {
        QByteArray bad = file;
        bad[at] = static_cast<char>(bad.at(at) ^ 1);
        QVERIFY(openWith(bad, key).outcome != Outcome::Ok);
        QVERIFY(openWith(file.first(at), key).outcome != Outcome::Ok);
    }
}

QTEST_GUILESS_MAIN(TestKeyfileCipher)
#include "tst_keyfilecipher.moc"
