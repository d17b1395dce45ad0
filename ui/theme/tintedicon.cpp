#include "ui/theme/tintedicon.h"

#include <QFile>
#include <QGuiApplication>
#include <QIconEngine>
#include <QPainter>
#include <QPixmapCache>
#include <QSvgRenderer>

using namespace Qt::StringLiterals;

namespace canopy {

namespace {

/// @p size in device pixels.
QPixmap drawn(const QString &name, const QSize &size, const QColor &color)
{
    const QString key = u"canopy/%1/%2/%3x%4"_s.arg(name, color.name(QColor::HexArgb),
                                                    QString::number(size.width()),
                                                    QString::number(size.height()));
    QPixmap image;
    if (QPixmapCache::find(key, &image))
        return image;

    QFile file(u":/icons/%1.svg"_s.arg(name));
    if (!file.open(QIODevice::ReadOnly)) {
        qWarning("No icon is named \"%s\"", qUtf8Printable(name));
        return {};
    }
    QSvgRenderer renderer(
        file.readAll().replace(QByteArrayLiteral("currentColor"), color.name().toLatin1()));
    renderer.setAspectRatioMode(Qt::KeepAspectRatio);
    image = QPixmap(size);
    image.fill(Qt::transparent);
    QPainter painter(&image);
    renderer.render(&painter);
    painter.end();
    QPixmapCache::insert(key, image);
    return image;
}

/// Reads the palette on every paint, so a change of theme needs no new icons.
class TintedIconEngine : public QIconEngine
{
public:
    TintedIconEngine(QString name, Ink tint)
        : m_name(std::move(name))
        , m_tint(tint)
    {
    }

    QIconEngine *clone() const override { return new TintedIconEngine(m_name, m_tint); }

    void paint(QPainter *painter, const QRect &rect, QIcon::Mode mode,
               QIcon::State /*state*/) override
    {
        paintIcon(painter, rect, m_name, color(mode));
    }

    QPixmap pixmap(const QSize &size, QIcon::Mode mode, QIcon::State /*state*/) override
    {
        return drawn(m_name, size, color(mode));
    }

    QPixmap scaledPixmap(const QSize &size, QIcon::Mode mode, QIcon::State state,
                         qreal /*scale*/) override
    {
        return pixmap(size, mode, state);
    }

    bool isNull() override { return m_name.isEmpty(); }

private:
    QColor color(QIcon::Mode mode) const
    {
        const Theme theme = Theme::of(QGuiApplication::palette());
        return mode == QIcon::Disabled ? mix(theme.text, theme.window, 0.45) : theme.*m_tint;
    }

    QString m_name;
    Ink m_tint;
};

} // namespace

QIcon tintedIcon(const QString &name, Ink tint)
{
    return QIcon(new TintedIconEngine(name, tint));
}

void paintIcon(QPainter *painter, const QRect &rect, const QString &name, const QColor &color)
{
    const double ratio = painter->device()->devicePixelRatioF();
    QPixmap image = drawn(name, rect.size() * ratio, color);
    image.setDevicePixelRatio(ratio);
    painter->drawPixmap(rect.topLeft(), image);
}

} // namespace canopy
