//! A body as it comes.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use futures_core::Stream;
use reqwest::StatusCode;

use super::StreamError;
use crate::runtime::client::Core;
use crate::runtime::clock::{Clock, Elapsed, Sleep};
use crate::runtime::error::{Operation, TransportError};
use crate::runtime::outcome::{Reply, Success, Unreadable};
use crate::runtime::parts::Taking;
use crate::runtime::platform::BoxedStream;

/// The body of an answer as it comes, of any length. Dropping it ends the exchange.
///
/// ```text
/// let mut file = client.download(id).await?;
/// while let Some(chunk) = file.next().await {
///     out.write_all(&chunk?).await?;
/// }
/// ```
pub struct ByteStream {
    source: BoxedStream<Result<Bytes, reqwest::Error>>,
    pub(super) operation: Operation,
    status: StatusCode,
    length: Option<u64>,
    clock: Arc<dyn Clock>,
    /// How long a piece may take, and when the next one must be there.
    limit: Option<Duration>,
    sleep: Option<Sleep>,
    max_body: usize,
    pub(super) ended: bool,
}

impl ByteStream {
    pub(crate) fn new(core: &Core, operation: &Operation, response: reqwest::Response) -> Self {
        Self {
            operation: operation.clone(),
            status: response.status(),
            length: response.content_length(),
            clock: core.0.clock.clone(),
            limit: Some(core.0.read_timeout()),
            sleep: None,
            max_body: core.0.max_body,
            ended: false,
            source: Box::pin(response.bytes_stream()),
        }
    }

    /// A body whose server may have nothing to say for long: only a limit that was set holds.
    pub(crate) fn quiet(core: &Core, operation: &Operation, response: reqwest::Response) -> Self {
        Self { limit: core.0.read_timeout, ..Self::new(core, operation, response) }
    }

    /// How many bytes are to come, where the server says so.
    pub fn length(&self) -> Option<u64> {
        self.length
    }

    /// The next piece; none at the end.
    pub async fn next(&mut self) -> Option<Result<Bytes, StreamError>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    /// The whole body, which may not be larger than the limit that the client's builder sets.
    pub async fn bytes(self) -> Result<Bytes, StreamError> {
        let limit = self.max_body;
        self.bytes_up_to(limit).await
    }

    /// The whole body, which may not be larger than a limit in bytes.
    pub async fn bytes_up_to(mut self, limit: usize) -> Result<Bytes, StreamError> {
        if self.length.is_some_and(|length| length > limit as u64) {
            return Err(StreamError::TooLarge(limit));
        }
        let mut body = BytesMut::new();
        while let Some(chunk) = self.next().await {
            let chunk = chunk?;
            if chunk.len() > limit - body.len() {
                return Err(StreamError::TooLarge(limit));
            }
            body.extend_from_slice(&chunk);
        }
        Ok(body.freeze())
    }

    /// Whether the time limit of a piece is reached.
    fn is_late(&mut self, context: &mut Context<'_>) -> bool {
        let Some(limit) = self.limit else { return false };
        let sleep = self.sleep.get_or_insert_with(|| self.clock.sleep(limit));
        sleep.as_mut().poll(context).is_ready()
    }
}

impl Stream for ByteStream {
    type Item = Result<Bytes, StreamError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if self.ended {
            return Poll::Ready(None);
        }
        let error = match self.source.as_mut().poll_next(context) {
            Poll::Ready(Some(Ok(chunk))) => {
                self.sleep = None;
                return Poll::Ready(Some(Ok(chunk)));
            }
            Poll::Ready(Some(Err(error))) => TransportError::new(&self.operation, Some(self.status), error),
            Poll::Ready(None) => {
                self.ended = true;
                return Poll::Ready(None);
            }
            Poll::Pending if self.is_late(context) => {
                TransportError::elapsed(&self.operation, Some(self.status), Elapsed("of a read"))
            }
            Poll::Pending => return Poll::Pending,
        };
        self.ended = true;
        Poll::Ready(Some(Err(StreamError::Transport(error))))
    }
}

impl fmt::Debug for ByteStream {
    /// Without the content.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ByteStream").field("length", &self.length).finish_non_exhaustive()
    }
}

impl Success for ByteStream {
    fn taking(_: &str) -> Taking {
        Taking::Open
    }

    fn read(_: &str, reply: &mut Reply) -> Result<Self, Unreadable> {
        let open = reply.open()?;
        Ok(Self::new(&open.core, &reply.operation, open.response))
    }
}
