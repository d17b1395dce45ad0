#pragma once

#include "core/secrets/secret.h"

#include <QObject>
#include <QTimer>

#include <chrono>

namespace canopy {

/// The way of a secret into the clipboard and out again (ADDR-09).
///
/// Carries the hint that password managers set, so that clipboard histories leave it out; never
/// uses the selection. After a time, on clearNow() and when the program quits, the clipboard is
/// cleared if it still holds the secret. One for the whole program, so that leaving the page that
/// copied does not leave the secret behind. Outlives every SecretField.
class SecretClipboard : public QObject
{
    Q_OBJECT

public:
    explicit SecretClipboard(std::chrono::milliseconds clearAfter = std::chrono::seconds(30),
                             QObject *parent = nullptr);
    ~SecretClipboard() override;
    Q_DISABLE_COPY_MOVE(SecretClipboard)

    /// Puts a copy of @p secret (UTF-8) into the clipboard.
    void copy(const Secret &secret);
    /// On lock and sign-out.
    void clearNow();

    bool holdsSecret() const { return !m_secret.isEmpty(); }
    /// Rounded up; 0 when nothing is held.
    int secondsLeft() const;

signals:
    /// Once a second while a secret is held, and once when it no longer is.
    void changed();

private:
    bool isStillOurs() const;
    void forget();

    std::chrono::milliseconds m_clearAfter;
    Secret m_secret;
    QTimer m_clear;
    QTimer m_tick;
};

} // namespace canopy
