#!/bin/bash
# clazy.sh BUILD FILE…: clazy at its two gates, on the files of a compile database.
set -eu
build=$1
shift
rc=0
# clazy's driver takes the .gch of GCC beside a header for one of Clang's and stops. Handed to the
# compiler proper, the same header is read as text.
database=$(mktemp -d)
trap 'rm -r "$database"' EXIT
sed -E 's#-include ([^ "]*/cmake_pch\.hxx)#-Xclang -include -Xclang \1#g' "$build/compile_commands.json" \
    >"$database/compile_commands.json"
for file in "$@"; do
    out=$(CLAZY_CHECKS=level0,level1,connect-3arg-lambda CLAZY_IGNORE_DIRS='/usr/.*|.*/build/.*' \
        clazy-standalone -p "$database" "$file" 2>&1 | grep -E '(warning|error):' | grep -v -- '-Wignored-' || true)
    [ -z "$out" ] || {
        echo "$out"
        rc=1
    }
done
exit $rc
