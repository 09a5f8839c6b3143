use proptest::prelude::*;
use shared::ids::MediaId;

use super::*;

fn plain(markup: &str) -> String {
    html(markup, Reading::default()).as_str().to_owned()
}

#[test]
fn long_links_are_shown_as_readers_see_them() {
    let markup = "<p>see <a href=\"https://example.org/a/very/long/path\" target=\"_blank\" onclick=\"x()\">\
        <span class=\"invisible\">https://</span><span class=\"ellipsis\">example.org/a/very</span>\
        <span class=\"invisible\">/long/path</span></a></p>";
    let shown = "<p>see <a href=\"https://example.org/a/very/long/path\" rel=\"nofollow noopener ugc\">\
        example.org/a/very…</a></p>";
    assert_eq!(plain(markup), shown);
}

#[test]
fn what_could_run_or_ask_elsewhere_is_gone() {
    let hostile = [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<img src=\"https://tracker.example/p.gif\">",
        "<svg><a xlink:href=\"javascript:alert(1)\"><text>x</text></a></svg>",
        "<iframe src=\"https://example.org\"></iframe>",
        "<style>@import url(https://example.org)</style>",
        "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
        "<form action=\"/logout\"><button>Go</button></form>",
    ];
    for markup in hostile {
        let shown = plain(markup);
        assert!(!shown.contains("alert") && !shown.contains("example") && !shown.contains("<img"), "{markup}: {shown}");
    }
}

#[test]
fn only_web_and_mail_addresses_lead_anywhere() {
    for href in ["javascript:alert(1)", " JaVa\tScript:alert(1)", "data:text/html,x", "/logout", "//example.org", ""] {
        let shown = plain(&format!("<a href=\"{href}\">x</a>"));
        assert!(!shown.contains("href"), "{href}: {shown}");
    }
    assert!(plain("<a href=\"mailto:ada@example.org\">x</a>").contains("href=\"mailto:ada@example.org\""));
}

#[test]
fn the_fallback_of_a_quote_is_dropped_when_the_quote_is_shown() {
    let markup = "<p class=\"quote-inline\">RE: <a href=\"https://example.org/1\">example.org/1</a></p><p>Yes.</p>";
    let reading = Reading { drop_quote_fallback: true, ..Reading::default() };
    assert_eq!(html(markup, reading).as_str(), "<p>Yes.</p>");
    assert!(plain(markup).starts_with("<p>RE: "));
}

#[test]
fn custom_emoji_become_pictures_of_ours() {
    let id = MediaId::fresh();
    let emoji = Emoji::from([("blob_cat".to_owned(), id)]);
    let reading = Reading { emoji: Some(&emoji), ..Reading::default() };
    let shown = html("<p>at 12:30:blob_cat: :other:</p>", reading);
    let picture = format!(
        "<img class=\"emoji\" src=\"/media/{id}\" alt=\":blob_cat:\" title=\":blob_cat:\" width=\"20\" height=\"20\">"
    );
    assert_eq!(shown.as_str(), format!("<p>at 12:30{picture} :other:</p>"));
}

#[test]
fn headings_and_divisions_of_other_servers_keep_their_shape() {
    assert_eq!(plain("<h2>News</h2><div>one</div><s>two</s>"), "<p><strong>News</strong></p><p>one</p><del>two</del>");
}

#[test]
fn names_are_one_honest_line() {
    assert_eq!(line("  Ada\u{202e}\0\n\tLovelace\u{2066} ", 100), "Ada Lovelace");
    assert_eq!(line("عربي\u{200f}!", 100), "عربي\u{200f}!");
    assert_eq!(line(&"word ".repeat(30), 20).chars().last(), Some('…'));
}

#[test]
fn very_deep_and_very_long_markup_is_survived() {
    let deep = "<blockquote>".repeat(2_000);
    assert!(plain(&format!("{deep}end")).contains("end"));
    assert!(plain(&"é".repeat(MAX_MARKUP)).len() <= MAX_MARKUP);
}

/// Words that break out of contexts, with anything between them.
fn hostile() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "<script>",
        "</script>",
        "<img src=x onerror=a()>",
        "<a href=\"javascript:a()\">",
        "<a href='java\nscript:a()' onclick=a()>",
        "<svg onload=a()>",
        "<p class=\"quote-inline\">",
        "<span class=\"ellipsis\">",
        "<textarea>",
        "<noscript>",
        "<style>",
        "<!--",
        "-->",
        "<math><mtext>",
        "<table>",
        "</p>",
        "\"",
        "'",
        ">",
        "<",
        "&lt;script&gt;",
        "&#x3c;",
        ":emoji:",
        "\0",
        "<template>",
        "]]>",
    ]);
    let part = prop_oneof![pieces.prop_map(str::to_owned), ".{0,8}"];
    prop::collection::vec(part, 0..24).prop_map(|parts| parts.concat())
}

/// Every tag of sanitised markup.
fn tags(html: &str) -> Vec<String> {
    html.split('<').skip(1).map(|tag| tag.split('>').next().unwrap_or_default().to_ascii_lowercase()).collect()
}

#[test]
fn what_lost_its_address_is_left_out() {
    let picture = format!("<img src=\"/media/{}\" alt=\"a &gt; b\">", MediaId::fresh());
    assert!(clean(&picture).as_str().contains("/media/"));
    assert_eq!(clean("a<img src=x alt='\"> src=\"/media'>b<img>").as_str(), "ab");
    assert_eq!(clean("<a href=\"javascript:run()\">go</a>").as_str(), "<a>go</a>");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn nothing_in_the_output_can_run(markup in hostile()) {
        let emoji = Emoji::from([("emoji".to_owned(), MediaId::fresh())]);
        let shown = html(&markup, Reading { emoji: Some(&emoji), drop_quote_fallback: true });
        for tag in tags(shown.as_str()) {
            let name = tag.trim_start_matches('/').split(' ').next().unwrap_or_default();
            prop_assert!(
                "p br a strong em b i del code pre blockquote ul ol li img".split(' ').any(|allowed| allowed == name),
                "{}", tag
            );
            prop_assert!(!tag.contains(" on") && !tag.contains("javascript:"), "{}", tag);
        }
        prop_assert!(!shown.as_str().contains('\0'));
    }

    #[test]
    fn a_browser_reads_the_same_tags_that_were_written(markup in hostile()) {
        let written = html(&markup, Reading::default());
        let read = clean(written.as_str());
        prop_assert_eq!(tags(read.as_str()), tags(written.as_str()));
    }
}
