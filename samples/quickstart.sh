#!/bin/sh
# The first look: installs what is missing (Debian, Ubuntu; as root or by sudo), builds picdesk and runs the main job on the story
# beside this file, in a catalogue of its own that is thrown away.
set -eu
cd "$(dirname "$0")/.."
. tests/packages.sh
# shellcheck disable=SC2086 # a list of words
install_packages $PACKAGES_BUILD

echo "Building picdesk …"
mkdir -p build
{ cmake --preset release -DBUILD_TESTING=OFF -B build/quickstart && cmake --build build/quickstart; } >build/quickstart.log 2>&1 ||
    { tail -n 30 build/quickstart.log; echo "The build failed; all of it is in build/quickstart.log."; exit 1; }

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
PATH=$PWD/build/quickstart:$PATH
PICDESK_CATALOG=$work/story.picdesk
export PATH PICDESK_CATALOG
cd samples/story

# show COMMAND…: prints the command as a user would type it, then runs it. Exit code 1 means findings: there are some.
show() {
    printf '\n$ %s\n' "$*"
    "$@" || [ $? -eq 1 ]
}

show picdesk scan photos
show picdesk ingest articles/*.txt articles/*.html
show picdesk match
show picdesk check
printf '\n$ picdesk report credits --format csv\n'
picdesk report credits --format csv | tee "$work/credits.csv"
rows=$(tail -n +2 "$work/credits.csv" | grep -c .)
echo
echo "picdesk is built at build/quickstart/picdesk; it wrote $rows rows of credits for the story in samples/story."
