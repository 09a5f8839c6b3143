//! The links that are on their way, in the browser's storage: after a reload the next editor of the story goes on with
//! them.
//!
//! Every mounted editor keeps its own under a key of its own. Who opens the story takes over what it finds; an editor in
//! another tab that was still at it sees that its links were taken, and leaves them alone.

use shared::ids::{EditId, ItemId, StoryId};

use super::storage::{keys_beginning, storage};

/// Where one mounted editor keeps its links.
pub struct KeptLinks {
    prefix: String,
    key: String,
    /// Whether the browser keeps any at the moment: it may have refused.
    keeps: bool,
}

impl KeptLinks {
    /// A place for a newly mounted editor.
    #[must_use]
    pub fn of(story: StoryId) -> Self {
        let prefix = ["sheaf.links.", &story.to_string(), "."].concat();
        Self { key: [&prefix, EditId::fresh().to_string().as_str()].concat(), prefix, keeps: false }
    }

    /// Keeps these links, each with the item that it goes before.
    pub fn keep(&mut self, links: &[(String, Option<ItemId>)]) {
        let Some(storage) = storage() else { return };
        self.keeps = !links.is_empty() && storage.set_item(&self.key, &written(links)).is_ok();
        if !self.keeps {
            let _ = storage.remove_item(&self.key);
        }
    }

    /// What earlier editors of the story kept; from now on it is this one's.
    #[must_use]
    pub fn take_over(&self) -> Vec<(String, Option<ItemId>)> {
        let Some(storage) = storage() else { return Vec::new() };
        let mut links = Vec::new();
        for key in keys_beginning(&storage, &self.prefix) {
            links.extend(storage.get_item(&key).ok().flatten().iter().flat_map(|kept| read(kept)));
            let _ = storage.remove_item(&key);
        }
        links
    }

    /// Whether another tab took over what this one kept.
    #[must_use]
    pub fn were_taken(&self) -> bool {
        self.keeps && storage().is_some_and(|storage| matches!(storage.get_item(&self.key), Ok(None)))
    }
}

/// A line for each link: the address, a blank, and the item; addresses have no blanks.
fn written(links: &[(String, Option<ItemId>)]) -> String {
    let mut written = String::new();
    for (url, before) in links {
        let before = before.map(|item| item.to_string()).unwrap_or_default();
        written.push_str(&[url.as_str(), " ", &before, "\n"].concat());
    }
    written
}

fn read(kept: &str) -> Vec<(String, Option<ItemId>)> {
    let links = kept.lines().filter_map(|line| line.split_once(' '));
    links.map(|(url, before)| (url.to_owned(), before.parse().ok())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_read_as_they_were_written() {
        let links = [("https://a.example/ü?q=1".to_owned(), Some(ItemId::fresh())), ("at://did/x".to_owned(), None)];
        assert_eq!(read(&written(&links)), links);
        assert!(read("").is_empty());
    }
}
