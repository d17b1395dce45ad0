#pragma once

#include "core/chutes/accessrequest.h"

#include <QList>

namespace canopy {

/// An AccessRequest that is being edited, with undo. Every edit is one step; one that changes
/// nothing is none. Row numbers must be valid.
class AccessDraft
{
public:
    explicit AccessDraft(AccessRequest access = {});

    const AccessRequest &access() const { return m_steps.at(m_current); }

    void setAdmin(bool admin);
    /// Appends where @p row is the number of rows.
    void insertRow(int row, const ScopeRow &content);
    void setRow(int row, const ScopeRow &content);
    void removeRow(int row);
    /// The copy stands below.
    void duplicateRow(int row);
    /// A preset, a pasted list, or the JSON view as a whole.
    void replace(const AccessRequest &access);

    bool canUndo() const { return m_current > 0; }
    bool canRedo() const { return m_current + 1 < m_steps.size(); }
    void undo();
    void redo();

private:
    QList<AccessRequest> m_steps;
    qsizetype m_current = 0;
};

} // namespace canopy
