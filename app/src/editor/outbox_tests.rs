//! The outbox against a server that is only a document and a log.

use proptest::prelude::*;
use shared::edit::Conflict;
use shared::ids::ItemId;
use shared::item::ItemBody;

use super::*;
use crate::editor::clash::words;

/// What the server does with an edit, without a database.
#[derive(Default)]
struct Server {
    document: StoryDocument,
    log: Vec<DeskEdit>,
    kinds: Vec<(EditKind, Changes)>,
    /// Edits that changed nothing, with what was answered.
    settled: Vec<(EditId, EditAccepted)>,
}

impl Server {
    fn revision(&self) -> u64 {
        self.log.len() as u64
    }

    fn take(&mut self, edit: NewEdit) -> Result<EditAccepted, Vec<Conflict>> {
        if let Some(known) = self.log.iter().find(|logged| logged.edit_id == edit.edit_id) {
            let rebased = known.revision != edit.base_revision + 1;
            return Ok(EditAccepted { revision: known.revision, rebased });
        }
        if let Some((_, answer)) = self.settled.iter().find(|(id, _)| *id == edit.edit_id) {
            return Ok(answer.clone());
        }
        let changes = rebase(&self.document, edit.changes)?;
        let rebased = edit.base_revision != self.revision();
        if changes.is_empty() {
            let answer = EditAccepted { revision: self.revision(), rebased };
            self.settled.push((edit.edit_id, answer.clone()));
            return Ok(answer);
        }
        apply(&mut self.document, &changes)?;
        let revision = self.revision() + 1;
        self.kinds.push((edit.kind, changes.clone()));
        let author = "ada".parse().expect("a handle");
        self.log.push(DeskEdit { edit_id: edit.edit_id, revision, author, changes });
        Ok(EditAccepted { revision, rebased })
    }
}

/// One browser.
#[derive(Default)]
struct Client {
    document: StoryDocument,
    outbox: Outbox,
    /// What the server accepted, which a network may deliver again however late.
    accepted: Vec<NewEdit>,
    /// What was sent and has not reached the server yet.
    on_way: Vec<NewEdit>,
    /// What the page before a reload left in the browser's storage.
    left: Option<Outbox>,
}

impl Client {
    fn edit(&mut self, make: impl FnOnce(&StoryDocument) -> Changes) {
        let changes = make(&self.document);
        apply(&mut self.document, &changes).expect("made for this document");
        self.outbox.push(changes, EditKind::Do, false);
    }

    fn write(&mut self, id: ItemId, markdown: &str) {
        self.edit(|document| match document.items.contains_key(&id) {
            true => document.replace(id, text(markdown)),
            false => document.insert(vec![(id, text(markdown))], None),
        });
    }

    fn catch_up(&mut self, server: &Server) {
        let log = &server.log[self.outbox.revision() as usize..];
        self.document = match self.outbox.catch_up(&self.document, log) {
            CaughtUp::Document(document) => document,
            CaughtUp::Gap => {
                // The log is whole, so this is only for an edit that is in none.
                let waits = self.outbox.queue.front().map(|first| first.id);
                assert!(server.settled.iter().any(|(id, _)| Some(*id) == waits), "the log is whole");
                self.outbox.restart(server.document.clone(), server.revision(), log)
            }
        };
    }

    /// The page is loaded anew, and has not looked yet at what was left.
    fn reload(&mut self, server: &Server) {
        self.take_over(server);
        let stored = serde_json::to_string(&self.outbox).expect("serialises");
        self.left = Some(serde_json::from_str(&stored).expect("reads"));
        self.outbox = Outbox::new(server.revision());
        self.document = server.document.clone();
    }

