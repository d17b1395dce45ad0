#pragma once

#include <QByteArrayView>

#include <cstdint>
#include <optional>

/// Whether this machine can spare what a key derivation takes. Asked beforehand, because a system
/// that grants the memory and then lacks it ends some program, perhaps this one.
namespace canopy::derivationmemory {

/// MemAvailable of @p meminfo (the text of /proc/meminfo), in bytes.
std::optional<std::uint64_t> availableIn(QByteArrayView meminfo);

/// Whether @p bytes are to be had: of the machine (where it says so) and under this process's limit
/// on address space. True where nothing is known.
bool canSpare(std::uint64_t bytes);

} // namespace canopy::derivationmemory
