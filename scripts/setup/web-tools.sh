# Tools that come as npm packages. Sourced by scripts/setup.sh.

# wasm-opt and the style sheet bundler, versions fixed by scripts/web/package-lock.json.
set_up_web_tools() {
	npm_install scripts/web "the tools that shrink what the browser downloads"
}

# npm_install FOLDER WHAT, once for each state of the folder's lock file.
npm_install() {
	local stamp=$1/node_modules/.sheaf-lock
	cmp -s "$1/package-lock.json" "$stamp" && return
	say "Fetching $2 (under a minute)"
	npm ci --prefix "$1" --no-audit --no-fund --loglevel=error </dev/null >&2 || fail "npm could not fetch $2; the reason is above."
	cp "$1/package-lock.json" "$stamp"
}
