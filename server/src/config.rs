//! Configuration: read once, from the command line or `SHEAF_*` in the environment.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use clap::Args;
use url::Url;

use crate::embeds::FrameAncestors;
use crate::metrics::MetricsToken;

/// How the server is set up.
#[derive(Args, Clone, Debug)]
pub struct Config {
    /// Folder for the database, pictures and keys; made when it is not there.
    #[arg(long, env = "SHEAF_DATA", default_value = "data", value_name = "DIR")]
    pub data: PathBuf,

    /// Address and port to listen on.
    #[arg(long, env = "SHEAF_LISTEN", default_value = "127.0.0.1:3000", value_name = "ADDR")]
    pub listen: SocketAddr,

    /// Address under which readers reach this server [default: http://LISTEN]
    #[arg(long, env = "SHEAF_BASE_URL", value_name = "URL")]
    pub base_url: Option<Url>,

    /// Believe the client address that a reverse proxy in front adds to X-Forwarded-For
    #[arg(long, env = "SHEAF_TRUST_PROXY")]
    pub trust_proxy: bool,

    /// Sites that may show stories in a frame: *, none, or addresses like https://blog.example, separated by commas
    #[arg(long, env = "SHEAF_FRAME_ANCESTORS", default_value = "*", value_name = "SITES")]
    pub frame_ancestors: FrameAncestors,

    /// How many readers may follow live stories at once; each keeps a connection open
    #[arg(long, env = "SHEAF_LIVE_READERS", default_value_t = 2000, value_name = "NUMBER")]
    pub live_readers: usize,

    /// E-mail address where people may ask for a post to be removed; shown on public pages.
    #[arg(long, env = "SHEAF_CONTACT", value_name = "ADDRESS")]
    pub contact: Option<String>,

    /// Secret with which a monitoring system may read /metrics (Authorization: Bearer …), 16 characters or more;
    /// without it /metrics is there only where this machine alone can reach the server
    #[arg(long, env = "SHEAF_METRICS_TOKEN", value_name = "TOKEN", hide_env_values = true)]
    pub metrics_token: Option<MetricsToken>,

    /// Settings of the sources.
    #[command(flatten)]
    pub sources: SourceConfig,
}

/// How the sources are reached.
#[derive(Args, Clone, Debug)]
pub struct SourceConfig {
    /// Mastodon servers to search, separated by commas.
    #[arg(
        long = "mastodon-servers",
        env = "SHEAF_MASTODON_SERVERS",
        value_delimiter = ',',
        value_name = "URL,…",
        default_value = "https://mastodon.social,https://fosstodon.org,https://mstdn.social"
    )]
    pub mastodon_servers: Vec<Url>,

    /// Bluesky AppView for searches without an account.
    #[arg(long, env = "SHEAF_BLUESKY_APPVIEW", default_value = "https://api.bsky.app", value_name = "URL")]
    pub bluesky_appview: Url,

    /// Bluesky AppView for single posts, threads and feeds.
    #[arg(long, env = "SHEAF_BLUESKY_PUBLIC", default_value = "https://public.api.bsky.app", value_name = "URL")]
    pub bluesky_public: Url,

    /// Bluesky server where app passwords are signed in.
    #[arg(long, env = "SHEAF_BLUESKY_PDS", default_value = "https://bsky.social", value_name = "URL")]
    pub bluesky_pds: Url,

    /// Private hosts that Sheaf may fetch from (`host` or `host:port`), separated by commas. Everything else that
    /// does not resolve to a public address is refused.
    #[arg(
        long = "allow-private-host",
        env = "SHEAF_ALLOW_PRIVATE_HOSTS",
        value_delimiter = ',',
        value_name = "HOST,…"
    )]
    pub allow_private_hosts: Vec<String>,
}

impl Config {
    /// The defaults with a data folder and further arguments of `sheaf serve`, for tests.
    ///
    /// # Panics
    /// When the arguments are wrong.
    #[must_use]
    pub fn for_tests(data: &Path, arguments: &[&str]) -> Self {
        #[derive(clap::Parser)]
        struct Serve {
            #[command(flatten)]
            config: Config,
        }
        let mut config = <Serve as clap::Parser>::parse_from(std::iter::once(&"sheaf").chain(arguments)).config;
        config.data = data.to_owned();
        config
    }

    /// The public address without a slash at the end.
    #[must_use]
    pub fn base_url(&self) -> String {
        let url = self.base_url.as_ref().map_or_else(|| format!("http://{}", self.listen), ToString::to_string);
        url.trim_end_matches('/').to_owned()
    }
}
