//! Pages: how the answers of an operation follow each other.

use serde::Serialize;

use super::types::{Presence, Type};

/// How the pages of an operation follow each other. Places in a page are JSON Pointers.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Pages {
    /// What asks for the next page.
    pub follows: Follows,
    /// The items of a page.
    pub items: Items,
    /// Where a page says whether there are more.
    pub more: Option<String>,
    /// Where it says how many items there are in all.
    pub total: Option<String>,
    /// Where it says how many pages there are.
    pub total_pages: Option<String>,
}

/// What asks for the next page. Parameters are those of the query, by their names in requests.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub enum Follows {
    /// A parameter, and where a page says its value for the next.
    Cursor(String, String),
    /// A parameter, and where an item has its value for what comes after the item.
    Last(String, String),
    /// Where a page says the URL of the next.
    Url(String),
    /// The link `next` in the header `Link`.
    Link,
    /// A parameter, and the number of the first item.
    Offset(String, i64),
    /// A parameter, and the number of the first page.
    Page(String, i64),
}

/// The items of a page.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Items {
    /// Where they are.
    pub at: String,
    /// The type of an item.
    pub ty: Type,
    /// The fields that lead to them; none where the page is a list of them.
    pub fields: Vec<Step>,
}

/// A field on the way from a page to its items.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Step {
    /// The Rust name.
    pub name: String,
    /// Whether it may be absent or null.
    pub presence: Presence,
}
