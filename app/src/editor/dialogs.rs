//! Dialogs about an item.

use leptos::html::Dialog;
use leptos::prelude::*;
use shared::ids::ItemId;

use super::dom;
use super::lean::watch;

/// Opens a dialog while `subject` gives something: the item it is about, if it is about one.
///
/// A dialog gives the focus back by itself, but not to the menu it was opened from: that is gone by then. So the focus
/// goes to the item's handle.
pub fn open_while(node: NodeRef<Dialog>, subject: impl Fn() -> Option<Option<ItemId>> + 'static) {
    let about = StoredValue::new(None);
    watch(move || {
        let Some(dialog) = node.get() else { return };
        match subject() {
            Some(item) => {
                about.set_value(item);
                // Fails when it is open already, which is just as well.
                let _ = dialog.show_modal();
            }
            None => {
                dialog.close();
                if let Some(item) = about.get_value() {
                    dom::rescue_focus(dom::handle_of(item));
                }
            }
        }
    });
}
