//! What parameters may be made of, and how it is written: OpenAPI's default styles.
//!
//! Path and header parameters are `simple` (items parted by commas), query and cookie parameters `form` with
//! `explode` (one pair an item, one pair a property).

use crate::runtime::encode;
use crate::runtime::json::{Encode, Primitive, View};

mod sealed {
    /// The texts of a value: one, one for each item, or none where it is left out.
    pub trait Texts {
        /// Appends the texts. The error says what cannot be written.
        fn texts(&self, out: &mut Vec<String>) -> Result<(), String>;
    }
}
pub(crate) use sealed::Texts;

/// A value for a path parameter: a string, a number, a boolean, a date and the like, or a list of such.
#[diagnostic::on_unimplemented(message = "`{Self}` cannot be written as a path parameter")]
pub trait PathValue: Texts {}

/// A value for a header parameter; `None` leaves it out.
#[diagnostic::on_unimplemented(message = "`{Self}` cannot be written as a header parameter")]
pub trait HeaderValue: Texts {}

/// A value for a cookie parameter; `None` leaves it out.
#[diagnostic::on_unimplemented(message = "`{Self}` cannot be written as a cookie parameter")]
pub trait CookieValue: Texts {}

/// A value for a query parameter: also an object whose properties are such values; `None` leaves it out.
#[diagnostic::on_unimplemented(message = "`{Self}` cannot be written as a query parameter")]
pub trait QueryValue {
    /// The value, as JSON code sees it.
    #[doc(hidden)]
    fn value(&self) -> View<'_>;
}

impl<T: Texts + ?Sized> HeaderValue for T {}
impl<T: Texts + ?Sized> CookieValue for T {}

impl<T: Encode + ?Sized> QueryValue for T {
    fn value(&self) -> View<'_> {
        self.view()
    }
}

impl<T: Primitive + ?Sized> Texts for T {
    fn texts(&self, out: &mut Vec<String>) -> Result<(), String> {
        out.push(text(self.view())?);
        Ok(())
    }
}
impl<T: Primitive + ?Sized> PathValue for T {}

impl<T: Texts> Texts for Option<T> {
    fn texts(&self, out: &mut Vec<String>) -> Result<(), String> {
        self.as_ref().map_or(Ok(()), |value| value.texts(out))
    }
}

/// Lists of primitives, in the shapes that callers have at hand.
macro_rules! lists {
    ($([$($generics:tt)*] $list:ty;)*) => {$(
        impl<$($generics)*> Texts for $list {
            fn texts(&self, out: &mut Vec<String>) -> Result<(), String> {
                self.iter().try_for_each(|item| item.texts(out))
            }
        }
        impl<$($generics)*> PathValue for $list {}
    )*};
}
lists! {
    [T: Primitive] [T];
    [T: Primitive] &[T];
    [T: Primitive] Vec<T>;
    [T: Primitive] &Vec<T>;
    [T: Primitive, const N: usize] [T; N];
    [T: Primitive, const N: usize] &[T; N];
}

/// A parameter in style `simple`.
pub(crate) fn simple(texts: impl Iterator<Item = String>) -> String {
    texts.collect::<Vec<_>>().join(",")
}

/// A query parameter in style `form`, exploded: pairs appended to the query.
pub(crate) fn query(name: &str, value: View<'_>, out: &mut String) -> Result<(), String> {
    match value {
        View::Absent | View::Null => Ok(()),
        View::Array(items) => (0..items.len()).try_for_each(|index| push_query(name, items.item(index), out)),
        other => push_query(name, other, out),
    }
}

fn push_query(name: &str, value: View<'_>, out: &mut String) -> Result<(), String> {
    if matches!(value, View::Absent | View::Null) {
        return Ok(());
    }
    let text = text(value)?;
    if !out.is_empty() {
        out.push('&');
    }
    out.push_str(&encode::pair(name, &text));
    Ok(())
}

/// The text of a primitive.
fn text(value: View<'_>) -> Result<String, String> {
    Ok(match value {
        View::Str(text) => text.to_owned(),
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
    })
}
