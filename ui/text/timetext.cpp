#include "ui/text/timetext.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>
#include <cstdlib>

namespace canopy {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 minute = 60;
constexpr qint64 hour = 60 * minute;
constexpr qint64 day = 24 * hour;

class TimeWords
{
    Q_DECLARE_TR_FUNCTIONS(TimeWords)

public:
    static QString unknown() { return tr("unknown"); }
    static QString at(const QString &time) { return tr("at %1").arg(time); }
    static QString onAt(const QString &date, const QString &time)
    {
        return tr("on %1 at %2").arg(date, time);
    }
    static QString seconds(int count)
    {
        return count == 1 ? tr("1 second") : tr("%1 seconds").arg(count);
    }
    static QString minutes(int count)
    {
        return count == 1 ? tr("1 minute") : tr("%1 minutes").arg(count);
    }
    static QString hours(int count)
    {
        return count == 1 ? tr("1 hour") : tr("%1 hours").arg(count);
    }
    static QString days(int count) { return count == 1 ? tr("1 day") : tr("%1 days").arg(count); }
    static QString justNow() { return tr("just now"); }
    static QString ago(const QString &span) { return tr("%1 ago").arg(span); }
    static QString behind(const QString &span)
    {
        return tr("This computer’s clock is %1 behind the service’s.").arg(span);
    }
    static QString ahead(const QString &span)
    {
        return tr("This computer’s clock is %1 ahead of the service’s.").arg(span);
    }
    static QString sameTime() { return tr("This computer’s clock agrees with the service’s."); }
    static QString left(const QString &countdown) { return tr("About %1 left").arg(countdown); }
    static QString expired()
    {
        return tr("The token has probably expired. Open the page again for a new one.");
    }
};

/// One or two units, the larger first; nothing of the second where it is zero.
QString twoUnits(const QString &large, qint64 rest, const QString &small)
{
    return rest == 0 ? large : large + u' ' + small;
}

QString shortDate(const QDate &date)
{
    return QLocale().toString(date, u"d MMM yyyy"_s);
}

} // namespace

QString timeOfDayText(const QDateTime &at)
{
    if (!at.isValid())
        return TimeWords::unknown();
    return QLocale().toString(at.toLocalTime().time(), u"HH:mm"_s);
}

QString dateText(const QDateTime &at)
{
    return at.isValid() ? shortDate(at.toLocalTime().date()) : TimeWords::unknown();
}

QString dateTimeText(const QDateTime &at)
{
    if (!at.isValid())
        return TimeWords::unknown();
    return dateText(at) + u", "_s + timeOfDayText(at);
}

QString momentText(const QDateTime &at, const QDateTime &now)
{
    if (!at.isValid())
        return TimeWords::unknown();
    if (now.isValid() && at.toLocalTime().date() == now.toLocalTime().date())
        return TimeWords::at(timeOfDayText(at));
    return TimeWords::onAt(dateText(at), timeOfDayText(at));
}

QString ageText(const QDateTime &at, const QDateTime &now)
{
    if (!at.isValid() || !now.isValid())
        return TimeWords::unknown();
    const auto age = at.secsTo(now);
    if (age < 0 || age >= day)
        return momentText(at, now);
    if (age < minute)
        return TimeWords::justNow();
    const auto span = age < hour ? TimeWords::minutes(static_cast<int>(age / minute))
                                 : TimeWords::hours(static_cast<int>(age / hour));
    return TimeWords::ago(span);
}

QString countdownText(qint64 seconds)
{
    const auto left = std::max<qint64>(seconds, 0);
    return u"%1:%2"_s.arg(left / minute).arg(left % minute, 2, 10, QLatin1Char('0'));
}

QString durationText(qint64 seconds)
{
    const auto span = std::llabs(seconds);
    const auto count = [span](qint64 unit) { return static_cast<int>(span / unit); };
    if (span < minute)
        return TimeWords::seconds(static_cast<int>(span));
    if (span < hour) {
        const auto rest = span % minute;
        return twoUnits(TimeWords::minutes(count(minute)), rest,
                        TimeWords::seconds(static_cast<int>(rest)));
    }
    if (span < day) {
        const auto rest = span % hour / minute;
        return twoUnits(TimeWords::hours(count(hour)), rest,
                        TimeWords::minutes(static_cast<int>(rest)));
    }
    const auto rest = span % day / hour;
    return twoUnits(TimeWords::days(count(day)), rest, TimeWords::hours(static_cast<int>(rest)));
}

QString skewText(qint64 skewSeconds)
{
    if (skewSeconds == 0)
        return TimeWords::sameTime();
    const auto span = durationText(skewSeconds);
    return skewSeconds > 0 ? TimeWords::behind(span) : TimeWords::ahead(span);
}

QString tokenCountdownText(const QDateTime &openedAt, const QDateTime &now)
{
    if (!openedAt.isValid() || !now.isValid())
        return {};
    const auto left = tokenLifetimeSeconds - openedAt.secsTo(now);
    if (left <= 0)
        return TimeWords::expired();
    return TimeWords::left(countdownText(std::min(left, tokenLifetimeSeconds)));
}

} // namespace canopy
