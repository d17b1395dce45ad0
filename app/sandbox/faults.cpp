#include "app/sandbox/faults.h"

#include <array>

namespace canopy::sandbox {

using namespace Qt::StringLiterals;

namespace {

enum class Amount { Forbidden, Optional, Required };

struct Word
{
    QLatin1StringView name;
    Fault::Kind kind = Fault::Kind::None;
    Amount amount = Amount::Forbidden;
};

constexpr std::array words{
    Word{.name = "late"_L1, .kind = Fault::Kind::Late, .amount = Amount::Required},
    Word{.name = "cut"_L1, .kind = Fault::Kind::Cut, .amount = Amount::Required},
    Word{.name = "text500"_L1, .kind = Fault::Kind::Text500},
    Word{.name = "html"_L1, .kind = Fault::Kind::Html},
    Word{.name = "rate-limit"_L1, .kind = Fault::Kind::RateLimit, .amount = Amount::Optional},
    Word{.name = "malformed"_L1, .kind = Fault::Kind::Malformed},
    Word{.name = "drop-after"_L1, .kind = Fault::Kind::DropAfter},
    Word{.name = "drop-before"_L1, .kind = Fault::Kind::DropBefore},
};

constexpr auto withoutCase = Qt::CaseInsensitive;

std::optional<int> natural(QStringView text)
{
    bool ok = false;
    const int number = text.toInt(&ok);
    return ok && number >= 0 ? std::optional(number) : std::nullopt;
}

std::optional<Fault> faultNamed(QStringView text)
{
    const qsizetype colon = text.indexOf(u':');
    const QStringView name = colon < 0 ? text : text.first(colon);
    for (const Word &word : words) {
        if (name.compare(word.name, withoutCase) != 0)
            continue;
        if (colon < 0) {
            return word.amount == Amount::Required ? std::nullopt
                                                   : std::optional(Fault{.kind = word.kind});
        }
        const auto amount = natural(text.sliced(colon + 1));
        if (!amount || word.amount == Amount::Forbidden)
            return std::nullopt;
        return Fault{.kind = word.kind, .amount = *amount};
    }
    return std::nullopt;
}

tl::unexpected<Error> notUnderstood(QStringView part)
{
    return failure(Error::Code::InvalidInput, u"fault rule: not understood: "_s + part.toString());
}

} // namespace

Result<FaultRule> FaultRule::parse(const QString &text)
{
    const QStringView all(text);
    const qsizetype equals = all.indexOf(u'=');
    if (equals < 0)
        return notUnderstood(all);
    QStringView where = all.first(equals);
    QStringView what = all.sliced(equals + 1);

    FaultRule rule;
    if (const qsizetype colon = where.indexOf(u':'); colon >= 0) {
        rule.method = where.first(colon).toLatin1().toUpper();
        where = where.sliced(colon + 1);
    }
    if (!where.startsWith(u'/'))
        return notUnderstood(where);
    rule.path = where.toString();

    if (const qsizetype star = what.indexOf(u'*'); star >= 0) {
        const auto times = natural(what.sliced(star + 1));
        if (!times)
            return notUnderstood(what);
        rule.remaining = *times;
        what = what.first(star);
    }
    const auto fault = faultNamed(what);
    if (!fault)
        return notUnderstood(what);
    rule.fault = *fault;
    return rule;
}

Fault FaultPlan::take(const QByteArray &method, const QString &path)
{
    for (FaultRule &rule : m_rules) {
        const bool fits = rule.path == path && (rule.method.isEmpty() || rule.method == method);
        if (!fits || rule.remaining == 0)
            continue;
        if (rule.remaining > 0)
            --rule.remaining;
        return rule.fault;
    }
    return {};
}

} // namespace canopy::sandbox
