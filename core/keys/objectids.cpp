#include "core/keys/objectids.h"

#include <QStringList>
#include <QUuid>

#include <algorithm>

namespace canopy {

using namespace Qt::StringLiterals;

bool isObjectId(QStringView text)
{
    return objectIdFrom(text) == text;
}

std::optional<QString> objectIdFrom(QStringView text)
{
    QStringView core = text;
    if (core.startsWith(u'{') && core.endsWith(u'}'))
        core = core.sliced(1, core.size() - 2);
    QString digits;
    for (const auto c : core) {
        const auto u = c.toLower().unicode();
        const bool isHex = (u >= u'0' && u <= u'9') || (u >= u'a' && u <= u'f');
        if (isHex && c.unicode() < 0x80)
            digits += QChar(u);
        else if (c != u'-')
            return std::nullopt;
    }
    if (digits.size() != 32)
        return std::nullopt;
    for (const qsizetype dash : {8, 13, 18, 23})
        digits.insert(dash, u'-');
    // Without dashes, or with all of them where they belong.
    const bool plain = !core.contains(u'-');
    if (!plain && core.compare(digits, Qt::CaseInsensitive) != 0)
        return std::nullopt;
    return digits;
}

QList<PastedId> pastedIds(QStringView list)
{
    QList<PastedId> parts;
    qsizetype start = 0;
    const auto take = [&](qsizetype end) {
        const auto text = list.sliced(start, end - start);
        if (text.isEmpty())
            return;
        const PastedId part{.text = text.toString(), .id = objectIdFrom(text)};
        const bool known = std::ranges::any_of(parts, [&](const PastedId &other) {
            return part.id ? other.id == part.id : other.text == part.text;
        });
        if (!known)
            parts.append(part);
    };
    for (qsizetype i = 0; i < list.size(); ++i) {
        const auto c = list[i];
        if (!c.isSpace() && c != u',' && c != u';')
            continue;
        take(i);
        start = i + 1;
    }
    take(list.size());
    return parts;
}

} // namespace canopy
