#include "core/keys/equivalentcommand.h"

#include "core/keys/accessdocument.h"

#include <QStringList>

#include <algorithm>

namespace canopy {

using namespace Qt::StringLiterals;

namespace {

/// The rows as flags of the CLI, or nothing where its flags cannot say exactly this.
class Flags
{
public:
    explicit Flags(const AccessRequest &access)
        : m_action(access.rows.isEmpty() ? std::nullopt : access.rows.first().scope.action)
    {
        for (const auto &row : access.rows)
            take(row);
        // Without any id the CLI appends every whole-type scope a second time, one on all chutes
        // wherever the action is invoke, and crashes without an action.
        m_exact = m_exact && !(m_imageIds.isEmpty() && m_chuteIds.isEmpty());
        // A whole-type flag makes it forget the ids of that type.
        m_exact = m_exact && !(m_images && !m_imageIds.isEmpty())
            && !(m_chutes && !m_chuteIds.isEmpty());
    }

    bool areExact() const { return m_exact; }
    QStringList words() const
    {
        QStringList words;
        if (m_images)
            words.append(u"--images"_s);
        if (m_chutes)
            words.append(u"--chutes"_s);
        for (const auto &id : m_imageIds)
            words.append(u"--image-ids "_s + shellQuoted(id));
        for (const auto &id : m_chuteIds)
            words.append(u"--chute-ids "_s + shellQuoted(id));
        if (m_action)
            words.append(u"--action "_s + shellQuoted(*m_action));
        return words;
    }

private:
    void take(const ScopeRow &row)
    {
        const bool isImage = row.scope.objectType == "images"_L1;
        const bool isChute = row.scope.objectType == "chutes"_L1;
        m_exact = m_exact && (isImage || isChute) && row.scope.action == m_action
            && row.others.isEmpty();
        const auto &id = row.scope.objectId;
        auto &whole = isImage ? m_images : m_chutes;
        if (id) {
            // An option's value that looks like an option is none to the CLI.
            m_exact = m_exact && !id->isEmpty() && !id->startsWith(u'-');
            (isImage ? m_imageIds : m_chuteIds).append(*id);
        } else {
            m_exact = m_exact && !whole;
            whole = true;
        }
    }

    std::optional<QString> m_action;
    bool m_exact = true;
    bool m_images = false;
    bool m_chutes = false;
    QStringList m_imageIds;
    QStringList m_chuteIds;
};

QString lines(const QStringList &words)
{
    return words.join(u" \\\n  "_s);
}

} // namespace

QString shellQuoted(const QString &text)
{
    const bool plain = !text.isEmpty() && std::ranges::all_of(text, [](QChar c) {
        const auto u = c.unicode();
        return (u >= u'a' && u <= u'z') || (u >= u'A' && u <= u'Z') || (u >= u'0' && u <= u'9')
            || u == u'-' || u == u'_' || u == u'.' || u == u'/' || u == u':';
    });
    if (plain)
        return text;
    return u'\'' + QString(text).replace(u'\'', u"'\\''"_s) + u'\'';
}

QString chutesCommand(const QString &name, const AccessRequest &access)
{
    // "--name -ci" would be an option; "--name=-ci" is not.
    QStringList words{u"chutes keys create"_s, u"--name="_s + shellQuoted(name)};
    if (!name.startsWith(u'-'))
        words.last() = u"--name "_s + shellQuoted(name);
    if (access.admin) {
        words.append(u"--admin"_s);
        return lines(words);
    }
    const Flags flags(access);
    if (flags.areExact())
        words.append(flags.words());
    else
        words.append(u"--json-input "_s + shellQuoted(compactAccessDocument(access)));
    return lines(words);
}

QString curlCommand(const Origin &service, const QString &name, const AccessRequest &access)
{
    return lines({u"curl -X POST "_s + shellQuoted(service.toString() + u"/api_keys/"_s),
                  u"-H \"Authorization: Bearer $CHUTES_ADMIN_KEY\""_s,
                  u"-H 'Content-Type: application/json'"_s,
                  u"-d "_s + shellQuoted(QString::fromUtf8(newApiKeyBody(name, access)))});
}

} // namespace canopy
