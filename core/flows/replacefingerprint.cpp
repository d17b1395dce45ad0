#include "core/flows/replacefingerprint.h"

#include "core/base/logging.h"

#include <string_view>

namespace canopy {

namespace {

constexpr std::string_view alphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
constexpr qsizetype fingerprintLength = 32;

} // namespace

Secret newFingerprint(RandomSource &random)
{
    return Secret::filled(fingerprintLength, [&random](std::span<std::uint8_t> text) {
        for (auto &character : text)
            character = static_cast<std::uint8_t>(alphabet[random.below(alphabet.size())]);
    });
}

ReplaceFingerprint::ReplaceFingerprint(ChutesClient &client, SecretStore &secrets,
                                       std::shared_ptr<const HotkeyCredential> hotkey,
                                       SecretId account, QObject *parent)
    : QObject(parent)
    , m_client(client)
    , m_secrets(secrets)
    , m_hotkey(std::move(hotkey))
    , m_account(std::move(account))
{
}

SecretId ReplaceFingerprint::id(SecretKind kind) const
{
    auto id = m_account;
    id.kind = kind;
    return id;
}

QFuture<Result<ReplaceFingerprint::Replaced>> ReplaceFingerprint::start(Secret fingerprint)
{
    m_fingerprint = std::move(fingerprint);
    const auto written = m_secrets.write(id(SecretKind::PendingFingerprint), m_fingerprint.clone());
    whenFinished(written, this, [this](const Result<Done> &result) {
        if (result)
            change();
        else
            m_promise.finish(failure(result.error()));
    });
    return m_promise.future();
}

void ReplaceFingerprint::change()
{
    const auto changed = m_client.changeFingerprint(m_fingerprint, m_hotkey);
    whenFinished(changed, this, [this](const Result<Done> &result) {
        if (result)
            promote();
        else
            tryIt(result.error());
    });
}

void ReplaceFingerprint::tryIt(const Error &cause)
{
    // A plain refusal needs no proof, but proof costs one request and settles every other case.
    const auto signedIn = m_client.loginWithFingerprint(m_fingerprint);
    whenFinished(signedIn, this, [this, cause](const Result<Secret> &token) {
        if (token) {
            promote();
            return;
        }
        auto error = cause;
        error.inDoubt = cause.inDoubt && token.error().code != Error::Code::FingerprintRefused;
        m_promise.finish(failure(std::move(error)));
    });
}

void ReplaceFingerprint::promote()
{
    const auto written = m_secrets.write(id(SecretKind::Fingerprint), m_fingerprint.clone());
    whenFinished(written, this, [this](const Result<Done> &result) {
        if (!result) {
            finish(result.error());
            return;
        }
        const auto removed = m_secrets.remove(id(SecretKind::PendingFingerprint));
        whenFinished(removed, this, [this](const Result<Done> &gone) {
            // What stays behind is the same value once more, and the next change overwrites it.
            if (!gone)
                qCWarning(lcFlows, "the written-ahead fingerprint could not be removed");
            finish(std::nullopt);
        });
    });
}

void ReplaceFingerprint::finish(std::optional<Error> storeError)
{
    m_promise.finish(
        Replaced{.fingerprint = std::move(m_fingerprint), .storeError = std::move(storeError)});
}

} // namespace canopy
