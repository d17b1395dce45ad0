#include "ui/onboarding/steppage.h"

#include "ui/widgets/messagebar.h"
#include "ui/widgets/plainlabel.h"
#include "ui/widgets/scrollpage.h"

#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace canopy {

StepPage::StepPage(const QString &title, const QString &intro, QWidget *parent)
    : AsyncPage(parent)
    , m_title(plainLabel(title, TextStyle::Title))
    , m_intro(wrappedLabel(intro, TextStyle::Body, &Theme::muted, 680))
    , m_bar(new MessageBar(this))
    , m_scroll(new ScrollPage({40, 32, 40, 16}, this))
{
    // No setTitle(): QWizard would draw a header of its own over everything.
    setAccessibleName(title);
    m_bar->setObjectName("problem"_L1);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->addWidget(m_scroll);
    m_scroll->add(m_title);
    m_scroll->add(m_intro, 4);
    m_scroll->add(m_bar, 12);
}

MessageBar *StepPage::showProblem(const ErrorText &text)
{
    if (text.isEmpty()) {
        m_bar->closeMessage();
        return m_bar;
    }
    m_bar->showMessage(Tone::Danger, text.what, text.meaning);
    if (!text.serverWords.isEmpty())
        m_bar->setQuote(tr("The service said:"), text.serverWords);
    m_scroll->ensureWidgetVisible(m_bar);
    return m_bar;
}

void StepPage::add(QWidget *widget, int spaceBefore)
{
    m_scroll->add(widget, spaceBefore);
}

void StepPage::add(QLayout *layout, int spaceBefore)
{
    m_scroll->add(layout, spaceBefore);
}

void StepPage::addStretching(QWidget *widget, int spaceBefore)
{
    m_scroll->add(widget, spaceBefore);
    m_scroll->column()->setStretchFactor(widget, 1000);
}

void StepPage::setIntro(const QString &intro)
{
    m_intro->setText(intro);
}

void StepPage::setHeading(const QString &title)
{
    m_title->setText(title);
    setAccessibleName(title);
}

} // namespace canopy
