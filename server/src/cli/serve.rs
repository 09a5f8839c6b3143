//! `sheaf serve`.

use std::net::SocketAddr;
use std::sync::Arc;

use anyhow::Context;
use axum::ServiceExt;
use tokio::net::TcpListener;
use tracing_subscriber::EnvFilter;

use super::stop;
use crate::accounts;
use crate::clock::SystemClock;
use crate::config::Config;
use crate::router;
use crate::state::AppState;
use crate::statistics;

/// How many files may be open at once, where the system lets us.
const FILES: u64 = 16_384;

/// Serves until it is asked to stop, and then finishes what it has begun.
///
/// # Errors
/// When the data folder or the address cannot be used.
pub async fn serve(config: Config) -> anyhow::Result<()> {
    let filter = EnvFilter::try_from_env("SHEAF_LOG").unwrap_or_else(|_| EnvFilter::new("info"));
    tracing_subscriber::fmt().with_env_filter(filter).with_target(false).init();
    let listen = config.listen;
    let listener = TcpListener::bind(listen).await.with_context(|| {
        format!("cannot listen on {listen}; is another program there? Choose another with --listen ADDR:PORT")
    })?;
    // A reader who follows a live story keeps a file open, and so does every other connection.
    let files = usize::try_from(rlimit::increase_nofile_limit(FILES)?).unwrap_or(usize::MAX);
    if files / 2 < config.live_readers {
        tracing::warn!(
            files,
            "Few files may be open at once (ulimit -n): fewer readers than --live-readers can follow"
        );
    }
    let state = AppState::open(config, Arc::new(SystemClock)).await?;
    greet(&state).await?;
    tokio::spawn(statistics::keep(state.clone()));
    let stopping = state.clone();
    let stop = async move {
        asked_to_stop().await;
        // These requests would never end by themselves.
        stopping.live.stop();
        stopping.following.stop();
    };
    let service = router::service(state.clone()).into_make_service_with_connect_info::<SocketAddr>();
    axum::serve(listener, service).with_graceful_shutdown(stop).await?;
    statistics::flush(&state).await?;
    println!("Stopped.");
    Ok(())
}

/// Prints where to go next.
async fn greet(state: &AppState) -> anyhow::Result<()> {
    let base_url = &state.base_url;
    println!("\n  Sheaf {} is ready: {base_url}", env!("CARGO_PKG_VERSION"));
    println!("  Data: {}", state.config.data.display());
    let mut conn = state.db.acquire().await?;
    if accounts::store::count(&mut conn).await? == 0 {
        println!("\n  Open {base_url}/setup to make the first account.");
        if let Some(code) = &state.setup_code {
            println!("  Set-up code: {code}");
        }
    } else {
        println!("\n  Sign in at {base_url}/login");
    }
    println!("  Stop with Ctrl+C.\n");
    Ok(())
}

async fn asked_to_stop() {
    stop::asked().await;
    println!("Finishing open requests …");
}
