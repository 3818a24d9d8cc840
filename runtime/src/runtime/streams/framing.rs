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

/// What was cut out of the bytes.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Item {
    Whole(Bytes),
    /// A number or a word that nothing ends: more of it may be missing (RFC 7464, section 2.4).
    Cut,
}

/// Cuts bytes into items as they come.
#[derive(Debug)]
pub(crate) struct Cutter {
    framing: Framing,
    limit: usize,
    buffer: BytesMut,
    /// How much of the buffer was looked at: it holds no end of an item.
    searched: usize,
    /// Where in a text of a sequence the search is.
    text: Text,
}

/// How far a text of JSON is open.
#[derive(Debug, Default)]
struct Text {
    /// Whether there was anything but white space.
    is_begun: bool,
    depth: usize,
    in_string: bool,
    is_escaped: bool,
}

impl Text {
    /// Takes a byte; tells whether it ends the text, as a line feed does where nothing is open.
    fn take(&mut self, byte: u8) -> bool {
        if self.in_string {
            match byte {
                _ if self.is_escaped => self.is_escaped = false,
                b'\\' => self.is_escaped = true,
                b'"' => self.in_string = false,
                _ => {}
            }
            return false;
        }
        match byte {
            b'\n' => return self.is_begun && self.depth == 0,
            b' ' | b'\t' | b'\r' => return false,
            b'"' => self.in_string = true,
            b'{' | b'[' => self.depth += 1,
            b'}' | b']' => self.depth = self.depth.saturating_sub(1),
            _ => {}
        }
        self.is_begun = true;
        false
    }
}

impl Cutter {
    pub(crate) fn new(framing: Framing, limit: usize) -> Self {
        Self { framing, limit, buffer: BytesMut::new(), searched: 0, text: Text::default() }
    }

    pub(crate) fn feed(&mut self, bytes: &[u8]) {
        self.buffer.extend_from_slice(bytes);
    }

    /// The next item that is there; what is blank is none.
    pub(crate) fn next(&mut self) -> Result<Option<Item>, TooLarge> {
        loop {
            let Some(at) = self.end() else {
                self.searched = self.buffer.len();
                return if self.searched > self.limit { Err(TooLarge) } else { Ok(None) };
            };
            if at > self.limit {
                return Err(TooLarge);
            }
            let is_cut = self.buffer[at] == SEPARATOR && self.framing == Framing::Sequence;
            let item = self.buffer.split_to(at).freeze();
            self.buffer.advance(1);
            (self.searched, self.text) = (0, Text::default());
            if let Some(item) = Self::item(item, is_cut) {
                return Ok(Some(item));
            }
        }
    }

    /// Where the byte is that ends the item.
    fn end(&mut self) -> Option<usize> {
        let rest = self.buffer.get(self.searched..).unwrap_or_default();
        let found = match self.framing {
            Framing::Lines => rest.iter().position(|byte| *byte == b'\n'),
            Framing::Sequence => rest.iter().position(|byte| *byte == SEPARATOR || self.text.take(*byte)),
        };
        found.map(|at| self.searched + at)
    }

    /// What is left at the end of the bytes: the last line may lack its end.
    pub(crate) fn rest(&mut self) -> Option<Item> {
        self.searched = 0;
        Self::item(self.buffer.split().freeze(), self.framing == Framing::Sequence)
    }

    /// An item without white space around it. White space, a bracket and a quote end a text, a digit and a letter do not.
    fn item(bytes: Bytes, is_cut: bool) -> Option<Item> {
        let item = trim(&bytes);
        let is_open = is_cut && bytes.ends_with(&item) && item.last().is_some_and(u8::is_ascii_alphanumeric);
        match (item.is_empty(), is_open) {
            (true, _) => None,
            (false, true) => Some(Item::Cut),
            (false, false) => Some(Item::Whole(item)),
        }
    }
}

/// Without white space around it, and without a byte order mark.
fn trim(bytes: &Bytes) -> Bytes {
    let mut item = bytes.clone();
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

    fn shown(item: Item) -> String {
        match item {
            Item::Whole(item) => String::from_utf8(item.to_vec()).unwrap(),
            Item::Cut => "cut".to_owned(),
        }
    }

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
        items.into_iter().map(shown).collect()
    }

    #[test]
    fn items_are_the_same_however_the_bytes_come() {
        for size in 1..40 {
            assert_eq!(cut(Framing::Lines, "{\"a\":1}\r\n\n  [é]\n2", size), ["{\"a\":1}", "[é]", "2"], "{size}");
            let sequence = "\x1E{\"a\":\n[1]}\n\x1E\"\\\"\n[\"\n\x1E\x1E3\n";
            assert_eq!(cut(Framing::Sequence, sequence, size), ["{\"a\":\n[1]}", "\"\\\"\n[\"", "3"], "{size}");
            // RFC 7464, section 2.4: what is whole without a line feed, and what may not be.
            let broken = "\x1E{\"a\":1}\x1E12\x1E13 \x1E[1,\n\x1Etrue";
            assert_eq!(cut(Framing::Sequence, broken, size), ["{\"a\":1}", "cut", "13", "[1,", "cut"], "{size}");
        }
        assert_eq!(cut(Framing::Lines, "\u{feff}1\n", 99), ["1"]);
        assert_eq!(cut(Framing::Lines, "", 99), [""; 0]);
    }

    #[test]
    fn an_item_of_a_sequence_is_there_with_its_line_feed() {
        let mut cutter = Cutter::new(Framing::Sequence, 100);
        cutter.feed(b"\x1E{\"a\":\n1}");
        assert_eq!(cutter.next(), Ok(None));
        cutter.feed(b"\n");
        assert_eq!(cutter.next(), Ok(Some(Item::Whole("{\"a\":\n1}".into()))));
    }

    #[test]
    fn an_item_has_a_limit() {
        let mut cutter = Cutter::new(Framing::Lines, 3);
        cutter.feed(b"123\n");
        assert_eq!(cutter.next(), Ok(Some(Item::Whole("123".into()))));
        cutter.feed(b"1234");
        assert_eq!(cutter.next(), Err(TooLarge));
        let mut cutter = Cutter::new(Framing::Lines, 3);
        cutter.feed(b"1234\n");
        assert_eq!(cutter.next(), Err(TooLarge));
    }
}
