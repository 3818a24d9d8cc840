//! How an answer becomes a type: statuses as the document writes them, and readers for each kind of body.

use std::convert::Infallible;
use std::fmt;
use std::ops::Deref;

use bytes::Bytes;
use reqwest::StatusCode;
use reqwest::header::HeaderMap;

use crate::runtime::error::Operation;
use crate::runtime::json::Slot;
use crate::runtime::secret::Hidden;

/// An answer, received whole.
pub struct Reply {
    pub(crate) operation: Operation,
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    pub(crate) hidden: Hidden,
}

/// What of an answer could not be read.
pub struct Unreadable(pub(crate) String);

impl Unreadable {
    /// A status that no table lists. The runtime looks statuses up before it reads, so this is not seen.
    #[doc(hidden)]
    pub fn undocumented() -> Self {
        Self("the document does not describe this status".to_owned())
    }
}

/// A type that is read from a success.
///
/// Implemented for every type of JSON, for `()` (the body is not read) and by [`responses!`](crate::runtime::responses).
#[diagnostic::on_unimplemented(message = "`{Self}` is no success: it is neither JSON nor declared with `responses!`")]
pub trait Success: Sized {
    /// Whether the body is of no interest.
    #[doc(hidden)]
    const IGNORES_BODY: bool = false;

    /// Reads the answer; `status` is the entry of the table that matched.
    #[doc(hidden)]
    fn read(status: &str, reply: &Reply) -> Result<Self, Unreadable>;
}

impl<T: Slot> Success for T {
    fn read(_: &str, reply: &Reply) -> Result<Self, Unreadable> {
        body::json::read(reply)
    }
}

impl Success for () {
    const IGNORES_BODY: bool = true;

    fn read(_: &str, _: &Reply) -> Result<Self, Unreadable> {
        Ok(())
    }
}

/// A type that is read from an error that the document describes.
///
/// Implemented by [`errors!`](crate::runtime::errors), and for [`Infallible`] where the document describes none.
#[diagnostic::on_unimplemented(message = "`{Self}` is no error: it is not declared with `errors!`")]
pub trait Failure: Sized {
    /// The statuses, as the document writes them.
    #[doc(hidden)]
    const STATUSES: &'static [&'static str];

    /// Reads the answer; `status` is the entry of the table that matched.
    #[doc(hidden)]
    fn read(status: &str, reply: &Reply) -> Result<Self, Unreadable>;
}

impl Failure for Infallible {
    const STATUSES: &'static [&'static str] = &[];

    fn read(_: &str, _: &Reply) -> Result<Self, Unreadable> {
        Err(Unreadable::undocumented())
    }
}

