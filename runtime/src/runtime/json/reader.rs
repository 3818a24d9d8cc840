//! The reader of JSON (RFC 8259): a pull parser over text, with what tables need.
//!
//! Strings with escapes, values of any JSON and values that are skipped are left to `serde_json`.

use std::borrow::Cow;

use ::serde::Deserialize;
use ::serde::de::IgnoredAny;

use super::choice::Unions;
use super::object::Table;
use super::slots::MapSlot;
use super::{MAX_DEPTH, ReadError, Slot};

type Result<T> = std::result::Result<T, ReadError>;

/// Reads a value from JSON in UTF-8.
pub fn from_slice<T: Slot>(bytes: &[u8]) -> Result<T> {
    match std::str::from_utf8(bytes) {
        Ok(text) => from_str(text),
        Err(error) => Err(ReadError::new(format!("the text is not UTF-8 (byte {})", error.valid_up_to()))),
    }
}

/// Reads a value from JSON.
pub fn from_str<T: Slot>(text: &str) -> Result<T> {
    let mut value = T::vacant();
    read_whole(text, &mut value)?;
    Ok(value)
}

fn read_whole(text: &str, slot: &mut dyn Slot) -> Result<()> {
    let mut reader = Reader::new(text);
    slot.read(&mut reader)?;
    match reader.peek() {
        None => Ok(()),
        Some(_) => Err(reader.unexpected("the end of the text")),
    }
}

/// A place in a text of JSON.
pub struct Reader<'t> {
    pub(super) text: &'t str,
    pub(super) bytes: &'t [u8],
    pub(super) position: usize,
    pub(super) depth: usize,
    /// How much of the text the value that is read does not keep, or keeps as something that is not known. Of keys that are
    /// known it is counted only while variants are tried.
    pub(super) lost: usize,
    pub(super) unions: Unions,
}

impl<'t> Reader<'t> {
    fn new(text: &'t str) -> Self {
        Self { text, bytes: text.as_bytes(), position: 0, depth: 0, lost: 0, unions: Unions::default() }
    }

    /// Counts what the type has no name for, so that a union can take the variant that loses least.
    pub fn lose(&mut self, is_lost: bool) {
        self.lost += usize::from(is_lost);
    }

    /// The first byte of the next token; white space before it is passed over.
    pub(super) fn peek(&mut self) -> Option<u8> {
        loop {
            match self.bytes.get(self.position) {
                Some(b' ' | b'\n' | b'\r' | b'\t') => self.position += 1,
                other => return other.copied(),
            }
        }
    }

    /// Passes over a `null`, if there is one.
    pub(super) fn null(&mut self) -> Result<bool> {
        if self.peek() == Some(b'n') { self.word("null", "null").map(|()| true) } else { Ok(false) }
    }

    /// Reads a boolean.
    pub(super) fn bool(&mut self) -> Result<bool> {
        match self.peek() {
            Some(b't') => self.word("true", "a boolean").map(|()| true),
            Some(b'f') => self.word("false", "a boolean").map(|()| false),
            _ => Err(self.unexpected("a boolean")),
        }
    }

    fn word(&mut self, word: &str, wanted: &str) -> Result<()> {
        if self.bytes[self.position..].starts_with(word.as_bytes()) {
            self.position += word.len();
            Ok(())
        } else {
            Err(self.unexpected(wanted))
        }
    }

