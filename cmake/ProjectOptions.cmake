# One INTERFACE target carries the language level, definitions and warnings of every target here.
# Whether a warning stops the build is the preset's choice (ci, asan), never this file's.

# Dev: fast to compile, fast enough to run the KDFs and the suite, assertions on.
set(CMAKE_CXX_FLAGS_DEV "-O1 -g1" CACHE STRING "Flags of the Dev configuration")
mark_as_advanced(CMAKE_CXX_FLAGS_DEV)

add_library(project_options INTERFACE)
target_compile_features(project_options INTERFACE cxx_std_20)
target_compile_definitions(
    project_options
    INTERFACE
        QT_NO_CAST_FROM_ASCII
        QT_NO_CAST_TO_ASCII
        QT_NO_CAST_FROM_BYTEARRAY
        QT_NO_URL_CAST_FROM_STRING
        QT_NO_NARROWING_CONVERSIONS_IN_CONNECT
        QT_NO_FOREACH
        QT_NO_JAVA_STYLE_ITERATORS
        QT_STRICT_ITERATORS
        QT_USE_QSTRINGBUILDER
        QT_NO_CONTEXTLESS_CONNECT
        QT_DISABLE_DEPRECATED_BEFORE=0x060400
        CANOPY_VERSION="${PROJECT_VERSION}")
target_compile_options(
    project_options
    INTERFACE
        -Wall
        -Wextra
        -Wpedantic
        -Wshadow
        -Wnon-virtual-dtor
        -Woverloaded-virtual
        -Wold-style-cast
        -Wcast-qual
        -Wnull-dereference
        -Wimplicit-fallthrough
        -Wextra-semi
        # Designated initialisers leave fields out on purpose; GCC would warn at each.
        -Wno-missing-field-initializers
        -ffile-prefix-map=${CMAKE_SOURCE_DIR}=.)

if(CANOPY_SANITIZE OR CANOPY_FUZZ)
    target_compile_options(project_options INTERFACE -fsanitize=address,undefined
                                                     -fno-sanitize-recover=all
                                                     -fno-omit-frame-pointer)
    target_link_options(project_options INTERFACE -fsanitize=address,undefined)
endif()
if(CANOPY_FUZZ)
    target_compile_options(project_options INTERFACE -fsanitize=fuzzer-no-link)
endif()

if(CMAKE_BUILD_TYPE STREQUAL "RelWithDebInfo")
    target_compile_options(project_options INTERFACE -D_FORTIFY_SOURCE=2 -fstack-protector-strong
                                                     -fcf-protection)
    target_link_options(project_options INTERFACE -Wl,-z,relro,-z,now)
endif()

# Precompiled headers, compiled once for core and once for ui, reused by every library and test.
add_library(pch_core STATIC ${CMAKE_SOURCE_DIR}/cmake/pch.cpp)
target_link_libraries(pch_core PRIVATE project_options Qt6::Core)
target_precompile_headers(
    pch_core
    PRIVATE
    <QByteArray>
    <QDateTime>
    <QDebug>
    <QFuture>
    <QJsonDocument>
    <QJsonObject>
    <QList>
    <QObject>
    <QPromise>
    <QString>
    <QUrl>
    <algorithm>
    <array>
    <functional>
    <memory>
    <optional>
    <span>
    <tl/expected.hpp>)
set_target_properties(pch_core PROPERTIES AUTOMOC OFF)
add_library(pch_ui STATIC ${CMAKE_SOURCE_DIR}/cmake/pch.cpp)
target_link_libraries(pch_ui PRIVATE project_options Qt6::Widgets)
target_precompile_headers(
    pch_ui
    PRIVATE
    <QtWidgets/QtWidgets>
    <algorithm>
    <array>
    <functional>
    <memory>
    <optional>
    <span>
    <tl/expected.hpp>)
set_target_properties(pch_ui PROPERTIES AUTOMOC OFF)
