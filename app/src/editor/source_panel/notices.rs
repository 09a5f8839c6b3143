//! What a source says about its answer, such as a server that did not answer in time.

use leptos::prelude::*;
use shared::api::{Notice, NoticeLevel};

use crate::parts::icon::{Icon, IconName};

/// One line for each notice.
#[component]
pub fn Notices(
    /// What to say.
    notices: Signal<Vec<Notice>>,
) -> impl IntoView {
    move || notices.get().into_iter().map(|notice| view! { <OneNotice notice/> }).collect_view()
}

#[component]
fn OneNotice(notice: Notice) -> impl IntoView {
    let (class, icon) = match notice.level {
        NoticeLevel::Info => ("notice", IconName::Info),
        NoticeLevel::Warning => ("notice warning", IconName::Warning),
    };
    view! {
        <p class=class>
            <Icon name=icon/>
            <span>{notice.text}</span>
        </p>
    }
}
