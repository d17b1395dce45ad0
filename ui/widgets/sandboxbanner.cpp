#include "ui/widgets/sandboxbanner.h"

#include "ui/theme/theme.h"
#include "ui/widgets/accessibleparts.h"
#include "ui/widgets/iconlabel.h"
#include "ui/widgets/plainlabel.h"

#include <QHBoxLayout>
#include <QPainter>

using namespace Qt::StringLiterals;

namespace canopy {

SandboxBanner::SandboxBanner(const QString &name, const QString &words, QWidget *parent)
    : QWidget(parent)
{
    installAccessibleParts();
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(16, 4, 16, 4);
    row->setSpacing(8);
    row->addWidget(new IconLabel(u"sandbox"_s, 16, &Theme::warning, this));
    auto *strong = plainLabel(name, TextStyle::Strong, &Theme::warning);
    strong->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Minimum);
    row->addWidget(strong);
    PlainLabel *sentence = wrappedLabel(words);
    sentence->setAlignment(Qt::AlignLeading | Qt::AlignVCenter);
    row->addWidget(sentence, 1);
    setMinimumHeight(lineHeightFor(textFont(TextStyle::Body), 32));
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Minimum);
    setAccessibleName(u"%1: %2"_s.arg(name, words));
}

void SandboxBanner::paintEvent(QPaintEvent * /*event*/)
{
    QPainter painter(this);
    const Theme::Pair pair = Theme::of(palette()).tone(Tone::Warning);
    painter.fillRect(rect(), pair.fill);
    painter.fillRect(0, height() - 1, width(), 1, mix(pair.ink, pair.fill, 0.35));
}

} // namespace canopy
