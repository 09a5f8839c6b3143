//! `sheaf seed`.

use std::sync::Arc;

use clap::Args;
use shared::account::Handle;
use shared::api::NewEdit;
use shared::edit::{Changes, EditKind, apply, squash};
use shared::ids::{AccountId, EditId, ItemId, StoryId};
use shared::item::ItemBody;
use shared::media::Picture;
use shared::story::StoryDocument;
use sqlx::SqliteConnection;

use crate::clock::SystemClock;
use crate::config::Config;
use crate::db::begin_write;
use crate::seed::{PlannedItem, PlannedPicture, plan};
use crate::state::AppState;
use crate::{accounts, posts, publish, stories};

/// Make an account and published stories from the sample chat, to try things and to measure.
#[derive(Args)]
pub struct Seed {
    /// How many items the story has.
    #[arg(long, default_value_t = 90, value_name = "N")]
    items: usize,
    /// How many stories there are.
    #[arg(long, default_value_t = 1, value_name = "N")]
    stories: usize,
    /// Whose story it is; the account is made when it is not there.
    #[arg(long, default_value = "demo")]
    handle: Handle,
    /// Where the data lies, and the address for the printed links.
    #[command(flatten)]
    config: Config,
}

impl Seed {
    /// Carries the command out and prints where to look.
    ///
    /// # Errors
    /// When the data folder cannot be used.
    pub async fn run(self) -> anyhow::Result<()> {
        let state = AppState::open(self.config, Arc::new(SystemClock)).await?;
        let (account, password) = find_or_make(&state, &self.handle).await?;
        for number in 1..=self.stories {
            let story = write_story(&state, account, self.items, number).await?;
            let row = stories::store::find(&mut *state.db.acquire().await?, story).await?;
            let row = row.ok_or_else(|| anyhow::anyhow!("the new story is not there"))?;
            let published = publish::publish(&state, &row, state.clock.now()).await?;
            if number == 1 {
                println!("Story:    {}", published.url);
                println!("Editor:   {}/studio/stories/{story}", state.base_url);
            }
        }
        println!("Sign in:  @{}", self.handle);
        match password {
            Some(password) => println!("Password: {password}"),
            None => println!("Password: as before"),
        }
        Ok(())
    }
}

/// The account, and its password if it was made just now.
async fn find_or_make(state: &AppState, handle: &Handle) -> anyhow::Result<(AccountId, Option<String>)> {
    let mut conn = state.db.acquire().await?;
    if let Some(account) = accounts::store::by_handle(&mut conn, handle).await? {
        return Ok((account.id, None));
    }
    let now = state.clock.now();
    let (id, password) = accounts::create_account_with_fresh_password(&mut conn, handle, "Demo Curator", now).await?;
    Ok((id, Some(password)))
}

async fn write_story(state: &AppState, account: AccountId, items: usize, number: usize) -> anyhow::Result<StoryId> {
    let now = state.clock.now();
    let mut plan = plan(items, now);
    if number > 1 {
        plan.title = format!("{} {number}", plan.title);
    }
    let mut tx = begin_write(&state.db).await?;
    let story = stories::store::create(&mut tx, account, &plan.title, now).await?;
    let mut bodies = Vec::with_capacity(plan.items.len());
    for item in plan.items {
        bodies.push((ItemId::fresh(), keep(&mut tx, state, item).await?));
    }
    let mut document = StoryDocument { title: plan.title, ..StoryDocument::default() };
    let opening = squash(
        Changes::of_introduction(&document, &plan.introduction),
        Changes::of_cover(&document, Some(keep_picture(&mut tx, state, plan.cover).await?)),
    );
    apply(&mut document, &opening).map_err(|conflicts| anyhow::anyhow!("{conflicts:?}"))?;
    let changes = squash(opening, document.insert(bodies, None));
    let edit = NewEdit { edit_id: EditId::fresh(), base_revision: 0, kind: EditKind::Do, changes };
    stories::edits::accept(&mut tx, story, account, edit, now).await?;
    tx.commit().await?;
    Ok(story)
}

async fn keep(conn: &mut SqliteConnection, state: &AppState, item: PlannedItem) -> anyhow::Result<ItemBody> {
    Ok(match item {
        PlannedItem::Post(captured) => ItemBody::post(posts::store::save(conn, &state.media, *captured).await?.id),
        PlannedItem::Picture { picture, caption } => {
            ItemBody::Picture { picture: keep_picture(conn, state, picture).await?, caption }
        }
        PlannedItem::Own(body) => body,
    })
}

async fn keep_picture(conn: &mut SqliteConnection, state: &AppState, planned: PlannedPicture) -> sqlx::Result<Picture> {
    let id = state.media.register(conn, planned.picture.id, &planned.origin).await?;
    Ok(Picture { id, ..planned.picture })
}
