#include "core/secrets/secret.h"

#include <QByteArray>
#include <QCoreApplication>
#include <QString>
#include <QTextStream>

#include <cstdio>

using namespace canopy;

/// Holds a secret that it reads from standard input in the form its argument names, says "ready",
/// and ends with its input. For test_memscan.py.
int main(int argc, char *argv[])
{
    const QCoreApplication application(argc, argv);
    if (argc != 2 || !prepareSecretMemory())
        return 1;
    std::setvbuf(stdin, nullptr, _IONBF, 0);
    QByteArray line;
    for (int c = std::getchar(); c != '\n' && c != EOF; c = std::getchar())
        line.append(static_cast<char>(c));

    const QByteArray form = argv[1];
    QString text;
    QByteArray bytes;
    Secret secret;
    if (form == "utf16")
        text = QString::fromUtf8(line);
    else if (form == "base64")
        bytes = "{\"v\":\"" + QByteArray("x" + line + "yz").toBase64() + "\"}";
    else if (form == "hex")
        bytes = line.toHex();
    else if (form == "raw")
        bytes = QByteArray(line.constData(), line.size());
    else
        secret = Secret::copyOf(line);
    line.fill('\0');
    QTextStream(stdout) << "ready" << Qt::endl;
    std::getchar();
    return text.isEmpty() && bytes.isEmpty() && secret.isEmpty() ? 2 : 0;
}
