#pragma once

#include <QList>
#include <QString>
#include <QStringView>

namespace canopy {

inline constexpr int longestKeyName = 24;

/// What is wrong with the name of a new key (contract §4.3). The first four are the service's own
/// rule, the others ours: the service would take such a name, and people could not tell it from
/// another.
enum class KeyNameProblem {
    Empty,
    TooLong, ///< more than 24 code points
    ForbiddenCharacter, ///< such as / + : @ ( ) ,
    Emoji, ///< beyond U+FFFF, and no letter or digit
    SpaceAround, ///< at the start or the end
    ControlCharacter, ///< line ends and tabs included
    HiddenCharacter, ///< direction marks, zero-width and other invisible characters
    Taken, ///< the account has a key of exactly this name
};

/// All of them, in the order above; empty: the name is good. @p taken: names of the account's keys.
QList<KeyNameProblem> keyNameProblems(QStringView name, const QStringList &taken = {});
/// Whether the service itself would take it.
bool isAcceptedByService(QStringView name);
/// @p wish made valid and free: forbidden characters become '-', cut to 24 code points, and where
/// it is taken "-2", "-3", … is put to its end. "key" if nothing is left.
QString suggestedKeyName(const QString &wish, const QStringList &taken = {});
/// The name for the successor of a key: "ci" is followed by "ci-2", "ci-2" by "ci-3".
QString successorName(const QString &name, const QStringList &taken);

} // namespace canopy
