#pragma once

#include <QObject>
#include <QString>
#include <QTimer>

namespace canopy {

/// Puts a text that is no secret into the clipboard and looks again after 0.3 s and 2 s whether
/// it is still there (ADDR-06). Programs that swap addresses act within that time.
class VerifiedCopy : public QObject
{
    Q_OBJECT

public:
    explicit VerifiedCopy(QObject *parent = nullptr);

    void copy(const QString &text);

signals:
    void copied();
    /// The clipboard holds something else than what was copied.
    void tampered();

private:
    void look();

    QString m_expected;
    QTimer m_first;
    QTimer m_second;
};

} // namespace canopy
