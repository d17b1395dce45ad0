#include "core/profiles/configini.h"
#include "tests/core/profiles/configparseroracle.h"

#include <QRandomGenerator>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace canopy;

namespace {

/// What ConfigIni makes of a file, in the words of the oracle.
QJsonObject described(const QByteArray &file)
{
    const auto ini = ConfigIni::parse(file);
    if (!ini)
        return {{u"error"_s, true}};
    QJsonArray sections;
    for (const QString &section : ini->sections() + QStringList{u"DEFAULT"_s}) {
        QJsonArray keys;
        for (const QString &key : ini->keys(section)) {
            const auto value = ini->value(section, key);
            keys.append(QJsonArray{key,
                                   value ? QJsonValue(value->value_or(u"<missing>"_s))
                                         : QJsonValue(QJsonValue::Null)});
        }
        sections.append(QJsonArray{section, keys});
    }
    return {{u"sections"_s, sections}};
}

QJsonObject withoutReason(QJsonObject answer)
{
    if (answer.contains(u"error"_s))
        answer[u"error"_s] = true;
    return answer;
}

const QList<QByteArray> &pieces()
{
    static const QList<QByteArray> all{"[auth]",
                                       "[api]",
                                       "[payment]",
                                       "[Auth]",
                                       "[ auth ]",
                                       "[DEFAULT]",
                                       "[a]b]",
                                       "[]",
                                       "[]]",
                                       "[x",
                                       "username",
                                       "hotkey_seed",
                                       "Username",
                                       "base_url",
                                       "a",
                                       "b",
                                       "c",
                                       "=",
                                       " = ",
                                       ":",
                                       " : ",
                                       "= ",
                                       "==",
                                       "\n",
                                       "\n",
                                       "\n",
                                       "\n",
                                       "\n",
                                       "\n",
                                       "\r\n",
                                       "\r",
                                       " ",
                                       "  ",
                                       "    ",
                                       "\t",
                                       "\x0b",
                                       "\x0c",
                                       "\x1c",
                                       "\x1f",
                                       "\xC2\x85",
                                       "\xC2\xA0",
                                       "\xE2\x80\xA8",
                                       "\xE3\x80\x80",
                                       "#",
                                       ";",
                                       "# note",
                                       "; note",
                                       "value",
                                       "v # x",
                                       "https://h:1/p=q",
                                       "%",
                                       "%%",
                                       "%(a)s",
                                       "%(b)s",
                                       "%(C)s",
                                       "%(nope)s",
                                       "%(",
                                       "%()s",
                                       "%(a)",
                                       "\xEF\xBB\xBF",
                                       "\xC3\x84",
                                       "\xF0\x9F\x94\x91",
                                       "\xFF",
                                       "\x00",
                                       "\"quoted\"",
                                       "[",
                                       "]",
                                       "x=1",
                                       "a = b",
                                       "c: d",
                                       "\n  more",
                                       "\n\n  [auth]"};
    return all;
}

/// Any mixture, mostly not a config file.
QByteArray noise(QRandomGenerator &random)
{
    QByteArray file;
    if (random.bounded(4) > 0)
        file = "[auth]\n";
    for (int left = random.bounded(30); left > 0; --left) {
        const QByteArray &piece = pieces().at(random.bounded(pieces().size()));
        // What is never valid must not be in nearly every file.
        const bool rare = piece == "\xFF" || piece == "\xEF\xBB\xBF" || piece == "[x";
        if (!rare || random.bounded(8) == 0)
            file += piece;
    }
    return file;
}

QByteArray pick(QRandomGenerator &random, const QList<QByteArray> &from)
{
    return from.at(random.bounded(from.size()));
}

/// Mostly a config file, with all the freedom that one has.
QByteArray configFile(QRandomGenerator &random)
{
    const QByteArray lineEnd = pick(random, {"\n", "\n", "\n", "\r\n", "\r"});
    QByteArray file;
    const auto filler = [&] {
        while (random.bounded(3) == 0)
            file += pick(random, {"", "  ", "# note: x = 1", "; [auth]", "    # deep"}) + lineEnd;
    };
    filler();
    QList<QByteArray> sections{"DEFAULT", "api", "auth", "payment", "My Section", "auth "};
    std::shuffle(sections.begin(), sections.end(), random);
    for (const QByteArray &section : sections.first(random.bounded(1, 6))) {
        const QByteArray indent = pick(random, {"", "", "", " ", "    "});
        file += indent + '[' + section + ']' + pick(random, {"", "", " ", " junk"}) + lineEnd;
        QList<QByteArray> keys{"username", "Hotkey_Seed", "hotkey_name", "base_url", "x", "y", "%"};
        std::shuffle(keys.begin(), keys.end(), random);
        for (const QByteArray &key : keys.first(random.bounded(7))) {
            filler();
            file += indent + key + pick(random, {" = ", "=", ": ", " :", "=  "})
                + pick(random, {"", "value", "a b", "%(x)s", "%%", "%", "v # x", "\xC3\xA4", "1 "})
                + lineEnd;
            while (random.bounded(5) == 0)
                file += indent + pick(random, {"  more", "\t[auth]", "  x = 2", " ; no"}) + lineEnd;
        }
        filler();
    }
    if (random.bounded(4) == 0)
        file.chop(lineEnd.size());
    return file;
}

QList<QByteArray> linesOf(QByteArray file)
{
    file.replace("\r\n", "\n").replace('\r', '\n');
    auto lines = file.split('\n');
    if (lines.last().isEmpty())
        lines.removeLast();
    return lines;
}

/// How many of @p lines are not, in their order, in @p among: all but the longest common run.
qsizetype missing(const QList<QByteArray> &lines, const QList<QByteArray> &among)
{
    QList<qsizetype> common(among.size() + 1, 0);
    for (const QByteArray &line : lines) {
        qsizetype diagonal = 0;
        for (qsizetype i = 1; i <= among.size(); ++i) {
            const qsizetype above = common[i];
            common[i] = line == among[i - 1] ? diagonal + 1 : std::max(above, common[i - 1]);
            diagonal = above;
        }
    }
    return lines.size() - common.last();
}

QJsonArray withKey(const QJsonObject &answer, const QString &section, const QString &key,
                   const QString &value)
{
    QJsonArray result;
    for (const QJsonValue &entry : answer[u"sections"_s].toArray()) {
        QJsonArray keys;
        for (const QJsonValue &pair : entry[1].toArray()) {
            if (entry[0] != section || pair[0] != key)
                keys.append(pair);
        }
        result.append(QJsonArray{entry[0], keys});
    }
    if (!value.isNull())
        result.append(QJsonArray{section, key, value});
    return result;
}

} // namespace

