//! What can go wrong with a call, told apart by who must act.

use std::error::Error as StdError;
use std::fmt;

use bytes::Bytes;
use reqwest::header::HeaderMap;
use reqwest::{Method, StatusCode};

use crate::runtime::clock::Elapsed;
use crate::runtime::header::{Header, HeaderError};
use crate::runtime::message;
use crate::runtime::outcome::Reply;
use crate::runtime::platform;
use crate::runtime::secret::Hidden;

/// Why a call did not give its success.
#[non_exhaustive]
pub enum Error<E> {
    /// The request was refused before anything was sent: mend the arguments or the client.
    Request(RequestError),
    /// The exchange broke off: no connection, a time limit, a cut connection.
    Transport(TransportError),
    /// The server answered with an error that the document describes.
    Api(Box<ApiError<E>>),
    /// The server answered with something that the document does not describe, or that was refused.
    Response(ResponseError),
}

impl<E> Error<E> {
    /// The status of the answer, where there was one.
    pub fn status(&self) -> Option<StatusCode> {
        match self {
            Self::Request(_) => None,
            Self::Transport(error) => error.status(),
            Self::Api(error) => Some(error.status()),
            Self::Response(error) => Some(error.status()),
        }
    }

    /// The error that the document describes, if it is one.
    pub fn api(&self) -> Option<&E> {
        match self {
            Self::Api(error) => Some(error.body()),
            _ => None,
        }
    }
}

impl<E> fmt::Display for Error<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Request(error) => error.fmt(f),
            Self::Transport(error) => error.fmt(f),
            Self::Api(error) => error.fmt(f),
            Self::Response(error) => error.fmt(f),
        }
    }
}

impl<E: fmt::Debug> fmt::Debug for Error<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Request(error) => f.debug_tuple("Request").field(error).finish(),
            Self::Transport(error) => f.debug_tuple("Transport").field(error).finish(),
            Self::Api(error) => f.debug_tuple("Api").field(error).finish(),
            Self::Response(error) => f.debug_tuple("Response").field(error).finish(),
        }
    }
}

impl<E: fmt::Debug> StdError for Error<E> {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Self::Request(error) => error.source(),
            Self::Transport(error) => error.source(),
            Self::Api(_) | Self::Response(_) => None,
        }
    }
}

/// What every error tells: the method and the path as the document writes it, never the values in it.
#[derive(Clone, Debug)]
pub(crate) struct Operation {
    pub(crate) method: Method,
    pub(crate) path: &'static str,
}

impl fmt::Display for Operation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.method, self.path)
    }
}

/// An error of the part of a call that knows no types.
pub(crate) enum Fault {
    Request(RequestError),
    Transport(TransportError),
    Response(ResponseError),
}

impl<E> From<Fault> for Error<E> {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::Request(error) => Self::Request(error),
            Fault::Transport(error) => Self::Transport(error),
            Fault::Response(error) => Self::Response(error),
        }
    }
}

/// A request that was refused before anything was sent.
#[derive(Debug)]
pub struct RequestError(Box<Refused>);

#[derive(Debug)]
struct Refused {
    operation: Operation,
    reason: String,
    source: Option<Box<dyn StdError + Send + Sync>>,
}

impl RequestError {
    pub(crate) fn new(operation: &Operation, reason: String) -> Self {
        Self(Box::new(Refused { operation: operation.clone(), reason, source: None }))
    }

    pub(crate) fn caused(mut self, source: impl StdError + Send + Sync + 'static) -> Self {
        self.0.source = Some(Box::new(source));
        self
    }
}

impl fmt::Display for RequestError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: not sent: {}", self.0.operation, self.0.reason)
    }
}

impl StdError for RequestError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.0.source.as_deref().map(|source| source as _)
    }
}

/// An exchange that broke off.
#[derive(Debug)]
pub struct TransportError(Box<Broken>);

#[derive(Debug)]
struct Broken {
    operation: Operation,
    status: Option<StatusCode>,
    cause: Cause,
}

/// What broke an exchange off.
#[derive(Debug)]
enum Cause {
    Http(reqwest::Error),
    Elapsed(Elapsed),
    Other(Box<dyn StdError + Send + Sync>),
}

impl Cause {
    fn error(&self) -> &(dyn StdError + 'static) {
        match self {
            Self::Http(error) => error,
            Self::Elapsed(error) => error,
            Self::Other(error) => &**error,
        }
    }
}

impl TransportError {
    pub(crate) fn new(operation: &Operation, status: Option<StatusCode>, source: reqwest::Error) -> Self {
        // The URL may carry a key in its query.
        Self(Box::new(Broken { operation: operation.clone(), status, cause: Cause::Http(source.without_url()) }))
    }

    /// What a transport says.
    pub(crate) fn carried(operation: &Operation, error: Box<dyn StdError + Send + Sync>) -> Self {
        match error.downcast::<reqwest::Error>() {
            Ok(error) => Self::new(operation, None, *error),
            Err(error) => {
                Self(Box::new(Broken { operation: operation.clone(), status: None, cause: Cause::Other(error) }))
            }
        }
    }

