//! Pages that are waited for by blocking the thread.

use std::mem;

use super::{Items, Pages, State};
use crate::runtime::blocking::wait;
use crate::runtime::error::Error;
use crate::runtime::json::Encode;
use crate::runtime::outcome::Failure;

impl<T: Encode, E: Failure> Pages<T, E> {
    /// The next page; none after the last. It blocks the thread, and is refused within an async runtime, where the pages end.
    pub fn next_blocking(&mut self) -> Option<Result<T, Error<E>>> {
        let operation = self.operation.clone();
        wait(&operation, self.next()).unwrap_or_else(|refused| {
            let ended = matches!(mem::replace(&mut self.state, State::Ended), State::Ended);
            (!ended).then(|| Err(Error::Request(refused)))
        })
    }
}

impl<I, T: Encode, E: Failure> Items<I, T, E> {
    /// The next item; none after the last. It blocks the thread, and is refused within an async runtime, where the items end.
    pub fn next_blocking(&mut self) -> Option<Result<I, Error<E>>> {
        loop {
            if let Some(item) = self.items.next() {
                return Some(Ok(item));
            }
            match self.pages.next_blocking()? {
                Ok(page) => self.items = (self.take)(page).into_iter(),
                Err(error) => return Some(Err(error)),
            }
        }
    }
}
