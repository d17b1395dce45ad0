#include "core/keys/accessdocument.h"

#include "core/keys/positionedjson.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace canopy {

using namespace Qt::StringLiterals;
using Kind = DocumentProblem::Kind;

namespace {

constexpr auto typeName = "object_type"_L1;
constexpr auto idName = "object_id"_L1;
constexpr auto actionName = "action"_L1;
constexpr auto scopesName = "scopes"_L1;
constexpr auto adminName = "admin"_L1;

template <typename T>
using Read = tl::expected<T, DocumentProblem>;

tl::unexpected<DocumentProblem> problem(Kind kind, qsizetype offset, const QString &member = {})
{
    return tl::unexpected(DocumentProblem{.kind = kind, .offset = offset, .member = member});
}

/// Absent and null are nullopt.
Read<std::optional<QString>> optionalText(const PositionedJson &object, QLatin1StringView name)
{
    const auto *member = object.find(name);
    if (member == nullptr || member->value.isNull())
        return std::nullopt;
    if (member->value.type != PositionedJson::Type::Text)
        return problem(Kind::NotText, member->value.offset, name);
    return member->value.value.toString();
}

Read<ScopeRow> rowOf(const PositionedJson &object)
{
    if (object.type != PositionedJson::Type::Object)
        return problem(Kind::ScopeNotAnObject, object.offset);
    const auto type = optionalText(object, typeName);
    auto id = optionalText(object, idName);
    auto action = optionalText(object, actionName);
    if (!type)
        return tl::unexpected(type.error());
    if (!*type)
        return problem(Kind::TypeMissing, object.offset, typeName);
    if (!id || !action)
        return tl::unexpected(id ? action.error() : id.error());
    ScopeRow row{.scope = {.objectType = **type, .objectId = *id, .action = *action}};
    for (const auto &member : object.members) {
        if (member.name != typeName && member.name != idName && member.name != actionName)
            row.others.insert(member.name, member.value.toValue());
    }
    return row;
}

Read<bool> adminOf(const PositionedJson &document)
{
    const auto *member = document.find(adminName);
    if (member == nullptr)
        return false;
    if (!member->value.isBool())
        return problem(Kind::NotABool, member->value.offset, adminName);
    return member->value.value.toBool();
}

Read<QList<ScopeRow>> rowsOf(const PositionedJson &document, bool mayBeMissing)
{
    const auto *scopes = document.find(scopesName);
    if (scopes == nullptr) {
        if (mayBeMissing)
            return QList<ScopeRow>();
        return problem(Kind::ScopesMissing, document.offset, scopesName);
    }
    if (scopes->value.type != PositionedJson::Type::Array)
        return problem(Kind::ScopesNotAList, scopes->value.offset, scopesName);
    QList<ScopeRow> rows;
    for (const auto &item : scopes->value.items) {
        auto row = rowOf(item);
        if (!row)
            return tl::unexpected(row.error());
        rows.append(*std::move(row));
    }
    return rows;
}

Read<AccessRequest> requestOf(const PositionedJson &document)
{
    if (document.type != PositionedJson::Type::Object)
        return problem(Kind::NotAnObject, document.offset);
    const auto admin = adminOf(document);
    if (!admin)
        return tl::unexpected(admin.error());
    auto rows = rowsOf(document, *admin);
    if (!rows)
        return tl::unexpected(rows.error());
    AccessRequest access{.admin = *admin, .rows = *std::move(rows)};
    for (const auto &member : document.members) {
        if (member.name != scopesName && member.name != adminName)
            access.others.insert(member.name, member.value.toValue());
    }
    return access;
}

QString quoted(const QString &text)
{
    const auto list = QJsonDocument(QJsonArray{text}).toJson(QJsonDocument::Compact);
    return QString::fromUtf8(list.sliced(1, list.size() - 2));
}

QString textOf(const QJsonValue &value)
{
    const auto list = QJsonDocument(QJsonArray{value}).toJson(QJsonDocument::Compact);
    return QString::fromUtf8(list.sliced(1, list.size() - 2));
}

/// The members of a scope in the order in which people think of them, the unknown ones last.
QStringList membersOf(const ScopeRow &row)
{
    QStringList members{u"\"object_type\": "_s + quoted(row.scope.objectType)};
    if (row.scope.objectId)
        members.append(u"\"object_id\": "_s + quoted(*row.scope.objectId));
    if (row.scope.action)
        members.append(u"\"action\": "_s + quoted(*row.scope.action));
    for (auto other = row.others.begin(); other != row.others.end(); ++other)
        members.append(quoted(other.key()) + u": "_s + textOf(other.value()));
    return members;
}

QString written(const AccessRequest &access, const QString &lineEnd, const QString &indent)
{
    QStringList members;
    if (access.admin)
        members.append(u"\"admin\": true"_s);
    QStringList rows;
    for (const auto &row : access.rows)
        rows.append(lineEnd + indent + indent + u'{' + membersOf(row).join(u", "_s) + u'}');
    const auto between = lineEnd.isEmpty() ? u", "_s : u","_s;
    if (!access.admin || !rows.isEmpty()) {
        const auto end = rows.isEmpty() ? QString() : lineEnd + indent;
        members.append(u"\"scopes\": ["_s + rows.join(between) + end + u']');
    }
    for (auto other = access.others.begin(); other != access.others.end(); ++other)
        members.append(quoted(other.key()) + u": "_s + textOf(other.value()));
    return u'{' + lineEnd + indent + members.join(between + lineEnd + indent) + lineEnd + u'}';
}

} // namespace

tl::expected<AccessRequest, DocumentProblem> parseAccessDocument(QStringView text)
{
    const auto document = PositionedJson::parse(text);
    if (!document)
        return tl::unexpected(document.error());
    auto access = requestOf(*document);
    if (!access)
        return tl::unexpected(located(access.error(), text));
    return access;
}

QString accessDocument(const AccessRequest &access)
{
    return written(access, u"\n"_s, u"  "_s);
}

QString compactAccessDocument(const AccessRequest &access)
{
    return written(access, {}, {});
}

} // namespace canopy
