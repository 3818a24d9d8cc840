//! What can go wrong with a stream.

use std::error::Error as StdError;
use std::fmt;

use crate::runtime::error::{RequestError, ResponseError, TransportError};

/// Why a stream did not give its next item.
#[derive(Debug)]
#[non_exhaustive]
pub enum StreamError {
    /// The connection broke off; the stream ends.
    Transport(TransportError),
    /// An item is larger than the limit that the client's builder sets, in bytes; the stream ends.
    TooLarge(usize),
    /// An item is not what the document describes; the stream goes on after it.
    Item(ItemError),
    /// The server did not take a connection that was made again; the stream ends.
    Response(ResponseError),
    /// The connection could not be made again, or a blocking call was refused; the stream ends.
    Request(RequestError),
}

/// An item that could not be read.
#[derive(Debug)]
pub struct ItemError {
    /// How many items came before it.
    pub(crate) index: u64,
    pub(crate) reason: String,
}

impl ItemError {
    /// How many items came before it.
    pub fn index(&self) -> u64 {
        self.index
    }
}

impl fmt::Display for ItemError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "item {} of the stream could not be read as the document describes it: {}", self.index, self.reason)
    }
}

impl StdError for ItemError {}

impl fmt::Display for StreamError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Transport(error) => error.fmt(f),
            Self::TooLarge(limit) => {
                write!(f, "an item is larger than {limit} bytes, the limit that the client's builder sets")
            }
            Self::Item(error) => error.fmt(f),
            Self::Response(error) => error.fmt(f),
            Self::Request(error) => error.fmt(f),
        }
    }
}

impl StdError for StreamError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Self::Transport(error) => error.source(),
            Self::Request(error) => error.source(),
            Self::TooLarge(_) | Self::Item(_) | Self::Response(_) => None,
        }
    }
}
