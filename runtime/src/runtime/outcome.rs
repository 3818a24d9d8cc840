//! How an answer becomes a type: statuses as the document writes them, and readers for each kind of body.

use std::convert::Infallible;
use std::fmt;
use std::ops::Deref;

use bytes::Bytes;
use reqwest::StatusCode;
use reqwest::header::HeaderMap;
use url::Url;

use crate::runtime::client::Core;
use crate::runtime::error::Operation;
use crate::runtime::header::{Header, HeaderError};
use crate::runtime::json::Slot;
use crate::runtime::message;
use crate::runtime::parts::Taking;
use crate::runtime::secret::Hidden;

/// An answer.
pub struct Reply {
    pub(crate) operation: Operation,
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    /// The whole body; empty where it was not read.
    pub(crate) body: Bytes,
    /// What the body is read from, where that is left to the caller.
    pub(crate) open: Option<Open>,
    pub(crate) hidden: Hidden,
    /// Where it came from.
    pub(crate) url: Url,
}

/// An answer whose body is still to come.
pub(crate) struct Open {
    pub(crate) response: reqwest::Response,
    pub(crate) core: Core,
    /// The request, where it can be sent again.
    pub(crate) again: Option<reqwest::Request>,
}

impl Reply {
    /// What is known of the answer beside its body.
    pub(crate) fn without_body(&self) -> Self {
        Self {
            operation: self.operation.clone(),
            status: self.status,
            headers: self.headers.clone(),
            body: Bytes::new(),
            open: None,
            hidden: self.hidden.clone(),
            url: self.url.clone(),
        }
    }

    /// What the body is read from.
    pub(crate) fn open(&mut self) -> Result<Open, Unreadable> {
        self.open.take().ok_or_else(|| Unreadable("the body was read already".to_owned()))
    }
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
    /// What is done with the body, by the entry of the table that matched.
    #[doc(hidden)]
    fn taking(_: &str) -> Taking {
        Taking::Whole
    }

    /// Reads the answer, by the entry of the table that matched.
    #[doc(hidden)]
    fn read(entry: &str, reply: &mut Reply) -> Result<Self, Unreadable>;
}

impl<T: Slot> Success for T {
    fn read(_: &str, reply: &mut Reply) -> Result<Self, Unreadable> {
        body::json::read(reply)
    }
}

impl Success for () {
    fn taking(_: &str) -> Taking {
        Taking::Nothing
    }

    fn read(_: &str, _: &mut Reply) -> Result<Self, Unreadable> {
        Ok(())
    }
}

/// A type that is read from an error that the document describes.
///
/// Implemented by [`errors!`](crate::runtime::errors), and for [`Infallible`] where the document describes none.
#[diagnostic::on_unimplemented(message = "`{Self}` is no error: it is not declared with `errors!`")]
pub trait Failure: Sized {
    /// The entries: statuses as the document writes them, each perhaps with a media type.
    #[doc(hidden)]
    const ENTRIES: &'static [&'static str];

    /// Reads the answer, by the entry that matched.
    #[doc(hidden)]
    fn read(entry: &str, reply: &mut Reply) -> Result<Self, Unreadable>;
}

impl Failure for Infallible {
    const ENTRIES: &'static [&'static str] = &[];

    fn read(_: &str, _: &mut Reply) -> Result<Self, Unreadable> {
        Err(Unreadable::undocumented())
    }
}

/// The entry for an answer: that of the exact status, else of its range (`4XX`), else `default`; among several of a
/// status, that of the media type.
pub(crate) fn lookup(
    entries: &[&'static str],
    status: StatusCode,
    headers: &HeaderMap,
    default: bool,
) -> Option<&'static str> {
    let number = status.as_u16();
    let range = char::from(b'0' + u8::try_from(number / 100).unwrap_or(0));
    let find = |wanted: &dyn Fn(&str) -> bool| entries.iter().copied().find(|entry| wanted(split(entry).0));
    let first = find(&|of| of.parse() == Ok(number))
        .or_else(|| find(&|of| of.len() == 3 && of.starts_with(range) && of[1..].eq_ignore_ascii_case("XX")))
        .or_else(|| if default { find(&|of| of == "default") } else { None })?;
    let of_status = || entries.iter().copied().filter(|entry| split(entry).0 == split(first).0);
    if of_status().nth(1).is_none() {
        return Some(first);
    }
    let media_type = message::content_type(headers).map(essence).unwrap_or_default();
    let find = |wanted: &dyn Fn(&str) -> bool| of_status().find(|entry| wanted(&essence(split(entry).1)));
    let suffix = media_type.split_once('+').map(|(_, suffix)| format!("application/{suffix}"));
    find(&|of| of == media_type)
        .or_else(|| find(&|of| of.strip_suffix('*').is_some_and(|of| of.ends_with('/') && media_type.starts_with(of))))
        .or_else(|| find(&|of| of == "*/*" || of.is_empty()))
        .or_else(|| find(&|of| suffix.as_deref() == Some(of)))
        .or(Some(first))
}

