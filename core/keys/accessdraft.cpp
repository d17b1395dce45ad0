#include "core/keys/accessdraft.h"

namespace canopy {

AccessDraft::AccessDraft(AccessRequest access)
    : m_steps{std::move(access)}
{
}

void AccessDraft::setAdmin(bool admin)
{
    auto changed = access();
    changed.admin = admin;
    replace(changed);
}

void AccessDraft::insertRow(int row, const ScopeRow &content)
{
    auto changed = access();
    changed.rows.insert(row, content);
    replace(changed);
}

void AccessDraft::setRow(int row, const ScopeRow &content)
{
    auto changed = access();
    changed.rows[row] = content;
    replace(changed);
}

void AccessDraft::removeRow(int row)
{
    auto changed = access();
    changed.rows.removeAt(row);
    replace(changed);
}

void AccessDraft::duplicateRow(int row)
{
    insertRow(row + 1, access().rows.at(row));
}

void AccessDraft::replace(const AccessRequest &access)
{
    if (access == this->access())
        return;
    m_steps.resize(m_current + 1);
    m_steps.append(access);
    ++m_current;
}

void AccessDraft::undo()
{
    if (canUndo())
        --m_current;
}

void AccessDraft::redo()
{
    if (canRedo())
        ++m_current;
}

} // namespace canopy
