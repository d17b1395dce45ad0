#pragma once

#include "core/secrets/secret.h"

#include <QIODevice>

namespace canopy {

/// A request body that can be read once.
///
/// Qt sends a request again by itself when the connection ends before the answer: up to four times
/// over TLS (F-14). It must rewind the body for that, and a sequential device cannot be rewound,
/// so the second sending fails with ContentReSendError instead. An empty body works as well.
class OneShotBody final : public QIODevice
{
    Q_OBJECT

public:
    explicit OneShotBody(Secret bytes, QObject *parent = nullptr);

    bool isSequential() const override { return true; }
    /// Refused without the warning that QIODevice would log each time Qt tries to rewind.
    bool seek(qint64 /*position*/) override { return false; }
    qint64 bytesAvailable() const override;
    /// Whether any byte was handed to the network.
    bool wasRead() const { return m_position > 0; }

protected:
    qint64 readData(char *to, qint64 most) override;
    qint64 writeData(const char *from, qint64 size) override;

private:
    Secret m_bytes;
    qint64 m_position = 0;
};

} // namespace canopy
