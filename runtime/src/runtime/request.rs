//! A request as generated code puts it together: a short chain that sends nothing until it is awaited.

use std::fmt;
use std::future::{Future, IntoFuture};
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use reqwest::Method;
use reqwest::header::{ACCEPT, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue as RawValue};

use crate::runtime::client::Core;
use crate::runtime::error::{ApiError, Error, Fault, Operation, RequestError, ResponseError};
use crate::runtime::json::{self, Encode};
use crate::runtime::outcome::{Failure, Reply, Response, Success, Unreadable, body};
use crate::runtime::security::{Requirement, SecurityScheme};
use crate::runtime::send::{self, Answer};
use crate::runtime::style::Style;

/// A request that is sent when it is awaited. It gives a `T`, or an [`Error`] that holds an `E`.
#[must_use = "a request is sent when it is awaited"]
pub struct Request<T, E> {
    parts: Box<Parts>,
    read: Reader<T>,
    error: PhantomData<fn() -> E>,
}

/// Reads a success; the text is the entry of [`Parts::success`] that matched.
type Reader<T> = fn(&str, &Reply) -> Result<T, Unreadable>;

/// A request without its types: everything that is compiled once.
pub(crate) struct Parts {
    pub(crate) core: Core,
    pub(crate) operation: Operation,
    pub(crate) path: Vec<(&'static str, String)>,
    pub(crate) query: String,
    pub(crate) headers: HeaderMap,
    pub(crate) cookies: String,
    pub(crate) body: Option<Bytes>,
    pub(crate) security: Requirement,
    /// The statuses of successes, as the document writes them.
    pub(crate) success: &'static [&'static str],
    /// The statuses of errors, as the document writes them.
    pub(crate) failure: &'static [&'static str],
    /// Whether the body of a success is of no interest.
    pub(crate) ignore_body: bool,
    /// The first thing that was wrong: nothing is sent then.
    pub(crate) refused: Option<RequestError>,
}

impl<T, E> Request<T, E> {
    /// A request of a method to a path, which is written as in the document.
    pub fn new(core: &Core, method: Method, path: &'static str) -> Self {
        Self { parts: Box::new(Parts::new(core, method, path)), read: undeclared, error: PhantomData }
    }

    /// Fills a placeholder of the path.
    pub fn path(self, name: &'static str, value: impl Encode) -> Self {
        self.path_as(name, Style::SIMPLE, value)
    }

    /// Fills a placeholder of the path in a style of its own.
    pub fn path_as(mut self, name: &'static str, style: Style, value: impl Encode) -> Self {
        self.parts.add_path(name, style, value.view());
        self
    }

    /// Adds a query parameter.
    pub fn query(self, name: &'static str, value: impl Encode) -> Self {
        self.query_as(name, Style::FORM, value)
    }

    /// Adds a query parameter in a style of its own.
    pub fn query_as(mut self, name: &'static str, style: Style, value: impl Encode) -> Self {
        self.parts.add_query(name, style, value.view());
        self
    }

    /// Adds a header.
    pub fn header(self, name: &'static str, value: impl Encode) -> Self {
        self.header_as(name, Style::SIMPLE, value)
    }

    /// Adds a header in a style of its own.
    pub fn header_as(mut self, name: &'static str, style: Style, value: impl Encode) -> Self {
        self.parts.add_header(name, style, value.view());
        self
    }

    /// Adds a cookie.
    pub fn cookie(self, name: &'static str, value: impl Encode) -> Self {
        self.cookie_as(name, Style::FORM, value)
    }

    /// Adds a cookie in a style of its own.
    pub fn cookie_as(mut self, name: &'static str, style: Style, value: impl Encode) -> Self {
        self.parts.add_cookie(name, style, value.view());
        self
    }

