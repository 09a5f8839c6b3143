//! What a page says about itself in its head.

use scraper::{ElementRef, Html, Selector};
use url::Url;

use super::facts::{Facts, absolute, said, time};
use super::json_ld;

/// A page as far as a card needs it.
#[derive(Clone, Debug, Default)]
pub(super) struct Page {
    /// From JSON-LD, Open Graph and Twitter cards.
    pub stated: Facts,
    /// From the plain head, for what is missing.
    pub plain: Facts,
    /// Where it says it really lives.
    pub canonical: Option<Url>,
    /// Its language as it writes it.
    pub language: Option<String>,
    /// Where its oEmbed answer is.
    pub oembed: Option<Url>,
    /// Where it sends browsers at once.
    pub refresh: Option<Url>,
}

/// Reads a page.
pub(super) fn read(html: &str, at: &Url) -> Page {
    let document = Html::parse_document(html);
    let head = Head { base: base(&document, at), document };
    let scripts = head.elements("script[type=\"application/ld+json\"]");
    let json_ld = scripts.iter().find_map(|script| json_ld::read(&script.text().collect::<String>(), &head.base));
    let open_graph = head.open_graph();
    let address = |selector, attribute| absolute(&head.base, &head.attribute(selector, attribute)?);
    Page {
        stated: json_ld.unwrap_or_default().or(open_graph).or(head.twitter()),
        plain: head.plain(),
        canonical: address("link[rel~=\"canonical\"]", "href"),
        language: head.attribute("html", "lang"),
        oembed: address("link[type=\"application/json+oembed\"]", "href"),
        refresh: head.refresh(),
    }
}

fn base(document: &Html, at: &Url) -> Url {
    let stated = select(document, "base[href]").first().and_then(|base| at.join(base.attr("href")?).ok());
    stated.unwrap_or_else(|| at.clone())
}

fn select<'document>(document: &'document Html, selector: &str) -> Vec<ElementRef<'document>> {
    Selector::parse(selector).map(|selector| document.select(&selector).collect()).unwrap_or_default()
}

/// A page's head, and what its addresses are relative to.
struct Head {
    document: Html,
    base: Url,
}

impl Head {
    fn elements(&self, selector: &str) -> Vec<ElementRef<'_>> {
        select(&self.document, selector)
    }

    fn attribute(&self, selector: &str, attribute: &str) -> Option<String> {
        self.elements(selector).iter().find_map(|element| element.attr(attribute).and_then(said))
    }

    /// The first of these names that a `<meta>` gives, as `property` or as `name`: sites mix them up.
    fn meta(&self, names: &[&str]) -> Option<String> {
        names.iter().find_map(|name| {
            self.attribute(&format!("meta[property=\"{name}\" i], meta[name=\"{name}\" i]"), "content")
        })
    }

    fn meta_address(&self, names: &[&str]) -> Option<String> {
        absolute(&self.base, &self.meta(names)?).map(String::from)
    }

    fn open_graph(&self) -> Facts {
        // `article:author` is meant to be the address of a profile, but often holds the name.
        let author = self.meta(&["article:author"]).filter(|author| !author.contains("://"));
        Facts {
            title: self.meta(&["og:title"]),
            description: self.meta(&["og:description"]),
            site: self.meta(&["og:site_name"]),
            author,
            author_url: None,
            picture: self.meta_address(&["og:image:secure_url", "og:image", "og:image:url"]),
            picture_alt: self.meta(&["og:image:alt"]),
            published_at: self.meta(&["article:published_time"]).and_then(|text| time(&text)),
        }
    }

    fn twitter(&self) -> Facts {
        Facts {
            title: self.meta(&["twitter:title"]),
            description: self.meta(&["twitter:description"]),
            picture: self.meta_address(&["twitter:image", "twitter:image:src"]),
            picture_alt: self.meta(&["twitter:image:alt"]),
            ..Facts::default()
        }
    }

    fn plain(&self) -> Facts {
        // The first title: drawings inside the page have titles of their own.
        let title =
            self.elements("head title, title").first().and_then(|title| said(&title.text().collect::<String>()));
        let times = ["date", "dc.date", "dcterms.created", "datepublished"];
        Facts {
            title,
            description: self.meta(&["description"]),
            site: self.meta(&["application-name"]),
            author: self.meta(&["author", "dc.creator"]),
            published_at: self.meta(&times).and_then(|text| time(&text)),
            ..Facts::default()
        }
    }

    /// Where short-link services send browsers; they write it for browsers without scripts, so it may be inside a
    /// `<noscript>`, which is text to a parser that knows scripts.
    fn refresh(&self) -> Option<Url> {
        const SELECTOR: &str = "meta[http-equiv=\"refresh\" i]";
        let hidden = self.elements("noscript").into_iter().find_map(|noscript| {
            let fragment = Html::parse_fragment(&noscript.text().collect::<String>());
            select(&fragment, SELECTOR).first().and_then(|meta| meta.attr("content").map(str::to_owned))
        });
        let content = self.attribute(SELECTOR, "content").or(hidden)?;
        let (delay, rest) = content.split_once([';', ','])?;
        // A page that reloads itself later is a page.
        delay.trim().parse::<f32>().ok().filter(|delay| *delay <= 3.0)?;
        let rest = rest.trim();
        let address = match rest.get(..3) {
            Some(key) if key.eq_ignore_ascii_case("url") => rest[3..].trim_start().strip_prefix('=')?,
            _ => rest,
        };
        absolute(&self.base, address.trim().trim_matches(['"', '\'']))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_at_example(html: &str) -> Page {
        read(html, &"https://example.org/news/1?x=2".parse().expect("an address"))
    }

    #[test]
    fn the_head_is_read_in_any_spelling() {
        let page = read_at_example(
            "<html lang=en><head><title> Plain\n title </title><META NAME='Description' CONTENT='A day by the river.'>\
             <meta name='og:title' content='Otters &amp; rivers'><meta property=og:image content='/a.jpg'>\
             <meta property=og:image content='/b.jpg'><meta name=twitter:description content=Short>\
             <link rel='canonical' href='/news/1'></head><body><svg><title>Logo</title></svg>",
        );
        let facts = page.stated.or(page.plain);
        assert_eq!(facts.title.as_deref(), Some("Otters & rivers"));
        assert_eq!(facts.description.as_deref(), Some("Short"));
        assert_eq!(facts.picture.as_deref(), Some("https://example.org/a.jpg"));
        assert_eq!(page.canonical.map(String::from).as_deref(), Some("https://example.org/news/1"));
        assert_eq!(page.language.as_deref(), Some("en"));
    }

    #[test]
    fn immediate_refreshes_are_found_also_for_browsers_without_scripts() {
        let to = |html: &str| read_at_example(html).refresh.map(String::from);
        let short = "<head><noscript><META http-equiv=\"refresh\" content=\"0;URL=https://example.net/a\"></noscript>";
        assert_eq!(to(short).as_deref(), Some("https://example.net/a"));
        assert_eq!(to("<meta http-equiv=refresh content=\"0; url='/b'\">").as_deref(), Some("https://example.org/b"));
        for page in [
            "<meta http-equiv=refresh content=300>",
            "<meta http-equiv=refresh content=\"60;url=/x\">",
            "<meta http-equiv=refresh content=\"0;url=javascript:alert(1)\">",
        ] {
            assert_eq!(to(page), None, "{page}");
        }
    }
}
