//! The command line: `sheaf serve` and the tools around it.

use clap::Parser as _;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    server::cli::Command::parse().run().await
}
