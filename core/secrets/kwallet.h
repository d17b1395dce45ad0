#pragma once

#include "core/base/whenfinished.h"
#include "core/secrets/keychainservice.h"
#include "core/secrets/secretservice.h"

#include <QDBusMessage>

#include <functional>
#include <optional>

namespace canopy {

/// Whether QtKeychain turns to KWallet in this session before it turns to the Secret Service: KDE
/// Plasma 5, by the variables of the desktop.
bool prefersKWallet();

/// The wallet of KDE Plasma 5, asked over D-Bus (org.kde.KWallet); where it does not run, the
/// Secret Service, as QtKeychain does. Which of the two is settled by the first question.
class KWallet final : public KeychainService
{
    Q_OBJECT

public:
    explicit KWallet(QObject *parent);

    QFuture<Result<SecretStoreState>> state() override;
    QFuture<Result<Presence>> find(const QString &name) override;
    QFuture<Result<Done>> unlock() override;

private:
    /// Calls @p then with the name of the wallet, or with nothing and an error.
    void askForWallet(const std::function<void(const Result<QString> &)> &then);
    void askIfOpen(const QString &wallet, const Promise<SecretStoreState> &promise);
    void askForEntry(const QString &wallet, const QString &name, bool isOpen,
                     const Promise<Presence> &promise);

    SecretService m_secretService{this};
    std::optional<bool> m_isUsed; ///< not settled yet, if empty
};

} // namespace canopy
