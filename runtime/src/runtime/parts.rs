//! A request without its types: everything about it that is compiled once.

use bytes::Bytes;
use reqwest::Method;
use reqwest::header::{CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use url::Url;

use crate::runtime::client::Core;
use crate::runtime::client_header::{self, ClientHeader};
use crate::runtime::encode;
use crate::runtime::error::{Operation, RequestError};
use crate::runtime::form;
use crate::runtime::json::{self, Encode, View};
use crate::runtime::query;
use crate::runtime::security::Requirement;
use crate::runtime::server::ServerUrl;
use crate::runtime::style::Style;
use crate::runtime::upload::{Content, Upload};

/// What a request is made of.
pub(crate) struct Parts {
    pub(crate) core: Core,
    pub(crate) operation: Operation,
    pub(crate) path: Vec<(&'static str, String)>,
    pub(crate) query: String,
    /// Where the request goes instead, but for credentials: a URL that a server gave.
    pub(crate) url: Option<Url>,
    pub(crate) headers: HeaderMap,
    pub(crate) cookies: String,
    pub(crate) body: Body,
    pub(crate) security: Requirement,
    /// The server that the document names for this operation alone.
    pub(crate) server: Option<ServerUrl>,
    /// Whether the caller chose it for this call.
    pub(crate) is_server_chosen: bool,
    /// The entries of successes: statuses as the document writes them, perhaps with a media type.
    pub(crate) success: &'static [&'static str],
    /// The entries of errors.
    pub(crate) failure: &'static [&'static str],
    /// What is done with the body of a success, by its entry.
    pub(crate) taking: fn(&str) -> Taking,
    /// The first thing that was wrong: nothing is sent then.
    pub(crate) refused: Option<RequestError>,
}

/// The body of a request.
pub(crate) enum Body {
    None,
    /// What is in memory, and can be sent again.
    Whole(Bytes),
    /// What is added to the HTTP library's request by itself, and can be sent only once.
    Made(Box<dyn FnOnce(reqwest::RequestBuilder) -> reqwest::RequestBuilder + Send + Sync>),
}

/// What is done with the body of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taking {
    /// It is read whole, up to the limit.
    Whole,
    /// It is left to the caller, as it comes.
    Open,
    /// It is of no interest.
    Nothing,
}

impl Parts {
    pub(crate) fn new(core: &Core, method: Method, path: &'static str) -> Self {
        Self {
            core: core.clone(),
            operation: Operation { method, path },
            path: Vec::new(),
            query: String::new(),
            url: None,
            headers: HeaderMap::new(),
            cookies: String::new(),
            body: Body::None,
            security: &[],
            server: None,
            is_server_chosen: false,
            success: &[],
            failure: &[],
            taking: |_| Taking::Whole,
            refused: None,
        }
    }

    /// The same request, to be sent again; none where its body can be sent only once. Why it is refused, if it is, is not
    /// copied: nothing comes after that.
    pub(crate) fn copy(&self) -> Option<Self> {
        let body = match &self.body {
            Body::None => Body::None,
            Body::Whole(bytes) => Body::Whole(bytes.clone()),
            Body::Made(_) => return None,
        };
        Some(Self {
            core: self.core.clone(),
            operation: self.operation.clone(),
            path: self.path.clone(),
            server: self.server.clone(),
            query: self.query.clone(),
            url: self.url.clone(),
            headers: self.headers.clone(),
            cookies: self.cookies.clone(),
            body,
            refused: None,
            ..*self
        })
    }

    pub(crate) fn refuse(&mut self, reason: String) {
        self.refused.get_or_insert_with(|| RequestError::new(&self.operation, reason));
    }

    fn refuse_parameter(&mut self, kind: &str, name: &str, reason: &str) {
        self.refuse(format!("the {kind} parameter `{name}` {reason}"));
    }

    /// What a value gives, or nothing where it is refused.
    fn given<T: Default>(&mut self, kind: &str, name: &str, value: Result<T, String>) -> T {
        value.unwrap_or_else(|reason| {
            self.refuse_parameter(kind, name, &reason);
            T::default()
        })
    }

    pub(crate) fn add_path(&mut self, name: &'static str, style: Style, value: View<'_>) {
        let text = self.given("path", name, style.in_path(name, value));
        self.path.push((name, text));
    }

