//! How often a story was seen lately, as a line small enough for a row. The numbers by day are on its statistics.

use leptos::prelude::*;

use crate::parts::counted::grouped;

/// The height of the drawing, in its own units; a day is 10 of them wide. It is stretched to its place.
const HEIGHT: u64 = 100;

/// The line and its sum, leading to the statistics; nothing for a story that nobody has seen.
pub fn lately(days: &[u64], statistics: &str) -> Option<impl IntoView + use<>> {
    let sum = days.iter().fold(0, |sum: u64, day| sum.saturating_add(*day));
    let noun = if sum == 1 { "view" } else { "views" };
    let words = format!("{} {noun} in {} days", grouped(sum), days.len());
    let view_box = format!("0 0 {} {HEIGHT}", days.len().saturating_sub(1) * 10);
    let (points, href) = (points(days), statistics.to_owned());
    (sum > 0).then(|| {
        view! {
            <a class="row-readers" href=href>
                <svg viewBox=view_box preserveAspectRatio="none" aria-hidden="true" focusable="false">
                    <polyline points=points></polyline>
                </svg>
                <span>{words}</span>
            </a>
        }
    })
}

/// The most readers of a day at the top.
fn points(days: &[u64]) -> String {
    let most = days.iter().copied().max().unwrap_or(0).max(1);
    let point = |(index, day): (usize, &u64)| {
        let y = HEIGHT - day.saturating_mul(HEIGHT).checked_div(most).unwrap_or(HEIGHT);
        format!("{},{y}", index * 10)
    };
    days.iter().enumerate().map(point).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_reaches_from_edge_to_edge() {
        assert_eq!(points(&[0, 4, 2]), "0,100 10,0 20,50");
        assert_eq!(points(&[0, 0]), "0,100 10,100");
    }
}
