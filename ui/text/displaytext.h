#pragma once

#include <QString>

namespace canopy {

/// Text from outside, made fit to be shown in a label (UI-02): composed (NFC), on one line, at
/// most @p maximum grapheme clusters, the last of them "…" if it was cut. Controls, format and
/// bidirectional characters, line and paragraph separators, private-use and unassigned code
/// points stand as "[U+202E]"; of combining marks stacked on one letter those after the second.
QString displayText(const QString &untrusted, qsizetype maximum = 200);

/// Whether @p name could be taken for another one (UI-03): it mixes Latin with letters of
/// another script that look Latin, or consists of such letters only.
bool looksConfusable(const QString &name);
/// Whether the two are different texts that look the same.
bool looksConfusable(const QString &name, const QString &other);

/// For button, menu and label texts that contain what is not ours: "a&b" as "a&&b" (UI-07).
QString escapeMnemonic(const QString &text);

/// Words of a service, to be quoted after "The service said:" (UI-04): as displayText, at most
/// 500 characters, one paragraph (runs of white space and line ends become one space).
QString quotedServerWords(const QString &said);

} // namespace canopy
