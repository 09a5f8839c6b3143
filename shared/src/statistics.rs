//! How often a story is seen: the body of `GET /api/v1/stories/{id}/statistics`.

use std::collections::BTreeMap;
use std::ops::AddAssign;

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

/// How many days are told of when nobody says.
pub const USUAL_DAYS: u16 = 30;
/// The most days that are told of at once.
pub const MOST_DAYS: u16 = 366;

/// How often a story was seen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Seen {
    /// Views of its page.
    pub views: u64,
    /// Loads of its embed, within other sites.
    pub embeds: u64,
}

impl Seen {
    /// Both together.
    #[must_use]
    pub const fn sum(self) -> u64 {
        self.views.saturating_add(self.embeds)
    }
}

impl AddAssign for Seen {
    fn add_assign(&mut self, more: Self) {
        self.views = self.views.saturating_add(more.views);
        self.embeds = self.embeds.saturating_add(more.embeds);
    }
}

/// One day, from midnight to midnight UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DaySeen {
    /// Which.
    pub day: NaiveDate,
    /// How often.
    #[serde(flatten)]
    pub seen: Seen,
}

/// A site that readers came from, or that shows the story in a frame.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SiteSeen {
    /// Its host.
    pub site: String,
    /// How often.
    #[serde(flatten)]
    pub seen: Seen,
}

/// How often a story was seen in a number of days.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Statistics {
    /// All days together.
    pub total: Seen,
    /// Every day, the first one first; the last one is today.
    pub days: Vec<DaySeen>,
    /// The sites that readers came from, those that led most of them here first.
    pub sites: Vec<SiteSeen>,
    /// By readers whose browser named no site: from an app, a bookmark, or a site that does not tell.
    pub direct: Seen,
    /// By way of further sites, which are counted together.
    pub other: Seen,
}

/// Where a reader came from, as it is counted.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Origin {
    /// From nowhere that the browser told of.
    Direct,
    /// From this host.
    Site(String),
    /// From a site beyond the bound.
    Other,
}

impl Statistics {
    /// The sum of what was counted, with the days on which nobody came.
    #[must_use]
    pub fn of(counted: impl IntoIterator<Item = (NaiveDate, Origin, Seen)>, today: NaiveDate, days: u16) -> Self {
        let first = today.checked_sub_days(Days::new(u64::from(days.max(1)) - 1)).unwrap_or(NaiveDate::MIN);
        let mut by_day: BTreeMap<_, Seen> =
            first.iter_days().take_while(|day| *day <= today).map(|day| (day, Seen::default())).collect();
        let mut by_site: BTreeMap<String, Seen> = BTreeMap::new();
        let (mut total, mut direct, mut other) = (Seen::default(), Seen::default(), Seen::default());
        for (day, origin, seen) in counted {
            let Some(on_day) = by_day.get_mut(&day) else { continue };
            *on_day += seen;
            total += seen;
            match origin {
                Origin::Direct => direct += seen,
                Origin::Other => other += seen,
                Origin::Site(site) => *by_site.entry(site).or_default() += seen,
            }
        }
        let mut sites: Vec<_> = by_site.into_iter().map(|(site, seen)| SiteSeen { site, seen }).collect();
        sites.sort_by_key(|site| std::cmp::Reverse(site.seen.sum()));
        let days = by_day.into_iter().map(|(day, seen)| DaySeen { day, seen }).collect();
        Self { total, days, sites, direct, other }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 3, day).expect("a day")
    }

    fn views(views: u64) -> Seen {
        Seen { views, embeds: 0 }
    }

    #[test]
    fn days_without_readers_are_there_and_days_outside_are_not() {
        let site = |host: &str| Origin::Site(host.to_owned());
        let counted = [
            (day(1), Origin::Direct, views(100)),
            (day(3), site("few.example"), views(1)),
            (day(5), site("many.example"), views(2)),
            (day(5), Origin::Other, views(4)),
        ];
        let statistics = Statistics::of(counted, day(5), 3);
        let days: Vec<_> = statistics.days.iter().map(|of| (of.day, of.seen.views)).collect();
        assert_eq!(days, [(day(3), 1), (day(4), 0), (day(5), 6)]);
        let sites: Vec<_> = statistics.sites.iter().map(|of| of.site.as_str()).collect();
        assert_eq!(sites, ["many.example", "few.example"]);
        assert_eq!((statistics.total, statistics.direct, statistics.other), (views(7), views(0), views(4)));
    }

    proptest! {
        #[test]
        fn nothing_is_lost_and_nothing_counted_twice(
            counted in proptest::collection::vec((1u32..29, 0u8..5, 0u64..9, 0u64..9), 0..40), days in 1u16..40
        ) {
            let counted: Vec<_> = counted.into_iter().map(|(date, origin, views, embeds)| {
                let origin = match origin { 0 => Origin::Direct, 1 => Origin::Other, n => Origin::Site(n.to_string()) };
                (day(date), origin, Seen { views, embeds })
            }).collect();
            let all = Statistics::of(counted, day(28), days);
            let sum = |parts: &mut dyn Iterator<Item = Seen>| parts.fold(Seen::default(), |mut sum, part| { sum += part; sum });
            let by_site = sum(&mut all.sites.iter().map(|of| of.seen).chain([all.direct, all.other]));
            prop_assert_eq!(sum(&mut all.days.iter().map(|of| of.seen)), all.total);
            prop_assert_eq!(by_site, all.total);
            prop_assert_eq!(all.days.len(), usize::from(days));
        }
    }
}
