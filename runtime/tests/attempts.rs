//! Which requests are sent again, and when.

#![expect(clippy::unwrap_used, reason = "helpers of tests, which may panic as tests do")]

#[path = "loopback/chunks.rs"]
mod chunks;
mod loopback;

use std::convert::Infallible;
use std::future::IntoFuture as _;
use std::time::Duration;

use chunks::Chunks;
use loopback::clock::Moving;
use loopback::{Server, answer};
use oasmith_runtime::runtime::{Core, CoreBuilder, Error, Method, Request, Retry, Upload};

const OK: &str = "HTTP/1.1 204 No Content\r\nContent-Length: 0\r\n\r\n";
const BUSY: &str = "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 1\r\nContent-Length: 0\r\n\r\n";

/// The status of a call, how often it was sent, and what was waited for.
async fn called(
    answers: [&str; 3],
    method: Method,
    set: impl Fn(CoreBuilder) -> CoreBuilder,
    request: impl Fn(Request<(), Infallible>) -> Request<(), Infallible>,
) -> (Option<u16>, usize, Vec<Duration>) {
    let (server, clock) = (Server::start(answers), Moving::new());
    let core = set(Core::builder(&server.url).clock(clock.clone())).build().unwrap();
    let call = request(Request::new(&core, method, "/x").success(&["204"])).response().await;
    let status = match &call {
        Ok(response) => Some(response.status().as_u16()),
        Err(error) => error.status().map(|status| status.as_u16()),
    };
    (status, server.seen().len(), clock.slept())
}

async fn got(answers: [&str; 3]) -> (Option<u16>, usize, Vec<Duration>) {
    called(answers, Method::GET, |core| core, |request| request).await
}

#[tokio::test]
async fn a_busy_server_is_called_again_and_no_sooner_than_it_asks() {
    let second = Duration::from_secs(1);
    assert_eq!(got([BUSY, BUSY, OK]).await, (Some(204), 3, vec![second, second]));
    assert_eq!(got([BUSY, BUSY, BUSY]).await, (Some(503), 3, vec![second, second]));
    let later = BUSY.replace("Retry-After: 1", "Retry-After: 61");
    assert_eq!(got([&later, OK, OK]).await, (Some(503), 1, vec![]));
}

#[tokio::test]
async fn without_a_word_of_the_server_the_waits_are_short() {
    for status in ["408 Request Timeout", "429 Too Many Requests", "502 Bad Gateway", "504 Gateway Timeout"] {
        let (status, sent, slept) = got([&answer(status, "text/plain", ""), OK, OK]).await;
        assert_eq!((status, sent), (Some(204), 2));
        assert!(slept.len() == 1 && slept[0] <= Duration::from_millis(500), "{slept:?}");
    }
    let (status, sent, _) = got([&answer("500 Internal Server Error", "text/plain", ""), OK, OK]).await;
    assert_eq!((status, sent), (Some(500), 1));
}

#[tokio::test]
async fn a_broken_connection_is_made_again() {
    assert_eq!(got(["", "", OK]).await.0, Some(204));
    let (status, sent, _) = called(["", OK, OK], Method::POST, |core| core, |request| request.json(1)).await;
    assert_eq!((status, sent), (None, 1));
}

#[tokio::test]
async fn only_what_is_safe_is_sent_again() {
    for method in [Method::POST, Method::PATCH] {
        let sent = called([BUSY, OK, OK], method.clone(), |core| core, |request| request.json(1)).await;
        assert_eq!((sent.0, sent.1), (Some(503), 1), "{method}");
    }
    for method in [Method::PUT, Method::DELETE, Method::HEAD, Method::OPTIONS] {
        let sent = called([BUSY, OK, OK], method.clone(), |core| core, |request| request).await;
        assert_eq!((sent.0, sent.1), (Some(204), 2), "{method}");
    }
    let keyed = |request: Request<(), Infallible>| request.header("Idempotency-Key", "7").json(1);
    assert_eq!(called([BUSY, OK, OK], Method::POST, |core| core, keyed).await.1, 2);
    let stream = |request: Request<(), Infallible>| {
        request.upload("text/plain", Upload::from(oasmith_runtime::reqwest::Body::wrap_stream(Chunks(vec!["x"]))))
    };
    assert_eq!(called([BUSY, OK, OK], Method::PUT, |core| core, stream).await.1, 1);
}

#[tokio::test]
async fn attempts_are_set_and_end_with_the_call() {
    let none = |core: CoreBuilder| core.retry(Retry::none());
    assert_eq!(called([BUSY, OK, OK], Method::GET, none, |request| request).await.1, 1);
    // What the server asks for is later than the whole call may take.
    let later = BUSY.replace("Retry-After: 1", "Retry-After: 50");
    let brief = |core: CoreBuilder| core.timeout(Duration::from_secs(40));
    assert_eq!(called([&later, OK, OK], Method::GET, brief, |request| request).await, (Some(503), 1, vec![]));
}

#[tokio::test]
async fn a_call_that_takes_too_long_is_given_up() {
    // Nothing answers, and the clock moves to the limit at once.
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let core = Core::builder(&url).clock(Moving::new()).timeout(Duration::from_secs(20)).build().unwrap();
    let call: Request<(), Infallible> = Request::new(&core, Method::GET, "/x").success(&["204"]);
    let Err(Error::Transport(error)) = call.await else { panic!("a time limit") };
    assert!(error.is_timeout());
    assert!(error.to_string().contains("the time limit of the whole call was reached"), "{error}");
}

#[tokio::test]
async fn a_call_that_is_dropped_is_over() {
    let server = Server::start([BUSY]);
    let core = Core::builder(&server.url).build().unwrap();
    let call: Request<(), Infallible> = Request::new(&core, Method::GET, "/x").success(&["204"]);
    let waits = tokio::time::timeout(Duration::from_millis(300), call.into_future()).await;
    assert!(waits.is_err());
    tokio::time::sleep(Duration::from_millis(1000)).await;
    assert_eq!(server.seen().len(), 1);
}
