#!/bin/bash
# run.sh BUILD SECONDS: every target for SECONDS, two at a time. What was found useful stays in
# BUILD/corpus; tests/fuzz/keep.sh makes the small committed corpora from it.
set -eu
build=$1
seconds=$2
here=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$build/corpus" "$build/findings"
export build seconds here
one() {
    target=$1
    mkdir -p "$build/corpus/$target" "$here/corpus/$target"
    if "$build/bin/fuzz_$target" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=4096 -print_final_stats=1 \
        -artifact_prefix="$build/findings/$target-" "$build/corpus/$target" "$here/corpus/$target" \
        >"$build/findings/$target.log" 2>&1; then
        runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$build/findings/$target.log")
        printf '%-16s clean, %s runs\n' "$target" "$runs"
    else
        printf '%-16s FAILED, see %s\n' "$target" "$build/findings/$target.log"
        tail -n 30 "$build/findings/$target.log"
        return 1
    fi
}
export -f one
sed -n 's/^canopy_fuzz(\([a-z0-9_]*\) .*/\1/p' "$here/CMakeLists.txt" | xargs -P "$(nproc)" -I{} bash -c 'one {}'
