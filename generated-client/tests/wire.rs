//! What the client puts on the wire, and what it makes of each answer.

#![expect(clippy::unwrap_used, reason = "helpers of tests, which may panic as tests do")]

#[path = "../../runtime/tests/loopback/mod.rs"]
mod loopback;

use std::error::Error as _;
use std::io::Write;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use generated_client::api::AddHandlesToPersonError;
use generated_client::types::{HandleType, PersonHandle};
use generated_client::{Client, Error};
use loopback::{Server, answer};

const PERSON: &str = "903c1ff9-f2cc-435c-b242-9d8a690fcf0a";
const ORG: &str = "af5fbd30-7ce7-4548-8b30-4cd59cb2aba1";
const KEY: &str = "s3cr3t-k3y/+=";
const NO_CONTENT: &str = "HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n";
const NOT_FOUND: &str = r#"{"meta": {"pagination": {"limit": 0, "offset": 0, "total_count": 0}},
    "errors": [{"httpcode": 404, "message": "no such person"}]}"#;

type Outcome = Result<(), Error<AddHandlesToPersonError>>;

fn client(server: &Server) -> Client {
    Client::builder().api_key_auth(KEY).base_url(&server.url).build().unwrap()
}

async fn add(client: &Client, person: &str, org: &str) -> Outcome {
    let handles = [PersonHandle::new(HandleType::EmailAddress, "user@user.com")];
    client.add_handles_to_person(person, org, &handles).await
}

/// The error of a call that gets this answer, and what it says. The call must have been sent once.
async fn failed(text: &str) -> (Error<AddHandlesToPersonError>, String) {
    let server = Server::start([text]);
    let error = add(&client(&server), PERSON, ORG).await.unwrap_err();
    assert_eq!((server.seen().len(), server.connections()), (1, 1), "{error}");
    let message = error.to_string();
    assert!(message.contains("POST /persons/{person_id}/handles"), "{message}");
    (error, message)
}

