#include "app/sandbox/names.h"

#include <QRegularExpression>

namespace canopy::sandbox {

using namespace Qt::StringLiterals;

bool isUsername(const QString &text)
{
    static const QRegularExpression pattern(u"^[a-zA-Z0-9_-]{3,15}$"_s);
    return pattern.match(text).hasMatch();
}

bool isKeyName(const QString &text)
{
    static const QRegularExpression pattern(u"^[\\$\\w\\x{0080}-\\x{FFFF}\\._\\s-]{1,24}$"_s,
                                            QRegularExpression::UseUnicodePropertiesOption);
    return pattern.match(text).hasMatch();
}

} // namespace canopy::sandbox
