# What the set-up steps share. Sourced by scripts/setup.sh.

cache=${XDG_CACHE_HOME:-$HOME/.cache}/sheaf

say() {
	printf '\033[1m==>\033[0m %s\n' "$*" >&2
}

fail() {
	printf 'error: %s\n' "$*" >&2
	exit 1
}

# require_command COMMAND ADVICE
require_command() {
	command -v "$1" >/dev/null || fail "$1 is not installed. $2"
}

# require_node MAJOR
require_node() {
	require_command node "Install Node.js $1 or newer, with npm: https://nodejs.org"
	require_command npm "It comes with Node.js; on Debian: apt-get install npm"
	local version
	version=$(node --version)
	version=${version#v}
	((${version%%.*} >= $1)) || fail "Node.js $version is too old. Install $1 or newer: https://nodejs.org"
}

can_apt() {
	command -v apt-get >/dev/null && { ((EUID == 0)) || command -v sudo >/dev/null; }
}

# Runs a command with the rights to change the system.
as_root() {
	if ((EUID == 0)); then "$@"; else sudo "$@"; fi
}

# install_packages PACKAGE…, through apt.
install_packages() {
	can_apt || fail "These Debian packages (or their like) are needed: $*. Install them and run this again."
	say "Installing $* with apt (about a minute)"
	as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq update </dev/null >&2
	as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends "$@" </dev/null >&2
}

# ensure_packages COMMAND:PACKAGE… installs the packages whose command is not there.
ensure_packages() {
	local wanted=() pair
	for pair in "$@"; do
		PATH=$PATH:/usr/sbin command -v "${pair%%:*}" >/dev/null || wanted+=("${pair#*:}")
	done
	((${#wanted[@]} == 0)) || install_packages "${wanted[@]}"
}

# The version of a crate that Cargo.lock has settled on.
locked_version() {
	awk -v name="\"$1\"" '$1 == "name" { found = $3 == name } found && $1 == "version" { gsub(/"/, "", $3); print $3; exit }' Cargo.lock
}

# cargo_install CRATE VERSION BINARY MINUTES puts a tool into the cache, under its version.
cargo_install() {
	local crate=$1 version=$2 binary=$3 minutes=$4
	local root=$cache/$crate-$version
	[[ -x $root/bin/$binary ]] && return
	say "Compiling $crate $version into $root (once, about $minutes minutes)"
	# Its own lock file is what its makers tested, but may name a crate that has been withdrawn since: then the current
	# ones must do, and if that fails too, its errors are shown.
	cargo_install_into "$root" "$crate@$version" --locked 2>/dev/null || cargo_install_into "$root" "$crate@$version" ||
		fail "$crate $version could not be compiled; the reason is above."
	rm -rf "$cache/build"
}

# Away from this workspace, whose compiler flags are not for tools.
cargo_install_into() {
	(cd / && CARGO_ENCODED_RUSTFLAGS='' CARGO_TARGET_DIR=$cache/build cargo install --quiet --root "$@" </dev/null)
}

# Lets cargo find the subcommands that were put into the cache.
use_cached_cargo_tools() {
	local bin
	for bin in "$cache"/cargo-*/bin; do PATH=$PATH:$bin; done
}

# A port that nobody listens on.
free_port() {
	node -e 'const s = require("net").createServer().listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close(); })'
}

# wait_for URL PROCESS until it answers; fails when the process has ended.
wait_for() {
	until curl --silent --fail --output /dev/null "$1"; do
		kill -0 "$2" 2>/dev/null || return 1
		sleep 0.2
	done
}

# Names the binary that browser tests start: SHEAF_BIN, else a debug build.
use_sheaf() {
	if [[ -z ${SHEAF_BIN-} ]]; then
		cargo build --quiet --locked --package server
		SHEAF_BIN=$PWD/target/debug/sheaf
	fi
	export SHEAF_BIN
}
