#pragma once

#include "ui/theme/theme.h"

#include <QAbstractButton>
#include <QWidget>

class QHBoxLayout;
class QVBoxLayout;

namespace canopy {

class AddressLabel;
class IconText;
class PlainLabel;

/// Label (muted, in a column of fixed width) · value · 28-px actions at the right edge.
class CardRow : public QWidget
{
    Q_OBJECT

public:
    /// @p value becomes a child; the label is its accessible name if it has none.
    CardRow(const QString &label, QWidget *value, QWidget *parent = nullptr);

    QWidget *value() const { return m_value; }
    PlainLabel *label() const { return m_label; }
    /// Adds @p action at the right edge; it becomes a child.
    void addAction(QWidget *action);
    using QWidget::addAction;

private:
    friend class Card;
    PlainLabel *m_label;
    QWidget *m_value;
    QHBoxLayout *m_row;
};

/// A row that opens something: text, a muted remark, and an arrow. A button as a whole.
class OpenRow : public QAbstractButton
{
    Q_OBJECT

public:
    OpenRow(const QString &text, const QString &remark = {}, QWidget *parent = nullptr);

    void setRemark(const QString &remark);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QString m_remark;
};

/// Ground, hairline edge, radius 8, and rows parted by hairlines.
class Card : public QWidget
{
    Q_OBJECT

public:
    enum class Ground { Base, Sunken };

    explicit Card(Ground ground = Ground::Base, QWidget *parent = nullptr);

    /// Width of the label column of value rows in pixels of a 13-px font: 84 or 128.
    void setLabelWidth(int pixels);

    /// Adds any widget as a row, with the card's own padding around it (not around an OpenRow, a
    /// CheckRow or a view, which go from edge to edge); it becomes a child.
    void addRow(QWidget *row);
    CardRow *addValueRow(const QString &label, QWidget *value);
    /// A value as plain text that wraps.
    CardRow *addValueRow(const QString &label, const QString &value, Ink ink = &Theme::text);
    /// An AddressLabel with its copy button.
    CardRow *addAddressRow(const QString &label, AddressLabel *address);
    IconText *addTextRow(const QString &icon, Ink ink, const QString &title,
                         const QString &text = {});
    OpenRow *addOpenRow(const QString &text, const QString &remark = {});
    /// Removes and deletes all rows.
    void clear();
    int rowCount() const;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    Ground m_ground;
    int m_labelWidth = 84;
    QVBoxLayout *m_rows;
};

/// One fact that is asked for daily: muted label, large value, caption with the source.
class FactCard : public QWidget
{
    Q_OBJECT

public:
    explicit FactCard(const QString &label, QWidget *parent = nullptr);
    void setFact(const QString &value, const QString &source);
    /// A fact that could not be asked for again is muted.
    void setStale(bool stale);
    bool isStale() const { return m_stale; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    PlainLabel *m_label;
    PlainLabel *m_value;
    PlainLabel *m_source;
    bool m_stale = false;
};

} // namespace canopy
