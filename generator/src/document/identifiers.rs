//! What schemas and documents call themselves: `$id`, `$anchor`, `$dynamicAnchor` and `$self`.

use std::collections::HashMap;

use url::Url;

use super::tree::{Members, Tree};
use crate::diagnostic::Pointer;

/// Whether a document is of a version of which these are a part: OpenAPI 3.1 and later.
pub(super) fn has_identifiers(tree: &Tree) -> bool {
    let version = tree.child("openapi").and_then(Tree::as_str).unwrap_or_default();
    version.strip_prefix("3.").is_some_and(|rest| !(rest == "0" || rest.starts_with("0.")))
}

/// The base that what is in an object is resolved against, if the object states one.
pub(super) fn base_of(members: &Members, outer: &Url) -> Option<Url> {
    let is_root = members.contains_key("openapi");
    let text = members.get("$id").or_else(|| members.get("$self").filter(|_| is_root))?.as_str()?;
    let mut url = outer.join(text).ok()?;
    url.set_fragment(None);
    Some(url)
}

/// What files call their parts.
#[derive(Debug, Default)]
pub(super) struct Identifiers {
    /// The file and the place in it, by URL.
    resources: HashMap<String, (usize, Pointer)>,
    /// The same by the URL of the resource that an anchor is in, and the anchor.
    anchors: HashMap<(String, String), (usize, Pointer)>,
}

impl Identifiers {
    /// Looks for what a file calls its parts; where two are called the same, the first is meant.
    pub(super) fn add(&mut self, tree: &Tree, url: &Url, file: usize) {
        self.look(tree, &Pointer::root(), url, file);
    }

    /// The resource that has a URL.
    pub(super) fn resource(&self, url: &Url) -> Option<(usize, Pointer)> {
        self.resources.get(url.as_str()).cloned()
    }

    /// What an anchor of a resource leads to.
    pub(super) fn anchor(&self, url: &Url, name: &str) -> Option<(usize, Pointer)> {
        self.anchors.get(&(url.as_str().to_owned(), name.to_owned())).cloned()
    }

    fn look(&mut self, tree: &Tree, at: &Pointer, base: &Url, file: usize) {
        match tree {
            Tree::Array(items) => {
                for (index, item) in items.iter().enumerate().filter(|(_, item)| is_nested(item)) {
                    self.look(item, &at.child(index), base, file);
                }
            }
            Tree::Object(members) => {
                let own = base_of(members, base);
                if let Some(url) = &own {
                    self.resources.entry(url.as_str().to_owned()).or_insert_with(|| (file, at.clone()));
                }
                let base = own.as_ref().unwrap_or(base);
                for key in ["$anchor", "$dynamicAnchor"] {
                    if let Some(Tree::String(name)) = members.get(key) {
                        let key = (base.as_str().to_owned(), name.clone());
                        self.anchors.entry(key).or_insert_with(|| (file, at.clone()));
                    }
                }
                for (key, value) in members.iter().filter(|(_, value)| is_nested(value)) {
                    self.look(value, &at.child(key), base, file);
                }
            }
            _ => {}
        }
    }
}

fn is_nested(tree: &Tree) -> bool {
    matches!(tree, Tree::Array(_) | Tree::Object(_))
}
