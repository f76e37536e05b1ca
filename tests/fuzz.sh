#!/bin/sh
# Runs every fuzz target with libFuzzer and sanitizers. Usage: sh tests/fuzz.sh [SECONDS [NAME…]] (60 seconds a target).
# What is found new is kept in build/fuzz/corpus/NAME; a crasher in build/fuzz/crashers/NAME: mend it, then put the file into
# tests/fuzz/seeds/NAME, where ctest runs it for ever.
set -u
cd "$(dirname "$0")/.." || exit 1
. tests/packages.sh
# shellcheck disable=SC2086 # lists of words
install_packages $PACKAGES_BUILD clang llvm python3 g++ libcmocka-dev || exit 1
seconds=${1:-60}
[ $# -gt 0 ] && shift

cmake --preset fuzz >/dev/null && cmake --build --preset fuzz >build/fuzz.log 2>&1 || { tail -n 20 build/fuzz.log; exit 1; }
failed=
count=0
[ $# -gt 0 ] || set -- $(for source in tests/fuzz/fuzz_*.c; do basename "$source" .c | sed 's/^fuzz_//'; done)
for name in "$@"; do
    corpus=build/fuzz/corpus/$name crashers=build/fuzz/crashers/$name
    mkdir -p "$corpus" "$crashers"
    seeds=$(sed -n "s/^$name //p" tests/fuzz/seeds.map)
    for seed in $seeds; do
        [ -d "$seed" ] || cp "$seed" "$corpus"
    done
    seeds=$(for seed in $seeds tests/fuzz/seeds/$name; do [ -d "$seed" ] && echo "$seed"; done)
    dict=tests/fuzz/$name.dict
    [ -f "$dict" ] && dict="-dict=$dict" || dict=
    echo "$name: $seconds s"
    # shellcheck disable=SC2086 # empty words are left out
    "build/fuzz/tests/fuzz_$name" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -max_len=65536 -print_final_stats=1 \
        -artifact_prefix="$crashers/" $dict "$corpus" $seeds >"build/fuzz/$name.log" 2>&1 || {
        failed="$failed $name"
        grep -E 'ERROR|SUMMARY|Test unit written' "build/fuzz/$name.log"
    }
    grep -E 'number_of_executed_units' "build/fuzz/$name.log"
    count=$((count + 1))
done
if [ -n "$failed" ]; then
    echo "Fuzzing found something in:$failed (see build/fuzz/NAME.log)."
    exit 1
fi
echo "Fuzzing found nothing in $count targets, $seconds s each."
