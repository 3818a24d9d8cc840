//! The writer of JSON (RFC 8259).

use std::fmt::Write as _;

use super::object::{Field, Table, Visitor};
use super::{Encode, Map, View, WriteError};

/// Writes a value as JSON.
pub fn to_vec(value: &dyn Encode) -> Result<Vec<u8>, WriteError> {
    let mut writer = Writer { out: Vec::with_capacity(128), error: None };
    writer.value(value.view());
    match writer.error {
        None => Ok(writer.out),
        Some(error) => Err(error),
    }
}

struct Writer {
    out: Vec<u8>,
    error: Option<WriteError>,
}

impl Writer {
    fn value(&mut self, view: View<'_>) {
        match view {
            View::Absent | View::Null => self.out.extend_from_slice(b"null"),
            View::Bool(true) => self.out.extend_from_slice(b"true"),
            View::Bool(false) => self.out.extend_from_slice(b"false"),
            View::I64(number) => self.out.extend_from_slice(itoa::Buffer::new().format(number).as_bytes()),
            View::U64(number) => self.out.extend_from_slice(itoa::Buffer::new().format(number).as_bytes()),
            View::F64(number) if number.is_finite() => self.serde(&number),
            View::F32(number) if number.is_finite() => self.serde(&number),
            View::F64(_) | View::F32(_) => {
                self.error.get_or_insert(WriteError("JSON has no number that is infinite or not a number"));
            }
            View::Number(text) => self.out.extend_from_slice(text.as_bytes()),
            View::Str(text) => self.string(text),
            View::Formatted(text) => {
                let mut formatted = String::new();
                if write!(formatted, "{text}").is_err() {
                    self.error.get_or_insert(WriteError("a value could not be formatted"));
                }
                self.string(&formatted);
            }
            View::Json(json) => self.serde(json),
            View::Serialized(value) => match value.json() {
                Ok(json) => self.serde(&json),
                Err(error) => {
                    self.error.get_or_insert(error);
                }
            },
            View::Array(items) => {
                self.out.push(b'[');
                for index in 0..items.len() {
                    if index > 0 {
                        self.out.push(b',');
                    }
                    self.value(items.item(index));
                }
                self.out.push(b']');
            }
            View::Map(map) => {
                let start = self.out.len();
                self.entries(map);
                self.close(start);
            }
            View::Object(object) => object.visit(self),
        }
    }

    /// Entries, each with a comma before it.
    fn entries(&mut self, map: &dyn Map) {
        map.visit(&mut |key, value| {
            self.out.push(b',');
            self.string(key);
            self.out.push(b':');
            self.value(value.view());
        });
    }

    fn serde<T: ::serde::Serialize>(&mut self, value: &T) {
        if serde_json::to_writer(&mut self.out, value).is_err() {
            self.error.get_or_insert(WriteError("a value could not be written"));
        }
    }

    /// Makes an object of the entries since `start`: the comma of the first one becomes the opening.
    fn close(&mut self, start: usize) {
        match self.out.get_mut(start) {
            Some(comma) => *comma = b'{',
            None => self.out.push(b'{'),
        }
        self.out.push(b'}');
    }

    /// A comma, the key of a field, and a colon.
    fn key(&mut self, field: &Field) {
        if !field.rule.escaped {
            self.out.extend_from_slice(field.key.as_bytes());
        } else {
            self.out.push(b',');
            self.string(field.name());
            self.out.push(b':');
        }
    }

    fn string(&mut self, text: &str) {
        let bytes = text.as_bytes();
        self.out.reserve(bytes.len() + 2);
        self.out.push(b'"');
        let mut start = 0;
        loop {
            let end = super::reader::plain_end(bytes, start);
            self.out.extend_from_slice(&bytes[start..end]);
            let Some(&byte) = bytes.get(end) else { break };
            self.escape(byte);
            start = end + 1;
        }
        self.out.push(b'"');
    }

    fn escape(&mut self, byte: u8) {
        const DIGITS: &[u8; 16] = b"0123456789abcdef";
        let short = match byte {
            b'\n' => b'n',
            b'\r' => b'r',
            b'\t' => b't',
            0x08 => b'b',
            0x0C => b'f',
            b'"' | b'\\' => byte,
            _ => {
                self.out.extend_from_slice(b"\\u00");
                self.out.push(DIGITS[usize::from(byte >> 4)]);
                self.out.push(DIGITS[usize::from(byte & 15)]);
                return;
            }
        };
        self.out.extend_from_slice(&[b'\\', short]);
    }
}

impl Visitor for Writer {
    fn object(&mut self, table: &'static Table, fields: &[&dyn Encode], rest: Option<&dyn Map>) {
        let start = self.out.len();
        for (field, value) in table.fields.iter().zip(fields) {
            let value = value.view();
            if !(field.rule.skips_absent && matches!(value, View::Absent)) {
                self.key(field);
                self.value(value);
            }
        }
        if let Some(map) = rest {
            self.entries(map);
        }
        self.close(start);
    }
}
