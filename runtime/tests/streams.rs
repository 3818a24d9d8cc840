//! Answers that come in pieces.

#![expect(clippy::unwrap_used, reason = "helpers of tests, which may panic as tests do")]

mod loopback;

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::time::Duration;

use loopback::clock::Moving;
use loopback::{Server, answer};
use oasmith_runtime::runtime::{
    ByteStream, Core, CoreBuilder, Error, EventStream, ItemStream, Method, Request, Retry, Sequence, StreamError,
    responses,
};

type Row = BTreeMap<String, i32>;

fn core(server: &Server) -> CoreBuilder {
    Core::builder(&server.url).retry(Retry::none())
}

fn get<T: oasmith_runtime::runtime::Success>(core: &Core) -> Request<T, Infallible> {
    Request::new(core, Method::GET, "/x").success(&["200"])
}

/// An answer whose connection ends after what is there of the body.
fn cut(content_type: &str, body: &str) -> String {
    format!("HTTP/1.1 200 OK\r\nContent-Type: {content_type}\r\nConnection: close\r\n\r\n{body}")
}

#[tokio::test]
async fn events_go_on_where_the_connection_broke() {
    let first =
        cut("text/event-stream", "retry: 100\nid: 1\nevent: add\ndata: {\"a\":1}\n\nid: 2\ndata: {\"a\":2}\nda");
    let second = cut("text/event-stream; charset=utf-8", "data: {\"a\":2}\n\nid: 3\ndata: {\"a\":3}\n\n");
    let server = Server::start([&first, &second, "HTTP/1.1 204 No Content\r\nContent-Length: 0\r\n\r\n"]);
    let clock = Moving::new();
    let mut events =
        get::<EventStream<Row>>(&core(&server).clock(clock.clone()).build().unwrap()).await.unwrap().reconnecting();
    let mut got = Vec::new();
    while let Some(event) = events.next().await {
        let event = event.unwrap();
        got.push((event.id, event.event, event.data["a"]));
    }
    let expected = [("1", "add", 1), ("1", "message", 2), ("3", "message", 3)];
    assert_eq!(got, expected.map(|(id, event, data)| (id.to_owned(), event.to_owned(), data)));
    let seen = server.seen();
    let ids: Vec<_> = seen.iter().map(|seen| seen.header("last-event-id")).collect();
    assert_eq!(ids, [None, Some("1"), Some("3")]);
    assert_eq!(clock.slept(), [Duration::from_millis(100); 2]);
}

#[tokio::test]
async fn a_connection_that_never_gives_an_event_is_given_up() {
    let server = Server::start([&cut("text/event-stream", "retry: 1000\n: nothing\n\n")]);
    let clock = Moving::new();
    let mut events =
        get::<EventStream<Row>>(&core(&server).clock(clock.clone()).build().unwrap()).await.unwrap().reconnecting();
    assert!(events.next().await.is_none());
    assert_eq!(clock.slept().iter().map(Duration::as_secs).collect::<Vec<_>>(), [1, 2, 4, 8, 16]);

    let server =
        Server::start([&cut("text/event-stream", "data: {}\n\n"), &answer("403 Forbidden", "text/plain", "no")]);
    let core = core(&server).clock(Moving::new()).build().unwrap();
    let mut events = get::<EventStream<Row>>(&core).await.unwrap().reconnecting();
    assert!(events.next().await.unwrap().is_ok());
    assert!(matches!(events.next().await, Some(Err(StreamError::Response(_)))));
    assert!(events.next().await.is_none());
}

#[tokio::test]
async fn without_being_asked_a_stream_ends_with_its_connection() {
    let body = "data: {\"a\":1}\n\ndata: oops\n\ndata: {\"a\":2}\n\ndata: [DONE]\n\ndata: {\"a\":3}\n\n";
    let server = Server::start([&cut("text/event-stream", body)]);
    let mut events = get::<EventStream<Row>>(&core(&server).build().unwrap()).await.unwrap();
    assert_eq!(events.next().await.unwrap().unwrap().data["a"], 1);
    let Some(Err(StreamError::Item(error))) = events.next().await else { panic!("an item that is no JSON") };
    assert_eq!(error.index(), 1);
    assert_eq!(events.next().await.unwrap().unwrap().data["a"], 2);
    assert!(events.next().await.is_none());
    assert_eq!(server.connections(), 1);
}

