//! The sending of a request: one function for every operation of every client.
//!
//! Invariants: nothing is sent that was refused; nothing is sent twice; nothing is sent to another origin.

use std::future::Future;
use std::pin::Pin;
use std::time::Instant;

use bytes::{Bytes, BytesMut};
use reqwest::header::{COOKIE, HeaderMap, HeaderValue, LOCATION};
use reqwest::{Method, StatusCode};
use tracing::Instrument as _;
use url::Url;

use crate::runtime::address;
use crate::runtime::client::Shared;
use crate::runtime::error::{Fault, RequestError, ResponseError, TransportError};
use crate::runtime::outcome::{Reply, lookup};
use crate::runtime::request::Parts;
use crate::runtime::security::{self, Carried};

/// More redirects than this are a loop.
const MAX_REDIRECTS: usize = 10;

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
    let refuse = |reason: String| RequestError::new(&parts.operation, reason);
    let (path, mut query) = address::fill(parts.operation.path, &parts.path).map_err(refuse)?;
    let credentials = security::choose(parts.security, &core.0.credentials).map_err(refuse)?;
    append(&mut query, &parts.query);
    for credential in credentials {
        match &credential.carried {
            Carried::Header(name, value) => {
                parts.headers.insert(name.clone(), value.clone());
            }
            Carried::Query(pair) => append(&mut query, pair),
            Carried::Cookie(pair) => parts.push_cookie(pair),
        }
    }
    let refuse = |reason: String| RequestError::new(&parts.operation, reason);
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
async fn exchange(parts: &mut Parts, mut url: Url) -> Result<Answer, Fault> {
    let core = parts.core.clone();
    let deadline = Instant::now().checked_add(core.0.timeout);
    for _ in 0..=MAX_REDIRECTS {
        let response = send_once(parts, &core.0, url.clone(), deadline).await?;
        match redirect(parts, &url, &response) {
            Redirect::No => return receive(parts, &core.0, response).await,
            Redirect::To(next) => {
                tracing::debug!(target: "oasmith", status = response.status().as_u16(), "redirected in the same origin");
                url = next;
            }
            Redirect::Refused(why) => return Err(refuse_unread(parts, &core.0, response, &why)),
        }
        if url.as_str().is_empty() {
            break;
        }
    }
    Err(Fault::Request(RequestError::new(&parts.operation, String::new())))
}

async fn send_once(
    parts: &Parts,
    core: &Shared,
    url: Url,
    deadline: Option<Instant>,
) -> Result<reqwest::Response, Fault> {
    let mut request = core.http.request(parts.operation.method.clone(), url).headers(parts.headers.clone());
    if let Some(body) = &parts.body {
        request = request.body(body.clone());
    }
    if let Some(deadline) = deadline {
        request = request.timeout(deadline.saturating_duration_since(Instant::now()));
    }
    request.send().await.map_err(|error| Fault::Transport(TransportError::new(&parts.operation, None, error)))
}
