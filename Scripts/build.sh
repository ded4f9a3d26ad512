#!/usr/bin/env bash
# Builds products in release mode:  Scripts/build.sh PRODUCT…
#
# The same commit gives the same bytes in any folder and from any shell: the environment is fixed, paths in
# the program begin at the package's folder, and messages have no colours (the compiler would take colour for
# another set of arguments and compile everything again). The commit reaches the program through two variables
# that only the module CBuildFacts sees.
# SWIFT_BUILD_FLAGS adds arguments for `swift build`.
set -euo pipefail
cd "$(dirname "$0")/.."
[ $# -gt 0 ] || { echo "usage: $0 PRODUCT…" >&2; exit 64; }

fixed=(LANG=C.UTF-8 LC_ALL=C.UTF-8 TERM=dumb TZ=UTC)
# What finds the tools, the network and the places for files.
for name in PATH HOME TMPDIR XDG_CACHE_HOME http_proxy https_proxy no_proxy HTTP_PROXY HTTPS_PROXY NO_PROXY \
  SSL_CERT_FILE SSL_CERT_DIR GIT_SSL_CAINFO PKG_CONFIG_PATH; do
  [ -z "${!name:-}" ] || fixed+=("$name=${!name}")
done
# Where there is no repository (a chroot), the two variables can be given.
if commit=$(git rev-parse --verify HEAD 2>/dev/null); then
  EFFSCOPE_COMMIT_DATE=$(TZ=UTC git log -1 --date=format-local:%Y-%m-%dT%H:%M:%SZ --format=%cd)
  [ -z "$(git status --porcelain --untracked-files=no)" ] || commit+="+changes"
  EFFSCOPE_COMMIT=$commit
fi
[ -z "${EFFSCOPE_COMMIT:-}" ] ||
  fixed+=("EFFSCOPE_COMMIT=$EFFSCOPE_COMMIT" "EFFSCOPE_COMMIT_DATE=${EFFSCOPE_COMMIT_DATE:-}")

here=$(pwd -P)
# Not -file-prefix-map: it renames the index units too, by which the package manager finds the tests.
paths=(-Xswiftc -debug-prefix-map -Xswiftc "$here=." -Xcc "-ffile-prefix-map=$here=." -Xcxx "-ffile-prefix-map=$here=.")
for product in "$@"; do
  # shellcheck disable=SC2086
  env -i "${fixed[@]}" swift build -c release --no-color-diagnostics "${paths[@]}" ${SWIFT_BUILD_FLAGS:-} \
    --product "$product"
done
