#pragma once

#include "ui/theme/theme.h"

#include <QWidget>

class QHBoxLayout;

namespace canopy {

class IconLabel;
class PlainLabel;

/// Icon · title · a muted line or paragraph below · actions at the right edge. Stands alone on a
/// page, or as a row in a Card (pictures 02, 03, 04). Spoken as one text.
class IconText : public QWidget
{
    Q_OBJECT

public:
    /// An empty @p icon leaves no room for one.
    IconText(const QString &icon, Ink ink, const QString &title, const QString &text = {},
             QWidget *parent = nullptr);

    void setIcon(const QString &icon, Ink ink);
    void setTitle(const QString &title);
    QString title() const;
    /// An empty @p text takes the second line away.
    void setText(const QString &text);
    QString text() const;
    /// Strong instead of Body.
    void setTitleStyle(TextStyle style);
    /// Adds @p action at the right edge; it becomes a child.
    void addAction(QWidget *action);
    using QWidget::addAction;

private:
    void updateName();

    QHBoxLayout *m_row;
    IconLabel *m_icon;
    PlainLabel *m_title;
    PlainLabel *m_text;
};

} // namespace canopy
