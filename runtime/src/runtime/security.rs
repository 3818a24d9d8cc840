//! Credentials: which scheme an operation asks for, and where its value goes.
//!
//! OpenAPI: *Security Scheme Object* and *Security Requirement Object*. Alternatives are tried in the document's
//! order; a combination counts only when all its schemes have credentials.

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use reqwest::header::{AUTHORIZATION, HeaderName, HeaderValue};

use crate::runtime::encode;
use crate::runtime::secret::Secret;
use crate::runtime::token::Keeper;

/// A security scheme of the document: its name there, and where a credential for it goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SecurityScheme {
    name: &'static str,
    set_by: Option<&'static str>,
    place: Place,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Header(&'static str),
    Query(&'static str),
    Cookie(&'static str),
    Basic,
    Bearer,
    /// A token of OAuth 2.0, and the endpoint that gives tokens to clients, where there is one.
    Token(Option<&'static str>),
}

impl SecurityScheme {
    /// An API key that goes in the header `header`.
    pub const fn api_key_header(name: &'static str, header: &'static str) -> Self {
        Self::at(name, Place::Header(header))
    }

    /// An API key that goes in the query parameter `parameter`.
    pub const fn api_key_query(name: &'static str, parameter: &'static str) -> Self {
        Self::at(name, Place::Query(parameter))
    }

    /// An API key that goes in the cookie `cookie`.
    pub const fn api_key_cookie(name: &'static str, cookie: &'static str) -> Self {
        Self::at(name, Place::Cookie(cookie))
    }

    /// HTTP basic authentication (RFC 7617).
    pub const fn http_basic(name: &'static str) -> Self {
        Self::at(name, Place::Basic)
    }

    /// HTTP bearer authentication (RFC 6750).
    pub const fn http_bearer(name: &'static str) -> Self {
        Self::at(name, Place::Bearer)
    }

    /// OAuth 2.0 (RFC 6749) or OpenID Connect: a token that is sent as a bearer token.
    pub const fn oauth2(name: &'static str) -> Self {
        Self::at(name, Place::Token(None))
    }

    /// The endpoint of OAuth 2.0 that gives tokens for a client's own credentials.
    pub const fn token_endpoint(mut self, url: &'static str) -> Self {
        self.place = Place::Token(Some(url));
        self
    }

    /// Names the method of the client's builder that sets the credential, for errors that ask for it.
    pub const fn set_by(mut self, method: &'static str) -> Self {
        self.set_by = Some(method);
        self
    }

    /// The scheme's name in the document.
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// Where tokens are fetched.
    pub(crate) fn token_url(&self) -> Result<&'static str, String> {
        match self.place {
            Place::Token(Some(url)) => Ok(url),
            _ => Err(format!("the scheme `{}` names no endpoint that gives tokens", self.name)),
        }
    }

    const fn at(name: &'static str, place: Place) -> Self {
        Self { name, set_by: None, place }
    }

    /// How a person gives this credential.
    fn request(&self) -> String {
        match self.set_by {
            Some(method) => format!("`.{method}(..)`"),
            None => format!("a credential for `{}`", self.name),
        }
    }
}

/// What an operation asks for: alternatives of combinations.
pub(crate) type Requirement = &'static [&'static [SecurityScheme]];

/// A credential made ready for requests.
///
/// There is no `Debug`: nothing that holds one may show it.
pub(crate) struct Credential {
    scheme: &'static str,
    pub(crate) carried: Carried,
    /// The texts that must not be shown.
    pub(crate) hidden: Vec<String>,
}

/// Where a credential travels.
pub(crate) enum Carried {
    Header(HeaderName, HeaderValue),
    /// `name=value`, encoded.
    Query(String),
    /// `name=value`.
    Cookie(String),
    /// A bearer token that is fetched.
    Token(Arc<Keeper>),
}

impl Credential {
    /// An API key or a bearer token.
    pub(crate) fn token(scheme: SecurityScheme, secret: &Secret) -> Result<Self, String> {
        let value = secret.expose();
        check(scheme.name, value)?;
        let carried = match scheme.place {
            Place::Header(header) => Carried::Header(header_name(scheme.name, header)?, sensitive(scheme.name, value)?),
            Place::Bearer | Place::Token(_) => {
                Carried::Header(AUTHORIZATION, sensitive(scheme.name, &format!("Bearer {value}"))?)
            }
            Place::Query(name) => Carried::Query(encode::pair(name, value)),
            Place::Cookie(name) => {
                // RFC 6265, section 4.1.1: `cookie-octet`. Servers do not agree on decoding, so it goes as it is.
                if value.bytes().any(|byte| matches!(byte, b' ' | b'"' | b',' | b';' | b'\\')) {
                    return Err(format!(
                        "the credential for `{}` holds a character that a cookie cannot carry",
                        scheme.name
                    ));
                }
                Carried::Cookie(format!("{}={value}", encode::component(name)))
            }
            Place::Basic => {
                return Err(format!("the scheme `{}` takes a user and a password, not one secret", scheme.name));
            }
        };
        Ok(Self { scheme: scheme.name, carried, hidden: vec![value.to_owned(), encode::component(value)] })
    }

    /// Tokens that are fetched.
    pub(crate) fn source(scheme: SecurityScheme, keeper: Arc<Keeper>) -> Result<Self, String> {
        match scheme.place {
            Place::Bearer | Place::Token(_) => {
                Ok(Self { scheme: scheme.name, carried: Carried::Token(keeper), hidden: Vec::new() })
            }
            _ => Err(format!("the scheme `{}` takes a secret of its own, not tokens", scheme.name)),
        }
    }

    /// A user and a password.
    pub(crate) fn basic(scheme: SecurityScheme, user: &str, password: &Secret) -> Result<Self, String> {
        let name = scheme.name;
        if scheme.place != Place::Basic {
            return Err(format!("the scheme `{name}` takes one secret, not a user and a password"));
        }
        // RFC 7617, section 2.
        if user.contains(':') {
            return Err(format!("the user for `{name}` holds a colon, which basic authentication cannot carry"));
        }
        if user.chars().chain(password.expose().chars()).any(char::is_control) {
            return Err(format!("the user or the password for `{name}` holds a control character"));
        }
        let pair = BASE64.encode(format!("{user}:{}", password.expose()));
        let carried = Carried::Header(AUTHORIZATION, sensitive(name, &format!("Basic {pair}"))?);
        Ok(Self { scheme: name, carried, hidden: vec![password.expose().to_owned(), pair] })
    }

    pub(crate) fn is_for(&self, scheme: &SecurityScheme) -> bool {
        self.scheme == scheme.name
    }
}

/// The credentials to send: those of the first alternative that has them all; none where the document allows that.
///
/// Schemes of one combination that name one place are met by one credential, for there is room for no more.
pub(crate) fn choose(requirement: Requirement, held: &[Credential]) -> Result<Vec<&Credential>, String> {
    let find = |scheme: &SecurityScheme| held.iter().find(|credential| credential.is_for(scheme));
    for combination in requirement.iter().filter(|combination| !combination.is_empty()) {
        let mut places: Vec<Place> = Vec::new();
        for scheme in *combination {
            if !places.contains(&scheme.place) {
                places.push(scheme.place);
            }
        }
        let at = |place: &Place| combination.iter().filter(|scheme| scheme.place == *place).find_map(find);
        if let Some(credentials) = places.iter().map(at).collect::<Option<Vec<_>>>() {
            return Ok(credentials);
        }
    }
    if requirement.is_empty() || requirement.iter().any(|combination| combination.is_empty()) {
        return Ok(Vec::new());
    }
    Err(missing(requirement))
}

fn missing(requirement: Requirement) -> String {
    let ways: Vec<String> = requirement
        .iter()
        .map(|combination| combination.iter().map(SecurityScheme::request).collect::<Vec<_>>().join(" and "))
        .collect();
    match ways.as_slice() {
        [way] => format!("a credential is missing: give {way} to the client's builder"),
        _ => format!("a credential is missing: give one of these to the client's builder: {}", ways.join(", or ")),
    }
}

/// Refuses what no header can carry, without showing it.
fn check(name: &str, value: &str) -> Result<(), String> {
    if value.is_empty() {
        return Err(format!("the credential for `{name}` is empty"));
    }
    if value.contains(['\r', '\n']) {
        return Err(format!("the credential for `{name}` holds a line break; one read from a file often ends in one"));
    }
    if !value.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        return Err(format!("the credential for `{name}` holds a character that is not printable ASCII"));
    }
    Ok(())
}

