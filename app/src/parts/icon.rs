//! Icons: drawn once per page in a sprite, used by name.
//!
//! The shapes are Lucide's (ISC licence, see `icons.svg`), the marks of the networks are from Simple Icons (CC0).

use leptos::prelude::*;

macro_rules! icons {
    ($($(#[$doc:meta])* $name:ident = $symbol:literal,)*) => {
        /// The icons there are, named for what they mean here.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum IconName {
            $($(#[$doc])* $name,)*
        }

        impl IconName {
            /// Every icon, for pages that may need any of them.
            pub const ALL: &[Self] = &[$(Self::$name),*];

            /// Where the icon is in the page's sprite.
            #[must_use]
            pub const fn href(self) -> &'static str {
                match self {
                    $(Self::$name => concat!("#i-", $symbol),)*
                }
            }
        }
    };
}

icons! {
    /// Add.
    Plus = "plus",
    /// Done, already there.
    Check = "check",
    /// Close, dismiss.
    Close = "x",
    /// More actions.
    More = "ellipsis",
    /// The outline of a long story.
    Outline = "table-of-contents",
    /// Mentions a post in a text.
    Mention = "at-sign",
    /// Undo.
    Undo = "undo-2",
    /// Redo.
    Redo = "redo-2",
    /// Back to where one came from.
    Back = "arrow-left",
    /// On to what comes next.
    Forward = "arrow-right",
    /// Move up.
    Up = "arrow-up",
    /// Move down.
    Down = "arrow-down",
    /// Move to the top.
    Top = "arrow-up-to-line",
    /// Move to the bottom.
    Bottom = "arrow-down-to-line",
    /// Move after another item; answers another post.
    After = "corner-down-right",
    /// Opens a menu.
    Open = "chevron-down",
    /// How a story looks to its readers.
    Appearance = "palette",
    /// Look at it as a reader.
    Preview = "eye",
    /// Readers do not see it.
    Hidden = "eye-off",
    /// The people of a story.
    People = "users",
    /// A person.
    Person = "user",
    /// Numbers of readers.
    Statistics = "chart-column",
    /// Publish.
    Publish = "send",
    /// Search.
    Search = "search",
    /// A web link.
    Link = "link",
    /// Leads to another site.
    External = "external-link",
    /// Copy to the clipboard.
    Copy = "copy",
    /// Code to embed.
    Code = "code-xml",
    /// A picture.
    Picture = "image",
    /// A picture that is not there.
    PictureMissing = "image-off",
    /// Add a picture from disk.
    Upload = "image-plus",
    /// A heading.
    Heading = "heading",
    /// A text.
    Text = "pilcrow",
    /// A divider.
    Divider = "minus",
    /// Bold text.
    Bold = "bold",
    /// Italic text.
    Italic = "italic",
    /// A list.
    List = "list",
    /// A quotation.
    Quote = "text-quote",
    /// Delete.
    Delete = "trash-2",
    /// Edit.
    Edit = "pencil",
    /// Play a film.
    Play = "play",
    /// Listen to a recording.
    Listen = "volume-2",
    /// Something to be careful about.
    Warning = "triangle-alert",
    /// Something to know.
    Info = "info",
    /// Something went wrong.
    Error = "circle-alert",
    /// Saved on the server.
    Saved = "cloud-check",
    /// Not connected.
    Offline = "cloud-off",
    /// Posts that were set aside.
    Tray = "inbox",
    /// Every post that was ever captured.
    Library = "library",
    /// Every source at once.
    Everywhere = "globe",
    /// A search that is kept.
    Bookmark = "bookmark",
    /// What is left out.
    Filter = "list-filter",
    /// Something is under way.
    Busy = "loader-circle",
    /// Try again.
    Retry = "refresh-cw",
    /// A thread of posts.
    Thread = "messages-square",
    /// A repost.
    Repost = "repeat-2",
    /// Only for some people.
    Lock = "lock",
    /// A time.
    Clock = "clock",
    /// A story.
    Story = "book-open",
    /// The source panel.
    Panel = "panel-right",
    /// Settings.
    Settings = "settings",
    /// Sign out.
    SignOut = "log-out",
    /// A secret key.
    Key = "key-round",
    /// E-mail.
    Mail = "mail",
    /// Invite someone.
    Invite = "user-plus",
    /// The sample chat.
    Sample = "message-circle",
    /// Mastodon.
    Mastodon = "mastodon",
    /// Bluesky.
    Bluesky = "bluesky",
    /// Sheaf itself.
    Sheaf = "sheaf",
}

/// An icon. Give it a `label` when no text beside it says the same.
#[component]
pub fn Icon(
    /// Which.
    name: IconName,
    /// What it says to those who do not see it; without one it is decoration.
    #[prop(optional)]
    label: &'static str,
) -> impl IntoView {
    let role = (!label.is_empty()).then_some("img");
    let hidden = label.is_empty().then_some("true");
    let label = (!label.is_empty()).then_some(label);
    view! {
        <svg class="icon" role=role aria-label=label aria-hidden=hidden>
            <use href=name.href()></use>
        </svg>
    }
}

/// The shapes of the icons a page uses; once per page, at the start of its body.
#[cfg(feature = "ssr")]
#[component]
pub fn IconSprite(
    /// Those that may occur on the page.
    icons: &'static [IconName],
) -> impl IntoView {
    let symbols: String = icons.iter().filter_map(|icon| symbol(*icon)).collect();
    view! { <svg class="sprite" aria-hidden="true" inner_html=symbols></svg> }
}

/// The line of the sprite that draws an icon.
#[cfg(feature = "ssr")]
fn symbol(icon: IconName) -> Option<&'static str> {
    let begins = format!("<symbol id=\"{}\"", &icon.href()[1..]);
    include_str!("icons.svg").lines().find(|line| line.starts_with(&begins))
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;

    #[test]
    fn every_icon_is_drawn() {
        for icon in IconName::ALL {
            assert!(symbol(*icon).is_some_and(|line| line.ends_with("</symbol>")), "{icon:?}");
        }
    }
}
