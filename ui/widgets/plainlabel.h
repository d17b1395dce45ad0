#pragma once

#include "ui/theme/theme.h"

#include <QLabel>

namespace canopy {

/// A label that shows its text as it is: never as rich text, whatever the text says (UI-01).
///
/// The colour is one of the theme's, asked for at each painting; the font follows the system's.
/// A wrapped label has a height for its width, so give it no alignment in a layout: Qt 6.4 then
/// ignores that height and cuts the text.
class PlainLabel : public QLabel
{
    Q_OBJECT

public:
    explicit PlainLabel(const QString &text = {}, QWidget *parent = nullptr);

    TextStyle textStyle() const { return m_style; }
    void setTextStyle(TextStyle style);
    void setInk(Ink ink);
    /// Wraps at words, and inside a word that is wider than the label.
    void setWrapped(bool wrapped);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;
    bool hasHeightForWidth() const override { return wordWrap(); }
    int heightForWidth(int width) const override;

protected:
    void changeEvent(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    int textFlags() const;
    QSize textSize(int width) const;

    TextStyle m_style = TextStyle::Body;
    Ink m_ink = &Theme::text;
};

/// One line. Put it into a layout at once: that gives it its parent.
PlainLabel *plainLabel(const QString &text, TextStyle style = TextStyle::Body,
                       Ink ink = &Theme::text);
/// A paragraph that wraps, at most @p widest pixels of a 13-px font wide (680: reading width;
/// 0: no bound).
PlainLabel *wrappedLabel(const QString &text, TextStyle style = TextStyle::Body,
                         Ink ink = &Theme::text, int widest = 0);

} // namespace canopy