    /// What authorizes the request: alternatives of combinations, as in the document. An empty combination allows to
    /// send no credential. Without this call none is sent.
    pub fn security(mut self, requirement: &'static [&'static [SecurityScheme]]) -> Self {
        self.parts.security = requirement;
        self
    }

    /// The media type that is asked for.
    pub fn accept(mut self, media_type: &'static str) -> Self {
        self.parts.set_media_type(ACCEPT, media_type);
        self
    }

    /// Sends JSON.
    pub fn json(self, body: impl Encode) -> Self {
        self.json_as("application/json", body)
    }

    /// Sends JSON under a media type of its own.
    pub fn json_as(mut self, media_type: &'static str, body: impl Encode) -> Self {
        self.parts.set_json(media_type, &body);
        self
    }

    /// The statuses of success, as the document writes them, for a type that knows how it is read: any type of JSON,
    /// `()` for no content, or an enum declared with `responses!`.
    pub fn success(self, statuses: &'static [&'static str]) -> Self
    where
        T: Success,
    {
        self.succeed(statuses, T::IGNORES_BODY, T::read)
    }

    fn succeed(mut self, statuses: &'static [&'static str], ignore_body: bool, read: Reader<T>) -> Self {
        self.parts.success = statuses;
        self.parts.ignore_body = ignore_body;
        self.read = read;
        self
    }

    /// Sends the request and gives the status and the headers too.
    pub fn response(mut self) -> Responding<T, E>
    where
        E: Failure,
    {
        self.parts.failure = E::STATUSES;
        Responding { answer: send::start(self.parts), read: self.read, error: PhantomData }
    }
}

impl<E> Request<String, E> {
    /// The statuses of success whose body is text.
    pub fn success_text(self, statuses: &'static [&'static str]) -> Self {
        self.succeed(statuses, false, |_, reply| body::text::read(reply))
    }
}

impl<E> Request<Bytes, E> {
    /// The statuses of success whose body is taken as it comes.
    pub fn success_bytes(self, statuses: &'static [&'static str]) -> Self {
        self.succeed(statuses, false, |_, reply| body::bytes::read(reply))
    }
}

fn undeclared<T>(_: &str, _: &Reply) -> Result<T, Unreadable> {
    Err(Unreadable::undocumented())
}

impl<T, E> fmt::Debug for Request<T, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Request").field(&format_args!("{}", self.parts.operation)).finish()
    }
}

impl<T, E: Failure> IntoFuture for Request<T, E> {
    type Output = Result<T, Error<E>>;
    type IntoFuture = Sending<T, E>;

    fn into_future(self) -> Sending<T, E> {
        Sending(self.response())
    }
}

/// A request under way that gives its success alone.
pub struct Sending<T, E>(Responding<T, E>);

impl<T, E: Failure> Future for Sending<T, E> {
    type Output = Result<T, Error<E>>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        Pin::new(&mut self.0).poll(context).map_ok(Response::into_body)
    }
}

/// A request under way that gives its success with status and headers.
pub struct Responding<T, E> {
    answer: Pin<Box<dyn Future<Output = Result<Answer, Fault>> + Send>>,
    read: Reader<T>,
    error: PhantomData<fn() -> E>,
}

impl<T, E: Failure> Future for Responding<T, E> {
    type Output = Result<Response<T>, Error<E>>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let read = self.read;
        self.answer.as_mut().poll(context).map(|answer| decode(answer?, read))
    }
}

/// The one step that knows the types.
fn decode<T, E: Failure>(answer: Answer, read: Reader<T>) -> Result<Response<T>, Error<E>> {
    let unreadable = |reply: Reply, problem: Unreadable| Err(Error::Response(ResponseError::new(reply, &problem.0)));
    match answer {
        Answer::Success(entry, reply) => match read(entry, &reply) {
            Ok(body) => Ok(Response { status: reply.status, headers: reply.headers, body }),
            Err(problem) => unreadable(reply, problem),
        },
        Answer::Failure(entry, reply) => match E::read(entry, &reply) {
            Ok(body) => Err(Error::Api(Box::new(ApiError::new(reply, body)))),
            Err(problem) => unreadable(reply, problem),
        },
    }
}

impl Parts {
    fn new(core: &Core, method: Method, path: &'static str) -> Self {
        Self {
            core: core.clone(),
            operation: Operation { method, path },
            path: Vec::new(),
            query: String::new(),
            headers: HeaderMap::new(),
            cookies: String::new(),
            body: None,
            security: &[],
            success: &[],
            failure: &[],
            ignore_body: false,
            refused: None,
        }
    }

