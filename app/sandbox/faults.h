#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QList>
#include <QString>

#include <optional>

namespace canopy::sandbox {

/// What goes wrong on the way of one request.
struct Fault
{
    enum class Kind {
        None,
        Late, ///< answers after @ref amount milliseconds; others are served meanwhile
        Cut, ///< does the work, sends the head and @ref amount bytes of the body, then closes
        Malformed, ///< does the work, answers 200 with half of the JSON
        DropAfter, ///< does the work, then closes without an answer
        DropBefore, ///< closes at once
        Text500, ///< nothing is done; "Internal Server Error"
        Html, ///< nothing is done; an edge's page with status 502
        RateLimit, ///< nothing is done; 429, with Retry-After if @ref amount is not 0
    };

    Kind kind = Kind::None;
    int amount = 0;

    bool operator==(const Fault &) const = default;
    /// Whether the request still reaches the service.
    bool doesTheWork() const { return kind <= Kind::DropAfter; }
};

/// A fault and where it strikes.
struct FaultRule
{
    QByteArray method; ///< empty: every method
    QString path; ///< exact
    Fault fault;
    int remaining = -1; ///< how often it still strikes; −1: always

    bool operator==(const FaultRule &) const = default;

    /// "[METHOD:]PATH=FAULT[*N]", FAULT one of late:MS, cut:BYTES, text500, html,
    /// rate-limit[:SECONDS], malformed, drop-after, drop-before. InvalidInput names the part that
    /// is not understood.
    static Result<FaultRule> parse(const QString &text);
};

/// The rules in force. The first that fits and is not used up strikes.
class FaultPlan
{
public:
    explicit FaultPlan(QList<FaultRule> rules = {})
        : m_rules(std::move(rules))
    {
    }

    /// The fault for this request, counted as used.
    Fault take(const QByteArray &method, const QString &path);

private:
    QList<FaultRule> m_rules;
};

} // namespace canopy::sandbox
