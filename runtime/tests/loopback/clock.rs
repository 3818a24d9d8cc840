//! A clock that does not wait: who sleeps moves it on.

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant, SystemTime};

use oasmith_runtime::runtime::{Clock, Sleep};

#[derive(Clone)]
pub(crate) struct Moving {
    now: Arc<Mutex<Instant>>,
    /// How long each sleep was to last.
    pub(crate) slept: Arc<Mutex<Vec<Duration>>>,
}

impl Moving {
    pub(crate) fn new() -> Self {
        Self { now: Arc::new(Mutex::new(Instant::now())), slept: Arc::default() }
    }

    pub(crate) fn advance(&self, duration: Duration) {
        *self.now.lock().unwrap() += duration;
    }

    pub(crate) fn slept(&self) -> Vec<Duration> {
        self.slept.lock().unwrap().clone()
    }
}

impl Clock for Moving {
    fn now(&self) -> Instant {
        *self.now.lock().unwrap()
    }

    fn today(&self) -> SystemTime {
        SystemTime::now()
    }

    fn sleep(&self, duration: Duration) -> Sleep {
        // Limits are slept for too: they are longer than a test waits, and must not end at once.
        if duration > Duration::from_secs(30) {
            return Box::pin(std::future::pending());
        }
        let this = self.clone();
        Box::pin(async move {
            this.slept.lock().unwrap().push(duration);
            this.advance(duration);
        })
    }
}
