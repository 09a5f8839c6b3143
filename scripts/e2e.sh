#!/usr/bin/env bash
# The journeys through a real browser, against the binary SHEAF_BIN or a debug build; arguments go to Playwright.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

if [[ -z ${SHEAF_BIN-} ]]; then
	cargo build --quiet --locked --package server
	SHEAF_BIN=$PWD/target/debug/sheaf
fi
export SHEAF_BIN
cd end2end
exec npx playwright test "$@"
