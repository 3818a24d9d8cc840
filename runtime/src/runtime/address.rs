//! Where a request goes: the base URL, a filled path template and a query, put together and looked at once more.

use url::Url;

use crate::runtime::{encode, query};

/// A server's address, checked: `scheme://host[:port][/prefix]` with no slash at the end, and what its query holds.
#[derive(Clone)]
pub(crate) struct Base {
    text: String,
    query: String,
    url: Url,
}

impl Base {
    /// Checks an address. The error shows it only where it names no host: others may hold a password.
    pub(crate) fn new(address: &str) -> Result<Self, String> {
        if address.is_empty() {
            return Err("the document names no server: call `.base_url(..)`".to_owned());
        }
        let url = Url::parse(address).map_err(|error| match error {
            url::ParseError::RelativeUrlWithoutBase => {
                format!(
                    "the server's URL, `{}`, is not absolute: call `.base_url(..)` with one that begins with `https://` or `http://`",
                    address.escape_debug()
                )
            }
            other => format!("the base URL is not a URL: {other}"),
        })?;
        if !matches!(url.scheme(), "http" | "https") {
            return Err(format!("the base URL has the scheme `{}`: it must be `https` or `http`", url.scheme()));
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err("the base URL holds a user or a password: give credentials to the client's builder".to_owned());
        }
        if url.fragment().is_some() {
            return Err("the base URL has a fragment, which is never sent".to_owned());
        }
        let (text, query) = url.as_str().split_once('?').unwrap_or((url.as_str(), ""));
        Ok(Self { text: text.trim_end_matches('/').to_owned(), query: query.to_owned(), url })
    }

    /// A URL that a server gave, as the URLs of this address are: with the query that they all have, and with these pairs,
    /// which the server may have repeated.
    pub(crate) fn complete(&self, url: &Url, pairs: &str) -> Url {
        let mut url = url.clone();
        let query = query::with(&query::and(url.query().unwrap_or_default(), &self.query), pairs);
        url.set_query(Some(query.as_str()).filter(|query| !query.is_empty()));
        url
    }

    /// The URL of a path (which begins with a slash) and a query under this address.
    pub(crate) fn join(&self, path: &str, query: &str) -> Result<Url, String> {
        let mut text = format!("{}{path}", self.text);
        for (mark, query) in
            ['?', '&'].into_iter().zip([self.query.as_str(), query].iter().filter(|query| !query.is_empty()))
        {
            text.push(mark);
            text.push_str(query);
        }
        let url = Url::parse(&text).map_err(|error| format!("the URL cannot be put together: {error}"))?;
        // A parser resolves dots, drops tabs and more. What it made must be what was meant.
        let same = url.as_str() == text && url.origin() == self.url.origin() && url.fragment().is_none();
        if same { Ok(url) } else { Err("the path would change when it is put into a URL".to_owned()) }
    }
}

/// A URL of the document's, which may be relative to the base; that matters only if it is.
pub(crate) fn resolve(base: &Result<Base, String>, url: &str) -> Result<Url, String> {
    let joined = match (base, Url::parse(url)) {
        (Ok(base), _) => base.url.join(url),
        (Err(reason), Err(url::ParseError::RelativeUrlWithoutBase)) => return Err(reason.clone()),
        (Err(_), parsed) => parsed,
    };
    joined.map_err(|error| format!("the document's URL is no URL: {error}"))
}

/// Why what a server gives as an address is not followed.
#[derive(Debug, PartialEq)]
pub(crate) enum Stray {
    NoUrl,
    /// It is of this other origin.
    Origin(String),
    /// It would carry credentials of its own.
    User,
}

/// The URL that a server gives in an answer, where it is of the same origin.
pub(crate) fn within(from: &Url, link: &str) -> Result<Url, Stray> {
    let mut to = from.join(link).map_err(|_| Stray::NoUrl)?;
    // An opaque origin (`data:`) equals nothing.
    if to.origin() != from.origin() {
        let origin = to.origin().ascii_serialization();
        return Err(Stray::Origin(if origin == "null" { format!("{}:", to.scheme()) } else { origin }));
    }
    if !to.username().is_empty() || to.password().is_some() {
        return Err(Stray::User);
    }
    to.set_fragment(None);
    Ok(to)
}

