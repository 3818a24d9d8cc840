//! What differs where a client runs in a browser (`wasm32-unknown-unknown`).
//!
//! A browser has one thread, so that nothing need be sent to another. Its own HTTP client makes the connections; it follows
//! redirects before anything of them is seen, takes `Authorization` away at another origin, and sends other headers there
//! only where that origin allows it (CORS); it sends no `Cookie` that a program sets, but those that it keeps itself.

#[cfg(target_arch = "wasm32")]
pub use browser::{Boxed, Instant, MaybeSend};
#[cfg(target_arch = "wasm32")]
pub(crate) use browser::{BoxedStream, is_connect, prepare, sleep, today};
#[cfg(not(target_arch = "wasm32"))]
pub use native::{Boxed, Instant, MaybeSend};
#[cfg(not(target_arch = "wasm32"))]
pub(crate) use native::{BoxedStream, is_connect, prepare, sleep, today};

#[cfg(not(target_arch = "wasm32"))]
mod native {
    use std::future::Future;
    use std::pin::Pin;
    pub use std::time::Instant;
    use std::time::{Duration, SystemTime};

    use futures_core::Stream;
    use reqwest::ClientBuilder;

    /// A future of which only the output is known. In a browser it need not be `Send`.
    pub type Boxed<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

    /// The same of a stream.
    pub(crate) type BoxedStream<T> = Pin<Box<dyn Stream<Item = T> + Send>>;

    /// What is `Send`; in a browser everything.
    pub trait MaybeSend: Send {}

    impl<T: Send + ?Sized> MaybeSend for T {}

    pub(crate) fn today() -> SystemTime {
        SystemTime::now()
    }

    pub(crate) fn sleep(duration: Duration) -> Boxed<'static, ()> {
        Box::pin(tokio::time::sleep(duration))
    }

    /// Sets what is not the caller's to set.
    pub(crate) fn prepare(http: ClientBuilder, connect_timeout: Option<Duration>) -> ClientBuilder {
        let http = http.redirect(reqwest::redirect::Policy::none()).referer(false).retry(reqwest::retry::never());
        match connect_timeout {
            Some(limit) => http.connect_timeout(limit),
            None => http,
        }
    }

    /// Whether no connection was made.
    pub(crate) fn is_connect(error: &reqwest::Error) -> bool {
        error.is_connect()
    }
}

#[cfg(target_arch = "wasm32")]
mod browser {
    use std::future::Future;
    use std::pin::Pin;
    use std::time::{Duration, SystemTime};

    use futures_core::Stream;
    use gloo_timers::future::TimeoutFuture;
    use reqwest::ClientBuilder;
    pub use web_time::Instant;
    use web_time::web::SystemTimeExt as _;

    /// A future of which only the output is known.
    pub type Boxed<'a, T> = Pin<Box<dyn Future<Output = T> + 'a>>;

    /// The same of a stream.
    pub(crate) type BoxedStream<T> = Pin<Box<dyn Stream<Item = T>>>;

    /// Everything; elsewhere what is `Send`.
    pub trait MaybeSend {}

    impl<T: ?Sized> MaybeSend for T {}

    /// The longest time of a timer, in milliseconds: a longer one would end at once.
    const LONGEST: u32 = i32::MAX.unsigned_abs();

    pub(crate) fn today() -> SystemTime {
        web_time::SystemTime::now().to_std()
    }

    pub(crate) fn sleep(duration: Duration) -> Boxed<'static, ()> {
        Box::pin(async move {
            let mut left = duration.as_millis();
            while left > 0 {
                let next = u32::try_from(left).unwrap_or(LONGEST).min(LONGEST);
                TimeoutFuture::new(next).await;
                left -= u128::from(next);
            }
        })
    }

    /// Sets nothing: connections and redirects are the browser's.
    pub(crate) fn prepare(http: ClientBuilder, _: Option<Duration>) -> ClientBuilder {
        http
    }

    /// Whether no connection was made, which a browser does not tell.
    pub(crate) fn is_connect(_: &reqwest::Error) -> bool {
        false
    }
}
