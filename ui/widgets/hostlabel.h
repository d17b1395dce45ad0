#pragma once

#include <QAbstractButton>

namespace canopy {

/// The host that is being talked to. Default: muted; another one: amber, with its full name and
/// port; not answering: red, another icon, and the words. A click opens what says more; where
/// nothing does, setOpensPage(false).
class HostLabel : public QAbstractButton
{
    Q_OBJECT

public:
    explicit HostLabel(QWidget *parent = nullptr);

    /// @p host as to be shown: name, and port where it is not the scheme's own.
    void setHost(const QString &host, bool isDefault);
    void setAnswering(bool answering);
    QString host() const { return m_host; }
    /// False: it is only shown, takes neither clicks nor the focus, and is no button to a screen
    /// reader. Call it before the label is shown.
    void setOpensPage(bool opens);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QString words() const;
    void updateName();

    QString m_host;
    bool m_isDefault = true;
    bool m_answering = true;
};

} // namespace canopy
