//! Tokens that end: where they come from, and the keeping of them.

use std::error::Error as StdError;
use std::fmt;
use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use tokio::sync::Mutex;

use crate::runtime::clock::Clock;
use crate::runtime::platform::{Boxed, Instant, MaybeSend};
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
pub type Fetching<'a> = Boxed<'a, Result<Token, Box<dyn StdError + Send + Sync>>>;

impl<F, O, E> TokenSource for F
where
    F: Fn() -> O + Send + Sync,
    O: Future<Output = Result<Token, E>> + MaybeSend + 'static,
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
    state: Mutex<State>,
    /// How many fetches have ended.
    fetches: AtomicU64,
}

#[derive(Default)]
struct State {
    kept: Option<Kept>,
    /// What came of the last fetch, where it failed.
    failed: Option<Arc<TokenError>>,
}

struct Kept {
    secret: Secret,
    renew_at: Option<Instant>,
    ends_at: Option<Instant>,
}

impl State {
    /// The token, where it may be sent until then and is not the one that was refused.
    fn usable(&self, until: fn(&Kept) -> Option<Instant>, now: Instant, refused: Option<&Secret>) -> Option<Secret> {
        let kept = self.kept.as_ref()?;
        let holds = until(kept).is_none_or(|at| now < at) && refused != Some(&kept.secret);
        holds.then(|| kept.secret.clone())
    }
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
        Self { source, clock, state: Mutex::default(), fetches: AtomicU64::new(0) }
    }

    /// The token; another one than that which a server refused.
    pub(crate) async fn token(&self, refused: Option<&Secret>) -> Result<Secret, Arc<TokenError>> {
        let seen = self.fetches.load(Ordering::Acquire);
        let mut state = self.state.lock().await;
        // Who waited while another fetched shares what came of it, be it an error or the token that was refused.
        let is_shared = self.fetches.load(Ordering::Acquire) != seen;
        let now = self.clock.now();
        if let Some(secret) = state.usable(|kept| kept.renew_at, now, refused) {
            return Ok(secret);
        }
        if is_shared {
            match (&state.failed, &state.kept) {
                (Some(error), _) => {
                    return state.usable(|kept| kept.ends_at, now, refused).ok_or_else(|| error.clone());
                }
                (None, Some(kept)) => return Ok(kept.secret.clone()),
                (None, None) => {}
            }
        }
        // If this is dropped while it waits, the next who waits fetches.
        let fetched = self.source.token().await;
        self.fetches.fetch_add(1, Ordering::Release);
        match fetched {
            Ok(Token { secret, lifetime }) => {
                // A token's time runs from when it was given out, which is no sooner than it was asked for.
                let after = |time: Duration| now.checked_add(time);
                let early = |lifetime: Duration| lifetime.saturating_sub(EARLY.min(lifetime / 10));
                let (renew_at, ends_at) = (lifetime.map(early).and_then(after), lifetime.and_then(after));
                *state = State { kept: Some(Kept { secret: secret.clone(), renew_at, ends_at }), failed: None };
                Ok(secret)
            }
            Err(error) => {
                let error = Arc::new(TokenError(error));
                state.failed = Some(error.clone());
                // One that was to be renewed early still holds.
                state.usable(|kept| kept.ends_at, self.clock.now(), refused).ok_or(error)
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
