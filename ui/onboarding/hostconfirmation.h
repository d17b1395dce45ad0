#pragma once

#include "core/chutes/origin.h"

#include <QWidget>

class QLineEdit;

namespace canopy {

class FormField;
class IconText;

/// Says that another server than Chutes' own is about to be talked to, and why; its name must be
/// typed before anything is sent to it (NET-05).
class HostConfirmation : public QWidget
{
    Q_OBJECT

public:
    /// @p source: where the address comes from, in a sentence.
    HostConfirmation(const Origin &service, const QString &source, QWidget *parent = nullptr);

    bool isConfirmed() const { return m_confirmed; }
    QLineEdit *edit() const { return m_edit; }

signals:
    /// The name was typed. Once.
    void confirmed();

private:
    void edited(const QString &text);

    QString m_host;
    QLineEdit *m_edit;
    FormField *m_field;
    IconText *m_warning = nullptr;
    QString m_confirmedText;
    bool m_confirmed = false;
};

} // namespace canopy