#[tokio::test]
async fn the_data_of_events_may_be_text() {
    let server = Server::start([&cut("text/event-stream", "data: one \"two\"\ndata: three\n\n")]);
    let mut events = get::<EventStream<String>>(&core(&server).build().unwrap()).await.unwrap();
    assert_eq!(events.next().await.unwrap().unwrap().data, "one \"two\"\nthree");
}

#[tokio::test]
async fn values_come_one_after_the_other() {
    let server = Server::start([&cut("application/x-ndjson", "{\"a\":1}\n\n{\"a\":\"x\"}\r\n{\"a\":3}")]);
    let mut rows = get::<ItemStream<Row>>(&core(&server).build().unwrap()).await.unwrap();
    assert_eq!(rows.next().await.unwrap().unwrap()["a"], 1);
    let Some(Err(StreamError::Item(error))) = rows.next().await else { panic!("a text is no number") };
    assert!(error.to_string().contains("item 1 of the stream"), "{error}");
    assert_eq!(rows.next().await.unwrap().unwrap()["a"], 3);
    assert!(rows.next().await.is_none());

    let server = Server::start([&cut("application/json-seq", "\x1E{\"a\":\n1}\n\x1E{\"a\":2}\n")]);
    let mut rows = get::<ItemStream<Row, Sequence>>(&core(&server).build().unwrap()).await.unwrap();
    assert_eq!(rows.next().await.unwrap().unwrap()["a"], 1);
    assert_eq!(rows.next().await.unwrap().unwrap()["a"], 2);
    assert!(rows.next().await.is_none());
}

#[tokio::test]
async fn an_item_without_end_stops_at_the_limit() {
    let long = "x".repeat(5000);
    let server = Server::start([&cut("text/event-stream", &format!("data: {long}\n\n"))]);
    let mut events = get::<EventStream<String>>(&core(&server).max_body(1000).build().unwrap()).await.unwrap();
    assert!(matches!(events.next().await, Some(Err(StreamError::TooLarge(1000)))));
    assert!(events.next().await.is_none());
    let server = Server::start([&cut("application/jsonl", &long)]);
    let mut rows = get::<ItemStream<Row>>(&core(&server).max_body(1000).build().unwrap()).await.unwrap();
    assert!(matches!(rows.next().await, Some(Err(StreamError::TooLarge(1000)))));
    assert!(rows.next().await.is_none());
}

#[derive(Debug)]
enum Downloaded {
    File(ByteStream),
    Later(Row),
}
responses! { Downloaded { "200" => File(open), "202" => Later(json) } }

#[tokio::test]
async fn bytes_are_a_stream_that_can_be_gathered() {
    let (long, later) = ("x".repeat(5000), answer("202 Accepted", "application/json", "{\"a\":1}"));
    let server = Server::start([&answer("200 OK", "image/png", &long), &answer("200 OK", "image/png", &long), &later]);
    let core = core(&server).max_body(1000).build().unwrap();
    let get = || -> Request<Downloaded, Infallible> { Request::new(&core, Method::GET, "/x").success(&["200", "202"]) };
    let Downloaded::File(stream) = get().await.unwrap() else { panic!("a file") };
    assert_eq!(stream.length(), Some(5000));
    assert_eq!(stream.bytes_up_to(5000).await.unwrap(), long);
    let Downloaded::File(stream) = get().await.unwrap() else { panic!("a file") };
    assert!(matches!(stream.bytes().await, Err(StreamError::TooLarge(1000))));
    let Downloaded::Later(row) = get().await.unwrap() else { panic!("a promise") };
    assert_eq!(row["a"], 1);
}

#[tokio::test]
async fn a_body_that_stops_coming_is_given_up() {
    let stalled = "HTTP/1.1 200 OK\r\nContent-Type: image/png\r\nContent-Length: 10\r\n\r\n123";
    let server = Server::start([stalled]);
    let core = core(&server).clock(Moving::new()).read_timeout(Duration::from_secs(20)).build().unwrap();
    let mut stream = get::<ByteStream>(&core).await.unwrap();
    let mut last = stream.next().await;
    while let Some(Ok(_)) = last {
        last = stream.next().await;
    }
    let Some(Err(StreamError::Transport(error))) = last else { panic!("{last:?}") };
    assert!(error.is_timeout() && error.to_string().contains("of a read"), "{error}");
    assert!(stream.next().await.is_none());

    let call: Request<Row, Infallible> = get(&core);
    let Err(Error::Transport(error)) = call.await else { panic!("a time limit") };
    assert!(error.is_timeout(), "{error}");
}
