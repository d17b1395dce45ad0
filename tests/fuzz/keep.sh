#!/bin/bash
# keep.sh BUILD: the smallest set of inputs with the same coverage, into tests/fuzz/corpus.
set -eu
build=$1
here=$(cd "$(dirname "$0")" && pwd)
for target in $(sed -n 's/^canopy_fuzz(\([a-z0-9_]*\) .*/\1/p' "$here/CMakeLists.txt"); do
    new=$(mktemp -d)
    "$build/bin/fuzz_$target" -merge=1 -max_len=4096 "$new" "$build/corpus/$target" "$here/corpus/$target" >/dev/null 2>&1
    rm -rf "${here:?}/corpus/$target"
    mv "$new" "$here/corpus/$target"
    chmod 755 "$here/corpus/$target"
    echo "$target: $(ls "$here/corpus/$target" | wc -l) inputs"
done
