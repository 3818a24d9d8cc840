//! Streams that are waited for by blocking the thread.

use std::future::poll_fn;
use std::mem;
use std::pin::Pin;

use bytes::Bytes;
use futures_core::Stream;

use super::events::State;
use super::{ByteStream, Event, EventStream, ItemStream, Parted, StreamError};
use crate::runtime::blocking::wait;
use crate::runtime::error::Operation;
use crate::runtime::json::Slot;

impl ByteStream {
    /// The next piece; none at the end. It blocks the thread, and is refused within an async runtime, where the stream ends.
    pub fn next_blocking(&mut self) -> Option<Result<Bytes, StreamError>> {
        next(self)
    }

    /// The whole body, which may not be larger than the limit that the client's builder sets. It blocks the thread.
    pub fn bytes_blocking(self) -> Result<Bytes, StreamError> {
        wait(&self.operation.clone(), self.bytes()).map_err(StreamError::Request)?
    }

    /// The whole body, which may not be larger than a limit in bytes. It blocks the thread.
    pub fn bytes_up_to_blocking(self, limit: usize) -> Result<Bytes, StreamError> {
        wait(&self.operation.clone(), self.bytes_up_to(limit)).map_err(StreamError::Request)?
    }
}

impl<T: Slot> EventStream<T> {
    /// The next event; none at the end. It blocks the thread, and is refused within an async runtime, where the stream ends.
    pub fn next_blocking(&mut self) -> Option<Result<Event<T>, StreamError>> {
        next(self)
    }
}

impl<T: Slot, P: Parted> ItemStream<T, P> {
    /// The next value; none at the end. It blocks the thread, and is refused within an async runtime, where the stream ends.
    pub fn next_blocking(&mut self) -> Option<Result<T, StreamError>> {
        next(self)
    }
}

/// A stream that can be waited for.
trait Waited: Stream + Unpin {
    fn operation(&self) -> &Operation;

    /// Ends the stream; whether it had not ended before.
    fn end(&mut self) -> bool;
}

impl Waited for ByteStream {
    fn operation(&self) -> &Operation {
        &self.operation
    }

    fn end(&mut self) -> bool {
        !mem::replace(&mut self.ended, true)
    }
}

impl<T: Slot> Waited for EventStream<T> {
    fn operation(&self) -> &Operation {
        &self.operation
    }

    fn end(&mut self) -> bool {
        !matches!(mem::replace(&mut self.state, State::Ended), State::Ended)
    }
}

impl<T: Slot, P: Parted> Waited for ItemStream<T, P> {
    fn operation(&self) -> &Operation {
        &self.bytes.operation
    }

    fn end(&mut self) -> bool {
        !mem::replace(&mut self.ended, true)
    }
}

fn next<T, S: Waited<Item = Result<T, StreamError>>>(stream: &mut S) -> Option<S::Item> {
    let operation = stream.operation().clone();
    let next = poll_fn(|context| Pin::new(&mut *stream).poll_next(context));
    wait(&operation, next).unwrap_or_else(|refused| stream.end().then(|| Err(StreamError::Request(refused))))
}
