//! What the requests of a client share: the connection pool, the address, limits and credentials.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use reqwest::header::HeaderValue;

use crate::runtime::address::{self, Base};
use crate::runtime::client_credentials::{ClientCredentials, Endpoint};
use crate::runtime::client_header::{ClientHeader, Made};
use crate::runtime::clock::{Clock, SystemClock};
use crate::runtime::error::BuildError;
use crate::runtime::json::Encode;
use crate::runtime::platform;
use crate::runtime::retry::{Budget, Retry};
use crate::runtime::secret::{Hidden, Secret};
use crate::runtime::security::{Credential, SecurityScheme};
use crate::runtime::server::ServerUrl;
use crate::runtime::token::{Keeper, TokenSource};
use crate::runtime::transport::Transport;

/// The default of [`CoreBuilder::max_body`]: 8 MiB.
const MAX_BODY: usize = 8 << 20;
/// The default of [`CoreBuilder::timeout`].
const TIMEOUT: Duration = Duration::from_secs(60);
/// The default of [`CoreBuilder::read_timeout`].
const READ_TIMEOUT: Duration = Duration::from_secs(60);
/// The default of [`CoreBuilder::connect_timeout`].
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// What every client of a generated crate holds. Clones are cheap and share one connection pool.
#[derive(Clone)]
pub struct Core(pub(crate) Arc<Shared>, Headers);

