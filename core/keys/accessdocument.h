#pragma once

#include "core/chutes/accessrequest.h"

#include <QString>
#include <QStringView>

#include <tl/expected.hpp>

namespace canopy {

/// Why a text is not a scope document, and where. Lines and columns count from 1, columns in
/// UTF-16 units, as a text editor's cursor does.
struct DocumentProblem
{
    enum class Kind {
        // Not JSON
        UnexpectedEnd,
        UnexpectedCharacter,
        BadString, ///< a line end in it, or an escape that is none
        BadNumber,
        TooDeep,
        TextAfterEnd,
        DuplicateMember, ///< @ref member twice in one object
        // JSON, but not a scope document
        NotAnObject, ///< the document itself
        ScopesMissing, ///< no "scopes", and no "admin": true
        ScopesNotAList,
        ScopeNotAnObject,
        TypeMissing, ///< a scope without "object_type"
        NotText, ///< @ref member must be a text (or null, where it may be left out)
        NotABool, ///< @ref member must be true or false
    };
    Kind kind = Kind::UnexpectedEnd;
    qsizetype offset = 0; ///< in UTF-16 units
    int line = 1;
    int column = 1;
    QString member = {};
    bool operator==(const DocumentProblem &) const = default;
};

/// The document that `chutes keys create --json-input` takes: {"scopes": [{"object_type",
/// "object_id", "action"}]}, with "admin" beside it where the key is administrative. Members that
/// are not known are kept. Types, ids and actions are taken as they are: judging them is
/// lintAccess()'s business.
tl::expected<AccessRequest, DocumentProblem> parseAccessDocument(QStringView text);
/// The same the other way, indented. parse(write(a)) == a for every a whose unknown members do not
/// bear a known name.
QString accessDocument(const AccessRequest &access);
/// On one line, for a command line.
QString compactAccessDocument(const AccessRequest &access);

} // namespace canopy
