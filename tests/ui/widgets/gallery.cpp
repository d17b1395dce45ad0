// gallery [--light|--dark] [--shot FILE] [--focus N] [--points P]: shows every part in its states,
// or saves a picture of them. --focus gives the focus to the N-th widget of the tab order.

#include "tests/ui/widgets/galleryparts.h"
#include "ui/theme/appearance.h"
#include "ui/theme/theme.h"
#include "ui/theme/tintedicon.h"
#include "ui/widgets/accountbutton.h"
#include "ui/widgets/addresslabel.h"
#include "ui/widgets/badge.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/card.h"
#include "ui/widgets/checkrow.h"
#include "ui/widgets/choicebutton.h"
#include "ui/widgets/codeblock.h"
#include "ui/widgets/countdown.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/formfield.h"
#include "ui/widgets/hostlabel.h"
#include "ui/widgets/iconlabel.h"
#include "ui/widgets/icontext.h"
#include "ui/widgets/messagebar.h"
#include "ui/widgets/passwordfield.h"
#include "ui/widgets/plainlabel.h"
#include "ui/widgets/rail.h"
#include "ui/widgets/rowdelegate.h"
#include "ui/widgets/runningicon.h"
#include "ui/widgets/sandboxbanner.h"
#include "ui/widgets/scrollpage.h"
#include "ui/widgets/secretclipboard.h"
#include "ui/widgets/secretfield.h"
#include "ui/widgets/separator.h"
#include "ui/widgets/steplist.h"
#include "ui/widgets/sunkenpanel.h"

#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QCommandLineParser>
#include <QFontDatabase>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLineEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QRadioButton>
#include <QStandardItemModel>
#include <QTabBar>
#include <QToolButton>
#include <QTreeView>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;
using namespace canopy;

namespace {

const QString hotkey = u"5GD6FRv8rRgkpXkKJ2pdJJ8sB5nZdi3V15rFNrUuJ2ZpSyqZ"_s;
const QString coldkey = u"5Fz18AUZduu124M8SmG8LsmGzSTst25hLND86wPEnpDVtAX6"_s;

class Gallery : public QWidget
{
public:
    explicit Gallery(SecretClipboard &clipboard)
        : m_clipboard(clipboard)
    {
        setWindowTitle(u"Gallery"_s);
        auto *all = new QVBoxLayout(this);
        all->setContentsMargins(0, 0, 0, 0);
        all->setSpacing(0);
        all->addWidget(new SandboxBanner(
            u"Sandbox"_s,
            u"A pretend service on this computer. No real money, no real account; nothing leaves "
            "127.0.0.1."_s));
        auto *row = new QHBoxLayout;
        row->setSpacing(0);
        addSide(row);
        auto *left = new ScrollPage;
        auto *right = new ScrollPage;
        row->addWidget(left, 1);
        row->addWidget(right, 1);
        all->addLayout(row, 1);
        buttons(*left);
        fields(*left);
        badges(*left);
        bars(*left);
        tree(*left);
        choices(*left);
        secrets(*right);
        countdowns(*right);
        cards(*right);
        checks(*right);
        rest(*right);
    }

private:
    void addSide(QHBoxLayout *row)
    {
        auto *column = new QVBoxLayout;
        column->setSpacing(0);
        auto *rail = new Rail(u"Canopy"_s);
        rail->addEntry(u"overview"_s, u"Overview"_s);
        rail->addEntry(u"key"_s, u"API keys"_s);
        rail->addEntry(u"deposit"_s, u"Deposit"_s);
        rail->entry(2)->setTrouble(RailButton::Trouble::Warning, u"not finished"_s);
        rail->addEntry(u"diagnostics"_s, u"Diagnostics"_s);
        rail->entry(3)->setTrouble(RailButton::Trouble::Error, u"1 failed"_s);
        rail->addFootEntry(u"settings"_s, u"Settings"_s);
        rail->setCurrent(0);
        column->addWidget(rail, 1);
        auto *panel = new SunkenPanel(Qt::RightEdge | Qt::TopEdge);
        auto *inside = new QVBoxLayout(panel);
        inside->setContentsMargins(16, 16, 16, 16);
        auto *steps = new StepList;
        steps->setSteps({u"Connection"_s, u"Wallet and hotkey"_s, u"Username"_s,
                         u"Registration token"_s, u"Confirm"_s, u"Done"_s});
        steps->setCurrent(2);
        inside->addWidget(steps);
        inside->addStretch();
        column->addWidget(panel, 1);
        row->addLayout(column);
    }

