#pragma once

#include "core/base/whenfinished.h"
#include "core/chutes/chute.h"

#include <QHash>
#include <QJsonArray>
#include <QJsonObject>

#include <functional>
#include <limits>
#include <memory>
#include <utility>

namespace canopy {

/// {"total", "page", "limit", "items"}: the envelope of every list (contract §4.1). One item that
/// is not as documented makes the page Malformed.
template <typename T>
Result<ListPage<T>> listPageFrom(const QJsonObject &object)
{
    const auto malformed = [](const char *member) {
        return failure(Error::Code::Malformed,
                       QStringLiteral("unexpected \"%1\"").arg(QLatin1StringView(member)));
    };
    const auto total = object.value(QLatin1StringView("total")).toInteger(-1);
    const auto items = object.value(QLatin1StringView("items"));
    if (total < 0 || total > std::numeric_limits<int>::max())
        return malformed("total");
    if (!items.isArray())
        return malformed("items");
    ListPage<T> page{.total = static_cast<int>(total)};
    for (const auto &value : items.toArray()) {
        if (!value.isObject())
            return malformed("items");
        auto item = T::fromJson(value.toObject());
        if (!item)
            return failure(item.error());
        page.items.append(*std::move(item));
    }
    return page;
}

/// Reads every page of a list whose order is not stable (contract §4.1): items are told apart by
/// their id, and where the total moves, or pages overlapped so that some are missing, all is read
/// again, at most twice. Conflict if it never stood still.
template <typename T>
class PageReader : public std::enable_shared_from_this<PageReader<T>>
{
public:
    using Ask = std::function<QFuture<Result<ListPage<T>>>(int page)>;

    /// @p context: the object whose end ends the reading.
    static QFuture<Result<QList<T>>> read(QObject *context, int rowsPerPage, Ask ask)
    {
        auto reader = std::shared_ptr<PageReader>(
            new PageReader(context, rowsPerPage, std::move(ask)));
        const auto future = reader->m_promise.future();
        reader->next();
        return future;
    }

private:
    static constexpr int mostReadings = 3;
    static constexpr int mostItems = 100'000;

    PageReader(QObject *context, int rowsPerPage, Ask ask)
        : m_context(context)
        , m_rowsPerPage(rowsPerPage)
        , m_ask(std::move(ask))
    {
    }

    void next()
    {
        whenFinished(m_ask(m_page), m_context,
                     [self = this->shared_from_this()](const Result<ListPage<T>> &page) {
                         if (page)
                             self->take(*page);
                         else
                             self->m_promise.finish(failure(page.error()));
                     });
    }

    void take(const ListPage<T> &page)
    {
        if (page.total > mostItems) {
            m_promise.finish(failure(Error::Code::AnswerTooLarge));
            return;
        }
        if (m_page > 0 && page.total != m_total) {
            m_items.clear();
            m_places.clear();
            readAgain();
            return;
        }
        m_total = page.total;
        merge(page.items);
        ++m_page;
        const bool last = page.items.isEmpty()
            || static_cast<qint64>(m_page) * m_rowsPerPage >= m_total;
        if (!last)
            next();
        else if (m_items.size() < m_total)
            readAgain();
        else
            m_promise.finish(m_items);
    }

    void merge(const QList<T> &items)
    {
        for (const auto &item : items) {
            const auto known = m_places.constFind(item.id);
            if (known != m_places.cend()) {
                m_items[*known] = item;
                continue;
            }
            m_places.insert(item.id, m_items.size());
            m_items.append(item);
        }
    }

    void readAgain()
    {
        if (++m_readings >= mostReadings) {
            m_promise.finish(failure(Error::Code::Conflict,
                                     QStringLiteral("the list changed while it was read")));
            return;
        }
        m_page = 0;
        next();
    }

    QObject *m_context;
    int m_rowsPerPage;
    Ask m_ask;
    Promise<QList<T>> m_promise;
    QList<T> m_items;
    QHash<QString, qsizetype> m_places; ///< by id
    int m_total = 0;
    int m_page = 0;
    int m_readings = 0;
};

} // namespace canopy
