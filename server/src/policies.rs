//! What the pages let browsers do: their content security policies, and what every answer says besides.

use http::{HeaderMap, HeaderName, HeaderValue, header};

use crate::config::Config;

/// Pages that readers see: no script, nothing from elsewhere, not in frames. `connect-src` gives no page anything
/// without scripts; it lets auditors in the browser (Lighthouse) read `/robots.txt`.
pub const PUBLIC: &str = "default-src 'none'; img-src 'self'; style-src 'self'; connect-src 'self'; \
                          form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
/// The pages of live stories: the small script that follows them, besides what public pages may.
pub const LIVE: &str = "default-src 'none'; img-src 'self'; style-src 'self'; script-src 'self'; connect-src 'self'; \
                        form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
/// Embeds: the same with the small scripts that ask for the right height and follow a live story; whoever the operator
/// allows may frame them.
const EMBED: &str = "default-src 'none'; img-src 'self'; style-src 'self'; script-src 'self'; connect-src 'self'; \
                     form-action 'none'; base-uri 'none'; frame-ancestors";
/// The editor: its own script and WebAssembly, and the API.
pub const EDITOR: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; \
                          img-src 'self' blob:; style-src 'self'; form-action 'self'; base-uri 'none'; \
                          frame-ancestors 'none'";
/// Pages of the studio, which say how they can be installed.
pub const STUDIO: &str = "default-src 'none'; img-src 'self'; style-src 'self'; manifest-src 'self'; \
                          form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// What every answer says.
pub const EVERYWHERE: [(HeaderName, HeaderValue); 2] = [
    (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    // Not `no-referrer`: browsers would then hide from us that our own forms are ours.
    (header::REFERRER_POLICY, HeaderValue::from_static("strict-origin-when-cross-origin")),
];

/// The policy of what is put in frames, with the operator's choice of sites.
#[must_use]
pub fn embed(config: &Config) -> HeaderValue {
    // Sites are made of letters, digits and a few signs, so the header is always one.
    HeaderValue::from_str(&format!("{EMBED} {}", config.frame_ancestors))
        .unwrap_or_else(|_| HeaderValue::from_static(PUBLIC))
}

/// Says what a page lets browsers do, and what every answer says.
pub fn stamp(headers: &mut HeaderMap, policy: HeaderValue) {
    headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    headers.extend(EVERYWHERE);
}
