# A real Ghost, with SQLite, in the cache. Sourced by scripts/try-ghost.sh.

ghost_version=6.65.0
ghost_node=22

# Sets `ghost` to the folder of Ghost's program and puts the Node.js that it asks for first into the path.
set_up_ghost() {
	local root=$cache/ghost-$ghost_version
	ghost=$root/package
	PATH=$root/tools/node_modules/.bin:$PATH
	[[ ! -e $root/ready ]] || return 0
	require_command cc "Install a C++ compiler: apt-get install build-essential"
	rm -rf "$root"
	mkdir -p "$root/tools"
	say "Installing Ghost $ghost_version into $root (once, about three minutes)"
	echo '{ "private": true }' >"$root/tools/package.json"
	npm install --silent --no-audit --no-fund --prefix "$root/tools" "node@$ghost_node" pnpm@12.4.2 node-gyp@11 >&2
	npm pack --silent --pack-destination "$root" "ghost@$ghost_version" >&2
	tar --extract --gzip --file "$root"/ghost-*.tgz --directory "$root"
	(cd "$ghost" && pnpm install --silent --prod --frozen-lockfile --ignore-scripts >&2)
	# Its driver for SQLite comes as source; the headers are those of this very Node.js.
	local headers
	headers=$(dirname "$(find "$root/tools/node_modules" -path '*/include/node' | head -n 1)")
	(cd "$ghost/node_modules/better-sqlite3" && npm_config_nodedir=${headers%/*} node-gyp rebuild --release >"$root/log" 2>&1) ||
		fail "Ghost's driver for SQLite could not be compiled: $(tail -n 20 "$root/log")"
	touch "$root/ready"
}
