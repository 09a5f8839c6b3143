#!/usr/bin/env bash
# Search, story and publish against a real Bluesky network (PLC, PDS and AppView) on this machine, in a real browser.
#
# The network comes from atproto-up.sh in the folder of shared tools (SHEAF_SHARED, else ../shared beside this
# workspace), which installs it on first use; without that folder there is nothing to try against.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. scripts/setup/common.sh

network=${SHEAF_SHARED:-$PWD/../shared}/tools/atproto-up.sh
[[ -x $network ]] || fail "There is no network to try against: $network is missing. Set SHEAF_SHARED to the folder that holds it."

say "Starting the Bluesky network (a few minutes the first time)"
state=$(mktemp)
trap 'rm -f "$state"; "$network" down' EXIT
"$network" up >"$state"

use_sheaf
export SHEAF_BLUESKY_NETWORK=$state
(cd end2end && npx playwright test --config real.config.ts bluesky "$@")
