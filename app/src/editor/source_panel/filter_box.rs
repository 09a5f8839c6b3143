//! Where filters are chosen, and the chips that say which are.

use leptos::prelude::*;
use shared::post::SourceKind;

use super::filter::{Filter, Part};
use super::filter_words::{End, LANGUAGES, day_of, words};
use crate::editor::dom;
use crate::editor::lean::{live, on, part};
use crate::parts::icon::{Icon, IconName};

/// The filter of a tab and what follows when it changes.
#[derive(Clone, Copy)]
pub struct Filtering {
    /// The tab.
    pub kind: SourceKind,
    /// What is left out.
    pub filter: RwSignal<Filter>,
    /// Looks again where the filter is the server's to apply.
    pub changed: Callback<()>,
}

impl Filtering {
    fn change(self, change: impl FnOnce(&mut Filter)) {
        self.filter.update(change);
        self.changed.run(());
    }

    /// Leaves nothing out any more.
    pub fn clear(self) {
        self.change(|filter| *filter = Filter::default());
    }

    fn toggle_id(self) -> String {
        ["filters-of-", self.kind.key()].concat()
    }
}

/// The button that opens the filters.
#[component]
pub fn FilterToggle(
    /// What it is about.
    filtering: Filtering,
    /// Whether they are open.
    open: RwSignal<bool>,
) -> impl IntoView {
    view! {
        <button
            type="button"
            class="button quiet"
            id=filtering.toggle_id()
            aria-expanded=live(move || open.get().to_string())
            on:click=on(move |_| open.update(|open| *open = !*open))
        >
            <Icon name=IconName::Filter/>
            "Filters"
        </button>
    }
}

/// What is left out, each with a way to take it back.
#[component]
pub fn FilterChips(
    /// What it is about.
    filtering: Filtering,
) -> impl IntoView {
    let chip = move |what: Part| {
        let said = filtering.filter.with_untracked(|filter| words(filter, what));
        let remove = move |_| {
            filtering.change(|filter| filter.remove(what));
            dom::focus_soon(["#", &filtering.toggle_id()].concat());
        };
        view! {
            <li>
                <button type="button" class="chip" aria-label=["Remove the filter: ", &said].concat() on:click=on(remove)>
                    {said.clone()}
                    <Icon name=IconName::Close/>
                </button>
            </li>
        }
    };
    part(move || {
        let parts = filtering.filter.with(Filter::parts);
        (!parts.is_empty())
            .then(|| view! { <ul class="filter-chips" aria-label="Filters">{parts.into_iter().map(chip).collect_view()}</ul> })
    })
}

/// The form; every change counts at once.
#[component]
pub fn FilterForm(
    /// What it is about.
    filtering: Filtering,
) -> impl IntoView {
    let check = move |label, is: fn(&Filter) -> bool, set: fn(&mut Filter, bool)| {
        view! {
            <label class="filter-check">
                <input
                    type="checkbox"
                    prop:checked=live(move || filtering.filter.with(is))
                    on:change=on(move |event| filtering.change(|filter| set(filter, event_target_checked(&event))))
                />
                {label}
            </label>
        }
    };
    view! {
        <fieldset class="filter-form">
            <legend class="sr-only">"Which posts to show"</legend>
            {check("Only with pictures or video", |filter| filter.has_media, |filter, on| filter.has_media = on)}
            {check("No replies to others", |filter| filter.hide_replies, |filter, on| filter.hide_replies = on)}
            {check("No reposts", |filter| filter.hide_reposts, |filter, on| filter.hide_reposts = on)}
            <label class="filter-field">
                "Language"
                <LanguageChoice filtering/>
            </label>
            <TimeFields filtering end=End::Since label="From"/>
            <TimeFields filtering end=End::Until label="Until"/>
        </fieldset>
    }
}

/// A day and, if one likes, a time of it: a chat has its hour.
#[component]
fn TimeFields(filtering: Filtering, end: End, label: &'static str) -> impl IntoView {
    let now = move |filter: &Filter| match end {
        End::Since => filter.since,
        End::Until => filter.until,
    };
    let set = move |day: &str, time: &str| {
        let moment = end.moment(day, time);
        filtering.change(|filter| match end {
            End::Since => filter.since = moment,
            End::Until => filter.until = moment,
        });
    };
    let day = move || day_of(filtering.filter.with(now));
    let time = move || end.time_of(filtering.filter.with(now));
    view! {
        <div class="filter-field filter-time">
            <label>
                {label}
                <input
                    type="date"
                    prop:value=live(day)
                    on:change=on(move |event| set(&event_target_value(&event), &end.time_of(filtering.filter.with_untracked(now))))
                />
            </label>
            <label>
                <span class="sr-only">{label} ", "</span>
                "Time (UTC)"
                <input
                    type="time"
                    disabled=live(move || filtering.filter.with(now).is_none())
                    prop:value=live(time)
                    on:change=on(move |event| set(&day_of(filtering.filter.with_untracked(now)), &event_target_value(&event)))
                />
            </label>
        </div>
    }
}

#[component]
fn LanguageChoice(filtering: Filtering) -> impl IntoView {
    let option = |(tag, name): (&'static str, &'static str)| view! { <option value=tag>{name}</option> };
    let unknown = move || {
        let lang = filtering.filter.with(|filter| filter.lang.clone());
        let listed = lang.is_empty() || LANGUAGES.iter().any(|(tag, _)| *tag == lang);
        (!listed).then(|| view! { <option value=lang.clone()>{lang.clone()}</option> })
    };
    view! {
        <select
            prop:value=live(move || filtering.filter.with(|filter| filter.lang.clone()))
            on:change=on(move |event| filtering.change(|filter| filter.lang = event_target_value(&event)))
        >
            <option value="">"Any"</option>
            {LANGUAGES.map(option).into_iter().collect_view()}
            {part(unknown)}
        </select>
    }
}
