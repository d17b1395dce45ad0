#include "core/secrets/keychaintasks.h"

#include "core/secrets/entryname.h"
#include "core/secrets/envelope.h"
#include "core/secrets/keychainjobs.h"

#include <QElapsedTimer>

namespace canopy {

using namespace Qt::StringLiterals;
using Presence = KeychainService::Presence;

namespace {

// A daemon that does not answer costs libsecret 25 s; one that is gone is noticed at once.
constexpr qint64 timedOutMs = 20000;

} // namespace

EntryTask::EntryTask(KeychainService &service, SecretId id)
    : m_service(service)
    , m_id(std::move(id))
    , m_name(entryName(m_id))
{
}

template <typename T>
void EntryTask::attempt(const std::function<QFuture<Result<T>>()> &job,
                        const std::function<void(Result<T>)> &then, bool mayReconnect)
{
    QElapsedTimer since;
    since.start();
    whenFinished(job(), this, [this, job, then, mayReconnect, since](Result<T> result) {
        const bool isLost = !result && result.error().code == Error::Code::KeychainUnknown
            && since.elapsed() < timedOutMs;
        if (!isLost || !mayReconnect) {
            then(std::move(result));
            return;
        }
        keychainjobs::reconnect();
        attempt<T>(job, then, false);
    });
}

void EntryTask::readEntry(const std::function<void(Result<Secret>)> &then)
{
    whenFinished(m_service.find(m_name), this, [this, then](const Result<Presence> &presence) {
        if (!presence) {
            then(failure(presence.error()));
            return;
        }
        // A job would make the system prompt.
        if (*presence == Presence::PresentLocked) {
            then(failure(Error::Code::KeychainLocked));
            return;
        }
        attempt<Secret>([this] { return keychainjobs::read(m_name); },
                        [this, then](Result<Secret> read) {
                            if (!read && read.error().code == Error::Code::SecretAbsent)
                                explainAbsence(then);
                            else
                                then(std::move(read));
                        });
    });
}

void EntryTask::explainAbsence(const std::function<void(Result<Secret>)> &then)
{
    whenFinished(m_service.find(m_name), this, [then](const Result<Presence> &presence) {
        if (!presence)
            then(failure(presence.error()));
        else if (*presence == Presence::Absent)
            then(failure(Error::Code::SecretAbsent));
        else if (*presence == Presence::PresentLocked)
            then(failure(Error::Code::KeychainLocked));
        else
            then(failure(Error::Code::KeychainUnknown, u"listed, but not found"_s));
    });
}

void ReadTask::start()
{
    readEntry([this](const Result<Secret> &stored) {
        m_promise.finish(stored ? envelope::open(stored->view(), id())
                                : Result<Secret>(failure(stored.error())));
        emit ended();
    });
}

bool ReadTask::giveUp()
{
    m_promise.finish(failure(Error::Code::KeychainUnknown, u"no answer in time"_s));
    return true;
}

WriteTask::WriteTask(KeychainService &service, const SecretId &id, Secret sealed)
    : EntryTask(service, id)
    , m_sealed(std::move(sealed))
{
}

void WriteTask::start()
{
    whenFinished(service().state(), this, [this](const Result<SecretStoreState> &state) {
        const auto usable = state ? mayUse(*state) : Result<Done>(failure(state.error()));
        if (usable)
            write();
        else
            end(usable);
    });
}

void WriteTask::write()
{
    attempt<Done>([this] { return keychainjobs::write(name(), m_sealed); },
                  [this](const Result<Done> &written) {
                      // Locked meanwhile: reading it back would prompt.
                      if (!written && written.error().code == Error::Code::KeychainLocked)
                          end(written);
                      else
                          verify(written);
                  });
}

/// Reads the entry whatever the job said: a write that "failed" may have been carried out (F-7).
void WriteTask::verify(const Result<Done> &written)
{
    readEntry([this, written](const Result<Secret> &stored) {
        if (stored && stored->equals(m_sealed)) {
            end(Done{});
            return;
        }
        const QString said = written ? QString() : written.error().detail;
        // The entry is absent or an older one.
        if (stored || stored.error().code == Error::Code::SecretAbsent)
            end(failure(Error::Code::KeychainNotStored, said));
        else
            end(failure(stored.error().code, said % u" / "_s % stored.error().detail));
    });
}

void WriteTask::end(const Result<Done> &result)
{
    m_promise.finish(result);
    emit ended();
}

void RemoveTask::start()
{
    whenFinished(service().find(name()), this, [this](const Result<Presence> &presence) {
        if (!presence)
            end(failure(presence.error()));
        else if (*presence == Presence::PresentLocked)
            end(failure(Error::Code::KeychainLocked));
        else if (*presence == Presence::Absent)
            end(Done{});
        else
            remove();
    });
}

void RemoveTask::remove()
{
    attempt<Done>([this] { return keychainjobs::remove(name()); },
                  [this](const Result<Done> &removed) { verify(removed); });
}

void RemoveTask::verify(const Result<Done> &removed)
{
    whenFinished(service().find(name()), this, [this, removed](const Result<Presence> &presence) {
        if (!presence)
            end(failure(presence.error()));
        else if (*presence == Presence::Absent)
            end(Done{});
        else if (*presence == Presence::PresentLocked)
            end(failure(Error::Code::KeychainLocked));
        else
            end(failure(Error::Code::KeychainNotStored,
                        removed ? u"the entry is still there"_s : removed.error().detail));
    });
}

void RemoveTask::end(const Result<Done> &result)
{
    m_promise.finish(result);
    emit ended();
}

UnlockTask::UnlockTask(KeychainService &service)
    : m_service(service)
{
}

void UnlockTask::start()
{
    whenFinished(m_service.unlock(), this, [this](const Result<Done> &unlocked) {
        m_promise.finish(unlocked);
        emit ended();
    });
}

} // namespace canopy
