//! What is said of the whole API: information, servers, tags.

use super::{SERVER_NAME, rename, security};
use crate::document::tree::{Members, Tree};

/// The document itself. In later versions it may have webhooks alone, or components.
pub(super) fn root(members: &mut Members) {
    members.shift_remove("jsonSchemaDialect");
    members.shift_remove("$self");
    members.entry("paths".to_owned()).or_insert_with(Tree::empty_object);
    security::requirements(members);
}

pub(super) fn info(members: &mut Members) {
    summarized(members);
}

pub(super) fn license(members: &mut Members) {
    rename(members, "identifier", "x-oasmith-identifier");
}

pub(super) fn server(members: &mut Members) {
    rename(members, "name", SERVER_NAME);
}

pub(super) fn tag(members: &mut Members) {
    rename(members, "parent", "x-oasmith-parent");
    rename(members, "kind", "x-oasmith-kind");
    summarized(members);
}

/// A summary is the first paragraph of a description, unless that begins with it.
pub(super) fn summarized(members: &mut Members) {
    let Some(Tree::String(summary)) = members.shift_remove("summary") else { return };
    let description = members.get("description").and_then(Tree::as_str).unwrap_or_default().trim();
    let text = match description {
        "" => summary,
        description if description.starts_with(summary.trim_end_matches('.')) => return,
        description => format!("{summary}\n\n{description}"),
    };
    members.insert("description".to_owned(), Tree::String(text));
}
