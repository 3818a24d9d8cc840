//! What parameters may be made of, and how it is written: OpenAPI's default styles.
//!
//! Path and header parameters are `simple` (items, or keys and values, parted by commas), query and cookie parameters
//! `form` with `explode` (one pair an item, one pair a property).

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

/// The texts of a parameter in style `simple`, to be joined by commas; none where it is left out.
pub(crate) fn simple(value: View<'_>) -> Result<Vec<String>, String> {
    let mut texts = Vec::new();
    walk(value, &mut |key, text| {
        texts.extend(key.map(str::to_owned));
        texts.push(text);
    })?;
    Ok(texts)
}

/// The pairs of a parameter in style `form`, exploded; none where it is left out.
pub(crate) fn form(name: &str, value: View<'_>) -> Result<Vec<(String, String)>, String> {
    let mut pairs = Vec::new();
    walk(value, &mut |key, text| pairs.push((key.unwrap_or(name).to_owned(), text)))?;
    Ok(pairs)
}

/// Shows the texts of a value: one, one for each item, or one for each property with its key.
fn walk(value: View<'_>, show: &mut dyn FnMut(Option<&str>, String)) -> Result<(), String> {
    match value {
        View::Array(items) => (0..items.len()).try_for_each(|index| one(None, items.item(index), show)),
        View::Map(_) | View::Object(_) => {
            let mut result = Ok(());
            json::entries(value, &mut |key, value| {
                if result.is_ok() {
                    result = one(Some(key), value, show);
                }
            });
            result
        }
        other => one(None, other, show),
    }
}

fn one(key: Option<&str>, value: View<'_>, show: &mut dyn FnMut(Option<&str>, String)) -> Result<(), String> {
    if let Some(text) = text(value)? {
        show(key, text);
    }
    Ok(())
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
        View::Json(serde_json::Value::String(text)) => text.clone(),
        View::Json(value @ (serde_json::Value::Bool(_) | serde_json::Value::Number(_))) => value.to_string(),
        _ => return Err("holds a list or an object where only a single value can be written".to_owned()),
    }))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::runtime::json::Encode;

    #[test]
    fn values_are_written_in_the_default_styles() {
        let simple = |value: &dyn Encode| super::simple(value.view());
        let form = |value: &dyn Encode| form("p", value.view());
        let pair = |key: &str, value: &str| (key.to_owned(), value.to_owned());
        let object = BTreeMap::from([("R".to_owned(), Some(100)), ("G".to_owned(), None), ("B".to_owned(), Some(1))]);
        assert_eq!(simple(&"a,b"), Ok(vec!["a,b".to_owned()]));
        assert_eq!(simple(&vec![1.5, 2.0]), Ok(vec!["1.5".to_owned(), "2".to_owned()]));
        assert_eq!(simple(&object), Ok(["B", "1", "R", "100"].map(str::to_owned).to_vec()));
        assert_eq!(form(&true), Ok(vec![pair("p", "true")]));
        assert_eq!(form(&vec!["a", "b"]), Ok(vec![pair("p", "a"), pair("p", "b")]));
        assert_eq!(form(&object), Ok(vec![pair("B", "1"), pair("R", "100")]));
        assert_eq!(form(&None::<i32>), Ok(vec![]));
    }

    #[test]
    fn what_has_no_text_is_refused() {
        assert!(simple(f64::NAN.view()).unwrap_err().contains("finite"));
        assert!(form("p", vec![vec![1]].view()).unwrap_err().contains("single value"));
    }
}
