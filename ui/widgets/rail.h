#pragma once

#include <QAbstractButton>
#include <QList>

class QButtonGroup;
class QVBoxLayout;

namespace canopy {

/// One entry of a Rail. Accessible role: page tab.
class RailButton : public QAbstractButton
{
    Q_OBJECT

public:
    enum class Trouble { None, Warning, Error };

    RailButton(const QString &icon, const QString &text, QWidget *parent = nullptr);

    /// Shows an icon at the right end; @p words ("1 failed") join the accessible name.
    void setTrouble(Trouble trouble, const QString &words = {});
    Trouble trouble() const { return m_trouble; }

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QString m_icon;
    Trouble m_trouble = Trouble::None;
};

/// The column of pages at the left: 200 wide, sunken, the program's mark and name on top, pages
/// below, and what does not belong to an account at the foot. Arrow keys move, Enter opens.
class Rail : public QWidget
{
    Q_OBJECT

public:
    /// @p name stands beside the mark.
    explicit Rail(const QString &name, QWidget *parent = nullptr);

    /// Entries are numbered in the order of adding, those of the foot included.
    int addEntry(const QString &icon, const QString &text);
    int addFootEntry(const QString &icon, const QString &text);
    int count() const { return static_cast<int>(m_entries.size()); }
    RailButton *entry(int index) const { return m_entries.at(index); }
    /// -1: none.
    int current() const;
    /// Does not emit.
    void setCurrent(int index);

signals:
    /// The person opened an entry.
    void opened(int index);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    int add(QVBoxLayout *column, const QString &icon, const QString &text);
    void moveFocus(int from, int step);

    QVBoxLayout *m_pages;
    QVBoxLayout *m_foot;
    QButtonGroup *m_group;
    QList<RailButton *> m_entries;
};

} // namespace canopy
