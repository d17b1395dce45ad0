#include "core/base/redact.h"

#include <QDir>
#include <QRegularExpression>
#include <QUrl>

#include <array>
#include <optional>

using namespace Qt::StringLiterals;

namespace canopy {

namespace {

constexpr auto mark = "[redacted]"_L1;

QRegularExpression sensitive(const QString &pattern)
{
    return QRegularExpression(pattern);
}

QRegularExpression insensitive(const QString &pattern)
{
    return QRegularExpression(pattern, QRegularExpression::CaseInsensitiveOption);
}

/// Names whose value is a secret wherever they stand, in JSON, an INI file or a query.
QString secretNames()
{
    return u"(?:[a-z_]*fingerprint|hotkey_?seed|secret_?(?:key|phrase|seed)?|client_secret|api_?key"
           "|private_?key|seed|mnemonic|password|passphrase|(?:[a-z]+_)?token|signature|nonce)"_s;
}

/// What the first two groups of a pattern hold stays; the rest of a match goes. In the order in
/// which they are applied: what is recognised by its name first, since it may have any shape, then
/// what has a shape of its own. Repetitions are possessive: a long text must not exhaust the
/// matcher.
const std::array<QRegularExpression, 9> &patterns()
{
    // What ends a run of letters and digits although it looks like a part of it: the last of an
    // escape (\n, \u0022) or of a percent-encoded byte.
    const QString start = u"(?:(?<![A-Za-z0-9])|(?<=\\\\[nrtbf])|(?<=%[0-9A-Fa-f]{2})"
                          "|(?<=\\\\u[0-9A-Fa-f]{4})|(?<=\\\\x[0-9A-Fa-f]{2}))"_s;
    const QString wordGap = u"(?:\\\\[nrt]|[\\s\"'`,;:.()\\[\\]0-9])++"_s;
    static const std::array<QRegularExpression, 9> all{
        // Header lines, and headers in a list as QDebug prints them.
        insensitive(u"((?:proxy-)?authorization|x-chutes-[a-z-]+|(?:set-)?cookie)"
                    "((?:\\\\?[\"'])?\\s*[:=,]\\s*(?:\\\\?[\"'])?)"
                    "(?:[^\\r\\n\"\\\\]|\\\\[^rn\"])++"_s),
        // "name": "value", to the closing quote or the end.
        insensitive(u"([\"']"_s + secretNames() + u"[\"']\\s*[:=,]\\s*\")(?:[^\"\\\\]|\\\\.)++"_s),
        // The same inside a string: \"name\": \"value\", where \\\" is a quote of the value.
        insensitive(u"(\\\\[\"']"_s + secretNames()
                    + u"\\\\[\"']\\s*[:=,]\\s*\\\\\")"
                      "(?:[^\"\\\\]|\\\\\\\\\\\\.|\\\\\\\\[^\\\\]|\\\\[^\"\\\\])++"_s),
        // name=value in a query, an INI file or a sentence.
        insensitive(u"("_s + start + secretNames() + u"\\s*(?:=|%3D)\\s*)[^\\s&\"'#;,]++"_s),
        sensitive(u"((?:cpk|cak|crt|csc)_)[A-Za-z0-9_.-]{8,}+"_s),
        sensitive(u"eyJ[A-Za-z0-9_-]{8,}+(?:\\.[A-Za-z0-9_-]*+)*+"_s),
        sensitive(u"(?:0x)?[0-9A-Fa-f]{64,}+"_s),
        sensitive(start + u"[A-Za-z0-9]{32}(?![A-Za-z0-9])"_s),
        // Twelve or more short words in a row, none shorter than three letters, as no sentence has
        // them: numbered, listed or on lines of their own.
        insensitive(start + u"[a-z]{3,8}+(?:"_s + wordGap + u"[a-z]{3,8}+(?![a-z])){11,}+"_s),
    };
    return all;
}

/// Nothing where the matcher gave up: then it is not known what the text holds.
std::optional<QString> applied(const QRegularExpression &pattern, const QString &text)
{
    QString result;
    qsizetype done = 0;
    for (;;) {
        const auto match = pattern.match(text, done);
        if (!match.isValid())
            return std::nullopt;
        if (!match.hasMatch())
            return result + QStringView(text).sliced(done);
        result += QStringView(text).sliced(done, match.capturedStart() - done);
        result += match.capturedView(1) + match.capturedView(2) + mark;
        done = match.capturedEnd();
    }
}

QString withoutHome(QString text)
{
    const QString home = QDir::homePath();
    if (home.size() < 2)
        return text;
    const QString encoded = QString::fromLatin1(QUrl::toPercentEncoding(home, "/"));
    for (const QString &spelling : {home, encoded}) {
        const QRegularExpression pattern(u"(?<![A-Za-z0-9_.~-])"_s
                                         + QRegularExpression::escape(spelling)
                                         + u"(?![A-Za-z0-9_.-])"_s);
        text.replace(pattern, u"~"_s);
    }
    return text;
}

} // namespace

QString redacted(const QString &text)
{
    // The matcher refuses a text with half a surrogate pair altogether.
    QString result = text.isValidUtf16() ? text : QString::fromUtf8(text.toUtf8());
    for (const QRegularExpression &pattern : patterns()) {
        auto next = applied(pattern, result);
        if (!next)
            return mark;
        result = *std::move(next);
    }
    return withoutHome(std::move(result));
}

} // namespace canopy