    /// Reads a string, borrowed from the text unless it holds escapes.
    pub fn string(&mut self) -> Result<Cow<'t, str>> {
        if self.peek() != Some(b'"') {
            return Err(self.unexpected("a string"));
        }
        let start = self.position + 1;
        let end = plain_end(self.bytes, start);
        if self.bytes.get(end) == Some(&b'"') {
            self.position = end + 1;
            return Ok(Cow::Borrowed(&self.text[start..end]));
        }
        self.delegate::<String>().map(Cow::Owned)
    }

    /// Reads a text that an enum may list.
    pub fn listed<T: for<'a> From<&'a str>>(&mut self, place: &mut T) -> Result<()> {
        *place = T::from(&*self.string()?);
        Ok(())
    }

    /// Reads a value by its own `serde`.
    pub(crate) fn of_serde<T: ::serde::de::DeserializeOwned>(&mut self) -> Result<T> {
        self.peek();
        self.delegate()
    }

    /// Reads a string of a format.
    pub(crate) fn parse<T>(&mut self, wanted: &str, parse: impl FnOnce(&str) -> Option<T>) -> Result<T> {
        parse(&self.string()?).ok_or_else(|| ReadError::new(format!("expected {wanted}, found another string")))
    }

    /// Reads any JSON.
    pub(super) fn any(&mut self) -> Result<serde_json::Value> {
        self.peek();
        self.delegate()
    }

    /// Passes over a value.
    pub(super) fn skip(&mut self) -> Result<()> {
        self.peek();
        self.delegate::<IgnoredAny>().map(drop)
    }

    fn delegate<T: Deserialize<'t>>(&mut self) -> Result<T> {
        let mut values = serde_json::Deserializer::from_str(&self.text[self.position..]).into_iter::<T>();
        match values.next() {
            Some(Ok(value)) => {
                self.position += values.byte_offset();
                Ok(value)
            }
            Some(Err(error)) => {
                let reason = error.to_string();
                // Its line and column are those of a part of the text.
                let reason = reason.split(" at line ").next().unwrap_or_default();
                Err(self.invalid(reason))
            }
            None => Err(self.unexpected("a value")),
        }
    }

    pub(super) fn enter(&mut self, open: u8, wanted: &'static str) -> Result<()> {
        if self.peek() != Some(open) {
            return Err(self.unexpected(wanted));
        }
        self.position += 1;
        self.depth += 1;
        if self.depth >= MAX_DEPTH { Err(self.invalid("recursion limit exceeded")) } else { Ok(()) }
    }

    /// After an item: whether there is another one. `close` ends the array or the object.
    pub(super) fn more(&mut self, close: u8, wanted: &'static str) -> Result<bool> {
        match self.peek() {
            Some(b',') => {
                self.position += 1;
                Ok(true)
            }
            Some(byte) if byte == close => {
                self.position += 1;
                self.depth -= 1;
                Ok(false)
            }
            _ => Err(self.unexpected(wanted)),
        }
    }

    /// After the opening: whether there is a first item.
    pub(super) fn first(&mut self, close: u8) -> bool {
        let empty = self.peek() == Some(close);
        if empty {
            self.position += 1;
            self.depth -= 1;
        }
        !empty
    }

    /// Reads an array, item by item, and tells how many there are.
    pub(super) fn array(&mut self, item: &mut dyn FnMut(&mut Self) -> Result<()>) -> Result<usize> {
        self.enter(b'[', "an array")?;
        let mut more = self.first(b']');
        let mut index = 0;
        while more {
            item(self).map_err(|error| error.in_item(index))?;
            index += 1;
            more = self.more(b']', "`,` or `]`")?;
        }
        Ok(index)
    }

    /// Reads an array whose length is fixed.
    pub(super) fn items<'a>(&mut self, count: usize, next: &mut dyn FnMut() -> Option<&'a mut dyn Slot>) -> Result<()> {
        let found = self.array(&mut |reader| match next() {
            Some(item) => item.read(reader),
            None => reader.skip(),
        })?;
        if found == count {
            return Ok(());
        }
        Err(ReadError::new(format!("expected an array of {count} items, found one of {found}")))
    }

    pub(super) fn key(&mut self) -> Result<Cow<'t, str>> {
        if self.peek() != Some(b'"') {
            return Err(self.unexpected("a key"));
        }
        let key = self.string()?;
        self.colon()?;
        Ok(key)
    }

    fn colon(&mut self) -> Result<()> {
        if self.peek() != Some(b':') {
            return Err(self.unexpected("`:`"));
        }
        self.position += 1;
        Ok(())
    }

    /// Reads an object whose keys are data.
    pub(super) fn map(&mut self, map: &mut dyn MapSlot) -> Result<()> {
        self.enter(b'{', "an object")?;
        let mut more = self.first(b'}');
        while more {
            let key = self.key()?;
            map.insert(&key, self).map_err(|error| error.in_key(&key))?;
            more = self.more(b'}', "`,` or `}`")?;
        }
        Ok(())
    }

    /// Reads an object whose keys are in a table: each into the slot of the same place, other keys into `rest`.
    pub fn object(
        &mut self,
        table: &'static Table,
        slots: &mut [&mut dyn Slot],
        mut rest: Option<&mut dyn MapSlot>,
    ) -> Result<()> {
        self.enter(b'{', "an object")?;
        let mut seen = Seen::new(slots.len());
        let mut next = 0;
        let mut more = self.first(b'}');
        while more {
            if self.expected_key(table, next)? {
                self.field(table, next, slots, &mut seen)?;
                next += 1;
            } else {
                let key = self.key()?;
                match position(table, &key, next) {
                    Some(index) => {
                        self.field(table, index, slots, &mut seen)?;
                        next = index + 1;
                    }
                    None => match &mut rest {
                        Some(map) => map.insert(&key, self).map_err(|error| error.in_key(&key))?,
                        None => {
                            self.lost += 1;
                            self.skip().map_err(|error| error.in_key(&key))?;
                        }
                    },
                }
            }
            more = self.more(b'}', "`,` or `}`")?;
        }
        match table.fields.iter().enumerate().find(|(index, field)| !field.rule.may_be_missing && !seen.has(*index)) {
            Some((_, field)) => Err(ReadError::new(format!("missing key `{}` of `{}`", field.name(), table.name))),
            None => Ok(()),
        }
    }

    /// Passes over the key of a field and the colon, if they come next: most servers write keys in one order.
    fn expected_key(&mut self, table: &'static Table, index: usize) -> Result<bool> {
        self.peek();
        let Some(field) = table.fields.get(index) else { return Ok(false) };
        let quoted = field.quoted().as_bytes();
        let found = !field.rule.escaped && self.bytes[self.position..].starts_with(quoted);
        if found {
            self.position += quoted.len();
            self.colon()?;
        }
        Ok(found)
    }

    fn field(&mut self, table: &Table, index: usize, slots: &mut [&mut dyn Slot], seen: &mut Seen) -> Result<()> {
        let field = &table.fields[index];
        if !seen.mark(index) {
            return Err(ReadError::new("duplicate key").in_key(field.name()));
        }
        let slot = &mut slots[index];
        // A `null` that is read as a key that is not there is not written again.
        if self.unions.are_tried() && field.rule.skips_absent && !field.rule.tells_null {
            let is_lost = self.peek() == Some(b'n');
            self.lose(is_lost);
        }
        if field.rule.tells_null { slot.read_present(self) } else { slot.read(self) }
            .map_err(|error| error.in_key(field.name()))
    }

    pub(super) fn invalid(&self, reason: &str) -> ReadError {
        let before = &self.bytes[..self.position.min(self.bytes.len())];
        let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
        let column = before.iter().rev().take_while(|byte| **byte != b'\n').count() + 1;
        ReadError::new(format!("{reason} (line {line}, column {column})"))
    }

    /// What was found is told by its kind: the text itself may be personal.
    pub(super) fn unexpected(&self, wanted: &str) -> ReadError {
        self.expected(wanted, self.found())
    }

    pub(super) fn expected(&self, wanted: &str, found: &str) -> ReadError {
        self.invalid(&format!("expected {wanted}, found {found}"))
    }

    /// The kind of what comes next.
    fn found(&self) -> &'static str {
        match self.bytes.get(self.position) {
            None => "the end of the text",
            Some(b'"') => "a string",
            Some(b'{') => "an object",
            Some(b'[') => "an array",
            Some(b't' | b'f') => "a boolean",
            Some(b'n') => "null",
            Some(b'-' | b'0'..=b'9') => "a number",
            Some(_) => "something else",
        }
    }
}

