//! Whether a request is sent again, and when.

use std::hash::{BuildHasher as _, RandomState};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, SystemTime};

use reqwest::header::{HeaderMap, RETRY_AFTER};
use reqwest::{Method, StatusCode};

use crate::runtime::error::TransportError;

/// When requests that failed are sent again.
///
/// Only what is safe to repeat is: requests of idempotent methods (RFC 9110, section 9.2.2), requests with an idempotency
/// key, and requests that never reached the server. They are sent again after a broken connection and after the statuses
/// 408, 429, 502, 503 and 504; never sooner than `Retry-After` says; and only while the client's calls succeed often enough.
#[derive(Clone, Debug)]
pub struct Retry {
    attempts: u32,
    first_wait: Duration,
    longest_wait: Duration,
    longest_asked: Duration,
}

impl Retry {
    /// Nothing is sent again.
    pub fn none() -> Self {
        Self::default().attempts(1)
    }

    /// How often a request is sent at most: 3 times if not set.
    pub fn attempts(mut self, attempts: u32) -> Self {
        self.attempts = attempts.max(1);
        self
    }

    /// The longest wait before the second attempt: half a second if not set. It doubles with each attempt, and the wait is
    /// a random part of it.
    pub fn first_wait(mut self, wait: Duration) -> Self {
        self.first_wait = wait;
        self
    }

    /// The longest wait before any attempt: 20 seconds if not set.
    pub fn longest_wait(mut self, wait: Duration) -> Self {
        self.longest_wait = wait;
        self
    }

    /// The longest wait that a server may ask for by `Retry-After`: a minute if not set. Where it asks for more, its answer
    /// is what the call gives.
    pub fn longest_asked(mut self, wait: Duration) -> Self {
        self.longest_asked = wait;
        self
    }

    /// The wait before the next attempt, of those that were made already; none where there is to be no other.
    pub(crate) fn wait(&self, attempts: u32, asked: Option<Duration>) -> Option<Duration> {
        if attempts >= self.attempts || asked.is_some_and(|asked| asked > self.longest_asked) {
            return None;
        }
        let most = self.first_wait.saturating_mul(1 << (attempts - 1).min(16)).min(self.longest_wait);
        Some(most.mul_f64(random()).max(asked.unwrap_or_default()))
    }
}

impl Default for Retry {
    fn default() -> Self {
        Self {
            attempts: 3,
            first_wait: Duration::from_millis(500),
            longest_wait: Duration::from_secs(20),
            longest_asked: Duration::from_secs(60),
        }
    }
}

/// A number from 0 to 1. Hash maps are seeded at random, which is good enough for this.
fn random() -> f64 {
    let bits = RandomState::new().hash_one(0_u8) >> 32;
    f64::from(u32::try_from(bits).unwrap_or_default()) / f64::from(u32::MAX)
}

/// Whether a request may reach the server twice.
pub(crate) fn is_repeatable(method: &Method, headers: &HeaderMap) -> bool {
    let idempotent = [Method::GET, Method::HEAD, Method::OPTIONS, Method::TRACE, Method::PUT, Method::DELETE];
    // The header has no standard yet: some call it `Idempotency-Key`, some `X-Idempotency-Key`.
    idempotent.contains(method) || headers.keys().any(|name| name.as_str().ends_with("idempotency-key"))
}

/// Whether a broken exchange may succeed another time: one that never began, or one that may be repeated, unless a time
/// limit was reached, which would be again.
pub(crate) fn is_passing(error: &TransportError, repeatable: bool) -> bool {
    error.is_connect() || (repeatable && !error.is_timeout())
}

/// Whether a status says that another time may be better (RFC 9110, section 15, and RFC 6585, section 4).
pub(crate) fn is_temporary(status: StatusCode) -> bool {
    matches!(status.as_u16(), 408 | 429 | 502 | 503 | 504)
}

