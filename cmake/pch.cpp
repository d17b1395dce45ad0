// Carries the precompiled headers; see ProjectOptions.cmake.