    /// As [`crate::editor::autosave`] does it, which sends nothing before.
    fn take_over(&mut self, server: &Server) {
        let Some(left) = self.left.take() else { return };
        self.catch_up(server);
        let settled: Vec<EditId> = server.settled.iter().map(|(id, _)| *id).collect();
        let log = &server.log[left.revision() as usize..];
        for (id, mine) in left.unacknowledged(log, &settled) {
            let (mine, held) = separate(&self.document, mine);
            self.outbox.hold(held);
            if !mine.is_empty() {
                apply(&mut self.document, &mine).expect("fitted");
                match id {
                    Some(id) => self.outbox.push_again(id, mine),
                    None => self.outbox.push(mine, EditKind::Do, false),
                }
            }
        }
    }

    /// Whether something that is not acknowledged may have happened.
    fn has_sent(&self) -> bool {
        self.left.iter().chain([&self.outbox]).any(|outbox| outbox.queue.iter().any(|waiting| waiting.sent))
    }

    /// Sends once, on a way that takes long.
    fn send_slowly(&mut self, server: &Server) {
        self.take_over(server);
        self.on_way.extend(self.outbox.next_edit());
    }

    /// What was on its way arrives, with nobody to hear the answer.
    fn arrive(&mut self, server: &mut Server) {
        for edit in std::mem::take(&mut self.on_way) {
            if server.take(edit.clone()).is_ok() {
                self.accepted.push(edit);
            }
        }
    }

    /// Sends once; `lost` loses the answer.
    fn send(&mut self, server: &mut Server, lost: bool) {
        self.take_over(server);
        let Some(edit) = self.outbox.next_edit() else { return };
        let answer = server.take(edit.clone());
        if answer.is_ok() {
            self.accepted.push(edit);
        }
        if lost {
            return;
        }
        match answer {
            Ok(accepted) => {
                if self.outbox.accepted(&accepted) {
                    self.catch_up(server);
                }
            }
            Err(_) => {
                self.outbox.refused();
                self.catch_up(server);
            }
        }
    }

    fn send_everything(&mut self, server: &mut Server) {
        for _ in 0..200 {
            self.send(server, false);
        }
    }
}

fn text(markdown: &str) -> ItemBody {
    ItemBody::Text { markdown: markdown.to_owned() }
}

fn id(number: u8) -> ItemId {
    ItemId(uuid::Uuid::from_u128(u128::from(number)))
}

#[test]
fn many_keystrokes_go_as_one_edit() {
    let mut client = Client::default();
    client.write(id(1), "w");
    for markdown in ["wo", "words", "words."] {
        let changes = client.document.replace(id(1), text(markdown));
        apply(&mut client.document, &changes).expect("applies");
        client.outbox.push(changes, EditKind::Do, true);
    }
    assert_eq!(client.outbox.unsaved(), 1);
    let edit = client.outbox.next_edit().expect("something to send");
    assert_eq!(edit.changes.added[&id(1)].body, text("words."));
    assert!(edit.changes.updated.is_empty());
}

#[test]
fn a_lost_answer_does_not_double_the_edit() {
    let (mut client, mut server) = (Client::default(), Server::default());
    client.write(id(1), "one");
    client.send(&mut server, true);
    client.write(id(2), "two");
    client.send_everything(&mut server);
    assert!(client.outbox.is_empty());
    assert_eq!(server.revision(), 2);
    assert_eq!(server.document, client.document);
}

#[test]
fn what_is_undone_before_it_is_sent_is_not_sent() {
    let mut client = Client::default();
    client.write(id(1), "one");
    let done = client.outbox.queue[0].changes.clone();
    client.outbox.push(reverse(done.clone()), EditKind::Undo, false);
    assert!(client.outbox.is_empty());
    assert_eq!(client.outbox.unsaved(), 0);
    assert_eq!(client.outbox.next_edit(), None);
    // Done again, it is news to the server.
    client.outbox.push(done, EditKind::Redo, false);
    assert_eq!(client.outbox.next_edit().map(|edit| edit.kind), Some(EditKind::Do));
}

