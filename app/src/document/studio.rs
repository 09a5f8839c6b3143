//! The shells of the studio and of the pages that lead into it. Plain forms, no script.

use leptos::prelude::*;

use super::Site;
use super::head::{Head, HeadTags};
use crate::parts::icon::{Icon, IconName, IconSprite};

/// The icons of the studio's pages, the editor apart.
const ICONS: &[IconName] = &[
    IconName::Sheaf,
    IconName::Plus,
    IconName::Search,
    IconName::Sample,
    IconName::Link,
    IconName::Error,
    IconName::Check,
    IconName::Delete,
    IconName::Preview,
    IconName::People,
    IconName::External,
    IconName::Key,
    IconName::Invite,
    IconName::Bluesky,
    IconName::Mastodon,
    IconName::Back,
    IconName::Hidden,
    IconName::Listen,
    IconName::PictureMissing,
    IconName::Play,
    IconName::Repost,
    IconName::Forward,
    IconName::Statistics,
    IconName::Code,
    IconName::Appearance,
    IconName::Clock,
    IconName::More,
];

/// A page of the studio.
#[component]
pub fn StudioDocument(
    /// The installation and who is signed in.
    site: Site,
    /// The title of the page.
    #[prop(into)]
    title: String,
    /// The path of the page, to mark it in the navigation.
    here: &'static str,
    /// The content of `<main>`.
    children: Children,
) -> impl IntoView {
    let viewer = site.viewer.clone();
    let navigation = viewer.map(|viewer| view! { <Navigation handle=viewer.handle here/> });
    view! {
        <Shell site title class="studio" home="/studio" navigation=navigation.into_any()>
            {children()}
        </Shell>
    }
}

/// A page on the way into the studio: one column, one task.
#[component]
pub fn AccountDocument(
    /// The installation.
    site: Site,
    /// The title of the page.
    #[prop(into)]
    title: String,
    /// The content of `<main>`.
    children: Children,
) -> impl IntoView {
    view! {
        <Shell site title class="account" home="/" navigation=().into_any()>
            {children()}
        </Shell>
    }
}

#[component]
fn Shell(
    site: Site,
    title: String,
    class: &'static str,
    home: &'static str,
    navigation: AnyView,
    children: Children,
) -> impl IntoView {
    let style = site.assets.studio_css.clone();
    let head = Head { title, unlisted: true, ..Head::default() };
    view! {
        <html lang="en">
            <head>
                <HeadTags site head style/>
                <link rel="manifest" href="/manifest.webmanifest"/>
            </head>
            <body class=class>
                <IconSprite icons=ICONS/>
                <a class="skip" href="#content">"Skip to the content"</a>
                <header class="masthead">
                    <a class="wordmark" href=home>
                        <Icon name=IconName::Sheaf/>
                        "Sheaf"
                    </a>
                    {navigation}
                </header>
                <main id="content">{children()}</main>
            </body>
        </html>
    }
}

#[component]
fn Navigation(handle: String, here: &'static str) -> impl IntoView {
    let link = move |path: String, words: &'static str| {
        let current = (path == here).then_some("page");
        view! { <a href=path aria-current=current>{words}</a> }
    };
    view! {
        <nav class="places" aria-label="Studio">
            {link("/studio".to_owned(), "Stories")}
            {link("/studio/tray".to_owned(), "Tray")}
            {link(format!("/@{handle}"), "Public page")}
            {link("/settings".to_owned(), "Settings")}
            <form method="post" action="/logout">
                <button class="button quiet">"Sign out"</button>
            </form>
        </nav>
    }
}
