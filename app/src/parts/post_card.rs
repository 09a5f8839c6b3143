//! A post, as it stands in a story, in search results and in the editor.

use leptos::prelude::*;
use shared::post::{Author, Post, PostState, SourceKind};

use super::byline::{AuthorName, Handle, NetworkGlyph};
use super::fold::{Contents, Fold};
use super::icon::{Icon, IconName};
use super::invented::without_dead_links;
use super::link::{host, web_address};
use super::link_card::LinkCard;
use super::media::{Attachments, Avatar, MissingPictures};
use super::quote::Quote;
use super::time::{Time, TimeStyle, date};

/// How much room a post takes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CardVariant {
    /// As readers see it in a story.
    #[default]
    Full,
    /// Smaller, among search results.
    Compact,
}

/// Who looks at a post.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Audience {
    /// Anybody: posts that are not for strangers become a note.
    #[default]
    Reader,
    /// The curator: such posts are shown, with a line that says what readers see.
    Curator,
}

/// One post.
#[component]
pub fn PostCard(
    /// The post.
    post: Post,
    /// How much room it takes.
    #[prop(optional)]
    variant: CardVariant,
    /// Who looks at it.
    #[prop(optional)]
    audience: Audience,
    /// Whether it goes on from the post before it, see [`super::thread::continues`]: the header is not repeated.
    #[prop(optional)]
    continues: bool,
    /// How its time is written.
    #[prop(optional)]
    times: TimeStyle,
    /// The pictures that could not be copied.
    #[prop(optional, into)]
    missing: MissingPictures,
) -> impl IntoView {
    if is_hidden(&post, audience) {
        return view! { <HiddenPost post/> }.into_any();
    }
    let post = without_dead_links(post);
    let continues = continues && post.source != SourceKind::Link;
    let class = card_class(&post, variant, continues);
    let label = label(&post, continues);
    let head = (!continues && post.source != SourceKind::Link)
        .then(|| view! { <PostHead post=post.clone() times missing=missing.clone()/> });
    // In the editor a post may come to be joined to the one before it, and its header is hidden then.
    let joinable = audience == Audience::Curator && post.source != SourceKind::Link;
    let time_below = (head.is_none() || joinable).then_some(post.published_at).flatten();
    view! {
        <article class=class aria-label=label>
            {head}
            <div class="post-body">
                {curator_notice(&post, audience)}
                <PostContent post=post.clone() missing/>
                <PostFoot post time=time_below joinable times/>
            </div>
        </article>
    }
    .into_any()
}

/// Whether the post shows who wrote it: web pages speak for themselves, hidden posts for nobody.
#[must_use]
pub fn is_attributed(post: &Post) -> bool {
    post.is_public() && post.source != SourceKind::Link
}

/// Whether a note stands in place of the post. What was withdrawn is shown to nobody.
fn is_hidden(post: &Post, audience: Audience) -> bool {
    match audience {
        Audience::Reader => !post.is_public(),
        Audience::Curator => post.state == PostState::Withdrawn,
    }
}

fn card_class(post: &Post, variant: CardVariant, continues: bool) -> String {
    let mut class = "post".to_owned();
    for (applies, name) in [
        (variant == CardVariant::Compact, " compact"),
        (continues, " continues"),
        (post.source == SourceKind::Link, " page-link"),
    ] {
        class.push_str(if applies { name } else { "" });
    }
    class
}

/// What a screen reader says on entering the post.
fn label(post: &Post, continues: bool) -> String {
    let name = if post.author.name.is_empty() { &post.author.handle } else { &post.author.name };
    match (post.source, continues) {
        (SourceKind::Link, _) => "Web page".to_owned(),
        (_, true) => format!("{name} continues"),
        (_, false) => format!("Post by {name}"),
    }
}

/// Avatar, name, handle, network and time.
#[component]
fn PostHead(post: Post, times: TimeStyle, missing: MissingPictures) -> impl IntoView {
    let Post { author, source, published_at, reposted_by, .. } = post;
    let repost = reposted_by.map(|by| view! { <Reposted by/> });
    view! {
        <Avatar author=author.clone() missing/>
        <header class="post-by">
            {repost}
            <AuthorName author=author.clone()/>
            " "
            <span class="post-meta">
                <Handle author/>
                " "
                <NetworkGlyph source/>
                {published_at.map(|at| view! { " " <Time at style=times/> })}
            </span>
        </header>
    }
}

/// Who passed the post on.
#[component]
fn Reposted(by: Author) -> impl IntoView {
    let name = if by.name.is_empty() { by.handle } else { by.name };
    view! {
        <p class="post-repost">
            <Icon name=IconName::Repost/>
            "Reposted by "
            <bdi>{name}</bdi>
        </p>
    }
}

