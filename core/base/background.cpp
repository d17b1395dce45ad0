#include "core/base/background.h"

namespace canopy {

namespace {

class SerialPool : public QThreadPool
{
public:
    SerialPool() { setMaxThreadCount(1); }
};

} // namespace

QThreadPool &workerPool()
{
    return *QThreadPool::globalInstance();
}

QThreadPool &keyDerivationPool()
{
    static SerialPool pool;
    return pool;
}

} // namespace canopy
