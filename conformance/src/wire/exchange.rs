//! A request and its answer, read from the bytes of a connection (RFC 9112).

use super::tee::Recording;

/// A request and its answer.
#[derive(Clone, Debug, Default)]
pub(super) struct Exchange {
    pub(super) request: Message,
    /// None where no answer came.
    pub(super) answer: Option<Message>,
}

/// A message.
#[derive(Clone, Debug, Default)]
pub(super) struct Message {
    /// The first line.
    pub(super) start: String,
    headers: Vec<(String, String)>,
    pub(super) body: Vec<u8>,
}

impl Exchange {
    pub(super) fn read(recording: &Recording) -> Self {
        Self {
            request: Message::read(&recording.request).unwrap_or_default(),
            answer: Message::read(&recording.response),
        }
    }

    /// The status of the answer.
    pub(super) fn status(&self) -> Option<u16> {
        self.answer.as_ref()?.start.split(' ').nth(1)?.parse().ok()
    }
}

impl Message {
    pub(super) fn read(bytes: &[u8]) -> Option<Self> {
        let end = bytes.windows(4).position(|window| window == b"\r\n\r\n")?;
        let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
        let mut lines = head.split("\r\n");
        let start = lines.next()?.to_owned();
        let header = |line: &str| line.split_once(':').map(|(name, value)| (name.to_owned(), value.trim().to_owned()));
        let headers: Vec<(String, String)> = lines.filter_map(header).collect();
        let mut message = Self { start, headers, body: bytes[end + 4..].to_vec() };
        if message.header("transfer-encoding").is_some_and(|coding| coding.eq_ignore_ascii_case("chunked")) {
            message.body = whole(&message.body);
        }
        Some(message)
    }

    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    /// The header lines, without those that say nothing about a document.
    pub(super) fn told(&self) -> String {
        let dull = ["host", "content-length", "accept-encoding", "user-agent", "connection", "date", "keep-alive"];
        let is_dull =
            |name: &str| dull.contains(&name) || name.starts_with("access-control-") || name == "sl-violations";
        let told = self.headers.iter().filter(|(name, _)| !is_dull(&name.to_ascii_lowercase()));
        told.map(|(name, value)| format!("{name}: {value}")).collect::<Vec<_>>().join("; ")
    }
}

/// A body without the marks of its chunks; what is missing is left out.
fn whole(mut rest: &[u8]) -> Vec<u8> {
    let mut body = Vec::new();
    while let Some(end) = rest.windows(2).position(|window| window == b"\r\n") {
        let size = String::from_utf8_lossy(&rest[..end]);
        let Ok(size @ 1..) = usize::from_str_radix(size.split(';').next().unwrap_or_default().trim(), 16) else {
            break;
        };
        let chunk = &rest[end + 2..];
        body.extend_from_slice(&chunk[..size.min(chunk.len())]);
        rest = chunk.get(size + 2..).unwrap_or_default();
    }
    body
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_its_first_line_headers_and_body() {
        let message = Message::read(b"HTTP/1.1 404 Not Found\r\nA: b\r\nContent-Length: 2\r\n\r\nno").unwrap();
        assert_eq!((message.header("a"), &message.body[..]), (Some("b"), &b"no"[..]));
        assert_eq!(message.told(), "A: b");
        let exchange = Exchange { request: Message::default(), answer: Some(message) };
        assert_eq!(exchange.status(), Some(404));
        assert!(Message::read(b"HTTP/1.1 200 OK\r\n").is_none());
    }

    #[test]
    fn chunks_are_joined() {
        let head = b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n".to_vec();
        let message = Message::read(&[&head[..], b"3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n\r\n"].concat()).unwrap();
        assert_eq!(message.body, b"abcde");
    }
}
