#!/bin/sh
# Installs a build into a fresh place and builds a consumer through pkg-config and through find_package; runs all of them.
# Usage: run.sh BUILD-DIRECTORY C-COMPILER
set -eu
build=$1 cc=$2
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cmake --install "$build" --prefix "$work/usr" >"$work/log" || { cat "$work/log"; exit 1; }
pc=$(find "$work/usr" -name picdesk.pc)
[ -n "$pc" ] || { echo "no picdesk.pc was installed"; exit 1; }
# The .pc file names the prefix it was configured for; here it lies elsewhere.
sed -i "s|^prefix=.*|prefix=$work/usr|; s|^includedir=.*|includedir=$work/usr/include|; s|^libdir=.*|libdir=${pc%/pkgconfig/*}|" "$pc"
PKG_CONFIG_PATH=${pc%/*}
export PKG_CONFIG_PATH
pkg-config --print-errors --exists picdesk

# shellcheck disable=SC2046 # words are meant to be split
$cc -std=c17 -Wall -Wextra -Werror "$here/consumer.c" -o "$work/by_pc" $(pkg-config --cflags --libs picdesk)
LD_LIBRARY_PATH=${pc%/pkgconfig/*} "$work/by_pc"
echo "pkg-config: a consumer was built and runs"

cmake -G Ninja -S "$here" -B "$work/build" -DCMAKE_C_COMPILER="$cc" -DCMAKE_PREFIX_PATH="$work/usr" >"$work/log" 2>&1 &&
    cmake --build "$work/build" >>"$work/log" 2>&1 || { cat "$work/log"; exit 1; }
"$work/build/by_shared"
"$work/build/by_static"
echo "find_package: consumers of the shared and the static library were built and run"

"$work/usr/bin/picdesk" --version
