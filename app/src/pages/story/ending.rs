//! How a story ends: who is in it, how to share it, what else there is, and how to be taken out.

use std::cmp::Reverse;
use std::collections::HashMap;

use leptos::prelude::*;
use shared::post::{Author, Post, SourceKind};

use super::{PublicStory, StoryTeaser};
use crate::document::{Site, contact_href};
use crate::pages::teasers::Teasers;
use crate::parts::byline::AuthorName;
use crate::parts::form_field::{TextArea, TextField};
use crate::parts::invented::author_of;
use crate::parts::post_card::is_attributed;

/// What stands under the last item.
pub fn ending(story: &PublicStory, site: &Site) -> impl IntoView + use<> {
    view! {
        <footer class="ending">
            {contributors(story)}
            {share(story)}
            {exports(story)}
            {others(&story.curator, story.others.clone())}
            {removal(story, site)}
        </footer>
    }
}

/// What to copy. A draft has no address that others could open.
fn share(story: &PublicStory) -> Option<impl IntoView + use<>> {
    let (url, embed) = (story.url.clone(), story.embed_html.clone());
    (!story.is_draft()).then(|| {
        view! {
            <section class="share" id="share" aria-labelledby="share-title">
                <h2 id="share-title">"Share or embed this story"</h2>
                <TextField name="story-link" label="Link" value=url readonly=true/>
                <TextArea
                    name="story-embed"
                    label="To show it on your own site, paste this"
                    value=embed
                    rows=3
                    readonly=true
                    hint="WordPress and many other sites need only the link, on a line of its own."
                />
            </section>
        }
    })
}

/// The story as files that need nothing of this server. A draft has none: they are of what readers see.
fn exports(story: &PublicStory) -> Option<impl IntoView + use<>> {
    let link = |(extension, label): (&str, &'static str)| {
        let href = format!("{}.{extension}", story.url);
        view! { <li><a href=href download="">{label}</a></li> }
    };
    (!story.is_draft()).then(|| {
        let links = [("json", "JSON"), ("md", "Markdown"), ("html", "HTML"), ("epub", "EPUB"), ("xml", "WordPress")];
        view! {
            <section class="exports" aria-labelledby="exports-title">
                <h2 id="exports-title">"Take it with you"</h2>
                <ul>{links.map(link).into_iter().collect_view()}</ul>
            </section>
        }
    })
}

/// The people whose posts are in the story, those with most posts first.
fn contributors(story: &PublicStory) -> Option<impl IntoView + use<>> {
    let people: Vec<_> = authors(story)
        .into_iter()
        .map(|(author, posts)| {
            let posts = (posts > 1).then(|| view! { " " <small>{format!("×\u{202f}{posts}")}</small> });
            view! { <li><AuthorName author/>{posts}</li> }
        })
        .collect();
    (!people.is_empty()).then(|| {
        view! {
            <section class="contributors" aria-labelledby="contributors-title">
                <h2 id="contributors-title">"In their words"</h2>
                <ul>{people}</ul>
            </section>
        }
    })
}

/// Each author once, with the number of their posts; in the order of the story where the numbers are the same.
fn authors(story: &PublicStory) -> Vec<(Author, usize)> {
    let mut authors: Vec<(Author, usize)> = Vec::new();
    let mut places: HashMap<(SourceKind, &str), usize> = HashMap::new();
    for post in super::items::posts(story).filter(|post| is_attributed(post)) {
        let place = *places.entry(identity(post)).or_insert_with(|| {
            authors.push((author_of(post), 0));
            authors.len() - 1
        });
        authors[place].1 += 1;
    }
    authors.sort_by_key(|(_, posts)| Reverse(*posts));
    authors
}

/// What tells one author from another: the handle, or the name where a source has no handles.
fn identity(post: &Post) -> (SourceKind, &str) {
    let Author { handle, name, .. } = &post.author;
    (post.source, if handle.is_empty() { name } else { handle })
}

fn others(curator: &str, stories: Vec<StoryTeaser>) -> Option<impl IntoView + use<>> {
    let title = format!("Other stories by {curator}");
    (!stories.is_empty()).then(|| {
        view! {
            <section class="others" aria-labelledby="others-title">
                <h2 id="others-title">{title}</h2>
                <Teasers stories byline=false/>
            </section>
        }
    })
}

/// A person whose words are here may not want that: how to ask.
fn removal(story: &PublicStory, site: &Site) -> impl IntoView + use<> {
    let curator = story.curator.clone();
    let ask = match &site.contact {
        Some(contact) => {
            let href = removal_href(contact, &story.url);
            view! { <a href=href>"Ask for it to be taken out"</a> "." }.into_any()
        }
        None => view! { "Ask " <bdi>{curator}</bdi> ", or the people who run this site, to take it out." }.into_any(),
    };
    view! { <p class="removal">"Is something of yours here that should not be? " {ask}</p> }
}

fn removal_href(contact: &str, story: &str) -> String {
    let href = contact_href(contact);
    if href.starts_with("mailto:") && !href.contains('?') {
        format!("{href}?subject=Please%20take%20out%20a%20post&body={}", story.replace('&', "%26"))
    } else {
        href
    }
}
