#include "core/secrets/kwallet.h"

#include "core/base/whenfinished.h"
#include "core/secrets/sessionbus.h"

#include <limits>

namespace canopy {

using namespace Qt::StringLiterals;
using Availability = SecretStoreState::Availability;

namespace {

constexpr int answerMs = 3000;

QDBusMessage message(const QString &method, const QVariantList &arguments = {})
{
    auto message = QDBusMessage::createMethodCall(u"org.kde.kwalletd5"_s, u"/modules/kwalletd5"_s,
                                                  u"org.kde.KWallet"_s, method);
    message.setArguments(arguments);
    return message;
}

bool isError(const QDBusMessage &reply)
{
    return reply.type() == QDBusMessage::ErrorMessage;
}

/// Forwards the outcome of @p future.
template <typename T>
void forward(const QFuture<Result<T>> &future, QObject *context, const Promise<T> &promise)
{
    whenFinished(future, context, [promise](const Result<T> &result) { promise.finish(result); });
}

SecretStoreState walletState(Availability availability, const QString &detail = {})
{
    return {.kind = SecretStoreState::Kind::Keychain,
            .availability = availability,
            .backend = u"KWallet"_s,
            .detail = detail};
}

} // namespace

bool prefersKWallet()
{
    if (qEnvironmentVariable("KDE_SESSION_VERSION") != u"5"_s)
        return false;
    const QString desktop = qEnvironmentVariable("XDG_CURRENT_DESKTOP");
    if (desktop == u"GNOME"_s || desktop == u"Unity"_s)
        return false;
    return desktop == u"KDE"_s || qEnvironmentVariable("DESKTOP_SESSION") == u"kde"_s
        || !qEnvironmentVariableIsEmpty("KDE_FULL_SESSION");
}

KWallet::KWallet(QObject *parent)
    : KeychainService(parent)
{
}

void KWallet::askForWallet(const std::function<void(const Result<QString> &)> &then)
{
    whenFinished(sessionbus::connect(), this, [this, then](const Result<Done> &connected) {
        if (!connected) {
            then(failure(connected.error()));
            return;
        }
        const auto receive = [this, then](const QDBusMessage &reply) {
            if (!m_isUsed)
                m_isUsed = !isError(reply);
            if (isError(reply))
                then(failure(sessionbus::isServiceMissing(reply) ? Error::Code::KeychainMissing
                                                                 : Error::Code::KeychainUnknown,
                             sessionbus::describe(reply)));
            else
                then(reply.arguments().value(0).toString());
        };
        sessionbus::call(message(u"networkWallet"_s), answerMs, this, receive);
    });
}

QFuture<Result<SecretStoreState>> KWallet::state()
{
    if (m_isUsed == false)
        return m_secretService.state();
    const Promise<SecretStoreState> promise;
    askForWallet([this, promise](const Result<QString> &wallet) {
        if (wallet)
            askIfOpen(*wallet, promise);
        else if (m_isUsed == false)
            forward(m_secretService.state(), this, promise);
        else
            promise.finish(walletState(wallet.error().code == Error::Code::KeychainMissing
                                           ? Availability::Missing
                                           : Availability::Unknown,
                                       wallet.error().detail));
    });
    return promise.future();
}

void KWallet::askIfOpen(const QString &wallet, const Promise<SecretStoreState> &promise)
{
    sessionbus::call(
        message(u"isEnabled"_s), answerMs, this,
        [this, wallet, promise](const QDBusMessage &enabled) {
            if (isError(enabled)) {
                promise.finish(walletState(Availability::Unknown, sessionbus::describe(enabled)));
                return;
            }
            if (!enabled.arguments().value(0).toBool()) {
                promise.finish(walletState(Availability::Missing, u"KWallet is switched off"_s));
                return;
            }
            sessionbus::call(message(u"isOpen"_s, {wallet}), answerMs, this,
                             [promise](const QDBusMessage &open) {
                                 if (isError(open))
                                     promise.finish(walletState(Availability::Unknown,
                                                                sessionbus::describe(open)));
                                 else
                                     promise.finish(walletState(open.arguments().value(0).toBool()
                                                                    ? Availability::Unlocked
                                                                    : Availability::Locked));
                             });
        });
}

QFuture<Result<KeychainService::Presence>> KWallet::find(const QString &name)
{
    const Promise<Presence> promise;
    whenFinished(state(), this, [this, promise, name](const Result<SecretStoreState> &state) {
        if (m_isUsed == false) {
            forward(m_secretService.find(name), this, promise);
            return;
        }
        const auto usable = state ? mayUse(*state) : Result<Done>(failure(state.error()));
        const bool isLocked = !usable && usable.error().code == Error::Code::KeychainLocked;
        if (!usable && !isLocked) {
            promise.finish(failure(usable.error()));
            return;
        }
        askForWallet([this, promise, name, isLocked](const Result<QString> &wallet) {
            if (wallet)
                askForEntry(*wallet, name, !isLocked, promise);
            else
                promise.finish(failure(wallet.error()));
        });
    });
    return promise.future();
}

void KWallet::askForEntry(const QString &wallet, const QString &name, bool isOpen,
                          const Promise<Presence> &promise)
{
    // Answered from an index outside the encryption, so true is certain even of a locked wallet.
    const auto ask = message(u"keyDoesNotExist"_s, {wallet, QString(keychainServiceName), name});
    sessionbus::call(ask, answerMs, this, [promise, isOpen](const QDBusMessage &reply) {
        if (isError(reply))
            promise.finish(failure(Error::Code::KeychainUnknown, sessionbus::describe(reply)));
        else if (reply.arguments().value(0).toBool())
            promise.finish(Presence::Absent);
        else
            promise.finish(isOpen ? Presence::Present : Presence::PresentLocked);
    });
}

QFuture<Result<Done>> KWallet::unlock()
{
    const Promise<Done> promise;
    whenFinished(state(), this, [this, promise](const Result<SecretStoreState> &) {
        if (m_isUsed == false) {
            forward(m_secretService.unlock(), this, promise);
            return;
        }
        askForWallet([this, promise](const Result<QString> &wallet) {
            if (!wallet) {
                promise.finish(failure(wallet.error()));
                return;
            }
            const auto open = message(u"open"_s,
                                      {*wallet, QVariant::fromValue<qlonglong>(0),
                                       QString(keychainServiceName)});
            // Open as long as the prompt is.
            sessionbus::call(
                open, std::numeric_limits<int>::max(), this, [this, promise](const QDBusMessage &) {
                    whenFinished(state(), this, [promise](const Result<SecretStoreState> &state) {
                        promise.finish(state ? mayUse(*state)
                                             : Result<Done>(failure(state.error())));
                    });
                });
        });
    });
    return promise.future();
}

} // namespace canopy