    /// Adds a query parameter, in the place of one of its name: what is set twice is what was set last.
    pub(crate) fn add_query(&mut self, name: &'static str, style: Style, value: View<'_>) {
        let pairs = self.given("query", name, style.in_pairs(name, value));
        let pairs: Vec<_> = pairs.into_iter().map(|(key, text)| format!("{key}={text}")).collect();
        self.query = query::with(&self.query, &pairs.join("&"));
    }

    /// Sets the whole query to one value, without a name (OpenAPI 3.2.0, section 4.12.2.1, `in: querystring`).
    pub(crate) fn set_query_string(&mut self, name: &'static str, style: Style, value: View<'_>) {
        let pairs = self.given("query", name, style.in_pairs(name, value));
        self.query = pairs.into_iter().map(|(_, text)| text).collect::<Vec<_>>().join("&");
    }

    /// Sets the whole query to one object, written as a body that is a form is.
    pub(crate) fn set_query_form(&mut self, name: &'static str, styles: &[(&str, Style)], value: View<'_>) {
        self.query = self.given("query", name, form::urlencoded(styles, value));
    }

    /// Sets a query parameter to one text, whatever it was.
    pub(crate) fn set_query(&mut self, name: &str, value: &str) {
        self.query = query::with(&self.query, &encode::pair(name, value));
    }

    pub(crate) fn add_header(&mut self, name: &'static str, style: Style, value: View<'_>) {
        let Some(text) = self.given("header", name, style.in_header(value)) else { return };
        match (HeaderName::from_bytes(name.as_bytes()), client_header::value(&text)) {
            (Ok(name), Ok(value)) => {
                self.headers.insert(name, value);
            }
            (Ok(_), Err(reason)) => self.refuse_parameter("header", name, reason),
            (Err(_), _) => self.refuse_parameter("header", name, "has a name that no header can have"),
        }
    }

    /// Adds a header that the client's builder was given.
    pub(crate) fn add_client_header(&mut self, header: ClientHeader) {
        match self.core.client_header(header) {
            Ok(Some((name, value))) => {
                self.headers.insert(name, value);
            }
            Ok(None) if header.is_required() => self.refuse(header.missing()),
            Ok(None) => {}
            Err(reason) => self.refuse(reason),
        }
    }

    pub(crate) fn add_cookie(&mut self, name: &'static str, style: Style, value: View<'_>) {
        for (key, text) in self.given("cookie", name, style.in_pairs(name, value)) {
            // RFC 6265, section 4.2.1: this reserved character ends a value.
            self.push_cookie(&format!("{key}={}", text.replace(';', "%3B")));
        }
    }

    /// Appends a pair that is encoded already (RFC 6265, section 4.2.1).
    pub(crate) fn push_cookie(&mut self, pair: &str) {
        if !self.cookies.is_empty() {
            self.cookies.push_str("; ");
        }
        self.cookies.push_str(pair);
    }

    pub(crate) fn set_media_type(&mut self, header: HeaderName, media_type: &str) {
        match HeaderValue::from_str(media_type) {
            Ok(value) if value.as_bytes().is_ascii() => {
                self.headers.insert(header, value);
            }
            _ => self.refuse(format!("no header can carry the media type `{}`", media_type.escape_debug())),
        }
    }

    pub(crate) fn set_json(&mut self, media_type: &str, body: &dyn Encode) {
        self.set_media_type(CONTENT_TYPE, media_type);
        match json::to_vec(body) {
            Ok(bytes) => self.body = Body::Whole(bytes.into()),
            Err(error) => {
                let reason = format!("the body cannot be written as JSON: {error}");
                self.refused.get_or_insert_with(|| RequestError::new(&self.operation, reason).caused(error));
            }
        }
    }

    pub(crate) fn set_form(&mut self, styles: &[(&str, Style)], body: View<'_>) {
        self.set_media_type(CONTENT_TYPE, "application/x-www-form-urlencoded");
        match form::urlencoded(styles, body) {
            Ok(text) => self.body = Body::Whole(text.into()),
            Err(reason) => self.refuse(format!("the body cannot be written as a form: {reason}")),
        }
    }

    pub(crate) fn set_upload(&mut self, media_type: &str, upload: Upload) {
        if media_type.contains('*') || !media_type.contains('/') {
            return self.refuse(format!("`{}` is no media type that a body can have", media_type.escape_debug()));
        }
        self.set_media_type(CONTENT_TYPE, media_type);
        if let Some(reason) = upload.refused {
            return self.refuse(reason);
        }
        self.body = match upload.content {
            Content::Whole(bytes) => Body::Whole(bytes),
            Content::Stream(_) => Body::Made(Box::new(|request| upload.add_to(request))),
        };
    }
}
