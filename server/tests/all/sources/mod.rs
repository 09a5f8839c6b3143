//! The connectors and the fetcher against answers: written by hand, recorded, and broken in every way.

mod bluesky;
mod counterpart;
mod failures;
mod fetcher;
mod link;
mod mastodon;
mod recorded;
mod support;
