//! Getting in: first set-up, signing in, joining by invitation. Plain forms that work without a script.

use leptos::prelude::*;
use shared::account::{PASSWORD_MAX, PASSWORD_MIN};
use shared::people::Role;
use shared::story::shown_title;

use crate::document::{AccountDocument, Site};
use crate::parts::form_field::{FormError, TextField};

/// What a form is shown with: what was typed before, and what was wrong with it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FormState {
    /// What was wrong with the form as a whole, in words; shown above it and announced.
    pub error: Option<String>,
    /// The name as typed.
    pub name: String,
    /// The handle as typed.
    pub handle: String,
    /// Where to go afterwards, a path on this site.
    pub next: Option<String>,
}

/// First set-up: `GET`/`POST /setup` with `code`, `name`, `handle`, `password`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setup {
    /// Whether to ask for the one-time code from the terminal.
    pub needs_code: bool,
    /// The form.
    pub form: FormState,
}

/// Signing in: `GET`/`POST /login` with `handle`, `password`, `next`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Login {
    /// The form.
    pub form: FormState,
}

/// Joining: `GET`/`POST /join/{token}`, or `/studio/join/{token}` and `…/new` for a story, with `name`, `handle`,
/// `password`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Join {
    /// The token from the link.
    pub token: String,
    /// Who invited, by name.
    pub invited_by: String,
    /// The story it is about, when it is about one.
    pub story: Option<InvitedTo>,
    /// The form.
    pub form: FormState,
}

/// A story that somebody is invited to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvitedTo {
    /// Its title; may be empty.
    pub title: String,
    /// What one becomes.
    pub role: Role,
}

/// The page of the first set-up.
#[component]
pub fn SetupPage(
    /// The installation.
    site: Site,
    /// The form.
    setup: Setup,
) -> impl IntoView {
    let Setup { needs_code, form } = setup;
    let code = needs_code.then(|| {
        view! {
            <TextField
                name="code"
                label="Set-up code"
                hint="It is in the terminal where Sheaf was started. It shows that this server is yours."
                required=true
                verbatim=true
                autofocus=true
            />
        }
    });
    view! {
        <AccountDocument site title="Set up Sheaf">
            <form class="sheet" method="post" action="/setup">
                <h1>"Set up Sheaf"</h1>
                <p class="standfirst">
                    "Make the first account. It runs this installation and can invite others; "
                    "everything stays on this server."
                </p>
                <FormError message=form.error/>
                {code}
                <NewAccountFields name=form.name handle=form.handle/>
                <button class="button primary">"Create account"</button>
            </form>
        </AccountDocument>
    }
}

/// The page for signing in.
#[component]
pub fn LoginPage(
    /// The installation.
    site: Site,
    /// The form.
    login: Login,
) -> impl IntoView {
    let FormState { error, handle, next, .. } = login.form;
    let next = next.map(|next| view! { <input type="hidden" name="next" value=next/> });
    view! {
        <AccountDocument site title="Sign in">
            <form class="sheet" method="post" action="/login">
                <h1>"Sign in"</h1>
                <FormError message=error/>
                {next}
                <TextField
                    name="handle"
                    label="Handle"
                    value=handle
                    autocomplete="username"
                    required=true
                    verbatim=true
                    autofocus=true
                />
                <TextField
                    name="password"
                    label="Password"
                    kind="password"
                    autocomplete="current-password"
                    required=true
                    verbatim=true
                />
                <button class="button primary">"Sign in"</button>
                <p class="aside">"No account yet? Joining is by invitation: ask somebody who has one for a link."</p>
            </form>
        </AccountDocument>
    }
}

/// The page that an invitation leads to.
#[component]
pub fn JoinPage(
    /// The installation.
    site: Site,
    /// The invitation and the form.
    join: Join,
) -> impl IntoView {
    let Join { token, invited_by, story, form } = join;
    let (action, invitation, aside) = match story {
        None => (format!("/join/{token}"), view! { " invites you to Sheaf" }.into_any(), None),
        Some(InvitedTo { title, role }) => {
            let what = if role.may_edit() { " invites you to edit “" } else { " invites you to read “" };
            let title = shown_title(&title).to_owned();
            let sign_in = format!("/login?next=/studio/join/{token}");
            let aside =
                view! { <p class="aside">"You have an account here? "<a href=sign_in>"Sign in"</a>" with it."</p> };
            let invitation = view! { {what}<bdi>{title}</bdi>"”" };
            (format!("/studio/join/{token}/new"), invitation.into_any(), Some(aside))
        }
    };
    view! {
        <AccountDocument site title="Join">
            <form class="sheet" method="post" action=action>
                <h1><bdi>{invited_by}</bdi>{invitation}</h1>
                <p class="standfirst">"Gather what people said, put it in order, add your own words, publish."</p>
                <FormError message=form.error/>
                <NewAccountFields name=form.name handle=form.handle/>
                <button class="button primary">"Join"</button>
                {aside}
            </form>
        </AccountDocument>
    }
}

/// Name, handle and password of an account to be made.
#[component]
fn NewAccountFields(name: String, handle: String) -> impl IntoView {
    view! {
        <TextField
            name="name"
            label="Your name"
            value=name
            hint="As readers see it under your stories."
            autocomplete="name"
            required=true
        />
        <TextField
            name="handle"
            label="Handle"
            value=handle
            hint="Part of your stories’ addresses: small letters a–z, digits, “_” and “-”."
            autocomplete="username"
            required=true
            verbatim=true
        />
        <TextField
            name="password"
            label="Password"
            kind="password"
            hint=format!("At least {PASSWORD_MIN} characters; a few unrelated words are good.")
            autocomplete="new-password"
            required=true
            verbatim=true
            min=Some(PASSWORD_MIN)
            max=Some(PASSWORD_MAX)
        />
    }
}
