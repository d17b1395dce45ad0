#include "core/secrets/sessionstore.h"

#include "core/base/whenfinished.h"
#include "core/secrets/entryname.h"
#include "core/secrets/envelope.h"

namespace canopy {

using namespace Qt::StringLiterals;

QFuture<Result<SecretStoreState>> SessionStore::state()
{
    return readyFuture<SecretStoreState>(
        SecretStoreState{.kind = SecretStoreState::Kind::SessionOnly,
                         .availability = SecretStoreState::Availability::Unlocked});
}

QFuture<Result<Secret>> SessionStore::read(const SecretId &id)
{
    const auto found = m_entries.find(entryName(id));
    if (found == m_entries.end())
        return readyFuture<Secret>(failure(Error::Code::SecretAbsent));
    return readyFuture<Secret>(found->second.clone());
}

QFuture<Result<Done>> SessionStore::write(const SecretId &id, Secret value)
{
    // The limits of the other stores, so that what is held here can be moved there.
    if (!envelope::fits(id, value.size()))
        return readyFuture<Done>(failure(Error::Code::InvalidInput, u"size of a secret"_s));
    m_entries.insert_or_assign(entryName(id), std::move(value));
    return readyFuture<Done>(Done{});
}

QFuture<Result<Done>> SessionStore::remove(const SecretId &id)
{
    m_entries.erase(entryName(id));
    return readyFuture<Done>(Done{});
}

QFuture<Result<Done>> SessionStore::unlock()
{
    return readyFuture<Done>(Done{});
}

} // namespace canopy
