#include "ui/shell/dialogbanner.h"

#include "ui/widgets/sandboxbanner.h"

#include <QDialog>
#include <QEvent>
#include <QLayout>

namespace canopy {

DialogBanner::DialogBanner(QString name, QString words, QObject *parent)
    : QObject(parent)
    , m_name(std::move(name))
    , m_words(std::move(words))
{
}

bool DialogBanner::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::Polish) {
        auto *dialog = qobject_cast<QDialog *>(watched);
        // A wizard inside the window is a QDialog too, but no window.
        if (dialog && dialog->isWindow() && dialog->layout() && !dialog->layout()->menuBar()) {
            // The place of a menu bar is above the layout's margins, whatever its kind.
            dialog->layout()->setMenuBar(new SandboxBanner(m_name, m_words, dialog));
        }
    }
    return QObject::eventFilter(watched, event);
}

} // namespace canopy
