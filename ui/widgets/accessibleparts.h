#pragma once

namespace canopy {

/// Gives our own parts their roles, values and press actions in the accessibility tree. Called by
/// their constructors; only the first call does something.
void installAccessibleParts();

} // namespace canopy
