//! What the curator's Markdown looks like. The server renders it, as it does for readers, so the two never differ and
//! no browser downloads a renderer; until its answer is here, the words stand as they were written.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::html::SafeHtml;

use crate::client;

/// Texts that are wanted within this time are asked for together.
const PAUSE: Duration = Duration::from_millis(60);
/// How long after an attempt that failed they are asked for again.
const AGAIN: Duration = Duration::from_secs(3);
/// The most renderings that are remembered.
const MOST: usize = 1_000;

/// Renderings that are known, and those that are wanted.
#[derive(Clone, Copy)]
pub struct Renderings {
    known: RwSignal<BTreeMap<String, SafeHtml>>,
    wanted: StoredValue<BTreeSet<String>>,
}

impl Renderings {
    /// Nothing is known.
    #[must_use]
    pub fn new() -> Self {
        Self { known: RwSignal::new(BTreeMap::new()), wanted: StoredValue::new(BTreeSet::new()) }
    }

    /// The rendering of a text if it is known; whoever watches is told when more are.
    #[must_use]
    pub fn get(self, markdown: &str) -> Option<SafeHtml> {
        self.known.with(|known| known.get(markdown).cloned())
    }

    /// The calling effect is run again when more renderings are known.
    pub fn track(self) {
        self.known.track();
    }

    /// The rendering of a text, or for now its words; the rendering is asked for.
    #[must_use]
    pub fn show(self, markdown: &str) -> SafeHtml {
        let known = self.known.with_untracked(|known| known.get(markdown).cloned());
        known.unwrap_or_else(|| {
            self.want(markdown);
            SafeHtml::from_text(markdown)
        })
    }

    /// Remembers a rendering that came by another way.
    pub fn remember(self, markdown: &str, html: SafeHtml) {
        self.known.update_untracked(|known| drop(known.insert(markdown.to_owned(), html)));
    }

    fn want(self, markdown: &str) {
        let first = self.wanted.try_update_value(|wanted| {
            let first = wanted.is_empty();
            wanted.insert(markdown.to_owned());
            first
        });
        if first == Some(true) {
            set_timeout(move || spawn_local(self.ask()), PAUSE);
        }
    }

    /// Wants texts again in a while.
    fn ask_again(self, texts: Vec<String>) {
        set_timeout(move || texts.iter().for_each(|text| self.want(text)), AGAIN);
    }

    /// Asks for everything that is wanted. While the server cannot be reached, the words stay as they are, and are asked
    /// for again.
    async fn ask(self) {
        let wanted: Vec<String> = self.wanted.try_update_value(std::mem::take).into_iter().flatten().collect();
        let html = match client::render(&wanted).await {
            Ok(html) => html,
            Err(error) if error.is_passing() || error.needs_sign_in() => return self.ask_again(wanted),
            Err(_) => return,
        };
        self.known.update(|known| {
            if known.len() > MOST {
                known.clear();
            }
            for (markdown, html) in wanted.into_iter().zip(html) {
                known.insert(markdown, html);
            }
        });
    }
}
