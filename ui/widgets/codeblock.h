#pragma once

#include <QWidget>

namespace canopy {

class CopyButton;

/// Text that must match character by character (a command, a path, a message to sign): fixed
/// pitch on sunken, wrapped where it must be, with a copy button. Not for secrets.
class CodeBlock : public QWidget
{
    Q_OBJECT

public:
    /// @p name is the accessible name; @p copyName that of the button ("Copy command").
    CodeBlock(const QString &name, const QString &copyName, QWidget *parent = nullptr);

    void setCode(const QString &code);
    QString code() const { return m_code; }

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;
    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;

signals:
    void clipboardTampered();

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    int textHeight(int width) const;

    QString m_code;
    CopyButton *m_copy;
};

} // namespace canopy
