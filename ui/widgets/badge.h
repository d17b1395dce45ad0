#pragma once

#include "ui/theme/theme.h"

#include <QLabel>

class QPainter;

namespace canopy {

/// What a badge shows. Every tone but Neutral has an icon; an empty @ref icon means the tone's.
struct BadgeContent
{
    Tone tone = Tone::Neutral;
    QString text;
    QString icon = {};

    bool operator==(const BadgeContent &) const = default;
};

/// A pill with an icon and a word or three. A label, so that it is spoken.
class Badge : public QLabel
{
    Q_OBJECT

public:
    explicit Badge(const BadgeContent &content = {}, QWidget *parent = nullptr);

    BadgeContent content() const { return m_content; }
    void setContent(const BadgeContent &content);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

    /// The same pill for delegates. The size is that of the whole pill.
    static QSize sizeOf(const BadgeContent &content);
    static void paint(QPainter *painter, const QRect &rect, const QPalette &palette,
                      const BadgeContent &content);

protected:
    void changeEvent(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    BadgeContent m_content;
};

} // namespace canopy
