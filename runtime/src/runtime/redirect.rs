//! Whether a redirect is followed (RFC 9110, section 15.4): only within the origin, and never with another method.
//!
//! API keys travel in headers and queries of any name, so that no HTTP library can know what to take away when it
//! follows a redirect to someone else. Nothing is followed there at all.

use reqwest::header::{HeaderMap, LOCATION};
use reqwest::{Method, StatusCode};
use url::Url;

use crate::runtime::address::{self, Stray};

/// More redirects than this are a loop.
const MOST: usize = 10;

/// What is done about an answer.
#[derive(Debug, PartialEq)]
pub(crate) enum Redirect {
    /// It is no redirect.
    No,
    /// The request is sent there, as it is.
    To(Url),
    /// The call ends here, for this reason.
    Refused(String),
}

/// Decides about an answer that the document does not describe.
pub(crate) fn decide(
    method: &Method,
    status: StatusCode,
    headers: &HeaderMap,
    from: &Url,
    followed: usize,
) -> Redirect {
    let keeps_method = match status.as_u16() {
        301..=303 => false,
        307 | 308 => true,
        _ => return Redirect::No,
    };
    let Some(location) = headers.get(LOCATION) else { return Redirect::No };
    let to = match location.to_str().map_err(|_| Stray::NoUrl).and_then(|location| address::within(from, location)) {
        Ok(to) => to,
        Err(stray) => return Redirect::Refused(refusal(stray)),
    };
    if !keeps_method && method != Method::GET && method != Method::HEAD {
        return Redirect::Refused(format!("the redirect is not followed: it would turn the {method} into a GET"));
    }
    if followed >= MOST {
        return Redirect::Refused(format!("the redirect is not followed: there were {MOST} before it"));
    }
    Redirect::To(to)
}

fn refusal(stray: Stray) -> String {
    match stray {
        Stray::NoUrl => "the redirect is not followed: its `Location` is not a URL".to_owned(),
        Stray::Origin(origin) => format!(
            "the redirect to another origin, {origin}, is not followed: neither credentials nor data are sent there"
        ),
        Stray::User => "the redirect is not followed: its `Location` holds a user or a password".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decided(method: Method, status: u16, location: &'static str) -> Redirect {
        let headers = HeaderMap::from_iter([(LOCATION, location.parse().unwrap())]);
        let from = Url::parse("https://h/v1/x?q=1").unwrap();
        decide(&method, StatusCode::from_u16(status).unwrap(), &headers, &from, 0)
    }

    fn refused(method: Method, status: u16, location: &'static str) -> String {
        match decided(method, status, location) {
            Redirect::Refused(why) => why,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn the_same_origin_is_followed() {
        let to = |url: &str| Redirect::To(Url::parse(url).unwrap());
        assert_eq!(decided(Method::GET, 302, "/y#f"), to("https://h/y"));
        assert_eq!(decided(Method::HEAD, 301, "https://h:443/y"), to("https://h/y"));
        assert_eq!(decided(Method::POST, 307, "y"), to("https://h/v1/y"));
        assert_eq!(decided(Method::DELETE, 308, "//h/y"), to("https://h/y"));
    }

    #[test]
    fn another_origin_is_refused_and_named_without_its_query() {
        for location in ["http://h/v1/x?key=k", "https://h:8443/?key=k", "//evil/x?key=k", "https://u:key@evil/"] {
            for (method, status) in [(Method::GET, 302), (Method::POST, 307), (Method::POST, 308), (Method::POST, 303)]
            {
                let why = refused(method, status, location);
                assert!(why.contains("another origin, http") && !why.contains("key"), "{why}");
            }
        }
        assert!(refused(Method::GET, 302, "data:text/plain,x").contains("data:"));
        assert!(refused(Method::GET, 302, "https://u:p@h/").contains("user"));
    }

    #[test]
    fn a_method_is_never_changed() {
        for status in [301, 302, 303] {
            assert!(refused(Method::POST, status, "/y").contains("turn the POST into a GET"));
        }
    }

    #[test]
    fn what_is_no_redirect_is_left_alone() {
        assert_eq!(decided(Method::GET, 304, "/y"), Redirect::No);
        assert_eq!(decided(Method::GET, 200, "/y"), Redirect::No);
        let from = Url::parse("https://h/").unwrap();
        assert_eq!(decide(&Method::GET, StatusCode::FOUND, &HeaderMap::new(), &from, 0), Redirect::No);
    }

    #[test]
    fn a_loop_ends() {
        let from = Url::parse("https://h/").unwrap();
        let headers = HeaderMap::from_iter([(LOCATION, "/".parse().unwrap())]);
        let last = decide(&Method::GET, StatusCode::FOUND, &headers, &from, MOST);
        assert!(matches!(last, Redirect::Refused(why) if why.contains("10 before")));
    }
}
