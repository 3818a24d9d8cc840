//! A thousand calls: none is lost, none gets another's answer, and they share connections.

#![expect(clippy::unwrap_used, reason = "helpers of tests, which may panic as tests do")]

mod loopback;

use std::convert::Infallible;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use bytes::Bytes;
use h2::server::SendResponse;
use loopback::{Server, answer};
use oasmith_runtime::runtime::{Core, Method, Request, Retry, reqwest};
use tokio::net::TcpListener;
use tokio::sync::mpsc::{UnboundedSender, unbounded_channel};
use tokio::task::JoinSet;
use tokio::time::timeout;

const CALLS: u32 = 1000;

/// A request that came: its number, and what answers it.
type Asked = (String, SendResponse<Bytes>);

/// Takes requests of HTTP/2 in, and counts connections.
async fn take(listener: TcpListener, connections: Arc<AtomicUsize>, asked: UnboundedSender<Asked>) {
    while let Ok((stream, _)) = listener.accept().await {
        connections.fetch_add(1, Ordering::Relaxed);
        let asked = asked.clone();
        tokio::spawn(async move {
            let mut connection = h2::server::handshake(stream).await.unwrap();
            while let Some(Ok((request, respond))) = connection.accept().await {
                let number = request.uri().path().trim_start_matches("/items/").to_owned();
                asked.send((number, respond)).unwrap();
            }
        });
    }
}

async fn get(core: Core, number: u32) -> (u32, u32) {
    let request = Request::<(), Infallible>::new(&core, Method::GET, "/items/{number}").path("number", number);
    (number, request.success::<u32>(&["200"]).await.unwrap())
}

#[tokio::test]
async fn calls_at_once_share_one_connection_of_http_2() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let (connections, (sender, mut asked)) = (Arc::new(AtomicUsize::new(0)), unbounded_channel());
    tokio::spawn(take(listener, connections.clone(), sender));
    let http = reqwest::Client::builder().http2_prior_knowledge();
    let core = Core::builder(&url).http_client(http).retry(Retry::none()).build().unwrap();
    let mut calls: JoinSet<_> = (0..CALLS).map(|number| get(core.clone(), number)).collect();
    // Nothing is answered before all have come, and the last comes first.
    let mut open = Vec::new();
    while open.len() < CALLS as usize {
        open.push(timeout(Duration::from_secs(30), asked.recv()).await.unwrap().unwrap());
    }
    for (number, mut respond) in open.into_iter().rev() {
        let response = http::Response::builder().header("content-type", "application/json").body(()).unwrap();
        respond.send_response(response, false).unwrap().send_data(number.into(), true).unwrap();
    }
    while let Some(call) = calls.join_next().await {
        let (number, answered) = call.unwrap();
        assert_eq!(number, answered);
    }
    assert_eq!(connections.load(Ordering::Relaxed), 1);
}

#[tokio::test]
async fn calls_one_after_the_other_share_connections_of_http_1() {
    const AT_ONCE: u32 = 20;
    let server = Server::start([&answer("200 OK", "application/json", "7")]);
    let core = Core::builder(&server.url).retry(Retry::none()).build().unwrap();
    let mut workers: JoinSet<_> = (0..AT_ONCE)
        .map(|_| {
            let core = core.clone();
            async move {
                for number in 0..CALLS / AT_ONCE {
                    assert_eq!(get(core.clone(), number).await.1, 7);
                }
            }
        })
        .collect();
    while let Some(worker) = workers.join_next().await {
        worker.unwrap();
    }
    assert_eq!(server.seen().len(), CALLS as usize);
    // A call may open a connection that it does not need in the end, as one that is free comes first.
    assert!(server.connections() <= 2 * AT_ONCE as usize, "{} connections", server.connections());
}
