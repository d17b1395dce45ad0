#pragma once

#include <QByteArray>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QList>
#include <QProcess>

namespace canopy {

/// Python's own ConfigParser, in a process that answers as long as this lives.
class ConfigParserOracle
{
public:
    ConfigParserOracle()
    {
        m_process.start(
            QStringLiteral("/usr/bin/python3"),
            {QStringLiteral(CANOPY_SOURCE_DIR "/tests/support/configparser-oracle.py")});
        m_process.waitForStarted();
    }
    ~ConfigParserOracle()
    {
        m_process.closeWriteChannel();
        m_process.waitForFinished();
    }
    Q_DISABLE_COPY_MOVE(ConfigParserOracle)

    /// In the order of @p files; empty objects if it does not answer.
    QList<QJsonObject> ask(const QList<QByteArray> &files)
    {
        for (const QByteArray &file : files)
            m_process.write(file.toBase64() + '\n');
        QList<QJsonObject> answers;
        while (answers.size() < files.size()) {
            if (!m_process.canReadLine() && !m_process.waitForReadyRead(30'000))
                return QList<QJsonObject>(files.size());
            while (m_process.canReadLine())
                answers.append(QJsonDocument::fromJson(m_process.readLine()).object());
        }
        return answers;
    }
    QJsonObject ask(const QByteArray &file) { return ask(QList{file}).first(); }

private:
    QProcess m_process;
};

} // namespace canopy
