#pragma once

#include <QObject>
#include <QString>

namespace canopy {

/// Puts the sandbox banner on top of every dialog that opens, so that none can be taken for the
/// real thing. Install on the application.
class DialogBanner : public QObject
{
    Q_OBJECT

public:
    DialogBanner(QString name, QString words, QObject *parent = nullptr);

    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    QString m_name;
    QString m_words;
};

} // namespace canopy
