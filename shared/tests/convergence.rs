//! Three people edit one story over a network that loses, repeats and reorders whatever it likes: in the end all see
//! the same story, every edit that was acknowledged is in it once, and no edit has vanished without a word.
//!
//! Server and client are modelled; what they do to documents is the real `apply`, `rebase` and their kin.

use std::collections::{BTreeSet, VecDeque};

use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use shared::edit::{Changes, apply, rebase};
use shared::ids::ItemId;
use shared::item::ItemBody;
use shared::story::StoryDocument;
use uuid::Uuid;

const CLIENTS: usize = 3;

/// What somebody does; made concrete against whatever they see by then.
#[derive(Clone, Debug)]
enum Gesture {
    Insert { words: u8, at: usize },
    Move { which: usize, to: usize },
    Rewrite { which: usize, words: u8 },
    Remove { which: usize },
    Title(u8),
}

#[derive(Clone, Debug)]
enum Happening {
    Edit(usize, Gesture),
    Send(usize),
    AskForLog(usize),
    Deliver(usize),
    Repeat(usize),
    Lose(usize),
}

/// What is under way.
#[derive(Clone, Debug)]
enum Message {
    Edit { from: usize, id: u64, changes: Box<Changes> },
    Accepted { to: usize, id: u64, revision: usize },
    Refused { to: usize, id: u64 },
    Log { to: usize, after: usize, edits: Vec<(u64, Changes)> },
}

#[derive(Default)]
struct Server {
    document: StoryDocument,
    log: Vec<(u64, Changes)>,
    /// Edits that others had already done the same: acknowledged, and not logged.
    redundant: BTreeSet<u64>,
}

impl Server {
    /// As `stories::edits::accept` does it.
    fn accept(&mut self, id: u64, changes: Changes) -> Option<usize> {
        if let Some(at) = self.log.iter().position(|(logged, _)| *logged == id) {
            return Some(at + 1);
        }
        let changes = rebase(&self.document, changes).ok()?;
        if changes.is_empty() {
            self.redundant.insert(id);
            return Some(self.log.len());
        }
        apply(&mut self.document, &changes).expect("a rebased edit applies");
        self.log.push((id, changes));
        Some(self.log.len())
    }
}

#[derive(Default)]
struct Client {
    /// The story on the server, as far as is known here, and its revision.
    server: StoryDocument,
    revision: usize,
    /// What is on the screen.
    document: StoryDocument,
    queue: VecDeque<(u64, Changes)>,
    /// Known to be accepted by this revision, which is still to be heard of.
    accepted: Vec<(u64, usize)>,
    /// What met something else in its place: the person is asked.
    held: BTreeSet<u64>,
}

impl Client {
    fn make(&mut self, id: u64, gesture: &Gesture) -> bool {
        let changes = concrete(&self.document, gesture, id);
        if changes.is_empty() {
            return false;
        }
        apply(&mut self.document, &changes).expect("made for what is on the screen");
        self.queue.push_back((id, changes));
        true
    }

    fn hear(&mut self, after: usize, edits: &[(u64, Changes)]) {
        for (revision, (id, changes)) in (after + 1..).zip(edits) {
            // Older is known, newer leaves a gap: the log is asked for again.
            if revision == self.revision + 1 {
                apply(&mut self.server, changes).expect("the log leads on from what is known");
                self.revision = revision;
                self.queue.retain(|(waiting, _)| waiting != id);
                self.held.remove(id);
            }
        }
        self.settle();
    }

    /// Fits what waits onto what is known.
    fn settle(&mut self) {
        let (revision, accepted) = (self.revision, std::mem::take(&mut self.accepted));
        let (heard, unheard) = accepted.into_iter().partition(|(_, at)| *at <= revision);
        self.accepted = unheard;
        let heard: Vec<(u64, usize)> = heard;
        self.queue.retain(|(id, _)| heard.iter().all(|(done, _)| done != id));
        self.document = self.server.clone();
        for (id, changes) in std::mem::take(&mut self.queue) {
            match rebase(&self.document, changes) {
                Ok(changes) => {
                    apply(&mut self.document, &changes).expect("a rebased edit applies");
                    self.queue.push_back((id, changes));
                }
                Err(_) => drop(self.held.insert(id)),
            }
        }
    }

