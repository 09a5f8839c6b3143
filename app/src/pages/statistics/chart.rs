//! The chart of the days: bars drawn by the server, which the style sheet colours and stretches.

use leptos::prelude::*;
use shared::statistics::{DaySeen, Seen};

use super::day;
use crate::parts::counted::grouped;

/// The height of the highest bar, in units of the drawing; it is stretched to its place.
const HEIGHT: u64 = 1000;
/// The width of a day and of its bar.
const DAY: usize = 10;
const BAR: usize = 8;

/// The chart. Its words stand beside the drawing, which is stretched.
pub fn chart(days: &[DaySeen]) -> impl IntoView + use<> {
    let top = days.iter().map(|of| of.seen.sum()).max().unwrap_or(0).max(1);
    let bars: Vec<_> = days.iter().enumerate().map(|(index, of)| bar(index, *of, top)).collect();
    let view_box = format!("0 0 {} {HEIGHT}", days.len() * DAY);
    let edge = |of: Option<&DaySeen>| of.map(|of| day(of.day)).unwrap_or_default();
    let (first, last) = (edge(days.first()), edge(days.last()));
    view! {
        <figure class="chart">
            <p class="chart-top" aria-hidden="true">{grouped(top)}</p>
            <svg
                role="img" aria-labelledby="chart-title chart-desc" viewBox=view_box preserveAspectRatio="none"
                focusable="false"
            >
                <title id="chart-title">{format!("Readers by day, {first} to {last}")}</title>
                <desc id="chart-desc">{in_words(days)}</desc>
                {bars}
            </svg>
            <figcaption>
                <span>{first}</span>
                <span class="legend">
                    <span class="key-views">"Page"</span>
                    <span class="key-embeds">"Within other sites"</span>
                </span>
                <span>{last}</span>
            </figcaption>
        </figure>
    }
}

/// A day: the page below, the embed on top, and what it says when it is pointed at.
fn bar(index: usize, of: DaySeen, top: u64) -> impl IntoView {
    let Seen { views, embeds } = of.seen;
    let (below, above) = (scaled(views, top), scaled(embeds, top));
    let x = index * DAY + (DAY - BAR) / 2;
    let part = |class: &'static str, y: u64, height: u64| {
        (height > 0).then(|| view! { <rect class=class x=x y=y width=BAR height=height></rect> })
    };
    let words = format!("{}: {} and {}", day(of.day), grouped(views), grouped(embeds));
    view! {
        <g>
            <title>{words}</title>
            {part("views", HEIGHT - below, below)}
            {part("embeds", HEIGHT.saturating_sub(below + above), above)}
        </g>
    }
}

/// The height of a part; one reader among a million is seen too.
fn scaled(number: u64, top: u64) -> u64 {
    if number == 0 { 0 } else { (number.saturating_mul(HEIGHT) / top).max(HEIGHT / 100) }
}

/// What the chart shows, for those who do not see it.
fn in_words(days: &[DaySeen]) -> String {
    let Some(most) = days.iter().max_by_key(|of| of.seen.sum()) else { return String::new() };
    let quiet = days.iter().filter(|of| of.seen.sum() == 0).count();
    format!(
        "Most on {}: {} views of the page and {} loads within other sites. Days without readers: {quiet} of {}. The \
         numbers of every day stand in the table below.",
        day(most.day),
        grouped(most.seen.views),
        grouped(most.seen.embeds),
        days.len()
    )
}