/// Words, pictures, quote and link, behind the warning if there is one.
#[component]
fn PostContent(post: Post, missing: MissingPictures) -> impl IntoView {
    let Post { text, language, warning, attachments, card, quote, url, source, .. } = post;
    let contents =
        Contents { words: !text.is_empty(), attachments: &attachments, card: card.is_some(), quote: quote.is_some() };
    let hides = contents.to_string();
    let large = source == SourceKind::Link;
    let language = language.filter(|tag| is_language_tag(tag));
    view! {
        <Fold warning hides>
            {(!text.is_empty()).then(|| view! {
                <div class="post-text" lang=language dir="auto" inner_html=text.as_str().to_owned()></div>
            })}
            <Attachments attachments url missing=missing.clone()/>
            {quote.map(|quote| view! { <Quote quote=*quote missing=missing.clone()/> })}
            {card.map(|card| view! { <LinkCard card large missing/> })}
        </Fold>
    }
}

/// Whether a tag from a network has the form of a language tag: an unknown one may make a screen reader read wrongly.
#[must_use]
pub fn is_language_tag(tag: &str) -> bool {
    let mut parts = tag.split('-');
    let first =
        parts.next().is_some_and(|part| matches!(part.len(), 2 | 3) && part.chars().all(|c| c.is_ascii_alphabetic()));
    first && parts.all(|part| (1..=8).contains(&part.len()) && part.chars().all(|c| c.is_ascii_alphanumeric()))
}

/// Where the original is and when it was captured.
#[component]
fn PostFoot(
    post: Post,
    /// The time of the post, when no header says it.
    time: Option<chrono::DateTime<chrono::Utc>>,
    /// Whether the header says it unless the post is joined to another.
    joinable: bool,
    times: TimeStyle,
) -> impl IntoView {
    let url = post.url.as_deref().and_then(web_address);
    let place = url.as_deref().and_then(host).map(ToOwned::to_owned);
    let via = via(&post, place.as_deref());
    let original = url.zip(place).map(|(url, place)| {
        view! { <a href=url rel="nofollow noopener">"View on "<bdi>{place}</bdi></a> " · " }
    });
    let edited = post.edited_at.map(|at| format!("edited {} · ", date(at)));
    let captured = match post.source {
        SourceKind::Sample => "Invented for the sample chat".to_owned(),
        _ => format!("captured {}{via}", date(post.captured_at)),
    };
    view! {
        <footer class="post-foot">
            {time.map(|at| view! { <span class:when-joined=joinable><Time at style=times/>" · "</span> })}
            {original}
            {edited}
            <span>{captured}</span>
            {(post.state == PostState::Edited).then_some(" · edited since")}
        </footer>
    }
}

/// Who answered when the post was captured, where that is not plain from the link beside it.
fn via(post: &Post, place: Option<&str>) -> String {
    let said = place == Some(post.captured_via.as_str()) || post.captured_via.is_empty();
    if said { String::new() } else { format!(" via {}", post.captured_via) }
}

/// What readers see in place of a post that the curator still sees.
fn curator_notice(post: &Post, audience: Audience) -> Option<impl IntoView + use<>> {
    let hidden = audience == Audience::Curator && !post.is_public();
    hidden.then(|| {
        let consequence = match post.state {
            PostState::Withdrawn | PostState::Deleted => "Readers see a note in its place",
            _ => "A story with it cannot be published",
        };
        let words = format!("{consequence}: {}", reason(post));
        view! {
            <p class="post-notice">
                <Icon name=IconName::Hidden/>
                <span>{words}</span>
            </p>
        }
    })
}

fn reason(post: &Post) -> &'static str {
    match (post.state, post.source) {
        (PostState::Withdrawn, _) => "This post was taken out at the request of its author.",
        (PostState::Deleted, _) => "This post has been deleted at its source.",
        (_, SourceKind::Bluesky) => "The author shows this post only to people signed in at Bluesky.",
        _ => "The author shows this post only to people signed in at its network.",
    }
}

/// One line in place of a post, in the same rhythm.
#[component]
fn HiddenPost(post: Post) -> impl IntoView {
    let original = (post.state != PostState::Withdrawn && post.state != PostState::Deleted)
        .then(|| post.url.as_deref().and_then(web_address))
        .flatten();
    let original = original.map(|url| view! { " " <a href=url rel="nofollow noopener">"View the original"</a> });
    view! {
        <p class="post-hidden">
            <Icon name=IconName::Hidden/>
            <span>{reason(&post)}{original}</span>
        </p>
    }
}
