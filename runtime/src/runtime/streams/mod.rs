//! Bodies that come in pieces: as bytes, as events, and as values of JSON one after the other.
//!
//! Invariant: memory is bounded by one item's limit; a stream that has told of a broken connection ends.

#[cfg(all(feature = "blocking", not(target_arch = "wasm32")))]
mod blocking;
mod bytes;
mod error;
mod events;
mod framing;
mod items;
mod parser;

pub use self::bytes::ByteStream;
pub use self::error::{ItemError, StreamError};
pub use self::events::{Event, EventStream};
pub use self::items::{ItemStream, Lines, Parted, Sequence};
