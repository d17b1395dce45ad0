#include "core/secrets/vaultfile.h"

#include <QFile>
#include <QTest>

#include <sodium.h>

using namespace Qt::StringLiterals;
using namespace canopy;
using vaultfile::Cost;
using vaultfile::Derivation;

namespace {

/// The least argon2id does; the tests are about the format.
constexpr Cost cheap{.passes = 1, .memoryKiB = vaultfile::leastMemoryKiB};

Secret keyOf(char fill)
{
    return Secret::copyOf(QByteArray(32, fill));
}

vaultfile::Entries someEntries()
{
    vaultfile::Entries entries;
    entries.emplace("b", Secret::copyOf("second"));
    entries.emplace("a", Secret::copyOf(QByteArray("\0\xff\r\n", 4)));
    entries.emplace(u"\u05d0\u00e4"_s.toUtf8(), Secret::copyOf(QByteArray(2000, 'x')));
    return entries;
}

Error::Code codeOf(const auto &result)
{
    return result ? Error::Code::Cancelled : result.error().code;
}

} // namespace

class TestVaultFile : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void roundTrip();
    void roundTripOfNothing();
    void hasTheDocumentedHeader();
    void opensARecordedVault();
    void neverRepeatsANonce();
    void derivesAsArgon2Does();
    void otherPassphraseOtherKey();
    void refusesOtherKeys();
    void refusesEveryChangedByte();
    void refusesEveryCut();
    void refusesMore();
    void refusesOtherFiles_data();
    void refusesOtherFiles();
    void refusesListsThatAreNotCanonical_data();
    void refusesListsThatAreNotCanonical();
    void boundsWhatAFileMayAskFor_data();
    void boundsWhatAFileMayAskFor();
    void refusesTooMuch();
};

void TestVaultFile::initTestCase()
{
    QVERIFY(prepareSecretMemory());
}

void TestVaultFile::roundTrip()
{
    const auto entries = someEntries();
    const auto file = vaultfile::seal(keyOf('k'), vaultfile::freshDerivation(cheap), entries);
    QVERIFY(file);
    const auto opened = vaultfile::open(*file, keyOf('k'));
    QVERIFY(opened);
    QCOMPARE(opened->size(), entries.size());
    for (const auto &[name, value] : entries)
        QVERIFY(opened->at(name).equals(value));
    QVERIFY(!file->contains("second"));
}

void TestVaultFile::roundTripOfNothing()
{
    const auto file = vaultfile::seal(keyOf('k'), vaultfile::freshDerivation(cheap), {});
    QVERIFY(file);
    QCOMPARE(file->size(), vaultfile::headerSize + 4 + 16);
    const auto opened = vaultfile::open(*file, keyOf('k'));
    QVERIFY(opened);
    QVERIFY(opened->empty());
}

void TestVaultFile::hasTheDocumentedHeader()
{
    Derivation derivation{.cost = {.passes = 0x01020304, .memoryKiB = 0x11121314}};
    derivation.salt.fill(0x5a);
    const auto file = vaultfile::seal(keyOf('k'), derivation, {});
    QVERIFY(file);
    QCOMPARE(file->first(8), "canopyvt"_qba);
    QCOMPARE(file->mid(8, 4).toHex(), "01010000"_qba);
    QCOMPARE(file->mid(12, 4).toHex(), "04030201"_qba);
    QCOMPARE(file->mid(16, 4).toHex(), "14131211"_qba);
    QCOMPARE(file->mid(20, 4).toHex(), "14000000"_qba);
    QCOMPARE(file->mid(24, 16), QByteArray(16, '\x5a'));
}

/// Made by another program from the description in vaultfile.h: what was written once must open
/// with every version.
void TestVaultFile::opensARecordedVault()
{
    QFile recorded(QStringLiteral(CANOPY_SOURCE_DIR "/tests/fixtures/vault/version1.vault"));
    QVERIFY(recorded.open(QIODevice::ReadOnly));
    const QByteArray file = recorded.readAll();
    const auto derivation = vaultfile::derivationOf(file);
    QVERIFY(derivation);
    const auto key = vaultfile::deriveKey(Secret::copyOf("correct horse"), *derivation);
    QVERIFY(key);
    const auto entries = vaultfile::open(file, *key);
    QVERIFY(entries);
    QCOMPARE(entries->size(), std::size_t{2});
    QVERIFY(entries->at("chutes-desktop/v1/https://api.chutes.ai/00").view().bytes() == "cpk_1");
    QVERIFY(entries->at("chutes-desktop/v1/https://api.chutes.ai/01").view().bytes()
            == QByteArray(32, '\x07'));
}

void TestVaultFile::neverRepeatsANonce()
{
    const auto derivation = vaultfile::freshDerivation(cheap);
    const auto first = vaultfile::seal(keyOf('k'), derivation, someEntries());
    const auto second = vaultfile::seal(keyOf('k'), derivation, someEntries());
    QVERIFY(first && second);
    QCOMPARE(first->first(40), second->first(40));
    QVERIFY(first->mid(40, 24) != second->mid(40, 24));
    QVERIFY(vaultfile::freshDerivation().salt != vaultfile::freshDerivation().salt);
}

