//! Who counts as a reader, and where they came from.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;
use http::{HeaderMap, HeaderName, Method, header};
use shared::statistics::Origin;
use url::Url;

use crate::session;

/// What programs call themselves. Those that read pages for themselves say “bot”, “crawler” or “spider”, as is the
/// custom since RFC 9309's predecessors; the others are libraries, makers of previews, monitors and feed readers.
const PROGRAMS: &[&str] = &[
    "bot",
    "crawl",
    "spider",
    "slurp",
    "scrape",
    "scrapy",
    "archiver",
    "preview",
    "facebookexternalhit",
    "embedly",
    "iframely",
    "mastodon",
    "whatsapp",
    "skypeuri",
    "vkshare",
    "quora link",
    "flipboardproxy",
    "monitor",
    "uptime",
    "pingdom",
    "statuscake",
    "checker",
    "validator",
    "lighthouse",
    "pagespeed",
    "headless",
    "phantomjs",
    "puppeteer",
    "playwright",
    "selenium",
    "feed",
    "rss",
    "curl",
    "wget",
    "libwww",
    "python",
    "java/",
    "okhttp",
    "go-http-client",
    "node-fetch",
    "axios",
    "undici",
    "guzzle",
    "ruby",
    "perl",
    "php/",
    "httpie",
    "http-client",
    "httpclient",
    "http.rb",
    "apachebench",
    "fetcher",
    "mediapartners",
    "wordpress/",
];
/// A maker of telephones, whose name holds a word that it does not mean.
const NO_PROGRAM: &str = "cubot";

static NAMES: LazyLock<Option<AhoCorasick>> =
    LazyLock::new(|| AhoCorasick::builder().ascii_case_insensitive(true).build(PROGRAMS).ok());

/// The longest host there is (RFC 1035).
const LONGEST_HOST: usize = 253;

/// Whether this request is a person who looks at the page now, and none of those who work here: programs, browsers that
/// fetch ahead, and whoever is signed in are not counted.
#[must_use]
pub fn is_reading(method: &Method, headers: &HeaderMap, base_url: &str) -> bool {
    *method == Method::GET
        && !is_fetched_ahead(headers)
        && !session::is_claimed(headers, base_url)
        && is_browser(headers)
}

/// Browsers say when they fetch a page that nobody may ever look at.
fn is_fetched_ahead(headers: &HeaderMap) -> bool {
    const SIGNS: [HeaderName; 3] =
        [HeaderName::from_static("sec-purpose"), HeaderName::from_static("purpose"), HeaderName::from_static("x-moz")];
    SIGNS.iter().any(|sign| {
        let value = headers.get(sign).map_or(&b""[..], |value| value.as_bytes());
        value.windows(8).any(|word| word.eq_ignore_ascii_case(b"prefetch"))
    })
}

fn is_browser(headers: &HeaderMap) -> bool {
    let Some(agent) = headers.get(header::USER_AGENT) else { return false };
    let named = |agent: &[u8]| NAMES.as_ref().is_some_and(|names| names.is_match(agent));
    if !named(agent.as_bytes()) {
        return !agent.is_empty();
    }
    let agent = String::from_utf8_lossy(agent.as_bytes()).to_ascii_lowercase();
    agent.contains(NO_PROGRAM) && !named(agent.replace(NO_PROGRAM, "").as_bytes())
}

/// The host that led a reader here; never the page.
#[must_use]
pub fn origin(headers: &HeaderMap) -> Origin {
    let referrer = headers.get(header::REFERER).and_then(|value| value.to_str().ok());
    let Some(referrer) = referrer.filter(|referrer| !referrer.is_empty()) else { return Origin::Direct };
    let url = Url::parse(referrer).ok().filter(|url| matches!(url.scheme(), "http" | "https" | "android-app"));
    let host = url.as_ref().and_then(Url::host_str).filter(|host| host.len() <= LONGEST_HOST);
    host.map_or(Origin::Direct, |host| Origin::Site(host.strip_prefix("www.").unwrap_or(host).to_ascii_lowercase()))
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    const FIREFOX: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0";

    fn asking(headers: &[(&'static str, &'static str)]) -> HeaderMap {
        let pair = |(name, value): &(&'static str, &'static str)| {
            (HeaderName::from_static(name), HeaderValue::from_static(value))
        };
        headers.iter().map(pair).collect()
    }

    fn reads(headers: &[(&'static str, &'static str)]) -> bool {
        is_reading(&Method::GET, &asking(headers), "http://127.0.0.1:3000")
    }

    #[test]
    fn people_are_counted() {
        for agent in [
            FIREFOX,
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1",
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0",
            "Mozilla/5.0 (Linux; Android 13; CUBOT X70) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36",
        ] {
            assert!(reads(&[("user-agent", agent)]), "{agent}");
        }
    }

    #[test]
    fn programs_are_not() {
        for agent in [
            "",
            "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
            "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.2; +https://openai.com/gptbot)",
            "Mozilla/5.0 (Linux; Android 13; CUBOT X70) (compatible; bingbot/2.0)",
            "facebookexternalhit/1.1",
            "Mastodon/4.5.0 (http.rb/5.2.0; +https://social.example/)",
            "WordPress/6.7; https://blog.example",
            "curl/8.5.0",
            "python-requests/2.32.3",
            "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/142.0.0.0 Safari/537.36",
        ] {
            assert!(!reads(&[("user-agent", agent)]), "{agent}");
        }
        assert!(!reads(&[]), "browsers say what they are");
    }

    #[test]
    fn pages_fetched_ahead_asked_for_or_read_by_curators_are_not() {
        for (name, value) in [
            ("sec-purpose", "prefetch"),
            ("sec-purpose", "prefetch;prerender"),
            ("purpose", "Prefetch"),
            ("x-moz", "prefetch"),
            ("cookie", "theme=dark; sheaf_session=abc"),
        ] {
            assert!(!reads(&[("user-agent", FIREFOX), (name, value)]), "{name}: {value}");
        }
        assert!(reads(&[("user-agent", FIREFOX), ("cookie", "theme=dark"), ("sec-purpose", "")]));
        assert!(!is_reading(&Method::HEAD, &asking(&[("user-agent", FIREFOX)]), "http://127.0.0.1:3000"));
    }

    #[test]
    fn of_where_a_reader_came_from_only_the_host_is_kept() {
        let from = |referrer| origin(&asking(&[("referer", referrer)]));
        let site = |host: &str| Origin::Site(host.to_owned());
        assert_eq!(from("https://WWW.Blog.example:8443/private/page?token=secret#x"), site("blog.example"));
        assert_eq!(from("https://user:password@news.example/"), site("news.example"));
        assert_eq!(from("android-app://org.example.reader/"), site("org.example.reader"));
        for nonsense in ["", "about:blank", "data:text/html,x", "not an address"] {
            assert_eq!(from(nonsense), Origin::Direct, "{nonsense}");
        }
        assert_eq!(origin(&HeaderMap::new()), Origin::Direct);
    }
}
