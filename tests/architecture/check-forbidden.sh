#!/bin/bash
# Constructs that have bitten once and may not come back; each line says why.
set -eu
cd "$(dirname "$0")/../.."
bad=0
forbid() {
    local why=$1 pattern=$2
    shift 2
    local hits
    hits=$(git grep -nIE -- "$pattern" -- "$@" ':!tests/architecture' || true)
    [ -z "$hits" ] || {
        printf '%s\n%s\n' "Forbidden: $why" "$hits" | sed '2,$s/^/    /'
        bad=1
    }
}
forbid "style sheets wrap the style and freeze colours (look.md 2)" 'setStyleSheet\(' ui app tests
forbid "clear-text keychain fallback (KC-11)" 'setInsecureFallback' core ui app
forbid "text entries are cut at a NUL (KC-05)" 'setTextData\(' core ui app
forbid "TLS errors are final (NET-06)" 'ignoreSslErrors' core ui app
forbid "QSaveFile empties the file on a full disk (FS-01)" 'QSaveFile(>|\(| +[a-z]+\()' core ui app
forbid "nested event loops" 'processEvents\(|QEventLoop +[a-z]|->exec\(\)|dialog\.exec\(\)' core ui
forbid "QFuture::then aborts or lies on Qt 6.4" '\.then\(' core ui app
forbid "static dialogs nest an event loop" 'QMessageBox::(question|information|warning|critical|about)\(|QFileDialog::get|QInputDialog::get' core ui app
forbid "HTML in a label opens files named by strangers (UI-01)" 'Qt::RichText|Qt::MarkdownText' ui app
forbid "a token may stand in a query (LOG-05)" 'q(C?)(Debug|Info|Warning|Critical)\(.*(QNetworkRequest|\.url\(\)|QUrl)' core app
forbid "unfinished work" '\b(TODO|FIXME|XXX|HACK)\b' app core ui
forbid "QSettings' INI is not ConfigParser's" 'QSettings::IniFormat.*config' core
exit $bad
