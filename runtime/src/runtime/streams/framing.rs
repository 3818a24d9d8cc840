//! How bytes are cut into items.

use bytes::{Buf as _, Bytes, BytesMut};

/// What parts the items from each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Framing {
    /// A line each: JSON lines, newline-delimited JSON.
    Lines,
    /// A record separator before each (RFC 7464).
    Sequence,
}

/// The record separator (RFC 7464, section 2.2).
const SEPARATOR: u8 = 0x1E;

/// An item is larger than the limit.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct TooLarge;

/// Cuts bytes into items as they come.
#[derive(Debug)]
pub(crate) struct Cutter {
    framing: Framing,
    limit: usize,
    buffer: BytesMut,
    /// How much of the buffer holds no end of an item.
    searched: usize,
}

impl Cutter {
    pub(crate) fn new(framing: Framing, limit: usize) -> Self {
        Self { framing, limit, buffer: BytesMut::new(), searched: 0 }
    }

    pub(crate) fn feed(&mut self, bytes: &[u8]) {
        self.buffer.extend_from_slice(bytes);
    }

    /// The next item that is whole; what is blank is none.
    pub(crate) fn next(&mut self) -> Result<Option<Bytes>, TooLarge> {
        let end = match self.framing {
            Framing::Lines => b'\n',
            Framing::Sequence => SEPARATOR,
        };
        loop {
            let found = self.buffer.get(self.searched..).and_then(|rest| rest.iter().position(|byte| *byte == end));
            let Some(at) = found.map(|at| self.searched + at) else {
                self.searched = self.buffer.len();
                return if self.searched > self.limit { Err(TooLarge) } else { Ok(None) };
            };
            if at > self.limit {
                return Err(TooLarge);
            }
            let item = self.buffer.split_to(at).freeze();
            self.buffer.advance(1);
            self.searched = 0;
            let item = trim(item);
            if !item.is_empty() {
                return Ok(Some(item));
            }
        }
    }

    /// What is left at the end of the bytes: the last line may lack its end.
    pub(crate) fn rest(&mut self) -> Option<Bytes> {
        self.searched = 0;
        Some(trim(self.buffer.split().freeze())).filter(|item| !item.is_empty())
    }
}

/// Without white space around it, and without a byte order mark.
fn trim(mut item: Bytes) -> Bytes {
    if item.starts_with(b"\xEF\xBB\xBF") {
        item.advance(3);
    }
    let blank = |byte: &u8| byte.is_ascii_whitespace();
    let start = item.iter().position(|byte| !blank(byte)).unwrap_or(item.len());
    let end = item.iter().rposition(|byte| !blank(byte)).map_or(start, |end| end + 1);
    item.slice(start..end)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(framing: Framing, text: &str, size: usize) -> Vec<String> {
        let mut cutter = Cutter::new(framing, 100);
        let mut items = Vec::new();
        for chunk in text.as_bytes().chunks(size) {
            cutter.feed(chunk);
            while let Some(item) = cutter.next().unwrap() {
                items.push(item);
            }
        }
        items.extend(cutter.rest());
        items.iter().map(|item| String::from_utf8(item.to_vec()).unwrap()).collect()
    }

    #[test]
    fn items_are_the_same_however_the_bytes_come() {
        for size in 1..40 {
            assert_eq!(cut(Framing::Lines, "{\"a\":1}\r\n\n  [é]\n2", size), ["{\"a\":1}", "[é]", "2"], "{size}");
            assert_eq!(
                cut(Framing::Sequence, "\x1E{\"a\":\n1}\n\x1E[2]\n\x1E\x1E3", size),
                ["{\"a\":\n1}", "[2]", "3"]
            );
        }
        assert_eq!(cut(Framing::Lines, "\u{feff}1\n", 99), ["1"]);
        assert_eq!(cut(Framing::Lines, "", 99), [""; 0]);
    }

    #[test]
    fn an_item_has_a_limit() {
        let mut cutter = Cutter::new(Framing::Lines, 3);
        cutter.feed(b"123\n");
        assert_eq!(cutter.next(), Ok(Some(Bytes::from("123"))));
        cutter.feed(b"1234");
        assert_eq!(cutter.next(), Err(TooLarge));
        let mut cutter = Cutter::new(Framing::Lines, 3);
        cutter.feed(b"1234\n");
        assert_eq!(cutter.next(), Err(TooLarge));
    }
}