    static void choices(ScrollPage &page)
    {
        section(page, u"Choices"_s);
        page.add(new ChoiceButton(u"account"_s, u"Create a Chutes account…"_s,
                                  u"Pick or make a Bittensor wallet, then register its hotkey."_s));
        page.add(new ChoiceButton(u"sandbox"_s, u"Try the sandbox"_s,
                                  u"A pretend service inside Canopy, with wallets of its own."_s),
                 8);
        auto *found = new Card(Card::Ground::Sunken);
        auto *text = found->addTextRow(
            u"file"_s, &Theme::muted, u"Found on this computer"_s,
            u"Account nordlicht in ~/.chutes/config.ini · 3 wallets with "
            "3 hotkeys in ~/.bittensor/wallets"_s);
        text->setTitleStyle(TextStyle::Strong);
        auto *import = makeButton(u"Import nordlicht…"_s);
        setCompact(import);
        text->addAction(import);
        page.add(found, 20);
    }

    void secrets(ScrollPage &page)
    {
        page.add(plainLabel(u"Secret"_s, TextStyle::Section));
        auto *masked = new SecretField(u"Secret"_s, m_clipboard);
        masked->setSecret(Secret::copyOf("aB3dE5gH7jK9mN1pQ2rS4tU6vW8xYz0C"));
        page.add(masked, 8);
        m_revealed = new SecretField(u"Secret"_s, m_clipboard);
        m_revealed->setSecret(
            Secret::copyOf("cpk_0fd630f1f29d4da9953f48f1a09f76b5.dff3e6bb3a6b5a2b9c48da3abcd5ca5f."
                           "Xk2mQ8vT4bLz7RwY1nHc5JpD9sFg3AeU"));
        page.add(m_revealed, 8);
        auto *large = new SecretField(u"Account fingerprint"_s, m_clipboard,
                                      SecretField::Form::Large);
        large->setSecret(Secret::copyOf("aB3dE5gH7jK9mN1pQ2rS4tU6vW8xYz0C"));
        page.add(large, 8);
    }

    static void countdowns(ScrollPage &page)
    {
        using namespace std::chrono_literals;
        section(page, u"Countdown"_s);
        for (const auto elapsed : {48s, 259s, 300s}) {
            auto *clock = new Countdown;
            clock->setWords(u"left at least"_s,
                            u"left at least: fetch a new token if you are not ready"_s,
                            u"The token is too old now"_s);
            clock->setRemark(elapsed == 48s ? u"page opened 14:29:40"_s : QString());
            clock->start(300s, elapsed);
            page.add(clock, 8);
        }
    }

    static void cards(ScrollPage &page)
    {
        section(page, u"Cards"_s);
        auto *facts = new QHBoxLayout;
        facts->setSpacing(12);
        auto *balance = new FactCard(u"Balance"_s);
        balance->setFact(u"$42.18"_s, u"Reported by the service at 14:31"_s);
        auto *roles = new FactCard(u"Roles"_s);
        roles->setFact(u"None reported"_s, u"The service’s permissions list is empty"_s);
        facts->addWidget(balance);
        facts->addWidget(roles);
        page.add(facts);
        auto *card = new Card;
        card->addValueRow(u"Username"_s, u"lumenfold"_s);
        auto *six = new AddressLabel(u"Hotkey address"_s, hotkey);
        six->setGroupsPerLine(6);
        card->addAddressRow(u"Hotkey"_s, six);
        card->addAddressRow(u"Coldkey"_s, new AddressLabel(u"Coldkey address"_s, coldkey));
        card->addValueRow(u"Last used"_s, u"Not reported by this service"_s, &Theme::muted);
        card->addOpenRow(u"Create an API key"_s, u"With no more rights than it needs"_s);
        page.add(card, 12);
        page.add(new AddressLabel(u"Deposit address"_s, hotkey, AddressLabel::Form::Large), 12);
        page.add(new IconText(u"success"_s, &Theme::success,
                              u"Stored in GNOME Keyring, read back and compared at 14:32:07."_s),
                 8);
    }

