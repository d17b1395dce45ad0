#include "tests/fuzz/fuzz.h"
#include "ui/text/displaytext.h"

#include <QList>
#include <QString>

using namespace canopy;

// Whatever comes in, what goes on the screen is one line of visible characters.
int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const QString shown = displayText(QString::fromUtf8(inputView(data, size)));
    require(shown.isValidUtf16());
    const auto points = shown.toUcs4();
    for (const uint point : points) {
        const QChar::Category category = QChar::category(point);
        require(category != QChar::Other_Control && category != QChar::Other_Format
                && category != QChar::Separator_Line && category != QChar::Separator_Paragraph
                && category != QChar::Other_Surrogate && category != QChar::Other_PrivateUse
                && category != QChar::Other_NotAssigned);
    }
    return 0;
}
