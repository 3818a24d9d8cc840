//! Pages, one after the other, and the items in them.
//!
//! Invariant: nothing is sent before it is polled for, no page is asked for before the one before it was taken, and none
//! is asked for at another origin.

#[cfg(all(feature = "blocking", not(target_arch = "wasm32")))]
mod blocking;
mod link;
mod paging;

use std::collections::HashSet;
use std::fmt;
use std::future::poll_fn;
use std::hash::{DefaultHasher, Hash, Hasher as _};
use std::marker::PhantomData;
use std::mem;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::vec;

use futures_core::Stream;

use crate::runtime::error::{Error, Fault, Operation, RequestError, ResponseError};
use crate::runtime::json::Encode;
use crate::runtime::outcome::Failure;
use crate::runtime::parts::Parts;
use crate::runtime::request::{Reader, Request, decode};
use crate::runtime::send::{self, Answer, Answering};
pub use paging::Paging;

/// The pages of an operation, one after the other. Each is a call of its own; the stream ends after an error.
///
/// ```text
/// let mut pages = client.list_pets().pages();
/// while let Some(page) = pages.next().await {
///     println!("{:?}", page?);
/// }
/// ```
#[must_use = "pages are asked for as they are polled for"]
pub struct Pages<T, E> {
    operation: Operation,
    paging: Paging,
    read: Reader<T>,
    state: State,
    /// How many items the pages had so far.
    received: i64,
    /// What was asked for so far, and the last answer, as hashes: pages that lead to each other have no end.
    asked: HashSet<u64>,
    answered: Option<u64>,
    error: PhantomData<fn() -> E>,
}

enum State {
    /// The request of the next page.
    Ready(Box<Parts>),
    /// A page that is on its way, and its request, of which that of the page after it is made.
    Sent(Answering, Box<Parts>),
    /// Why there is no next page.
    Refused(ResponseError),
    Ended,
}

impl<T, E: Failure> Pages<T, E> {
    pub(crate) fn new(request: Request<T, E>, paging: Paging) -> Self {
        let Request { mut parts, read, .. } = request;
        parts.failure = E::ENTRIES;
        let operation = parts.operation.clone();
        Self {
            operation,
            paging,
            read,
            state: State::Ready(parts),
            received: 0,
            asked: HashSet::new(),
            answered: None,
            error: PhantomData,
        }
    }
}

impl<T: Encode, E: Failure> Pages<T, E> {
    /// The next page; none after the last.
    pub async fn next(&mut self) -> Option<Result<T, Error<E>>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    /// The items of all pages, one after the other.
    pub fn items<I>(self, take: fn(T) -> Vec<I>) -> Items<I, T, E> {
        Items { pages: self, take, items: Vec::new().into_iter() }
    }

    /// Takes a page in, and makes ready what comes after it.
    fn take(&mut self, answer: Result<Answer, Fault>, mut parts: Box<Parts>) -> Result<T, Error<E>> {
        let answer = answer?;
        let (origin, body) = (answer.reply().without_body(), hash(&answer.reply().body));
        self.asked.insert(hash(&(&parts.query, &parts.url)));
        let page = decode::<T, E>(answer, self.read)?.into_body();
        let (headers, from) = (&origin.headers, &origin.url);
        match self.paging.advance(&mut parts, page.view(), headers, from, &mut self.received) {
            Ok(true) if !self.asked.insert(hash(&(&parts.query, &parts.url))) => {
                let reason = "the next page is not asked for: it is one of those before, which would have no end";
                self.state = State::Refused(ResponseError::new(origin, reason));
            }
            Ok(true) if self.paging.is_counted() && self.answered == Some(body) => {
                let reason = "the next page is not asked for: this one is the one before again, so that the server does not count";
                self.state = State::Refused(ResponseError::new(origin, reason));
            }
            Ok(true) => self.state = State::Ready(parts),
            Ok(false) => {}
            Err(reason) => self.state = State::Refused(ResponseError::new(origin, &reason)),
        }
        self.answered = Some(body);
        Ok(page)
    }
}

fn hash(value: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

impl<T: Encode, E: Failure> Stream for Pages<T, E> {
    type Item = Result<T, Error<E>>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            match mem::replace(&mut self.state, State::Ended) {
                State::Ready(parts) => match parts.copy() {
                    Some(again) => self.state = State::Sent(send::start(parts), Box::new(again)),
                    None => {
                        let reason = "the body is a stream, which cannot be sent again for the next page".to_owned();
                        let refused = RequestError::new(&parts.operation, reason);
                        return Poll::Ready(Some(Err(Error::Request(refused))));
                    }
                },
                State::Sent(mut answer, again) => match answer.as_mut().poll(context) {
                    Poll::Ready(answer) => return Poll::Ready(Some(self.take(answer, again))),
                    Poll::Pending => {
                        self.state = State::Sent(answer, again);
                        return Poll::Pending;
                    }
                },
                State::Refused(error) => return Poll::Ready(Some(Err(Error::Response(error)))),
                State::Ended => return Poll::Ready(None),
            }
        }
    }
}

impl<T, E> fmt::Debug for Pages<T, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let operation = format_args!("{}", self.operation);
        f.debug_struct("Pages").field("operation", &operation).field("paging", &self.paging).finish_non_exhaustive()
    }
}

/// The items of all pages of an operation, one after the other. A page is asked for when the items of the one before are
/// taken; the stream ends after an error.
///
/// ```text
/// let mut pets = client.list_pets().items();
/// while let Some(pet) = pets.next().await {
///     println!("{:?}", pet?);
/// }
/// ```
#[must_use = "items are asked for as they are polled for"]
pub struct Items<I, T, E> {
    pages: Pages<T, E>,
    take: fn(T) -> Vec<I>,
    items: vec::IntoIter<I>,
}

// Nothing of it is ever pinned.
impl<I, T, E> Unpin for Items<I, T, E> {}

impl<I, T: Encode, E: Failure> Items<I, T, E> {
    /// The next item; none after the last.
    pub async fn next(&mut self) -> Option<Result<I, Error<E>>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }
}

impl<I, T: Encode, E: Failure> Stream for Items<I, T, E> {
    type Item = Result<I, Error<E>>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            if let Some(item) = self.items.next() {
                return Poll::Ready(Some(Ok(item)));
            }
            match ready!(Pin::new(&mut self.pages).poll_next(context)) {
                Some(Ok(page)) => self.items = (self.take)(page).into_iter(),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }
}

impl<I, T, E> fmt::Debug for Items<I, T, E> {
    /// Without the items.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items").field("pages", &self.pages).field("left", &self.items.len()).finish_non_exhaustive()
    }
}
