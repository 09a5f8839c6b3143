//! The people of a story, and the page behind an invitation to it. Plain forms.

use leptos::prelude::*;
use shared::ids::StoryId;
use shared::people::{Person, Role, StoryInvitation};
use shared::story::shown_title;

use crate::document::{Site, StudioDocument};
use crate::parts::form_field::{FormDone, FormError, TextField};
use crate::parts::story_places::StoryPlaces;
use crate::parts::time::date;

/// What the page shows. Forms post to `/studio/stories/{id}/people` (`handle`, `role`), `…/people/{handle}` (`role`),
/// `…/people/{handle}/remove`, `…/invitations` (`role`) and `…/invitations/{id}/remove`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoryPeople {
    /// The story.
    pub story: StoryId,
    /// Its title; may be empty.
    pub title: String,
    /// What whoever looks may do.
    pub role: Role,
    /// Its people, the owner first.
    pub people: Vec<Person>,
    /// Open invitations.
    pub invitations: Vec<StoryInvitation>,
    /// An invitation link that was made just now, shown once.
    pub new_invitation: Option<String>,
    /// The handle that was typed and could not be added.
    pub typed: String,
    /// Why it could not.
    pub error: Option<String>,
    /// What has just been done, to be announced.
    pub done: Option<String>,
}

/// The page of a story's people: for its owner with everything that can be changed.
#[component]
pub fn PeoplePage(
    /// The installation and who looks.
    site: Site,
    /// The people.
    people: StoryPeople,
) -> impl IntoView {
    let handle = site.viewer.as_ref().map(|viewer| viewer.handle.clone()).unwrap_or_default();
    let base = format!("/studio/stories/{}", people.story);
    let title = shown_title(&people.title).to_owned();
    let is_owner = people.role == Role::Owner;
    let rows: Vec<_> = people.people.iter().cloned().map(|person| row(&base, person, is_owner, &handle)).collect();
    let inviting = is_owner.then(|| inviting(&base, &people));
    view! {
        <StudioDocument site title=format!("People of “{title}”") here="">
            <div class="settings">
                <StoryPlaces story=people.story title=people.title may_edit=people.role.may_edit() here="/people"/>
                <h1>"People"</h1>
                <FormDone message=people.done/>
                <section class="setting" aria-labelledby="people-title">
                    <div class="setting-title">
                        <h2 id="people-title">"Who works on it"</h2>
                        <p class="hint">"Co-editors change and publish the story, viewers read the draft."</p>
                    </div>
                    <div class="setting-body">
                        <ul class="entries people">{rows}</ul>
                    </div>
                </section>
                {inviting}
            </div>
        </StudioDocument>
    }
}

fn row(base: &str, person: Person, is_owner: bool, viewer: &str) -> impl IntoView + use<> {
    let Person { handle, name, role } = person;
    let action = format!("{base}/people/{handle}");
    let remove = format!("{action}/remove");
    let is_me = handle.as_str() == viewer;
    let forms = match (role, is_owner) {
        (Role::Owner, _) => None,
        (_, true) => Some(change(&action, role, &name, remove)),
        (_, false) => is_me.then(|| {
            view! { <form method="post" action=remove><button class="button quiet">"Leave this story"</button></form> }
                .into_any()
        }),
    };
    view! {
        <li>
            <p><b><bdi>{name}</bdi></b>" "<span class="muted">{format!("@{handle}")}</span></p>
            <p class="role">{role.to_string()}{is_me.then_some(" (you)")}</p>
            <div class="person-forms">{forms}</div>
        </li>
    }
}

fn change(action: &str, role: Role, name: &str, remove: String) -> AnyView {
    let (other, words) = match role {
        Role::Editor => ("viewer", "Make viewer"),
        Role::Viewer | Role::Owner => ("editor", "Make co-editor"),
    };
    let label = format!("{words}: {name}");
    view! {
        <form method="post" action=action.to_owned()>
            <button class="button quiet" name="role" value=other aria-label=label>{words}</button>
        </form>
        <form method="post" action=remove>
            <button class="button quiet" aria-label=format!("Remove {name}")>"Remove"</button>
        </form>
    }
    .into_any()
}

