#!/usr/bin/env bash
# A story's link pasted into the editor of a real Ghost on this machine, and its embeds there, in a real browser.
#
# Ghost comes from npm into the cache on first use; its data are in a folder that is removed at the end. What its theme
# wants from the internet it may do without.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. scripts/setup/common.sh
. scripts/setup/ghost.sh

# Ghost finds itself by the folder it runs in. In development it may fetch from private addresses, which Sheaf's is here.
start_ghost() {
	cd "$ghost"
	exec env NODE_ENV=development \
		url="$GHOST_URL" server__host=127.0.0.1 server__port="$port" paths__contentPath="$data/content" \
		database__client=better-sqlite3 database__useNullAsDefault=true \
		database__connection__filename="$data/ghost.db" \
		mail__transport=stub security__staffDeviceVerification=false \
		privacy__useUpdateCheck=false privacy__useGravatar=false privacy__useRpcPing=false \
		node index.js >"$data/log" 2>&1
}

set_up_ghost
data=$(mktemp --directory) server=
trap 'kill "$server" 2>/dev/null || true; wait; rm -rf "$data"' EXIT

port=$(free_port)
export GHOST_URL=http://127.0.0.1:$port
mkdir "$data/content"
cp --recursive "$ghost"/content/. "$data/content"
say "Starting Ghost $ghost_version"
start_ghost &
server=$!
wait_for "$GHOST_URL/ghost/api/admin/site/" "$server" || fail "Ghost did not start: $(tail -n 20 "$data/log")"

use_sheaf
(cd end2end && npx playwright test --config real.config.ts ghost "$@")
