//! The URLs of servers, and what their variables may hold.
//!
//! Invariant: a text of the caller's stays in the place of the URL where its variable stands, so that none names another
//! host. Values that the document lists are its author's, and are taken as they are.

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

use crate::runtime::error::BuildError;

/// A server's URL as the document writes it, and the values of its variables.
#[derive(Clone, PartialEq, Eq)]
pub struct ServerUrl {
    template: Cow<'static, str>,
    /// The values of variables that are not set. A variable that is not here has none.
    defaults: &'static [(&'static str, &'static str)],
    given: Vec<(&'static str, Value)>,
}

#[derive(Clone, PartialEq, Eq)]
enum Value {
    /// One that the document lists.
    Listed(&'static str),
    Text(String),
}

/// Where in a URL a variable stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// It begins the URL: all of it is the caller's.
    Start,
    Scheme,
    Host,
    Port,
    Path,
    Query,
}

impl ServerUrl {
    /// A URL with variables in braces, and their defaults.
    pub const fn new(template: &'static str, defaults: &'static [(&'static str, &'static str)]) -> Self {
        Self { template: Cow::Borrowed(template), defaults, given: Vec::new() }
    }

    /// Sets a variable to a value that the document lists.
    pub fn choose(self, name: &'static str, value: &'static str) -> Self {
        self.give(name, Value::Listed(value))
    }

    /// Sets a variable to a text. It is checked as soon as the URL is needed.
    pub fn set(self, name: &'static str, value: impl Into<String>) -> Self {
        self.give(name, Value::Text(value.into()))
    }

    fn give(mut self, name: &'static str, value: Value) -> Self {
        self.given.retain(|(other, _)| *other != name);
        self.given.push((name, value));
        self
    }

    /// The URL with the values of its variables.
    pub fn url(&self) -> Result<String, BuildError> {
        self.fill().map_err(BuildError::new)
    }

    /// The URL; the error names the variable that does not fit, and shows no value, which may be a secret.
    pub(crate) fn fill(&self) -> Result<String, String> {
        let mut url = String::new();
        let mut filled = Vec::new();
        let mut rest = &*self.template;
        while let Some((before, (name, after))) =
            rest.split_once('{').and_then(|(before, rest)| Some((before, rest.split_once('}')?)))
        {
            url.push_str(before);
            let refuse = |what: &str| format!("the variable `{name}` of the server's URL {what}");
            let default = self.defaults.iter().find(|(known, _)| *known == name).map(|(_, default)| *default);
            match (self.given.iter().find(|(known, _)| *known == name), default) {
                (Some((_, Value::Text(text))), _) => {
                    let place = Place::after(&url, after);
                    place.check(text, (&url, after), default).map_err(refuse)?;
                    filled.push((name, place, url.len()..url.len() + text.len()));
                    url.push_str(text);
                }
                (Some((_, Value::Listed(value))), _) => url.push_str(value),
                (None, Some(value)) => url.push_str(value),
                (None, None) => return Err(refuse("has no value: set one")),
            }
            rest = after;
        }
        url.push_str(rest);
        // What is around a value matters too.
        for (name, place, range) in filled {
            place
                .check_around(&url, range)
                .map_err(|what| format!("the variable `{name}` of the server's URL {what}"))?;
        }
        Ok(url)
    }
}

/// Whether a text can stand at the end of a port, with what may follow a port within it.
fn last_of_port(text: &str, (before, after): (&str, &str), default: Option<&str>) -> Result<(), &'static str> {
    let (port, rest) = text.split_at(text.find(['/', '?', '#']).unwrap_or(text.len()));
    let is_whole = before.ends_with(|last: char| last.is_ascii_digit());
    let goes_on =
        !port.is_empty() && is_whole && !default.is_some_and(|it| it.starts_with(|one: char| one.is_ascii_digit()));
    if !port.chars().all(|one| one.is_ascii_digit()) || (port.is_empty() && !is_whole) || goes_on {
        return Err("is no port");
    }
    match rest {
        "" => Ok(()),
        _ if !after.is_empty() && !after.starts_with(['/', '?', '#']) => Err("is no port"),
        rest if rest.ends_with('/') && after.starts_with('/') => Err("ends with a `/` where there is one already"),
        rest => path(rest, before),
    }
}