class TestConfigIniOracle : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { QVERIFY(prepareSecretMemory()); }

    void readsWhatConfigParserReads_data()
    {
        QTest::addColumn<QByteArray>("file");
        const auto row = [](const char *name, const QByteArray &file) {
            QTest::addRow("%s", name) << file;
        };
        row("empty", "");
        row("the CLI's own",
            "[api]\nbase_url = https://api.chutes.ai\n\n[auth]\nusername = me\n"
            "user_id = 1-2\nhotkey_seed = 00ff\nhotkey_name = default\n"
            "hotkey_ss58address = 5x\n\n[payment]\naddress = 5y\n\n");
        row("delimiters", "[a]\na=1\nb = 2\nc: 3\nd :4\ne = f = g: h\nf:=\n");
        row("key case", "[a]\nUserName = x\n\xC3\x84 = y\n");
        row("duplicate key", "[a]\nx = 1\nx = 2\n");
        row("duplicate key in another case", "[a]\nx = 1\nX = 2\n");
        row("same key in two sections", "[a]\nx = 1\n[b]\nx = 2\n");
        row("duplicate section", "[a]\nx = 1\n[b]\n[a]\ny = 2\n");
        row("sections that differ", "[auth]\n[Auth]\n[ auth ]\n");
        row("default twice", "[DEFAULT]\nx = 1\n[a]\ny = 2\n[DEFAULT]\nz = 3\n");
        row("default key twice", "[DEFAULT]\nx = 1\n[a]\n[DEFAULT]\nx = 2\n");
        row("default overridden", "[a]\nx = mine\n[DEFAULT]\nx = theirs\nw = %(x)s\n");
        row("comments", "# a\n; b\n[a]\n# c\nx = 1 # no comment\n  ; d\n  more\n");
        row("continuation", "[a]\nx = 1\n two\n\n three\n\n\ny = 2\n");
        row("swallowed key", "[auth]\nusername = me\n  hotkey_seed = 00\n");
        row("swallowed section", "[auth]\nusername = me\n  [api]\n");
        row("indented section", "[auth]\n  [api]\n  x = 1\n  y = 2\n");
        row("no value", "[a]\nkey\n");
        row("empty value", "[a]\nkey =\nother = \n");
        row("no key", "[a]\n= 1\n");
        row("no section", "x = 1\n");
        row("byte order mark", "\xEF\xBB\xBF[a]\nx = 1\n");
        row("mark before a key",
            "[a]\n\xEF\xBB\xBFx = \xEF\xBB\xBF"
            "1\n");
        row("CRLF", "[a]\r\nx = 1\r\n y\r\n");
        row("CR", "[a]\rx = 1\r y\r");
        row("mixed line ends", "[a]\n\rx = 1\r\r\ny = 2");
        row("form feed",
            "[a]\nx = 1\x0c\ny = \x0b"
            "2\n\x0cz = 3\n");
        row("invalid UTF-8", "[a]\nx = \xFF\n");
        row("surrogate in UTF-8", "[a]\nx = \xED\xA0\x80\n");
        row("overlong", "[a]\nx = \xC0\xAF\n");
        row("noncharacter", "[a]\nx = \xEF\xBF\xBF\n");
        row("NUL", QByteArray("[a]\nx = 1\x00 2\n", 13));
        row("percent", "[a]\nx = 100%\ny = 100%%\nz = %a\nw = %\n");
        row("references", "[a]\nx = 1\ny = %(x)s%(X)s\nz = <%(y)s>\n");
        row("unknown reference", "[a]\nx = %(nope)s\n");
        row("broken references", "[a]\na = %(x\nb = %(x)\nc = %()s\nd = %(x)d\ne = %%(x)s\n");
        row("own reference", "[a]\nx = %(x)s\n");
        row("reference over lines", "[a]\nx = %(y\n  z)s\n");
        for (const int depth : {8, 9, 10, 11}) {
            QByteArray file = "[a]\nx0 = %%\n";
            for (int i = 1; i <= depth; ++i)
                file += "x" + QByteArray::number(i) + " = %(x" + QByteArray::number(i - 1) + ")s\n";
            QTest::addRow("references %d deep", depth) << file;
        }
        row("header and more", "[a] b\nx = 1\n[c]d]\n[]\n");
        row("only a bracket", "[a]\n[b\n");
    }

    void readsWhatConfigParserReads()
    {
        QFETCH(QByteArray, file);
        const auto answer = m_oracle.ask(file);
        QVERIFY(!answer.isEmpty());
        QCOMPARE(described(file), withoutReason(answer));
    }

    void readsNoiseLikeConfigParser()
    {
        QRandomGenerator random(20261124);
        qsizetype valid = 0;
        for (int round = 0; round < 30; ++round) {
            QList<QByteArray> files;
            for (int i = 0; i < 500; ++i)
                files.append(i % 2 == 0 ? noise(random) : configFile(random));
            const auto answers = m_oracle.ask(files);
            for (qsizetype i = 0; i < files.size(); ++i) {
                const auto expected = withoutReason(answers[i]);
                QVERIFY2(!expected.isEmpty(), "the oracle does not answer");
                QVERIFY2(described(files[i]) == expected, files[i].toPercentEncoding().constData());
                valid += expected.contains(u"sections"_s);
            }
        }
        QVERIFY2(valid > 4000 && valid < 14'000, qPrintable(QString::number(valid)));
        qInfo("15000 files, %lld of them valid", static_cast<long long>(valid));
    }

    void editsLikeConfigParserReads()
    {
        QRandomGenerator random(1124);
        int edits = 0;
        while (edits < 10'000) {
            QList<QByteArray> before;
            QList<QByteArray> after;
            QList<Edit> done;
            while (after.size() < 500) {
                const QByteArray file = configFile(random);
                auto ini = ConfigIni::parse(file);
                if (!ini)
                    continue;
                const Edit edit = randomEdit(random);
                const auto result = edit.value.isNull()
                    ? ini->remove(edit.section, edit.key)
                    : ini->set(edit.section, edit.key, edit.value);
                QVERIFY2(result.has_value(), file.toPercentEncoding().constData());
                before.append(file);
                after.append(ini->bytes());
                done.append(edit);
            }
            const auto old = m_oracle.ask(before);
            const auto edited = m_oracle.ask(after);
            for (qsizetype i = 0; i < after.size(); ++i)
                check(done[i], before[i], after[i], old[i], edited[i]);
            if (QTest::currentTestFailed())
                return;
            edits += static_cast<int>(after.size());
        }
        qInfo("%d edits", edits);
    }

private:
    struct Edit
    {
        QString section;
        QString key;
        QString value; ///< null: remove
    };

    static Edit randomEdit(QRandomGenerator &random)
    {
        const QStringList sections{u"auth"_s, u"api"_s, u"payment"_s, u"fresh"_s};
        const QStringList keys{u"username"_s, u"hotkey_seed"_s, u"base_url"_s, u"fresh_key"_s};
        const QStringList values{u"new"_s, u"https://h.example:1/p"_s, u"a_b-C.9"_s, QString()};
        return {.section = sections.at(random.bounded(4)),
                .key = keys.at(random.bounded(4)),
                .value = values.at(random.bounded(4))};
    }

    /// What another key refers to changes with it; so values are compared as far as they are the
    /// key's own.
    static void check(const Edit &edit, const QByteArray &before, const QByteArray &after,
                      const QJsonObject &old, const QJsonObject &edited)
    {
        const QByteArray where = before.toPercentEncoding() + " -> " + after.toPercentEncoding();
        QVERIFY2(edited.contains(u"sections"_s), where.constData());
        // Everything but the edited key reads as before, the key as it should.
        QJsonArray sections = edited[u"sections"_s].toArray();
        QString found;
        for (const QJsonValue &section : sections) {
            for (const QJsonValue &pair : section[1].toArray()) {
                if (section[0] == edit.section && pair[0] == edit.key)
                    found = pair[1].toString();
            }
        }
        if (!edit.value.isNull())
            QVERIFY2(found == edit.value, where.constData());
        QJsonArray left = withKey(old, edit.section, edit.key, {});
        QJsonArray right = withKey(edited, edit.section, edit.key, {});
        const bool newSection = right.size() == left.size() + 1;
        if (newSection) {
            // It brings the keys of [DEFAULT] with it.
            const QJsonValue section = right[right.size() - 2];
            QVERIFY2(section[0] == edit.section, where.constData());
            right.removeAt(right.size() - 2);
        }
        QVERIFY2(left == right, where.constData());
        // No other line changed.
        const auto oldLines = linesOf(before);
        const auto newLines = linesOf(after);
        const qsizetype added = edit.value.isNull() ? 0 : newSection ? 3 : 1;
        QVERIFY2(missing(newLines, oldLines) <= added, where.constData());
        QList<QByteArray> notes;
        std::ranges::copy_if(oldLines, std::back_inserter(notes), [](const QByteArray &line) {
            const QByteArray text = line.trimmed();
            return text.isEmpty() || text.startsWith('#') || text.startsWith(';');
        });
        QVERIFY2(missing(notes, newLines) == 0, where.constData());
        if (added == 3)
            QVERIFY2(missing(oldLines, newLines) == 0, where.constData());
    }

    ConfigParserOracle m_oracle;
};

QTEST_GUILESS_MAIN(TestConfigIniOracle)
#include "tst_configinioracle.moc"
