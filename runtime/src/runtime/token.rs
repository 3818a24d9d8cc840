//! Tokens that end: where they come from, and the keeping of them.

use std::error::Error as StdError;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use tokio::sync::Mutex;

use crate::runtime::clock::Clock;
use crate::runtime::secret::Secret;

/// An access token.
#[derive(Clone, Debug)]
pub struct Token {
    secret: Secret,
    lifetime: Option<Duration>,
}

impl Token {
    /// A token that does not end, unless the server refuses it.
    pub fn new(secret: impl Into<Secret>) -> Self {
        Self { secret: secret.into(), lifetime: None }
    }

    /// How long the token holds, from now on.
    pub fn lifetime(mut self, lifetime: Duration) -> Self {
        self.lifetime = Some(lifetime);
        self
    }
}

/// Where access tokens come from: asked before the first call, when a token is about to end, and once when a server
/// refuses one. Functions that give a future of a token are sources.
pub trait TokenSource: Send + Sync {
    /// A new token.
    fn token(&self) -> Fetching<'_>;
}

/// A token that is being fetched.
pub type Fetching<'a> = Pin<Box<dyn Future<Output = Result<Token, Box<dyn StdError + Send + Sync>>> + Send + 'a>>;

impl<F, O, E> TokenSource for F
where
    F: Fn() -> O + Send + Sync,
    O: Future<Output = Result<Token, E>> + Send + 'static,
    E: Into<Box<dyn StdError + Send + Sync>>,
{
    fn token(&self) -> Fetching<'_> {
        let fetching = self();
        Box::pin(async move { fetching.await.map_err(Into::into) })
    }
}

/// A token is renewed this long before it ends, or a tenth of its lifetime where that is less.
const EARLY: Duration = Duration::from_secs(60);

/// Keeps a token: one fetch at a time, however many calls wait for it.
pub(crate) struct Keeper {
    source: Arc<dyn TokenSource>,
    clock: Arc<dyn Clock>,
    kept: Mutex<Result<Option<Kept>, Arc<TokenError>>>,
    /// How many fetches have ended.
    fetches: AtomicU64,
}

#[derive(Clone)]
struct Kept {
    secret: Secret,
    renew_at: Option<Instant>,
}

/// A token could not be had.
#[derive(Debug)]
pub(crate) struct TokenError(pub(crate) Box<dyn StdError + Send + Sync>);

impl fmt::Display for TokenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "no access token could be had: {}", self.0)
    }
}

impl StdError for TokenError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        Some(&*self.0)
    }
}

impl Keeper {
    pub(crate) fn new(source: Arc<dyn TokenSource>, clock: Arc<dyn Clock>) -> Self {
        Self { source, clock, kept: Mutex::new(Ok(None)), fetches: AtomicU64::new(0) }
    }

