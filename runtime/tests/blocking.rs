//! Calls that block their thread.

#![cfg(feature = "blocking")]
#![expect(clippy::unwrap_used, reason = "helpers of tests, which may panic as tests do")]

mod loopback;

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::time::Duration;

use loopback::{Server, answer};
use oasmith_runtime::runtime::{
    ByteStream, Core, Error, EventStream, ItemStream, Method, Request, StreamError, Success, Upload, operation,
};

type Row = BTreeMap<String, i32>;

const NO_CONTENT: &str = "HTTP/1.1 204 No Content\r\nContent-Length: 0\r\n\r\n";

fn core(server: &Server) -> Core {
    Core::builder(&server.url).build().unwrap()
}

fn get<T: Success>(core: &Core) -> Request<T, Infallible> {
    Request::new(core, Method::GET, "/x").success(&["200"])
}

pub struct Wrapped(Request<(), Infallible>);
operation! { Wrapped => ((), Infallible) }

#[test]
fn calls_of_any_thread_share_their_connection() {
    let server = Server::start([&answer("200 OK", "application/json", "{\"a\":1}")]);
    let core = core(&server);
    assert_eq!(get::<Row>(&core).send_blocking().unwrap()["a"], 1);
    let other = core.clone();
    let response = std::thread::spawn(move || get::<Row>(&other).response_blocking().unwrap()).join().unwrap();
    assert_eq!((response.status().as_u16(), response.body()["a"]), (200, 1));
    assert_eq!((server.seen().len(), server.connections()), (2, 1));
}

#[test]
fn a_wrapped_request_is_sent_as_it_is() {
    let server = Server::start([NO_CONTENT]);
    let core = core(&server);
    let request = || Wrapped(Request::new(&core, Method::GET, "/x").success(&["204"]));
    request().send_blocking().unwrap();
    assert_eq!(request().response_blocking().unwrap().status().as_u16(), 204);
}

#[test]
fn clocks_run_and_waits_end() {
    let busy = "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n";
    let server = Server::start([busy, &answer("200 OK", "application/json", "{}")]);
    get::<Row>(&core(&server)).send_blocking().unwrap();
    assert_eq!(server.seen().len(), 2);

    let stalled = Server::start(["HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n123"]);
    let core = Core::builder(&stalled.url).timeout(Duration::from_millis(50)).build().unwrap();
    let error = get::<Row>(&core).send_blocking().unwrap_err();
    assert!(matches!(&error, Error::Transport(error) if error.is_timeout()), "{error}");
}

#[test]
fn within_an_async_runtime_a_call_is_refused_and_says_what_to_do() {
    let server = Server::start([&answer("200 OK", "application/json", "{\"a\":1}")]);
    let core = core(&server);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let error = get::<Row>(&core).send_blocking().unwrap_err();
        assert!(matches!(error, Error::Request(_)), "{error}");
        assert!(error.to_string().contains("GET /x: not sent: this thread is that of an async runtime"), "{error}");
        assert!(error.to_string().contains("await the request instead"), "{error}");

        let mut stream = get::<ByteStream>(&core).await.unwrap();
        assert!(matches!(stream.next_blocking(), Some(Err(StreamError::Request(_)))));
        assert!(stream.next_blocking().is_none());

        let other = core.clone();
        let blocking = tokio::task::spawn_blocking(move || {
            tokio::runtime::Handle::current().block_on(async { get::<Row>(&other).await.unwrap() })
        });
        assert_eq!(blocking.await.unwrap()["a"], 1);
    });
}

#[test]
fn streams_are_waited_for() {
    let cut = |content_type: &str, body: &str| {
        format!("HTTP/1.1 200 OK\r\nContent-Type: {content_type}\r\nConnection: close\r\n\r\n{body}")
    };
    let first = cut("text/event-stream", "retry: 100\nid: 1\ndata: {\"a\":1}\n\n");
    let second = cut("text/event-stream", "data: {\"a\":2}\n\n");
    let server = Server::start([&first, &second, NO_CONTENT]);
    let mut events = get::<EventStream<Row>>(&core(&server)).send_blocking().unwrap().reconnecting();
    let events: Vec<_> = std::iter::from_fn(|| events.next_blocking()).map(|event| event.unwrap().data["a"]).collect();
    assert_eq!((events, server.seen().len()), (vec![1, 2], 3));

    let server = Server::start([&cut("application/jsonl", "{\"a\":1}\n{\"a\":2}\n")]);
    let mut rows = get::<ItemStream<Row>>(&core(&server)).send_blocking().unwrap();
    assert_eq!(rows.next_blocking().unwrap().unwrap()["a"], 1);
    assert_eq!(rows.next_blocking().unwrap().unwrap()["a"], 2);
    assert!(rows.next_blocking().is_none());

    let server = Server::start([&answer("200 OK", "image/png", "PNG")]);
    let core = core(&server);
    assert_eq!(get::<ByteStream>(&core).send_blocking().unwrap().bytes_blocking().unwrap(), "PNG");
    let stream = get::<ByteStream>(&core).send_blocking().unwrap();
    assert!(matches!(stream.bytes_up_to_blocking(2), Err(StreamError::TooLarge(2))));
    let mut stream = get::<ByteStream>(&core).send_blocking().unwrap();
    assert_eq!(stream.next_blocking().unwrap().unwrap(), "PNG");
    assert!(stream.next_blocking().is_none());
}

#[test]
fn a_file_is_read_while_it_is_sent() {
    let server = Server::start([NO_CONTENT]);
    let core = core(&server);
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml");
    let upload = Upload::open_blocking(&path).unwrap();
    let request = Request::<(), Infallible>::new(&core, Method::POST, "/x").upload("text/plain", upload);
    request.success::<()>(&["204"]).send_blocking().unwrap();
    let text = std::fs::read_to_string(path).unwrap();
    let seen = server.only();
    assert_eq!((seen.header("content-length"), seen.body == text), (Some(text.len().to_string().as_str()), true));
}
