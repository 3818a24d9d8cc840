//! What parameters may be made of, and the texts that they consist of.

use crate::runtime::json::{self, Primitive, View};

/// Declares the traits of parameters: each is there for every value that is written as one text. `None` is no such
/// value, so that a required parameter cannot be left out.
macro_rules! places {
    ($($(#[$attribute:meta])* $name:ident;)*) => {$(
        $(#[$attribute])*
        pub trait $name: Primitive {}

        impl<T: Primitive + ?Sized> $name for T {}
    )*};
}
places! {
    /// A value for a path parameter: a string, a number, a boolean, a date and the like.
    #[diagnostic::on_unimplemented(message = "`{Self}` cannot be written as a path parameter")]
    PathValue;
    /// A value for a header parameter: a string, a number, a boolean, a date and the like.
    #[diagnostic::on_unimplemented(message = "`{Self}` cannot be written as a header parameter")]
    HeaderValue;
    /// A value for a query parameter: a string, a number, a boolean, a date and the like.
    #[diagnostic::on_unimplemented(message = "`{Self}` cannot be written as a query parameter")]
    QueryValue;
    /// A value for a cookie parameter: a string, a number, a boolean, a date and the like.
    #[diagnostic::on_unimplemented(message = "`{Self}` cannot be written as a cookie parameter")]
    CookieValue;
}

/// The texts of a value, before a style puts them together.
#[derive(Debug, PartialEq)]
pub(crate) enum Content {
    /// No value: RFC 6570, section 2.3 calls it undefined, as it does a list or an object without any.
    Nothing,
    Text(String),
    Items(Vec<String>),
    Entries(Vec<(String, String)>),
}

impl Content {
    /// The texts of a value. What is no single text within a list or an object is JSON, for OpenAPI says nothing of it;
    /// where lists are spread, a list in an object is an entry for each of its items.
    pub(crate) fn of(value: View<'_>, spreads: bool) -> Result<Self, String> {
        if !is_nested(value) {
            return Ok(text(value)?.map_or(Self::Nothing, Self::Text));
        }
        let (mut items, mut entries) = (Vec::new(), Vec::new());
        children(value, &mut |part, inner| {
            match part {
                Part::Index(_) => items.extend(leaf(inner)?),
                Part::Key(key) if spreads && is_list(inner) => children(inner, &mut |_, item| {
                    entries.extend(leaf(item)?.map(|text| (key.to_owned(), text)));
                    Ok(())
                })?,
                Part::Key(key) => entries.extend(leaf(inner)?.map(|text| (key.to_owned(), text))),
            }
            Ok(())
        })?;
        Ok(match (items.is_empty(), entries.is_empty()) {
            (true, true) => Self::Nothing,
            (true, false) => Self::Entries(entries),
            _ => Self::Items(items),
        })
    }

    /// All texts, keys among them, in one.
    pub(crate) fn joined(&self, between: &str, encode: impl Fn(&str) -> String) -> String {
        let texts: Vec<_> = self.texts().map(encode).collect();
        texts.join(between)
    }

    /// Refuses a character in items or keys that parts them from each other.
    pub(crate) fn check(&self, delimiter: char, called: &str, style: &str) -> Result<(), String> {
        let held = !matches!(self, Self::Text(_)) && self.texts().any(|text| text.contains(delimiter));
        if held {
            return Err(format!("holds {called} inside an item, which {style} cannot tell from the end of the item"));
        }
        Ok(())
    }

    fn texts(&self) -> impl Iterator<Item = &str> {
        let (one, items, entries) = match self {
            Self::Nothing => (None, [].as_slice(), [].as_slice()),
            Self::Text(text) => (Some(text), [].as_slice(), [].as_slice()),
            Self::Items(items) => (None, items.as_slice(), [].as_slice()),
            Self::Entries(entries) => (None, [].as_slice(), entries.as_slice()),
        };
        let entries = entries.iter().flat_map(|(key, text)| [key, text]);
        one.into_iter().chain(items).chain(entries).map(String::as_str)
    }
}

/// Where a value is in a list or an object.
pub(crate) enum Part<'a> {
    Index(usize),
    Key(&'a str),
}

/// Whether a value is a list or an object.
pub(crate) fn is_nested(value: View<'_>) -> bool {
    match value {
        View::Array(_) | View::Map(_) | View::Object(_) => true,
        View::Json(json) => json.is_array() || json.is_object(),
        View::Serialized(value) => value.json().is_ok_and(|json| is_nested(View::Json(&json))),
        _ => false,
    }
}

/// Whether a value is an object.
pub(crate) fn is_object(value: View<'_>) -> bool {
    is_nested(value) && !is_list(value)
}

fn is_list(value: View<'_>) -> bool {
    match value {
        View::Array(_) => true,
        View::Json(json) => json.is_array(),
        View::Serialized(value) => value.json().is_ok_and(|json| json.is_array()),
        _ => false,
    }
}

/// Shows what is in a list or an object.
pub(crate) fn children(
    value: View<'_>,
    show: &mut dyn FnMut(Part<'_>, View<'_>) -> Result<(), String>,
) -> Result<(), String> {
    match value {
        View::Array(items) => (0..items.len()).try_for_each(|index| show(Part::Index(index), items.item(index))),
        View::Json(serde_json::Value::Array(items)) => {
            items.iter().enumerate().try_for_each(|(index, item)| show(Part::Index(index), View::Json(item)))
        }
        View::Json(serde_json::Value::Object(object)) => {
            object.iter().try_for_each(|(key, value)| show(Part::Key(key), View::Json(value)))
        }
        View::Serialized(value) => children(View::Json(&made(value)?), show),
        other => {
            let mut result = Ok(());
            json::entries(other, &mut |key, value| {
                if result.is_ok() {
                    result = show(Part::Key(key), value);
                }
            });
            result
        }
    }
}

fn made(value: &dyn json::Serialized) -> Result<serde_json::Value, String> {
    value.json().map_err(|error| format!("cannot be written as JSON: {error}"))
}

/// The text of a value within a list or an object.
fn leaf(value: View<'_>) -> Result<Option<String>, String> {
    if is_nested(value) { json_text(value).map(Some) } else { text(value) }
}

/// A value as JSON.
pub(crate) fn json_text(value: View<'_>) -> Result<String, String> {
    let bytes = json::to_vec(&value).map_err(|error| format!("cannot be written as JSON: {error}"))?;
    String::from_utf8(bytes).map_err(|_| "cannot be written as JSON".to_owned())
}

/// The text of a primitive; none where there is no value.
pub(crate) fn text(value: View<'_>) -> Result<Option<String>, String> {
    Ok(Some(match value {
        View::Absent | View::Null | View::Json(serde_json::Value::Null) => return Ok(None),
        View::Str(text) | View::Number(text) => text.to_owned(),
        View::Bool(value) => value.to_string(),
        View::I64(value) => value.to_string(),
        View::U64(value) => value.to_string(),
        View::F64(value) if value.is_finite() => value.to_string(),
        View::F32(value) if value.is_finite() => value.to_string(),
        View::F64(_) | View::F32(_) => return Err("is not a finite number".to_owned()),
        View::Formatted(value) => value.to_string(),
        View::Serialized(value) => return text(View::Json(&made(value)?)),
        View::Json(serde_json::Value::String(text)) => text.clone(),
        View::Json(value @ (serde_json::Value::Bool(_) | serde_json::Value::Number(_))) => value.to_string(),
        _ => return Err("holds a list or an object where only a single value can be written".to_owned()),
    }))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::runtime::json::Encode as _;

    #[test]
    fn values_are_texts_items_or_entries() {
        let owned = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
        let object = BTreeMap::from([("R".to_owned(), Some(100)), ("G".to_owned(), None), ("B".to_owned(), Some(1))]);
        let entries = [("B", "1"), ("R", "100")].map(|(key, text)| (key.to_owned(), text.to_owned()));
        assert_eq!(Content::of("a,b".view(), false), Ok(Content::Text("a,b".to_owned())));
        assert_eq!(Content::of(vec![1.5, 2.0].view(), false), Ok(Content::Items(owned(&["1.5", "2"]))));
        assert_eq!(Content::of(object.view(), false), Ok(Content::Entries(entries.to_vec())));
        for nothing in [None::<Vec<i32>>.view(), Vec::<i32>::new().view(), vec![None::<i32>].view()] {
            assert_eq!(Content::of(nothing, false), Ok(Content::Nothing));
        }
    }

    #[test]
    fn what_is_deeper_is_json_or_spread() {
        let json = serde_json::json!({ "a": [1, "x"], "b": { "c": null } });
        let of = |spreads| match Content::of(json.view(), spreads) {
            Ok(Content::Entries(entries)) => entries.iter().map(|(key, text)| format!("{key}={text}")).collect(),
            _ => Vec::new(),
        };
        assert_eq!(of(false), [r#"a=[1,"x"]"#, r#"b={"c":null}"#]);
        assert_eq!(of(true), ["a=1", "a=x", r#"b={"c":null}"#]);
        let lists = Content::of(vec![vec![1], vec![2, 3]].view(), true);
        assert_eq!(lists, Ok(Content::Items(["[1]", "[2,3]"].map(str::to_owned).to_vec())));
    }

    #[test]
    fn what_has_no_text_is_refused() {
        assert!(Content::of(f64::NAN.view(), false).unwrap_err().contains("finite"));
        assert!(Content::of(vec![vec![f64::NAN]].view(), false).unwrap_err().contains("JSON"));
    }
}
