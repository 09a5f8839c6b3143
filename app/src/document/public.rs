//! The shell of public pages: no script, no cookie, nothing from anybody else.

use leptos::prelude::*;

use super::Site;
use super::head::{Head, HeadTags};
use crate::parts::icon::{Icon, IconName, IconSprite};

/// The icons that posts and public pages use.
const ICONS: &[IconName] = &[
    IconName::Sheaf,
    IconName::Mastodon,
    IconName::Bluesky,
    IconName::Link,
    IconName::Sample,
    IconName::Play,
    IconName::Listen,
    IconName::PictureMissing,
    IconName::Hidden,
    IconName::Repost,
    IconName::Forward,
];

/// A public page.
#[component]
pub fn PublicDocument(
    /// The installation.
    site: Site,
    /// What the page says about itself.
    head: Head,
    /// What stands at the end of the top line.
    #[prop(optional, into)]
    aside: ViewFn,
    /// The content of `<main>`.
    children: Children,
) -> impl IntoView {
    let style = site.assets.story_css.clone();
    let (scheme, typeface) = (head.scheme(), head.typeface());
    let home = format!("{}/", site.base_url);
    let contact = site.contact.clone();
    view! {
        <html lang="en" data-scheme=scheme data-typeface=typeface>
            <head>
                <HeadTags site head style/>
            </head>
            <body>
                <IconSprite icons=ICONS/>
                <a class="skip" href="#content">"Skip to the content"</a>
                <header class="masthead">
                    <a class="wordmark" href=home.clone()>
                        <Icon name=IconName::Sheaf/>
                        "Sheaf"
                    </a>
                    {aside.run()}
                </header>
                <main id="content">{children()}</main>
                <footer class="colophon">
                    <p>
                        "Made with "
                        <a href=home>"Sheaf"</a>
                        ", which keeps stories after their sources have gone. "
                        "This page sets no cookies and asks nobody else for anything."
                    </p>
                    {contact.map(|contact| view! { <p><ContactLink contact/></p> })}
                </footer>
            </body>
        </html>
    }
}

/// A way to whoever runs the installation.
#[component]
fn ContactLink(contact: String) -> impl IntoView {
    let href = contact_href(&contact);
    view! { <a href=href>"Contact the people who run this site"</a> }
}

/// A mail or web address as a link.
pub(crate) fn contact_href(contact: &str) -> String {
    crate::parts::link::web_address(contact)
        .unwrap_or_else(|| format!("mailto:{}", contact.trim_start_matches("mailto:")))
}

/// A page inside somebody else's frame: no masthead, and links leave the frame. Its small script asks for the right height;
/// without it the story scrolls.
#[component]
pub fn FrameDocument(
    /// The installation.
    site: Site,
    /// What the page says about itself.
    head: Head,
    /// The content of the body.
    children: Children,
) -> impl IntoView {
    let style = site.assets.story_css.clone();
    let (scheme, typeface) = (head.scheme(), head.typeface());
    let script = site.assets.frame_js.clone();
    view! {
        <html lang="en" data-scheme=scheme data-typeface=typeface>
            <head>
                <HeadTags site head style/>
                <script defer src=script></script>
                <base target="_top"/>
            </head>
            <body class="frame">
                <IconSprite icons=ICONS/>
                {children()}
            </body>
        </html>
    }
}
