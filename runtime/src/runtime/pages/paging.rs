//! How pages follow each other: what is read from one page to ask for the next.

use reqwest::header::HeaderMap;
use url::Url;

use super::link;
use crate::runtime::address::{self, Stray};
use crate::runtime::json::View;
use crate::runtime::parts::Parts;
use crate::runtime::query;
use crate::runtime::value::{self, Part};

/// How the pages of an operation follow each other. JSON Pointers (RFC 6901) lead into the page.
#[derive(Clone, Copy, Debug)]
pub struct Paging {
    follows: Follows,
    items: &'static str,
    more: Option<&'static str>,
    total: Option<&'static str>,
    total_pages: Option<&'static str>,
}

/// What asks for the next page.
#[derive(Clone, Copy, Debug)]
enum Follows {
    /// A query parameter, and where the page says its value for the next.
    Cursor(&'static str, &'static str),
    /// A query parameter, and where an item has its value for what comes after the item.
    Last(&'static str, &'static str),
    /// Where the page says the URL of the next.
    Url(&'static str),
    Link,
    /// A query parameter, and the number of the first item.
    Offset(&'static str, i64),
    /// A query parameter, and the number of the first page.
    Page(&'static str, i64),
}

impl Paging {
    /// The query parameter is set to what the page says at `next`, until that is absent, `null` or empty.
    pub const fn cursor(parameter: &'static str, next: &'static str) -> Self {
        Self::of(Follows::Cursor(parameter, next))
    }

    /// The query parameter is set to what the last item of the page says at `id`, until a page is empty.
    pub const fn last(parameter: &'static str, id: &'static str) -> Self {
        Self::of(Follows::Last(parameter, id))
    }

    /// The URL of the next page is what the page says at `next`, until that is absent, `null` or empty.
    pub const fn url(next: &'static str) -> Self {
        Self::of(Follows::Url(next))
    }

    /// The URL of the next page is that of the link `next` in the header `Link` (RFC 8288), until there is none.
    pub const fn link() -> Self {
        Self::of(Follows::Link)
    }

    /// The query parameter grows by the number of items, until a page is empty.
    pub const fn offset(parameter: &'static str) -> Self {
        Self::of(Follows::Offset(parameter, 0))
    }

    /// The query parameter grows by one, until a page is empty.
    pub const fn page(parameter: &'static str) -> Self {
        Self::of(Follows::Page(parameter, 1))
    }

    /// The number of the first item or page: 0 for an item and 1 for a page, if not set.
    pub const fn first(mut self, first: i64) -> Self {
        self.follows = match self.follows {
            Follows::Offset(parameter, _) => Follows::Offset(parameter, first),
            Follows::Page(parameter, _) => Follows::Page(parameter, first),
            other => other,
        };
        self
    }

    /// Where the items are: the page itself, if not set.
    pub const fn items(mut self, items: &'static str) -> Self {
        self.items = items;
        self
    }

    /// Where the page says whether there are more: the last is the one that says `false`.
    pub const fn more(mut self, more: &'static str) -> Self {
        self.more = Some(more);
        self
    }

    /// Where the page says how many items there are in all.
    pub const fn total(mut self, total: &'static str) -> Self {
        self.total = Some(total);
        self
    }

    /// Where the page says how many pages there are.
    pub const fn total_pages(mut self, total_pages: &'static str) -> Self {
        self.total_pages = Some(total_pages);
        self
    }

    /// Whether pages are counted, so that nothing of a page leads to the next.
    pub(super) fn is_counted(&self) -> bool {
        matches!(self.follows, Follows::Offset(..) | Follows::Page(..))
    }

    const fn of(follows: Follows) -> Self {
        Self { follows, items: "", more: None, total: None, total_pages: None }
    }

    /// Makes the request of a page that of the next one; `false` where there is none.
    ///
    /// `received` is how many items the pages before had, and `from` is where this one came from.
    pub(super) fn advance(
        &self,
        parts: &mut Parts,
        page: View<'_>,
        headers: &HeaderMap,
        from: &Url,
        received: &mut i64,
    ) -> Result<bool, String> {
        if self.more.is_some_and(|more| flag(page, more) == Some(false)) {
            return Ok(false);
        }
        let count = count(page, self.items);
        *received = received.saturating_add(count);
        match self.follows {
            Follows::Cursor(parameter, next) => turn(parts, parameter, text(page, next)?),
            Follows::Last(parameter, id) => turn(parts, parameter, last(page, self.items, id)?),
            Follows::Url(next) => follow(parts, text(page, next)?, from),
            Follows::Link => follow(parts, link::next(headers), from),
            Follows::Offset(..) | Follows::Page(..) if count == 0 => Ok(false),
            Follows::Offset(parameter, first) => {
                let next = current(parts, parameter, first)?.saturating_add(count);
                let is_last = number(page, self.total).is_some_and(|total| next.saturating_sub(first) >= total);
                Ok(!is_last && set(parts, parameter, &next.to_string()))
            }
            Follows::Page(parameter, first) => {
                let next = current(parts, parameter, first)?.saturating_add(1);
                let is_last = number(page, self.total_pages).is_some_and(|total| next.saturating_sub(first) >= total)
                    || number(page, self.total).is_some_and(|total| *received >= total);
                Ok(!is_last && set(parts, parameter, &next.to_string()))
            }
        }
    }
}

/// Sets a query parameter to the value that stands for the next page.
fn turn(parts: &mut Parts, parameter: &str, value: Option<String>) -> Result<bool, String> {
    let Some(value) = value.filter(|value| !value.is_empty()) else { return Ok(false) };
    if query::get(&parts.query, parameter).as_ref() == Some(&value) {
        return Err(format!(
            "the next page is not asked for: it would be this one again, for the page gives the same `{parameter}` that \
             it was asked for with"
        ));
    }
    Ok(set(parts, parameter, &value))
}

/// Takes the URL of the next page.
fn follow(parts: &mut Parts, link: Option<String>, from: &Url) -> Result<bool, String> {
    let Some(link) = link.filter(|link| !link.is_empty()) else { return Ok(false) };
    let url = address::within(from, &link).map_err(|stray| match stray {
        Stray::NoUrl => "the next page is not asked for: its address is not a URL".to_owned(),
        Stray::Origin(origin) => format!(
            "the next page, at another origin, {origin}, is not asked for: neither credentials nor data are sent there"
        ),
        Stray::User => "the next page is not asked for: its URL holds a user or a password".to_owned(),
    })?;
    // Where the answer came from has all that was added to the URL of the request.
    if url == *from || parts.url.as_ref() == Some(&url) {
        return Err(
            "the next page is not asked for: it would be this one again, for the page gives its own URL".to_owned()
        );
    }
    parts.url = Some(url);
    Ok(true)
}

/// The number that this page was asked for with.
fn current(parts: &Parts, parameter: &str, first: i64) -> Result<i64, String> {
    match query::get(&parts.query, parameter) {
        None => Ok(first),
        Some(given) => given.parse().map_err(|_| {
            format!("the next page is not asked for: `{parameter}`, from which it is counted, is not a whole number")
        }),
    }
}

fn set(parts: &mut Parts, parameter: &str, value: &str) -> bool {
    parts.set_query(parameter, value);
    true
}

/// Shows the value that a JSON Pointer leads to, if it leads to one.
fn at(value: View<'_>, pointer: &str, show: &mut dyn FnMut(View<'_>)) {
    let Some(rest) = pointer.strip_prefix('/') else { return show(value) };
    let (token, rest) = rest.find('/').map_or((rest, ""), |slash| rest.split_at(slash));
    let key = token.replace("~1", "/").replace("~0", "~");
    // What is no list and no object has no children, and nothing here can fail.
    let _ = value::children(value, &mut |part, inner| {
        match part {
            Part::Key(name) if name == key => at(inner, rest, show),
            Part::Key(_) | Part::Index(_) => {}
        }
        Ok(())
    });
}

/// The text of a value, if there is one.
fn text(page: View<'_>, pointer: &str) -> Result<Option<String>, String> {
    let mut found = Ok(None);
    at(page, pointer, &mut |value| found = value::text(value));
    found.map_err(|reason| format!("the next page cannot be asked for: what the page says at `{pointer}` {reason}"))
}

fn flag(page: View<'_>, pointer: &str) -> Option<bool> {
    match text(page, pointer).ok()??.as_str() {
        "true" => Some(true),
        "false" => Some(false),
        _ => None,
    }
}

/// A number of things in all; none where it tells nothing: a page that holds something is not one of none.
fn number(page: View<'_>, pointer: Option<&str>) -> Option<i64> {
    text(page, pointer?).ok()??.parse().ok().filter(|number| *number > 0)
}

fn count(page: View<'_>, items: &str) -> i64 {
    let mut count = 0;
    at(page, items, &mut |value| {
        let _ = value::children(value, &mut |_, _| {
            count += 1;
            Ok(())
        });
    });
    count
}

/// The text of a value in the last item.
fn last(page: View<'_>, items: &str, id: &str) -> Result<Option<String>, String> {
    let mut found = Ok(None);
    at(page, items, &mut |list| {
        let _ = value::children(list, &mut |_, item| {
            found = text(item, id);
            Ok(())
        });
    });
    found
}
