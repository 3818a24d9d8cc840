//! The exchange with the server: attempts, redirects, and tokens that are renewed.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use reqwest::header::{AUTHORIZATION, HeaderMap, HeaderName, HeaderValue};
use reqwest::{RequestBuilder, StatusCode};
use url::Url;

use crate::runtime::client::{Core, Shared};
use crate::runtime::clock::{Limit, within};
use crate::runtime::error::{Fault, Operation, RequestError, ResponseError, TransportError};
use crate::runtime::message;
use crate::runtime::outcome::{Reply, essence, lookup};
use crate::runtime::parts::{Body, Parts};
use crate::runtime::receive;
use crate::runtime::redirect::{self, Redirect};
use crate::runtime::retry;
use crate::runtime::secret::Secret;
use crate::runtime::send::Answer;
use crate::runtime::streams::StreamError;
use crate::runtime::token::Keeper;

/// What is known of an exchange under way.
pub(crate) struct Exchange<'p> {
    pub(crate) parts: &'p Parts,
    /// When the whole call must be over.
    pub(crate) deadline: Option<Limit>,
    /// Where the request was sent to last.
    url: Url,
    /// How often the request was sent.
    attempts: u32,
    /// How many redirects were followed.
    followed: usize,
    tokens: Vec<Secret>,
    /// Whether the tokens are those that came after a refusal.
    renewed: bool,
}

/// What is done after an answer.
enum Step {
    /// The answer is that of the call.
    Take,
    Wait(Duration),
    Redirect(Url),
    Renew,
    Refuse(String),
}

/// Sends the request until there is an answer to keep.
pub(crate) async fn exchange(parts: &mut Parts, url: Url, keepers: &[Arc<Keeper>]) -> Result<Answer, Fault> {
    // What is streamed takes as long as it takes.
    let is_stream = matches!(parts.body, Body::Made(_));
    let mut request = build(parts, url.clone())?;
    let core = parts.core.clone();
    let shared = &*core.0;
    let limit = Limit::after(&*shared.clock, shared.timeout, "of the whole call");
    let deadline = limit.filter(|_| !is_stream);
    let mut exchange = Exchange { parts, deadline, url, attempts: 1, followed: 0, tokens: Vec::new(), renewed: false };
    exchange.authorize(&mut request, keepers).await?;
    loop {
        let again = request.try_clone();
        let sent = match within(&shared.clock, deadline, shared.transport.send(request)).await {
            Ok(sent) => sent.map_err(|error| TransportError::carried(&exchange.parts.operation, error)),
            Err(elapsed) => Err(TransportError::elapsed(&exchange.parts.operation, None, elapsed)),
        };
        let response = match sent {
            Ok(response) => response,
            Err(error) => {
                let waits = again.is_some().then(|| exchange.wait_after(&error)).flatten();
                let (Some(wait), Some(next)) = (waits, again) else { return Err(Fault::Transport(error)) };
                tracing::debug!(target: "oasmith", %error, "tried again");
                exchange.pause(wait).await;
                request = next;
                continue;
            }
        };
        let step = exchange.step(&response, again.is_some(), keepers);
        request = match (step, again) {
            (Step::Take, again) => {
                if !retry::is_temporary(response.status()) {
                    shared.budget.earn(exchange.attempts);
                }
                return receive::receive(&exchange, response, again).await;
            }
            (Step::Wait(wait), Some(next)) => {
                tracing::debug!(target: "oasmith", status = response.status().as_u16(), "tried again");
                exchange.pause(wait).await;
                next
            }
            (Step::Redirect(to), Some(mut next)) => {
                tracing::debug!(target: "oasmith", status = response.status().as_u16(), "redirected within the origin");
                exchange.url = to.clone();
                *next.url_mut() = to;
                exchange.followed += 1;
                next
            }
            (Step::Renew, Some(mut next)) => {
                exchange.renewed = true;
                exchange.authorize(&mut next, keepers).await?;
                next
            }
            (Step::Refuse(why), _) => return Err(exchange.refuse(&response, &why)),
            (_, None) => {
                let why = "the redirect is not followed: the body is a stream, which cannot be sent twice";
                return Err(exchange.refuse(&response, why));
            }
        };
    }
}