#[test]
fn each_gesture_is_an_edit_of_its_own_that_the_log_can_undo() {
    let (mut client, mut server) = (Client::default(), Server::default());
    for number in 1..=3 {
        client.write(id(number), "words");
    }
    client.send_everything(&mut server);
    let undone = reverse(server.log[2].changes.clone());
    apply(&mut client.document, &undone).expect("applies");
    client.outbox.push(undone, EditKind::Undo, false);
    client.send_everything(&mut server);
    assert_eq!(server.revision(), 4);
    let (done, undone) = shared::edit::fold_history(server.kinds.iter().cloned());
    assert_eq!((done.len(), undone.len()), (2, 1));
}

#[test]
fn very_many_gestures_are_joined() {
    let mut client = Client::default();
    for number in 0..=255 {
        client.write(id(number), "words");
    }
    assert_eq!(client.outbox.unsaved(), MOST);
    let mut server = Server::default();
    client.send_everything(&mut server);
    assert_eq!(server.document, client.document);
}

#[test]
fn two_texts_in_one_place_are_both_kept_until_somebody_chooses() {
    let (mut ada, mut ben, mut server) = (Client::default(), Client::default(), Server::default());
    ada.write(id(1), "start");
    ada.send_everything(&mut server);
    ben.catch_up(&server);
    ada.write(id(1), "ada's words");
    ben.write(id(1), "ben's words");
    ben.write(id(2), "elsewhere");
    ada.send_everything(&mut server);
    ben.send_everything(&mut server);
    assert_eq!(words(&server.document.items[&id(1)].body), "ada's words");
    assert_eq!(words(&server.document.items[&id(2)].body), "elsewhere");
    assert_eq!(ben.document, server.document);
    assert!(!ben.outbox.is_empty());
    let held = ben.outbox.release().expect("one place is held");
    assert_eq!(held.item().map(|item| words(&item.body)), Some("ben's words".to_owned()));
    assert!(ben.outbox.is_empty());
}

#[test]
fn a_log_with_a_hole_asks_for_the_whole_story() {
    let (mut ada, mut ben, mut server) = (Client::default(), Client::default(), Server::default());
    for number in 1..=2 {
        ada.write(id(number), "words");
        ada.send_everything(&mut server);
    }
    ben.write(id(3), "mine");
    assert_eq!(ben.outbox.catch_up(&ben.document, &server.log[1..]), CaughtUp::Gap);
    let document = ben.outbox.restart(server.document.clone(), server.revision(), &[]);
    assert_eq!(document.items.len(), 3);
    assert_eq!(ben.outbox.revision(), 2);
}

#[test]
fn a_reload_keeps_what_the_server_does_not_have() {
    let (mut client, mut server) = (Client::default(), Server::default());
    client.write(id(1), "sent, answer lost");
    client.send(&mut server, true);
    client.write(id(2), "never sent");
    let stored = serde_json::to_string(&client.outbox).expect("serialises");
    let stored: Outbox = serde_json::from_str(&stored).expect("reads");
    let sent = stored.queue[0].id;
    let left = |log: &[DeskEdit], settled: &[EditId]| {
        let left = stored.clone().unacknowledged(log, settled).into_iter();
        left.map(|(id, changes)| (id, changes.added.into_keys().collect())).collect::<Vec<(_, Vec<ItemId>)>>()
    };
    assert_eq!(left(&server.log, &[]), [(None, vec![id(2)])]);
    assert_eq!(left(&[], &[]), [(Some(sent), vec![id(1)]), (None, vec![id(2)])]);
    // An edit that changed nothing is in no log.
    assert_eq!(left(&[], &[sent]), [(None, vec![id(2)])]);
}

