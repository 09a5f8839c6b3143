//! The SQL of views.

use chrono::NaiveDate;
use shared::ids::{AccountId, StoryId};
use shared::statistics::{Origin, Seen};
use sqlx::SqliteConnection;
use uuid::Uuid;

use super::Counted;

/// How the store writes who named no site, and the sites beyond the bound: no host is written like this.
const DIRECT: &str = "";
const OTHER: &str = "*";

/// Adds what was counted of a story on a day. A story that is gone meanwhile takes its numbers along.
pub async fn add(
    conn: &mut SqliteConnection,
    story: StoryId,
    day: NaiveDate,
    counted: &Counted,
    most_sites: usize,
) -> sqlx::Result<()> {
    for (origin, seen) in counted {
        let site = match origin {
            Origin::Direct => DIRECT,
            Origin::Site(host) => host,
            Origin::Other => OTHER,
        };
        sqlx::query(
            "INSERT INTO daily_views (story_id, day, site, views, embeds)
             SELECT id, $2,
                    CASE WHEN $3 IN ($4, $5)
                           OR EXISTS (SELECT 1 FROM daily_views WHERE story_id = $1 AND day = $2 AND site = $3)
                           OR (SELECT COUNT(*) FROM daily_views WHERE story_id = $1 AND day = $2) < $6
                         THEN $3 ELSE $5 END,
                    $7, $8
               FROM stories
              WHERE id = $1
             ON CONFLICT (story_id, day, site)
             DO UPDATE SET views = daily_views.views + excluded.views, embeds = daily_views.embeds + excluded.embeds",
        )
        .bind(story.0)
        .bind(day)
        .bind(site)
        .bind(DIRECT)
        .bind(OTHER)
        .bind(i64::try_from(most_sites).unwrap_or(i64::MAX))
        .bind(seen.views.cast_signed())
        .bind(seen.embeds.cast_signed())
        .execute(&mut *conn)
        .await?;
    }
    Ok(())
}

/// How often each story of an account was seen on each day since one, page and embed together.
pub async fn by_story(
    conn: &mut SqliteConnection,
    account: AccountId,
    first: NaiveDate,
) -> sqlx::Result<Vec<(StoryId, NaiveDate, u64)>> {
    let rows: Vec<(Uuid, NaiveDate, i64)> = sqlx::query_as(
        "SELECT story_id, day, SUM(views + embeds)
           FROM daily_views
          WHERE story_id IN (SELECT id FROM stories WHERE account_id = $1) AND day >= $2
          GROUP BY story_id, day",
    )
    .bind(account.0)
    .bind(first)
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|(story, day, seen)| (StoryId(story), day, seen.unsigned_abs())).collect())
}

/// What was counted of a story since a day.
pub async fn since(
    conn: &mut SqliteConnection,
    story: StoryId,
    first: NaiveDate,
) -> sqlx::Result<Vec<(NaiveDate, Origin, Seen)>> {
    let rows: Vec<(NaiveDate, String, i64, i64)> =
        sqlx::query_as("SELECT day, site, views, embeds FROM daily_views WHERE story_id = $1 AND day >= $2")
            .bind(story.0)
            .bind(first)
            .fetch_all(conn)
            .await?;
    let counted = |(day, site, views, embeds): (NaiveDate, String, i64, i64)| {
        let origin = match site.as_str() {
            DIRECT => Origin::Direct,
            OTHER => Origin::Other,
            _ => Origin::Site(site),
        };
        (day, origin, Seen { views: views.unsigned_abs(), embeds: embeds.unsigned_abs() })
    };
    Ok(rows.into_iter().map(counted).collect())
}
