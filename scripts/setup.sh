#!/usr/bin/env bash
# Installs what is missing to build (and, with "test", to test) on Debian 12 or later; says what to do where it cannot.
set -euo pipefail
what=${1:-build}

say() { printf '%s\n' "$*" >&2; }

if [ ! -d .build ]; then
    say 'A first build takes 3 to 8 minutes on two cores and 1 GB of disk; later ones take seconds.'
fi
if ! command -v swift >/dev/null; then
    say 'There is no Swift here. Install Swift 6.3 or later (https://www.swift.org/install/linux/), put it on the PATH, and try again.'
    exit 1
fi
version=$(swift --version 2>/dev/null | sed -n 's/.*Swift version \([0-9]*\.[0-9]*\).*/\1/p' | head -1)
case $version in
    6.[3-9]* | [7-9].* | [1-9][0-9].*) ;;
    *) say "Swift $version is too old: version 6.3 or later is needed (https://www.swift.org/install/linux/)."; exit 1 ;;
esac

packages='libsqlite3-dev libcurl4-openssl-dev zlib1g-dev'
[ "$what" = test ] && packages="$packages python3 python3-protobuf protobuf-compiler gcc libc6-dev"
missing=
for package in $packages; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' || missing="$missing $package"
done
[ -z "$missing" ] && exit 0

if ! command -v apt-get >/dev/null; then
    say "These libraries are needed, by their Debian names:$missing. Install them your system's way and try again."
    exit 1
fi
sudo=
if [ "$(id -u)" -ne 0 ]; then
    if ! command -v sudo >/dev/null; then
        say "As root, run: apt-get install$missing   Then try again."
        exit 1
    fi
    sudo=sudo
fi
say "Installing$missing"
export DEBIAN_FRONTEND=noninteractive
if ! { $sudo apt-get update -q >&2 && $sudo apt-get install -y -q --no-install-recommends $missing >&2; }; then
    say "Installing failed. With a network, run: apt-get install$missing   Then try again."
    exit 1
fi
