#!/bin/sh
# Runs clang-tidy over every source of the library and the program. Usage: tidy.sh BUILD-DIRECTORY [JOBS]
set -eu
cd "$(dirname "$0")/.."
build=${1:-build/clang} jobs=${2:-2}
log=$(mktemp)
trap 'rm -f "$log"' EXIT
status=0
find src -name '*.c' -print0 | xargs -0 -P "$jobs" -n 1 clang-tidy -p "$build" --quiet >"$log" 2>/dev/null || status=1
grep -E '(warning|error): ' "$log" | sort -u || true
exit $status