    static void checks(ScrollPage &page)
    {
        section(page, u"Checks"_s);
        auto *card = new Card;
        const auto add = [card](const QString &name, CheckRow::State state,
                                const QString &finding) {
            auto *row = new CheckRow(name);
            row->setState(state, finding);
            card->addRow(row);
            return row;
        };
        add(u"Connection"_s, CheckRow::State::Passed, u"TLS 1.3, good until 14 January 2027"_s);
        add(u"Clock"_s, CheckRow::State::Failed, u"6 min 12 s behind the service"_s)
            ->setButton(u"Open time settings…"_s);
        add(u"Hotkey file"_s, CheckRow::State::Warned, u"Can be read by others (mode 0644)"_s);
        add(u"Stored secrets"_s, CheckRow::State::Running, u"Testing 3 of 9…"_s);
        add(u"Chain"_s, CheckRow::State::Skipped, u"No chain source is set up"_s);
        add(u"Service offers"_s, CheckRow::State::NotTried, {});
        page.add(card);
    }

    static void rest(ScrollPage &page)
    {
        section(page, u"Code and nothing"_s);
        auto *code = new CodeBlock(u"Command"_s, u"Copy command"_s);
        code->setCode(u"curl https://lumenfold-whisper-large-v3.chutes.ai/transcribe -H "
                      "\"Authorization: Bearer $CHUTES_API_KEY\" -d @request.json"_s);
        page.add(code);
        auto *empty = new EmptyState(u"key"_s, u"No keys yet"_s,
                                     u"A key lets a program call chutes in your name. Start with a "
                                     "small one."_s);
        empty->setButton(u"New key…"_s, true, u"plus"_s);
        auto *card = new Card;
        card->addRow(empty);
        page.add(card, 12);
    }

    SecretClipboard &m_clipboard;

public:
    SecretField *m_revealed = nullptr;
};

} // namespace

int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    QCommandLineParser parser;
    parser.addOptions({{u"light"_s, u"Our light palette"_s},
                       {u"dark"_s, u"Our dark palette"_s},
                       {u"shot"_s, u"Save a picture and quit"_s, u"file"_s},
                       {u"focus"_s, u"Focus the N-th widget"_s, u"n"_s},
                       {u"points"_s, u"Size of the font"_s, u"points"_s, u"9.75"_s},
                       {u"size"_s, u"Width and height"_s, u"WxH"_s}});
    parser.addHelpOption();
    parser.process(application);
    if (!prepareSecretMemory())
        return 1;

    // What current desktops ship, so that pictures can be compared.
    if (QFontDatabase::families().contains(u"Inter"_s)) {
        QFont font(u"Inter"_s);
        font.setPointSizeF(parser.value(u"points"_s).toDouble());
        QApplication::setFont(font);
    }
    installQuietStyle(application);
    applyAppearance(application,
                    parser.isSet(u"light"_s)      ? Appearance::Light
                        : parser.isSet(u"dark"_s) ? Appearance::Dark
                                                  : Appearance::System);
    SecretClipboard clipboard;
    Gallery gallery(clipboard);
    const QStringList size = parser.value(u"size"_s).split(u'x');
    gallery.resize(size.size() == 2 ? QSize(size.at(0).toInt(), size.at(1).toInt())
                                    : QSize(1500, 1280));
    gallery.show();
    if (!parser.isSet(u"shot"_s))
        return QApplication::exec();

    gallery.activateWindow();
    gallery.m_revealed->revealSecret();
    QTimer::singleShot(std::chrono::milliseconds(300), &gallery, [&] {
        QWidget *focus = &gallery;
        for (int n = parser.value(u"focus"_s).toInt(); n > 0; --n)
            focus = focus->nextInFocusChain();
        if (focus != &gallery)
            focus->setFocus(Qt::TabFocusReason);
        const bool saved = gallery.grab().save(parser.value(u"shot"_s));
        QApplication::exit(saved ? 0 : 1);
    });
    return QApplication::exec();
}
