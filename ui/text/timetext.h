#pragma once

#include <QDateTime>
#include <QString>

namespace canopy {

/// Moments and spans in words. What comes in is UTC, what comes out is local time in the person's
/// locale; an invalid time is "unknown", never an empty or a made-up text.

/// "14:31".
QString timeOfDayText(const QDateTime &at);
/// "22 Jul 2025".
QString dateText(const QDateTime &at);
/// "22 Jul 2025, 14:31".
QString dateTimeText(const QDateTime &at);
/// "at 14:31" on the same local day as @p now, "on 22 Jul 2025 at 14:31" otherwise, for the end of
/// a sentence: "Stored at 14:31".
QString momentText(const QDateTime &at, const QDateTime &now);
/// "just now", "2 minutes ago", "3 hours ago", then momentText().
QString ageText(const QDateTime &at, const QDateTime &now);

/// "4:32"; never below "0:00".
QString countdownText(qint64 seconds);
/// Two units at most: "45 seconds", "3 minutes 20 seconds", "2 hours 5 minutes", "3 days 4 hours".
QString durationText(qint64 seconds);
/// @p skewSeconds is service minus ours: "This computer's clock is 3 minutes 20 seconds behind
/// the service's."
QString skewText(qint64 skewSeconds);

/// How long a registration token is good for at least, from when its page was opened.
constexpr qint64 tokenLifetimeSeconds = 300;
/// "About 4:32 left", or that it has probably expired: how long the token of a page opened at
/// @p openedAt is still good. Empty if the page was not opened.
QString tokenCountdownText(const QDateTime &openedAt, const QDateTime &now);

} // namespace canopy
