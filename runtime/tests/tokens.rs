//! Tokens of OAuth 2.0: fetched, shared, renewed, and sent to nobody else.

#![expect(clippy::unwrap_used, reason = "helpers of tests, which may panic as tests do")]

mod loopback;

use std::convert::Infallible;
use std::future::IntoFuture as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use loopback::clock::Moving;
use loopback::{Server, answer};
use oasmith_runtime::runtime::{ClientCredentials, Core, Error, Method, Request, Retry, SecurityScheme, Token};

const OK: &str = "HTTP/1.1 204 No Content\r\nContent-Length: 0\r\n\r\n";
const SCHEME: SecurityScheme = SecurityScheme::oauth2("OAuth").token_endpoint("/token");

fn get(core: &Core) -> Request<(), Infallible> {
    Request::new(core, Method::GET, "/x").security(&[&[SCHEME]]).success(&["204"])
}

fn token(text: &str) -> String {
    let body = format!(r#"{{"access_token":"{text}","token_type":"bearer","expires_in":3600}}"#);
    answer("200 OK", "application/json", &body)
}

#[tokio::test]
async fn a_token_is_fetched_with_the_clients_credentials() {
    let server = Server::start([&token("t1"), OK]);
    let credentials = ClientCredentials::new("the id", "s3cr3t&").scope("read").scope("write");
    let credentials = credentials.parameter("audience", "https://a");
    let core = Core::builder(&server.url).client_credentials(SCHEME, credentials).build().unwrap();
    get(&core).await.unwrap();
    get(&core).await.unwrap();
    let seen = server.seen();
    assert_eq!(seen.len(), 3);
    assert_eq!(seen[0].line, "POST /token");
    assert_eq!(seen[0].header("authorization"), Some("Basic dGhlK2lkOnMzY3IzdCUyNg=="));
    assert_eq!(seen[0].body, "grant_type=client_credentials&scope=read+write&audience=https%3A%2F%2Fa");
    assert_eq!(seen[1].header("authorization"), Some("Bearer t1"));
    assert_eq!(seen[2].header("authorization"), Some("Bearer t1"));
}

#[tokio::test]
async fn a_token_that_is_refused_is_renewed_once() {
    let denied = answer("401 Unauthorized", "text/plain", "t1 is not known");
    let server = Server::start([&token("t1"), &denied, &token("t2"), OK]);
    let core =
        Core::builder(&server.url).client_credentials(SCHEME, ClientCredentials::new("id", "s")).build().unwrap();
    let post = Request::new(&core, Method::POST, "/x").security(&[&[SCHEME]]).json(1).success(&["204"]);
    let post: Request<(), Infallible> = post;
    post.await.unwrap();
    let sent: Vec<_> = server.seen().iter().map(|seen| seen.header("authorization").unwrap().to_owned()).collect();
    assert_eq!(sent[1..], ["Bearer t1", "Basic aWQ6cw==", "Bearer t2"]);

    let server = Server::start([&token("t1"), &denied, &token("t2"), &denied]);
    let core =
        Core::builder(&server.url).client_credentials(SCHEME, ClientCredentials::new("id", "s")).build().unwrap();
    let error = get(&core).await.unwrap_err();
    assert_eq!((error.status().map(|status| status.as_u16()), server.seen().len()), (Some(401), 4));
}

#[tokio::test]
async fn a_token_that_cannot_be_had_is_told_without_secrets() {
    let refusal = answer("400 Bad Request", "application/json", r#"{"error":"invalid_client"}"#);
    let server = Server::start([&refusal]);
    let core = Core::builder(&server.url)
        .client_credentials(SCHEME, ClientCredentials::new("id", "s3cr3t").in_body())
        .build()
        .unwrap();
    let error = get(&core).await.unwrap_err();
    assert!(matches!(error, Error::Request(_)));
    let text = format!("{error} {error:?}");
    assert!(text.contains("invalid_client") && !text.contains("s3cr3t"), "{text}");
    assert_eq!(server.only().body, "grant_type=client_credentials&client_id=id&client_secret=s3cr3t");
}

#[tokio::test]
async fn no_redirect_takes_credentials_elsewhere() {
    let elsewhere = Server::start([OK]);
    for (path, status) in [("/token", 307), ("/token", 302), ("/x", 307), ("/x", 302)] {
        let redirect =
            format!("HTTP/1.1 {status} Go\r\nLocation: {}/there\r\nContent-Length: 0\r\n\r\n", elsewhere.url);
        let answers = if path == "/x" { [token("t1"), redirect] } else { [redirect, OK.to_owned()] };
        let server = Server::start([&answers[0], &answers[1]]);
        let core =
            Core::builder(&server.url).client_credentials(SCHEME, ClientCredentials::new("id", "s")).build().unwrap();
        let error = get(&core).await.unwrap_err().to_string();
        assert!(error.contains("redirect"), "{error}");
    }
    assert_eq!(elsewhere.connections(), 0);
}

#[tokio::test]
async fn a_thousand_calls_renew_a_token_once() {
    let server = Server::start([OK]);
    let (clock, fetched) = (Moving::new(), Arc::new(AtomicUsize::new(0)));
    let counter = fetched.clone();
    let source = move || {
        let number = counter.fetch_add(1, Ordering::Relaxed) + 1;
        async move {
            tokio::time::sleep(Duration::from_millis(20)).await;
            Ok::<_, std::io::Error>(Token::new(format!("t{number}")).lifetime(Duration::from_secs(600)))
        }
    };
    let core = Core::builder(&server.url).clock(clock.clone()).retry(Retry::none());
    let core = core.token_source(SCHEME, source).build().unwrap();
    get(&core).await.unwrap();
    clock.advance(Duration::from_secs(601));
    let calls: Vec<_> = (0..1000).map(|_| tokio::spawn(get(&core).into_future())).collect();
    for call in calls {
        call.await.unwrap().unwrap();
    }
    assert_eq!(fetched.load(Ordering::Relaxed), 2);
    let seen = server.seen();
    assert_eq!(seen.len(), 1001);
    assert!(seen[1..].iter().all(|seen| seen.header("authorization") == Some("Bearer t2")));
}
