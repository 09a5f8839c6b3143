#!/usr/bin/env bash
# Speed and size of the release build, side by side with nginx; called by `make bench`. Stays on this machine.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export SHEAF_BIN=${SHEAF_BIN-$PWD/target/release/sheaf}
exec node end2end/measure/run.mjs
