//! What the requests of a client share: the connection pool, the address, limits and credentials.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use reqwest::header::HeaderValue;

use crate::runtime::address::Base;
use crate::runtime::error::BuildError;
use crate::runtime::secret::{Hidden, Secret};
use crate::runtime::security::{Credential, SecurityScheme};

/// The default of [`CoreBuilder::max_body`]: 8 MiB.
const MAX_BODY: usize = 8 << 20;
/// The default of [`CoreBuilder::timeout`].
const TIMEOUT: Duration = Duration::from_secs(60);

/// What every client of a generated crate holds. Clones are cheap and share one connection pool.
#[derive(Clone)]
pub struct Core(pub(crate) Arc<Shared>);

pub(crate) struct Shared {
    pub(crate) http: reqwest::Client,
    pub(crate) base: Base,
    pub(crate) timeout: Duration,
    pub(crate) max_body: usize,
    pub(crate) credentials: Vec<Credential>,
    pub(crate) hidden: Hidden,
}

impl fmt::Debug for Core {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Core").finish_non_exhaustive()
    }
}

impl Core {
    /// A builder for clients of the server that the document names; empty where it names none.
    pub fn builder(server: &str) -> CoreBuilder {
        CoreBuilder {
            http: None,
            base_url: server.to_owned(),
            user_agent: None,
            timeout: TIMEOUT,
            max_body: MAX_BODY,
            credentials: Vec::new(),
        }
    }
}

/// Builds a [`Core`]. Nothing is checked before [`build`](Self::build).
pub struct CoreBuilder {
    http: Option<reqwest::ClientBuilder>,
    base_url: String,
    user_agent: Option<String>,
    timeout: Duration,
    max_body: usize,
    credentials: Vec<Given>,
}

/// A credential as the caller gave it.
struct Given {
    scheme: SecurityScheme,
    user: Option<String>,
    secret: Secret,
}

impl fmt::Debug for CoreBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Neither the address, which may hold a password until it is checked, nor the credentials.
        f.debug_struct("CoreBuilder")
            .field("timeout", &self.timeout)
            .field("max_body", &self.max_body)
            .finish_non_exhaustive()
    }
}

impl CoreBuilder {
    /// How connections are made: proxies, certificates, pools and the like.
    ///
    /// It is a builder and not a finished client because some settings are not the caller's. The runtime follows
    /// redirects itself, since `reqwest` would send API keys along to other origins; it sends no `Referer`; and it
    /// sends no request twice by itself. These three are set here whatever the builder says.
    pub fn http_client(mut self, builder: reqwest::ClientBuilder) -> Self {
        self.http = Some(builder);
        self
    }

    /// The server to call, instead of the document's: `https://` or `http://`, a host, and if need be a port and a
    /// path under which the API lives.
    pub fn base_url(mut self, url: impl AsRef<str>) -> Self {
        url.as_ref().clone_into(&mut self.base_url);
        self
    }

    /// What to send as `User-Agent`; without it none is sent.
    pub fn user_agent(mut self, name: impl Into<String>) -> Self {
        self.user_agent = Some(name.into());
        self
    }

    /// The time limit of a whole call, redirects and body included: a minute if not set; [`Duration::MAX`] for none.
    pub fn timeout(mut self, limit: Duration) -> Self {
        self.timeout = limit;
        self
    }

    /// The largest body of an answer that is taken, in bytes: 8 MiB if not set.
    pub fn max_body(mut self, bytes: usize) -> Self {
        self.max_body = bytes;
        self
    }

    /// The API key or the token for a scheme.
    pub fn credential(self, scheme: SecurityScheme, secret: impl Into<Secret>) -> Self {
        self.give(Given { scheme, user: None, secret: secret.into() })
    }

    /// The user and the password for a scheme of HTTP basic authentication.
    pub fn basic(self, scheme: SecurityScheme, user: impl Into<String>, password: impl Into<Secret>) -> Self {
        self.give(Given { scheme, user: Some(user.into()), secret: password.into() })
    }

    fn give(mut self, given: Given) -> Self {
        self.credentials.retain(|other| other.scheme.name() != given.scheme.name());
        self.credentials.push(given);
        self
    }

    /// Checks the settings and makes the client.
    pub fn build(self) -> Result<Core, BuildError> {
        let base = Base::new(&self.base_url).map_err(BuildError::new)?;
        let credentials = self
            .credentials
            .iter()
            .map(|given| match &given.user {
                Some(user) => Credential::basic(given.scheme, user, &given.secret),
                None => Credential::token(given.scheme, &given.secret),
            })
            .collect::<Result<Vec<_>, _>>()
            .map_err(BuildError::new)?;
        let mut http = self
            .http
            .unwrap_or_default()
            .redirect(reqwest::redirect::Policy::none())
            .referer(false)
            .retry(reqwest::retry::never());
        if let Some(name) = &self.user_agent {
            let name =
                name.is_ascii().then(|| HeaderValue::from_str(name).ok()).flatten().ok_or_else(|| {
                    BuildError::new("the user agent holds a character that a header cannot carry".into())
                })?;
            http = http.user_agent(name);
        }
        let http = http
            .build()
            .map_err(|error| BuildError::caused("the HTTP client could not be made ready".to_owned(), error))?;
        let hidden = Hidden::new(credentials.iter().flat_map(|credential| credential.hidden.clone()).collect());
        let Self { timeout, max_body, .. } = self;
        Ok(Core(Arc::new(Shared { http, base, timeout, max_body, credentials, hidden })))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: SecurityScheme = SecurityScheme::api_key_header("Key", "X-Key");

    #[test]
    fn what_cannot_work_is_refused_at_once_and_unseen() {
        let start = || Core::builder("https://api.example.com");
        let refused = |builder: CoreBuilder| builder.build().unwrap_err().to_string();
        assert!(refused(start().credential(KEY, "hunter2\r\nX: y")).contains("line break"));
        assert!(refused(start().basic(KEY, "user", "hunter2")).contains("`Key`"));
        assert!(refused(start().user_agent("a\nb")).contains("user agent"));
        assert!(refused(start().base_url("https://u:hunter2@h")).contains("user or a password"));
        assert!(refused(Core::builder("")).contains("base_url"));
    }

    #[test]
    fn nothing_that_holds_a_credential_shows_it() {
        let builder = Core::builder("https://u:hunter2@h").credential(KEY, "hunter2");
        assert!(!format!("{builder:?}").contains("hunter2"));
        let core = Core::builder("https://h").credential(KEY, "hunter2").build().unwrap();
        assert!(!format!("{core:?}").contains("hunter2"));
    }
}
