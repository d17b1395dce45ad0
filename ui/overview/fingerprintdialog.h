#pragma once

#include "core/secrets/secret.h"

#include <QDialog>

namespace canopy {

class SecretClipboard;

/// The account fingerprint, masked until it is revealed. open(), never exec().
class FingerprintDialog : public QDialog
{
    Q_OBJECT

public:
    /// @p clipboard must outlive the dialog. @p account: cleaned by displayText().
    FingerprintDialog(const QString &account, Secret fingerprint, SecretClipboard &clipboard,
                      QWidget *parent = nullptr);
};

} // namespace canopy
