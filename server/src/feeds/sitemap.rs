//! `/sitemap.xml` (<https://www.sitemaps.org>) and `/robots.txt`, which names it.

use app::parts::time::machine;
use axum::extract::State;
use axum::response::Response;
use chrono::{DateTime, Utc};
use http::HeaderMap;

use super::{respond, store};
use crate::error::AppResult;
use crate::state::AppState;
use crate::stories::store::public_url;
use crate::xml::{self, XmlWriter, text_element};

/// The most addresses that one sitemap may hold is 50,000; curators' pages and the front page need some.
const MOST: u32 = 40_000;

/// `GET /sitemap.xml`
pub async fn sitemap(State(state): State<AppState>, headers: HeaderMap) -> AppResult<Response> {
    let stories = {
        let mut conn = state.db.acquire().await?;
        store::addresses(&mut conn, MOST).await?
    };
    let xml = write(&state.base_url, &stories).map_err(anyhow::Error::from)?;
    Ok(respond(&headers, "application/xml; charset=utf-8", xml))
}

/// `GET /robots.txt`
pub async fn robots(State(state): State<AppState>) -> String {
    format!(
        "User-agent: *\nDisallow: /studio\nDisallow: /api/\nDisallow: /settings\n\nSitemap: {}/sitemap.xml\n",
        state.base_url
    )
}

fn write(base_url: &str, stories: &[(String, String, DateTime<Utc>)]) -> std::io::Result<String> {
    xml::document(|writer| {
        let root = writer.create_element("urlset");
        root.with_attribute(("xmlns", "http://www.sitemaps.org/schemas/sitemap/0.9")).write_inner_content(
            |writer| {
                let latest = stories.iter().map(|(.., at)| *at).max();
                address(writer, &format!("{base_url}/"), latest)?;
                // Stories of one curator stand together, the latest first.
                let mut curator = "";
                for (handle, slug, at) in stories {
                    if curator != handle {
                        address(writer, &format!("{base_url}/@{handle}"), Some(*at))?;
                        curator = handle;
                    }
                    address(writer, &public_url(base_url, handle, slug), Some(*at))?;
                }
                Ok(())
            },
        )?;
        Ok(())
    })
}

fn address(writer: &mut XmlWriter, url: &str, changed: Option<DateTime<Utc>>) -> std::io::Result<()> {
    writer.create_element("url").write_inner_content(|writer| {
        text_element(writer, "loc", url)?;
        changed.map_or(Ok(()), |at| text_element(writer, "lastmod", &machine(at)))
    })?;
    Ok(())
}
