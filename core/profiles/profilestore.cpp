#include "core/profiles/profilestore.h"

#include "core/base/logging.h"
#include "core/profiles/recordjson.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace canopy {

namespace {

constexpr auto listName = "profiles"_L1;
constexpr auto currentName = "current"_L1;

QJsonObject recordOf(const Profile &profile)
{
    return {{u"id"_s, profile.id},
            {u"service"_s, profile.service.toString()},
            {u"username"_s, profile.username},
            {u"userId"_s, profile.userId},
            {u"hotkeyName"_s, profile.hotkeyName},
            {u"hotkey"_s, toRecord(profile.hotkey)},
            {u"coldkey"_s, toRecord(profile.coldkey)},
            {u"paymentAddress"_s, toRecord(profile.paymentAddress)},
            {u"walletName"_s, profile.walletName},
            {u"hotkeyPath"_s, profile.hotkeyPath},
            {u"addedAt"_s, toRecord(profile.addedAt)},
            {u"hasSeed"_s, profile.hasSeed},
            {u"hasFingerprint"_s, profile.hasFingerprint},
            {u"toRemove"_s, QJsonArray::fromStringList(profile.toRemove)}};
}

Result<Profile> profileOf(const QJsonObject &record)
{
    RecordReader reader(record);
    Profile profile{.id = reader.string("id"_L1),
                    .service = reader.origin("service"_L1),
                    .username = reader.string("username"_L1),
                    .userId = reader.string("userId"_L1),
                    .hotkeyName = reader.string("hotkeyName"_L1),
                    .hotkey = reader.address("hotkey"_L1),
                    .coldkey = reader.address("coldkey"_L1),
                    .paymentAddress = reader.address("paymentAddress"_L1),
                    .walletName = reader.string("walletName"_L1),
                    .hotkeyPath = reader.string("hotkeyPath"_L1),
                    .addedAt = reader.time("addedAt"_L1),
                    .hasSeed = reader.boolean("hasSeed"_L1),
                    .hasFingerprint = reader.boolean("hasFingerprint"_L1),
                    .toRemove = reader.strings("toRemove"_L1)};
    if (!isRecordId(profile.id))
        reader.refuse("id"_L1);
    if (auto done = reader.finish(); !done)
        return failure(std::move(done).error());
    return profile;
}

const Profile *findIn(const QList<Profile> &profiles, const QString &id)
{
    const auto found = std::ranges::find(profiles, id, &Profile::id);
    return found == profiles.end() ? nullptr : &*found;
}

} // namespace

ProfileStore::ProfileStore(const QString &folder, RandomSource &random, QObject *parent)
    : QObject(parent)
    , m_file(folder, u"accounts.json"_s)
    , m_random(random)
{
}

Result<ProfileStore::Content> ProfileStore::parse(QByteArrayView json)
{
    Content content;
    const auto records = parseRecords(json, listName, [&content](RecordReader &reader) {
        content.currentId = reader.string(currentName);
    });
    if (!records)
        return failure(records.error());
    for (const QJsonObject &record : *records) {
        auto profile = profileOf(record);
        if (!profile)
            return failure(std::move(profile).error());
        if (findIn(content.profiles, profile->id))
            return failure(Error::Code::FileDamaged, u"a profile given twice"_s);
        content.profiles.append(*std::move(profile));
    }
    if (!content.currentId.isEmpty() && !findIn(content.profiles, content.currentId))
        return failure(Error::Code::FileDamaged, u"the current profile is not there"_s);
    return content;
}

QByteArray ProfileStore::serialise(const Content &content)
{
    QList<QJsonObject> records;
    for (const Profile &profile : content.profiles)
        records.append(recordOf(profile));
    return serialiseRecords(listName, records, {{currentName, content.currentId}});
}

Result<Done> ProfileStore::load()
{
    const auto bytes = m_file.read();
    const auto content = !bytes ? Result<Content>(failure(bytes.error()))
        : bytes->isEmpty()      ? Result<Content>(Content())
                                : parse(*bytes);
    m_profiles = content ? content->profiles : QList<Profile>();
    m_currentId = content ? content->currentId : QString();
    emit changed();
    if (content)
        return Done{};
    m_file.markUnreadable();
    qCWarning(lcProfiles) << "accounts.json not read:" << content.error().detail;
    return failure(content.error());
}

const Profile *ProfileStore::find(const QString &id) const
{
    return findIn(m_profiles, id);
}

const Profile *ProfileStore::findSame(const Profile &profile) const
{
    const auto isSame = [&profile](const Profile &other) {
        const bool sameHotkey = profile.hotkey && other.hotkey == profile.hotkey;
        const bool sameUser = !profile.userId.isEmpty() && other.userId == profile.userId;
        return other.service == profile.service && (sameHotkey || sameUser);
    };
    const auto found = std::ranges::find_if(m_profiles, isSame);
    return found == m_profiles.end() ? nullptr : &*found;
}

QString ProfileStore::newId()
{
    return m_random.hex(16);
}

Result<Done> ProfileStore::save(const Profile &profile)
{
    Profile stored = profile;
    // As it will be read back.
    stored.addedAt = profile.addedAt.isValid() ? profile.addedAt.toUTC() : QDateTime();
    const Content one{.profiles = {stored}, .currentId = {}};
    if (const auto read = parse(serialise(one)); !read || *read != one)
        return failure(Error::Code::InvalidInput, u"a profile that cannot be written down"_s);
    Content content{.profiles = m_profiles, .currentId = m_currentId};
    const auto found = std::ranges::find(content.profiles, stored.id, &Profile::id);
    if (found == content.profiles.end())
        content.profiles.append(stored);
    else
        *found = stored;
    return write(content);
}

Result<Done> ProfileStore::remove(const QString &id)
{
    Content content{.profiles = m_profiles, .currentId = m_currentId};
    if (content.profiles.removeIf([&id](const Profile &profile) { return profile.id == id; }) == 0)
        return Done{};
    if (content.currentId == id)
        content.currentId.clear();
    return write(content);
}

Result<Done> ProfileStore::setCurrent(const QString &id)
{
    if (id == m_currentId)
        return Done{};
    if (!id.isEmpty() && !find(id))
        return failure(Error::Code::InvalidInput, u"no such profile"_s);
    return write({.profiles = m_profiles, .currentId = id});
}

Result<Done> ProfileStore::write(const Content &content)
{
    auto done = m_file.write(serialise(content));
    if (done || done.error().inDoubt) {
        m_profiles = content.profiles;
        m_currentId = content.currentId;
        emit changed();
    }
    return done;
}

} // namespace canopy
