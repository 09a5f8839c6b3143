# Tools that come as Rust crates. Sourced by scripts/setup.sh.

nextest_version=0.9.143
deny_version=0.20.2

# Must be the very version of the wasm-bindgen crate.
set_up_wasm_bindgen() {
	cargo_install wasm-bindgen-cli "$(locked_version wasm-bindgen)" wasm-bindgen 4
}

set_up_nextest() {
	command -v cargo-nextest >/dev/null || cargo_install cargo-nextest $nextest_version cargo-nextest 8
}

set_up_deny() {
	command -v cargo-deny >/dev/null || cargo_install cargo-deny $deny_version cargo-deny 6
}
