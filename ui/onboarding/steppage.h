#pragma once

#include "ui/text/errortext.h"
#include "ui/widgets/asyncpage.h"

class QVBoxLayout;

namespace canopy {

class MessageBar;
class PlainLabel;
class ScrollPage;

/// A page of the registration wizard: title, one sentence, a bar for what went wrong, content that
/// scrolls. What was typed stays, whatever happens.
class StepPage : public AsyncPage
{
    Q_OBJECT

public:
    StepPage(const QString &title, const QString &intro, QWidget *parent = nullptr);

    /// Shows @p text above the content; the page may have put part of it to a field. Returns the
    /// bar, for buttons.
    MessageBar *showProblem(const ErrorText &text);
    MessageBar *bar() const { return m_bar; }
    /// Gets the focus when the page comes up.
    virtual QWidget *firstControl() const = 0;

protected:
    /// Adds to the content, @p spaceBefore pixels below what is there.
    void add(QWidget *widget, int spaceBefore = 12);
    void add(QLayout *layout, int spaceBefore = 12);
    /// @p stretch: the widget takes the height that is left.
    void addStretching(QWidget *widget, int spaceBefore = 12);
    void setIntro(const QString &intro);
    void setHeading(const QString &title);

private:
    PlainLabel *m_title;
    PlainLabel *m_intro;
    MessageBar *m_bar;
    ScrollPage *m_scroll;
};

} // namespace canopy
