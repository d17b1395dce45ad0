#include "core/profiles/configdiff.h"

#include <algorithm>

namespace canopy {

namespace {

using Lines = QList<ConfigIni::MaskedLine>;
using Kind = ConfigDiffLine::Kind;

/// Comparing every line with every other is for files of a sensible size.
constexpr qsizetype maximumCompared = 2'000;

bool isSame(const ConfigIni::MaskedLine &a, const ConfigIni::MaskedLine &b)
{
    return a.fingerprint == b.fingerprint;
}

class Diff
{
public:
    Diff(const Lines &before, const Lines &after)
        : m_before(before)
        , m_after(after)
    {
        while (m_start < std::min(before.size(), after.size())
               && isSame(before[m_start], after[m_start]))
            ++m_start;
        while (m_end < std::min(before.size(), after.size()) - m_start
               && isSame(before[before.size() - 1 - m_end], after[after.size() - 1 - m_end]))
            ++m_end;
    }

    QList<ConfigDiffLine> lines()
    {
        const qsizetype rows = m_before.size() - m_start - m_end;
        const qsizetype columns = m_after.size() - m_start - m_end;
        for (qsizetype i = 0; i < m_start; ++i)
            add(Kind::Same, m_before[i]);
        if (rows > maximumCompared || columns > maximumCompared)
            addMiddle(rows, columns);
        else
            addCompared(rows, columns);
        for (qsizetype i = m_before.size() - m_end; i < m_before.size(); ++i)
            add(Kind::Same, m_before[i]);
        return m_result;
    }

private:
    void add(Kind kind, const ConfigIni::MaskedLine &line)
    {
        m_result.append({.kind = kind, .text = line.text});
    }

    void addMiddle(qsizetype rows, qsizetype columns)
    {
        for (qsizetype i = 0; i < rows; ++i)
            add(Kind::Removed, m_before[m_start + i]);
        for (qsizetype i = 0; i < columns; ++i)
            add(Kind::Added, m_after[m_start + i]);
    }

    /// How many lines, in order, each pair of rests has in common: row by row, one column more
    /// than there are lines.
    QList<int> commonLines(qsizetype rows, qsizetype columns) const
    {
        const qsizetype width = columns + 1;
        QList<int> common((rows + 1) * width, 0);
        for (qsizetype i = rows - 1; i >= 0; --i) {
            for (qsizetype j = columns - 1; j >= 0; --j) {
                common[i * width + j] = isSame(m_before[m_start + i], m_after[m_start + j])
                    ? common[(i + 1) * width + j + 1] + 1
                    : std::max(common[(i + 1) * width + j], common[i * width + j + 1]);
            }
        }
        return common;
    }

    /// By the longest common run of lines.
    void addCompared(qsizetype rows, qsizetype columns)
    {
        const qsizetype width = columns + 1;
        const auto common = commonLines(rows, columns);
        qsizetype i = 0;
        qsizetype j = 0;
        while (i < rows || j < columns) {
            const bool both = i < rows && j < columns;
            if (both && isSame(m_before[m_start + i], m_after[m_start + j])) {
                add(Kind::Same, m_before[m_start + i++]);
                ++j;
            } else if (j == columns
                       || (both && common[(i + 1) * width + j] >= common[i * width + j + 1])) {
                add(Kind::Removed, m_before[m_start + i++]);
            } else {
                add(Kind::Added, m_after[m_start + j++]);
            }
        }
    }

    const Lines &m_before;
    const Lines &m_after;
    qsizetype m_start = 0; ///< equal lines at the start
    qsizetype m_end = 0; ///< and at the end
    QList<ConfigDiffLine> m_result;
};

} // namespace

QList<ConfigDiffLine> configDiff(const ConfigIni &before, const ConfigIni &after)
{
    const auto old = before.maskedLines();
    const auto edited = after.maskedLines();
    return Diff(old, edited).lines();
}

} // namespace canopy
