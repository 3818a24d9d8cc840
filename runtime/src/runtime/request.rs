//! A request as generated code puts it together: a short chain that sends nothing until it is awaited.

use std::fmt;
use std::future::{Future, IntoFuture};
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll};

use reqwest::Method;
use reqwest::header::ACCEPT;

use crate::runtime::client::Core;
use crate::runtime::client_header::ClientHeader;
use crate::runtime::error::{ApiError, Error, ResponseError};
use crate::runtime::json::Encode;
use crate::runtime::outcome::{Failure, Reply, Response, Success, Unreadable, body};
use crate::runtime::pages::{Pages, Paging};
use crate::runtime::parts::{Parts, Taking};
use crate::runtime::security::SecurityScheme;
use crate::runtime::send::{self, Answer, Answering};
use crate::runtime::server::ServerUrl;
use crate::runtime::style::Style;
use crate::runtime::upload::Upload;

/// A request that is sent when it is awaited. It gives a `T`, or an [`Error`] that holds an `E`.
#[must_use = "a request is sent when it is awaited"]
pub struct Request<T, E> {
    pub(crate) parts: Box<Parts>,
    pub(crate) read: Reader<T>,
    error: PhantomData<fn() -> E>,
}

/// Reads a success; the text is the entry of [`Parts::success`] that matched.
pub(crate) type Reader<T> = fn(&str, &mut Reply) -> Result<T, Unreadable>;

impl<E> Request<(), E> {
    /// A request of a method to a path, which is written as in the document.
    pub fn new(core: &Core, method: Method, path: &'static str) -> Self {
        let read = |_: &str, _: &mut Reply| Err(Unreadable::undocumented());
        Self { parts: Box::new(Parts::new(core, method, path)), read, error: PhantomData }
    }
}

impl<E> Request<(), E> {
    /// A request of a method that has no name of its own here.
    pub fn with_method(core: &Core, method: &'static str, path: &'static str) -> Self {
        match Method::from_bytes(method.as_bytes()) {
            Ok(method) => Self::new(core, method, path),
            Err(_) => {
                let mut request = Self::new(core, Method::GET, path);
                request.parts.refuse(format!("no method can be called `{}`", method.escape_debug()));
                request
            }
        }
    }
}

impl<T, E> Request<T, E> {
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

    /// Sets the whole query string to a value: to its text in a style without a name, or to JSON.
    pub fn query_string(mut self, name: &'static str, style: Style, value: impl Encode) -> Self {
        self.parts.set_query_string(name, style, value.view());
        self
    }

    /// Sets the whole query string to an object as a form, each property in its style; those that are not named are written as
    /// OpenAPI has it.
    pub fn query_form(mut self, name: &'static str, styles: &[(&str, Style)], value: impl Encode) -> Self {
        self.parts.set_query_form(name, styles, value.view());
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

    /// Adds a header that the client's builder was given.
    pub fn client_header(mut self, header: ClientHeader) -> Self {
        self.parts.add_client_header(header);
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

    /// The server that the document names for this operation alone. One that was given to the client's builder goes before.
    pub fn server(mut self, server: impl Into<ServerUrl>) -> Self {
        self.parts.server = Some(server.into());
        self
    }

    /// The server that the caller chose for this call. It goes before all others.
    pub fn choose_server(mut self, server: impl Into<ServerUrl>) -> Self {
        self.parts.is_server_chosen = true;
        self.server(server)
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

    /// Sends an object as a form, each property in its style; those that are not named are written as OpenAPI has it.
    pub fn form(mut self, styles: &[(&str, Style)], body: impl Encode) -> Self {
        self.parts.set_form(styles, body.view());
        self
    }

    /// Sends text.
    pub fn text(self, media_type: &str, body: impl Into<String>) -> Self {
        self.upload(media_type, body.into())
    }

    /// Sends content as it is.
    pub fn upload(mut self, media_type: &str, body: impl Into<Upload>) -> Self {
        self.parts.set_upload(media_type, body.into());
        self
    }

    /// The statuses of success, as the document writes them, for a type that knows how it is read: any type of JSON,
    /// `()` for no content, a stream, or an enum declared with `responses!`.
    pub fn success<U: Success>(self, statuses: &'static [&'static str]) -> Request<U, E> {
        self.succeed(statuses, U::taking, U::read)
    }

    /// The statuses of success whose body is text.
    pub fn success_text(self, statuses: &'static [&'static str]) -> Request<String, E> {
        self.succeed(statuses, |_| Taking::Whole, |_, reply| body::text::read(reply))
    }

    fn succeed<U>(
        mut self,
        statuses: &'static [&'static str],
        taking: fn(&str) -> Taking,
        read: Reader<U>,
    ) -> Request<U, E> {
        self.parts.success = statuses;
        self.parts.taking = taking;
        Request { parts: self.parts, read, error: PhantomData }
    }

    /// Sends the request and gives the status and the headers too.
    pub fn response(mut self) -> Responding<T, E>
    where
        E: Failure,
    {
        self.parts.failure = E::ENTRIES;
        Responding { answer: send::start(self.parts), read: self.read, error: PhantomData }
    }

    /// Sends the request for one page after the other, as they are polled for.
    pub fn pages(self, paging: Paging) -> Pages<T, E>
    where
        E: Failure,
    {
        Pages::new(self, paging)
    }
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
    answer: Answering,
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
pub(crate) fn decode<T, E: Failure>(answer: Answer, read: Reader<T>) -> Result<Response<T>, Error<E>> {
    let unreadable = |reply: Reply, problem: Unreadable| Err(Error::Response(ResponseError::new(reply, &problem.0)));
    match answer {
        Answer::Success(entry, mut reply) => match read(entry, &mut reply) {
            Ok(body) => Ok(Response { status: reply.status, headers: reply.headers, body }),
            Err(problem) => unreadable(reply, problem),
        },
        Answer::Failure(entry, mut reply) => match E::read(entry, &mut reply) {
            Ok(body) => Err(Error::Api(Box::new(ApiError::new(reply, body)))),
            Err(problem) => unreadable(reply, problem),
        },
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

            $crate::__oasmith_blocking! { $success, $error }
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

/// What an operation has beside, where calls may block. Whether they may is known here, and not where it is expanded.
#[cfg(all(feature = "blocking", not(target_arch = "wasm32")))]
#[doc(hidden)]
#[macro_export]
macro_rules! __oasmith_blocking {
    ($success:ty, $error:ty) => {
        /// Sends the request, and blocks the thread until there is a success or an error. It needs no async runtime, and
        /// is refused within one.
        pub fn send_blocking(self) -> ::core::result::Result<$success, $crate::runtime::Error<$error>> {
            self.0.send_blocking()
        }

        /// Does what `send_blocking` does, and gives the status and the headers too.
        pub fn response_blocking(
            self,
        ) -> ::core::result::Result<$crate::runtime::Response<$success>, $crate::runtime::Error<$error>> {
            self.0.response_blocking()
        }
    };
}

/// Nothing, where no call may block.
#[cfg(not(all(feature = "blocking", not(target_arch = "wasm32"))))]
#[doc(hidden)]
#[macro_export]
macro_rules! __oasmith_blocking {
    ($success:ty, $error:ty) => {};
}
