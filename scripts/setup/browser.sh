# Playwright and a browser for it to drive. Sourced by scripts/setup.sh.

set_up_browser() {
	npm_install end2end "Playwright and axe, which drive and inspect the pages"
	[[ -z ${SHEAF_CHROMIUM-} && ! -x /usr/bin/chromium ]] || return 0
	if can_apt && apt-cache show chromium >/dev/null 2>&1; then
		install_packages chromium fonts-liberation
	else
		say "Downloading Playwright's Chromium (about 150 MB)"
		(cd end2end && npx playwright install chromium </dev/null >&2)
	fi
}
