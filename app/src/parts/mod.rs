//! Small pieces that the server's pages and the editor share: functions of data, without anything of the browser.

pub mod byline;
pub mod counted;
pub mod fold;
pub mod form_field;
pub mod icon;
pub mod invented;
pub mod link;
pub mod link_card;
pub mod media;
pub mod post_card;
pub mod quote;
pub mod story_item;
pub mod thread;
pub mod time;
