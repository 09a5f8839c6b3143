#!/usr/bin/env bash
# Every test: Rust's, then the journeys through a real browser; called by `make test`. The results are repeated at the
# end, where they are looked for.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. scripts/setup/common.sh
use_cached_cargo_tools

log=$(mktemp)
trap 'rm -f "$log"' EXIT

say "Rust tests (three to eight minutes to compile the first time)"
cargo nextest run --locked --workspace 2>&1 | tee -a "$log"
cargo nextest run --locked --package app --no-default-features --features csr 2>&1 | tee -a "$log"
cargo test --quiet --locked --workspace --doc

say "Journeys through a real browser"
scripts/e2e.sh 2>&1 | tee -a "$log"

say "All passed"
sed 's/\x1b\[[0-9;]*m//g' "$log" | grep -E '^ +(Summary|[0-9]+ (passed|skipped))'
