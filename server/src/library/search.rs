//! Searching the library.

use shared::api::{Notice, NoticeLevel, SearchPage};
use shared::ids::PostId;
use shared::post::{Post, PostState};
use shared::search::SearchTerm;

use super::fold::phrases;
use super::index::{self, Lookup, Place};
use crate::error::{AppError, AppResult};
use crate::posts::filters::Filters;
use crate::posts::store;
use crate::state::AppState;

/// How many posts one page of an answer has.
const PAGE: usize = 20;
/// How many posts are looked at for one page before it is given as it is: filters may let few pass.
const LOOKED_AT: usize = 2_000;
/// How many are read from the database at a time.
const READ: i64 = 100;

/// Searches what has been captured; everything, newest first, without a term.
///
/// # Errors
/// [`AppError::Invalid`] for a search without a word in it or a cursor that is not ours.
pub async fn search(
    state: &AppState,
    term: Option<&SearchTerm>,
    filters: &Filters,
    cursor: Option<&str>,
) -> AppResult<SearchPage> {
    let lookup = lookup(term)?;
    let mut place = cursor.map(parse_cursor).transpose()?;
    index::catch_up(&state.db).await?;
    let mut conn = state.db.acquire().await?;
    let (mut posts, mut looked_at) = (Vec::new(), 0);
    let more = loop {
        let found = index::page(&mut conn, &lookup, place, READ).await?;
        let last_page = found.len() < usize::try_from(READ).unwrap_or(usize::MAX);
        let ids: Vec<PostId> = found.iter().map(|(id, _)| *id).collect();
        let mut known = store::many(&mut conn, &ids).await?;
        let mut read_all = true;
        for (id, at) in found {
            if posts.len() == PAGE {
                read_all = false;
                break;
            }
            place = Some(at);
            looked_at += 1;
            posts.extend(known.remove(&id).filter(|post| is_kept(post) && filters.pass(post)));
        }
        if !read_all || last_page || looked_at >= LOOKED_AT {
            break !read_all || !last_page;
        }
    };
    let next = place.filter(|_| more).map(write_cursor);
    let notices = notices(&posts, next.is_some());
    Ok(SearchPage { posts, next, notices })
}

/// The post captured from an address, if there is one.
///
/// # Errors
/// When the database fails.
pub async fn find_by_address(state: &AppState, address: &str) -> AppResult<Option<Post>> {
    let term = SearchTerm::Url(address.trim().to_owned());
    let found = search(state, Some(&term), &Filters::default(), None).await?;
    Ok(found.posts.into_iter().next())
}

fn is_kept(post: &Post) -> bool {
    post.state != PostState::Withdrawn
}

fn lookup(term: Option<&SearchTerm>) -> AppResult<Lookup> {
    // Words may go on, as they do while somebody types; hashtags and names may not.
    let sought = |column: &str, words: &str, open: &str| {
        let phrases = phrases(words);
        if phrases.is_empty() {
            return Err(AppError::Invalid("There is no word in this search. Type a word or two.".to_owned()));
        }
        Ok(Lookup::Match(
            phrases.iter().map(|phrase| format!("{column}{phrase}{open}")).collect::<Vec<_>>().join(" AND "),
        ))
    };
    match term {
        None => Ok(Lookup::All),
        Some(SearchTerm::Words(words)) => sought("", words, "*"),
        Some(SearchTerm::Hashtag(tag)) => sought("tags : ", tag, ""),
        Some(SearchTerm::Author(author)) => sought("author : ", author, ""),
        Some(SearchTerm::Url(address)) => Ok(Lookup::Address(address.clone())),
    }
}

fn notices(posts: &[Post], more: bool) -> Vec<Notice> {
    let text = match (posts.len(), more) {
        (0, false) => "Nothing captured here fits. Search a network to capture more.".to_owned(),
        (found, true) if found < PAGE => {
            format!("{LOOKED_AT} posts were looked at, and {found} of them pass the filters. Go on for older ones.")
        }
        _ => return Vec::new(),
    };
    vec![Notice { level: NoticeLevel::Info, text }]
}

fn write_cursor((at, number): Place) -> String {
    format!("{at}.{number}")
}

fn parse_cursor(cursor: &str) -> AppResult<Place> {
    let parsed = cursor.split_once('.').and_then(|(at, number)| Some((at.parse().ok()?, number.parse().ok()?)));
    parsed.ok_or_else(|| AppError::Invalid("This search cannot be continued. Search again from the start.".to_owned()))
}
