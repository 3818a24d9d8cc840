//! The sending of a request: one function for every operation of every client.
//!
//! Invariants: nothing is sent that was refused; nothing is sent twice; nothing is sent to another origin.

use std::future::Future;
use std::pin::Pin;
use std::time::Instant;

use bytes::{Bytes, BytesMut};
use reqwest::StatusCode;
use reqwest::header::{COOKIE, HeaderMap, HeaderValue};
use tracing::Instrument as _;
use url::Url;

use crate::runtime::address;
use crate::runtime::error::{Fault, RequestError, ResponseError, TransportError};
use crate::runtime::outcome::{Reply, lookup};
use crate::runtime::parts::{Body, Parts, Taking};
use crate::runtime::redirect::{self, Redirect};
use crate::runtime::security::{self, Carried};

/// An answer whose status the document describes, with the entry that matched.
pub(crate) enum Answer {
    Success(&'static str, Reply),
    Failure(&'static str, Reply),
}

/// Prepares the sending; nothing happens before the future is polled.
pub(crate) fn start(parts: Box<Parts>) -> Pin<Box<dyn Future<Output = Result<Answer, Fault>> + Send>> {
    // The path is the template: values may be personal, and the query may carry a key.
    let span = tracing::debug_span!(
        target: "oasmith",
        "request",
        http.request.method = %parts.operation.method,
        url.template = parts.operation.path,
    );
    Box::pin(run(parts).instrument(span))
}

async fn run(mut parts: Box<Parts>) -> Result<Answer, Fault> {
    let result = match prepare(&mut parts) {
        Ok(url) => exchange(&mut parts, url).await,
        Err(refused) => Err(Fault::Request(refused)),
    };
    match &result {
        Ok(Answer::Success(_, reply) | Answer::Failure(_, reply)) => {
            tracing::debug!(target: "oasmith", status = reply.status.as_u16(), "answered");
        }
        Err(Fault::Request(error)) => tracing::debug!(target: "oasmith", %error, "refused"),
        Err(Fault::Transport(error)) => tracing::debug!(target: "oasmith", %error, "broken off"),
        // The error's text holds a piece of the body, which is not for logs.
        Err(Fault::Response(error)) => {
            tracing::debug!(target: "oasmith", status = error.status().as_u16(), "answered, but not as documented");
        }
    }
    result
}

/// Puts the URL together and adds the credentials.
fn prepare(parts: &mut Parts) -> Result<Url, RequestError> {
    if let Some(refused) = parts.refused.take() {
        return Err(refused);
    }
    let core = parts.core.clone();
    let operation = parts.operation.clone();
    let refuse = |reason: String| RequestError::new(&operation, reason);
    let (path, mut query) = address::fill(operation.path, &parts.path).map_err(refuse)?;
    append(&mut query, &parts.query);
    for credential in security::choose(parts.security, &core.0.credentials).map_err(refuse)? {
        match &credential.carried {
            Carried::Header(name, value) => {
                parts.headers.insert(name.clone(), value.clone());
            }
            Carried::Query(pair) => append(&mut query, pair),
            Carried::Cookie(pair) => parts.push_cookie(pair),
        }
    }
    if !parts.cookies.is_empty() {
        let mut cookies = HeaderValue::from_str(&parts.cookies)
            .map_err(|_| refuse("the cookies hold a character that a header cannot carry".to_owned()))?;
        cookies.set_sensitive(true);
        parts.headers.insert(COOKIE, cookies);
    }
    core.0.base.join(&path, &query).map_err(refuse)
}

fn append(query: &mut String, pairs: &str) {
    if !query.is_empty() && !pairs.is_empty() {
        query.push('&');
    }
    query.push_str(pairs);
}

/// Sends the request, and again where the same origin redirects it, until there is an answer.
async fn exchange(parts: &mut Parts, url: Url) -> Result<Answer, Fault> {
    // A limit too far away to be told is none.
    let deadline = Instant::now().checked_add(parts.core.0.timeout);
    let mut request = build(parts, url)?;
    let mut followed = 0;
    loop {
        let (again, url) = (request.try_clone(), request.url().clone());
        if let Some(deadline) = deadline {
            *request.timeout_mut() = Some(deadline.saturating_duration_since(Instant::now()));
        }
        let broken = |error| Fault::Transport(TransportError::new(&parts.operation, None, error));
        let response = parts.core.0.http.execute(request).await.map_err(broken)?;
        let (status, headers) = (response.status(), response.headers());
        if documented(parts, status, headers) {
            return receive(parts, response).await;
        }
        let refused = match (redirect::decide(&parts.operation.method, status, headers, &url, followed), again) {
            (Redirect::No, _) => return receive(parts, response).await,
            (Redirect::To(next), Some(mut again)) => {
                tracing::debug!(target: "oasmith", status = status.as_u16(), "redirected within the origin");
                *again.url_mut() = next;
                request = again;
                followed += 1;
                continue;
            }
            (Redirect::To(_), None) => {
                "the redirect is not followed: the body is a stream, which cannot be sent twice".to_owned()
            }
            (Redirect::Refused(why), _) => why,
        };
        let reply = reply(parts, status, headers.clone(), Bytes::new());
        return Err(Fault::Response(ResponseError::new(reply, &refused)));
    }
}

/// The request as the HTTP library sends it.
fn build(parts: &mut Parts, url: Url) -> Result<reqwest::Request, Fault> {
    let request = parts.core.0.http.request(parts.operation.method.clone(), url).headers(parts.headers.clone());
    let request = match std::mem::replace(&mut parts.body, Body::None) {
        Body::None => request,
        Body::Whole(bytes) => request.body(bytes),
        Body::Made(add) => add(request),
    };
    request.build().map_err(|error| {
        let reason = "the request cannot be put together".to_owned();
        Fault::Request(RequestError::new(&parts.operation, reason).caused(error.without_url()))
    })
}

/// Whether the document describes this very status, or its range: then a redirect is an answer like any other.
fn documented(parts: &Parts, status: StatusCode, headers: &HeaderMap) -> bool {
    [parts.success, parts.failure].iter().any(|entries| lookup(entries, status, headers, false).is_some())
}

/// Takes the answer in, and finds its entry in the document.
async fn receive(parts: &Parts, response: reqwest::Response) -> Result<Answer, Fault> {
    let (status, headers) = (response.status(), response.headers().clone());
    let success = find_success(parts, status, &headers);
    if let Some(entry) = success
        && (parts.taking)(entry) == Taking::Nothing
    {
        return Ok(Answer::Success(entry, reply(parts, status, headers, Bytes::new())));
    }
    let body = read_body(response, parts.core.0.max_body)
        .await
        .map_err(|error| Fault::Transport(TransportError::new(&parts.operation, Some(status), error)))?;
    let Some(body) = body else {
        let limit = parts.core.0.max_body;
        let problem = format!("the body is larger than {limit} bytes, the limit that the client's builder sets");
        return Err(Fault::Response(ResponseError::new(reply(parts, status, headers, Bytes::new()), &problem)));
    };
    let reply = reply(parts, status, headers, body);
    if let Some(entry) = success {
        return Ok(Answer::Success(entry, reply));
    }
    // `default` among the errors is about what is no success.
    match lookup(parts.failure, status, &reply.headers, !status.is_success()) {
        Some(entry) => Ok(Answer::Failure(entry, reply)),
        None => Err(Fault::Response(ResponseError::new(reply, "the document does not describe this status"))),
    }
}

/// The entry of a success, unless an error is documented more exactly.
///
/// `default` among the successes is about successes only.
fn find_success(parts: &Parts, status: StatusCode, headers: &HeaderMap) -> Option<&'static str> {
    lookup(parts.success, status, headers, status.is_success())
        .filter(|entry| is_exact(entry, status) || !parts.failure.iter().any(|other| is_exact(other, status)))
}

fn is_exact(entry: &str, status: StatusCode) -> bool {
    entry.split(' ').next().is_some_and(|of| of.parse() == Ok(status.as_u16()))
}

fn reply(parts: &Parts, status: StatusCode, headers: HeaderMap, body: Bytes) -> Reply {
    Reply { operation: parts.operation.clone(), status, headers, body, hidden: parts.core.0.hidden.clone() }
}

/// The whole body, or nothing where it is larger than the limit.
async fn read_body(mut response: reqwest::Response, limit: usize) -> Result<Option<Bytes>, reqwest::Error> {
    let fits = |length: u64| usize::try_from(length).is_ok_and(|length| length <= limit);
    if response.content_length().is_some_and(|length| !fits(length)) {
        return Ok(None);
    }
    let mut body = BytesMut::new();
    while let Some(chunk) = response.chunk().await? {
        if chunk.len() > limit - body.len() {
            return Ok(None);
        }
        body.extend_from_slice(&chunk);
    }
    Ok(Some(body.freeze()))
}
