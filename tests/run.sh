#!/bin/sh
# Runs every test: installs what is missing (Debian, Ubuntu; as root or by sudo), builds with sanitizers and warnings as errors
# by GCC, with warnings as errors by Clang, and as released; then clang-tidy, the tests on the release build that sanitizers
# would hide, and all tests on the sanitized build. Ends with ctest's summary and one line; the exit code is 0 when all passed.
set -u
cd "$(dirname "$0")/.." || exit 1
. tests/packages.sh
# shellcheck disable=SC2086 # lists of words
install_packages $PACKAGES_BUILD $PACKAGES_TEST || { echo "Tests did not run: packages are missing."; exit 1; }

jobs=$(nproc 2>/dev/null || echo 2)
failed=
started=$(date +%s)
exec </dev/null

# step NAME COMMAND…: runs it with its output kept; shows the output only when it fails.
step() {
    name=$1
    shift
    printf '%s … ' "$name"
    began=$(date +%s)
    mkdir -p build
    if "$@" >build/step.log 2>&1; then
        echo "ok ($(($(date +%s) - began)) s)"
        return 0
    fi
    echo "failed"
    grep -E 'error|warning|FAILED|undefined' build/step.log | head -n 40
    tail -n 15 build/step.log
    failed="$failed, $name"
    return 1
}

build() {
    cmake --preset "$1" && cmake --build --preset "$1" -j "$jobs"
}

step "build by GCC with sanitizers" build dev && is_built=1 || is_built=
step "build by Clang" build clang && step "clang-tidy" sh tests/tidy.sh build/clang "$jobs"
if step "build as released" build release; then
    echo "tests of the release build:"
    ctest --test-dir build/release -j "$jobs" --output-on-failure --no-tests=error -L 'golden|fault|hostile|install|fuzz|jail' |
        tee build/release.log
    grep -q '^100% tests passed' build/release.log || failed="$failed, tests of the release build"
fi
if [ -n "$is_built" ]; then
    echo "tests of the sanitized build:"
    ctest --test-dir build/dev -j "$jobs" --output-on-failure --no-tests=error | tee build/dev.log
    grep -q '^100% tests passed' build/dev.log || failed="$failed, tests of the sanitized build"
fi

skipped=$(cat build/release.log build/dev.log 2>/dev/null | grep -c '\*\*\*Skipped')
took="$(($(date +%s) - started)) s"
if [ -n "$failed" ]; then
    echo "Tests failed: ${failed#, } ($took)."
    exit 1
fi
echo "All tests passed, $skipped skipped ($took)."
