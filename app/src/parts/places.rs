//! The pages about one story: the same list in the editor's menu and at the head of each of them.

use super::icon::IconName;

/// A page about a story, besides its editor.
#[derive(Clone, Copy, Debug)]
pub struct StoryPlace {
    /// What follows the address of the editor.
    pub path: &'static str,
    /// What it is called.
    pub label: &'static str,
    /// A picture of it.
    pub icon: IconName,
    /// Whether only those may see it who may edit the story.
    pub for_editors: bool,
}

/// The pages, in the order they are offered everywhere.
pub const STORY_PLACES: [StoryPlace; 7] = [
    place("/check", "Check", IconName::Check, true),
    place("/appearance", "Appearance", IconName::Appearance, true),
    place("/preview", "Preview", IconName::Preview, false),
    place("/share", "Share", IconName::Code, false),
    place("/people", "People", IconName::People, false),
    place("/history", "History", IconName::Clock, false),
    place("/statistics", "Statistics", IconName::Statistics, true),
];

const fn place(path: &'static str, label: &'static str, icon: IconName, for_editors: bool) -> StoryPlace {
    StoryPlace { path, label, icon, for_editors }
}
