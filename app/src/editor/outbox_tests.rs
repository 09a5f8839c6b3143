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
        let changes = rebase(&self.document, edit.changes)?;
        apply(&mut self.document, &changes)?;
        let rebased = edit.base_revision != self.revision();
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
        match self.outbox.catch_up(&self.document, log) {
            CaughtUp::Document(document) => self.document = document,
            CaughtUp::Gap => panic!("the log is whole"),
        }
    }

    /// Sends once; `lost` loses the answer.
    fn send(&mut self, server: &mut Server, lost: bool) {
        let Some(edit) = self.outbox.next_edit() else { return };
        let answer = server.take(edit);
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
    let document = ben.outbox.restart(server.document.clone(), server.revision());
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
    let left = stored.clone().unacknowledged(&server.log);
    assert_eq!(left.added.keys().copied().collect::<Vec<_>>(), [id(2)]);
    let left = stored.unacknowledged(&[]);
    assert_eq!(left.added.len(), 2);
}

/// One thing that happens to one of two browsers.
#[derive(Clone, Debug)]
enum Event {
    Write { ada: bool, item: u8, words: u8 },
    Move { ada: bool, item: u8, before: u8 },
    Remove { ada: bool, item: u8 },
    Send { ada: bool, lost: bool },
    CatchUp { ada: bool },
}

fn event() -> impl Strategy<Value = Event> {
    prop_oneof![
        3 => (any::<bool>(), 0u8..6, any::<u8>()).prop_map(|(ada, item, words)| Event::Write { ada, item, words }),
        2 => (any::<bool>(), 0u8..6, 0u8..6).prop_map(|(ada, item, before)| Event::Move { ada, item, before }),
        1 => (any::<bool>(), 0u8..6).prop_map(|(ada, item)| Event::Remove { ada, item }),
        4 => (any::<bool>(), any::<bool>()).prop_map(|(ada, lost)| Event::Send { ada, lost }),
        1 => any::<bool>().prop_map(|ada| Event::CatchUp { ada }),
    ]
}

/// The texts in what a browser has still to send.
fn written(client: &Client) -> Vec<String> {
    // What was written over by the same hand is not asked for again.
    let changes = client.outbox.pending().cloned().fold(Changes::default(), squash);
    let rewritten = changes.updated.into_values().filter(|change| change.from.body != change.to.body);
    let items = changes.added.into_values().chain(rewritten.map(|change| change.to));
    items.map(|item| words(&item.body)).collect()
}

/// Every text that is written somewhere: in a story, on the way, or held.
fn texts<'a>(clients: [&'a Client; 2], server: &'a Server) -> Vec<String> {
    let held = clients.into_iter().flat_map(|client| client.outbox.held()).filter_map(Held::item);
    held.chain(server.document.items.values()).map(|item| words(&item.body)).collect()
}

proptest! {
    #[test]
    fn whatever_happens_everybody_ends_with_the_same_story(events in proptest::collection::vec(event(), 0..40)) {
        let (mut ada, mut ben, mut server) = (Client::default(), Client::default(), Server::default());
        for event in events {
            match event {
                Event::Write { ada: by, item, words } => {
                    // Each browser makes items of its own, as fresh identifiers do, and may write into the other's.
                    let client = if by { &mut ada } else { &mut ben };
                    let known = client.document.items.contains_key(&id(item));
                    if known || (item % 2 == 0) == by {
                        client.write(id(item), &format!("{words} by {by}"));
                    }
                }
                Event::Move { ada: by, item, before } => {
                    let client = if by { &mut ada } else { &mut ben };
                    client.edit(|document| document.move_items(&[id(item)], Some(id(before))));
                }
                Event::Remove { ada: by, item } => {
                    let client = if by { &mut ada } else { &mut ben };
                    client.edit(|document| document.remove(&[id(item)]));
                }
                Event::Send { ada: by, lost } => if by { &mut ada } else { &mut ben }.send(&mut server, lost),
                Event::CatchUp { ada: by } => {
                    let client = if by { &mut ada } else { &mut ben };
                    if !client.outbox.is_in_flight() {
                        client.catch_up(&server);
                    }
                }
            }
        }
        // An edit whose answer was lost may have happened and been removed again; what only waits has not.
        let mine = if ada.outbox.is_in_flight() { Vec::new() } else { written(&ada) };
        ada.send_everything(&mut server);
        let kept = texts([&ada, &ben], &server);
        prop_assert!(mine.iter().all(|words| kept.contains(words)), "{mine:?} in {kept:?}");
        ben.send_everything(&mut server);
        ada.catch_up(&server);
        ben.catch_up(&server);
        prop_assert_eq!(&ada.document, &server.document);
        prop_assert_eq!(&ben.document, &server.document);
    }
}
