#include "ui/widgets/emptystate.h"

#include "ui/widgets/buttons.h"
#include "ui/widgets/iconlabel.h"
#include "ui/widgets/plainlabel.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QVBoxLayout>

namespace canopy {

namespace {

/// Centred between two stretches: a wrapped label with an alignment of its own would be cut.
void addCentred(QVBoxLayout *column, QWidget *widget)
{
    auto *row = new QHBoxLayout;
    row->addStretch(1);
    row->addWidget(widget, 4);
    row->addStretch(1);
    column->addLayout(row);
}

} // namespace

EmptyState::EmptyState(const QString &icon, const QString &title, const QString &body,
                       QWidget *parent)
    : QWidget(parent)
    , m_column(new QVBoxLayout(this))
{
    constexpr int widest = 460;
    m_column->setContentsMargins(24, 24, 24, 24);
    m_column->setSpacing(8);
    m_column->addStretch();
    m_column->addWidget(new IconLabel(icon, 40, &Theme::muted, this), 0, Qt::AlignHCenter);
    m_column->addSpacing(8);
    auto *sentence = wrappedLabel(title, TextStyle::Section, &Theme::text, widest);
    auto *meaning = wrappedLabel(body, TextStyle::Body, &Theme::muted, widest);
    for (PlainLabel *label : {sentence, meaning}) {
        label->setAlignment(Qt::AlignHCenter | Qt::AlignTop);
        addCentred(m_column, label);
    }
    m_column->addStretch();
}

QPushButton *EmptyState::setButton(const QString &text, bool primary, const QString &icon)
{
    delete m_button;
    m_button = makeButton(text, primary ? ButtonRole::Primary : ButtonRole::Plain, icon);
    const int beforeStretch = m_column->count() - 1;
    m_column->insertWidget(beforeStretch, m_button, 0, Qt::AlignHCenter);
    return m_button;
}

} // namespace canopy
