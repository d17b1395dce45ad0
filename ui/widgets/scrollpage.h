#pragma once

#include <QHash>
#include <QScrollArea>

class QSpacerItem;
class QVBoxLayout;

namespace canopy {

/// A page that scrolls up and down, never sideways.
///
/// The scroll bar stands in the right margin, its width always reserved, so that cards do not
/// move when it appears. The height comes from the real width, not from the narrowest one, as
/// Qt 6.4 would have it, which leaves a scroll bar over nothing.
class ScrollPage : public QScrollArea
{
    Q_OBJECT

public:
    /// Margins left, top, right, bottom; the right one includes the scroll bar's.
    explicit ScrollPage(const QMargins &margins = {24, 20, 24, 16}, QWidget *parent = nullptr);

    /// Where the content goes, from top to bottom; ends with a stretch.
    QVBoxLayout *column() const { return m_column; }
    /// Adds before the closing stretch, with @p spaceBefore pixels above (0 for the first). A
    /// hidden widget takes its space away with it.
    void add(QWidget *widget, int spaceBefore = 0);
    void add(QLayout *layout, int spaceBefore = 0);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void reserveBar();
    void fitSpace(QObject *widget);

    QVBoxLayout *m_column;
    QMargins m_margins;
    struct Space
    {
        QSpacerItem *item;
        int pixels;
    };
    QHash<QObject *, Space> m_spaces; ///< above each widget
};

} // namespace canopy
