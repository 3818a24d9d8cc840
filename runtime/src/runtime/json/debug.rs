//! `Debug` over tables, and `Display` of what is written as one text.

use std::fmt;

use super::object::{Table, Visitor, present};
use super::{Encode, Map, View};
use crate::runtime::value::text;

/// Shows a value as `derive(Debug)` would, by its names on the wire and without its secrets.
pub fn debug(value: &dyn Encode, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    fmt::Debug::fmt(&value.view(), f)
}

/// Shows the text of a value that is written as one.
pub fn display(value: &dyn Encode, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.pad(&text(value.view()).ok().flatten().unwrap_or_default())
}

impl fmt::Debug for View<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::Absent | Self::Null => f.write_str("null"),
            Self::Bool(value) => fmt::Debug::fmt(&value, f),
            Self::I64(number) => fmt::Debug::fmt(&number, f),
            Self::U64(number) => fmt::Debug::fmt(&number, f),
            Self::F64(number) => fmt::Debug::fmt(&number, f),
            Self::F32(number) => fmt::Debug::fmt(&number, f),
            Self::Number(text) => f.write_str(text),
            Self::Str(text) => fmt::Debug::fmt(text, f),
            Self::Formatted(text) => fmt::Display::fmt(text, f),
            Self::Json(json) => fmt::Display::fmt(json, f),
            Self::Serialized(value) => match value.json() {
                Ok(json) => fmt::Display::fmt(&json, f),
                Err(error) => write!(f, "({error})"),
            },
            Self::Array(items) => f.debug_list().entries((0..items.len()).map(|index| items.item(index))).finish(),
            Self::Map(map) => {
                let mut shown = f.debug_map();
                map.visit(&mut |key, value| {
                    shown.entry(&key, &value.view());
                });
                shown.finish()
            }
            Self::Object(object) => {
                let mut show = Show { f, result: Ok(()) };
                object.visit(&mut show);
                show.result
            }
        }
    }
}

struct Show<'a, 'f> {
    f: &'a mut fmt::Formatter<'f>,
    result: fmt::Result,
}

impl Visitor for Show<'_, '_> {
    fn object(&mut self, table: &'static Table, fields: &[&dyn Encode], rest: Option<&dyn Map>) {
        let mut shown = self.f.debug_struct(table.name);
        for (field, value) in present(table, fields) {
            if field.rule.secret {
                shown.field(field.name(), &format_args!("[hidden]"));
            } else {
                shown.field(field.name(), &value);
            }
        }
        if let Some(map) = rest {
            map.visit(&mut |key, value| {
                if table.rest.secret {
                    shown.field(key, &format_args!("[hidden]"));
                } else {
                    shown.field(key, &value.view());
                }
            });
        }
        self.result = shown.finish();
    }
}