/// It used to be asked to choose between its own words and the first of them.
#[test]
fn an_edit_that_arrives_after_the_reload_is_made_once() {
    for also_before_the_log_is_read in [false, true] {
        let (mut client, mut server) = (Client::default(), Server::default());
        client.write(id(1), "Under way");
        client.send_slowly(&server);
        client.write(id(1), "Under way when the page went.");
        client.reload(&server);
        if !also_before_the_log_is_read {
            client.take_over(&server);
        }
        client.arrive(&mut server);
        client.send_everything(&mut server);
        assert!(client.outbox.is_empty());
        assert_eq!(server.revision(), 2);
        assert_eq!(words(&server.document.items[&id(1)].body), "Under way when the page went.");
        assert_eq!(client.document, server.document);
    }
}

/// An edit that changed nothing used to be forgotten: repeated late, it undid what somebody else had done since.
#[test]
fn a_late_repeat_of_an_edit_that_changed_nothing_changes_nothing() {
    let (mut ada, mut ben, mut server) = (Client::default(), Client::default(), Server::default());
    ada.write(id(1), "start");
    ada.send_everything(&mut server);
    ben.catch_up(&server);
    ada.write(id(1), "the same");
    ben.write(id(1), "the same");
    ada.send_everything(&mut server);
    ben.send(&mut server, true);
    let late = ben.accepted[0].clone();
    assert_eq!(server.revision(), 2, "Ben's edit is none");
    ada.write(id(1), "start");
    ada.send_everything(&mut server);
    server.take(late).expect("it was accepted before");
    assert_eq!(words(&server.document.items[&id(1)].body), "start");
    ben.send_everything(&mut server);
    assert!(ben.outbox.is_empty());
    assert_eq!(ben.document, server.document);
}

/// One thing that happens to one of three browsers, or to the network.
#[derive(Clone, Debug)]
enum Event {
    Write {
        by: usize,
        item: u8,
        words: u8,
    },
    /// Words are put behind what an item has, by whoever sees it.
    Type {
        by: usize,
        item: u8,
        word: u16,
    },
    Move {
        by: usize,
        item: u8,
        before: u8,
    },
    Remove {
        by: usize,
        item: u8,
    },
    Send {
        by: usize,
        lost: bool,
    },
    CatchUp {
        by: usize,
    },
    /// Something is sent that arrives later, if need be after a reload.
    SendSlowly {
        by: usize,
    },
    Arrive {
        by: usize,
    },
    Reload {
        by: usize,
    },
    /// An edit that was accepted is delivered again.
    Repeat {
        by: usize,
        which: usize,
    },
}

const BROWSERS: usize = 3;

fn event() -> impl Strategy<Value = Event> {
    let by = || 0..BROWSERS;
    prop_oneof![
        3 => (by(), 0u8..6, any::<u8>()).prop_map(|(by, item, words)| Event::Write { by, item, words }),
        3 => (by(), 0u8..6, any::<u16>()).prop_map(|(by, item, word)| Event::Type { by, item, word }),
        2 => (by(), 0u8..6, 0u8..6).prop_map(|(by, item, before)| Event::Move { by, item, before }),
        1 => (by(), 0u8..6).prop_map(|(by, item)| Event::Remove { by, item }),
        4 => (by(), any::<bool>()).prop_map(|(by, lost)| Event::Send { by, lost }),
        1 => by().prop_map(|by| Event::CatchUp { by }),
        2 => by().prop_map(|by| Event::SendSlowly { by }),
        2 => by().prop_map(|by| Event::Arrive { by }),
        2 => by().prop_map(|by| Event::Reload { by }),
        1 => (by(), any::<usize>()).prop_map(|(by, which)| Event::Repeat { by, which }),
    ]
}

