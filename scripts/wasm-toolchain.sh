#!/usr/bin/env bash
# Prints the cargo argument of a toolchain that can compile for the browser: nothing for the usual one, "+debian" for
# Debian's (see setup/wasm-target.sh). Fails when there is none.
set -euo pipefail

has_wasm() {
	local lib
	lib=$(rustc "$@" --print target-libdir --target wasm32-unknown-unknown 2>/dev/null) && compgen -G "$lib/libcore-*.rlib" >/dev/null
}

if has_wasm; then
	echo
elif has_wasm +debian; then
	echo +debian
else
	exit 1
fi