    fn refused(&mut self, id: u64) {
        if self.queue.iter().any(|(waiting, _)| *waiting == id) {
            self.queue.retain(|(waiting, _)| *waiting != id);
            self.held.insert(id);
            self.settle();
        }
    }
}

#[derive(Default)]
struct World {
    server: Server,
    clients: [Client; CLIENTS],
    network: Vec<Message>,
    made: u64,
    acknowledged: BTreeSet<u64>,
}

impl World {
    fn happen(&mut self, happening: Happening) {
        let at = |index: usize, length: usize| (length > 0).then(|| index % length);
        match happening {
            Happening::Edit(client, gesture) => {
                if self.clients[client].make(self.made, &gesture) {
                    self.made += 1;
                }
            }
            Happening::Send(client) => self.send(client),
            Happening::AskForLog(client) => self.ask(client),
            Happening::Deliver(index) => {
                if let Some(index) = at(index, self.network.len()) {
                    let message = self.network.remove(index);
                    self.deliver(message);
                }
            }
            Happening::Repeat(index) => {
                if let Some(index) = at(index, self.network.len()) {
                    self.network.push(self.network[index].clone());
                }
            }
            Happening::Lose(index) => {
                if let Some(index) = at(index, self.network.len()) {
                    self.network.remove(index);
                }
            }
        }
    }

    fn send(&mut self, from: usize) {
        if let Some((id, changes)) = self.clients[from].queue.front().cloned() {
            self.network.push(Message::Edit { from, id, changes: Box::new(changes) });
        }
    }

    fn ask(&mut self, to: usize) {
        let after = self.clients[to].revision;
        let edits = self.server.log[after..].to_vec();
        self.network.push(Message::Log { to, after, edits });
    }

    fn deliver(&mut self, message: Message) {
        match message {
            Message::Edit { from, id, changes } => {
                let before = self.server.log.len();
                let answer = match self.server.accept(id, *changes) {
                    Some(revision) => Message::Accepted { to: from, id, revision },
                    None => Message::Refused { to: from, id },
                };
                self.network.push(answer);
                let edits = self.server.log[before..].to_vec();
                if !edits.is_empty() {
                    let told = |to| Message::Log { to, after: before, edits: edits.clone() };
                    self.network.extend((0..CLIENTS).map(told));
                }
            }
            Message::Accepted { to, id, revision } => {
                self.acknowledged.insert(id);
                self.clients[to].accepted.push((id, revision));
                self.clients[to].settle();
            }
            Message::Refused { to, id } => self.clients[to].refused(id),
            Message::Log { to, after, edits } => self.clients[to].hear(after, &edits),
        }
    }

    /// The network holds at last.
    fn calm_down(&mut self) {
        for _ in 0..10_000 {
            if let Some(message) = self.network.pop() {
                self.deliver(message);
            } else if let Some(client) = (0..CLIENTS).find(|client| !self.clients[*client].queue.is_empty()) {
                self.ask(client);
                self.send(client);
            } else if let Some(late) = self.clients.iter().position(|one| one.revision < self.server.log.len()) {
                self.ask(late);
            } else {
                return;
            }
        }
        panic!("they never come to rest");
    }
}

