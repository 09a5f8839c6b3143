#!/usr/bin/env bash
# The journeys through a real browser, against the binary SHEAF_BIN or a debug build; arguments go to Playwright.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. scripts/setup/common.sh

use_sheaf
cd end2end
exec npx playwright test "$@"
