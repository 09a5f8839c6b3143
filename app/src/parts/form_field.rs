//! Fields of plain forms: a label, the control, and a hint tied to it.

use leptos::prelude::*;
use shared::html::escape;

/// The identifier of a field's hint, for `aria-describedby`.
fn hint_id(name: &str, hint: &str) -> Option<String> {
    (!hint.is_empty()).then(|| format!("{name}-hint"))
}

fn hint_line(name: &str, hint: &str) -> impl IntoView + use<> {
    let hint = hint.to_owned();
    hint_id(name, &hint).map(|id| view! { <p class="hint" id=id>{hint}</p> })
}

/// A line of text.
#[component]
pub fn TextField(
    /// The name it is sent under.
    name: &'static str,
    /// Its identifier in the page, where the name is not unique.
    #[prop(default = name)]
    id: &'static str,
    /// What to write there.
    #[prop(into)]
    label: String,
    /// What is in it already.
    #[prop(optional, into)]
    value: String,
    /// A sentence of help.
    #[prop(optional, into)]
    hint: String,
    /// The kind of input.
    #[prop(default = "text")]
    kind: &'static str,
    /// What browsers and password managers may fill in.
    #[prop(default = "off")]
    autocomplete: &'static str,
    /// Whether it may not stay empty.
    #[prop(optional)]
    required: bool,
    /// The fewest characters, when there is a limit.
    #[prop(optional_no_strip)]
    min: Option<usize>,
    /// The most characters, when there is a limit.
    #[prop(optional_no_strip)]
    max: Option<usize>,
    /// Whether capitals and spelling are the browser's business: not in handles, codes and passwords.
    #[prop(optional)]
    verbatim: bool,
    /// Whether the page begins here.
    #[prop(optional)]
    autofocus: bool,
    /// Whether it is there to be copied from.
    #[prop(optional)]
    readonly: bool,
    /// What the browser offers to fill in: each value with its name.
    #[prop(optional)]
    offers: &'static [(&'static str, &'static str)],
) -> impl IntoView {
    let described_by = hint_id(id, &hint);
    let hint = hint_line(id, &hint);
    let list = (!offers.is_empty()).then(|| format!("{id}-offers"));
    let offers = list.clone().map(|list| {
        let offers: Vec<_> =
            offers.iter().map(|(value, label)| view! { <option value=*value label=*label></option> }).collect();
        view! { <datalist id=list>{offers}</datalist> }
    });
    view! {
        <div class="field">
            <label for=id>{label}</label>
            <input
                list=list
                type=kind
                id=id
                name=name
                value=value
                autocomplete=autocomplete
                required=required
                minlength=min
                maxlength=max
                autocapitalize=verbatim.then_some("none")
                spellcheck=verbatim.then_some("false")
                autofocus=autofocus
                readonly=readonly
                aria-describedby=described_by
            />
            {offers}
            {hint}
        </div>
    }
}

/// Several lines of text.
///
/// Leptos writes the children of `<textarea>` unescaped on the server, so whoever typed `</textarea><script>` would
/// own the page. The value therefore goes in as markup that we have escaped ourselves.
#[component]
pub fn TextArea(
    /// The name it is sent under; also its identifier in the page.
    name: &'static str,
    /// What to write there.
    #[prop(into)]
    label: String,
    /// What is in it already.
    #[prop(optional, into)]
    value: String,
    /// A sentence of help.
    #[prop(optional, into)]
    hint: String,
    /// How many lines to show.
    #[prop(default = 4)]
    rows: u32,
    /// The most characters, when there is a limit.
    #[prop(optional_no_strip)]
    max: Option<usize>,
    /// Whether it is there to be copied from.
    #[prop(optional)]
    readonly: bool,
) -> impl IntoView {
    let described_by = hint_id(name, &hint);
    let hint = hint_line(name, &hint);
    view! {
        <div class="field">
            <label for=name>{label}</label>
            <textarea
                id=name
                name=name
                rows=rows
                maxlength=max
                readonly=readonly
                spellcheck=readonly.then_some("false")
                aria-describedby=described_by
                inner_html=textarea_markup(&value)
            ></textarea>
            {hint}
        </div>
    }
}

/// Escapes the value of a textarea. Browsers drop one line end at its start, so a value that begins with one gets
/// another.
fn textarea_markup(value: &str) -> String {
    let escaped = escape(value);
    if escaped.starts_with('\n') { format!("\n{escaped}") } else { escaped }
}

/// What was wrong with a form, above its fields and announced.
#[component]
pub fn FormError(
    /// In words; nothing is shown without.
    message: Option<String>,
) -> impl IntoView {
    message.map(|message| {
        view! {
            <p class="form-error" role="alert">
                <super::icon::Icon name=super::icon::IconName::Error/>
                <span>{message}</span>
            </p>
        }
    })
}

/// What has just been done, announced politely.
#[component]
pub fn FormDone(
    /// In words; nothing is shown without.
    message: Option<String>,
) -> impl IntoView {
    message.map(|message| {
        view! {
            <p class="form-done" role="status">
                <super::icon::Icon name=super::icon::IconName::Check/>
                <span>{message}</span>
            </p>
        }
    })
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;

    const HOSTILE: &str = "</textarea><script>alert(1)</script>\" autofocus onfocus=\"x";

    #[test]
    fn a_textarea_cannot_be_closed_from_within() {
        let html = view! { <TextArea name="bio" label="About you" value=HOSTILE/> }.to_html();
        assert_eq!(html.matches("</textarea>").count(), 1, "{html}");
        assert!(!html.contains("<script"), "{html}");
        assert!(html.contains("&lt;script&gt;"), "{html}");
    }

    #[test]
    fn a_text_field_keeps_its_value_within_quotes() {
        let html = view! { <TextField name="name" label="Name" value=HOSTILE/> }.to_html();
        assert!(!html.contains("<script"), "{html}");
        assert!(html.contains("&quot; autofocus onfocus=&quot;x\""), "{html}");
    }

    #[test]
    fn a_first_line_end_survives_the_parser() {
        assert_eq!(textarea_markup("\nx"), "\n\nx");
        assert_eq!(textarea_markup("x"), "x");
    }
}
