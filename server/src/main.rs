//! The command line: `sheaf serve` and the tools around it.

use std::process::ExitCode;

use clap::Parser as _;

#[tokio::main]
async fn main() -> anyhow::Result<ExitCode> {
    server::cli::Command::parse().run().await
}
