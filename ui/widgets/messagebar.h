#pragma once

#include "ui/theme/theme.h"

#include <QPointer>
#include <QWidget>

class QHBoxLayout;
class QPushButton;
class QToolButton;

namespace canopy {

class IconLabel;
class PlainLabel;

/// What happened, what it means, and at most two buttons; directly above the content it speaks
/// of. Hidden until showMessage(); never vanishes by itself. Announced when shown, takes no focus.
class MessageBar : public QWidget
{
    Q_OBJECT

public:
    explicit MessageBar(QWidget *parent = nullptr);

    /// Shows the bar, without the buttons, the quote and the close button of the last message.
    void showMessage(Tone tone, const QString &title, const QString &body = {});
    /// Words of somebody else in a third line: after @p intro ("The service said:"), in quotes.
    /// Cleaned by quotedServerWords() before.
    void setQuote(const QString &intro, const QString &words);
    /// A compact button, the first or second; never a third.
    QPushButton *addButton(const QString &text, const QString &icon = {});
    /// Only where nothing is lost by closing. Esc closes it then too, while the focus is inside.
    void setClosable(bool closable);
    void closeMessage();

    Tone tone() const { return m_tone; }
    QString title() const;
    QString body() const;

signals:
    /// Closed by the person.
    void closed();

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    void announce();

    Tone m_tone = Tone::Info;
    QHBoxLayout *m_buttons;
    IconLabel *m_icon;
    PlainLabel *m_title;
    PlainLabel *m_body;
    PlainLabel *m_quote;
    QToolButton *m_close;
    QPointer<QPushButton> m_first;
    QPointer<QPushButton> m_second;
};

} // namespace canopy
