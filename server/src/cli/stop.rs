//! Being asked to stop: Ctrl+C, or what a service manager sends.

use anyhow::bail;
use tokio::signal::unix::{SignalKind, signal};

/// Waits until somebody asks.
pub async fn asked() {
    let terminated = async {
        match signal(SignalKind::terminate()) {
            Ok(mut signal) => drop(signal.recv().await),
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        () = terminated => {}
    }
}

/// Works until it is done or somebody asks; what is half done is cleaned up as it is dropped.
///
/// # Errors
/// As the work, and when it was stopped.
pub async fn or_done<T>(work: impl Future<Output = anyhow::Result<T>>) -> anyhow::Result<T> {
    tokio::select! {
        done = work => done,
        () = asked() => bail!("stopped before it was done; nothing is left of it"),
    }
}
