#pragma once

#include "ui/theme/theme.h"
#include "ui/widgets/verifiedcopy.h"

#include <QWidget>

class QPainter;

namespace canopy {

class CopyButton;

/// An address as people compare it: fixed-pitch, groups of four, whole (ADDR-04). The gaps are
/// painted, not typed. 12, 6 or 4 groups a line, as the width allows; below that fewer, never
/// elided. Takes the focus; Ctrl+C copies the address without gaps and verifies it (ADDR-06).
class AddressLabel : public QWidget
{
    Q_OBJECT

public:
    enum class Form {
        Compact, ///< 12, 6 or 4 groups a line
        Large, ///< where money goes out: 4 a line, groups 1, 6, 7 and 12 bold
    };

    /// Pixels left free around the text, for the focus ring.
    static constexpr int inset = 3;

    /// @p name is the accessible name, e.g. "Hotkey address".
    explicit AddressLabel(const QString &name, const QString &address = {},
                          Form form = Form::Compact, QWidget *parent = nullptr);

    void setAddress(const QString &address);
    QString address() const { return m_address; }
    void setInk(Ink ink);
    /// At most so many groups a line: 12 (the default), 6 or 4.
    void setGroupsPerLine(int groups);
    /// A button that copies this address and follows it. Put it into a layout at once.
    CopyButton *makeCopyButton();

    /// "5GD6 FRv8 …": what is spoken. Never copied.
    static QString grouped(const QString &address);
    /// One line, vertically centred in @p rect; for delegates.
    static void paintLine(QPainter *painter, const QRect &rect, const QString &address,
                          const QFont &font, const QColor &ink);
    static int lineWidth(const QString &address, const QFont &font);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;
    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;

public slots:
    void copy();

signals:
    void addressChanged(const QString &address);
    void copied();
    void clipboardTampered();

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    QFont groupFont() const;
    int groupsFor(int width) const;

    QString m_address;
    Form m_form;
    Ink m_ink = &Theme::text;
    int m_mostGroups = 12;
    VerifiedCopy m_copy{this};
};

} // namespace canopy
