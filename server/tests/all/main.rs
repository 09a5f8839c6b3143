//! Sheaf as a service: every test has a server and a database of its own, and nothing reaches the network.

mod accounts;
mod backups;
mod carrying;
mod commands;
mod connections;
mod following;
mod gathering;
mod history;
mod importing;
mod integrity;
mod kept_pages;
mod layouts;
mod library;
mod live;
mod mentions;
mod metrics;
mod people;
mod publishing;
mod ready_pages;
mod sessions;
mod settings;
mod sources;
mod spreading;
mod statistics;
mod stories;
mod support;