/// The entry for a status: the exact one, else its range (`4XX`), else `default`.
pub(crate) fn lookup(statuses: &[&'static str], status: StatusCode, default: bool) -> Option<&'static str> {
    let number = status.as_u16();
    let range = char::from(b'0' + u8::try_from(number / 100).unwrap_or(0));
    let find = |wanted: &dyn Fn(&str) -> bool| statuses.iter().copied().find(|entry| wanted(entry));
    find(&|entry| entry.parse() == Ok(number))
        .or_else(|| {
            find(&|entry| entry.len() == 3 && entry.starts_with(range) && entry[1..].eq_ignore_ascii_case("XX"))
        })
        .or_else(|| if default { find(&|entry| entry == "default") } else { None })
}

/// The readers of bodies, by the names that `errors!` and `responses!` use.
#[doc(hidden)]
pub mod body {
    use super::{Reply, Unreadable};

    /// JSON (RFC 8259).
    pub mod json {
        use super::{Reply, Unreadable};
        use crate::runtime::json::{Slot, from_slice};
        use crate::runtime::message;

        /// Reads JSON, whatever the content type says, unless it says HTML.
        pub fn read<T: Slot>(reply: &Reply) -> Result<T, Unreadable> {
            let text = text(reply)?;
            from_slice(text).map_err(|error| {
                Unreadable(format!("the body could not be read as the document describes it: {error}"))
            })
        }

        fn text(reply: &Reply) -> Result<&[u8], Unreadable> {
            let html =
                message::content_type(&reply.headers).is_some_and(|kind| kind.to_ascii_lowercase().contains("html"));
            if html {
                return Err(Unreadable("the body is HTML where the document describes JSON".to_owned()));
            }
            if reply.body.is_empty() {
                return Err(Unreadable("the body is empty where the document describes JSON".to_owned()));
            }
            // RFC 8259, section 8.1: a byte order mark may be ignored.
            Ok(reply.body.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&reply.body))
        }
    }

    /// Text in UTF-8.
    pub mod text {
        use super::{Reply, Unreadable};

        /// Reads text.
        pub fn read(reply: &Reply) -> Result<String, Unreadable> {
            String::from_utf8(reply.body.to_vec()).map_err(|_| Unreadable("the body is not text in UTF-8".to_owned()))
        }
    }

    /// Bytes as they come.
    pub mod bytes {
        use super::{Reply, Unreadable};

        /// Takes the bytes.
        pub fn read(reply: &Reply) -> Result<::bytes::Bytes, Unreadable> {
            Ok(reply.body.clone())
        }
    }
}

/// Declares how the errors of an operation are read.
///
/// The enum itself is written in plain sight; the table names, for each status of the document (`"404"`, `"4XX"` or
/// `"default"`), the variant and the kind of its body: `(json)`, `(text)`, `(bytes)` or nothing.
///
/// ```text
/// errors! { GetPetError { "400" => BadRequest(json), "404" => NotFound(json), "410" => Gone, "default" => Other(text) } }
/// ```
#[doc(hidden)]
#[macro_export]
macro_rules! __oasmith_errors {
    ($name:ident { $($status:literal => $variant:ident $(($kind:ident))?),* $(,)? }) => {
        impl $crate::runtime::Failure for $name {
            const STATUSES: &'static [&'static str] = &[$($status),*];

            fn read(
                status: &str,
                reply: &$crate::runtime::Reply,
            ) -> ::core::result::Result<Self, $crate::runtime::Unreadable> {
                // A table without bodies does not look at the answer.
                let _ = reply;
                match status {
                    $($status => ::core::result::Result::Ok(
                        Self::$variant $(($crate::runtime::body::$kind::read(reply)?))?
                    ),)*
                    _ => ::core::result::Result::Err($crate::runtime::Unreadable::undocumented()),
                }
            }
        }
    };
}

/// Declares how the successes of an operation are read, where there are several: the grammar is that of
/// [`errors!`](crate::runtime::errors).
#[doc(hidden)]
#[macro_export]
macro_rules! __oasmith_responses {
    ($name:ident { $($status:literal => $variant:ident $(($kind:ident))?),* $(,)? }) => {
        impl $crate::runtime::Success for $name {
            fn read(
                status: &str,
                reply: &$crate::runtime::Reply,
            ) -> ::core::result::Result<Self, $crate::runtime::Unreadable> {
                // A table without bodies does not look at the answer.
                let _ = reply;
                match status {
                    $($status => ::core::result::Result::Ok(
                        Self::$variant $(($crate::runtime::body::$kind::read(reply)?))?
                    ),)*
                    _ => ::core::result::Result::Err($crate::runtime::Unreadable::undocumented()),
                }
            }
        }
    };
}

/// A success with its status and headers.
#[derive(Clone)]
pub struct Response<T> {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: T,
}

impl<T> Response<T> {
    /// The status of the answer.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The headers of the answer.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The success itself.
    pub fn body(&self) -> &T {
        &self.body
    }

    /// The success itself.
    pub fn into_body(self) -> T {
        self.body
    }
}

impl<T: fmt::Debug> fmt::Debug for Response<T> {
    /// Without the headers: they may set a session's cookie.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Response").field("status", &self.status).field("body", &self.body).finish_non_exhaustive()
    }
}

impl<T> Deref for Response<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.body
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_exact_status_comes_first_then_its_range_then_the_default() {
        let table = &["default", "4XX", "404", "5xx"];
        let found = |number: u16| lookup(table, StatusCode::from_u16(number).unwrap(), true);
        assert_eq!(found(404), Some("404"));
        assert_eq!(found(410), Some("4XX"));
        assert_eq!(found(503), Some("5xx"));
        assert_eq!(found(302), Some("default"));
        assert_eq!(lookup(table, StatusCode::OK, false), None);
        assert_eq!(lookup(&["2XX"], StatusCode::from_u16(999).unwrap(), true), None);
    }
}
