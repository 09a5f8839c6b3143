# A real WordPress, as Debian has it, in the cache: only PHP and the database's program are installed into the system,
# and neither starts a service. Sourced by scripts/try-wordpress.sh.

# Sets `wordpress` to the folder of WordPress's files.
set_up_wordpress() {
	local root=$cache/wordpress
	wordpress=$root/usr/share/wordpress
	require_command dpkg-deb "This needs Debian or one of its relatives."
	ensure_packages php:php-cli mariadbd:mariadb-server-core mariadb-install-db:mariadb-server-core curl:curl
	local modules module missing=()
	modules=$(php --modules)
	for module in mysqli:mysql xml:xml mbstring:mbstring gd:gd curl:curl; do
		grep --quiet --line-regexp "${module%%:*}" <<<"$modules" || missing+=("php-${module#*:}")
	done
	((${#missing[@]} == 0)) || install_packages "${missing[@]}"
	[[ ! -e $root/ready ]] || return 0
	rm -rf "$root"
	mkdir -p "$root/packages"
	say "Fetching WordPress into $root (once, about a minute)"
	(cd "$root/packages" && apt-get -qq -o APT::Sandbox::User=root download \
		wordpress wordpress-theme-twentytwentythree libjs-underscore libjs-cropper php-getid3 >&2)
	local package
	for package in "$root"/packages/*.deb; do dpkg-deb --extract "$package" "$root"; done
	touch "$root/ready"
}
