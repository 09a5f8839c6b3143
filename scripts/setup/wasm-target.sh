# A toolchain that compiles for the browser. Sourced by scripts/setup.sh.
#
# Where rustup can reach its server, `rustup target add` is all. Elsewhere Debian's own Rust serves: the package
# rustc-web (bookworm-security, trixie) can generate WebAssembly and has the standard library's source, but not the
# library itself, so we compile that once.

wasm=wasm32-unknown-unknown
debian_packages=(rustc-web cargo-web rust-web-src rust-web-llvm lld-22)

set_up_wasm_target() {
	scripts/wasm-toolchain.sh >/dev/null && return
	say "Adding the $wasm target with rustup (under a minute)"
	if command -v rustup >/dev/null && timeout 180 rustup target add $wasm </dev/null >&2; then
		return
	fi
	say "rustup could not add it; trying Debian's Rust instead"
	set_up_debian_toolchain
	scripts/wasm-toolchain.sh >/dev/null || no_wasm_target
}

no_wasm_target() {
	fail "No Rust toolchain here can compile for $wasm. Run \"rustup target add $wasm\" where rustup can reach its
server, or use Debian 12 or newer with the packages ${debian_packages[*]}."
}

set_up_debian_toolchain() {
	can_apt && command -v rustup >/dev/null || no_wasm_target
	dpkg --status "${debian_packages[@]}" >/dev/null 2>&1 || install_packages "${debian_packages[@]}" || no_wasm_target
	rustup toolchain link debian /usr
	scripts/wasm-toolchain.sh >/dev/null || compile_standard_library
}

# Builds an empty library together with the standard library, and moves the latter to where the compiler looks for it.
compile_standard_library() {
	local empty lib
	say "Compiling the standard library for $wasm (once, about half a minute)"
	empty=$(mktemp -d)
	lib=$(/usr/bin/rustc --print target-libdir --target $wasm)
	mkdir "$empty/src"
	: >"$empty/src/lib.rs"
	printf '[package]\nname = "empty"\nedition = "2021"\n[workspace]\n' >"$empty/Cargo.toml"
	(cd "$empty" && RUSTC_BOOTSTRAP=1 CARGO_ENCODED_RUSTFLAGS='' CARGO_TARGET_DIR=target RUSTC=/usr/bin/rustc \
		cargo +debian build --quiet --release --target $wasm -Z build-std=std,panic_abort </dev/null) || no_wasm_target
	as_root mkdir -p "$lib"
	# Libraries of an earlier compiler version would only confuse this one.
	as_root rm -f "$lib"/*.rlib
	rm "$empty/target/$wasm/release/deps"/libempty-*.rlib
	as_root cp "$empty/target/$wasm/release/deps"/*.rlib "$lib/"
	rm -rf "$empty"
}
