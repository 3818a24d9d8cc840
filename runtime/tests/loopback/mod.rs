//! A server on loopback that does what a test tells it, and remembers what it got.

#![allow(dead_code, reason = "each test uses some of it")]

pub(crate) mod clock;

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

/// A request as it came over the wire.
#[derive(Clone, Debug)]
pub(crate) struct Seen {
    /// The method and the target.
    pub(crate) line: String,
    /// Names in lower case, and values.
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: String,
}

impl Seen {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

pub(crate) struct Server {
    pub(crate) url: String,
    seen: Arc<Mutex<Vec<Seen>>>,
    connections: Arc<Mutex<usize>>,
}

impl Server {
    /// Answers each request with the next text, and all others with the last. Nothing is an answer too: the
    /// connection ends. It ends as well after an answer that says so, or that says no length.
    pub(crate) fn start<const N: usize>(answers: [&str; N]) -> Self {
        let answers = answers.map(str::to_owned).to_vec();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let server = Self { url, seen: Arc::default(), connections: Arc::default() };
        let (seen, connections) = (server.seen.clone(), server.connections.clone());
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                *connections.lock().unwrap() += 1;
                let (seen, answers) = (seen.clone(), answers.clone());
                std::thread::spawn(move || serve(stream.unwrap(), &seen, &answers));
            }
        });
        server
    }

    /// What came so far.
    pub(crate) fn seen(&self) -> Vec<Seen> {
        self.seen.lock().unwrap().clone()
    }

    /// The one request that came.
    pub(crate) fn only(&self) -> Seen {
        let seen = self.seen();
        assert_eq!(seen.len(), 1, "{seen:?}");
        seen[0].clone()
    }

    /// How many connections were opened.
    pub(crate) fn connections(&self) -> usize {
        *self.connections.lock().unwrap()
    }
}

fn serve(mut stream: TcpStream, seen: &Mutex<Vec<Seen>>, answers: &[String]) {
    while let Some(request) = receive(&mut stream) {
        let number = {
            let mut seen = seen.lock().unwrap();
            seen.push(request);
            seen.len() - 1
        };
        let answer = answers.get(number).or(answers.last()).unwrap();
        // A client that has read enough may be gone.
        let sent = stream.write_all(answer.as_bytes());
        if sent.is_err() || !answer.contains("Content-Length:") || answer.contains("Connection: close") {
            return;
        }
    }
}

fn receive(stream: &mut TcpStream) -> Option<Seen> {
    let mut bytes = Vec::new();
    loop {
        let text = String::from_utf8_lossy(&bytes);
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let mut lines = head.split("\r\n");
            let line = lines.next().unwrap().trim_end_matches(" HTTP/1.1").to_owned();
            let headers: Vec<_> = lines
                .map(|line| line.split_once(": ").unwrap())
                .map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()))
                .collect();
            if headers.iter().any(|(name, value)| name == "transfer-encoding" && value == "chunked") {
                if body.ends_with("0\r\n\r\n") {
                    return Some(Seen { line, headers, body: unchunk(body) });
                }
            } else if let length = headers.iter().find(|(name, _)| name == "content-length")
                && body.len() >= length.map_or(0, |(_, length)| length.parse().unwrap())
            {
                return Some(Seen { line, headers, body: body.to_owned() });
            }
        }
        let mut chunk = [0; 4096];
        match stream.read(&mut chunk) {
            Ok(0) | Err(_) => return None,
            Ok(count) => bytes.extend_from_slice(&chunk[..count]),
        }
    }
}

/// The content of chunks (RFC 9112, section 7.1).
fn unchunk(body: &str) -> String {
    let (mut content, mut rest) = (String::new(), body);
    while let Some((size, chunk)) = rest.split_once("\r\n") {
        let size = usize::from_str_radix(size, 16).unwrap();
        content.push_str(&chunk[..size]);
        rest = &chunk[size + 2..];
    }
    content
}

/// An answer with a body, of which the length is told.
pub(crate) fn answer(status: &str, content_type: &str, body: &str) -> String {
    format!("HTTP/1.1 {status}\r\nContent-Type: {content_type}\r\nContent-Length: {}\r\n\r\n{body}", body.len())
}
