#!/usr/bin/env bash
# What other people's checkers say of the release build; called by `make gates`. Stays on this machine.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export SHEAF_BIN=${SHEAF_BIN-$PWD/target/release/sheaf}
exec node end2end/gates/run.mjs
