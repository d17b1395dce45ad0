#pragma once

#include <QAbstractButton>

namespace canopy {

/// One of a few large choices (Welcome): tile with icon, strong text, a muted line, an arrow.
/// Arrow keys move between siblings.
class ChoiceButton : public QAbstractButton
{
    Q_OBJECT

public:
    ChoiceButton(const QString &icon, const QString &text, const QString &description,
                 QWidget *parent = nullptr);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;
    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    QRect descriptionRect(int width) const;

    QString m_icon;
    QString m_description;
};

} // namespace canopy
