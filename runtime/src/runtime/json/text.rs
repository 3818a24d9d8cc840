//! Values from one text: the data of an event, the value of a header.

use super::{ReadError, Slot, View, from_slice, from_str};

/// Reads a value from a text: what is a string in JSON is the text itself, anything else is JSON.
pub(crate) fn from_text<T: Slot>(text: &str) -> Result<T, ReadError> {
    match T::vacant().view() {
        View::Str(_) | View::Formatted(_) => from_slice(serde_json::Value::from(text).to_string().as_bytes()),
        _ => from_str(text),
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
    }
}
