#include "core/secrets/vaultfile.h"

#include <QFile>
#include <QtEndian>

#include <sodium.h>

#include <cstring>
#include <limits>
#include <optional>

namespace canopy::vaultfile {

using namespace Qt::StringLiterals;

namespace {

constexpr QByteArrayView magic = "canopyvt";
constexpr std::uint8_t version = 1;
constexpr std::uint8_t argon2id = 1;

constexpr qsizetype passesAt = 12;
constexpr qsizetype memoryAt = 16;
constexpr qsizetype payloadAt = 20;
constexpr qsizetype saltAt = 24;
constexpr qsizetype nonceAt = 40;

constexpr qsizetype tagSize = crypto_aead_xchacha20poly1305_ietf_ABYTES;
constexpr qsizetype keySize = crypto_aead_xchacha20poly1305_ietf_KEYBYTES;
static_assert(crypto_aead_xchacha20poly1305_ietf_NPUBBYTES == headerSize - nonceAt);
static_assert(crypto_pwhash_argon2id_SALTBYTES == nonceAt - saltAt);

// What is left to everybody else while a key is derived.
constexpr std::uint64_t reserveKiB = std::uint64_t{64} * 1024;

/// What the kernel says could be used without swapping; nothing, if it does not say.
std::optional<std::uint64_t> availableMemoryKiB()
{
    QFile file(u"/proc/meminfo"_s);
    if (!file.open(QIODevice::ReadOnly))
        return std::nullopt;
    for (const QByteArray &line : file.readAll().split('\n')) {
        if (line.startsWith("MemAvailable:"))
            return line.mid(13).trimmed().chopped(3).toULongLong();
    }
    return std::nullopt;
}

std::uint32_t numberAt(QByteArrayView bytes, qsizetype offset)
{
    return qFromLittleEndian<std::uint32_t>(bytes.sliced(offset).data());
}

QByteArray header(const Derivation &derivation, qsizetype payload)
{
    QByteArray bytes(headerSize, '\0');
    char *const data = bytes.data();
    std::memcpy(data, magic.data(), static_cast<std::size_t>(magic.size()));
    data[8] = version;
    data[9] = argon2id;
    qToLittleEndian(derivation.cost.passes, data + passesAt);
    qToLittleEndian(derivation.cost.memoryKiB, data + memoryAt);
    qToLittleEndian(static_cast<std::uint32_t>(payload), data + payloadAt);
    std::memcpy(data + saltAt, derivation.salt.data(), derivation.salt.size());
    randombytes_buf(data + nonceAt, static_cast<std::size_t>(headerSize - nonceAt));
    return bytes;
}

/// Writes numbers and bytes one after the other.
class Writer
{
public:
    explicit Writer(std::uint8_t *to)
        : m_to(to)
    {
    }
    template <typename Integer>
    void number(Integer value)
    {
        qToLittleEndian(value, m_to);
        m_to += sizeof(value);
    }
    void bytes(QByteArrayView bytes)
    {
        std::memcpy(m_to, bytes.data(), static_cast<std::size_t>(bytes.size()));
        m_to += bytes.size();
    }

private:
    std::uint8_t *m_to;
};

/// Reads them again; a read beyond the end gives nothing from then on.
class Reader
{
public:
    explicit Reader(QByteArrayView from)
        : m_rest(from)
    {
    }
    template <typename Integer>
    Integer number()
    {
        const QByteArrayView taken = bytes(sizeof(Integer));
        return m_isGood ? qFromLittleEndian<Integer>(taken.data()) : Integer{0};
    }
    QByteArrayView bytes(qsizetype count)
    {
        m_isGood = m_isGood && count <= m_rest.size();
        if (!m_isGood)
            return {};
        const QByteArrayView taken = m_rest.first(count);
        m_rest = m_rest.sliced(count);
        return taken;
    }
    bool isGood() const { return m_isGood; }
    bool isAtEnd() const { return m_isGood && m_rest.isEmpty(); }

private:
    QByteArrayView m_rest;
    bool m_isGood = true;
};

bool fitsItsNumber(qsizetype size)
{
    return size <= std::numeric_limits<std::uint16_t>::max();
}

/// -1 if they cannot be written.
qsizetype plainSize(const Entries &entries)
{
    qsizetype size = 4;
    for (const auto &[name, value] : entries) {
        if (!fitsItsNumber(name.size()) || !fitsItsNumber(value.size()))
            return -1;
        size += 2 + name.size() + 2 + value.size();
    }
    return size;
}

void writePlain(const Entries &entries, std::uint8_t *to)
{
    Writer writer(to);
    writer.number(static_cast<std::uint32_t>(entries.size()));
    for (const auto &[name, value] : entries) {
        writer.number(static_cast<std::uint16_t>(name.size()));
        writer.bytes(name);
        writer.number(static_cast<std::uint16_t>(value.size()));
        writer.bytes(value.view());
    }
}

/// Only an authentic list comes here, so a list that is not canonical is a fault of its writer.
Result<Entries> parsePlain(QByteArrayView plain)
{
    Entries entries;
    Reader reader(plain);
    const auto count = reader.number<std::uint32_t>();
    for (std::uint32_t i = 0; i < count && reader.isGood(); ++i) {
        const QByteArray name = reader.bytes(reader.number<std::uint16_t>()).toByteArray();
        const QByteArrayView value = reader.bytes(reader.number<std::uint16_t>());
        if (!entries.empty() && name <= entries.rbegin()->first)
            return failure(Error::Code::FileDamaged, u"order of the entries of a vault"_s);
        entries.emplace_hint(entries.end(), name, Secret::copyOf(value));
    }
    if (!reader.isAtEnd())
        return failure(Error::Code::FileDamaged, u"list of the entries of a vault"_s);
    return entries;
}

} // namespace

Derivation freshDerivation(Cost cost)
{
    Derivation derivation{.cost = cost};
    randombytes_buf(derivation.salt.data(), derivation.salt.size());
    return derivation;
}

Result<Derivation> derivationOf(QByteArrayView file)
{
    if (file.size() < headerSize + tagSize || file.size() > largestFile || !file.startsWith(magic))
        return failure(Error::Code::FileDamaged, u"not a vault"_s);
    if (static_cast<std::uint8_t>(file[8]) != version)
        return failure(Error::Code::Unsupported, u"version of a vault"_s);
    if (file[9] != argon2id || file[10] != 0 || file[11] != 0)
        return failure(Error::Code::FileDamaged, u"header of a vault"_s);
    if (numberAt(file, payloadAt) != static_cast<std::uint32_t>(file.size() - headerSize))
        return failure(Error::Code::FileDamaged, u"a vault is cut"_s);

    Derivation derivation{
        .cost = {.passes = numberAt(file, passesAt), .memoryKiB = numberAt(file, memoryAt)}};
    const Cost &cost = derivation.cost;
    if (cost.passes < 1 || cost.passes > mostPasses || cost.memoryKiB < leastMemoryKiB
        || cost.memoryKiB > mostMemoryKiB)
        return failure(Error::Code::FileDamaged, u"cost of a vault"_s);
    std::memcpy(derivation.salt.data(), file.data() + saltAt, derivation.salt.size());
    return derivation;
}

Result<Secret> deriveKey(const Secret &passphrase, const Derivation &derivation)
{
    if (passphrase.isEmpty())
        return failure(Error::Code::InvalidInput, u"empty passphrase"_s);
    const auto &cost = derivation.cost;
    // A failed allocation would be told apart anyway, but where memory is overcommitted the process
    // is killed instead.
    const auto available = availableMemoryKiB();
    if (available && *available < cost.memoryKiB + reserveKiB)
        return failure(Error::Code::OutOfMemory, u"%1 KiB available"_s.arg(*available));
    bool derived = false;
    Secret key = Secret::filled(keySize, [&](std::span<std::uint8_t> to) {
        const SecretView typed = passphrase.view();
        derived = crypto_pwhash_argon2id(to.data(), to.size(), typed.bytes().data(),
                                         static_cast<unsigned long long>(typed.size()),
                                         derivation.salt.data(), cost.passes,
                                         std::size_t{cost.memoryKiB} * 1024,
                                         crypto_pwhash_argon2id_ALG_ARGON2ID13)
            == 0;
    });
    if (!derived)
        return failure(Error::Code::OutOfMemory);
    return key;
}

Result<QByteArray> seal(const Secret &key, const Derivation &derivation, const Entries &entries)
{
    const qsizetype size = plainSize(entries);
    if (size < 0 || headerSize + size + tagSize > largestFile)
        return failure(Error::Code::InvalidInput, u"size of a vault"_s);
    const Secret plain = Secret::filled(size, [&entries](std::span<std::uint8_t> to) {
        writePlain(entries, to.data());
    });

    QByteArray file = header(derivation, size + tagSize);
    const QByteArray additional = file;
    file.resize(headerSize + size + tagSize);
    const ByteSpan data = asBytes(additional);
    crypto_aead_xchacha20poly1305_ietf_encrypt(
        reinterpret_cast<std::uint8_t *>(file.data()) + headerSize, nullptr,
        plain.view().span().data(), static_cast<unsigned long long>(size), data.data(), data.size(),
        nullptr, data.data() + nonceAt, key.view().span().data());
    return file;
}

Result<Entries> open(QByteArrayView file, const Secret &key)
{
    const auto derivation = derivationOf(file);
    if (!derivation)
        return failure(derivation.error());
    if (key.size() != keySize)
        return failure(Error::Code::WrongPassword);
    const ByteSpan data = asBytes(file);
    const ByteSpan additional = data.first(headerSize);
    const ByteSpan sealed = data.subspan(headerSize);
    bool authentic = false;
    const Secret plain = Secret::filled(
        file.size() - headerSize - tagSize, [&](std::span<std::uint8_t> to) {
            authentic = crypto_aead_xchacha20poly1305_ietf_decrypt(
                            to.data(), nullptr, nullptr, sealed.data(), sealed.size(),
                            additional.data(), additional.size(), additional.data() + nonceAt,
                            key.view().span().data())
                == 0;
        });
    if (!authentic)
        return failure(Error::Code::WrongPassword);
    return parsePlain(plain.view());
}

} // namespace canopy::vaultfile
