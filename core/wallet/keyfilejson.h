#pragma once

#include <QByteArrayView>
#include <QtGlobal>

#include <array>

/// A strict JSON scanner for keyfiles (wallet-format §2). It exists because QJsonDocument leaves
/// copies of the secrets behind (MEM-05): here every decoded text stays in a buffer of fixed size
/// that is wiped, and nothing is allocated.
namespace canopy::keyfilejson {

/// The value of one member, decoded.
class Field
{
public:
    enum class Kind {
        Absent, ///< or null
        Text,
        Number, ///< as it is written
        Other, ///< true, false, an object or an array
        TooLong, ///< longer than any text that can mean something here
    };

    Field() = default;
    Q_DISABLE_COPY_MOVE(Field)
    ~Field();

    Kind kind() const { return m_kind; }
    bool isPresent() const { return m_kind != Kind::Absent; }
    /// Of a Text or a Number; otherwise empty. May hold a secret; points into this object.
    QByteArrayView text() const;

    void begin(Kind kind);
    void append(char c);

private:
    // A phrase of 24 words in letters of three bytes each, with room for blanks.
    static constexpr std::size_t capacity = 1'024;

    std::array<char, capacity> m_bytes{};
    std::size_t m_size = 0;
    Kind m_kind = Kind::Absent;
};

/// What a keyfile may say. Of a member given twice, the last one counts, as all readers have it.
struct Fields
{
    Field accountId;
    Field publicKey;
    Field privateKey;
    Field secretPhrase;
    Field secretSeed;
    Field ss58Address;
    Field cryptoType;
    Field hashedDescriptor;
    /// polkadot-js' export has these two, which no keyfile has.
    Field encoded;
    Field encoding;
};

/// Fills @p fields from one JSON object in UTF-8; members of other names are checked and ignored.
/// False if @p text is anything else: RFC 8259 to the letter, at most 32 levels deep.
bool scan(QByteArrayView text, Fields &fields);

} // namespace canopy::keyfilejson
