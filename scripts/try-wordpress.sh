#!/usr/bin/env bash
# A story's link pasted into a real WordPress on this machine: what it finds, what it keeps, and what readers see, in a
# real browser.
#
# WordPress is Debian's. It runs with PHP's own server and a MariaDB of its own, whose data are in a folder that is
# removed at the end.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. scripts/setup/common.sh
. scripts/setup/wordpress.sh

# MariaDB listens on a socket only.
start_database() {
	local options=(--no-defaults --datadir="$data/database" --user="$(id -un)")
	mariadb-install-db "${options[@]}" --auth-root-authentication-method=normal --skip-test-db >"$data/log" 2>&1 ||
		fail "The database could not be made: $(tail -n 20 "$data/log")"
	PATH=$PATH:/usr/sbin mariadbd "${options[@]}" --socket="$data/socket" --skip-networking \
		--pid-file="$data/mariadb.pid" >"$data/log" 2>&1 &
	database=$!
	until [[ -S $data/socket ]]; do
		kill -0 "$database" 2>/dev/null || fail "MariaDB did not start: $(tail -n 20 "$data/log")"
		sleep 0.1
	done
}

# Files as they are, but for the settings and what a test needs to be let.
lay_out_site() {
	cp --recursive "$wordpress" "$data/site"
	cp end2end/real/wordpress/wp-config.php "$data/site/wp-config.php"
	mkdir "$data/site/wp-content/mu-plugins" "$data/site/wp-content/uploads"
	cp end2end/real/wordpress/allow.php "$data/site/wp-content/mu-plugins/"
}

set_up_wordpress
data=$(mktemp --directory) database= server=
trap 'kill $server $database 2>/dev/null || true; wait; rm -rf "$data"' EXIT

WORDPRESS_URL=http://127.0.0.1:$(free_port)
WORDPRESS_SOCKET=$data/socket
export WORDPRESS_URL WORDPRESS_SOCKET
say "Starting WordPress"
start_database
lay_out_site
WORDPRESS_LOGIN=$(php -d sendmail_path=/bin/true end2end/real/wordpress/install.php "$data/site")
export WORDPRESS_LOGIN
php -S "${WORDPRESS_URL#http://}" -t "$data/site" >"$data/log" 2>&1 &
server=$!
wait_for "$WORDPRESS_URL/" "$server" || fail "WordPress did not start: $(tail -n 20 "$data/log")"

use_sheaf
(cd end2end && npx playwright test --config real.config.ts wordpress "$@")
