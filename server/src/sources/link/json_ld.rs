//! JSON-LD: what newspapers and video sites say about a page.

use serde_json::Value;
use url::Url;

use super::facts::{Facts, absolute, said, time};

/// The facts in one script, if it describes an article, a film or a post.
pub(super) fn read(script: &str, base: &Url) -> Option<Facts> {
    // Some sites wrap it in a comment or leave line ends inside strings.
    let script = script.trim().trim_start_matches("<!--").trim_end_matches("-->").replace(['\n', '\r', '\t'], " ");
    let value: Value = serde_json::from_str(&script).ok()?;
    let thing = things(&value).into_iter().find(|thing| types(thing).any(is_work))?;
    let author = person(&thing["author"]);
    Some(Facts {
        title: text(&thing["headline"]).or_else(|| text(&thing["name"])),
        description: text(&thing["description"]),
        site: person(&thing["publisher"]).and_then(|publisher| text(&publisher["name"])),
        author: author.and_then(|author| text(&author["name"]).or_else(|| text(author))),
        author_url: author.and_then(|author| address(&author["url"], base)),
        picture: address(&thing["image"], base).or_else(|| address(&thing["thumbnailUrl"], base)),
        picture_alt: None,
        published_at: ["datePublished", "uploadDate", "dateCreated"]
            .iter()
            .find_map(|name| time(thing[name].as_str()?)),
    })
}

/// Every thing of a script: it may be one, a list, or a graph.
fn things(value: &Value) -> Vec<&Value> {
    match value {
        Value::Array(list) => list.iter().filter(|thing| thing.is_object()).collect(),
        Value::Object(object) => match object.get("@graph") {
            Some(Value::Array(list)) => list.iter().chain([value]).collect(),
            _ => vec![value],
        },
        _ => Vec::new(),
    }
}

fn types(thing: &Value) -> impl Iterator<Item = &str> {
    let one = thing["@type"].as_str();
    let several = thing["@type"].as_array().into_iter().flatten().filter_map(Value::as_str);
    one.into_iter().chain(several)
}

/// Kinds of things that are what a page is about, as opposed to the site around it.
fn is_work(kind: &str) -> bool {
    kind.ends_with("Article")
        || kind.ends_with("Posting")
        || matches!(
            kind,
            "Report" | "VideoObject" | "ImageObject" | "Photograph" | "PodcastEpisode" | "Recipe" | "Event"
        )
}

/// A person or organisation, the first of several.
fn person(value: &Value) -> Option<&Value> {
    match value {
        Value::Array(list) => list.first(),
        Value::Null => None,
        one => Some(one),
    }
}

fn text(value: &Value) -> Option<String> {
    value.as_str().and_then(said)
}

/// An address, which may be text, an object with one, or a list of either.
fn address(value: &Value, base: &Url) -> Option<String> {
    let value = person(value)?;
    let written = value.as_str().or_else(|| value["url"].as_str()).or_else(|| value["contentUrl"].as_str())?;
    absolute(base, written).map(String::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_at_example(script: &str) -> Option<Facts> {
        read(script, &"https://example.org/news/1".parse().expect("an address"))
    }

    #[test]
    fn an_article_in_a_graph_is_found() {
        let script = r#"{"@context":"https://schema.org","@graph":[
            {"@type":"WebSite","name":"The Example"},
            {"@type":["NewsArticle"],"headline":"Otters return","datePublished":"2026-11-24",
             "author":[{"@type":"Person","name":"Ada Byron","url":"/people/ada"}],
             "image":{"@type":"ImageObject","url":"/otter.jpg"},"publisher":{"name":"The Example"}}]}"#;
        let facts = read_at_example(script).expect("found");
        assert_eq!(facts.title.as_deref(), Some("Otters return"));
        assert_eq!(facts.author.as_deref(), Some("Ada Byron"));
        assert_eq!(facts.author_url.as_deref(), Some("https://example.org/people/ada"));
        assert_eq!(facts.picture.as_deref(), Some("https://example.org/otter.jpg"));
    }

    #[test]
    fn what_is_no_article_says_nothing() {
        for script in ["", "{", "7", r#"{"@type":"Organization","name":"X"}"#, r#"[[],{"@type":7}]"#] {
            assert_eq!(read_at_example(script), None, "{script}");
        }
    }
}
