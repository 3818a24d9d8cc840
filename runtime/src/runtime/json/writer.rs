//! The writer of JSON (RFC 8259).

use std::fmt::Write as _;

use super::object::{Table, Visitor, present};
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
            View::Null => self.out.extend_from_slice(b"null"),
            View::Bool(true) => self.out.extend_from_slice(b"true"),
            View::Bool(false) => self.out.extend_from_slice(b"false"),
            View::I64(number) => self.serde(&number),
            View::U64(number) => self.serde(&number),
            View::F64(number) if number.is_finite() => self.serde(&number),
            View::F32(number) if number.is_finite() => self.serde(&number),
            View::F64(_) | View::F32(_) => {
                self.error.get_or_insert(WriteError("JSON has no number that is infinite or not a number"));
            }
            View::Str(text) => self.string(text),
            View::Formatted(text) => {
                let mut formatted = String::new();
                if write!(formatted, "{text}").is_err() {
                    self.error.get_or_insert(WriteError("a value could not be formatted"));
                }
                self.string(&formatted);
            }
            View::Json(json) => self.serde(json),
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
                self.out.push(b'{');
                self.entries(map, true);
                self.out.push(b'}');
            }
            View::Object(object) => object.visit(self),
        }
    }

    fn entries(&mut self, map: &dyn Map, mut first: bool) {
        map.visit(&mut |key, value| {
            if !first {
                self.out.push(b',');
            }
            first = false;
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
        self.out.push(b'{');
        let mut first = true;
        for (field, value) in present(table, fields) {
            if !first {
                self.out.push(b',');
            }
            first = false;
            self.string(field.name);
            self.out.push(b':');
            self.value(value);
        }
        if let Some(map) = rest {
            self.entries(map, first);
        }
        self.out.push(b'}');
    }
}
