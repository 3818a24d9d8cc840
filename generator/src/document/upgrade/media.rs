//! `consumes` and `produces`: the media types that operations read and write.

use super::Upgrade;
use crate::diagnostic::{Code, Pointer};
use crate::document::grammar::meant;
use crate::document::tree::{Members, Tree};

/// The media type of what says nothing of it.
pub(super) const JSON: &str = "application/json";
/// The media types of forms.
pub(super) const URLENCODED: &str = "application/x-www-form-urlencoded";
pub(super) const MULTIPART: &str = "multipart/form-data";

/// What an operation reads and writes; none where nothing is said of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Media {
    pub(super) consumes: Vec<String>,
    pub(super) produces: Vec<String>,
}

impl Upgrade<'_, '_> {
    /// The media types of the document or of an operation. An empty list takes those of the document back.
    pub(super) fn media(&mut self, members: &Members, at: &Pointer) -> Media {
        let consumes = self.media_types(members, "consumes", at).unwrap_or_else(|| self.media.consumes.clone());
        let produces = self.media_types(members, "produces", at).unwrap_or_else(|| self.media.produces.clone());
        Media { consumes, produces }
    }

    fn media_types(&mut self, members: &Members, key: &str, at: &Pointer) -> Option<Vec<String>> {
        let place = at.child(key);
        let list = members.get(key)?;
        let items = match list {
            Tree::Array(items) => items.as_slice(),
            one @ Tree::String(_) => {
                let message = "a list is expected here, not a string; it is read as one";
                self.check.as_read.note(Code::WrongType, &place, message);
                std::slice::from_ref(one)
            }
            other => {
                let message = format!("a list of media types is expected here, not {}; it is left out", other.kind());
                self.check.as_read.warning(Code::WrongType, &place, message);
                return None;
            }
        };
        let mut found: Vec<String> = Vec::new();
        for (index, item) in items.iter().enumerate() {
            let at = if matches!(list, Tree::Array(_)) { place.child(index) } else { place.clone() };
            for name in self.media_type(item, &at) {
                if !found.contains(&name) {
                    found.push(name);
                }
            }
        }
        Some(found)
    }

    /// The media types that an entry of a list means. It is told here what is wrong with it, and nowhere where it is used.
    fn media_type(&mut self, item: &Tree, at: &Pointer) -> Vec<String> {
        let Some(name) = item.as_str().map(str::trim) else {
            let message = format!("a media type is expected here, not {}; it is left out", item.kind());
            self.check.as_read.warning(Code::WrongType, at, message);
            return Vec::new();
        };
        let names = meant(name);
        match names.as_slice() {
            [] if name.is_empty() => Vec::new(),
            [] => vec![name.to_owned()],
            _ => {
                let message = format!("`{name}` is no media type; it is read as `{}`", names.join("`, `"));
                self.check.as_read.warning(Code::MediaTypeName, at, message);
                names
            }
        }
    }
}

/// Whether a media type is that of a form. Its parameters say nothing of that.
pub(super) fn is(media_type: &str, known: &str) -> bool {
    media_type.split(';').next().unwrap_or_default().trim().eq_ignore_ascii_case(known)
}

/// These media types, or JSON where there are none.
pub(super) fn or_json(media_types: &[String]) -> Vec<String> {
    if media_types.is_empty() { vec![JSON.to_owned()] } else { media_types.to_vec() }
}
