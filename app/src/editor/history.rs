//! Undo and redo, after tldraw's history manager.
//!
//! A step is what the curator did in one gesture, as changes. Only the curator's own gestures are recorded; what
//! others did and what undo and redo themselves do is not. Undoing fits the reversed step onto the document as it is
//! by then, so it never takes back somebody else's words. What was done before the page was opened comes from the log
//! of edits, so undo goes on after a reload.

use shared::desk::UndoSteps;
use shared::edit::{Changes, rebase, reverse, squash};
use shared::ids::ItemId;
use shared::item::Item;
use shared::story::StoryDocument;

/// A text that is typed into; keystrokes in one place are one step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// The story's title.
    Title,
    /// The story's introduction.
    Introduction,
    /// The description of the cover.
    CoverDescription,
    /// The words of an item: its Markdown, its heading, or its caption.
    Words(ItemId),
    /// The description of an item's picture.
    Description(ItemId),
    /// The curator's comment on a post.
    Note(ItemId),
}

/// What the curator did in one gesture.
#[derive(Clone, Debug, PartialEq)]
struct Step {
    label: &'static str,
    changes: Changes,
}

/// What undo or redo found to do.
#[derive(Clone, Debug, PartialEq)]
pub enum Replay {
    /// Nothing is left.
    Nothing,
    /// Apply these changes, and name the step in the announcement.
    Apply {
        /// The step's name, as in "Undone: move".
        label: &'static str,
        /// Made for the document that was given.
        changes: Box<Changes>,
    },
    /// Somebody else has changed the same place since; the step is given up.
    Overtaken {
        /// The step's name.
        label: &'static str,
    },
}

/// With no more steps than this left to undo, earlier ones are asked for.
const FEW: usize = 10;

/// The two stacks.
#[derive(Clone, Debug, Default)]
pub struct History {
    done: Vec<Step>,
    undone: Vec<Step>,
    typing: Option<Field>,
    /// The field that was typed into last, until writing in it has ended.
    pub written: Option<Field>,
    /// An item that somebody else removed while the curator writes in it: its field stays until they have written.
    pub ghost: Option<Item>,
    /// The log may have steps from under those in `done`: it is to be asked for those before this revision.
    earlier: Option<u64>,
    asking: bool,
    /// How often undo was wanted while earlier steps were on their way.
    owed: usize,
    /// Whether it is known what can be redone from before this page was opened: that, or nothing any more.
    knows_redo: bool,
}

impl History {
    /// The history of a story that is opened at a revision: what was done before is in the log.
    #[must_use]
    pub fn since(revision: u64) -> Self {
        Self { earlier: (revision > 0).then_some(revision + 1), ..Self::default() }
    }

    /// When steps run low and there may be earlier ones: the revision before which the log is to be asked for them.
    /// [`Self::remember`] must follow, or [`Self::answer_failed`].
    #[must_use]
    pub fn take_question(&mut self) -> Option<u64> {
        if self.asking || self.done.len() > FEW {
            return None;
        }
        self.asking = self.earlier.is_some();
        self.earlier
    }

    /// The log could not be asked. Gives whether somebody waited for it.
    pub fn answer_failed(&mut self) -> bool {
        self.asking = false;
        std::mem::take(&mut self.owed) > 0
    }

    /// Puts what the log knows under what was done here; gives how many of the steps were to be undone meanwhile.
    /// Nothing that was undone there can be redone once something new has been done.
    pub fn remember(&mut self, steps: UndoSteps) -> usize {
        let step = |changes: Changes| Step { label: label(&changes), changes };
        if !std::mem::replace(&mut self.knows_redo, true) {
            self.undone = steps.undone.into_iter().map(step).collect();
        }
        self.done.splice(0..0, steps.done.into_iter().map(step));
        self.earlier = steps.earlier;
        self.asking = false;
        std::mem::take(&mut self.owed)
    }

    /// Records a gesture. What had been undone before it can no longer be redone.
    pub fn record(&mut self, label: &'static str, changes: Changes) {
        self.typing = None;
        self.owed = 0;
        self.knows_redo = true;
        self.undone.clear();
        self.done.push(Step { label, changes });
    }

