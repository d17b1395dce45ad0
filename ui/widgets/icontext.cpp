#include "ui/widgets/icontext.h"

#include "ui/widgets/accessibleparts.h"
#include "ui/widgets/calmlayout.h"
#include "ui/widgets/iconlabel.h"
#include "ui/widgets/plainlabel.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace canopy {

IconText::IconText(const QString &icon, Ink ink, const QString &title, const QString &text,
                   QWidget *parent)
    : QWidget(parent)
    , m_row(new Calm<QHBoxLayout>(this))
    , m_icon(new IconLabel(icon, 20, ink, this))
    , m_title(wrappedLabel(title))
    , m_text(wrappedLabel(text, TextStyle::Caption, &Theme::muted))
{
    installAccessibleParts();
    m_row->setContentsMargins(0, 0, 0, 0);
    m_row->setSpacing(0);
    m_row->addWidget(m_icon, 0, Qt::AlignTop);
    m_row->addSpacing(icon.isEmpty() ? 0 : 9);
    m_icon->setVisible(!icon.isEmpty());
    auto *lines = new QVBoxLayout;
    lines->setSpacing(2);
    lines->addWidget(m_title);
    lines->addWidget(m_text);
    lines->addStretch();
    // The first line stands in the middle of the icon, whatever their sizes.
    const int above = icon.isEmpty()
        ? 0
        : std::max(0, (m_icon->sizeHint().height() - m_title->fontMetrics().height()) / 2);
    lines->setContentsMargins(0, above, 0, 0);
    m_row->addLayout(lines, 1);
    m_text->setVisible(!text.isEmpty());
    updateName();
}

void IconText::setIcon(const QString &icon, Ink ink)
{
    m_icon->setIcon(icon, ink);
}

void IconText::setTitle(const QString &title)
{
    m_title->setText(title);
    updateName();
}

QString IconText::title() const
{
    return m_title->text();
}

void IconText::setText(const QString &text)
{
    m_text->setText(text);
    m_text->setVisible(!text.isEmpty());
    updateName();
}

QString IconText::text() const
{
    return m_text->text();
}

void IconText::setTitleStyle(TextStyle style)
{
    m_title->setTextStyle(style);
}

void IconText::addAction(QWidget *action)
{
    m_row->addSpacing(12);
    m_row->addWidget(action, 0, Qt::AlignVCenter);
}

void IconText::updateName()
{
    setAccessibleName(m_text->text().isEmpty() ? m_title->text()
                                               : u"%1\n%2"_s.arg(m_title->text(), m_text->text()));
}

} // namespace canopy