/// The words that are new in what a browser has still to send.
fn written(client: &Client) -> Vec<String> {
    // What was written over by the same hand is not asked for again.
    let left = client.left.iter().flat_map(Outbox::pending);
    let changes = left.chain(client.outbox.pending()).cloned().fold(Changes::default(), squash);
    let added = changes.added.into_values().map(|item| (String::new(), words(&item.body)));
    let rewritten = changes.updated.into_values().map(|change| (words(&change.from.body), words(&change.to.body)));
    let new = |(before, after): (String, String)| {
        let known = |word: &&str| !before.split_whitespace().any(|other| other == *word);
        after.split_whitespace().filter(known).map(str::to_owned).collect::<Vec<_>>()
    };
    added.chain(rewritten).flat_map(new).collect()
}

/// Every text that is written somewhere: in a story, on the way, or held.
fn texts(clients: &[Client], server: &Server) -> Vec<String> {
    let held = clients.iter().flat_map(|client| client.outbox.held()).filter_map(Held::item);
    held.chain(server.document.items.values()).map(|item| words(&item.body)).collect()
}

fn happen(event: &Event, clients: &mut [Client; BROWSERS], server: &mut Server) {
    match *event {
        Event::Write { by, item, words } => {
            // Each browser makes items of its own, as fresh identifiers do, and may write into the others'.
            let known = clients[by].document.items.contains_key(&id(item));
            if known || usize::from(item) % BROWSERS == by {
                // Now and then two people write the same.
                let words = if words % 4 == 0 { "the same".to_owned() } else { format!("{words} by {by}") };
                clients[by].write(id(item), &words);
            }
        }
        Event::Type { by, item, word } => {
            if let Some(known) = clients[by].document.items.get(&id(item)) {
                let typed = [&words(&known.body), " ", &word.to_string(), "-typed-by-", &by.to_string()].concat();
                clients[by].write(id(item), &typed);
            }
        }
        Event::Move { by, item, before } => {
            clients[by].edit(|document| document.move_items(&[id(item)], Some(id(before))));
        }
        Event::Remove { by, item } => clients[by].edit(|document| document.remove(&[id(item)])),
        Event::Send { by, lost } => clients[by].send(server, lost),
        Event::CatchUp { by } => {
            if !clients[by].outbox.is_in_flight() {
                clients[by].take_over(server);
                clients[by].catch_up(server);
            }
        }
        Event::SendSlowly { by } => clients[by].send_slowly(server),
        Event::Arrive { by } => clients[by].arrive(server),
        Event::Reload { by } => clients[by].reload(server),
        Event::Repeat { by, which } => {
            let accepted = &clients[by].accepted;
            if let Some(edit) = accepted.get(which % accepted.len().max(1)) {
                let before = (server.document.clone(), server.revision());
                server.take(edit.clone()).expect("it was accepted before");
                assert_eq!((server.document.clone(), server.revision()), before, "a repeat changes nothing");
            }
        }
    }
}

proptest! {
    #[test]
    fn whatever_happens_everybody_ends_with_the_same_story(events in proptest::collection::vec(event(), 0..60)) {
        let (mut clients, mut server) = (<[Client; BROWSERS]>::default(), Server::default());
        for event in &events {
            happen(event, &mut clients, &mut server);
        }
        for by in 0..BROWSERS {
            // An edit whose answer was lost may have happened and been removed again; what only waits has not.
            let mine = if clients[by].has_sent() { Vec::new() } else { written(&clients[by]) };
            clients[by].send_everything(&mut server);
            // Merged with others', a text need not be there as it was; its words must.
            let kept = texts(&clients, &server).join(" ");
            prop_assert!(mine.iter().all(|word| kept.contains(word)), "{mine:?} in {kept:?}");
        }
        for client in &mut clients {
            client.catch_up(&server);
            prop_assert_eq!(&client.document, &server.document);
        }
        let accepted = clients.iter().flat_map(|client| &client.accepted);
        let known = |id: EditId| {
            server.log.iter().any(|logged| logged.edit_id == id) || server.settled.iter().any(|(settled, _)| *settled == id)
        };
        for edit in accepted {
            prop_assert!(known(edit.edit_id), "every acknowledged edit is present");
        }
    }
}
