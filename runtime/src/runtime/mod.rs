//! The runtime of a generated client: what is the same for every API.
//!
//! The module is the same in `oasmith-runtime` and in a crate that carries a copy of it: nothing in it knows in which
//! of the two it is. Generated code calls what is re-exported here and nothing else.

mod address;
#[cfg(all(feature = "blocking", not(target_arch = "wasm32")))]
mod blocking;
mod builder;
mod client;
mod client_credentials;
mod client_header;
mod clock;
mod encode;
mod error;
mod exchange;
mod form;
mod formats;
mod header;
pub mod json;
mod message;
#[cfg(feature = "multipart")]
mod multipart;
mod outcome;
mod pages;
mod parts;
#[cfg(feature = "webhooks")]
pub mod payload;
mod platform;
mod query;
mod receive;
mod redirect;
mod request;
mod retry;
mod secret;
mod security;
mod send;
mod server;
mod streams;
mod style;
mod token;
mod transport;
mod upload;
mod value;

pub use bytes::Bytes;
pub use reqwest::header::HeaderMap;
pub use reqwest::{Method, StatusCode};

pub use client::{Core, CoreBuilder};
pub use client_credentials::ClientCredentials;
pub use client_header::ClientHeader;
pub use clock::{Clock, Sleep};
pub use error::{ApiError, BuildError, Error, RequestError, ResponseError, TransportError};
pub use formats::{Base64, Number, Serde};
pub use header::{Header, HeaderError};
#[cfg(feature = "validate")]
pub use json::Invalid;
#[cfg(feature = "multipart")]
pub use multipart::Multipart;
#[doc(hidden)]
pub use outcome::body;
pub use outcome::{Failure, Reply, Response, Success, Unreadable};
pub use pages::{Items, Pages, Paging};
#[doc(hidden)]
pub use parts::Taking;
#[cfg(feature = "webhooks")]
pub use payload::PayloadError;
pub use platform::{Boxed, Instant, MaybeSend};
pub use request::{Request, Responding, Sending};
pub use retry::Retry;
pub use secret::Secret;
pub use security::SecurityScheme;
pub use server::ServerUrl;
#[doc(hidden)]
pub use server::unlisted;
pub use streams::{ByteStream, Event, EventStream, ItemError, ItemStream, Lines, Parted, Sequence, StreamError};
pub use style::Style;
pub use token::{Fetching, Token, TokenSource};
pub use transport::{Carrying, Transport};
pub use upload::Upload;
pub use value::{CookieValue, HeaderValue, PathValue, QueryValue};

#[doc(inline)]
pub use crate::__oasmith_builder as builder;
#[doc(inline)]
pub use crate::__oasmith_errors as errors;
#[doc(inline)]
pub use crate::__oasmith_integer_enum as integer_enum;
#[doc(inline)]
pub use crate::__oasmith_newtype as newtype;
#[doc(inline)]
pub use crate::__oasmith_object as object;
#[doc(inline)]
pub use crate::__oasmith_operation as operation;
#[doc(inline)]
pub use crate::__oasmith_responses as responses;
#[doc(inline)]
pub use crate::__oasmith_server_variable as server_variable;
#[doc(inline)]
pub use crate::__oasmith_servers as servers;
#[doc(inline)]
pub use crate::__oasmith_string_enum as string_enum;
#[doc(inline)]
pub use crate::__oasmith_union as union;
#[doc(hidden)]
pub use serde;

/// The HTTP library, for [`CoreBuilder::http_client`].
pub use reqwest;