    /// The token; another one than that which a server refused.
    pub(crate) async fn token(&self, refused: Option<&Secret>) -> Result<Secret, Arc<TokenError>> {
        let seen = self.fetches.load(Ordering::Acquire);
        let mut kept = self.kept.lock().await;
        // Who waited while another fetched shares what came of it, be it an error.
        let is_shared = self.fetches.load(Ordering::Acquire) != seen;
        match &*kept {
            Err(error) if is_shared => return Err(error.clone()),
            Ok(Some(kept)) => {
                let holds = kept.renew_at.is_none_or(|at| self.clock.now() < at);
                if holds && refused != Some(&kept.secret) {
                    return Ok(kept.secret.clone());
                }
            }
            _ => {}
        }
        // If this is dropped while it waits, the next who waits fetches.
        let fetched = self.source.token().await;
        self.fetches.fetch_add(1, Ordering::Release);
        match fetched {
            Ok(token) => {
                let early = |lifetime: Duration| lifetime.saturating_sub(EARLY.min(lifetime / 10));
                let renew_at = token.lifetime.and_then(|lifetime| self.clock.now().checked_add(early(lifetime)));
                *kept = Ok(Some(Kept { secret: token.secret.clone(), renew_at }));
                Ok(token.secret)
            }
            Err(error) => {
                let error = Arc::new(TokenError(error));
                *kept = Err(error.clone());
                Err(error)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::AtomicUsize;
    use std::time::SystemTime;

    use super::*;
    use crate::runtime::clock::Sleep;

    /// A clock that tests set.
    struct Still(std::sync::Mutex<Instant>);

    impl Clock for Still {
        fn now(&self) -> Instant {
            *self.0.lock().unwrap()
        }

        fn today(&self) -> SystemTime {
            SystemTime::UNIX_EPOCH
        }

        fn sleep(&self, _: Duration) -> Sleep {
            Box::pin(std::future::ready(()))
        }
    }

    /// A source that counts, and gives `t1`, `t2` and so on, each for 100 seconds; every call takes a while.
    struct Counting {
        fetched: Arc<AtomicUsize>,
        fails: bool,
    }

    impl TokenSource for Counting {
        fn token(&self) -> Fetching<'_> {
            Box::pin(async move {
                tokio::task::yield_now().await;
                let number = self.fetched.fetch_add(1, Ordering::Relaxed) + 1;
                if self.fails {
                    return Err("no".into());
                }
                Ok(Token::new(format!("t{number}")).lifetime(Duration::from_secs(100)))
            })
        }
    }

    fn keeper(fails: bool) -> (Arc<Keeper>, Arc<Still>, Arc<AtomicUsize>) {
        let (clock, fetched) = (Arc::new(Still(std::sync::Mutex::new(Instant::now()))), Arc::new(AtomicUsize::new(0)));
        let source = Arc::new(Counting { fetched: fetched.clone(), fails });
        (Arc::new(Keeper::new(source, clock.clone())), clock, fetched)
    }

    #[tokio::test]
    async fn a_thousand_calls_share_one_fetch() {
        for fails in [false, true] {
            let (keeper, _, fetched) = keeper(fails);
            let calls: Vec<_> = (0..1000)
                .map(|_| {
                    let keeper = keeper.clone();
                    tokio::spawn(async move { keeper.token(None).await.is_err() })
                })
                .collect();
            for call in calls {
                assert_eq!(call.await.unwrap(), fails);
            }
            assert_eq!(fetched.load(Ordering::Relaxed), 1);
            assert_eq!(keeper.token(None).await.is_err(), fails);
            assert_eq!(fetched.load(Ordering::Relaxed), 1 + usize::from(fails));
        }
    }

    #[tokio::test]
    async fn a_token_is_renewed_before_it_ends_and_when_it_is_refused() {
        let (keeper, clock, fetched) = keeper(false);
        let first = keeper.token(None).await.unwrap();
        *clock.0.lock().unwrap() += Duration::from_secs(89);
        assert_eq!(keeper.token(None).await.unwrap(), first);
        *clock.0.lock().unwrap() += Duration::from_secs(2);
        let second = keeper.token(None).await.unwrap();
        assert_eq!((first.expose(), second.expose()), ("t1", "t2"));
        // Of two calls that were refused with the same token, one fetches.
        let third = keeper.token(Some(&second)).await.unwrap();
        assert_eq!(keeper.token(Some(&second)).await.unwrap(), third);
        assert_eq!(fetched.load(Ordering::Relaxed), 3);
    }

    #[tokio::test]
    async fn a_fetch_that_is_dropped_is_begun_again() {
        let (keeper, _, fetched) = keeper(false);
        {
            let mut dropped = Box::pin(keeper.token(None));
            let poll = std::future::poll_fn(|context| std::task::Poll::Ready(dropped.as_mut().poll(context)));
            assert!(poll.await.is_pending());
        }
        assert_eq!(keeper.token(None).await.unwrap().expose(), "t1");
        assert_eq!(fetched.load(Ordering::Relaxed), 1);
    }
}