void TestVaultFile::derivesAsArgon2Does()
{
    Derivation derivation{.cost = {.passes = 2, .memoryKiB = 64}};
    derivation.salt.fill(1);
    const auto key = vaultfile::deriveKey(Secret::copyOf("password"), derivation);
    QVERIFY(key);
    // From the reference implementation: argon2id 1.3, sixteen bytes of 1 as salt.
    QCOMPARE(key->view().bytes().toByteArray().toHex(),
             "f1f6c2617b3cc4ae1447b6f87cd371ea3e824d2df86bf300c587a30ee8326360"_qba);
}

void TestVaultFile::otherPassphraseOtherKey()
{
    const auto derivation = vaultfile::freshDerivation(cheap);
    const auto key = vaultfile::deriveKey(Secret::copyOf("one"), derivation);
    const auto same = vaultfile::deriveKey(Secret::copyOf("one"), derivation);
    const auto other = vaultfile::deriveKey(Secret::copyOf("One"), derivation);
    QVERIFY(key && same && other);
    QVERIFY(key->equals(*same));
    QVERIFY(!key->equals(*other));
    QCOMPARE(codeOf(vaultfile::deriveKey(Secret(), derivation)), Error::Code::InvalidInput);
}

void TestVaultFile::refusesOtherKeys()
{
    const auto file = vaultfile::seal(keyOf('k'), vaultfile::freshDerivation(cheap), someEntries());
    QVERIFY(file);
    QCOMPARE(codeOf(vaultfile::open(*file, keyOf('l'))), Error::Code::WrongPassword);
    QCOMPARE(codeOf(vaultfile::open(*file, Secret::copyOf("short"))), Error::Code::WrongPassword);
}

void TestVaultFile::refusesEveryChangedByte()
{
    vaultfile::Entries entries;
    entries.emplace("name", Secret::copyOf("value"));
    const auto file = vaultfile::seal(keyOf('k'), vaultfile::freshDerivation(cheap), entries);
    QVERIFY(file);
    for (qsizetype at = 0; at < file->size(); ++at) {
        for (const char flip : {'\x01', '\x10', '\x80'}) {
            QByteArray changed = *file;
            changed[at] = static_cast<char>(changed[at] ^ flip);
            QVERIFY2(!vaultfile::open(changed, keyOf('k')), qPrintable(QString::number(at)));
        }
    }
}

void TestVaultFile::refusesEveryCut()
{
    const auto file = vaultfile::seal(keyOf('k'), vaultfile::freshDerivation(cheap), someEntries());
    QVERIFY(file);
    for (qsizetype size = 0; size < file->size(); ++size)
        QCOMPARE(codeOf(vaultfile::open(QByteArrayView(*file).first(size), keyOf('k'))),
                 Error::Code::FileDamaged);
}

void TestVaultFile::refusesMore()
{
    const auto file = vaultfile::seal(keyOf('k'), vaultfile::freshDerivation(cheap), {});
    QVERIFY(file);
    QCOMPARE(codeOf(vaultfile::open(QByteArray(*file + 'x'), keyOf('k'))),
             Error::Code::FileDamaged);
    QCOMPARE(codeOf(vaultfile::open(QByteArray(*file + *file), keyOf('k'))),
             Error::Code::FileDamaged);
    QByteArray huge = *file;
    huge.resize(vaultfile::largestFile + 1);
    QCOMPARE(codeOf(vaultfile::open(huge, keyOf('k'))), Error::Code::FileDamaged);
}

void TestVaultFile::refusesOtherFiles_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<int>("code");
    const auto good = vaultfile::seal(keyOf('k'), vaultfile::freshDerivation(cheap), {});
    QVERIFY(good);
    const auto with = [&good](qsizetype at, char byte) {
        QByteArray bytes = *good;
        bytes[at] = byte;
        return bytes;
    };
    const int damaged = static_cast<int>(Error::Code::FileDamaged);
    QTest::newRow("nothing") << QByteArray() << damaged;
    QTest::newRow("zeros") << QByteArray(200, '\0') << damaged;
    QTest::newRow("text") << QByteArray(200, 'a') << damaged;
    QTest::newRow("only a magic") << "canopyvt"_qba << damaged;
    QTest::newRow("version 0") << with(8, 0) << static_cast<int>(Error::Code::Unsupported);
    QTest::newRow("version 2") << with(8, 2) << static_cast<int>(Error::Code::Unsupported);
    QTest::newRow("version 255") << with(8, '\xff') << static_cast<int>(Error::Code::Unsupported);
    QTest::newRow("other derivation") << with(9, 2) << damaged;
    QTest::newRow("reserved") << with(10, 1) << damaged;
    QTest::newRow("reserved too") << with(11, 1) << damaged;
    QTest::newRow("size") << with(20, 21) << damaged;
    QTest::newRow("huge size") << with(23, '\xff') << damaged;
}