impl Place {
    /// The place between the URL so far and what the document has after the variable.
    fn after(before: &str, after: &str) -> Self {
        let authority = before.find("://").map(|at| at + 3).or_else(|| before.starts_with("//").then_some(2));
        let Some(authority) = authority.and_then(|at| before.get(at..)) else {
            return match after.split_once("://") {
                Some((between, _)) if !between.contains(['/', '?', '#']) => Self::Scheme,
                _ if before.is_empty() => Self::Start,
                _ if before.contains('?') => Self::Query,
                _ => Self::Path,
            };
        };
        match authority {
            _ if authority.contains('?') => Self::Query,
            _ if authority.contains('/') => Self::Path,
            // The colons of an IPv6 address stand in brackets.
            _ if authority.rsplit(']').next().is_some_and(|end| end.contains(':')) => Self::Port,
            _ => Self::Host,
        }
    }

    /// Whether a text can stand here, between what comes before and after it.
    fn check(self, text: &str, (before, after): (&str, &str), default: Option<&str>) -> Result<(), &'static str> {
        if text.chars().any(|one| one.is_whitespace() || one.is_control() || one == '\\') {
            return Err("holds a space, a backslash or a control character, which no URL has");
        }
        let ends_host = after.is_empty() || after.starts_with(['/', '?', '#']);
        match self {
            Self::Start if after.is_empty() => Ok(()),
            Self::Start if text.contains(['?', '#']) => Err("holds a `?` or a `#`, but does not end the URL"),
            Self::Start if ends_host || after.starts_with(':') => Ok(()),
            Self::Start => host(text.split_once("://").map_or(text, |(_, rest)| rest), ""),
            Self::Scheme if text.chars().all(|one| one.is_ascii_alphanumeric() || "+-.".contains(one)) => Ok(()),
            Self::Scheme => Err("holds a character that no scheme has"),
            Self::Port => last_of_port(text, (before, after), default),
            Self::Host if ends_host => last_of_host(text, before, default),
            Self::Host => host(text, ""),
            Self::Path if text.is_empty() && before.ends_with('/') && after.starts_with('/') => {
                Err("is empty, which leaves a segment of the path empty")
            }
            Self::Path => path(text, before),
            Self::Query if text.contains(['&', '#']) => Err("holds a `&` or a `#`, which ends a value in a query"),
            Self::Query => Ok(()),
        }
    }

    /// Whether a text, which is in this range of a URL, makes something else of what it touches.
    fn check_around(self, url: &str, range: Range<usize>) -> Result<(), &'static str> {
        let touched = |starts: &[char], ends: &[char]| {
            let before = url.get(..range.start).unwrap_or_default();
            let start = before.rfind(starts).map_or(0, |at| at + 1);
            let end = url.get(range.end..).and_then(|after| after.find(ends)).map_or(url.len(), |at| range.end + at);
            url.get(start..end).unwrap_or_default()
        };
        if self == Self::Host {
            let host = touched(&['/', '.'], &['/', '.', ':', '?', '#']);
            // A port or a path may follow within the text itself.
            let host = host.split(['/', ':']).next().unwrap_or_default();
            if host.split('.').any(str::is_empty) {
                return Err("leaves a part of the host empty");
            }
        }
        if matches!(self, Self::Host | Self::Port | Self::Path) {
            let is_dots = |part: &str| matches!(&*part.to_ascii_lowercase().replace("%2e", "."), "." | "..");
            if touched(&['/'], &['/', '?', '#']).split('/').any(is_dots) {
                return Err("makes a segment `.` or `..`, which changes the path");
            }
        }
        Ok(())
    }
}

/// Whether a text can be in a host; some places take more than letters, digits, dots and dashes.
fn host(text: &str, more: &str) -> Result<(), &'static str> {
    let fits = |one: char| one.is_alphanumeric() || "-._".contains(one) || more.contains(one);
    if text.chars().all(fits) { Ok(()) } else { Err("holds a character that would end or change the host") }
}

