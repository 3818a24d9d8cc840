//! The sending of a request: one function for every operation of every client.
//!
//! Invariants: nothing is sent that was refused; nothing is sent twice that is not safe to repeat; nothing is sent to
//! another origin.

use std::borrow::Cow;
use std::sync::Arc;

use reqwest::header::{COOKIE, HeaderValue};
use tracing::Instrument as _;
use tracing::field::Empty;
use url::Url;

use crate::runtime::address::{self, Base};
use crate::runtime::error::{Fault, RequestError};
use crate::runtime::exchange;
use crate::runtime::outcome::Reply;
use crate::runtime::parts::Parts;
use crate::runtime::platform::Boxed;
use crate::runtime::security::{self, Carried};
use crate::runtime::token::Keeper;

/// An answer whose status the document describes, with the entry that matched.
pub(crate) enum Answer {
    Success(&'static str, Reply),
    Failure(&'static str, Reply),
}

impl Answer {
    pub(crate) fn reply(&self) -> &Reply {
        match self {
            Self::Success(_, reply) | Self::Failure(_, reply) => reply,
        }
    }
}

/// A request that is prepared: nothing happens before it is polled.
pub(crate) type Answering = Boxed<'static, Result<Answer, Fault>>;

/// Prepares the sending.
pub(crate) fn start(parts: Box<Parts>) -> Answering {
    // The names are those of OpenTelemetry's conventions for HTTP clients. The path is the template, and the URL is left
    // out: values may be personal, and the query may carry a key.
    let span = tracing::debug_span!(
        target: "oasmith",
        "request",
        otel.kind = "client",
        otel.name = %parts.operation,
        otel.status_code = Empty,
        http.request.method = %parts.operation.method,
        url.template = parts.operation.path,
        server.address = Empty,
        server.port = Empty,
        http.request.resend_count = Empty,
        http.response.status_code = Empty,
        error.type = Empty,
    );
    Box::pin(run(parts).instrument(span))
}

async fn run(mut parts: Box<Parts>) -> Result<Answer, Fault> {
    let result = match prepare(&mut parts) {
        Ok((url, keepers)) => {
            let span = tracing::Span::current();
            span.record("server.address", url.host_str());
            span.record("server.port", url.port_or_known_default());
            exchange::exchange(&mut parts, url, &keepers).await
        }
        Err(refused) => Err(Fault::Request(refused)),
    };
    tell(&result);
    result
}

/// Says in the span and in an event what came of a request.
fn tell(result: &Result<Answer, Fault>) {
    let span = tracing::Span::current();
    let failed = |kind: &str| {
        span.record("error.type", kind);
        span.record("otel.status_code", "ERROR");
    };
    let answered = |status: reqwest::StatusCode| {
        span.record("http.response.status_code", status.as_u16());
        if status.is_client_error() || status.is_server_error() {
            failed(status.as_str());
        }
    };
    match result {
        Ok(Answer::Success(_, reply) | Answer::Failure(_, reply)) => {
            answered(reply.status);
            tracing::debug!(target: "oasmith", status = reply.status.as_u16(), "answered");
        }
        Err(Fault::Request(error)) => {
            failed("request");
            tracing::debug!(target: "oasmith", %error, "refused");
        }
        Err(Fault::Transport(error)) => {
            error.status().into_iter().for_each(answered);
            failed(if error.is_timeout() { "timeout" } else { "transport" });
            tracing::debug!(target: "oasmith", %error, "broken off");
        }
        // The error's text holds a piece of the body, which is not for logs.
        Err(Fault::Response(error)) => {
            failed("response");
            answered(error.status());
            tracing::debug!(target: "oasmith", status = error.status().as_u16(), "answered, but not as documented");
        }
    }
}

/// Puts the URL together and adds the credentials; those that are fetched come back.
fn prepare(parts: &mut Parts) -> Result<(Url, Vec<Arc<Keeper>>), RequestError> {
    if let Some(refused) = parts.refused.take() {
        return Err(refused);
    }
    let core = parts.core.clone();
    let operation = parts.operation.clone();
    let refuse = |reason: String| RequestError::new(&operation, reason);
    let (mut credentials, mut keepers) = (String::new(), Vec::new());
    for credential in security::choose(parts.security, &core.0.credentials).map_err(refuse)? {
        match &credential.carried {
            Carried::Header(name, value) => {
                parts.headers.insert(name.clone(), value.clone());
            }
            Carried::Query(pair) => append(&mut credentials, pair),
            Carried::Cookie(pair) => parts.push_cookie(pair),
            Carried::Token(keeper) => keepers.push(keeper.clone()),
        }
    }
    if !parts.cookies.is_empty() {
        let mut cookies = HeaderValue::from_str(&parts.cookies)
            .map_err(|_| refuse("the cookies hold a character that a header cannot carry".to_owned()))?;
        cookies.set_sensitive(true);
        parts.headers.insert(COOKIE, cookies);
    }
    Ok((url(parts, &credentials).map_err(refuse)?, keepers))
}

/// Where the request goes, with the credentials that go in a query.
fn url(parts: &Parts, credentials: &str) -> Result<Url, String> {
    let base = base(parts)?;
    if let Some(url) = &parts.url {
        return Ok(base.complete(url, credentials));
    }
    let (path, mut query) = address::fill(parts.operation.path, &parts.path)?;
    append(&mut query, &parts.query);
    append(&mut query, credentials);
    base.join(&path, &query)
}

/// Where the request goes. What the caller chose for this call comes first, then what they gave to the client.
fn base(parts: &Parts) -> Result<Cow<'_, Base>, String> {
    let core = &parts.core.0;
    match &parts.server {
        Some(server) if parts.is_server_chosen || !core.is_base_given => {
            let url = address::resolve(&core.base, &server.fill()?)?;
            Base::new(url.as_str()).map(Cow::Owned)
        }
        _ => core.base.as_ref().map(Cow::Borrowed).map_err(String::clone),
    }
}

fn append(query: &mut String, pairs: &str) {
    if !query.is_empty() && !pairs.is_empty() {
        query.push('&');
    }
    query.push_str(pairs);
}