    /// Records a keystroke; it joins the step before when that was typed into the same field. Gives whether it did.
    pub fn record_typing(&mut self, label: &'static str, field: Field, changes: Changes) -> bool {
        match self.done.last_mut() {
            Some(step) if self.typing == Some(field) => {
                step.changes = squash(std::mem::take(&mut step.changes), changes);
                // The field's own undo led back to where the typing began.
                if step.changes.is_empty() {
                    self.done.pop();
                    self.typing = None;
                }
                true
            }
            _ => {
                self.record(label, changes);
                self.typing = Some(field);
                false
            }
        }
    }

    /// Whether a stretch of typing is under way: the field's own undo is finer then.
    #[must_use]
    pub const fn is_typing(&self) -> bool {
        self.typing.is_some()
    }

    /// Ends the typing gesture: what is typed next is a new step.
    pub fn pause_typing(&mut self) {
        self.typing = None;
    }

    /// Takes back the last step. Where it is still in the log, that is done when it has come.
    pub fn undo(&mut self, document: &StoryDocument) -> Replay {
        self.typing = None;
        self.owed += usize::from(self.done.is_empty() && self.earlier.is_some());
        replay(&mut self.done, &mut self.undone, document)
    }

    /// Does again what was taken back last.
    pub fn redo(&mut self, document: &StoryDocument) -> Replay {
        self.typing = None;
        replay(&mut self.undone, &mut self.done, document)
    }

    /// Whether there is something to undo.
    #[must_use]
    pub const fn can_undo(&self) -> bool {
        !self.done.is_empty() || self.earlier.is_some()
    }

    /// Whether there is something to redo.
    #[must_use]
    pub fn can_redo(&self) -> bool {
        !self.undone.is_empty()
    }
}

/// The name of a step whose gesture is not known.
fn label(changes: &Changes) -> &'static str {
    match (changes.added.is_empty(), changes.updated.is_empty(), changes.removed.is_empty()) {
        (false, _, true) => "add",
        (true, _, false) => "delete",
        (true, false, true) if changes.updated.values().all(|change| change.from.body == change.to.body) => "move",
        _ => "change",
    }
}

/// Pops a step, reverses it onto the document and leaves on the other stack what leads back.
fn replay(from: &mut Vec<Step>, onto: &mut Vec<Step>, document: &StoryDocument) -> Replay {
    let Some(Step { label, changes }) = from.pop() else { return Replay::Nothing };
    match rebase(document, reverse(changes)) {
        Ok(changes) => {
            onto.push(Step { label, changes: changes.clone() });
            Replay::Apply { label, changes: Box::new(changes) }
        }
        Err(_) => Replay::Overtaken { label },
    }
}

#[cfg(test)]
mod tests {
    use shared::edit::apply;
    use shared::item::ItemBody;

    use super::*;

    /// A document with its history, edited as the editor does.
    #[derive(Default)]
    struct Desk {
        document: StoryDocument,
        history: History,
    }

    impl Desk {
        fn act(&mut self, label: &'static str, make: impl FnOnce(&StoryDocument) -> Changes) {
            let changes = make(&self.document);
            apply(&mut self.document, &changes).expect("made for this document");
            self.history.record(label, changes);
        }

        fn type_title(&mut self, title: &str) {
            let changes = Changes::of_title(&self.document, title);
            apply(&mut self.document, &changes).expect("made for this document");
            self.history.record_typing("typing", Field::Title, changes);
        }

        fn undo(&mut self) -> bool {
            let replay = self.history.undo(&self.document);
            self.replay(replay)
        }

        fn redo(&mut self) -> bool {
            let replay = self.history.redo(&self.document);
            self.replay(replay)
        }

        fn replay(&mut self, replay: Replay) -> bool {
            let Replay::Apply { changes, .. } = replay else { return false };
            apply(&mut self.document, &changes).expect("fitted onto this document");
            true
        }
    }

    fn text(markdown: &str) -> ItemBody {
        ItemBody::Text { markdown: markdown.to_owned() }
    }

    fn added(desk: &mut Desk, markdown: &str) -> ItemId {
        let id = ItemId::fresh();
        desk.act("add", |document| document.insert(vec![(id, text(markdown))], None));
        id
    }

    #[test]
    fn undo_and_redo_walk_the_same_path() {
        let mut desk = Desk::default();
        let mut path = vec![desk.document.clone()];
        let first = added(&mut desk, "one");
        path.push(desk.document.clone());
        let second = added(&mut desk, "two");
        path.push(desk.document.clone());
        desk.act("move", |document| document.move_items(&[second], Some(first)));
        path.push(desk.document.clone());
        for expected in path.iter().rev().skip(1) {
            assert!(desk.undo());
            assert_eq!(&desk.document, expected);
        }
        assert!(!desk.undo());
        for expected in &path[1..] {
            assert!(desk.redo());
            assert_eq!(&desk.document, expected);
        }
        assert!(!desk.redo());
    }