/// The same of a text that ends the host: a port may follow, and a path where the default has one.
fn last_of_host(text: &str, before: &str, default: Option<&str>) -> Result<(), &'static str> {
    // `https://example.com{base}`: the host is whole already.
    let is_whole = match default {
        Some("") => !before.ends_with(['/', '.', '-']),
        Some(default) => default.starts_with('/'),
        None => false,
    };
    if is_whole {
        let begins = text.is_empty() || text.starts_with('/');
        return if begins { path(text, before) } else { Err("does not begin with `/`") };
    }
    let end = if default.is_some_and(|default| default.contains('/')) { text.find('/') } else { None };
    let (name, rest) = text.split_at(end.unwrap_or(text.len()));
    host(name, if before.ends_with('/') { ":[]" } else { ":" })?;
    path(rest, name)
}

/// Whether a text can be in a path, after what comes before.
fn path(text: &str, before: &str) -> Result<(), &'static str> {
    if text.contains(['?', '#']) {
        return Err("holds a `?` or a `#`, which ends a path");
    }
    if text.starts_with('/') && before.ends_with('/') {
        return Err("begins with a `/` where there is one already");
    }
    Ok(())
}

impl fmt::Debug for ServerUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("ServerUrl").field(&self.template).finish()
    }
}

impl From<&str> for ServerUrl {
    fn from(url: &str) -> Self {
        Self { template: Cow::Owned(url.to_owned()), defaults: &[], given: Vec::new() }
    }
}

impl From<&String> for ServerUrl {
    fn from(url: &String) -> Self {
        Self::from(url.as_str())
    }
}

/// The error of a text that is none of a variable's values.
#[doc(hidden)]
pub fn unlisted(text: &str, listed: &[&str]) -> BuildError {
    let listed: Vec<String> = listed.iter().map(|value| format!("`{value}`")).collect();
    BuildError::new(format!(
        "`{}` is no value of a server's variable: it takes {}",
        text.escape_debug(),
        listed.join(", ")
    ))
}

/// Declares the servers that a type stands for, the default first, each by the function that makes it. A server with
/// variables has a type of its own.
///
/// ```text
/// servers! { Server { production: ProductionServer, test } }
/// ```
#[doc(hidden)]
#[macro_export]
macro_rules! __oasmith_servers {
    ($name:ident { $first:ident $(: $first_type:ident)? $(, $server:ident $(: $own:ident)?)* $(,)? }) => {
        impl $name {
            /// All of them, in the document's order. The first is called unless another one is chosen.
            pub fn all() -> ::std::vec::Vec<Self> {
                ::std::vec![::core::convert::From::from(Self::$first()), $(::core::convert::From::from(Self::$server())),*]
            }
            /// Its URL.
            pub fn url(&self) -> ::core::result::Result<::std::string::String, $crate::runtime::BuildError> {
                self.0.url()
            }
        }
        impl ::core::default::Default for $name {
            fn default() -> Self {
                ::core::convert::From::from(Self::$first())
            }
        }
        impl ::core::convert::From<$name> for $crate::runtime::ServerUrl {
            fn from(server: $name) -> Self {
                server.0
            }
        }
        $($crate::__oasmith_servers! { @of $name $first_type })?
        $($($crate::__oasmith_servers! { @of $name $own })?)*
    };
    (@of $name:ident $own:ident) => {
        impl ::core::convert::From<$own> for $name {
            fn from(server: $own) -> Self {
                Self(server.0)
            }
        }
    };
}

