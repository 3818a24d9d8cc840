//! The taking in of an answer: its entry in the document, and its body up to a limit.

use std::future::poll_fn;
use std::pin::{Pin, pin};

use bytes::{Bytes, BytesMut};
use futures_core::Stream;
use reqwest::StatusCode;
use reqwest::header::HeaderMap;

use crate::runtime::clock::{Limit, within};
use crate::runtime::error::{Fault, ResponseError, TransportError};
use crate::runtime::exchange::Exchange;
use crate::runtime::outcome::{Open, fits, lookup};
use crate::runtime::parts::{Parts, Taking};
use crate::runtime::send::Answer;

/// Takes the answer in, and finds its entry in the document; `again` is the request, where it can be sent again.
pub(crate) async fn receive(
    exchange: &Exchange<'_>,
    response: reqwest::Response,
    again: Option<reqwest::Request>,
) -> Result<Answer, Fault> {
    let parts = exchange.parts;
    let (status, headers) = (response.status(), response.headers().clone());
    let success = find_success(parts, status, &headers);
    let is_foreign = success.is_some_and(|entry| !fits(entry, &headers));
    let taking = success.filter(|_| !is_foreign).map_or(Taking::Whole, |entry| (parts.taking)(entry));
    if let (Some(entry), Taking::Open | Taking::Nothing) = (success, taking) {
        let mut reply = exchange.reply(status, headers, Bytes::new());
        if taking == Taking::Open {
            reply.open = Some(Open { response, core: parts.core.clone(), again });
        }
        return Ok(Answer::Success(entry, reply));
    }
    let Some(body) = read_body(exchange, response).await.map_err(Fault::Transport)? else {
        let limit = parts.core.0.max_body;
        let problem = format!("the body is larger than {limit} bytes, the limit that the client's builder sets");
        return Err(Fault::Response(ResponseError::new(exchange.reply(status, headers, Bytes::new()), &problem)));
    };
    let reply = exchange.reply(status, headers, body);
    if is_foreign {
        return Err(Fault::Response(ResponseError::new(
            reply,
            "the answer is not of the media type that was asked for",
        )));
    }
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

/// The whole body, or nothing where it is larger than the limit.
async fn read_body(exchange: &Exchange<'_>, response: reqwest::Response) -> Result<Option<Bytes>, TransportError> {
    let shared = &*exchange.parts.core.0;
    let (operation, status) = (&exchange.parts.operation, response.status());
    let fits = |length: u64| usize::try_from(length).is_ok_and(|length| length <= shared.max_body);
    if response.content_length().is_some_and(|length| !fits(length)) {
        return Ok(None);
    }
    let (mut chunks, mut body) = (pin!(response.bytes_stream()), BytesMut::new());
    loop {
        let read = Limit::after(&*shared.clock, shared.read_timeout(), "of a read");
        let limit = [exchange.deadline, read].into_iter().flatten().min_by_key(|limit| limit.at);
        let chunk = within(&shared.clock, limit, next(chunks.as_mut()))
            .await
            .map_err(|elapsed| TransportError::elapsed(operation, Some(status), elapsed))?
            .transpose()
            .map_err(|error| TransportError::new(operation, Some(status), error))?;
        let Some(chunk) = chunk else { return Ok(Some(body.freeze())) };
        if chunk.len() > shared.max_body - body.len() {
            return Ok(None);
        }
        body.extend_from_slice(&chunk);
    }
}

/// The next piece of a body.
pub(crate) async fn next<S: Stream>(mut chunks: Pin<&mut S>) -> Option<S::Item> {
    poll_fn(|context| chunks.as_mut().poll_next(context)).await
}
