//! Requests, by where they went and how they ended.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use http::{Method, StatusCode};
use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::{Registry, Unit};

use crate::publish::cache::Form;

/// Seconds up to which answers are counted together: a page from memory, a search of three slow networks.
const BUCKETS: [f64; 12] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0];
/// The route of what no route takes.
const UNMATCHED: &str = "unmatched";

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Answered {
    method: &'static str,
    route: String,
    status: u16,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Route {
    route: String,
}

/// Requests that the router has answered. Their routes are the templates of addresses, never addresses: those can hold
/// secrets, and there is no end of them.
pub struct Requests {
    answered: Family<Answered, Counter>,
    durations: Family<Route, Histogram, fn() -> Histogram>,
}

impl Default for Requests {
    fn default() -> Self {
        let histogram: fn() -> Histogram = || Histogram::new(BUCKETS);
        Self { answered: Family::default(), durations: Family::new_with_constructor(histogram) }
    }
}

impl Requests {
    /// Counts an answer, and how long it took until its head was ready; a long body or a stream goes on after that.
    pub fn count(&self, method: &Method, route: Option<&str>, status: StatusCode, took: Duration) {
        let route = route.unwrap_or(UNMATCHED).to_owned();
        self.durations.get_or_create(&Route { route: route.clone() }).observe(took.as_secs_f64());
        self.answered.get_or_create(&Answered { method: name(method), route, status: status.as_u16() }).inc();
    }

    pub(super) fn register(&self, registry: &mut Registry) {
        let answered = "Requests, by method, route and status; pages that were ready included";
        registry.register("http_requests", answered, self.answered.clone());
        let durations = "Time to the head of an answer; pages that were ready are not measured";
        registry.register_with_unit("http_request_duration", durations, Unit::Seconds, self.durations.clone());
    }
}

/// Methods are whatever a client makes up.
fn name(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::PATCH => "PATCH",
        Method::DELETE => "DELETE",
        Method::OPTIONS => "OPTIONS",
        _ => "other",
    }
}

/// Pages that were answered before the router: most requests, each in a few millionths of a second. So they are not
/// measured, and counting one is a single relaxed addition. What has gathered joins [`Requests`] when somebody looks.
pub struct ReadyPages {
    page: Outcomes,
    embed: Outcomes,
}

struct Outcomes {
    sent: Gathered,
    unchanged: Gathered,
}

/// A number that has not joined its total yet.
struct Gathered {
    pending: AtomicU64,
    total: Counter,
}

impl ReadyPages {
    pub(super) fn among(requests: &Requests) -> Self {
        let gathered = |route: &str, status: StatusCode| {
            let labels = Answered { method: "GET", route: route.to_owned(), status: status.as_u16() };
            Gathered { pending: AtomicU64::new(0), total: requests.answered.get_or_create_owned(&labels) }
        };
        let outcomes = |route| Outcomes {
            sent: gathered(route, StatusCode::OK),
            unchanged: gathered(route, StatusCode::NOT_MODIFIED),
        };
        Self { page: outcomes("/@{handle}/{slug}"), embed: outcomes("/@{handle}/{slug}/embed") }
    }

    /// Counts a page that was sent, or that its reader has already.
    pub fn count(&self, form: Form, status: StatusCode) {
        let outcomes = if form == Form::Embed { &self.embed } else { &self.page };
        let gathered = if status == StatusCode::NOT_MODIFIED { &outcomes.unchanged } else { &outcomes.sent };
        gathered.pending.fetch_add(1, Ordering::Relaxed);
    }

    /// Adds what has gathered to the totals; says how much that was.
    pub(super) fn join(&self) -> u64 {
        let all = [&self.page.sent, &self.page.unchanged, &self.embed.sent, &self.embed.unchanged];
        let join = |gathered: &Gathered| {
            let pending = gathered.pending.swap(0, Ordering::Relaxed);
            gathered.total.inc_by(pending);
            pending
        };
        all.into_iter().map(join).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_gathered_joins_once() {
        let requests = Requests::default();
        let ready = ReadyPages::among(&requests);
        let labels = Answered { method: "GET", route: "/@{handle}/{slug}".to_owned(), status: 304 };
        (0..3).for_each(|_| ready.count(Form::Page, StatusCode::NOT_MODIFIED));
        ready.count(Form::Embed, StatusCode::OK);
        assert_eq!((ready.join(), ready.join()), (4, 0));
        ready.count(Form::Page, StatusCode::NOT_MODIFIED);
        assert_eq!(ready.join(), 1);
        assert_eq!(requests.answered.get_or_create(&labels).get(), 4);
    }

    #[test]
    fn what_clients_make_up_makes_no_new_lines() {
        let requests = Requests::default();
        for method in ["BREW", "PROPFIND", "X1", "X2"] {
            let method = Method::from_bytes(method.as_bytes()).expect("a method");
            requests.count(&method, None, StatusCode::NOT_FOUND, Duration::ZERO);
        }
        let labels = Answered { method: "other", route: UNMATCHED.to_owned(), status: 404 };
        assert_eq!(requests.answered.get_or_create(&labels).get(), 4);
    }
}
