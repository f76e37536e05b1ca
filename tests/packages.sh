# shellcheck shell=sh
# Sourced by tests/run.sh, tests/fuzz.sh and samples/quickstart.sh: what a Debian or Ubuntu machine needs.

PACKAGES_BUILD="gcc libc6-dev cmake ninja-build pkg-config libglib2.0-dev libexif-dev libjpeg-dev libpng-dev
libsqlite3-dev libexpat1-dev libxml2-dev libjansson-dev libxxhash-dev zlib1g-dev libseccomp-dev"
PACKAGES_TEST="g++ clang clang-tidy clang-format llvm python3 libcmocka-dev scdoc"

# Installs those of the named packages that are missing; without a way to, says which they are and fails.
install_packages() {
    missing=
    for package in "$@"; do
        dpkg-query -W -f '${Status}\n' "$package" 2>/dev/null | grep -q 'ok installed' || missing="$missing $package"
    done
    [ -n "$missing" ] || return 0
    as_root=
    if [ "$(id -u)" != 0 ]; then
        command -v sudo >/dev/null || { echo "Please install as root:$missing" >&2; return 1; }
        as_root=sudo
    fi
    command -v apt-get >/dev/null || { echo "This machine has no apt-get. picdesk needs:$missing" >&2; return 1; }
    echo "Installing:$missing"
    log=$(mktemp)
    if $as_root apt-get update -q >"$log" 2>&1 &&
        $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -qy --no-install-recommends $missing >>"$log" 2>&1 </dev/null; then
        rm -f "$log"
    else
        tail -n 20 "$log" >&2
        rm -f "$log"
        echo "The packages could not be installed" >&2
        return 1
    fi
}
