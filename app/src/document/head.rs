//! What a page says about itself in its head.

use leptos::html;
use leptos::prelude::*;
use serde_json::Value;
use shared::presentation::{Presentation, Scheme, Typeface};

use super::{Json, Site};

/// What a page says about itself.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Head {
    /// The title of the page, without the name of the site.
    pub title: String,
    /// A sentence or two about it; may be empty.
    pub description: String,
    /// The absolute address it wants to be known by.
    pub canonical: Option<String>,
    /// What it is, for those who make previews of links.
    pub kind: Kind,
    /// A picture for previews.
    pub image: Option<PageImage>,
    /// The absolute addresses of its oEmbed answers: JSON, XML.
    pub oembed: Option<(String, String)>,
    /// Feeds that tell what is new here.
    pub feeds: Vec<FeedLinks>,
    /// Linked data about it.
    pub json_ld: Option<Value>,
    /// Whether search engines should leave it out.
    pub unlisted: bool,
    /// How it looks.
    pub look: Presentation,
}

impl Head {
    /// What the style sheet knows the scheme by, unless the reader's device decides.
    pub(super) fn scheme(&self) -> Option<&'static str> {
        match self.look.scheme {
            Scheme::Auto => None,
            Scheme::Light => Some("light"),
            Scheme::Dark => Some("dark"),
        }
    }

    /// What the style sheet knows the letters by, unless they are the usual ones.
    pub(super) fn typeface(&self) -> Option<&'static str> {
        (self.look.typeface == Typeface::Sans).then_some("sans")
    }

    /// The style sheet of the story's accent: pages may hold no style themselves.
    fn accent(&self) -> Option<String> {
        let (day, night) = self.look.accents()?;
        Some(format!("/accents/{}-{}.css", day.digits(), night.digits()))
    }
}

/// A feed in both its formats.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeedLinks {
    /// What it tells of.
    pub title: String,
    /// The absolute address of the Atom feed.
    pub atom: String,
    /// The absolute address of the JSON feed.
    pub json: String,
}

impl FeedLinks {
    /// The feeds beside a page that lists stories.
    #[must_use]
    pub fn beside(page: &str, title: String) -> Self {
        let page = page.trim_end_matches('/');
        Self { title, atom: format!("{page}/feed.atom"), json: format!("{page}/feed.json") }
    }
}

/// What a page is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Kind {
    /// A page of the site.
    #[default]
    Website,
    /// A person.
    Profile {
        /// Their handle.
        handle: String,
    },
    /// A story.
    Article {
        /// When it was first published, for machines.
        published: String,
        /// When it was last changed, for machines.
        modified: String,
        /// Who wrote it.
        author: String,
    },
}

/// A picture for previews of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageImage {
    /// Its absolute address.
    pub url: String,
    /// What it shows.
    pub alt: String,
    /// Its size in pixels, when known.
    pub size: Option<(u32, u32)>,
}

/// The elements of the head. Discovery links come early: some who read them stop after the first kilobytes.
#[component]
pub fn HeadTags(site: Site, head: Head, style: String) -> impl IntoView {
    let title = if head.title == "Sheaf" { head.title.clone() } else { format!("{} · Sheaf", head.title) };
    let oembed = head.oembed.clone().map(|(json, xml)| {
        view! {
            <link rel="alternate" type="application/json+oembed" href=json title=head.title.clone()/>
            <link rel="alternate" type="text/xml+oembed" href=xml title=head.title.clone()/>
        }
    });
    let feeds: Vec<_> = head
        .feeds
        .iter()
        .cloned()
        .map(|feed| {
            view! {
                <link rel="alternate" type="application/atom+xml" href=feed.atom title=feed.title.clone()/>
                <link rel="alternate" type="application/feed+json" href=feed.json title=feed.title/>
            }
        })
        .collect();
    view! {
        <meta charset="utf-8"/>
        <meta name="viewport" content="width=device-width, initial-scale=1"/>
        <title>{title}</title>
        {head.canonical.clone().map(|url| view! { <link rel="canonical" href=url/> })}
        {oembed}
        {feeds}
        <link rel="stylesheet" href=style/>
        <link rel="icon" href=site.assets.icon type="image/svg+xml"/>
        {head.accent().map(|href| view! { <link rel="stylesheet" href=href/> })}
        <meta name="color-scheme" content=head.scheme().unwrap_or("light dark")/>
        {theme_color("light", if head.look.scheme == Scheme::Dark { DARK } else { LIGHT })}
        {theme_color("dark", if head.look.scheme == Scheme::Light { LIGHT } else { DARK })}
        {head.unlisted.then(|| view! { <meta name="robots" content="noindex"/> })}
        {(!head.unlisted).then(|| view! { <Previews head=head.clone()/> })}
        {head.json_ld.map(|value| view! { <Json kind="application/ld+json" value/> })}
    }
}

/// The papers in `style/tokens.css`.
const LIGHT: &str = "#fbfaf7";
const DARK: &str = "#171613";

/// The colour of the browser around the page.
fn theme_color(scheme: &str, color: &'static str) -> impl IntoView + use<> {
    html::meta().name("theme-color").attr("media", format!("(prefers-color-scheme: {scheme})")).content(color)
}

/// Open Graph and its like, which links to the page are previewed with.
#[component]
fn Previews(head: Head) -> impl IntoView {
    let Head { title, description, canonical, kind, image, .. } = head;
    let (kind, details) = match kind {
        Kind::Website => ("website", vec![]),
        Kind::Profile { handle } => ("profile", vec![("profile:username", handle)]),
        Kind::Article { published, modified, author } => (
            "article",
            vec![
                ("article:published_time", published),
                ("article:modified_time", modified),
                ("article:author", author),
            ],
        ),
    };
    let mut properties =
        vec![("og:type", kind.to_owned()), ("og:title", title.clone()), ("og:site_name", "Sheaf".to_owned())];
    properties.extend((!description.is_empty()).then(|| ("og:description", description.clone())));
    properties.extend(canonical.map(|url| ("og:url", url)));
    properties.extend(details);
    let twitter = twitter(&title, &description, image.as_ref());
    properties.extend(image.into_iter().flat_map(pictured));
    properties.retain(|(_, content)| !content.is_empty());
    let properties: Vec<_> = properties
        .into_iter()
        .map(|(property, content)| html::meta().attr("property", property).content(content))
        .collect();
    view! {
        {(!description.is_empty()).then(|| view! { <meta name="description" content=description/> })}
        {properties}
        {twitter}
    }
}

/// Open Graph about a picture: its address first, since what follows describes it.
fn pictured(image: PageImage) -> Vec<(&'static str, String)> {
    let (width, height) = image.size.unzip();
    let size = [("og:image:width", width), ("og:image:height", height)];
    let size = size.into_iter().filter_map(|(property, pixels)| Some((property, pixels?.to_string())));
    [("og:image", image.url)].into_iter().chain(size).chain([("og:image:alt", image.alt)]).collect()
}

/// The same for those who read only this.
fn twitter(title: &str, description: &str, image: Option<&PageImage>) -> Vec<impl IntoView + use<>> {
    let card = if image.is_some() { "summary_large_image" } else { "summary" };
    let (url, alt) = image.map_or(("", ""), |image| (&image.url, &image.alt));
    let names = [("card", card), ("title", title), ("description", description), ("image", url), ("image:alt", alt)];
    let told = names.into_iter().filter(|(_, content)| !content.is_empty());
    told.map(|(name, content)| html::meta().name(format!("twitter:{name}")).content(content.to_owned())).collect()
}
