//! The header `Link` (RFC 8288, section 3).

use reqwest::header::{HeaderMap, LINK};

/// The target of the first link to the next page.
///
/// A link that has an `anchor` is about something else than the answer, and is passed over (RFC 8288, section 3.2).
pub(super) fn next(headers: &HeaderMap) -> Option<String> {
    headers.get_all(LINK).iter().find_map(|value| next_of(&String::from_utf8_lossy(value.as_bytes())))
}

fn next_of(value: &str) -> Option<String> {
    let mut rest = value;
    loop {
        let start = rest.trim_start_matches([' ', '\t', ',']);
        let (target, after) = start.strip_prefix('<')?.split_once('>')?;
        let link = parameters(after);
        if link.is_next && !link.has_anchor {
            return Some(target.trim().to_owned());
        }
        rest = link.rest;
    }
}

/// What the parameters of a link say, and what comes after them.
struct Parameters<'t> {
    is_next: bool,
    has_anchor: bool,
    rest: &'t str,
}

/// Reads parameters up to the comma before the next link (RFC 8288, appendix B.3).
fn parameters(mut rest: &str) -> Parameters<'_> {
    let (mut rel, mut has_anchor) = (None, false);
    loop {
        rest = rest.trim_start_matches([' ', '\t']);
        let Some(after) = rest.strip_prefix(';') else { break };
        let after = after.trim_start_matches([' ', '\t']);
        let end = after.find(['=', ';', ',', ' ', '\t']).unwrap_or(after.len());
        let (name, after) = after.split_at(end);
        let after = after.trim_start_matches([' ', '\t']);
        let (value, after) = match after.strip_prefix('=') {
            Some(after) => value(after.trim_start_matches([' ', '\t'])),
            None => (String::new(), after),
        };
        if name.eq_ignore_ascii_case("rel") {
            // Only the first counts (RFC 8288, section 3.3).
            rel.get_or_insert(value);
        } else if name.eq_ignore_ascii_case("anchor") {
            has_anchor = true;
        }
        rest = after;
    }
    let is_next =
        rel.is_some_and(|rel| rel.split_ascii_whitespace().any(|relation| relation.eq_ignore_ascii_case("next")));
    // What is no parameter is passed over.
    let rest = rest.find(',').map_or("", |comma| &rest[comma..]);
    Parameters { is_next, has_anchor, rest }
}

/// The value of a parameter, perhaps in quotes, and what comes after it.
fn value(text: &str) -> (String, &str) {
    let Some(quoted) = text.strip_prefix('"') else {
        let end = text.find([';', ',', ' ', '\t']).unwrap_or(text.len());
        return (text[..end].to_owned(), &text[end..]);
    };
    let (mut value, mut escaped) = (String::new(), false);
    for (position, character) in quoted.char_indices() {
        match character {
            _ if escaped => {
                value.push(character);
                escaped = false;
            }
            '\\' => escaped = true,
            '"' => return (value, &quoted[position + 1..]),
            other => value.push(other),
        }
    }
    (value, "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_page_is_found_among_other_links() {
        let found = |value: &str| next_of(value);
        let some = |url: &str| Some(url.to_owned());
        assert_eq!(
            found(r#"<https://h/?page=1>; rel="prev", <https://h/?page=3>; rel="next""#),
            some("https://h/?page=3")
        );
        assert_eq!(found("</a?ids=1,2;3>;rel=last,</b?ids=4,5>;rel=next"), some("/b?ids=4,5"));
        assert_eq!(found(r#", <a> ; title="x, <y>; rel=\"next\"" ; REL = "Last  NEXT""#), some("a"));
        assert_eq!(found(r#"<a>; rel="prev"; rel="next", <b>; hreflang; rel=next"#), some("b"));
        assert_eq!(found("<a>; rel*=UTF-8''next, < b >; rel=next"), some("b"));
    }

    #[test]
    fn what_leads_nowhere_or_elsewhere_is_none() {
        for value in [
            "",
            ",",
            "https://h/; rel=next",
            "<https://h/?page=3>",
            r#"<a>; rel="nextish""#,
            r#"<a>; rel="prev next"; anchor="/other""#,
            r#"<a; rel="next""#,
            r#"<a>; title="rel=next"#,
            r#"<a>; title="é\"#,
        ] {
            assert_eq!(next_of(value), None, "{value}");
        }
    }

    #[test]
    fn the_header_may_come_several_times() {
        let mut headers = HeaderMap::new();
        for value in ["<a>; rel=first", "<b>; rel=next"] {
            headers.append(LINK, value.parse().unwrap());
        }
        assert_eq!(next(&headers).as_deref(), Some("b"));
        assert_eq!(next(&HeaderMap::new()), None);
    }
}
