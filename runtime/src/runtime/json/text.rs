//! Values from one text: the data of an event, the value of a header.

use super::{ReadError, Slot, View, from_slice, from_str};

/// Reads a value from a text: what is a string in JSON is the text itself, anything else is JSON, and what may be both is
/// the text where it is no JSON of the type.
pub(crate) fn from_text<T: Slot>(text: &str) -> Result<T, ReadError> {
    let as_string = || from_slice(serde_json::Value::from(text).to_string().as_bytes());
    match T::vacant().view() {
        View::Str(_) | View::Formatted(_) => as_string(),
        _ => from_str(text).or_else(|error| as_string().map_err(|_| error)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_are_taken_as_they_are() {
        assert_eq!(from_text::<String>("a \"b\"").unwrap(), "a \"b\"");
        assert_eq!(from_text::<i32>("7").unwrap(), 7);
        assert_eq!(from_text::<Vec<bool>>("[true]").unwrap(), [true]);
        assert!(from_text::<i32>("x").is_err());
        assert_eq!(from_text::<Option<String>>("7").unwrap().as_deref(), Some("7"));
    }
}
