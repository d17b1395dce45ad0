#pragma once

#include "core/secrets/secret.h"

#include <QTimer>
#include <QWidget>

#include <chrono>

class QToolButton;

namespace canopy {

class SecretClipboard;

/// Shows a secret: masked by as many dots whatever its length, revealed for 20 seconds on demand.
///
/// The secret stays in its guarded memory; revealed, it is painted character by character and no
/// copy of it is kept. Hides when the focus leaves the field or the window, when it is hidden, and
/// on hideSecret() (lock). Ctrl+C copies while it has the focus; there is no selection and no
/// drag. Masked, its accessible value is "Hidden, 102 characters"; revealed it is no more.
class SecretField : public QWidget
{
    Q_OBJECT

public:
    enum class Form {
        Line, ///< 18 dots
        Large, ///< 32 dots and a foot line that is always there
    };

    /// @p name is the accessible name ("Account fingerprint"). @p clipboard must outlive this.
    SecretField(const QString &name, SecretClipboard &clipboard, Form form = Form::Line,
                QWidget *parent = nullptr);

    /// ASCII or UTF-8 text; hides what was shown.
    void setSecret(Secret secret);
    void clear() { setSecret({}); }
    bool hasSecret() const { return !m_secret.isEmpty(); }

    bool isRevealed() const { return m_revealed; }
    /// How long it stays revealed; 20 s unless said otherwise.
    void setRevealTime(std::chrono::milliseconds time);

    /// "Hidden, 102 characters": what a screen reader says.
    QString spokenValue() const;
    QToolButton *revealButton() const { return m_reveal; }
    QToolButton *copyButton() const { return m_copy; }
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;
    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;

public slots:
    void revealSecret();
    void hideSecret();
    void copySecret();

signals:
    void revealed();
    void hidden();
    void copied();

protected:
    bool event(QEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;
    void hideEvent(QHideEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    QString footText() const;
    bool hasFoot() const;
    int lineCount(int width) const;
    int rowHeight(int width) const;
    int footHeight(int width) const;
    QRect textRect() const;
    bool focusIsInside() const;
    void paintDots(QPainter &painter) const;
    void paintSecret(QPainter &painter) const;
    void paintFoot(QPainter &painter) const;
    void hideIfLeft();
    void refresh();
    void placeButtons();

    Form m_form;
    SecretClipboard &m_clipboard;
    Secret m_secret;
    int m_characters = 0;
    bool m_revealed = false;
    bool m_copiedHere = false;
    std::chrono::milliseconds m_revealTime = std::chrono::seconds(20);
    QToolButton *m_reveal;
    QToolButton *m_copy;
    QTimer m_hide;
    QTimer m_tick;
};

} // namespace canopy