    pub(crate) fn elapsed(operation: &Operation, status: Option<StatusCode>, elapsed: Elapsed) -> Self {
        Self(Box::new(Broken { operation: operation.clone(), status, cause: Cause::Elapsed(elapsed) }))
    }

    /// The status of the answer, where the exchange broke off after it.
    pub fn status(&self) -> Option<StatusCode> {
        self.0.status
    }

    /// Whether no connection was made: then the server has received nothing.
    pub fn is_connect(&self) -> bool {
        matches!(&self.0.cause, Cause::Http(error) if platform::is_connect(error))
    }

    /// Whether a time limit was reached.
    pub fn is_timeout(&self) -> bool {
        match &self.0.cause {
            Cause::Http(error) => error.is_timeout(),
            Cause::Elapsed(_) => true,
            Cause::Other(_) => false,
        }
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", self.0.operation)?;
        match self.0.status {
            Some(status) => write!(f, "{}: the answer broke off", message::status(status))?,
            None if self.is_connect() => f.write_str("no connection was made")?,
            None => f.write_str("no answer, so no status, and the server may have received the request")?,
        }
        if matches!(&self.0.cause, Cause::Http(error) if error.is_timeout()) {
            f.write_str(": the time limit was reached")?;
        }
        // The innermost cause is the one that tells something.
        let mut cause: &dyn StdError = self.0.cause.error();
        while let Some(inner) = cause.source() {
            cause = inner;
        }
        write!(f, ": {cause}")
    }
}

impl StdError for TransportError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        Some(self.0.cause.error())
    }
}

/// An error that the document describes, with its body read.
pub struct ApiError<E> {
    operation: Operation,
    status: StatusCode,
    headers: HeaderMap,
    message: String,
    hidden: Hidden,
    body: E,
}

impl<E> ApiError<E> {
    pub(crate) fn new(reply: Reply, body: E) -> Self {
        let message = message::find(&reply.headers, &reply.body, &reply.hidden);
        let Reply { operation, status, headers, hidden, .. } = reply;
        Self { operation, status, headers, message, hidden, body }
    }

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

    /// What the server says went wrong, in its words; empty where it says nothing.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// The error itself.
    pub fn body(&self) -> &E {
        &self.body
    }

    /// The error itself.
    pub fn into_body(self) -> E {
        self.body
    }
}

impl<E> fmt::Display for ApiError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.operation, message::status(self.status))?;
        if self.message.is_empty() { Ok(()) } else { write!(f, ": {}", self.message) }
    }
}

impl<E: fmt::Debug> fmt::Debug for ApiError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // A server may repeat the credential that it refuses.
        let body = if f.alternate() { format!("{:#?}", self.body) } else { format!("{:?}", self.body) };
        f.debug_struct("ApiError")
            .field("operation", &format_args!("{}", self.operation))
            .field("status", &self.status)
            .field("message", &self.message)
            .field("body", &format_args!("{}", self.hidden.scrub(body)))
            .finish_non_exhaustive()
    }
}

impl<E: fmt::Debug> StdError for ApiError<E> {}

/// An answer that the document does not describe, or that was refused.
pub struct ResponseError(Box<Refusal>);

struct Refusal {
    operation: Operation,
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
    message: String,
}

impl ResponseError {
    pub(crate) fn new(reply: Reply, problem: &str) -> Self {
        let message = reply.hidden.scrub(problem) + &message::excerpt(&reply.headers, &reply.body, &reply.hidden);
        let Reply { operation, status, headers, body, .. } = reply;
        Self(Box::new(Refusal { operation, status, headers, body, message }))
    }

    /// The status of the answer.
    pub fn status(&self) -> StatusCode {
        self.0.status
    }

    /// The headers of the answer.
    pub fn headers(&self) -> &HeaderMap {
        &self.0.headers
    }

    /// A header that the document describes; none where the answer does not have it.
    pub fn header<H>(&self, header: Header<H>) -> Result<Option<H>, HeaderError> {
        header.of(&self.0.headers)
    }

    /// The body as it came; empty where it was refused unread.
    pub fn body(&self) -> &Bytes {
        &self.0.body
    }
}

impl fmt::Display for ResponseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}: {}", self.0.operation, message::status(self.0.status), self.0.message)
    }
}

impl fmt::Debug for ResponseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ResponseError")
            .field("operation", &format_args!("{}", self.0.operation))
            .field("status", &self.0.status)
            .field("message", &self.0.message)
            .field("body", &format_args!("{} bytes", self.0.body.len()))
            .finish_non_exhaustive()
    }
}

impl StdError for ResponseError {}

/// A client that could not be built.
#[derive(Debug)]
pub struct BuildError {
    reason: String,
    source: Option<reqwest::Error>,
}

impl BuildError {
    pub(crate) fn new(reason: String) -> Self {
        Self { reason, source: None }
    }

    pub(crate) fn caused(reason: String, source: reqwest::Error) -> Self {
        Self { reason, source: Some(source.without_url()) }
    }
}

impl fmt::Display for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the client cannot be built: {}", self.reason)
    }
}

impl StdError for BuildError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.source.as_ref().map(|source| source as _)
    }
}
