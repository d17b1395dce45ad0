#include "app/sandbox/timestamps.h"

#include <QDateTime>
#include <QLocale>

namespace canopy::sandbox {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 microsecondsPerSecond = 1'000'000;

QDateTime wholeSeconds(qint64 microseconds)
{
    return QDateTime::fromSecsSinceEpoch(microseconds / microsecondsPerSecond, Qt::UTC);
}

} // namespace

QString timestamp(qint64 microseconds, TimeSpelling spelling)
{
    QString text = wholeSeconds(microseconds).toString(u"yyyy-MM-dd'T'HH:mm:ss");
    if (const qint64 fraction = microseconds % microsecondsPerSecond; fraction != 0)
        text += u'.' + QString::number(fraction).rightJustified(6, u'0');
    if (spelling == TimeSpelling::Zulu)
        text += u'Z';
    return text;
}

QByteArray httpDate(qint64 microseconds)
{
    return QLocale::c()
        .toString(wholeSeconds(microseconds), u"ddd, dd MMM yyyy HH:mm:ss 'GMT'")
        .toLatin1();
}

} // namespace canopy::sandbox
