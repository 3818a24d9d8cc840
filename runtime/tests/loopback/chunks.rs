//! Content that comes in pieces.

use std::pin::Pin;
use std::task::{Context, Poll};

/// A stream of texts.
pub(crate) struct Chunks(pub(crate) Vec<&'static str>);

impl futures_core::Stream for Chunks {
    type Item = Result<&'static str, std::io::Error>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(if self.0.is_empty() { None } else { Some(Ok(self.0.remove(0))) })
    }
}
