//! The only way out: where it goes, and what it refuses to swallow.

use std::io::Write as _;
use std::time::Duration;

use server::fetch::{Expect, FetchError, Fetched, Fetcher, Request};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use url::Url;
use wiremock::matchers::{header, path};
use wiremock::{Match, Mock, MockServer, ResponseTemplate};

use super::support::{fetcher, host, url};

fn get(address: &str) -> Request {
    Request::get(address.parse().expect("an address"), Expect::Any)
}

/// A fetcher to which nothing private is allowed.
fn strict() -> Fetcher {
    Fetcher::new("https://sheaf.example", &[]).expect("certificates")
}

async fn refused(fetcher: &Fetcher, address: &str) -> FetchError {
    fetcher.fetch(get(address)).await.expect_err("refused")
}

/// A server that answers every connection with the same bytes and then, if it is to, never says more.
async fn raw(answer: Vec<u8>, then_silent: bool) -> Url {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    tokio::spawn(async move {
        while let Ok((mut connection, _)) = listener.accept().await {
            let answer = answer.clone();
            tokio::spawn(async move {
                let _ = connection.read(&mut [0; 4096]).await;
                let _ = connection.write_all(&answer).await;
                if then_silent {
                    tokio::time::sleep(Duration::from_secs(60)).await;
                }
            });
        }
    });
    format!("http://{address}/").parse().expect("an address")
}

#[tokio::test]
async fn private_addresses_are_refused_as_numbers_and_as_names() {
    for address in ["http://127.0.0.1/", "http://[::1]/", "http://169.254.169.254/latest/", "http://10.0.0.1/"] {
        assert!(matches!(refused(&strict(), address).await, FetchError::Private(_)), "{address}");
    }
    let error = refused(&strict(), "http://localhost/").await;
    assert!(error.to_string().contains("--allow-private-host localhost"), "{error}");
}

#[tokio::test]
async fn a_redirect_to_a_private_address_is_refused() {
    let server = MockServer::start().await;
    for (at, target) in
        [("/number", "http://127.0.0.2/"), ("/name", "http://localhost/"), ("/file", "file:///etc/passwd")]
    {
        let answer = ResponseTemplate::new(302).insert_header("location", target);
        Mock::given(path(at)).respond_with(answer).mount(&server).await;
        let error = refused(&fetcher(), &format!("{}{at}", server.uri())).await;
        assert!(matches!(error, FetchError::NotAllowed(_) | FetchError::Private(_)), "{target}: {error}");
    }
}

#[tokio::test]
async fn redirects_are_followed_a_few_times_and_loops_are_left() {
    let server = MockServer::start().await;
    let to = |target: &str| ResponseTemplate::new(301).insert_header("location", target);
    Mock::given(path("/1")).respond_with(to("/2#part")).mount(&server).await;
    Mock::given(path("/2")).respond_with(to("3?q=é")).mount(&server).await;
    Mock::given(path("/3")).respond_with(ResponseTemplate::new(200).set_body_string("here")).mount(&server).await;
    let fetched = fetcher().fetch(get(&format!("{}/1", server.uri()))).await.expect("fetched");
    assert_eq!((&fetched.body[..], fetched.url.path(), fetched.url.query()), (&b"here"[..], "/3", Some("q=%C3%A9")));

    Mock::given(path("/loop")).respond_with(to("/loop")).mount(&server).await;
    let error = refused(&fetcher(), &format!("{}/loop", server.uri())).await;
    assert_eq!(error, FetchError::TooManyRedirects { host: host(&server) });
    Mock::given(Longer).respond_with(Further).mount(&server).await;
    let error = refused(&fetcher(), &format!("{}/far", server.uri())).await;
    assert_eq!(error, FetchError::TooManyRedirects { host: host(&server) });
}

/// Addresses that send on to a longer one without end.
struct Longer;
struct Further;

impl Match for Longer {
    fn matches(&self, request: &wiremock::Request) -> bool {
        request.url.path().starts_with("/far")
    }
}

impl wiremock::Respond for Further {
    fn respond(&self, request: &wiremock::Request) -> ResponseTemplate {
        ResponseTemplate::new(302).insert_header("location", format!("{}x", request.url.path()))
    }
}

