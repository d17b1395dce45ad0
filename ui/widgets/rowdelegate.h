#pragma once

#include "ui/widgets/badge.h"

#include <QStyledItemDelegate>

namespace canopy {

/// Roles a model answers for RowDelegate. All optional.
enum RowRole {
    /// QString: an address; the cell shows it in groups of four instead of Qt::DisplayRole.
    AddressRole = Qt::UserRole + 100,
    /// BadgeContent: shown before the text, if there is any.
    BadgeRole,
    /// QString: name of an icon of ours, shown before the text.
    IconNameRole,
    /// bool: the text is Strong.
    StrongRole,
    /// bool: the text, address and icon are muted.
    MutedRole,
};

/// Paints the cells of our tables and trees: 32-px rows with hairlines, addresses in groups,
/// badges, tinted icons; the selection is a tint and a bar, and the text keeps its colour.
///
/// A model puts badge and words as one sentence into Qt::AccessibleTextRole.
class RowDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;

    /// Over how many lines an address is spread: 1, or 2 where the view is narrow. It is never
    /// shortened. All rows are as high as it takes; the view lays itself out anew after a change.
    void setAddressLines(int lines) { m_addressLines = lines; }
    /// How wide @p address is then.
    static int addressWidth(const QString &address, int lines);

    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;

protected:
    void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override;

private:
    int m_addressLines = 1;
};

} // namespace canopy

Q_DECLARE_METATYPE(canopy::BadgeContent)
