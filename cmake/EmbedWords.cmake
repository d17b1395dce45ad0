# canopy_embed_words(TARGET FILE OUTPUT): turns a list of words, one a line, into the lines of a
# C++ array initialiser that TARGET can include as OUTPUT.
function(canopy_embed_words target file output)
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${file})
    file(STRINGS ${file} words ENCODING UTF-8)
    set(text "")
    foreach(word IN LISTS words)
        string(APPEND text "\"${word}\",\n")
    endforeach()
    file(CONFIGURE OUTPUT ${CMAKE_CURRENT_BINARY_DIR}/generated/${output} CONTENT "${text}" @ONLY)
    target_include_directories(${target} PRIVATE ${CMAKE_CURRENT_BINARY_DIR}/generated)
endfunction()
