#include "tests/support/accessiblenames.h"

#include <QAccessible>
#include <QLabel>
#include <QWidget>

using namespace Qt::StringLiterals;

namespace canopy {

namespace {

QString described(const QWidget *widget)
{
    return QString::fromLatin1(widget->metaObject()->className()) + u"/"_s + widget->objectName();
}

} // namespace

QStringList widgetsWithoutName(QWidget *root)
{
    QStringList found;
    for (QWidget *widget : root->findChildren<QWidget *>()) {
        // Qt's own inner widgets (viewports, popups of combo boxes) are spoken by their owners.
        const bool inner = widget->objectName().startsWith("qt_"_L1) || widget->isWindow()
            || widget->window() != root->window();
        if (inner || (widget->focusPolicy() & Qt::TabFocus) == 0 || widget->isHidden())
            continue;
        QAccessibleInterface *spoken = QAccessible::queryAccessibleInterface(widget);
        if (spoken == nullptr || spoken->text(QAccessible::Name).isEmpty())
            found.append(described(widget));
    }
    return found;
}

QStringList labelsNotPlain(QWidget *root)
{
    QStringList found;
    for (const QLabel *label : root->findChildren<QLabel *>())
        if (label->textFormat() != Qt::PlainText)
            found.append(described(label) + u": "_s + label->text());
    return found;
}

} // namespace canopy