/// How long the server asks to wait (RFC 9110, section 10.2.3).
pub(crate) fn asked(headers: &HeaderMap, now: SystemTime) -> Option<Duration> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    match text.parse() {
        Ok(seconds) => Some(Duration::from_secs(seconds)),
        // More seconds than can be counted are longer than anyone waits.
        Err(_) if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) => Some(Duration::MAX),
        Err(_) => Some(httpdate::parse_http_date(text).ok()?.duration_since(now).unwrap_or_default()),
    }
}

/// What a client may spend on attempts after the first: all its calls share it, so that a server that is down is not
/// called many times as often.
#[derive(Debug)]
pub(crate) struct Budget(AtomicU32);

impl Budget {
    const FULL: u32 = 500;
    const PRICE: u32 = 5;

    pub(crate) const fn new() -> Self {
        Self(AtomicU32::new(Self::FULL))
    }

    /// Pays for an attempt, if there is enough left.
    pub(crate) fn spend(&self) -> bool {
        self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(Self::PRICE)).is_ok()
    }

    /// A first attempt that succeeds earns a little; another one gets back what it cost.
    pub(crate) fn earn(&self, attempts: u32) {
        let earned = if attempts > 1 { Self::PRICE } else { 1 };
        let add = |left: u32| Some(left.saturating_add(earned).min(Self::FULL));
        // It cannot fail: the sum is always there.
        let _ = self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, add);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(value: &str) -> HeaderMap {
        HeaderMap::from_iter([(RETRY_AFTER, value.parse().unwrap())])
    }

    #[test]
    fn waits_grow_to_a_limit() {
        let retry = Retry::default().attempts(20).longest_wait(Duration::from_secs(4));
        for attempts in 1..20 {
            let most = Duration::from_millis(500 << (attempts - 1).min(3));
            let waits: Vec<_> = (0..200).map(|_| retry.wait(attempts, None).unwrap()).collect();
            assert!(waits.iter().all(|wait| *wait <= most), "{waits:?}");
            assert!(waits.iter().any(|wait| *wait < most / 2) && waits.iter().any(|wait| *wait > most / 2));
        }
        assert_eq!(retry.wait(20, None), None);
        assert_eq!(Retry::none().wait(1, None), None);
    }

    #[test]
    fn no_attempt_is_sooner_than_the_server_asks() {
        let retry = Retry::default();
        let second = Duration::from_secs(1);
        assert_eq!(retry.wait(1, Some(second)), Some(second));
        assert_eq!(retry.wait(1, Some(61 * second)), None);
    }

    #[test]
    fn the_server_asks_in_seconds_or_by_a_date() {
        let now = httpdate::parse_http_date("Sun, 06 Nov 1994 08:49:37 GMT").unwrap();
        let asked = |value: &str| asked(&headers(value), now);
        assert_eq!(asked("120"), Some(Duration::from_secs(120)));
        assert_eq!(asked("Sun, 06 Nov 1994 08:50:07 GMT"), Some(Duration::from_secs(30)));
        assert_eq!(asked("Sunday, 06-Nov-94 08:50:07 GMT"), Some(Duration::from_secs(30)));
        assert_eq!(asked("Sun Nov  6 08:50:07 1994"), Some(Duration::from_secs(30)));
        assert_eq!(asked("Sun, 06 Nov 1994 08:00:00 GMT"), Some(Duration::ZERO));
        assert_eq!(asked("soon"), None);
    }

    #[test]
    fn what_is_not_idempotent_needs_a_key() {
        let key = HeaderMap::from_iter([("idempotency-key".parse().unwrap(), "1".parse().unwrap())]);
        assert!(is_repeatable(&Method::PUT, &HeaderMap::new()));
        assert!(!is_repeatable(&Method::POST, &HeaderMap::new()));
        assert!(!is_repeatable(&Method::PATCH, &HeaderMap::new()));
        assert!(is_repeatable(&Method::POST, &key));
    }

    #[test]
    fn a_client_that_only_fails_stops_trying_again() {
        let budget = Budget::new();
        assert_eq!((0..1000).filter(|_| budget.spend()).count(), 100);
        budget.earn(2);
        assert!(budget.spend());
        assert!(!budget.spend());
        (0..5).for_each(|_| budget.earn(1));
        assert!(budget.spend());
    }
}
