//! Time: what the runtime knows of it, so that tests need none.

use std::fmt;
use std::future::Future;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::{Duration, SystemTime};

use crate::runtime::platform::{self, Boxed, Instant};

/// A clock that can also wait. [`CoreBuilder::clock`](crate::runtime::CoreBuilder::clock) takes one that is not the
/// system's.
pub trait Clock: Send + Sync {
    /// The time, for what lasts.
    fn now(&self) -> Instant;

    /// The time of day, for dates that servers name.
    fn today(&self) -> SystemTime;

    /// Ends when the time has passed.
    fn sleep(&self, duration: Duration) -> Sleep;
}

/// A time that is waited for.
pub type Sleep = Boxed<'static, ()>;

/// The clock of the system.
#[derive(Debug)]
pub(crate) struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Instant {
        Instant::now()
    }

    fn today(&self) -> SystemTime {
        platform::today()
    }

    fn sleep(&self, duration: Duration) -> Sleep {
        platform::sleep(duration)
    }
}

/// A time limit was reached; the text says which.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Elapsed(pub(crate) &'static str);

impl fmt::Display for Elapsed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the time limit {} was reached", self.0)
    }
}

impl std::error::Error for Elapsed {}

/// Waits for something, but no longer than until a time.
pub(crate) async fn within<F: Future>(
    clock: &Arc<dyn Clock>,
    limit: Option<Limit>,
    future: F,
) -> Result<F::Output, Elapsed> {
    let Some(limit) = limit else { return Ok(future.await) };
    let mut future = std::pin::pin!(future);
    let mut sleep = clock.sleep(limit.at.saturating_duration_since(clock.now()));
    std::future::poll_fn(move |context: &mut Context<'_>| {
        if let Poll::Ready(output) = future.as_mut().poll(context) {
            return Poll::Ready(Ok(output));
        }
        sleep.as_mut().poll(context).map(|()| Err(Elapsed(limit.of)))
    })
    .await
}

/// When something must have happened, and what that is the limit of.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limit {
    pub(crate) at: Instant,
    pub(crate) of: &'static str,
}

impl Limit {
    /// The limit of something that begins now; none where it is too far away to be told.
    pub(crate) fn after(clock: &dyn Clock, duration: Duration, of: &'static str) -> Option<Self> {
        clock.now().checked_add(duration).map(|at| Self { at, of })
    }
}
