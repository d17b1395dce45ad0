#pragma once

#include <QByteArray>
#include <QByteArrayView>

#include <cstddef>
#include <cstdint>
#include <cstdlib>

// What every target shares: the input as Qt sees it, and a check that ends the run.

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size);

inline QByteArrayView inputView(const std::uint8_t *data, std::size_t size)
{
    return {reinterpret_cast<const char *>(data), static_cast<qsizetype>(size)};
}

/// A property that must hold for every input; a violation is a finding.
inline void require(bool holds)
{
    if (!holds)
        std::abort();
}