    fn refuse(&mut self, kind: &str, name: &str, reason: &str) {
        let reason = format!("the {kind} parameter `{name}` {reason}");
        self.refused.get_or_insert_with(|| RequestError::new(&self.operation, reason));
    }

    /// What a value gives, or nothing where it is refused.
    fn given<T: Default>(&mut self, kind: &str, name: &str, value: Result<T, String>) -> T {
        value.unwrap_or_else(|reason| {
            self.refuse(kind, name, &reason);
            T::default()
        })
    }

    fn add_path(&mut self, name: &'static str, style: Style, value: json::View<'_>) {
        let text = self.given("path", name, style.in_path(name, value));
        self.path.push((name, text));
    }

    fn add_query(&mut self, name: &'static str, style: Style, value: json::View<'_>) {
        for (key, text) in self.given("query", name, style.in_pairs(name, value)) {
            if !self.query.is_empty() {
                self.query.push('&');
            }
            self.query.push_str(&format!("{key}={text}"));
        }
    }

    fn add_header(&mut self, name: &'static str, style: Style, value: json::View<'_>) {
        let Some(text) = self.given("header", name, style.in_header(value)) else { return };
        // RFC 9110, section 5.5. The value is not shown: it may be a secret.
        let value =
            if text.bytes().all(|byte| matches!(byte, b' '..=b'~')) { RawValue::from_str(&text).ok() } else { None };
        match (HeaderName::from_bytes(name.as_bytes()), value) {
            (Ok(name), Some(mut value)) => {
                // Debug output and logs of other crates need not show what a caller sends.
                value.set_sensitive(true);
                self.headers.insert(name, value);
            }
            (Ok(_), None) => self.refuse(
                "header",
                name,
                "holds a line break, another control character, or a character that is not ASCII, which no header can carry",
            ),
            (Err(_), _) => self.refuse("header", name, "has a name that no header can have"),
        }
    }

    fn add_cookie(&mut self, name: &'static str, style: Style, value: json::View<'_>) {
        for (key, text) in self.given("cookie", name, style.in_pairs(name, value)) {
            self.push_cookie(&format!("{key}={text}"));
        }
    }

    /// Appends a pair that is encoded already (RFC 6265, section 4.2.1).
    pub(crate) fn push_cookie(&mut self, pair: &str) {
        if !self.cookies.is_empty() {
            self.cookies.push_str("; ");
        }
        self.cookies.push_str(pair);
    }

    fn set_media_type(&mut self, header: HeaderName, media_type: &'static str) {
        match RawValue::from_str(media_type) {
            Ok(value) => {
                self.headers.insert(header, value);
            }
            Err(_) => {
                let reason = format!("no header can carry the media type `{}`", media_type.escape_debug());
                self.refused.get_or_insert_with(|| RequestError::new(&self.operation, reason));
            }
        }
    }

    fn set_json(&mut self, media_type: &'static str, body: &dyn Encode) {
        self.set_media_type(CONTENT_TYPE, media_type);
        match json::to_vec(body) {
            Ok(bytes) => self.body = Some(bytes.into()),
            Err(error) => {
                let reason = format!("the body cannot be written as JSON: {error}");
                self.refused.get_or_insert_with(|| RequestError::new(&self.operation, reason).caused(error));
            }
        }
    }
}

/// Declares what wraps the request of an operation with optional parameters: it is sent as the request itself is.
///
/// ```text
/// pub struct ListPets(Request<Vec<Pet>, ListPetsError>);
/// operation! { ListPets => (Vec<Pet>, ListPetsError) }
/// ```
#[doc(hidden)]
#[macro_export]
macro_rules! __oasmith_operation {
    ($name:ident => ($success:ty, $error:ty)) => {
        impl $name {
            /// Sends the request and gives the status and the headers too.
            pub fn response(self) -> $crate::runtime::Responding<$success, $error> {
                self.0.response()
            }
        }
        impl ::core::fmt::Debug for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Debug::fmt(&self.0, f)
            }
        }
        impl ::core::future::IntoFuture for $name {
            type Output = ::core::result::Result<$success, $crate::runtime::Error<$error>>;
            type IntoFuture = $crate::runtime::Sending<$success, $error>;
            fn into_future(self) -> Self::IntoFuture {
                ::core::future::IntoFuture::into_future(self.0)
            }
        }
    };
}
