//! Calls that block their thread, for programs without an async runtime.
//!
//! A call runs on the thread that makes it. What outlives a call, the connections, is driven by one thread in the
//! background, which the first call starts and which serves every client of the process.

use std::future::{Future, pending};
use std::io;
use std::sync::{Mutex, PoisonError};
use std::thread;

use tokio::runtime::{Builder, Handle};

use crate::runtime::error::{Error, Operation, RequestError};
use crate::runtime::outcome::{Failure, Response};
use crate::runtime::request::Request;

impl<T, E: Failure> Request<T, E> {
    /// Sends the request, and blocks the thread until there is a success or an error.
    ///
    /// It needs no async runtime. Within one it would stop everything else that runs there, perhaps what it waits for
    /// itself, so that it is refused with [`Error::Request`]: await the request instead, or, on a thread of
    /// `tokio::task::spawn_blocking`, give it to `Handle::current().block_on(..)`.
    ///
    /// A client whose calls block should not have calls that are awaited too: a connection rests while the runtime that
    /// made it is not running.
    pub fn send_blocking(self) -> Result<T, Error<E>> {
        self.response_blocking().map(Response::into_body)
    }

    /// Does what [`send_blocking`](Self::send_blocking) does, and gives the status and the headers too.
    pub fn response_blocking(self) -> Result<Response<T>, Error<E>> {
        let operation = self.parts.operation.clone();
        wait(&operation, self.response()).map_err(Error::Request)?
    }
}

/// Runs something to its end on this thread.
pub(crate) fn wait<F: Future>(operation: &Operation, future: F) -> Result<F::Output, RequestError> {
    // The library would panic there.
    if !Handle::try_current().is_err_and(|error| error.is_missing_context()) {
        let reason = "this thread is that of an async runtime, which a blocking call would stop: await the request \
                      instead, or give it to `Handle::current().block_on(..)` within `spawn_blocking`";
        return Err(RequestError::new(operation, reason.to_owned()));
    }
    let background = background().map_err(|error| {
        RequestError::new(operation, format!("the thread behind blocking calls cannot be started: {error}"))
            .caused(error)
    })?;
    Ok(background.block_on(future))
}

/// The runtime that drives connections and clocks.
fn background() -> io::Result<Handle> {
    static BACKGROUND: Mutex<Option<Handle>> = Mutex::new(None);
    let mut background = BACKGROUND.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(handle) = &*background {
        return Ok(handle.clone());
    }
    let runtime = Builder::new_current_thread().enable_all().build()?;
    let handle = runtime.handle().clone();
    thread::Builder::new().name("blocking calls".to_owned()).spawn(move || runtime.block_on(pending::<()>()))?;
    Ok(background.insert(handle).clone())
}