    #[test]
    fn one_stretch_of_typing_is_one_step() {
        let mut desk = Desk::default();
        for title in ["A", "A t", "A title"] {
            desk.type_title(title);
        }
        desk.history.pause_typing();
        desk.type_title("A title, longer");
        assert!(desk.undo());
        assert_eq!(desk.document.title, "A title");
        assert!(desk.undo());
        assert_eq!(desk.document.title, "");
        assert!(!desk.history.can_undo());
    }

    #[test]
    fn typing_that_is_taken_back_letter_by_letter_leaves_no_step() {
        let mut desk = Desk::default();
        for title in ["A", "AB", "A", ""] {
            desk.type_title(title);
        }
        assert!(!desk.history.can_undo() && !desk.history.is_typing());
    }

    #[test]
    fn steps_from_before_the_page_was_opened_are_undone_after_those_of_this_page() {
        let mut earlier = Desk::default();
        let id = added(&mut earlier, "before");
        let logged = earlier.history.done.iter().map(|step| step.changes.clone()).collect();
        let mut desk = Desk { document: earlier.document.clone(), ..Desk::default() };
        added(&mut desk, "now");
        desk.history.remember(UndoSteps { done: logged, undone: Vec::new(), earlier: None });
        assert!(desk.undo());
        assert_eq!(desk.document, earlier.document);
        assert!(desk.undo());
        assert!(!desk.document.items.contains_key(&id));
        assert!(!desk.undo() && !desk.history.can_undo());
        assert!(desk.redo() && desk.redo());
    }

    #[test]
    fn undoing_faster_than_the_log_answers_is_made_up_for() {
        let mut earlier = Desk::default();
        added(&mut earlier, "one");
        added(&mut earlier, "two");
        let logged = earlier.history.done.iter().map(|step| step.changes.clone()).collect();
        let mut desk = Desk { document: earlier.document.clone(), history: History::since(2) };
        assert_eq!(desk.history.take_question(), Some(3));
        assert_eq!(desk.history.take_question(), None, "it is asked once at a time");
        assert!(desk.history.can_undo() && !desk.undo() && !desk.undo());
        assert_eq!(desk.history.remember(UndoSteps { done: logged, undone: Vec::new(), earlier: None }), 2);
        assert!(desk.undo() && desk.undo() && !desk.history.can_undo());
        assert!(desk.document.items.is_empty());
    }

    #[test]
    fn a_log_that_does_not_answer_is_asked_again() {
        let mut desk = Desk { history: History::since(7), ..Desk::default() };
        assert_eq!(desk.history.take_question(), Some(8));
        assert!(!desk.history.answer_failed(), "nobody waited");
        assert!(!desk.undo());
        assert_eq!(desk.history.take_question(), Some(8));
        assert!(desk.history.answer_failed());
        assert!(desk.history.can_undo());
    }

    #[test]
    fn a_new_gesture_forgets_what_was_undone() {
        let mut desk = Desk::default();
        added(&mut desk, "one");
        assert!(desk.undo());
        assert!(desk.history.can_redo());
        desk.type_title("T");
        assert!(!desk.history.can_redo());
    }

    #[test]
    fn undo_leaves_what_others_wrote() {
        let mut desk = Desk::default();
        let mine = added(&mut desk, "mine");
        let theirs = desk.document.insert(vec![(ItemId::fresh(), text("theirs"))], Some(mine));
        apply(&mut desk.document, &theirs).expect("applies");
        assert!(desk.undo());
        assert_eq!(desk.document.ordered().len(), 1);
        assert_eq!(desk.document.ordered()[0].body, text("theirs"));
    }

    #[test]
    fn undo_gives_up_where_others_wrote_over_it() {
        let mut desk = Desk::default();
        let id = added(&mut desk, "one");
        desk.act("edit", |document| document.replace(id, text("mine")));
        let theirs = desk.document.replace(id, text("theirs"));
        apply(&mut desk.document, &theirs).expect("applies");
        assert_eq!(desk.history.undo(&desk.document), Replay::Overtaken { label: "edit" });
        assert_eq!(desk.document.items[&id].body, text("theirs"));
    }
}