/// Fills the placeholders of a path template with values that are encoded already.
///
/// The path that results begins with a slash. A query in the template (some documents have one) comes second; a
/// fragment, which only tells templates apart, is dropped.
pub(crate) fn fill(template: &str, values: &[(&'static str, String)]) -> Result<(String, String), String> {
    if let Some((unknown, _)) = values.iter().find(|(name, _)| !template.contains(&format!("{{{name}}}"))) {
        return Err(format!("the path has no parameter `{unknown}`"));
    }
    let template = template.split_once('#').map_or(template, |(before, _)| before);
    let (path, query) = template.split_once('?').unwrap_or((template, ""));
    let mut out = String::with_capacity(path.len() + 40);
    for (position, segment) in path.split('/').enumerate() {
        if position > 0 {
            out.push('/');
        } else if segment.is_empty() {
            continue;
        } else {
            out.push('/');
        }
        let start = out.len();
        let filled = fill_part(segment, values, &mut out)?;
        if let Some(name) = filled
            && matches!(&out[start..], "." | "..")
        {
            let segment = &out[start..];
            return Err(format!("the path parameter `{name}` makes a segment `{segment}`, which changes the path"));
        }
    }
    let mut fixed = String::new();
    for (position, part) in query.split('&').enumerate().filter(|(_, part)| !part.is_empty()) {
        if position > 0 && !fixed.is_empty() {
            fixed.push('&');
        }
        fill_part(part, values, &mut fixed)?;
    }
    Ok((out, fixed))
}

/// Fills one segment; the name of a parameter in it, if it has one.
fn fill_part<'t>(
    mut part: &'t str,
    values: &[(&'static str, String)],
    out: &mut String,
) -> Result<Option<&'t str>, String> {
    let mut filled = None;
    while let Some((before, rest)) = part.split_once('{') {
        let Some((name, after)) = rest.split_once('}') else { break };
        encode::literal_into(before, out);
        let (_, value) = values
            .iter()
            .find(|(known, _)| *known == name)
            .ok_or_else(|| format!("the path parameter `{name}` has no value"))?;
        if value.is_empty() {
            return Err(format!("the path parameter `{name}` is empty, which changes the path"));
        }
        out.push_str(value);
        filled = Some(name);
        part = after;
    }
    encode::literal_into(part, out);
    Ok(filled)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(template: &str, values: &[(&'static str, &str)]) -> Result<String, String> {
        let values: Vec<_> = values.iter().map(|(name, value)| (*name, encode::component(value))).collect();
        let (path, query) = fill(template, &values)?;
        Base::new("https://h/v1/")?.join(&path, &query).map(|url| url.to_string())
    }

    #[test]
    fn a_value_stays_one_segment() {
        let url = path("/persons/{id}/handles", &[("id", "a/b?c#d%2e")]);
        assert_eq!(url.unwrap(), "https://h/v1/persons/a%2Fb%3Fc%23d%252e/handles");
        assert_eq!(path("/{a}", &[("a", "\t\\%2e%2E é;")]).unwrap(), "https://h/v1/%09%5C%252e%252E%20%C3%A9%3B");
        assert_eq!(path("/{a}/", &[("a", "...")]).unwrap(), "https://h/v1/.../");
        assert_eq!(path("/", &[]).unwrap(), "https://h/v1/");
        assert_eq!(path("plain", &[]).unwrap(), "https://h/v1/plain");
    }

    #[test]
    fn a_value_that_changes_the_path_is_refused() {
        for bad in ["", ".", ".."] {
            let refused = path("/persons/{person_id}/handles", &[("person_id", bad)]).unwrap_err();
            assert!(refused.contains("`person_id`"), "{refused}");
        }
        assert!(path("/x/{a}{b}", &[("a", "."), ("b", ".")]).is_err());
        assert!(path("/x/{a}.{b}", &[("a", ""), ("b", "")]).is_err());
        assert!(path("/x/{a}.", &[("a", ".")]).is_err());
        assert!(path("/x/%2e{a}", &[("a", ".")]).is_err());
        assert!(path("/x/%2{a}", &[("a", "e")]).is_err());
        assert_eq!(path("/x/{a}.{b}", &[("a", "1"), ("b", "json")]).unwrap(), "https://h/v1/x/1.json");
    }

    #[test]
    fn every_placeholder_has_a_value_and_every_value_a_placeholder() {
        assert!(path("/x/{a}", &[]).unwrap_err().contains("`a`"));
        assert!(path("/x/{a}", &[("a", "1"), ("b", "2")]).unwrap_err().contains("`b`"));
        assert_eq!(path("/x/{a}/{a}", &[("a", "1")]).unwrap(), "https://h/v1/x/1/1");
    }

    #[test]
    fn a_template_may_have_a_query_or_a_fragment() {
        assert_eq!(path("/x?beta=true&y={a}#only", &[("a", "&")]).unwrap(), "https://h/v1/x?beta=true&y=%26");
    }

    #[test]
    fn no_value_reaches_another_origin() {
        assert_eq!(path("/{a}", &[("a", "//evil/x")]).unwrap(), "https://h/v1/%2F%2Fevil%2Fx");
        let base = Base::new("https://h").unwrap();
        assert!(base.join("@evil/", "").is_err());
        assert!(base.join(":1/", "").is_err());
        assert!(base.join("/a/../b", "").is_err());
    }

    #[test]
    fn a_base_is_an_address_and_nothing_else() {
        for bad in ["", "/v1", "ftp://h", "https://u:hunter2@h", "https://h/#f", "https://", "x"] {
            let refused = Base::new(bad).err().unwrap();
            assert!(!refused.contains("hunter2"), "{refused}");
        }
        let base = Base::new("https://h/v1/?key=1").unwrap();
        assert_eq!(base.join("/x", "").unwrap().as_str(), "https://h/v1/x?key=1");
        assert_eq!(base.join("/x", "a=2").unwrap().as_str(), "https://h/v1/x?key=1&a=2");
        assert_eq!(Base::new("HTTPS://H:443/a%20b//").unwrap().join("/x", "").unwrap().as_str(), "https://h/a%20b/x");
    }
}