fn header_name(scheme: &str, name: &str) -> Result<HeaderName, String> {
    HeaderName::from_bytes(name.as_bytes())
        .map_err(|_| format!("the scheme `{scheme}` names the header `{}`, which is not one", name.escape_debug()))
}

fn sensitive(name: &str, value: &str) -> Result<HeaderValue, String> {
    let mut value = HeaderValue::from_str(value)
        .map_err(|_| format!("the credential for `{name}` holds a character that a header cannot carry"))?;
    value.set_sensitive(true);
    Ok(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: SecurityScheme = SecurityScheme::api_key_header("Key", "X-Key").set_by("key");
    const BASIC: SecurityScheme = SecurityScheme::http_basic("Basic").set_by("basic");
    const TOKEN: SecurityScheme = SecurityScheme::http_bearer("Token");
    const COOKIE: SecurityScheme = SecurityScheme::api_key_cookie("Session", "sid");

    fn names(requirement: Requirement, held: &[Credential]) -> Result<Vec<&'static str>, String> {
        choose(requirement, held).map(|chosen| chosen.iter().map(|credential| credential.scheme).collect())
    }

    fn token(scheme: SecurityScheme) -> Credential {
        Credential::token(scheme, &Secret::from("secret")).unwrap()
    }

    #[test]
    fn the_first_complete_alternative_is_chosen() {
        let held = [token(TOKEN), token(KEY)];
        assert_eq!(names(&[&[KEY, BASIC], &[TOKEN], &[KEY]], &held), Ok(vec!["Token"]));
        assert_eq!(names(&[&[KEY, TOKEN]], &held), Ok(vec!["Key", "Token"]));
    }

    #[test]
    fn one_credential_is_enough_for_one_place() {
        const SAME: SecurityScheme = SecurityScheme::api_key_header("Same", "X-Key");
        assert_eq!(names(&[&[KEY, SAME]], &[token(KEY), token(SAME)]), Ok(vec!["Key"]));
        assert_eq!(names(&[&[KEY, SAME]], &[token(SAME)]), Ok(vec!["Same"]));
    }

    #[test]
    fn nothing_is_sent_only_where_nothing_is_allowed() {
        assert_eq!(names(&[&[], &[KEY]], &[]), Ok(vec![]));
        assert_eq!(names(&[&[], &[KEY]], &[token(KEY)]), Ok(vec!["Key"]));
        assert_eq!(names(&[], &[token(KEY)]), Ok(vec![]));
        assert_eq!(
            names(&[&[KEY, BASIC], &[TOKEN]], &[token(KEY)]).unwrap_err(),
            "a credential is missing: give one of these to the client's builder: `.key(..)` and `.basic(..)`, \
             or a credential for `Token`"
        );
    }

    #[test]
    fn what_a_header_cannot_carry_is_refused_unseen() {
        for bad in ["", "se\rcret", "secret\n", "sec\0ret", "secrét", "sec\tret"] {
            let refused = Credential::token(KEY, &Secret::from(bad)).err().unwrap();
            assert!(refused.contains("`Key`"), "{refused}");
            assert!(!refused.contains("sec"), "{refused}");
        }
        assert!(Credential::token(COOKIE, &Secret::from("a;b=c")).is_err());
        assert!(Credential::token(COOKIE, &Secret::from("YWJj==")).is_ok());
    }

    #[test]
    fn basic_is_a_user_and_a_password() {
        let credential = Credential::basic(BASIC, "Aladdin", &Secret::from("open sesame")).unwrap();
        let Carried::Header(name, value) = &credential.carried else { panic!("a header") };
        assert_eq!((name.as_str(), value.to_str().unwrap()), ("authorization", "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="));
        assert!(value.is_sensitive());
        assert!(Credential::basic(BASIC, "a:b", &Secret::from("c")).is_err());
        assert!(Credential::basic(KEY, "a", &Secret::from("c")).is_err());
        assert!(Credential::token(BASIC, &Secret::from("c")).is_err());
    }
}
