//! Where to go after signing in.

use url::Url;

/// Where people go who came for nothing in particular.
const STUDIO: &str = "/studio";

/// The path on this site that `next` names, or the studio. Never another site: a link to our sign-in form must not
/// end at somebody's copy of it.
pub(super) fn after_sign_in(next: Option<&str>, base_url: &str) -> String {
    next.and_then(|next| local_path(next, base_url)).unwrap_or_else(|| STUDIO.to_owned())
}

/// Parsed as browsers do it, since `/\evil.example` and `/<tab>/evil.example` lead away for them, and written anew.
fn local_path(next: &str, base_url: &str) -> Option<String> {
    if !next.starts_with('/') {
        return None;
    }
    let base = Url::parse(base_url).ok()?;
    let url = base.join(next).ok()?;
    // Dots that the parser resolved can leave two slashes: "/.//evil.example".
    if url.origin() != base.origin() || url.path().starts_with("//") {
        return None;
    }
    Some(url[url::Position::BeforePath..].to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(next: &str) -> String {
        after_sign_in(Some(next), "https://stories.example")
    }

    #[test]
    fn a_path_on_this_site_is_followed() {
        assert_eq!(after("/studio/stories/1?source=link#item"), "/studio/stories/1?source=link#item");
        assert_eq!(after("/@ada/größe"), "/@ada/gr%C3%B6%C3%9Fe");
        assert_eq!(after_sign_in(None, "https://stories.example"), STUDIO);
    }

    #[test]
    fn nothing_leads_to_another_site() {
        for bad in [
            "",
            "https://evil.example/",
            "//evil.example",
            "/\\evil.example",
            "\\\\evil.example",
            "/\t/evil.example",
            "/\n/evil.example",
            "/.//evil.example",
            "/..//evil.example",
            "/studio/..//evil.example",
            "javascript:alert(1)",
            "evil.example",
            " //evil.example",
            "//stories.example@evil.example",
        ] {
            assert_eq!(after(bad), STUDIO, "{bad:?}");
        }
    }
}
