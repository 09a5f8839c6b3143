#!/usr/bin/env bash
# Formatting, lints and licences; called by `make check` and `make test`.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. scripts/setup/common.sh
use_cached_cargo_tools

say "Formatting"
cargo fmt --all --check

say "Lints (two to four minutes the first time)"
cargo clippy --quiet --locked --workspace --all-targets -- --deny warnings
cargo clippy --quiet --locked --package app --no-default-features --features csr --all-targets -- --deny warnings

say "Types of the browser tests"
end2end/node_modules/.bin/tsc --project end2end

say "Licences and sources of what we depend on"
cargo deny --log-level error check --hide-inclusion-graph bans licenses sources
