#pragma once

#include "core/base/files.h"
#include "core/wallet/wallet.h"

#include <QString>

/// Opening of the files a wallet folder may be read from: everything but coldkeys.
namespace canopy::hotkeyfile {

/// A file's text, which may be a secret: wiped when it goes.
class Text
{
public:
    explicit Text(FileContent &&content)
        : m_content(std::move(content))
    {
    }
    Text(Text &&other) noexcept = default;
    Text &operator=(Text &&other) = delete;
    Text(const Text &) = delete;
    Text &operator=(const Text &) = delete;
    ~Text();

    QByteArrayView bytes() const { return m_content.bytes; }
    FileProtection protection() const;

private:
    FileContent m_content;
};

/// Reads the key file or pub file @p path of a wallet. Errors as readSmallFile(), and FileUnsafe
/// where the path leads to a coldkey.
Result<Text> read(const QString &path);

} // namespace canopy::hotkeyfile
