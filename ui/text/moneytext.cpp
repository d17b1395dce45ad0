#include "ui/text/moneytext.h"

#include <QCoreApplication>
#include <QLocale>

namespace canopy {

using namespace Qt::StringLiterals;

namespace {

class MoneyWords
{
    Q_DECLARE_TR_FUNCTIONS(MoneyWords)

public:
    static QString notReported() { return tr("Not reported by this service"); }
    static QString tao(const QString &amount) { return tr("%1 TAO").arg(amount); }
};

struct Parts
{
    bool negative = false;
    QString whole; ///< with the separators of the locale
    QString fraction; ///< digits, without the point
};

/// @p decimal: digits with an optional sign and point, as Usd and Tao spell amounts. The digits are
/// moved as text: a double would round what the chain and the service did not.
Parts partsOf(QString decimal)
{
    Parts parts;
    parts.negative = decimal.startsWith(u'-');
    if (parts.negative)
        decimal.remove(0, 1);
    const auto point = decimal.indexOf(u'.');
    parts.whole = QLocale().toString(decimal.left(point).toLongLong());
    if (point >= 0)
        parts.fraction = decimal.mid(point + 1);
    return parts;
}

QString joined(const Parts &parts)
{
    return parts.fraction.isEmpty() ? parts.whole
                                    : parts.whole + QLocale().decimalPoint() + parts.fraction;
}

QString signOf(const Parts &parts)
{
    return parts.negative ? u"\u2212"_s : QString();
}

} // namespace

QString notReportedText()
{
    return MoneyWords::notReported();
}

QString usdText(const std::optional<Usd> &amount)
{
    if (!amount)
        return notReportedText();
    const auto parts = partsOf(amount->toCents());
    return signOf(parts) + u'$' + joined(parts);
}

QString taoText(const std::optional<Tao> &amount)
{
    if (!amount)
        return notReportedText();
    const auto parts = partsOf(amount->toDecimal());
    return MoneyWords::tao(signOf(parts) + joined(parts));
}

} // namespace canopy
