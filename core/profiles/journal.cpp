#include "core/profiles/journal.h"

#include "core/base/logging.h"
#include "core/profiles/recordjson.h"

#include <algorithm>
#include <array>
#include <utility>

using namespace Qt::StringLiterals;

namespace canopy {

using Kind = PendingOperation::Kind;

namespace {

constexpr auto listName = "pending"_L1;

constexpr std::array kindNames{std::pair{Kind::Register, "register"_L1},
                               std::pair{Kind::ChangeFingerprint, "changeFingerprint"_L1},
                               std::pair{Kind::CreateApiKey, "createApiKey"_L1},
                               std::pair{Kind::RevokeApiKey, "revokeApiKey"_L1},
                               std::pair{Kind::ReturnDeposit, "returnDeposit"_L1}};

QString nameOf(Kind kind)
{
    const auto found = std::ranges::find_if(kindNames, [kind](const auto &pair) {
        return pair.first == kind;
    });
    return found->second;
}

Kind readKind(RecordReader &reader)
{
    const QString name = reader.string("kind"_L1);
    const auto found = std::ranges::find_if(kindNames, [&name](const auto &pair) {
        return name == pair.second;
    });
    if (found != kindNames.end())
        return found->first;
    reader.refuse("kind"_L1);
    return Kind::Register;
}

QJsonObject recordOf(const PendingOperation &operation)
{
    return {{u"id"_s, operation.id},
            {u"kind"_s, nameOf(operation.kind)},
            {u"service"_s, operation.service.toString()},
            {u"profile"_s, operation.profileId},
            {u"subject"_s, operation.subject},
            {u"username"_s, operation.username},
            {u"coldkey"_s, operation.coldkey},
            {u"hotkeyName"_s, operation.hotkeyName},
            {u"hotkeyPath"_s, operation.hotkeyPath},
            {u"walletName"_s, operation.walletName},
            {u"startedAt"_s, toRecord(operation.startedAt)}};
}

Result<PendingOperation> operationOf(const QJsonObject &record)
{
    RecordReader reader(record);
    PendingOperation operation{.id = reader.string("id"_L1),
                               .kind = readKind(reader),
                               .service = reader.origin("service"_L1),
                               .profileId = reader.string("profile"_L1),
                               .subject = reader.string("subject"_L1),
                               .username = reader.string("username"_L1),
                               .coldkey = reader.string("coldkey"_L1),
                               .hotkeyName = reader.string("hotkeyName"_L1),
                               .hotkeyPath = reader.string("hotkeyPath"_L1),
                               .walletName = reader.string("walletName"_L1),
                               .startedAt = reader.time("startedAt"_L1)};
    if (!isRecordId(operation.id))
        reader.refuse("id"_L1);
    if (!operation.startedAt.isValid())
        reader.refuse("startedAt"_L1);
    if (auto done = reader.finish(); !done)
        return failure(std::move(done).error());
    return operation;
}

/// Fractions of a millisecond do not exist here, but a time zone does.
QDateTime recordable(const QDateTime &time)
{
    return time.isValid() ? time.toUTC() : QDateTime();
}

} // namespace

Journal::Journal(const QString &folder, RandomSource &random)
    : m_file(folder, u"pending.json"_s)
    , m_random(random)
{
}

Result<QList<PendingOperation>> Journal::parse(QByteArrayView json)
{
    const auto records = parseRecords(json, listName);
    if (!records)
        return failure(records.error());
    QList<PendingOperation> operations;
    for (const QJsonObject &record : *records) {
        auto operation = operationOf(record);
        if (!operation)
            return failure(std::move(operation).error());
        const bool twice = std::ranges::any_of(operations, [&](const PendingOperation &other) {
            return other.id == operation->id;
        });
        if (twice)
            return failure(Error::Code::FileDamaged, u"an operation given twice"_s);
        operations.append(*std::move(operation));
    }
    return operations;
}

QByteArray Journal::serialise(const QList<PendingOperation> &operations)
{
    QList<QJsonObject> records;
    for (const PendingOperation &operation : operations)
        records.append(recordOf(operation));
    return serialiseRecords(listName, records);
}

Result<QList<PendingOperation>> Journal::load()
{
    m_pending.clear();
    const auto bytes = m_file.read();
    auto operations = !bytes ? Result<QList<PendingOperation>>(failure(bytes.error()))
        : bytes->isEmpty()   ? Result<QList<PendingOperation>>(QList<PendingOperation>())
                             : parse(*bytes);
    if (!operations) {
        m_file.markUnreadable();
        qCWarning(lcProfiles) << "pending.json not read:" << operations.error().detail;
        return operations;
    }
    m_pending = *operations;
    return operations;
}

Result<QString> Journal::begin(PendingOperation operation)
{
    operation.id = m_random.hex(16);
    operation.startedAt = recordable(operation.startedAt);
    const QList one{operation};
    // What could not be read back would make the whole file unreadable at the next start.
    if (const auto read = parse(serialise(one)); !read || *read != one)
        return failure(Error::Code::InvalidInput, u"an operation that cannot be written down"_s);
    if (auto done = write(m_pending + one); !done)
        return failure(std::move(done).error());
    return operation.id;
}

Result<Done> Journal::settle(const QString &id)
{
    QList<PendingOperation> left;
    std::ranges::copy_if(m_pending, std::back_inserter(left),
                         [&id](const PendingOperation &operation) { return operation.id != id; });
    if (left.size() == m_pending.size())
        return Done{};
    return write(std::move(left));
}

Result<Done> Journal::write(QList<PendingOperation> operations)
{
    auto done = m_file.write(serialise(operations));
    if (done || done.error().inDoubt)
        m_pending = std::move(operations);
    return done;
}

} // namespace canopy
