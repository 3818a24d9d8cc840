//! The parser of `text/event-stream` (WHATWG HTML, section 9.2.6, *Interpreting an event stream*).
//!
//! It is its own because it is fed by any pieces and bounded by the size of a whole event; the parsers of crates.io have no
//! such bound, or one for each field.

use std::time::Duration;

use bytes::{Buf as _, BytesMut};

use super::framing::TooLarge;

/// An event as it is dispatched.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Dispatched {
    pub(crate) event: String,
    pub(crate) data: String,
    pub(crate) retry: Option<Duration>,
}

/// Makes events of bytes as they come.
#[derive(Debug)]
pub(crate) struct Parser {
    limit: usize,
    buffer: BytesMut,
    /// How much of the buffer holds no end of a line.
    searched: usize,
    /// Whether a line feed belongs to the carriage return before it.
    skips_feed: bool,
    is_first: bool,
    data: String,
    event: String,
    retry: Option<Duration>,
    /// The last event ID: of the block that is read, and of those that were dispatched.
    id: String,
    pub(crate) last_id: String,
    /// The reconnection time, where the server has said one.
    pub(crate) reconnection: Option<Duration>,
}

impl Parser {
    pub(crate) fn new(limit: usize) -> Self {
        Self {
            limit,
            buffer: BytesMut::new(),
            searched: 0,
            skips_feed: false,
            is_first: true,
            data: String::new(),
            event: String::new(),
            retry: None,
            id: String::new(),
            last_id: String::new(),
            reconnection: None,
        }
    }

    /// Begins a new connection: what was not dispatched is dropped.
    pub(crate) fn restart(&mut self) {
        let (id, reconnection) = (std::mem::take(&mut self.last_id), self.reconnection);
        *self = Self { id: id.clone(), last_id: id, reconnection, ..Self::new(self.limit) };
    }

    pub(crate) fn feed(&mut self, bytes: &[u8]) {
        self.buffer.extend_from_slice(bytes);
    }

    /// The next event that is whole.
    pub(crate) fn next(&mut self) -> Result<Option<Dispatched>, TooLarge> {
        while let Some(line) = self.line() {
            if line.len() + self.data.len() + self.event.len() + self.id.len() > self.limit {
                return Err(TooLarge);
            }
            if let Some(dispatched) = self.interpret(&line) {
                return Ok(Some(dispatched));
            }
        }
        if self.buffer.len() + self.data.len() > self.limit { Err(TooLarge) } else { Ok(None) }
    }

    /// The next whole line, without its end.
    fn line(&mut self) -> Option<String> {
        if self.skips_feed && !self.buffer.is_empty() {
            self.skips_feed = false;
            if self.buffer.starts_with(b"\n") {
                self.buffer.advance(1);
            }
        }
        let rest = self.buffer.get(self.searched..).unwrap_or_default();
        let Some(found) = rest.iter().position(|byte| matches!(byte, b'\n' | b'\r')) else {
            self.searched = self.buffer.len();
            return None;
        };
        let line = self.buffer.split_to(self.searched + found);
        self.searched = 0;
        self.skips_feed = self.buffer.starts_with(b"\r");
        self.buffer.advance(1);
        let line = String::from_utf8_lossy(&line);
        let is_first = std::mem::replace(&mut self.is_first, false);
        Some(if is_first { line.strip_prefix('\u{feff}').unwrap_or(&line).to_owned() } else { line.into_owned() })
    }

