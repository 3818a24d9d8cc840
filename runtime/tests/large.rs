//! A gibibyte up and a gibibyte down, in little memory. Linux says how much a process has had.
#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, reason = "helpers of tests, which may panic as tests do")]

use std::convert::Infallible;
use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use oasmith_runtime::runtime::{ByteStream, Bytes, Core, Method, Request, Upload, reqwest};

const GIBIBYTE: u64 = 1 << 30;
const CHUNK: usize = 1 << 16;
const MOST_KIBIBYTES: u64 = 64 << 10;

/// A stream of zeros.
struct Zeros(u64);

impl futures_core::Stream for Zeros {
    type Item = Result<Bytes, std::io::Error>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        static CHUNKS: [u8; CHUNK] = [0; CHUNK];
        Poll::Ready(self.0.checked_sub(CHUNK as u64).map(|rest| {
            self.0 = rest;
            Ok(Bytes::from_static(&CHUNKS))
        }))
    }
}

/// Takes a body of a gibibyte, or gives one.
fn serve(mut stream: TcpStream) {
    let (mut head, mut byte) = (Vec::new(), [0]);
    while !head.ends_with(b"\r\n\r\n") {
        stream.read_exact(&mut byte).unwrap();
        head.push(byte[0]);
    }
    let head = String::from_utf8(head).unwrap().to_ascii_lowercase();
    let mut chunk = vec![0; CHUNK];
    if head.starts_with("put") {
        assert!(head.contains(&format!("content-length: {GIBIBYTE}")), "{head}");
        let mut left = GIBIBYTE;
        while left > 0 {
            left -= stream.read(&mut chunk).unwrap() as u64;
        }
        stream.write_all(b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n").unwrap();
    } else {
        let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {GIBIBYTE}\r\nConnection: close\r\n\r\n");
        stream.write_all(head.as_bytes()).unwrap();
        (0..GIBIBYTE / CHUNK as u64).for_each(|_| stream.write_all(&chunk).unwrap());
    }
}

/// The most memory that this process has had, in kibibytes.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    line.trim().trim_end_matches(" kB").parse().unwrap()
}

#[tokio::test]
async fn large_bodies_are_not_held() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || listener.incoming().for_each(|stream| serve(stream.unwrap())));
    // What is streamed may take longer than a call.
    let core = Core::builder(&url).timeout(Duration::from_millis(100)).build().unwrap();
    let content = Upload::from(reqwest::Body::wrap_stream(Zeros(GIBIBYTE))).length(GIBIBYTE);
    let put = Request::new(&core, Method::PUT, "/x").upload("application/octet-stream", content);
    let put: Request<(), Infallible> = put.success(&["204"]);
    put.await.unwrap();
    let get: Request<ByteStream, Infallible> = Request::new(&core, Method::GET, "/x").success(&["200"]);
    let (mut stream, mut length) = (get.await.unwrap(), 0);
    while let Some(chunk) = stream.next().await {
        length += chunk.unwrap().len() as u64;
    }
    assert_eq!(length, GIBIBYTE);
    assert!(peak() < MOST_KIBIBYTES, "{} KiB", peak());
}
