#pragma once

#include "core/base/whenfinished.h"
#include "core/flows/keyscontext.h"
#include "core/flows/testapikey.h"

#include <QObject>

#include <optional>

namespace canopy {

/// Takes in the secret of a key that was made elsewhere: matched offline to its row by the key id
/// inside it, tested, stored. GUI thread; one run an object.
class AdoptApiKey : public QObject
{
    Q_OBJECT

public:
    explicit AdoptApiKey(KeysContext context, QObject *parent = nullptr);

    /// Which of @p keys this is the secret of. Offline. InvalidInput with field: "none" or
    /// "several" keys in the text; KeyMismatch: of another account (Error::detail says nothing of
    /// it); NotFound: of this account, and not in its list.
    static Result<ApiKey> match(const Secret &pasted, const QList<ApiKey> &keys);

    struct Outcome
    {
        ApiKey key;
        KeyTest test;
        bool stored = false;
        std::optional<Error> ledgerError = {};
    };
    /// Stores only what was not refused: a key that is refused, or cannot be one, is not taken in
    /// (stored stays false, the test says why), unless @p evenIfRefused. The store's errors, and
    /// match()'s.
    QFuture<Result<Outcome>> start(Secret pasted, const QList<ApiKey> &keys,
                                   bool evenIfRefused = false);

private:
    void take(const KeyTest &test);
    Result<Done> note();

    KeysContext m_context;
    TestApiKey m_test;
    Outcome m_outcome;
    Secret m_secret;
    bool m_evenIfRefused = false;
    Promise<Outcome> m_promise;
};

} // namespace canopy
