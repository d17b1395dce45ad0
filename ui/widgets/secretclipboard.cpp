#include "ui/widgets/secretclipboard.h"

#include <QClipboard>
#include <QCoreApplication>
#include <QGuiApplication>
#include <QMimeData>

using namespace Qt::StringLiterals;

namespace canopy {

namespace {

/// Hands the secret out when a program pastes, so that no plain copy waits in this process.
class SecretMimeData : public QMimeData
{
    Q_OBJECT

public:
    explicit SecretMimeData(const Secret &secret)
        : m_secret(secret.clone())
    {
    }

    QStringList formats() const override { return {u"text/plain"_s, managerHint()}; }
    bool hasFormat(const QString &format) const override { return formats().contains(format); }

protected:
    QVariant retrieveData(const QString &format, QMetaType /*type*/) const override
    {
        if (format == managerHint())
            return QByteArrayLiteral("secret");
        if (format != "text/plain"_L1)
            return {};
        return m_secret.view().bytes().toByteArray();
    }

private:
    /// What KDE's, and after it other clipboard histories look for.
    static QString managerHint() { return u"x-kde-passwordManagerHint"_s; }

    Secret m_secret;
};

} // namespace

SecretClipboard::SecretClipboard(std::chrono::milliseconds clearAfter, QObject *parent)
    : QObject(parent)
    , m_clearAfter(clearAfter)
{
    m_clear.setSingleShot(true);
    m_clear.setTimerType(Qt::PreciseTimer);
    m_tick.setInterval(std::chrono::seconds(1));
    connect(&m_clear, &QTimer::timeout, this, &SecretClipboard::clearNow);
    connect(&m_tick, &QTimer::timeout, this, &SecretClipboard::changed);
    connect(QCoreApplication::instance(), &QCoreApplication::aboutToQuit, this,
            &SecretClipboard::clearNow);
}

SecretClipboard::~SecretClipboard()
{
    if (QGuiApplication::instance() != nullptr)
        clearNow();
}

void SecretClipboard::copy(const Secret &secret)
{
    if (secret.isEmpty())
        return;
    m_secret = secret.clone();
    QGuiApplication::clipboard()->setMimeData(new SecretMimeData(secret), QClipboard::Clipboard);
    m_clear.start(m_clearAfter);
    m_tick.start();
    emit changed();
}

void SecretClipboard::clearNow()
{
    if (!holdsSecret())
        return;
    if (isStillOurs())
        QGuiApplication::clipboard()->clear(QClipboard::Clipboard);
    forget();
}

int SecretClipboard::secondsLeft() const
{
    if (!m_clear.isActive())
        return 0;
    const auto left = std::chrono::ceil<std::chrono::seconds>(m_clear.remainingTimeAsDuration());
    return static_cast<int>(left.count());
}

bool SecretClipboard::isStillOurs() const
{
    const QClipboard *clipboard = QGuiApplication::clipboard();
    const QMimeData *held = clipboard->mimeData(QClipboard::Clipboard);
    if (qobject_cast<const SecretMimeData *>(held) != nullptr)
        return true;
    // A clipboard program may have taken the text over and now offers it in its own name.
    if (held == nullptr || !held->hasText())
        return false;
    return Secret::takeText(held->text()).equals(m_secret);
}

void SecretClipboard::forget()
{
    m_secret = {};
    m_clear.stop();
    m_tick.stop();
    emit changed();
}

} // namespace canopy

#include "secretclipboard.moc"
