#pragma once

#include <QByteArrayList>
#include <QString>

#include <optional>

namespace canopy {

/// Takes variables out of the environment that would load foreign code into this program, move its
/// secrets to another place, or hand a key to every child process (PROC-02, PROC-03). Returns the
/// names of those that were set. Before QApplication.
QByteArrayList scrubEnvironment();

/// Whose files this process would write (PROC-04).
enum class Identity {
    Ordinary,
    Root, ///< root in its own home: said in the window
    ForeignHome, ///< $HOME belongs to somebody else, as after sudo -E: refused
};
Identity identityOf(unsigned effectiveUser, std::optional<unsigned> homeOwner);
Identity currentIdentity();

/// $XDG_RUNTIME_DIR if it is a private folder of ours, else @p fallback.
QString runtimeFolder(const QString &fallback);

} // namespace canopy