impl Exchange<'_> {
    fn shared(&self) -> &Shared {
        &self.parts.core.0
    }

    /// What is to be done after an answer.
    fn step(&self, response: &reqwest::Response, can_repeat: bool, keepers: &[Arc<Keeper>]) -> Step {
        let (status, headers) = (response.status(), response.headers());
        if status == StatusCode::UNAUTHORIZED && !keepers.is_empty() && !self.renewed && can_repeat {
            return Step::Renew;
        }
        let method = &self.parts.operation.method;
        if can_repeat && retry::is_temporary(status) && retry::is_repeatable(method, &self.parts.headers) {
            let asked = retry::asked(headers, self.shared().clock.today());
            if let Some(wait) = self.wait(asked) {
                return Step::Wait(wait);
            }
        }
        if documented(self.parts, status, headers) {
            return Step::Take;
        }
        match redirect::decide(method, status, headers, &self.url, self.followed) {
            Redirect::No => Step::Take,
            Redirect::To(next) => Step::Redirect(next),
            Redirect::Refused(why) => Step::Refuse(why),
        }
    }

    /// How long to wait before the request is sent again after it broke off; none where it is not.
    fn wait_after(&self, error: &TransportError) -> Option<Duration> {
        let repeatable = retry::is_repeatable(&self.parts.operation.method, &self.parts.headers);
        if retry::is_passing(error, repeatable) { self.wait(None) } else { None }
    }

    /// How long to wait before the next attempt; none where there is to be none, or it would come too late.
    fn wait(&self, asked: Option<Duration>) -> Option<Duration> {
        let shared = self.shared();
        let wait = shared.retry.wait(self.attempts, asked)?;
        let is_late =
            self.deadline.is_some_and(|limit| shared.clock.now().checked_add(wait).is_none_or(|then| then >= limit.at));
        if is_late || !shared.budget.spend() { None } else { Some(wait) }
    }

    async fn pause(&mut self, wait: Duration) {
        tracing::Span::current().record("http.request.resend_count", self.attempts);
        self.attempts += 1;
        self.shared().clock.sleep(wait).await;
    }

    /// Adds the tokens that are fetched: others than before where those were refused.
    async fn authorize(&mut self, request: &mut reqwest::Request, keepers: &[Arc<Keeper>]) -> Result<(), Fault> {
        let operation = &self.parts.operation;
        let shared = self.shared();
        // A token endpoint may repeat the secret that it refuses.
        let refuse = |reason: String| Fault::Request(RequestError::new(operation, shared.hidden.scrub(reason)));
        // Others wait for the same token: its fetch has a limit even where the call, which streams, has none.
        let limit = self.deadline.or_else(|| Limit::after(&*shared.clock, shared.timeout, "of the fetch"));
        let mut tokens = Vec::new();
        for (index, keeper) in keepers.iter().enumerate() {
            let fetching = keeper.token(self.tokens.get(index));
            let fetched = within(&shared.clock, limit, fetching).await;
            let token = fetched
                .map_err(|elapsed| refuse(format!("no access token could be had: {elapsed}")))?
                .map_err(|error| refuse(error.to_string()))?;
            let mut value = HeaderValue::from_str(&format!("Bearer {}", token.expose()))
                .map_err(|_| refuse("the access token holds a character that a header cannot carry".to_owned()))?;
            value.set_sensitive(true);
            request.headers_mut().insert(AUTHORIZATION, value);
            tokens.push(token);
        }
        self.tokens = tokens;
        Ok(())
    }

    fn refuse(&self, response: &reqwest::Response, why: &str) -> Fault {
        let reply = self.reply(response.status(), response.headers().clone(), Bytes::new());
        Fault::Response(ResponseError::new(reply, why))
    }

    pub(crate) fn reply(&self, status: StatusCode, headers: HeaderMap, body: Bytes) -> Reply {
        let hidden = self.shared().hidden.with(&self.tokens);
        Reply {
            operation: self.parts.operation.clone(),
            status,
            headers,
            body,
            open: None,
            hidden,
            url: self.url.clone(),
        }
    }
}

/// Whether the document describes this very status, or its range: then a redirect is an answer like any other.
fn documented(parts: &Parts, status: StatusCode, headers: &HeaderMap) -> bool {
    [parts.success, parts.failure].iter().any(|entries| lookup(entries, status, headers, false).is_some())
}

/// The request as the HTTP library sends it.
fn build(parts: &mut Parts, url: Url) -> Result<reqwest::Request, Fault> {
    let mut request = reqwest::Request::new(parts.operation.method.clone(), url);
    request.headers_mut().clone_from(&parts.headers);
    match std::mem::replace(&mut parts.body, Body::None) {
        Body::None => Ok(request),
        Body::Whole(bytes) => {
            *request.body_mut() = Some(bytes.into());
            Ok(request)
        }
        Body::Made(add) => {
            let builder = RequestBuilder::from_parts(parts.core.0.http.clone(), request);
            add(builder).build().map_err(|error| {
                let reason = "the request cannot be put together".to_owned();
                Fault::Request(RequestError::new(&parts.operation, reason).caused(error.without_url()))
            })
        }
    }
}

/// Asks again for events after the last one (WHATWG HTML, section 9.2.3); none where the server wants no more connections.
pub(crate) async fn reconnect(
    core: Core,
    operation: Operation,
    mut request: reqwest::Request,
    last_id: String,
) -> Result<Option<reqwest::Response>, StreamError> {
    if !last_id.is_empty() {
        let value = HeaderValue::from_bytes(last_id.as_bytes()).map_err(|_| {
            let reason = "the last event ID holds a character that a header cannot carry".to_owned();
            StreamError::Request(RequestError::new(&operation, reason))
        })?;
        request.headers_mut().insert(HeaderName::from_static("last-event-id"), value);
    }
    tracing::debug!(target: "oasmith", %operation, "connected again");
    let url = request.url().clone();
    let limit = Limit::after(&*core.0.clock, core.0.timeout, "of the whole call");
    let sent = within(&core.0.clock, limit, core.0.transport.send(request))
        .await
        .map_err(|elapsed| StreamError::Transport(TransportError::elapsed(&operation, None, elapsed)))?;
    let response = sent.map_err(|error| StreamError::Transport(TransportError::carried(&operation, error)))?;
    let (status, headers) = (response.status(), response.headers().clone());
    if status == StatusCode::NO_CONTENT {
        return Ok(None);
    }
    let is_stream = message::content_type(&headers).is_none_or(|of| essence(of) == "text/event-stream");
    if status.is_success() && is_stream {
        return Ok(Some(response));
    }
    let hidden = core.0.hidden.clone();
    let reply = Reply { operation, status, headers, body: Bytes::new(), open: None, hidden, url };
    Err(StreamError::Response(ResponseError::new(reply, "the stream of events is not taken up again")))
}