void TestVaultFile::refusesOtherFiles()
{
    QFETCH(const QByteArray, bytes);
    QFETCH(const int, code);
    QCOMPARE(static_cast<int>(codeOf(vaultfile::derivationOf(bytes))), code);
    QCOMPARE(static_cast<int>(codeOf(vaultfile::open(bytes, keyOf('k')))), code);
}

void TestVaultFile::refusesListsThatAreNotCanonical_data()
{
    QTest::addColumn<QByteArray>("plain");
    const auto entry = [](const char *name) -> QByteArray {
        return QByteArray("\1\0", 2) + name + QByteArray("\1\0v", 3);
    };
    const auto count = [](char number) -> QByteArray {
        return QByteArray(1, number) + QByteArray(3, '\0');
    };
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("half a count") << QByteArray(2, '\0');
    QTest::newRow("more follows") << count(0) + "x";
    QTest::newRow("fewer than counted") << count(2) + entry("a");
    QTest::newRow("more than counted") << count(1) + entry("a") + entry("b");
    QTest::newRow("out of order") << count(2) + entry("b") + entry("a");
    QTest::newRow("twice") << count(2) + entry("a") + entry("a");
    QTest::newRow("name too long") << count(1)
            + QByteArray("\xff\xff"
                         "a",
                         3);
    QTest::newRow("value too long") << count(1) + QByteArray("\1\0a\xff\xffv", 6);
    QTest::newRow("four billion") << QByteArray(4, '\xff') + entry("a");
}

/// Sealed properly, as a faulty writer would.
void TestVaultFile::refusesListsThatAreNotCanonical()
{
    QFETCH(const QByteArray, plain);
    const auto good = vaultfile::seal(keyOf('k'), vaultfile::freshDerivation(cheap), {});
    QVERIFY(good);
    QByteArray file = good->first(vaultfile::headerSize);
    file[20] = static_cast<char>(plain.size() + 16);
    file.resize(vaultfile::headerSize + plain.size() + 16);
    auto *data = reinterpret_cast<std::uint8_t *>(file.data());
    crypto_aead_xchacha20poly1305_ietf_encrypt(
        data + vaultfile::headerSize, nullptr,
        reinterpret_cast<const std::uint8_t *>(plain.constData()),
        static_cast<unsigned long long>(plain.size()), data, vaultfile::headerSize, nullptr,
        data + 40, keyOf('k').view().span().data());
    QCOMPARE(codeOf(vaultfile::open(file, keyOf('k'))), Error::Code::FileDamaged);
}

void TestVaultFile::boundsWhatAFileMayAskFor_data()
{
    QTest::addColumn<quint32>("passes");
    QTest::addColumn<quint32>("memoryKiB");
    QTest::addColumn<bool>("allowed");
    QTest::newRow("least") << 1U << vaultfile::leastMemoryKiB << true;
    QTest::newRow("ours") << Cost{}.passes << Cost{}.memoryKiB << true;
    QTest::newRow("most") << vaultfile::mostPasses << vaultfile::mostMemoryKiB << true;
    QTest::newRow("no pass") << 0U << Cost{}.memoryKiB << false;
    QTest::newRow("one pass too many") << vaultfile::mostPasses + 1 << Cost{}.memoryKiB << false;
    QTest::newRow("four billion passes") << 0xffffffffU << Cost{}.memoryKiB << false;
    QTest::newRow("no memory") << 1U << 0U << false;
    QTest::newRow("too little memory") << 1U << vaultfile::leastMemoryKiB - 1 << false;
    QTest::newRow("too much memory") << 1U << vaultfile::mostMemoryKiB + 1 << false;
    QTest::newRow("100 GiB") << 1U << 100U * 1024 * 1024 << false;
    QTest::newRow("4 TiB") << 1U << 0xffffffffU << false;
}

void TestVaultFile::boundsWhatAFileMayAskFor()
{
    QFETCH(const quint32, passes);
    QFETCH(const quint32, memoryKiB);
    QFETCH(const bool, allowed);
    const Derivation derivation{.cost = {.passes = passes, .memoryKiB = memoryKiB}};
    const auto file = vaultfile::seal(keyOf('k'), derivation, {});
    QVERIFY(file);
    const auto read = vaultfile::derivationOf(*file);
    QCOMPARE(read.has_value(), allowed);
    if (allowed)
        QVERIFY(*read == derivation);
    else
        QCOMPARE(read.error().code, Error::Code::FileDamaged);
}

void TestVaultFile::refusesTooMuch()
{
    const auto derivation = vaultfile::freshDerivation(cheap);
    vaultfile::Entries entries;
    entries.emplace("name", Secret::copyOf(QByteArray(65536, 'x')));
    QCOMPARE(codeOf(vaultfile::seal(keyOf('k'), derivation, entries)), Error::Code::InvalidInput);
    entries.clear();
    for (int i = 0; i < 40; ++i)
        entries.emplace(QByteArray::number(i), Secret::copyOf(QByteArray(60000, 'x')));
    QCOMPARE(codeOf(vaultfile::seal(keyOf('k'), derivation, entries)), Error::Code::InvalidInput);
}

QTEST_GUILESS_MAIN(TestVaultFile)

#include "tst_vaultfile.moc"
