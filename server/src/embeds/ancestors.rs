//! Which sites may show stories in a frame: the operator's choice, `frame-ancestors` of the Content-Security-Policy.

use std::fmt;
use std::str::FromStr;

/// The sites, as the policy has them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FrameAncestors(String);

/// Something that is no site.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "“{0}” is not a site that may frame stories; write *, none, self, or addresses like https://blog.example and \
     https://*.example.org, with commas between them"
)]
pub struct NoSuchSite(String);

impl FromStr for FrameAncestors {
    type Err = NoSuchSite;

    /// Reads a list of sites with commas or spaces between them. Only what cannot end the directive gets through.
    fn from_str(list: &str) -> Result<Self, NoSuchSite> {
        let words: Vec<&str> = list.split([',', ' ']).filter(|word| !word.is_empty()).collect();
        let alone = words.len() == 1;
        let sites = words.iter().map(|word| match word.trim_matches('\'') {
            "*" if alone => Ok("*".to_owned()),
            "none" if alone => Ok("'none'".to_owned()),
            "self" => Ok("'self'".to_owned()),
            site if site != "none" && is_site(site) => Ok(site.to_owned()),
            _ => Err(NoSuchSite((*word).to_owned())),
        });
        let sites = sites.collect::<Result<Vec<_>, _>>()?;
        if sites.is_empty() { Err(NoSuchSite(list.to_owned())) } else { Ok(Self(sites.join(" "))) }
    }
}

impl fmt::Display for FrameAncestors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A host with or without scheme, port and `*.` in front.
fn is_site(site: &str) -> bool {
    let rest = site.strip_prefix("https://").or_else(|| site.strip_prefix("http://")).unwrap_or(site);
    let (host, port) = rest.split_once(':').map_or((rest, None), |(host, port)| (host, Some(port)));
    let labels = host.strip_prefix("*.").unwrap_or(host);
    let is_label =
        |label: &str| !label.is_empty() && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    labels.split('.').all(is_label) && port.is_none_or(|port| port == "*" || port.parse::<u16>().is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(list: &str) -> Option<String> {
        list.parse::<FrameAncestors>().ok().map(|sites| sites.to_string())
    }

    #[test]
    fn sites_are_read_as_operators_write_them() {
        assert_eq!(read("*").as_deref(), Some("*"));
        assert_eq!(read("none").as_deref(), Some("'none'"));
        assert_eq!(read("'self', https://blog.example").as_deref(), Some("'self' https://blog.example"));
        assert_eq!(
            read("https://*.example.org:8443 localhost:*").as_deref(),
            Some("https://*.example.org:8443 localhost:*")
        );
    }

    #[test]
    fn what_is_no_site_is_refused() {
        for wrong in [
            "",
            " , ",
            "* https://a.example",
            "none self",
            "https://a.example/path",
            "ftp://a.example",
            "a..b",
            "*.",
            "a:99999",
        ] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn no_list_ends_the_directive(list in "[ -~é;,'\"*.:/a-z]{0,40}") {
            if let Some(sites) = read(&list) {
                prop_assert!(!sites.contains([';', ',']) && sites.is_ascii(), "{}", sites);
            }
        }
    }
}