#[tokio::test]
async fn a_token_stays_with_its_host() {
    let (home, elsewhere) = (MockServer::start().await, MockServer::start().await);
    let away = ResponseTemplate::new(302).insert_header("location", format!("{}/b", elsewhere.uri()));
    Mock::given(header("authorization", "Bearer secret")).respond_with(away).expect(1).mount(&home).await;
    Mock::given(path("/b")).respond_with(ResponseTemplate::new(200)).mount(&elsewhere).await;
    let request = Request::get(url(&home), Expect::Any).bearer("secret");
    fetcher().fetch(request).await.expect("fetched");
    let seen = elsewhere.received_requests().await.expect("recorded");
    assert_eq!(seen.len(), 1);
    assert!(!seen[0].headers.contains_key("authorization"));
    assert!(!seen[0].headers.contains_key("cookie") && !seen[0].headers.contains_key("referer"));
    let agent = seen[0].headers["user-agent"].to_str().expect("text");
    assert!(agent.starts_with("Sheaf/") && agent.ends_with("(+https://sheaf.example)"), "{agent}");
}

#[tokio::test]
async fn a_body_without_end_is_cut_or_refused() {
    let mut endless = b"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\n\r\n".to_vec();
    endless.resize(20_000_000, b'x');
    let at = raw(endless, true).await;
    let error = refused(&fetcher(), at.as_str()).await;
    assert!(matches!(error, FetchError::TooLarge { .. }), "{error}");
    let cut: Fetched = fetcher().fetch(Request::get(at, Expect::Any).cut_at(1_000)).await.expect("fetched");
    assert_eq!(cut.body.len(), 1_000);
}

#[tokio::test]
async fn a_stated_length_is_believed_before_anything_is_read() {
    let at = raw(b"HTTP/1.1 200 OK\r\ncontent-length: 2000000000\r\n\r\nx".to_vec(), true).await;
    assert!(matches!(refused(&fetcher(), at.as_str()).await, FetchError::TooLarge { .. }));
}

#[tokio::test]
async fn a_small_download_cannot_swell_without_end() {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(&vec![0; 50_000_000]).expect("compressed");
    let bomb = encoder.finish().expect("compressed");
    assert!(bomb.len() < 100_000);
    let server = MockServer::start().await;
    let answer = ResponseTemplate::new(200).insert_header("content-encoding", "gzip").set_body_bytes(bomb);
    Mock::given(path("/")).respond_with(answer).mount(&server).await;
    assert!(matches!(refused(&fetcher(), &server.uri()).await, FetchError::TooLarge { .. }));
}

#[tokio::test]
async fn silence_ends_when_the_time_is_up() {
    let beginning = b"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: 100\r\n\r\nhalf".to_vec();
    for answer in [Vec::new(), beginning] {
        let at = raw(answer, true).await;
        let impatient = fetcher().with_timeout(Duration::from_millis(300));
        let error = refused(&impatient, at.as_str()).await;
        assert!(error.to_string().ends_with("could not be reached (no answer within 300 milliseconds)"), "{error}");
    }
}

#[tokio::test]
async fn what_is_broken_off_or_not_there_is_named() {
    let at = raw(b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf".to_vec(), false).await;
    assert!(matches!(refused(&fetcher(), at.as_str()).await, FetchError::Unreachable { .. }));
    let free = TcpListener::bind("127.0.0.1:0").await.expect("a port").local_addr().expect("an address");
    let error = refused(&fetcher(), &format!("http://{free}/")).await;
    assert!(error.to_string().contains("connection refused"), "{error}");
    let error = refused(&strict(), "http://nobody.invalid/").await;
    assert!(error.to_string().contains("there is no such host"), "{error}");
}

#[tokio::test]
async fn a_web_page_is_no_data_and_no_picture() {
    let server = MockServer::start().await;
    let page = ResponseTemplate::new(200).set_body_raw("<html>", "text/html; charset=utf-8");
    Mock::given(path("/")).respond_with(page).mount(&server).await;
    for (expect, wanted) in [(Expect::Json, "data"), (Expect::Picture, "a picture")] {
        let error = fetcher().fetch(Request::get(url(&server), expect)).await.expect_err("refused");
        assert_eq!(error, FetchError::WrongType { host: host(&server), wanted, found: "a web page".to_owned() });
    }
}

#[tokio::test]
async fn a_password_is_never_redirected() {
    let server = MockServer::start().await;
    let away = ResponseTemplate::new(307).insert_header("location", "/elsewhere");
    Mock::given(path("/")).respond_with(away).mount(&server).await;
    let request = Request::post_json(url(&server), &serde_json::json!({"password": "secret"}));
    assert_eq!(fetcher().fetch(request).await.expect("an answer").status, 307);
    assert_eq!(server.received_requests().await.expect("recorded").len(), 1);
}