#[tokio::test]
async fn the_documented_request_and_nothing_more() {
    let server = Server::start([NO_CONTENT]);
    add(&client(&server), PERSON, ORG).await.unwrap();
    let seen = server.only();
    assert_eq!(seen.line, "POST /persons/903c1ff9-f2cc-435c-b242-9d8a690fcf0a/handles");
    assert_eq!(seen.body, r#"[{"type":"email_address","value":"user@user.com"}]"#);
    let mut headers = seen.headers.clone();
    headers.sort();
    let expected = [
        ("accept", "application/json"),
        ("content-length", "50"),
        ("content-type", "application/json"),
        ("host", server.url.trim_start_matches("http://")),
        ("slashid-api-key", KEY),
        ("slashid-orgid", ORG),
    ];
    assert_eq!(headers, expected.map(|(name, value)| (name.to_owned(), value.to_owned())));
}

#[tokio::test]
async fn documented_errors_are_typed_and_show_their_message() {
    let (error, message) = failed(&answer("404 Not Found", "application/json", NOT_FOUND)).await;
    assert!(matches!(error.api(), Some(AddHandlesToPersonError::NotFound(body))
        if body.errors.as_ref().unwrap()[0].httpcode == Some(404)));
    assert_eq!(message, "POST /persons/{person_id}/handles: 404 Not Found: no such person");

    let body = r#"{"errors": [{"httpcode": 400, "message": "bad handle"}]}"#;
    let (error, message) = failed(&answer("400 Bad Request", "application/json; charset=utf-8", body)).await;
    assert!(matches!(error.api(), Some(AddHandlesToPersonError::BadRequest(_))), "{message}");
    assert!(message.ends_with("400 Bad Request: bad handle"), "{message}");
}

#[tokio::test]
async fn other_answers_are_errors_that_say_what_came() {
    let html = "<html><body><h1>nginx says 404</h1></body></html>";
    for (status, content_type, body, shown) in [
        ("404 Not Found", "text/html", html, "nginx says 404"),
        ("404 Not Found", "application/json", html, "nginx says 404"),
        ("404 Not Found", "application/json", r#"{"errors": "none"}"#, "`$.errors`"),
        ("418 I'm a teapot", "text/plain", "short and stout", "short and stout"),
        ("500 Internal Server Error", "application/json", r#"{"message": "boom"}"#, "boom"),
        ("200 OK", "application/json", "{}", "200 OK"),
        ("300 Multiple Choices", "text/plain", "", "300"),
    ] {
        let (error, message) = failed(&answer(status, content_type, body)).await;
        assert!(matches!(error, Error::Response(_)), "{status}: {message}");
        assert_eq!(error.status().unwrap().as_str(), &status[..3]);
        assert!(message.contains(&status[..3]) && message.contains(shown), "{message}");
    }
}

#[tokio::test]
async fn a_cut_connection_is_told_with_what_is_known() {
    let (error, message) = failed("").await;
    assert!(matches!(error, Error::Transport(_)) && error.status().is_none());
    assert!(message.contains("no status") && message.contains("may have received"), "{message}");

    let head = "HTTP/1.1 404 Not Found\r\nContent-Type: application/json\r\nContent-Length: 999";
    let (error, message) = failed(&format!("{head}\r\nConnection: close\r\n\r\n{{")).await;
    assert!(matches!(error, Error::Transport(_)));
    assert!(message.contains("404 Not Found: the answer broke off"), "{message}");

    let nobody = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let client = Client::builder().api_key_auth(KEY).base_url(format!("http://{nobody}")).build().unwrap();
    let error = add(&client, PERSON, ORG).await.unwrap_err();
    assert!(matches!(&error, Error::Transport(error) if error.is_connect()), "{error}");
    assert!(error.to_string().contains("no connection was made"), "{error}");
}

#[tokio::test]
async fn a_post_is_not_sent_again_on_a_connection_that_ends() {
    // The second call goes over the connection of the first, if the pool has it back by then, and it ends when the
    // request is there.
    let first = answer("500 Internal Server Error", "text/plain", "x");
    let server = Server::start([first.as_str(), ""]);
    let client = client(&server);
    assert!(matches!(add(&client, PERSON, ORG).await, Err(Error::Response(_))));
    assert!(matches!(add(&client, PERSON, ORG).await, Err(Error::Transport(_))));
    assert_eq!(server.seen().len(), 2);
}

#[tokio::test]
async fn a_time_limit_ends_the_call() {
    let silent = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", silent.local_addr().unwrap());
    let builder = Client::builder().api_key_auth(KEY).base_url(url).timeout(Duration::from_millis(50));
    let error = add(&builder.build().unwrap(), PERSON, ORG).await.unwrap_err();
    assert!(matches!(&error, Error::Transport(error) if error.is_timeout()), "{error}");
    assert!(error.to_string().contains("the time limit of the whole call was reached"), "{error}");
}

#[tokio::test]
async fn what_would_go_elsewhere_is_refused_before_it_is_sent() {
    let server = Server::start([NO_CONTENT]);
    let sound = client(&server);
    let keyless = Client::builder().base_url(&server.url).build().unwrap();
    for (client, person, org, reason) in [
        (&sound, ".", ORG, "person_id"),
        (&sound, "..", ORG, "person_id"),
        (&sound, "", ORG, "person_id"),
        (&sound, PERSON, "a\r\nX-Evil: 1", "SlashID-OrgID"),
        (&sound, PERSON, "a\rb", "SlashID-OrgID"),
        (&sound, PERSON, "a\nb", "SlashID-OrgID"),
        (&sound, PERSON, "a\0b", "SlashID-OrgID"),
        (&keyless, PERSON, ORG, ".api_key_auth(..)"),
    ] {
        let error = add(client, person, org).await.unwrap_err();
        assert!(matches!(error, Error::Request(_)), "{error}");
        assert!(error.to_string().contains(reason), "{error}");
    }
    assert_eq!(server.connections(), 0);
}

#[tokio::test]
async fn a_path_parameter_stays_one_segment() {
    for (person, segment) in [
        ("a/b?c#d%2e", "a%2Fb%3Fc%23d%252e"),
        ("%2e%2e", "%252e%252e"),
        ("..;", "..%3B"),
        ("...", "..."),
        ("a b\u{e9}\\", "a%20b%C3%A9%5C"),
        ("\r\n", "%0D%0A"),
    ] {
        let server = Server::start([NO_CONTENT]);
        add(&client(&server), person, ORG).await.unwrap();
        assert_eq!(server.only().line, format!("POST /persons/{segment}/handles"));
    }
}

#[tokio::test]
async fn a_redirect_to_another_origin_gets_nothing() {
    for status in ["301 Moved", "302 Found", "303 See Other", "307 Temporary Redirect", "308 Permanent Redirect"] {
        let other = Server::start([NO_CONTENT]);
        let url = &other.url;
        let redirect = format!("HTTP/1.1 {status}\r\nLocation: {url}/persons\r\nContent-Length: 0\r\n\r\n");
        let (error, message) = failed(&redirect).await;
        assert_eq!(error.status().unwrap().as_str(), &status[..3]);
        assert!(message.contains("another origin") && message.contains(url.as_str()), "{message}");
        assert_eq!(other.connections(), 0);
    }
}

#[tokio::test]
async fn a_redirect_within_the_origin_keeps_the_request() {
    let redirect = "HTTP/1.1 307 Temporary Redirect\r\nLocation: /v2/handles\r\nContent-Length: 0\r\n\r\n";
    let server = Server::start([redirect, NO_CONTENT]);
    add(&client(&server), PERSON, ORG).await.unwrap();
    let [first, second] = <[_; 2]>::try_from(server.seen()).unwrap();
    assert_eq!(second.line, "POST /v2/handles");
    assert_eq!((&second.headers, &second.body), (&first.headers, &first.body));
    assert_eq!(second.header("referer"), None);
}

/// Everything that is logged.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn the_key_is_nowhere_to_be_seen() {
    let log = Log::default();
    let writer = log.clone();
    tracing_subscriber::fmt().with_max_level(tracing::Level::TRACE).with_writer(move || writer.clone()).init();
    let builder = Client::builder().api_key_auth(KEY);
    let mut shown = format!("{builder:?} {builder:#?}");
    let echo = format!(r#"{{"errors": [{{"httpcode": 400, "message": "the key {KEY} is unknown"}}]}}"#);
    let elsewhere = format!("HTTP/1.1 302 Found\r\nLocation: http://h/?{KEY}\r\nContent-Length: 0\r\n\r\n");
    for text in [
        NO_CONTENT,
        &answer("400 Bad Request", "application/json", &echo),
        &answer("500 Oops", "text/html", &format!("<p>{KEY}</p>")),
        &elsewhere,
        "",
    ] {
        let server = Server::start([text]);
        let client = client(&server);
        let handles = [PersonHandle::new(HandleType::Username, "u")];
        let request = client.add_handles_to_person(PERSON, ORG, &handles);
        shown.push_str(&format!("{client:?} {request:?}"));
        if let Err(error) = request.await {
            shown.push_str(&format!("{error} {error:?} {error:#?}"));
            let mut cause = error.source();
            while let Some(inner) = cause {
                shown.push_str(&format!("{inner} {inner:?}"));
                cause = inner.source();
            }
        }
    }
    assert!(shown.contains("the key [hidden] is unknown"), "{shown}");
    assert!(!shown.contains(KEY), "{shown}");
    let logged = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    assert!(logged.contains("/persons/{person_id}/handles"), "{logged}");
    assert!(!logged.contains(KEY), "{logged}");
}
