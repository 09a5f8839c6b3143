#!/usr/bin/env bash
# The editor's main job, a long story and the extension, in a real Firefox (SHEAF_FIREFOX, else the one of this machine).
# Pictures of the pages go to target/firefox, to be looked at.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. scripts/setup/common.sh
. scripts/setup/web-tools.sh

firefox=${SHEAF_FIREFOX:-$(command -v firefox-esr || command -v firefox || true)}
[[ -n $firefox ]] || fail "There is no Firefox. Install one (Debian: apt install firefox-esr), or name it in SHEAF_FIREFOX."

npm_install end2end/real/firefox "what drives Firefox"
[[ -f target/site/manifest.json ]] || node scripts/web/build.mjs
use_sheaf

say "Walking through Sheaf in $("$firefox" --version)"
rm -rf target/firefox && mkdir -p target/firefox
node end2end/real/firefox/walk.mjs "$firefox" target/firefox
say "It works. Look at the pictures in target/firefox."
