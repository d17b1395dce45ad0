#include "core/wallet/keyfilewriter.h"

#include "core/crypto/mnemonic.h"

#include <sodium.h>

#include <array>
#include <cstring>

using namespace Qt::StringLiterals;

namespace canopy {

namespace {

/// Text of a bounded size that never leaves this stack frame except into a Secret, and is wiped.
class WipedText
{
public:
    WipedText() = default;
    Q_DISABLE_COPY_MOVE(WipedText)
    ~WipedText() { sodium_memzero(m_bytes.data(), m_bytes.size()); }

    void append(QByteArrayView text)
    {
        const auto size = static_cast<std::size_t>(text.size());
        Q_ASSERT(m_size + size <= m_bytes.size());
        std::memcpy(m_bytes.data() + m_size, text.data(), size);
        m_size += size;
    }

    void appendHex(ByteSpan bytes)
    {
        append("0x");
        // sodium_bin2hex also writes a terminator.
        Q_ASSERT(m_size + bytes.size() * 2 + 1 <= m_bytes.size());
        sodium_bin2hex(m_bytes.data() + m_size, m_bytes.size() - m_size, bytes.data(),
                       bytes.size());
        m_size += bytes.size() * 2;
    }

    QByteArrayView view() const { return {m_bytes.data(), static_cast<qsizetype>(m_size)}; }

private:
    // Names and punctuation, five values of known length, and 24 words.
    std::array<char, 1'024> m_bytes{};
    std::size_t m_size = 0;
};

void appendPublic(WipedText &text, const Ss58Address &address)
{
    text.append(R"({"accountId":")");
    text.appendHex(address.publicKey());
    text.append(R"(","publicKey":")");
    text.appendHex(address.publicKey());
}

void appendAddress(WipedText &text, const Ss58Address &address)
{
    text.append(R"(","ss58Address":")");
    text.append(address.toString().toLatin1());
    text.append(R"("})");
}

Result<Done> appendPhrase(WipedText &text, const KeyPair &key, const Secret &phrase)
{
    const auto entropy = mnemonic::parse(phrase.view());
    if (!entropy)
        return failure(Error::Code::InvalidInput, u"not a mnemonic"_s);
    const Secret seed = Secret::filled(32, [&entropy](std::span<std::uint8_t> out) {
        mnemonic::miniSecret(entropy->view(), {}, out.first<32>());
    });
    if (!seed.equals(key.seed()))
        return failure(Error::Code::KeyMismatch, u"the mnemonic is another key's"_s);
    std::array<char, std::size_t{24} * 9> words{};
    const std::size_t length = mnemonic::phrase(entropy->view(), words);
    text.append(R"(","secretPhrase":")");
    text.append({words.data(), static_cast<qsizetype>(length)});
    sodium_memzero(words.data(), words.size());
    return Done();
}

} // namespace

Result<Secret> keyfileJson(const KeyPair &key, const Secret &phrase)
{
    WipedText text;
    appendPublic(text, key.address());
    text.append(R"(","privateKey":")");
    text.appendHex(key.privateKey().view().span());
    if (!phrase.isEmpty()) {
        if (auto appended = appendPhrase(text, key, phrase); !appended)
            return failure(std::move(appended).error());
    }
    if (key.hasSeed()) {
        text.append(R"(","secretSeed":")");
        text.appendHex(key.seed().view().span());
    }
    appendAddress(text, key.address());
    return Secret::copyOf(text.view());
}

QByteArray publicKeyfileJson(const Ss58Address &address)
{
    WipedText text;
    appendPublic(text, address);
    appendAddress(text, address);
    return text.view().toByteArray();
}

} // namespace canopy