/// The index of a key, looked for from where it is likely.
fn position(table: &Table, key: &str, next: usize) -> Option<usize> {
    let (before, after) = table.fields.split_at(next.min(table.fields.len()));
    let find = |fields: &[super::Field]| fields.iter().position(|field| field.name() == key);
    find(after).map(|index| index + before.len()).or_else(|| find(before))
}

/// Which fields have been read.
enum Seen {
    Few(u64),
    Many(Vec<bool>),
}

impl Seen {
    fn new(count: usize) -> Self {
        if count <= 64 { Self::Few(0) } else { Self::Many(vec![false; count]) }
    }

    fn has(&self, index: usize) -> bool {
        match self {
            Self::Few(bits) => bits >> index & 1 == 1,
            Self::Many(flags) => flags[index],
        }
    }

    /// Whether the field is seen for the first time.
    fn mark(&mut self, index: usize) -> bool {
        let fresh = !self.has(index);
        match self {
            Self::Few(bits) => *bits |= 1 << index,
            Self::Many(flags) => flags[index] = true,
        }
        fresh
    }
}

/// The next byte that is a quote, a backslash or a control character, or the end.
pub(super) fn plain_end(bytes: &[u8], mut at: usize) -> usize {
    const ONES: u64 = u64::MAX / 255;
    const HIGHS: u64 = ONES << 7;
    while let Some(chunk) = bytes.get(at..).and_then(<[u8]>::first_chunk::<8>) {
        let word = u64::from_le_bytes(*chunk);
        // The highest bit of each byte tells whether it is wanted; above the first such byte there may be others by carry.
        let zero = |word: u64| word.wrapping_sub(ONES) & !word & HIGHS;
        let quote = zero(word ^ (ONES * 0x22));
        let backslash = zero(word ^ (ONES * 0x5C));
        let control = word.wrapping_sub(ONES * 0x20) & !word & HIGHS;
        let found = quote | backslash | control;
        if found != 0 {
            return at + (found.trailing_zeros() / 8) as usize;
        }
        at += 8;
    }
    while bytes.get(at).is_some_and(|byte| !matches!(byte, b'"' | b'\\' | 0..0x20)) {
        at += 1;
    }
    at
}
