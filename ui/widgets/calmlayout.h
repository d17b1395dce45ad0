#pragma once

#include <Qt>

namespace canopy {

/// A box layout whose stretches share out what its widget is given, but do not ask for more: a
/// bar or row stays as high as its content, although something inside is centred with stretches.
/// A Fixed or Maximum size policy would do that too, but cuts what has a height for its width.
template <typename Layout>
class Calm : public Layout
{
public:
    using Layout::Layout;

    Qt::Orientations expandingDirections() const override
    {
        return Layout::expandingDirections() & ~Qt::Orientations(Qt::Vertical);
    }
};

} // namespace canopy
