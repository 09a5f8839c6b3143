//! Links to other sites: only to the web, whatever a post says.

/// The address when it may be linked to: `http` or `https`, without control characters (browsers drop tabs and line
/// ends inside a scheme, which is how `java\nscript:` gets through naive checks).
#[must_use]
pub fn web_address(address: &str) -> Option<String> {
    let address = address.trim();
    let lowercase = address.get(..8).unwrap_or(address).to_ascii_lowercase();
    let is_web = lowercase.starts_with("https://") || lowercase.starts_with("http://");
    (is_web && !address.contains(char::is_control)).then(|| address.to_owned())
}

/// The site a web address is on, for people: without `www.`, user and port.
#[must_use]
pub fn host(address: &str) -> Option<&str> {
    let (_, rest) = address.split_once("://")?;
    let authority = rest.split(['/', '?', '#', '\\']).next()?;
    let host = authority.rsplit('@').next()?;
    let host = host.split(':').next()?;
    Some(host.strip_prefix("www.").unwrap_or(host)).filter(|host| !host.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_web_is_linked_to() {
        assert_eq!(web_address(" https://example.org/a "), Some("https://example.org/a".to_owned()));
        assert_eq!(web_address("HTTP://example.org"), Some("HTTP://example.org".to_owned()));
        for bad in ["javascript:alert(1)", "java\nscript:x", "data:text/html,x", "//example.org", "", "http", "ftp://x"]
        {
            assert_eq!(web_address(bad), None, "{bad:?}");
        }
        assert_eq!(web_address("https://example.org/\u{0}"), None);
    }

    #[test]
    fn a_host_is_what_people_read() {
        assert_eq!(host("https://www.example.org:8080/a"), Some("example.org"));
        assert_eq!(host("https://user@example.org?x"), Some("example.org"));
        assert_eq!(host("https:///a"), None);
        assert_eq!(host("nothing"), None);
    }
}