/// Whether the content of an answer is of the media type that its entry names, as far as the answer says.
pub(crate) fn fits(entry: &str, headers: &HeaderMap) -> bool {
    let (asked, given) = (essence(split(entry).1), message::content_type(headers).map(essence).unwrap_or_default());
    let suffixed = |one: &str, other: &str| {
        one.split_once('+').is_some_and(|(_, suffix)| other == format!("application/{suffix}"))
    };
    // These say no more than what text and bytes are.
    let is_vague = given == "application/octet-stream" || (given == "text/plain" && asked.starts_with("text/"));
    asked.is_empty()
        || given.is_empty()
        || asked == given
        || is_vague
        || asked.strip_suffix('*').is_some_and(|of| of == "*/" || given.starts_with(of))
        || suffixed(&asked, &given)
        || suffixed(&given, &asked)
}

/// The status and the media type of an entry.
fn split(entry: &str) -> (&str, &str) {
    entry.split_once(' ').unwrap_or((entry, ""))
}

/// A media type without its parameters, in lower case (RFC 9110, section 8.3.1).
pub(crate) fn essence(media_type: &str) -> String {
    media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// The readers of bodies, by the names that `errors!` and `responses!` use.
#[doc(hidden)]
pub mod body {
    use super::{Reply, Taking, Unreadable};

    /// JSON (RFC 8259).
    pub mod json {
        use super::{Reply, Taking, Unreadable};

        /// What is done with the body.
        pub const TAKING: Taking = Taking::Whole;

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
        use super::{Reply, Taking, Unreadable};

        /// What is done with the body.
        pub const TAKING: Taking = Taking::Whole;

        /// Reads text.
        pub fn read(reply: &Reply) -> Result<String, Unreadable> {
            String::from_utf8(reply.body.to_vec()).map_err(|_| Unreadable("the body is not text in UTF-8".to_owned()))
        }
    }

    /// What is left to the caller: a stream of any kind.
    pub mod open {
        use super::{Reply, Taking, Unreadable};
        use crate::runtime::outcome::Success;

        /// What is done with the body.
        pub const TAKING: Taking = Taking::Open;

        /// Hands the body over.
        pub fn read<T: Success>(reply: &mut Reply) -> Result<T, Unreadable> {
            T::read("", reply)
        }
    }

    /// Bytes as they come.
    pub mod bytes {
        use super::{Reply, Taking, Unreadable};

        /// What is done with the body.
        pub const TAKING: Taking = Taking::Whole;

        /// Takes the bytes.
        pub fn read(reply: &Reply) -> Result<::bytes::Bytes, Unreadable> {
            Ok(reply.body.clone())
        }
    }
}

/// Declares how the errors of an operation are read.
///
/// The enum itself is written in plain sight; the table names, for each status of the document (`"404"`, `"4XX"` or
/// `"default"`), perhaps with a media type (`"404 text/plain"`), the variant and the kind of its body: `(json)`, `(text)`,
/// `(bytes)` or nothing; a success may also be `(open)`, a stream.
///
/// ```text
/// errors! { GetPetError { "400" => BadRequest(json), "404" => NotFound(json), "410" => Gone, "default" => Other(text) } }
/// ```
///
/// Where all of them carry the same type, it is named (`GetPetError: Problem`), and is had from the error whatever its status.
#[doc(hidden)]
#[macro_export]
macro_rules! __oasmith_errors {
    ($name:ident: $body:ty { $($entry:literal => $variant:ident ($kind:ident)),* $(,)? }) => {
        $crate::runtime::errors! { $name { $($entry => $variant($kind)),* } }

        impl ::core::convert::AsRef<$body> for $name {
            fn as_ref(&self) -> &$body {
                match self {
                    $(Self::$variant(body))|* => body,
                }
            }
        }

        impl ::core::convert::From<$name> for $body {
            fn from(error: $name) -> Self {
                match error {
                    $($name::$variant(body))|* => body,
                }
            }
        }
    };
    ($name:ident { $($entry:literal => $variant:ident $(($kind:ident))?),* $(,)? }) => {
        impl $crate::runtime::Failure for $name {
            const ENTRIES: &'static [&'static str] = &[$($entry),*];

            fn read(
                entry: &str,
                reply: &mut $crate::runtime::Reply,
            ) -> ::core::result::Result<Self, $crate::runtime::Unreadable> {
                // A table without bodies does not look at the answer.
                let _ = reply;
                match entry {
                    $($entry => ::core::result::Result::Ok(
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
    ($name:ident { $($entry:literal => $variant:ident $(($kind:ident))?),* $(,)? }) => {
        impl $crate::runtime::Success for $name {
            fn taking(entry: &str) -> $crate::runtime::Taking {
                match entry {
                    $($($entry => $crate::runtime::body::$kind::TAKING,)?)*
                    _ => $crate::runtime::Taking::Nothing,
                }
            }

            fn read(
                entry: &str,
                reply: &mut $crate::runtime::Reply,
            ) -> ::core::result::Result<Self, $crate::runtime::Unreadable> {
                // A table without bodies does not look at the answer.
                let _ = reply;
                match entry {
                    $($entry => ::core::result::Result::Ok(
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

    /// A header that the document describes; none where the answer does not have it.
    pub fn header<H>(&self, header: Header<H>) -> Result<Option<H>, HeaderError> {
        header.of(&self.headers)
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
    use reqwest::header::CONTENT_TYPE;

    use super::*;

    fn found(
        table: &[&'static str],
        number: u16,
        media_type: Option<&'static str>,
        default: bool,
    ) -> Option<&'static str> {
        let headers = media_type.map(|media_type| (CONTENT_TYPE, media_type.parse().unwrap()));
        lookup(table, StatusCode::from_u16(number).unwrap(), &HeaderMap::from_iter(headers), default)
    }

    #[test]
    fn the_exact_status_comes_first_then_its_range_then_the_default() {
        let table = &["default", "4XX", "404", "5xx"];
        let found_by_default = |number| found(table, number, None, true);
        assert_eq!(found_by_default(404), Some("404"));
        assert_eq!(found_by_default(410), Some("4XX"));
        assert_eq!(found_by_default(503), Some("5xx"));
        assert_eq!(found_by_default(302), Some("default"));
        assert_eq!(found(table, 200, None, false), None);
        assert_eq!(found(&["2XX"], 999, None, true), None);
    }

    #[test]
    fn content_is_what_was_asked_for_or_does_not_say() {
        let fits = |entry, media_type: Option<&'static str>| {
            let headers = media_type.map(|media_type| (CONTENT_TYPE, media_type.parse().unwrap()));
            fits(entry, &HeaderMap::from_iter(headers))
        };
        for given in [None, Some("Text/CSV; charset=utf-8"), Some("text/plain"), Some("application/octet-stream")] {
            assert!(fits("200 text/csv", given), "{given:?}");
        }
        assert!(!fits("200 text/csv", Some("text/html")) && !fits("200 text/csv", Some("application/json")));
        assert!(fits("200 application/vnd.a+json", Some("application/json")));
        assert!(fits("200 application/json", Some("application/problem+json")));
        assert!(fits("200 image/*", Some("image/png")) && !fits("200 image/*", Some("text/plain")));
        assert!(fits("200", Some("text/html")) && fits("200 */*", Some("text/html")));
    }

    #[test]
    fn entries_of_one_status_are_told_by_the_media_type() {
        let table =
            &["404 application/json", "404 application/problem+json", "404 text/*", "410", "4XX text/html", "4XX"];
        let of = |number, media_type| found(table, number, media_type, false);
        assert_eq!(of(404, Some("Application/Problem+JSON; charset=utf-8")), Some("404 application/problem+json"));
        assert_eq!(of(404, Some("text/html")), Some("404 text/*"));
        assert_eq!(of(404, Some("application/vnd.a+json")), Some("404 application/json"));
        assert_eq!(of(404, Some("image/png")), Some("404 application/json"));
        assert_eq!(of(404, None), Some("404 application/json"));
        assert_eq!(of(410, Some("text/html")), Some("410"));
        assert_eq!(of(418, Some("text/html")), Some("4XX text/html"));
        assert_eq!(of(418, Some("image/png")), Some("4XX"));
    }
}