/// What requests that have such a header take from the client, by the names of the headers; or why one cannot be sent. They
/// are beside what is shared: a clone may have others.
type Headers = Arc<[(&'static str, Result<Made, String>)]>;

pub(crate) struct Shared {
    /// What puts requests together.
    pub(crate) http: reqwest::Client,
    /// What carries them.
    pub(crate) transport: Arc<dyn Transport>,
    pub(crate) clock: Arc<dyn Clock>,
    /// Where requests go, or why that is not known.
    pub(crate) base: Result<Base, String>,
    /// Whether the caller gave the base, rather than the document.
    pub(crate) is_base_given: bool,
    pub(crate) retry: Retry,
    pub(crate) budget: Budget,
    pub(crate) timeout: Duration,
    /// The limit of a read, where one was set.
    pub(crate) read_timeout: Option<Duration>,
    pub(crate) max_body: usize,
    pub(crate) credentials: Vec<Credential>,
    pub(crate) hidden: Hidden,
}

impl Shared {
    /// The limit of a read of what does not pause by its nature.
    pub(crate) fn read_timeout(&self) -> Duration {
        self.read_timeout.unwrap_or(READ_TIMEOUT)
    }
}

impl fmt::Debug for Core {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Core").finish_non_exhaustive()
    }
}

impl Core {
    /// A builder for clients of the server that the document names first; empty where it names none.
    pub fn builder(server: impl Into<ServerUrl>) -> CoreBuilder {
        CoreBuilder {
            http: None,
            transport: None,
            clock: Arc::new(SystemClock),
            server: server.into(),
            is_server_optional: false,
            base_url: None,
            user_agent: None,
            retry: Retry::default(),
            timeout: TIMEOUT,
            connect_timeout: None,
            read_timeout: None,
            max_body: MAX_BODY,
            credentials: Vec::new(),
            headers: Vec::new(),
        }
    }

    /// The same, with which requests have another value of a header. It shares all else: connections, tokens and the budget
    /// of retries. A value that no header can carry is told where a request would carry it.
    pub fn with_header(&self, header: ClientHeader, value: impl Encode) -> Self {
        let others = self.1.iter().filter(|(name, _)| *name != header.name()).cloned();
        Self(Arc::clone(&self.0), others.chain([(header.name(), header.made(&value))]).collect())
    }

    /// The value of a header, where one was given.
    pub(crate) fn client_header(&self, header: ClientHeader) -> Result<Made, String> {
        self.1.iter().find(|(name, _)| *name == header.name()).map_or(Ok(None), |(_, made)| made.clone())
    }
}

/// Builds a [`Core`]. Nothing is checked before [`build`](Self::build).
pub struct CoreBuilder {
    http: Option<reqwest::ClientBuilder>,
    transport: Option<Arc<dyn Transport>>,
    clock: Arc<dyn Clock>,
    /// The document's server.
    server: ServerUrl,
    is_server_optional: bool,
    /// The caller's.
    base_url: Option<String>,
    user_agent: Option<String>,
    retry: Retry,
    timeout: Duration,
    connect_timeout: Option<Duration>,
    read_timeout: Option<Duration>,
    max_body: usize,
    credentials: Vec<Given>,
    /// By their names; or why one cannot be sent.
    headers: Vec<(&'static str, Result<Made, String>)>,
}

/// A credential as the caller gave it.
struct Given {
    scheme: SecurityScheme,
    what: What,
}

enum What {
    Secret(Secret),
    Basic(String, Secret),
    Source(Arc<dyn TokenSource>),
    Client(ClientCredentials),
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
    /// sends no request twice by itself. These three are set here whatever the builder says, except in a browser, which does
    /// as it does: it takes `Authorization` away where it follows a redirect to another origin, and sends an API key there only
    /// where that origin allows its header.
    pub fn http_client(mut self, builder: reqwest::ClientBuilder) -> Self {
        self.http = Some(builder);
        self
    }

    /// What carries requests, instead of a client that is built here: a finished `reqwest::Client`, or middleware.
    pub fn transport(mut self, transport: impl Transport + 'static) -> Self {
        self.transport = Some(Arc::new(transport));
        self
    }

    /// What knows the time, instead of the system: tests need not wait.
    pub fn clock(mut self, clock: impl Clock + 'static) -> Self {
        self.clock = Arc::new(clock);
        self
    }

    /// The server to call, instead of the document's: `https://` or `http://`, a host, and if need be a port, a path under
    /// which the API lives, and a query that every request has.
    pub fn base_url(mut self, url: impl AsRef<str>) -> Self {
        self.base_url = Some(url.as_ref().to_owned());
        self
    }

    /// The server to call, of those that the document names. Operations that have servers of their own keep them.
    pub fn server(mut self, server: impl Into<ServerUrl>) -> Self {
        self.server = server.into();
        self
    }

    /// Lets a client be built although the document names no server that can be called: operations have servers of their
    /// own. The others are refused as long as there is no base URL.
    pub fn server_optional(mut self) -> Self {
        self.is_server_optional = true;
        self
    }

    /// What to send as `User-Agent`; without it none is sent.
    pub fn user_agent(mut self, name: impl Into<String>) -> Self {
        self.user_agent = Some(name.into());
        self
    }

    /// When requests that failed are sent again.
    pub fn retry(mut self, retry: Retry) -> Self {
        self.retry = retry;
        self
    }

    /// The time limit for a connection to be made: ten seconds if not set.
    pub fn connect_timeout(mut self, limit: Duration) -> Self {
        self.connect_timeout = Some(limit);
        self
    }

    /// The time limit for each piece of a body: a minute if not set, none for events, which may be far between.
    pub fn read_timeout(mut self, limit: Duration) -> Self {
        self.read_timeout = Some(limit);
        self
    }

    /// The time limit of a whole call, attempts, redirects and body included: a minute if not set; [`Duration::MAX`] for
    /// none. What is streamed takes as long as it takes.
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
        self.give(scheme, What::Secret(secret.into()))
    }

    /// The user and the password for a scheme of HTTP basic authentication.
    pub fn basic(self, scheme: SecurityScheme, user: impl Into<String>, password: impl Into<Secret>) -> Self {
        self.give(scheme, What::Basic(user.into(), password.into()))
    }

    /// Where the tokens for a scheme come from.
    pub fn token_source(self, scheme: SecurityScheme, source: impl TokenSource + 'static) -> Self {
        self.give(scheme, What::Source(Arc::new(source)))
    }

    /// What tokens for a scheme are fetched with.
    pub fn client_credentials(self, scheme: SecurityScheme, credentials: ClientCredentials) -> Self {
        self.give(scheme, What::Client(credentials))
    }

    /// A header of all requests that have it as a parameter.
    pub fn header(mut self, header: ClientHeader, value: impl Encode) -> Self {
        self.headers.retain(|(name, _)| *name != header.name());
        self.headers.push((header.name(), header.made(&value)));
        self
    }

    fn give(mut self, scheme: SecurityScheme, what: What) -> Self {
        self.credentials.retain(|other| other.scheme.name() != scheme.name());
        self.credentials.push(Given { scheme, what });
        self
    }

    /// Checks the settings and makes the client.
    pub fn build(mut self) -> Result<Core, BuildError> {
        let is_base_given = self.base_url.is_some();
        let base = match &self.base_url {
            Some(url) => Base::new(url),
            None => self.server.fill().and_then(|url| Base::new(&url)),
        };
        let is_optional = self.is_server_optional && !is_base_given;
        let base = if is_optional { base } else { Ok(base.map_err(BuildError::new)?) };
        let http = self.http()?;
        let transport = self.transport.unwrap_or_else(|| Arc::new(http.clone()));
        let keep = |source| Arc::new(Keeper::new(source, self.clock.clone()));
        let mut credentials = Vec::new();
        for Given { scheme, what } in self.credentials {
            credentials.push(match what {
                What::Secret(secret) => Credential::token(scheme, &secret).map_err(BuildError::new)?,
                What::Basic(user, password) => Credential::basic(scheme, &user, &password).map_err(BuildError::new)?,
                What::Source(source) => Credential::source(scheme, keep(source)).map_err(BuildError::new)?,
                What::Client(credentials) => {
                    let url =
                        scheme.token_url().and_then(|url| address::resolve(&base, url)).map_err(BuildError::new)?;
                    let secret = credentials.secret().expose().to_owned();
                    let source = Arc::new(Endpoint { transport: transport.clone(), url, credentials });
                    let mut credential = Credential::source(scheme, keep(source)).map_err(BuildError::new)?;
                    credential.hidden.push(secret);
                    credential
                }
            });
        }
        if let Some(reason) = self.headers.iter().find_map(|(_, header)| header.as_ref().err()) {
            return Err(BuildError::new(reason.clone()));
        }
        let hidden = Hidden::new(credentials.iter().flat_map(|credential| credential.hidden.clone()).collect());
        let shared = Shared {
            http,
            transport,
            clock: self.clock,
            base,
            is_base_given,
            retry: self.retry,
            budget: Budget::new(),
            timeout: self.timeout,
            read_timeout: self.read_timeout,
            max_body: self.max_body,
            credentials,
            hidden,
        };
        Ok(Core(Arc::new(shared), self.headers.into()))
    }

    /// The client of the HTTP library.
    fn http(&mut self) -> Result<reqwest::Client, BuildError> {
        let connect_timeout = match &self.http {
            Some(_) => self.connect_timeout,
            None => Some(self.connect_timeout.unwrap_or(CONNECT_TIMEOUT)),
        };
        let mut http = platform::prepare(self.http.take().unwrap_or_default(), connect_timeout);
        if let Some(name) = &self.user_agent {
            let name =
                name.is_ascii().then(|| HeaderValue::from_str(name).ok()).flatten().ok_or_else(|| {
                    BuildError::new("the user agent holds a character that a header cannot carry".into())
                })?;
            http = http.user_agent(name);
        }
        http.build().map_err(|error| BuildError::caused("the HTTP client could not be made ready".to_owned(), error))
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
