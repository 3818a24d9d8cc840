//! How pages follow each other, as it is set where a document does not make it plain.

use std::fmt;

use serde::de::value::MapAccessDeserializer;
use serde::de::{self, Deserialize, Deserializer, MapAccess, Visitor};

/// How the pages of an operation follow each other. Places in a page are JSON Pointers, such as `/meta/next_cursor`.
///
/// ```
/// # use oasmith::Pages;
/// let pages = Pages::cursor("cursor", "/meta/next_cursor").items("/data");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pages(pub(crate) Option<Given>);

/// What is set of pages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Given {
    pub(crate) follows: Follows,
    pub(crate) items: Option<String>,
    pub(crate) more: Option<String>,
    pub(crate) total: Option<String>,
    pub(crate) total_pages: Option<String>,
    pub(crate) first: Option<i64>,
}

/// What asks for the next page, as [`model::Follows`](crate::model::Follows) has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Follows {
    Cursor(String, String),
    Last(String, String),
    Url(String),
    Link,
    Offset(String),
    Page(String),
}

impl Pages {
    /// The operation has no pages, whatever its document looks like.
    pub fn none() -> Self {
        Self(None)
    }

    /// The query parameter is set to what a page says at `next`.
    pub fn cursor(parameter: impl Into<String>, next: impl Into<String>) -> Self {
        Self::of(Follows::Cursor(parameter.into(), next.into()))
    }

    /// The query parameter is set to what the last item of a page says at `id`.
    pub fn last(parameter: impl Into<String>, id: impl Into<String>) -> Self {
        Self::of(Follows::Last(parameter.into(), id.into()))
    }

    /// The URL of the next page is what a page says at `next`.
    pub fn url(next: impl Into<String>) -> Self {
        Self::of(Follows::Url(next.into()))
    }

    /// The URL of the next page is in the header `Link`.
    pub fn link() -> Self {
        Self::of(Follows::Link)
    }

    /// The query parameter grows by the number of items.
    pub fn offset(parameter: impl Into<String>) -> Self {
        Self::of(Follows::Offset(parameter.into()))
    }

    /// The query parameter is the number of a page.
    pub fn page(parameter: impl Into<String>) -> Self {
        Self::of(Follows::Page(parameter.into()))
    }

    /// Where the items are; by default where they are plainly to be found.
    pub fn items(self, at: impl Into<String>) -> Self {
        self.with(|given| given.items = Some(at.into()))
    }

    /// Where a page says whether there are more.
    pub fn more(self, at: impl Into<String>) -> Self {
        self.with(|given| given.more = Some(at.into()))
    }

    /// Where a page says how many items there are in all.
    pub fn total(self, at: impl Into<String>) -> Self {
        self.with(|given| given.total = Some(at.into()))
    }

    /// Where a page says how many pages there are.
    pub fn total_pages(self, at: impl Into<String>) -> Self {
        self.with(|given| given.total_pages = Some(at.into()))
    }

    /// The number of the first item or page; by default what the document says of the parameter.
    pub fn first(self, number: i64) -> Self {
        self.with(|given| given.first = Some(number))
    }

    fn of(follows: Follows) -> Self {
        Self(Some(Given { follows, items: None, more: None, total: None, total_pages: None, first: None }))
    }

    fn with(mut self, set: impl FnOnce(&mut Given)) -> Self {
        if let Some(given) = &mut self.0 {
            set(given);
        }
        self
    }
}

/// The table in `oasmith.toml`.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    kind: Option<Kind>,
    parameter: Option<String>,
    next: Option<String>,
    last: Option<String>,
    #[serde(default)]
    link: bool,
    items: Option<String>,
    more: Option<String>,
    total: Option<String>,
    total_pages: Option<String>,
    first: Option<i64>,
}

#[derive(Clone, Copy, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
enum Kind {
    Offset,
    Page,
}

impl Written {
    fn follows(&self) -> Result<Follows, &'static str> {
        let (parameter, next, last) = (self.parameter.clone(), self.next.clone(), self.last.clone());
        let counted = matches!(self.kind, Some(Kind::Offset | Kind::Page));
        if !counted && (self.first.is_some() || self.total.is_some() || self.total_pages.is_some()) {
            return Err(
                "`first`, `total` and `total_pages` are for what is counted: `kind = \"offset\"` or `kind = \"page\"`",
            );
        }
        Ok(match (self.kind, parameter, next, last, self.link) {
            (Some(Kind::Offset), Some(parameter), None, None, false) => Follows::Offset(parameter),
            (Some(Kind::Page), Some(parameter), None, None, false) => Follows::Page(parameter),
            (None, Some(parameter), Some(next), None, false) => Follows::Cursor(parameter, next),
            (None, Some(parameter), None, Some(id), false) => Follows::Last(parameter, id),
            (None, None, Some(next), None, false) => Follows::Url(next),
            (None, None, None, None, true) => Follows::Link,
            _ => {
                return Err(
                    "pages follow each other by one of these: `parameter` and `next` (a cursor), `parameter` and \
                     `last` (the cursor is in the last item), `next` alone (a URL), `link = true`, or `parameter` and \
                     `kind = \"offset\"` or `kind = \"page\"`",
                );
            }
        })
    }
}

impl<'de> Deserialize<'de> for Pages {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Either)
    }
}

/// Reads a table, or `false`.
struct Either;

impl<'de> Visitor<'de> for Either {
    type Value = Pages;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("`false`, or a table that says how pages follow each other")
    }

    fn visit_bool<E: de::Error>(self, value: bool) -> Result<Pages, E> {
        if value { Err(E::invalid_value(de::Unexpected::Bool(value), &self)) } else { Ok(Pages::none()) }
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Pages, A::Error> {
        let written = Written::deserialize(MapAccessDeserializer::new(map))?;
        let follows = written.follows().map_err(de::Error::custom)?;
        let Written { items, more, total, total_pages, first, .. } = written;
        Ok(Pages(Some(Given { follows, items, more, total, total_pages, first })))
    }
}
