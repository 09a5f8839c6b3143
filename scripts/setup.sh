#!/usr/bin/env bash
# Gets this machine ready, in parts; what is already there is left alone, so a second run takes a moment.
#
#   scripts/setup.sh [build] [test] [bench] [gates]     (nothing named: build)
#
# build  what `make build` needs: the wasm target, wasm-bindgen, wasm-opt and the style sheet tool
# test   what `make test` needs besides: cargo-nextest, cargo-deny, Playwright and a Chromium
# bench  what `make bench` needs besides: nginx, wrk, Playwright and a Chromium
# gates  what `make gates` needs besides: Java, epubcheck, jing, the Nu HTML checker, Lighthouse, Playwright and a Chromium
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

. scripts/setup/common.sh
. scripts/setup/wasm-target.sh
. scripts/setup/cargo-tools.sh
. scripts/setup/web-tools.sh
. scripts/setup/browser.sh

set_up_build() {
	require_command cargo "Install Rust with rustup: https://rustup.rs"
	require_command cc "Install a C compiler: apt-get install build-essential"
	require_node 18
	set_up_wasm_target
	set_up_wasm_bindgen
	set_up_web_tools
}

set_up_test() {
	set_up_nextest
	set_up_deny
	set_up_browser
}

set_up_bench() {
	ensure_packages nginx:nginx wrk:wrk
	set_up_browser
}

set_up_gates() {
	ensure_packages java:default-jre-headless epubcheck:epubcheck jing:jing unzip:unzip
	npm_install end2end/gates "the Nu HTML checker and Lighthouse"
	set_up_browser
}

for part in "${@:-build}"; do
	case $part in
	build | test | bench | gates) "set_up_$part" ;;
	*) fail "Unknown part \"$part\". Use build, test, bench or gates." ;;
	esac
done
