#include "core/keys/accessdescription.h"
#include "core/keys/accessdocument.h"
#include "core/keys/equivalentcommand.h"
#include "core/keys/scopelint.h"
#include "tests/fuzz/fuzz.h"

#include <QJsonDocument>

using namespace canopy;

namespace {

void refused(const DocumentProblem &problem, QStringView text)
{
    require(problem.offset >= 0 && problem.offset <= text.size());
    require(problem.line >= 1 && problem.column >= 1);
    require(problem.line == text.first(problem.offset).count(u'\n') + 1);
}

void accepted(const AccessRequest &access, QStringView text)
{
    // What is taken here, the service's own reader takes.
    require(QJsonDocument::fromJson(text.toUtf8()).isObject());
    const auto again = parseAccessDocument(accessDocument(access));
    require(again && *again == access);
    const auto compact = parseAccessDocument(compactAccessDocument(access));
    require(compact && *compact == access);
    for (const auto &finding : lintAccess(access))
        require(finding.row < access.rows.size() && finding.otherRow < access.rows.size());
    require(!describeAccess(access).isEmpty());
    require(!chutesCommand(QStringLiteral("k"), access).isEmpty());
}

} // namespace

// Every text is either refused at a place inside it, or a value that is written down the same.
int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const auto text = QString::fromUtf8(inputView(data, size));
    const auto access = parseAccessDocument(text);
    if (access)
        accepted(*access, text);
    else
        refused(access.error(), text);
    return 0;
}
