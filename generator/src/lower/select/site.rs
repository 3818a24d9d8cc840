//! The operations and webhooks of a document, and what they are selected by.

use globset::{GlobBuilder, GlobMatcher};

use super::super::naming;
use super::super::operation::wire_method;
use super::super::webhooks::LISTS;
use crate::diagnostic::Pointer;
use crate::document::downgrade::OPERATIONS;
use crate::document::{Document, Tree};
use crate::settings::{Selector, SelectorKind};

/// The methods of OpenAPI 3.0.
const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/// Where operations without a tag are.
const UNTAGGED: &str = "default";

/// An operation or a webhook, where the document has it.
pub(super) struct Site {
    pub(super) at: Pointer,
    /// The places of its path item: that of a reference, and what that leads to.
    pub(super) items: Vec<Pointer>,
    /// Its method and path, or the name of the webhook.
    pub(super) called: String,
    /// Its path; none of a webhook.
    pub(super) path: Option<String>,
    id: Option<String>,
    tags: Vec<String>,
    pub(super) is_selected: bool,
}

impl Site {
    /// The tags that it may be selected by.
    pub(super) fn groups(&self) -> impl Iterator<Item = &str> {
        let untagged = self.tags.is_empty() && self.path.is_some();
        self.tags.iter().map(String::as_str).chain(untagged.then_some(UNTAGGED))
    }

    /// What it may be selected by of itself.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.id.as_deref().into_iter().chain([self.called.as_str()])
    }
}

/// All operations and webhooks of a document, those among them that no client can offer.
pub(super) fn sites(document: &Document) -> Vec<Site> {
    let mut sites = Vec::new();
    for list in ["paths"].iter().chain(&LISTS) {
        let at = Pointer::root().child(list);
        let items = document.tree().at(&at).and_then(Tree::as_object);
        for (name, item) in items.into_iter().flatten() {
            let mut items = vec![at.child(name)];
            items.extend(item.reference().and_then(|text| document.find(text)));
            of_item(document, name, *list == "paths", &items, &mut sites);
        }
    }
    sites
}

fn of_item(document: &Document, name: &str, is_path: bool, items: &[Pointer], sites: &mut Vec<Site>) {
    let Some((at, item)) = items.last().and_then(|at| Some((at, document.tree().at(at)?))) else { return };
    let known = METHODS.into_iter().map(|method| (method, at.child(method)));
    let more = item.child(OPERATIONS).and_then(Tree::as_object).into_iter().flat_map(|more| more.keys());
    let more = more.map(|method| (method.as_str(), at.child(OPERATIONS).child(method)));
    for (method, at) in known.chain(more) {
        let Some(operation) = document.tree().at(&at) else { continue };
        let tags = match operation.child("tags") {
            Some(Tree::Array(tags)) => tags.iter().filter_map(Tree::as_str).map(str::to_owned).collect(),
            _ => Vec::new(),
        };
        sites.push(Site {
            at,
            items: items.to_vec(),
            called: if is_path { format!("{} {name}", wire_method(method)) } else { name.to_owned() },
            path: is_path.then(|| name.to_owned()),
            id: operation.child("operationId").and_then(Tree::as_str).map(str::to_owned),
            tags,
            is_selected: false,
        });
    }
}

/// Notes what a selector selects; whether that is anything.
pub(super) fn mark(selector: &Selector, sites: &mut [Site]) -> Result<bool, String> {
    let wanted = selector.value.as_str();
    let glob = match selector.kind {
        SelectorKind::Path => Some(glob(wanted)?),
        _ => None,
    };
    let mut is_found = false;
    for site in sites {
        let is_meant = match selector.kind {
            SelectorKind::Tag => site.groups().any(|tag| tag == wanted || naming::module(tag) == wanted),
            SelectorKind::Operation => site.names().any(|name| name == wanted),
            SelectorKind::Path => glob.as_ref().zip(site.path.as_ref()).is_some_and(|(glob, path)| glob.is_match(path)),
            SelectorKind::Type => false,
        };
        site.is_selected |= is_meant;
        is_found |= is_meant;
    }
    Ok(is_found)
}

/// A pattern in which nothing but stars is special: a path has braces of its own.
fn glob(text: &str) -> Result<GlobMatcher, String> {
    let mut pattern = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '?' | '[' | ']' | '{' | '}' | '\\' => pattern.push_str(&format!("[{character}]")),
            other => pattern.push(other),
        }
    }
    let built = GlobBuilder::new(&pattern).literal_separator(true).backslash_escape(false).build();
    built.map(|glob| glob.compile_matcher()).map_err(|error| format!("`path:{text}` is no pattern: {error}"))
}

#[cfg(test)]
mod tests {
    use super::glob;

    #[test]
    fn stars_are_special_and_nothing_else_is() {
        for (pattern, matching, others) in [
            ("/pets", &["/pets"][..], &["/pets/{id}", "/v1/pets", "/pets/"][..]),
            ("/pets/{id}", &["/pets/{id}"], &["/pets/id"]),
            ("/pets/*", &["/pets/{id}", "/pets/find.json"], &["/pets", "/pets/{id}/toys"]),
            ("/v1/**", &["/v1/pets", "/v1/pets/{id}/toys"], &["/v1", "/v10/pets"]),
            ("/**/toys", &["/toys", "/pets/{id}/toys"], &["/pets/{id}/toys/{toy}"]),
            ("**", &["/", "/a/b"], &[]),
            ("/a[b]!?\\{c}*", &["/a[b]!?\\{c}d"], &["/ab!?\\{c}d"]),
        ] {
            let glob = glob(pattern).unwrap();
            for path in matching {
                assert!(glob.is_match(path), "{pattern} and {path}");
            }
            for path in others {
                assert!(!glob.is_match(path), "{pattern} and {path}");
            }
        }
    }
}
