#include "ui/onboarding/fingerprintcopy.h"

#include "core/base/background.h"
#include "core/base/files.h"
#include "ui/theme/theme.h"

#include <QCoreApplication>
#include <QPagedPaintDevice>
#include <QPainter>

#include <algorithm>
#include <memory>

using namespace Qt::StringLiterals;

namespace canopy {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(FingerprintCopy)
};

QString heading(const FingerprintCaption &caption)
{
    return Words::tr(
               "Chutes account fingerprint\n\nAccount: %1\nUser id: %2\nService: %3\nMade: %4\n")
        .arg(caption.username, caption.userId, caption.host, caption.date);
}

QString warning()
{
    return Words::tr(
        "Whoever has this text can sign in, replace the hotkey and delete the account. "
        "Chutes cannot send it again.");
}

} // namespace

void printFingerprint(QPagedPaintDevice &device, const FingerprintCaption &caption,
                      const Secret &fingerprint)
{
    QPainter painter(&device);
    const QRect page = painter.viewport();
    painter.setFont(textFont(TextStyle::Body));
    QRect drawn;
    painter.drawText(page, Qt::TextWordWrap, heading(caption), &drawn);
    painter.setFont(textFont(TextStyle::Mono));
    const int line = painter.fontMetrics().height();
    QRect rest(page.left(), drawn.bottom() + line, page.width(), page.height());
    {
        const SecretView view = fingerprint.view();
        painter.drawText(rest, Qt::TextWrapAnywhere, QString::fromUtf8(view.bytes()), &drawn);
    }
    rest.moveTop(drawn.bottom() + line);
    painter.setFont(textFont(TextStyle::Body));
    painter.drawText(rest, Qt::TextWordWrap, warning());
}

QFuture<Result<Done>> saveFingerprint(const QString &path, const FingerprintCaption &caption,
                                      const Secret &fingerprint)
{
    const QByteArray before = (heading(caption) + u'\n').toUtf8();
    const QByteArray after = (u"\n\n"_s + warning() + u'\n').toUtf8();
    // std::function must be copyable, a Secret is not.
    const auto content = std::make_shared<Secret>(Secret::filled(
        before.size() + fingerprint.size() + after.size(), [&](std::span<std::uint8_t> bytes) {
            const SecretView view = fingerprint.view();
            auto to = std::copy(before.cbegin(), before.cend(), bytes.begin());
            to = std::copy(view.bytes().cbegin(), view.bytes().cend(), to);
            std::copy(after.cbegin(), after.cend(), to);
        }));
    return runInBackground<Done>(workerPool(), [path, content]() -> Result<Done> {
        return createFile(path, content->view().bytes());
    });
}

} // namespace canopy
