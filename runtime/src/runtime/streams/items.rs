//! Values of JSON, one after the other.

use std::fmt;
use std::future::poll_fn;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll};

use futures_core::Stream;

use super::error::ItemError;
use super::framing::{Cutter, Framing, Item};
use super::{ByteStream, StreamError};
use crate::runtime::json::{Slot, from_slice};
use crate::runtime::outcome::{Reply, Success, Unreadable};
use crate::runtime::parts::Taking;

/// A value a line: `application/jsonl`, `application/x-ndjson` and the like.
#[derive(Debug)]
pub enum Lines {}

/// Values of `application/json-seq` (RFC 7464).
#[derive(Debug)]
pub enum Sequence {}

/// How items of a stream are parted.
pub trait Parted {
    #[doc(hidden)]
    fn framing() -> Parting;
}

/// What parts items; for the runtime alone.
#[doc(hidden)]
#[derive(Debug)]
pub struct Parting(Framing);

impl Parted for Lines {
    fn framing() -> Parting {
        Parting(Framing::Lines)
    }
}

impl Parted for Sequence {
    fn framing() -> Parting {
        Parting(Framing::Sequence)
    }
}

/// Values of JSON as they come, one after the other. Dropping it ends the exchange.
///
/// ```text
/// let mut rows = client.export().await?;
/// while let Some(row) = rows.next().await {
///     println!("{:?}", row?);
/// }
/// ```
pub struct ItemStream<T, P = Lines> {
    pub(super) bytes: ByteStream,
    cutter: Cutter,
    limit: usize,
    index: u64,
    pub(super) ended: bool,
    of: PhantomData<fn() -> (T, P)>,
}

impl<T: Slot, P: Parted> ItemStream<T, P> {
    /// The next value; none at the end.
    pub async fn next(&mut self) -> Option<Result<T, StreamError>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    fn read(&mut self, item: &Item) -> Result<T, StreamError> {
        let index = self.index;
        self.index += 1;
        let read = match item {
            Item::Whole(item) => from_slice(item).map_err(|error| error.to_string()),
            Item::Cut => Err("it may be cut off: nothing ends it".to_owned()),
        };
        read.map_err(|reason| StreamError::Item(ItemError { index, reason }))
    }
}

impl<T: Slot, P: Parted> Stream for ItemStream<T, P> {
    type Item = Result<T, StreamError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<T, StreamError>>> {
        loop {
            if self.ended {
                return Poll::Ready(None);
            }
            match self.cutter.next() {
                Ok(Some(item)) => return Poll::Ready(Some(self.read(&item))),
                Ok(None) => {}
                Err(_) => {
                    self.ended = true;
                    return Poll::Ready(Some(Err(StreamError::TooLarge(self.limit))));
                }
            }
            match std::task::ready!(Pin::new(&mut self.bytes).poll_next(context)) {
                Some(Ok(chunk)) => self.cutter.feed(&chunk),
                Some(Err(error)) => {
                    self.ended = true;
                    return Poll::Ready(Some(Err(error)));
                }
                None => {
                    self.ended = true;
                    let rest = self.cutter.rest();
                    return Poll::Ready(rest.map(|item| self.read(&item)));
                }
            }
        }
    }
}

impl<T: Slot, P: Parted> Success for ItemStream<T, P> {
    fn taking(_: &str) -> Taking {
        Taking::Open
    }

    fn read(_: &str, reply: &mut Reply) -> Result<Self, Unreadable> {
        let open = reply.open()?;
        let limit = open.core.0.max_body;
        let cutter = Cutter::new(P::framing().0, limit);
        let bytes = ByteStream::new(&open.core, &reply.operation, open.response);
        Ok(Self { bytes, cutter, limit, index: 0, ended: false, of: PhantomData })
    }
}

impl<T, P> fmt::Debug for ItemStream<T, P> {
    /// Without the content.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ItemStream").field("index", &self.index).finish_non_exhaustive()
    }
}
