# canopy_library(NAME core_wallet SOURCES a.cpp a.h … USES core_crypto … LINKS PkgConfig::sodium …)
#
# One folder, one small static library. USES are our own libraries, as tests/architecture/layers.txt
# allows them; LINKS are other people's. Headers are included from the top of the tree.
function(canopy_library)
    cmake_parse_arguments(arg "UI" "NAME" "SOURCES;USES;LINKS;PRIVATE_LINKS" ${ARGN})
    add_library(${arg_NAME} STATIC ${arg_SOURCES})
    target_include_directories(${arg_NAME} PUBLIC ${CMAKE_SOURCE_DIR})
    target_link_libraries(${arg_NAME} PUBLIC Qt6::Core tl::expected ${arg_USES} ${arg_LINKS}
                                      PRIVATE project_options ${arg_PRIVATE_LINKS})
    if(arg_UI)
        target_link_libraries(${arg_NAME} PUBLIC Qt6::Widgets)
        target_precompile_headers(${arg_NAME} REUSE_FROM pch_ui)
    else()
        target_precompile_headers(${arg_NAME} REUSE_FROM pch_core)
    endif()
    add_dependencies(${arg_NAME} check_layers)
endfunction()

# canopy_test(NAME tst_ss58 SOURCES tst_ss58.cpp USES core_crypto … [LABELS keychain] [KEYRING] [UI] [TIMEOUT s])
#
# A QtTest program, run offscreen. KEYRING runs it inside a private D-Bus session with a real,
# unlocked gnome-keyring (tests/support/with-keyring.sh).
function(canopy_test)
    cmake_parse_arguments(arg "UI;KEYRING;SERIAL" "NAME;TIMEOUT" "SOURCES;USES;LINKS;LABELS;ENVIRONMENT" ${ARGN})
    if(NOT arg_TIMEOUT)
        set(arg_TIMEOUT 120)
    endif()
    add_executable(${arg_NAME} ${arg_SOURCES})
    target_include_directories(${arg_NAME} PRIVATE ${CMAKE_SOURCE_DIR})
    target_link_libraries(${arg_NAME} PRIVATE project_options Qt6::Test ${arg_USES} ${arg_LINKS})
    target_compile_definitions(${arg_NAME} PRIVATE CANOPY_SOURCE_DIR="${CMAKE_SOURCE_DIR}"
                                                   CANOPY_BINARY_DIR="${CMAKE_BINARY_DIR}")
    set(command $<TARGET_FILE:${arg_NAME}>)
    if(arg_KEYRING)
        set(command ${CMAKE_SOURCE_DIR}/tests/support/with-keyring.sh ${command})
    endif()
    add_test(NAME ${arg_NAME} COMMAND ${command})
    set_tests_properties(
        ${arg_NAME}
        PROPERTIES LABELS "${arg_LABELS}" TIMEOUT ${arg_TIMEOUT}
                   ENVIRONMENT "QT_QPA_PLATFORM=offscreen;LC_ALL=C.UTF-8;${arg_ENVIRONMENT}")
    if(arg_SERIAL)
        set_tests_properties(${arg_NAME} PROPERTIES RUN_SERIAL ON)
    endif()
endfunction()