    fn interpret(&mut self, line: &str) -> Option<Dispatched> {
        if line.is_empty() {
            return self.dispatch();
        }
        let (field, value) = line.split_once(':').unwrap_or((line, ""));
        let value = value.strip_prefix(' ').unwrap_or(value);
        match field {
            "event" => value.clone_into(&mut self.event),
            "data" => {
                self.data.push_str(value);
                self.data.push('\n');
            }
            "id" if !value.contains('\0') => value.clone_into(&mut self.id),
            "retry" if !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit()) => {
                self.retry = value.parse().ok().map(Duration::from_millis);
                self.reconnection = self.retry.or(self.reconnection);
            }
            // A comment (no field), or a field that the standard does not know.
            _ => {}
        }
        None
    }

    fn dispatch(&mut self) -> Option<Dispatched> {
        self.last_id.clone_from(&self.id);
        let (mut data, event, retry) =
            (std::mem::take(&mut self.data), std::mem::take(&mut self.event), self.retry.take());
        if data.is_empty() {
            return None;
        }
        data.pop();
        let event = if event.is_empty() { "message".to_owned() } else { event };
        Some(Dispatched { event, data, retry })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each event as `id|event|data`, with the bytes in pieces of a size.
    fn parse(text: &str, size: usize) -> Vec<String> {
        let mut parser = Parser::new(1000);
        let mut events = Vec::new();
        for chunk in text.as_bytes().chunks(size) {
            parser.feed(chunk);
            while let Some(found) = parser.next().unwrap() {
                events.push(format!("{}|{}|{}", parser.last_id, found.event, found.data));
            }
        }
        events
    }

    #[test]
    fn events_are_the_same_however_the_bytes_come() {
        let streams: &[(&str, &[&str])] = &[
            ("data: YHOO\ndata: +2\ndata: 10\n\n", &["|message|YHOO\n+2\n10"]),
            (
                ": test stream\n\ndata: first event\nid: 1\n\ndata:second event\nid\n\ndata:  third event\n",
                &["1|message|first event", "|message|second event"],
            ),
            ("data\n\ndata\ndata\n\ndata:", &["|message|", "|message|\n"]),
            ("data:test\n\ndata: test\n\n", &["|message|test", "|message|test"]),
            ("\u{feff}event: add\r\ndata: é\r\n\r\nevent: x\r\rdata: \u{feff}y\r\r", &["|add|é", "|message|\u{feff}y"]),
            (
                "id: a\ndata: 1\n\ndata: 2\n\nid: b\0c\ndata: 3\n\nid: d\n\ndata: 4\n\n",
                &["a|message|1", "a|message|2", "a|message|3", "d|message|4"],
            ),
            ("other: x\ndata: {\"a\": 1}\n\n", &["|message|{\"a\": 1}"]),
        ];
        for (text, expected) in streams {
            for size in 1..=text.len() {
                assert_eq!(parse(text, size), *expected, "{text:?} by {size}");
            }
        }
    }

    #[test]
    fn the_server_sets_the_reconnection_time() {
        let mut parser = Parser::new(1000);
        parser.feed(b"retry: 1500\n\nretry: 1x\nretry:\ndata: 1\n\nretry: 20\ndata: 2\n\n");
        assert_eq!(parser.next().unwrap().unwrap().retry, None);
        assert_eq!(parser.reconnection, Some(Duration::from_millis(1500)));
        assert_eq!(parser.next().unwrap().unwrap().retry, Some(Duration::from_millis(20)));
    }

    #[test]
    fn a_new_connection_goes_on_after_the_last_event() {
        let mut parser = Parser::new(1000);
        parser.feed(b"id: 7\ndata: 1\n\nid: 8\ndata: 2\nda");
        assert_eq!(parser.next().unwrap().unwrap().data, "1");
        assert_eq!(parser.next(), Ok(None));
        parser.restart();
        assert_eq!(parser.last_id, "7");
        parser.feed(b"data: 2\n\n");
        assert_eq!(parser.next().unwrap().unwrap().data, "2");
        assert_eq!(parser.last_id, "7");
    }

    #[test]
    fn an_event_has_a_limit() {
        for text in ["data: 123456789012", "data: 123\ndata: 456\ndata: 789\n"] {
            let mut parser = Parser::new(10);
            parser.feed(text.as_bytes());
            assert_eq!(parser.next(), Err(TooLarge), "{text}");
        }
    }
}