/// Declares the values of a server's variable.
///
/// ```text
/// server_variable! { Region { Eu => "eu", Us => "us" } }
/// ```
#[doc(hidden)]
#[macro_export]
macro_rules! __oasmith_server_variable {
    ($name:ident { $($variant:ident => $wire:literal),* $(,)? }) => {
        impl $name {
            /// All values, in the document's order.
            pub fn all() -> &'static [Self] {
                &[$(Self::$variant),*]
            }
            /// The value as the document writes it.
            pub fn as_str(self) -> &'static ::core::primitive::str {
                match self {
                    $(Self::$variant => $wire,)*
                }
            }
        }
        impl ::core::fmt::Display for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.pad(self.as_str())
            }
        }
        impl ::core::str::FromStr for $name {
            type Err = $crate::runtime::BuildError;
            fn from_str(text: &::core::primitive::str) -> ::core::result::Result<Self, Self::Err> {
                match text {
                    $($wire => ::core::result::Result::Ok(Self::$variant),)*
                    other => ::core::result::Result::Err($crate::runtime::unlisted(other, &[$($wire),*])),
                }
            }
        }
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    const DEFAULTS: &[(&str, &str)] =
        &[("a", "default"), ("port", "443"), ("base", "/v1"), ("whole", "h/v1"), ("none", "")];

    fn set(template: &'static str, name: &'static str, value: &str) -> Result<String, String> {
        ServerUrl::new(template, DEFAULTS).set(name, value).fill()
    }

    #[test]
    fn a_value_stays_in_its_place() {
        for (template, name, fits, refused) in [
            (
                "https://{a}.example.com/v1",
                "a",
                &["eu", "a.b", "x_y-1", "m\u{fc}"][..],
                &["", ".", "eu.", ".eu", "evil.com/", "u@", "a:1", "x#", "x?", "a b", "a\\", "%2e", "\n", "a\u{ff0f}"]
                    [..],
            ),
            ("https://api.{a}", "a", &["h", "h:8080"], &["", "h/", "u@h", "h?", "[::1]", ":1"]),
            ("https://{a}", "a", &["h", "h:8080", "[::1]:80"], &["", "h/v2", "u:p@h", "h\\x"]),
            ("https://{whole}", "whole", &["h", "h/v2/x", "h:80/v2"], &["", "/v2", "h/../x", "h/x?y", "u@h/"]),
            ("https://h:{port}/v1", "port", &["1", "8443"], &["", "80@evil.com", "80/", "x", "-1"]),
            (
                "https://h{base}",
                "base",
                &["", "/", "/v2/x"],
                &[".evil.com", ":80", "@evil.com", "/..", "/x?", "/x/.%2E"],
            ),
            ("https://h{none}", "none", &["", "/v2"], &[".evil.com", ":80", "@evil.com"]),
            ("https://h:8080{base}", "base", &["", "/", "/v2/x"], &["1", "@evil.com", ".evil.com", "/..", "/x?"]),
            ("https://h:{port}", "port", &["1", "8443/v2"], &["", "/v2", "80@evil.com", "80/../x", "80#"]),
            ("https://h/{a}/x", "a", &["v2", "v2/y", "..."], &["", "..", "%2e", "v2?", "#", "/v2", "x/../y", "a b"]),
            ("https://h/v{a}", "a", &["2", "", "/x"], &["2?", "/..", "/.."]),
            ("/{a}/x", "a", &["v2"], &["/evil.com", "", "."]),
            ("{a}://h", "a", &["http", "https"], &["https://evil.com/?", "x/", "x:"]),
            ("http{a}://h", "a", &["", "s"], &["://evil.com/"]),
            ("https://h/?k={a}", "a", &["", "x=y/z"], &["&l", "#", " "]),
            ("{a}", "a", &["https://h:1/v?k=1", "/v1"], &["a\nb"]),
            ("{a}/v1", "a", &["https://h:1/x"], &["https://h?", "https://h#"]),
            ("{a}.example.com", "a", &["https://eu"], &["https://evil.com/", "https://u@"]),
        ] {
            for value in fits {
                let filled = template.replace(&format!("{{{name}}}"), value);
                assert_eq!(set(template, name, value), Ok(filled), "{value:?} in {template}");
            }
            for value in refused {
                let told = set(template, name, value).expect_err(&format!("{value:?} in {template}"));
                assert!(told.starts_with(&format!("the variable `{name}` ")), "{told}");
            }
        }
    }

    #[test]
    fn what_the_document_lists_is_as_it_is() {
        let url = ServerUrl::new("https://{a}{none}/{a}/{}", DEFAULTS);
        assert!(url.fill().unwrap_err().contains("variable `` of"));
        let url = ServerUrl::new("https://{a}{none}/{a}/{", DEFAULTS);
        assert_eq!(url.fill().unwrap(), "https://default/default/{");
        assert_eq!(url.clone().set("a", "x").choose("a", "h/y").fill().unwrap(), "https://h/y/h/y/{");
        assert!(ServerUrl::from("https://{x}").fill().unwrap_err().contains("`x` of the server's URL has no value"));
        assert_eq!(format!("{:?}", url.set("a", "hunter2")), r#"ServerUrl("https://{a}{none}/{a}/{")"#);
    }
}
