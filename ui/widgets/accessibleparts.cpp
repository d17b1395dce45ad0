#include "ui/widgets/accessibleparts.h"

#include "ui/widgets/secretfield.h"
#include "ui/widgets/steplist.h"

#include <QAbstractButton>
#include <QAccessible>
#include <QAccessibleWidget>
#include <QHash>

using namespace Qt::StringLiterals;

namespace canopy {

namespace {

/// A part whose name, role and description say all there is.
class AccessiblePart : public QAccessibleWidget
{
public:
    AccessiblePart(QWidget *part, QAccessible::Role role)
        : QAccessibleWidget(part, role)
    {
    }

    QString text(QAccessible::Text kind) const override
    {
        if (kind == QAccessible::Value)
            return value();
        return QAccessibleWidget::text(kind);
    }

private:
    QString value() const
    {
        if (const auto *secret = qobject_cast<const SecretField *>(object()))
            return secret->spokenValue();
        if (const auto *steps = qobject_cast<const StepList *>(object()))
            return steps->count() > 0 ? steps->name(steps->current()) : QString();
        return {};
    }
};

/// QAbstractButton itself has no interface of its own in Qt 6.4, only its known subclasses have.
class AccessibleButton : public QAccessibleWidget
{
public:
    AccessibleButton(QWidget *button, QAccessible::Role role)
        : QAccessibleWidget(button, role)
    {
    }

    QString text(QAccessible::Text kind) const override
    {
        const QString given = QAccessibleWidget::text(kind);
        return kind == QAccessible::Name && given.isEmpty() ? button()->text() : given;
    }

    QAccessible::State state() const override
    {
        QAccessible::State state = QAccessibleWidget::state();
        state.pressed = button()->isDown();
        if (button()->isCheckable()) {
            state.selectable = true;
            state.selected = button()->isChecked();
        }
        return state;
    }

    QStringList actionNames() const override
    {
        QStringList names = QAccessibleWidget::actionNames();
        if (button()->isEnabled())
            names.prepend(pressAction());
        return names;
    }

    void doAction(const QString &name) override
    {
        if (name == pressAction())
            button()->click();
        else
            QAccessibleWidget::doAction(name);
    }

private:
    QAbstractButton *button() const { return qobject_cast<QAbstractButton *>(object()); }
};

const QHash<QString, QAccessible::Role> &buttonRoles()
{
    static const QHash<QString, QAccessible::Role> roles = {
        {u"canopy::AccountButton"_s, QAccessible::ButtonMenu},
        {u"canopy::ChoiceButton"_s, QAccessible::PushButton},
        {u"canopy::HostLabel"_s, QAccessible::PushButton},
        {u"canopy::OpenRow"_s, QAccessible::PushButton},
        {u"canopy::RailButton"_s, QAccessible::PageTab},
    };
    return roles;
}

const QHash<QString, QAccessible::Role> &partRoles()
{
    static const QHash<QString, QAccessible::Role> roles = {
        {u"canopy::AddressLabel"_s, QAccessible::StaticText},
        {u"canopy::CheckRow"_s, QAccessible::ListItem},
        {u"canopy::CodeBlock"_s, QAccessible::StaticText},
        {u"canopy::Countdown"_s, QAccessible::Clock},
        {u"canopy::IconText"_s, QAccessible::StaticText},
        {u"canopy::MessageBar"_s, QAccessible::AlertMessage},
        {u"canopy::Rail"_s, QAccessible::PageTabList},
        {u"canopy::SandboxBanner"_s, QAccessible::StaticText},
        {u"canopy::SecretField"_s, QAccessible::EditableText},
        {u"canopy::StepList"_s, QAccessible::List},
    };
    return roles;
}

QAccessibleInterface *makePart(const QString &className, QObject *object)
{
    auto *widget = qobject_cast<QWidget *>(object);
    if (widget == nullptr)
        return nullptr;
    // A button that cannot be clicked, as the host where it opens no page, is a text.
    if (widget->testAttribute(Qt::WA_TransparentForMouseEvents)
        && buttonRoles().contains(className))
        return new AccessiblePart(widget, QAccessible::StaticText);
    if (const auto role = buttonRoles().constFind(className); role != buttonRoles().constEnd())
        return new AccessibleButton(widget, *role);
    if (const auto role = partRoles().constFind(className); role != partRoles().constEnd())
        return new AccessiblePart(widget, *role);
    return nullptr;
}

} // namespace

void installAccessibleParts()
{
    static const bool installed = [] {
        QAccessible::installFactory(&makePart);
        return true;
    }();
    Q_UNUSED(installed)
}

} // namespace canopy
