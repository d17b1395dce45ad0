#include "ui/widgets/verifiedcopy.h"

#include <QClipboard>
#include <QGuiApplication>

#include <chrono>

namespace canopy {

namespace {
constexpr std::chrono::milliseconds firstLook{300};
constexpr std::chrono::milliseconds secondLook{2000};
} // namespace

VerifiedCopy::VerifiedCopy(QObject *parent)
    : QObject(parent)
{
    m_first.setSingleShot(true);
    m_second.setSingleShot(true);
    connect(&m_first, &QTimer::timeout, this, &VerifiedCopy::look);
    connect(&m_second, &QTimer::timeout, this, &VerifiedCopy::look);
}

void VerifiedCopy::copy(const QString &text)
{
    m_expected = text;
    QGuiApplication::clipboard()->setText(text);
    m_first.start(firstLook);
    m_second.start(secondLook);
    emit copied();
}

void VerifiedCopy::look()
{
    if (QGuiApplication::clipboard()->text() == m_expected)
        return;
    m_first.stop();
    m_second.stop();
    emit tampered();
}

} // namespace canopy
