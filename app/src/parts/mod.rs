//! Small pieces of the pages. Those that the editor draws too know nothing of a server; the others are the server's.

#[cfg(feature = "ssr")]
pub mod byline;
pub mod counted;
#[cfg(feature = "ssr")]
pub mod fold;
#[cfg(feature = "ssr")]
pub mod form_field;
pub mod icon;
#[cfg(feature = "ssr")]
pub mod invented;
pub mod link;
#[cfg(feature = "ssr")]
pub mod link_card;
pub mod media;
pub mod places;
#[cfg(feature = "ssr")]
pub mod post_card;
#[cfg(feature = "ssr")]
pub mod quote;
pub mod story_item;
#[cfg(feature = "ssr")]
pub mod story_places;
#[cfg(feature = "ssr")]
pub mod thread;
#[cfg(feature = "ssr")]
pub mod time;