fn concrete(document: &StoryDocument, gesture: &Gesture, id: u64) -> Changes {
    let order = document.ordered();
    let pick = |which: usize| order.get(which % order.len().max(1)).map(|item| item.id);
    let text = |words: u8| ItemBody::Text { markdown: format!("words {words}") };
    match *gesture {
        Gesture::Insert { words, at } => {
            let item = (ItemId(Uuid::from_u128(u128::from(id) + 1)), text(words));
            document.insert(vec![item], order.get(at).map(|item| item.id))
        }
        Gesture::Move { which, to } => pick(which)
            .map_or_else(Changes::default, |id| document.move_items(&[id], order.get(to).map(|item| item.id))),
        Gesture::Rewrite { which, words } => {
            pick(which).map_or_else(Changes::default, |id| document.replace(id, text(words)))
        }
        Gesture::Remove { which } => pick(which).map_or_else(Changes::default, |id| document.remove(&[id])),
        Gesture::Title(words) => Changes::of_title(document, &format!("title {words}")),
    }
}

fn gesture() -> impl Strategy<Value = Gesture> {
    prop_oneof![
        4 => (any::<u8>(), 0usize..12).prop_map(|(words, at)| Gesture::Insert { words, at }),
        3 => (0usize..12, 0usize..12).prop_map(|(which, to)| Gesture::Move { which, to }),
        3 => (0usize..12, 0u8..3).prop_map(|(which, words)| Gesture::Rewrite { which, words }),
        1 => (0usize..12).prop_map(|which| Gesture::Remove { which }),
        1 => (0u8..3).prop_map(Gesture::Title),
    ]
}

fn happening() -> impl Strategy<Value = Happening> {
    let somebody = 0..CLIENTS;
    let something = 0usize..64;
    prop_oneof![
        4 => (somebody.clone(), gesture()).prop_map(|(client, gesture)| Happening::Edit(client, gesture)),
        4 => somebody.clone().prop_map(Happening::Send),
        1 => somebody.prop_map(Happening::AskForLog),
        8 => something.clone().prop_map(Happening::Deliver),
        1 => something.clone().prop_map(Happening::Repeat),
        2 => something.prop_map(Happening::Lose),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn everybody_ends_with_the_same_story_and_nothing_is_lost(
        happenings in proptest::collection::vec(happening(), 0..160),
    ) {
        let mut world = World::default();
        for happening in happenings {
            world.happen(happening);
        }
        world.calm_down();
        let World { server, clients, made, acknowledged, .. } = world;
        for client in &clients {
            prop_assert_eq!(&client.document, &server.document);
        }
        let mut replayed = StoryDocument::default();
        for (_, changes) in &server.log {
            apply(&mut replayed, changes).expect("the log applies");
        }
        prop_assert_eq!(&replayed, &server.document);
        let logged: BTreeSet<u64> = server.log.iter().map(|(id, _)| *id).collect();
        prop_assert_eq!(logged.len(), server.log.len(), "an edit was done twice");
        for id in &acknowledged {
            prop_assert!(logged.contains(id) || server.redundant.contains(id), "edit {} was acknowledged and is gone", id);
        }
        let held: BTreeSet<u64> = clients.iter().flat_map(|client| client.held.iter().copied()).collect();
        for id in 0..made {
            let known = logged.contains(&id) || server.redundant.contains(&id) || held.contains(&id);
            prop_assert!(known, "edit {} vanished", id);
        }
        for id in &logged {
            prop_assert!(!held.contains(id), "edit {} is in the story and asked about too", id);
        }
    }
}

/// The law would hold for an empty world too: most runs must have people meet.
#[test]
fn the_model_lets_people_meet() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let (mut conflicts, mut shared) = (0, 0);
    for _ in 0..100 {
        let happenings =
            proptest::collection::vec(happening(), 80..160).new_tree(&mut runner).expect("a value").current();
        let mut world = World::default();
        happenings.into_iter().for_each(|happening| world.happen(happening));
        world.calm_down();
        conflicts += world.clients.iter().map(|client| client.held.len()).sum::<usize>();
        shared += usize::from(world.server.log.len() > 10);
    }
    assert!(conflicts > 20 && shared > 80, "{conflicts} conflicts, {shared} stories with some length");
}
