// The floor of a Qt Widgets program: one empty window.

#include <QApplication>
#include <QWidget>

int main(int argc, char **argv)
{
    QApplication app(argc, argv);
    QWidget window;
    window.resize(1200, 760);
    window.show();
    return QApplication::exec();
}
