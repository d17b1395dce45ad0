#include "ui/onboarding/tokenpage.h"

#include "core/base/logging.h"
#include "ui/onboarding/links.h"
#include "ui/text/registrationtext.h"
#include "ui/text/timetext.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/card.h"
#include "ui/widgets/codeblock.h"
#include "ui/widgets/countdown.h"
#include "ui/widgets/formfield.h"
#include "ui/widgets/icontext.h"
#include "ui/widgets/messagebar.h"
#include "ui/widgets/plainlabel.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace canopy {

TokenPage::TokenPage(RegisterAccount &flow, const OnboardingContext &context, QWidget *parent)
    : StepPage(tr("Get a registration token"),
               tr("Chutes hands out a token on its own web page, to keep robots out. A token lives "
                  "five minutes, so fetch it now and come straight back."),
               parent)
    , m_flow(flow)
    , m_context(context)
    , m_open(makeButton(tr("&Open the token page"), ButtonRole::Plain, u"external"_s))
    , m_edit(new QLineEdit(this))
    , m_field(new FormField(tr("Registration &token"), m_edit, FormField::LabelStyle::Muted))
    , m_countdown(new Countdown(this))
    , m_address(
          new CodeBlock(tr("Address of the token page"), tr("Copy address of the token page")))
{
    m_open->setObjectName("openTokenPage"_L1);
    m_edit->setObjectName("registrationToken"_L1);
    m_edit->setFont(textFont(TextStyle::Mono));
    m_edit->setInputMethodHints(Qt::ImhNoAutoUppercase | Qt::ImhNoPredictiveText);
    m_countdown->setObjectName("tokenCountdown"_L1);
    m_countdown->setWords(tr("left at least"),
                          tr("left at least: fetch a new token if you are not ready"),
                          tr("The time is up. Open the page again for a new token."));
    add(makeCard(), 16);
    auto *limit = new IconText(
        u"info"_s, &Theme::muted,
        tr("Chutes limits sign-ups to about three a day from one internet "
           "address."),
        tr("A new attempt with a new token after a failed one may count too."));
    limit->setMaximumWidth(scaled(680));
    limit->setVisible(context.registration.client.service().isOfficial());
    add(limit, 20);

    connect(m_open, &QPushButton::clicked, this, &TokenPage::openPage);
    connect(m_edit, &QLineEdit::textChanged, this, &TokenPage::edited);
    connect(m_edit, &QLineEdit::editingFinished, this, [this] {
        const QString problem = tokenProblem(m_edit->text().trimmed());
        if (!m_edit->text().isEmpty() && !problem.isEmpty())
            m_field->setError(problem);
    });
    connect(m_countdown, &Countdown::over, this,
            [this] { m_open->setText(tr("&Open the token page")); });
    connect(QGuiApplication::clipboard(), &QClipboard::dataChanged, this,
            &TokenPage::lookIntoClipboard);
}

QWidget *TokenPage::makeCard()
{
    const QString host = m_context.registration.client.registrationOrigin().display();
    auto *card = new Card(Card::Ground::Base, this);
    card->setMaximumWidth(scaled(680));
    IconText *first = card->addTextRow(
        {}, &Theme::text, tr("1. Open the token page"),
        tr("Opens %1 in your browser. Solve the captcha there and copy "
           "the token.")
            .arg(host));
    first->setTitleStyle(TextStyle::Strong);
    first->addAction(m_open);
    m_address->setCode(m_context.registration.client.tokenPage().toString());
    card->addRow(m_address);
    m_address->hide();

    auto *second = new QWidget(this);
    auto *column = new QVBoxLayout(second);
    column->setContentsMargins({});
    column->setSpacing(4);
    column->addWidget(plainLabel(tr("2. Paste it here"), TextStyle::Strong));
    column->addWidget(m_field);
    card->addRow(second);

    auto *third = new QWidget(this);
    auto *clock = new QVBoxLayout(third);
    clock->setContentsMargins({});
    clock->setSpacing(8);
    clock->addWidget(m_countdown);
    clock->addWidget(wrappedLabel(
        tr("Counted from the moment the page was opened, so the token itself may be younger. When "
           "the time is up, everything you typed stays and you fetch a new token."),
        TextStyle::Caption, &Theme::muted));
    third->setObjectName("tokenClock"_L1);
    card->addRow(third);
    third->hide();
    return card;
}

bool TokenPage::isComplete() const
{
    const QString token = m_edit->text().trimmed();
    return StepPage::isComplete() && isRegistrationToken(token) && token != m_refused;
}

QWidget *TokenPage::firstControl() const
{
    const bool isTyping = m_flow.tokenPageOpenedAt().isValid() || !m_refused.isEmpty();
    return isTyping ? static_cast<QWidget *>(m_edit) : m_open;
}

void TokenPage::showRefused(const ErrorText &text)
{
    m_refused = m_edit->text().trimmed();
    m_field->setError(text.what);
    showProblem(text);
    m_edit->setFocus();
    m_edit->selectAll();
    emit completeChanged();
}

void TokenPage::start()
{
    m_flow.setToken(m_edit->text().trimmed());
    finish(true);
}

void TokenPage::openPage()
{
    const auto &client = m_context.registration.client;
    const QUrl url = client.tokenPage();
    if (!isKnownLink(url, client.registrationOrigin())) {
        qCWarning(lcUi, "an address that is not in the table of links was not opened");
        return;
    }
    const bool opened = m_context.openInBrowser(url);
    m_flow.tokenPageOpened();
    m_countdown->start(std::chrono::seconds(tokenLifetimeSeconds));
    m_countdown->setRemark(tr("page opened %1").arg(timeOfDayText(m_flow.tokenPageOpenedAt())));
    findChild<QWidget *>(u"tokenClock"_s)->show();
    m_open->setText(tr("&Open again"));
    // Without a browser here, another device can be used: the address is shown whole.
    m_address->setVisible(!opened);
    m_edit->setFocus();
}

void TokenPage::edited()
{
    const QString token = m_edit->text().trimmed();
    if (token != m_refused)
        bar()->closeMessage();
    m_field->setError({});
    m_field->setNote(Tone::Info,
                     isRegistrationToken(token)
                         ? tr("It has the form of a token. Only the service can tell whether it is "
                              "valid, when you register.")
                         : QString());
    emit completeChanged();
}

void TokenPage::lookIntoClipboard()
{
    // Only while this page is in sight, after the page with the token was opened.
    if (!isVisible() || !m_flow.tokenPageOpenedAt().isValid())
        return;
    const QString text = QGuiApplication::clipboard()->text().trimmed();
    if (!isRegistrationToken(text) || text == m_edit->text().trimmed() || text == m_offered)
        return;
    m_offered = text;
    bar()->showMessage(Tone::Info, tr("A token is in the clipboard."));
    bar()->setClosable(true);
    connect(bar()->addButton(tr("Use it")), &QPushButton::clicked, this, [this, text] {
        m_edit->setText(text);
        bar()->closeMessage();
        m_edit->setFocus();
    });
    window()->raise();
    window()->activateWindow();
}

} // namespace canopy
