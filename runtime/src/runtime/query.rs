//! The pairs of a query, looked up and replaced by their names.
//!
//! Servers do not agree on what is encoded, so that names are compared as they are decoded.

use std::borrow::Cow;

use url::form_urlencoded;

/// The value of a name, decoded; the first where there are several.
pub(crate) fn get(query: &str, name: &str) -> Option<String> {
    let mut pairs = form_urlencoded::parse(query.as_bytes());
    pairs.find(|(known, _)| known == name).map(|(_, value)| value.into_owned())
}

/// The query with pairs, which are encoded already, in the place of all that have their names.
pub(crate) fn with(query: &str, pairs: &str) -> String {
    let replaced: Vec<_> = each(pairs).map(name).collect();
    let kept = each(query).filter(|pair| !replaced.contains(&name(pair)));
    kept.chain(each(pairs)).collect::<Vec<_>>().join("&")
}

/// The query, and those of the pairs whose names it does not have.
pub(crate) fn and(query: &str, pairs: &str) -> String {
    let known: Vec<_> = each(query).map(name).collect();
    let missing = each(pairs).filter(|pair| !known.contains(&name(pair)));
    each(query).chain(missing).collect::<Vec<_>>().join("&")
}

fn each(query: &str) -> impl Iterator<Item = &str> {
    query.split('&').filter(|pair| !pair.is_empty())
}

fn name(pair: &str) -> Cow<'_, str> {
    form_urlencoded::parse(pair.as_bytes()).next().map(|(name, _)| name).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pair_takes_the_place_of_those_with_its_name() {
        assert_eq!(with("a=1&page%5Bn%5D=2&b=3&page[n]=4", "page%5Bn%5D=5"), "a=1&b=3&page%5Bn%5D=5");
        assert_eq!(with("", "a=1"), "a=1");
        assert_eq!(with("a=1&a=2&aa=3", "a=&b=4"), "aa=3&a=&b=4");
        assert_eq!(with("a=1", ""), "a=1");
    }

    #[test]
    fn pairs_are_added_where_they_are_missing() {
        assert_eq!(and("a=1", "a=2&b=3"), "a=1&b=3");
        assert_eq!(and("", "a=2"), "a=2");
    }

    #[test]
    fn a_value_is_found_decoded() {
        assert_eq!(get("a=1&b%20c=%2Bx%26", "b c").as_deref(), Some("+x&"));
        assert_eq!(get("a", "a").as_deref(), Some(""));
        assert_eq!(get("ab=1", "a"), None);
    }
}
