#pragma once

#include <QString>

namespace canopy {

class ScrollPage;

/// A heading with the space around it.
void section(ScrollPage &page, const QString &title);

// The gallery's groups of parts, each added to the end of a page.
void buttons(ScrollPage &page);
void fields(ScrollPage &page);
void badges(ScrollPage &page);
void bars(ScrollPage &page);
void tree(ScrollPage &page);

} // namespace canopy
