//! Every page and state, by file name.

use app::document::{Assets, Site, Viewer, render};
use app::pages::account::{FormState, Join, JoinPage, Login, LoginPage, Setup, SetupPage};
use app::pages::dashboard::{Dashboard, DashboardPage, DeleteStory, DeleteStoryPage, Show};
use app::pages::edit_story::EditorPage;
use app::pages::error::{ErrorMessage, ErrorPage};
use app::pages::home::{Home, HomePage};
use app::pages::profile::{Profile, ProfilePage};
use app::pages::settings::{Settings, SettingsPage};
use app::pages::story::{PublicStory, StoryEmbed, StoryPage};
use leptos::prelude::*;
use shared::desk::{DeskStory, EditorStart};
use shared::ids::StoryId;
use shared::story::StoryDocument;
use uuid::Uuid;

use super::{stories, studio};

fn site() -> Site {
    Site {
        base_url: String::new(),
        assets: Assets {
            story_css: "/story.css".to_owned(),
            studio_css: "/studio.css".to_owned(),
            editor_css: "/editor.css".to_owned(),
            editor_js: "/editor.js".to_owned(),
            frame_js: "/frame.js".to_owned(),
            live_js: "/live.js".to_owned(),
            editor_wasm: "/editor.wasm".to_owned(),
            icon: "/icon.svg".to_owned(),
        },
        contact: Some("hello@sheaf.example".to_owned()),
        viewer: None,
    }
}

fn signed_in() -> Site {
    let viewer = Viewer { handle: "mara".to_owned(), name: "Mara Lindqvist".to_owned(), is_admin: true };
    Site { viewer: Some(viewer), ..site() }
}

/// File names and pages.
pub fn all() -> Vec<(&'static str, String)> {
    [public(), account(), of_the_studio()].concat()
}

fn public() -> Vec<(&'static str, String)> {
    let page = |story: PublicStory| render(move || view! { <StoryPage site=site() story/> });
    let embed = |story: PublicStory| render(move || view! { <StoryEmbed site=site() story/> });
    let profile = |stories| Profile {
        handle: "mara".to_owned(),
        name: "Mara Lindqvist".to_owned(),
        bio: "Runs the reading room at the harbour. Collects chairs.".to_owned(),
        stories,
    };
    vec![
        ("story", page(stories::story())),
        ("story-short", page(stories::short_story())),
        ("story-arabic", page(stories::arabic_story())),
        ("story-90", page(stories::long_story(90))),
        ("story-2235", page(stories::long_story(2235))),
        ("story-preview", render(|| view! { <StoryPage site=signed_in() story=stories::short_story()/> })),
        ("embed", embed(stories::story())),
        ("profile", render(move || view! { <ProfilePage site=site() profile=profile(stories::teasers())/> })),
        ("profile-empty", render(move || view! { <ProfilePage site=site() profile=profile(vec![])/> })),
        ("home", render(|| view! { <HomePage site=site() home=Home { latest: stories::teasers() }/> })),
        ("home-empty", render(|| view! { <HomePage site=site() home=Home { latest: vec![] }/> })),
    ]
}

fn account() -> Vec<(&'static str, String)> {
    let form = |error: Option<&str>| FormState {
        error: error.map(ToOwned::to_owned),
        name: "Mara Lindqvist".to_owned(),
        handle: "mara".to_owned(),
        next: None,
    };
    let lost = ErrorMessage {
        status: 404,
        title: "There is no story at this address".to_owned(),
        detail: "It may have been unpublished or renamed. Ask whoever gave you the link.".to_owned(),
    };
    let wrong = form(Some("Handle and password do not belong together. Try again; capitals matter in the password."));
    let join = Join {
        token: "abc".to_owned(),
        invited_by: "Mara Lindqvist".to_owned(),
        story: None,
        form: FormState::default(),
    };
    vec![
        (
            "setup",
            render(|| view! { <SetupPage site=site() setup=Setup { needs_code: true, form: FormState::default() }/> }),
        ),
        ("login", render(|| view! { <LoginPage site=site() login=Login { form: FormState::default() }/> })),
        ("login-wrong", render(move || view! { <LoginPage site=site() login=Login { form: wrong }/> })),
        ("join", render(move || view! { <JoinPage site=site() join/> })),
        ("error", render(move || view! { <ErrorPage site=site() error=lost/> })),
    ]
}

fn of_the_studio() -> Vec<(&'static str, String)> {
    let dashboard = |dashboard: Dashboard| render(move || view! { <DashboardPage site=signed_in() dashboard/> });
    let settings = |settings: Settings| render(move || view! { <SettingsPage site=signed_in() settings/> });
    let none = Dashboard { stories: vec![], query: "kettle".to_owned(), show: Show::Drafts, ..studio::dashboard() };
    let changed = Settings {
        done: Some("The source is connected. Searches use your account from now on.".to_owned()),
        error: Some(("password", "The current password is not right. Nothing was changed.".to_owned())),
        bluesky: None,
        mastodon: Some("mastodon.example".to_owned()),
        new_invitation: Some("https://sheaf.example/join/6f1c0a94b2".to_owned()),
        new_token: Some("sheaf_2b7e151628aed2a6abf7158809cf4f3c".to_owned()),
        ..studio::settings()
    };
    let question = DeleteStory { story: studio::summary(5, "What visitors notice", 37, Some(9)) };
    vec![
        ("dashboard", dashboard(Dashboard { done: Some("The story is deleted.".to_owned()), ..studio::dashboard() })),
        ("dashboard-first", dashboard(Dashboard { stories: vec![], total: 0, ..studio::dashboard() })),
        ("dashboard-none", dashboard(none)),
        ("settings", settings(studio::settings())),
        ("settings-changed", settings(changed)),
        ("delete", render(move || view! { <DeleteStoryPage site=signed_in() question/> })),
        ("editor", render(move || view! { <EditorPage site=signed_in() start=start()/> })),
    ]
}

fn start() -> EditorStart {
    let story = DeskStory {
        id: StoryId(Uuid::from_u128(1)),
        revision: 0,
        publication: None,
        document: StoryDocument { title: "What visitors notice".to_owned(), ..StoryDocument::default() },
        cards: Vec::new(),
    };
    EditorStart { story, sources: vec![] }
}
