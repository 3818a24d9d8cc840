//! What carries requests: a client of `reqwest`, or middleware around one.

use std::error::Error as StdError;

use crate::runtime::platform::Boxed;

/// What carries requests to their servers.
///
/// A trait of the runtime's own rather than that of a middleware crate: retries, redirects and credentials are the
/// runtime's, so that all it needs is one function, and no client depends on such a crate that does not use it. What wraps
/// `reqwest` in layers (of `tower`, of `reqwest-middleware`) is an implementation of a few lines.
///
/// It must not follow redirects to other origins, which would take credentials along: a client of `reqwest` is to be built
/// with `redirect::Policy::none()` and `referer(false)`.
pub trait Transport: Send + Sync {
    /// Sends a request and gives the answer, with its body still to come.
    fn send(&self, request: reqwest::Request) -> Carrying;
}

/// A request under way.
pub type Carrying = Boxed<'static, Result<reqwest::Response, Box<dyn StdError + Send + Sync>>>;

impl Transport for reqwest::Client {
    fn send(&self, request: reqwest::Request) -> Carrying {
        let (origin, sending) = (request.url().origin(), self.execute(request));
        Box::pin(async move {
            let response = sending.await?;
            // It is too late to keep the credentials back, but not to say so.
            if cfg!(not(target_arch = "wasm32")) && response.url().origin() != origin {
                return Err("the HTTP client followed a redirect to another origin, and took the request's headers \
                            along: build it with `redirect::Policy::none()`"
                    .into());
            }
            Ok(response)
        })
    }
}