/// Adding by handle and inviting by link.
fn inviting(base: &str, people: &StoryPeople) -> impl IntoView + use<> {
    let fresh = people.new_invitation.clone().map(|link| {
        view! {
            <div class="secret" role="status">
                <TextField
                    name="new-invitation"
                    label="Send this link to the person you invite"
                    value=link
                    readonly=true
                    verbatim=true
                />
            </div>
        }
    });
    let open: Vec<_> = people.invitations.iter().map(|invitation| open_invitation(base, invitation)).collect();
    let open = (!open.is_empty()).then(|| view! { <ul class="entries">{open}</ul> });
    view! {
        <section class="setting" aria-labelledby="add-title">
            <div class="setting-title">
                <h2 id="add-title">"Add somebody"</h2>
                <p class="hint">"Whoever has an account here; the story appears on their list at once."</p>
            </div>
            <div class="setting-body">
                <FormError message=people.error.clone()/>
                <form method="post" action=format!("{base}/people")>
                    <TextField name="handle" label="Handle" value=people.typed.clone() required=true verbatim=true/>
                    <RoleButtons words=["Add as co-editor", "Add as viewer"]/>
                </form>
            </div>
        </section>
        <section class="setting" aria-labelledby="link-title">
            <div class="setting-title">
                <h2 id="link-title">"Invite by link"</h2>
                <p class="hint">"For one person, within seven days. Who has no account here makes one by it."</p>
            </div>
            <div class="setting-body">
                {fresh}
                {open}
                <form method="post" action=format!("{base}/invitations")>
                    <RoleButtons words=["Make a link for a co-editor", "Make a link for a viewer"]/>
                </form>
            </div>
        </section>
    }
}

/// Two ways to send a form: with the role of a co-editor, and with that of a viewer.
#[component]
fn RoleButtons(words: [&'static str; 2]) -> impl IntoView {
    let [editor, viewer] = words;
    view! {
        <p class="answers">
            <button class="button" name="role" value="editor">{editor}</button>
            <button class="button quiet" name="role" value="viewer">{viewer}</button>
        </p>
    }
}

fn open_invitation(base: &str, invitation: &StoryInvitation) -> impl IntoView + use<> {
    let until = date(invitation.expires_at);
    let role = invitation.role.to_string();
    let label = format!("Take back the invitation ({role}) open until {until}");
    view! {
        <li>
            <form method="post" action=format!("{base}/invitations/{}/remove", invitation.id)>
                <p>{format!("{role}, open until {until}")}</p>
                <button class="button quiet" aria-label=label>"Take back"</button>
            </form>
        </li>
    }
}

/// What an invitation offers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JoinStory {
    /// The token of the link; `POST /studio/join/{token}` accepts.
    pub token: String,
    /// The story's title; may be empty.
    pub title: String,
    /// Whose it is, by name.
    pub owner: String,
    /// What one becomes.
    pub role: Role,
}

/// The question before an invitation is taken up.
#[component]
pub fn JoinStoryPage(
    /// The installation and who was invited.
    site: Site,
    /// What is offered.
    join: JoinStory,
) -> impl IntoView {
    let JoinStory { token, title, owner, role } = join;
    let title = shown_title(&title).to_owned();
    let (offer, what) = if role.may_edit() {
        ("Edit", "You will change and publish this story together.")
    } else {
        ("Read", "You will see the draft, and every change to it.")
    };
    view! {
        <StudioDocument site title="Invitation" here="">
            <form class="sheet" method="post" action=format!("/studio/join/{token}")>
                <h1>{offer}" “"<bdi>{title}</bdi>"”"</h1>
                <p><bdi>{owner}</bdi>{format!(" invites you. {what}")}</p>
                <p class="answers">
                    <button class="button primary">"Accept"</button>
                    <a class="button quiet" href="/studio">"Not now"</a>
                </p>
            </form>
        </StudioDocument>
    }
}
