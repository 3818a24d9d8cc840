//! Stage 1: bytes become a document.
//!
//! A text is read into a tree of our own, checked against OpenAPI's grammar, repaired where its author's intent is
//! plain, and then read into `openapiv3`. Invariant: after this stage nothing needs to look at the text again but to
//! say where something is; every change to the tree has its diagnostic.

mod access;
mod bundle;
mod de;
mod dialect;
pub(crate) mod downgrade;
mod grammar;
mod identifiers;
mod origin;
mod overlay;
mod parse;
mod read;
mod reference;
mod remote;
mod repair;
mod scan;
mod source;
mod stack;
mod tree;
mod upgrade;
mod version;
mod visit;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use openapiv3::{OpenAPI, ReferenceOr};
use serde::de::DeserializeOwned;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Pointer, Severity};
pub(crate) use access::Access;

use origin::Origins;
use reference::{Lost, Refused};
use source::{Format, Source};
pub use tree::{Members, Tree};

/// An OpenAPI document, read and made one.
#[derive(Clone, Debug)]
pub struct Document {
    /// The document.
    pub openapi: OpenAPI,
    tree: Tree,
    refused: Refused,
    origins: Origins,
}

/// The indices of the items that were left out of lists, in order, by the lists' places in the text.
type LeftOut = BTreeMap<Pointer, Vec<usize>>;

/// Reads a document from a file, and from those that it refers to, with overlays applied to it in their order.
pub(crate) fn document(
    path: &Path,
    overlays: &[PathBuf],
    access: &Access,
    diagnostics: &mut Diagnostics,
) -> Option<Document> {
    let source = Source::read(path, diagnostics)?;
    from_source(source, overlays, access, diagnostics)
}

/// Reads a document from its text: JSON if it begins with a brace, else YAML. The name is that of the file in messages.
pub fn document_from_text(name: &Path, text: &str, diagnostics: &mut Diagnostics) -> Option<Document> {
    let source = Source::new(name, text.to_owned(), diagnostics)?;
    from_source(source, &[], &Access::default(), diagnostics)
}

fn from_source(
    source: Source,
    overlays: &[PathBuf],
    access: &Access,
    diagnostics: &mut Diagnostics,
) -> Option<Document> {
    let mut source = Some(source);
    stack::with_room(|| source.take().and_then(|source| from_text(source, overlays, access, diagnostics)))
}

fn from_text(
    mut source: Source,
    overlays: &[PathBuf],
    access: &Access,
    diagnostics: &mut Diagnostics,
) -> Option<Document> {
    let mut tree = tree_of(&mut source, diagnostics)?;
    let mut origins = Origins::new(source);
    origins.settle(diagnostics);
    let is_whole = overlay::overlay(&mut tree, overlays, &mut origins, diagnostics);
    let read = is_whole.then(|| from_tree(tree, &mut origins, access, diagnostics)).flatten();
    match read {
        Some((openapi, tree, refused)) => Some(Document { openapi, tree, refused, origins }),
        None => {
            origins.locate(diagnostics);
            None
        }
    }
}

/// Reads the tree. A text in braces can be YAML all the same; its errors are told as those of JSON.
fn tree_of(source: &mut Source, diagnostics: &mut Diagnostics) -> Option<Tree> {
    let mut of_json = Diagnostics::default();
    let tree = read::read(source, &mut of_json);
    if tree.is_none() && source.format == Format::Json && of_json.iter().all(|one| one.code == Code::Syntax) {
        source.format = Format::Yaml;
        let mut of_yaml = Diagnostics::default();
        if let Some(tree) = read::read(source, &mut of_yaml) {
            let is_called_json =
                source.name.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("json"));
            for fault in of_json.iter().filter(|_| is_called_json) {
                let message = format!("{}; as YAML it is, and read as that", fault.message);
                diagnostics.push(Diagnostic { severity: Severity::Note, message, help: None, ..fault.clone() });
            }
            of_yaml.iter().for_each(|diagnostic| diagnostics.push(diagnostic.clone()));
            return Some(tree);
        }
        source.format = Format::Json;
    }
    of_json.iter().for_each(|diagnostic| diagnostics.push(diagnostic.clone()));
    tree
}

/// Makes one document of a tree. Each step says where in the tree before it something is, and `origins` knows where that
/// came from.
fn from_tree(
    mut tree: Tree,
    origins: &mut Origins,
    access: &Access,
    diagnostics: &mut Diagnostics,
) -> Option<(OpenAPI, Tree, Refused)> {
    let mut dialect = version::dialect(&mut tree, diagnostics)?;
    let mut refused = bundle::bundle(&mut tree, origins, access, diagnostics);
    repair::references(&mut tree, &mut refused, diagnostics);
    dialect.prepare(&mut tree, diagnostics);
    grammar::check(&mut tree, dialect, &refused, origins, diagnostics);
    repair::repair(&mut tree, &refused, origins, diagnostics);
    let openapi = parse::parse(&mut tree, diagnostics)?;
    Some((openapi, tree, refused))
}

/// The depth up to which any stack has room.
const SHALLOW: usize = 16;

/// Reads a type from a tree, with room if it is nested deeply.
fn read_as<T: DeserializeOwned + Send>(tree: &Tree) -> Result<T, String> {
    let read = || T::deserialize(tree).map_err(|error| error.to_string());
    if tree.is_deeper_than(SHALLOW) { stack::with_room(read) } else { read() }
}

impl Document {
    /// The document as untyped values, after its repairs.
    pub fn tree(&self) -> &Tree {
        &self.tree
    }

    /// What is at a place, if there is something and it is of this type.
    pub fn get<T: DeserializeOwned + Send>(&self, pointer: &Pointer) -> Option<T> {
        read_as(self.tree.at(pointer)?).ok()
    }

    /// What an item is, with its place: itself, or what its reference leads to through whatever other references. `at`
    /// is the item's own place. A reference that leads nowhere is an error at its `$ref`, told once.
    pub fn resolve<T: DeserializeOwned + Clone + Send>(
        &self,
        at: &Pointer,
        item: &ReferenceOr<T>,
        diagnostics: &mut Diagnostics,
    ) -> Option<(Pointer, T)> {
        let text = match item {
            ReferenceOr::Item(item) => return Some((at.clone(), item.clone())),
            ReferenceOr::Reference { reference } => reference,
        };
        let found = reference::follow(&self.tree, text, &self.refused).and_then(|place| {
            let value = read_as(self.tree.at(&place).unwrap_or(&Tree::Null));
            match value {
                Ok(value) => Ok((place, value)),
                Err(error) => {
                    let message =
                        format!("what `{text}` leads to is of another kind than what is wanted here: {error}");
                    Err(Lost::new(Code::WrongType, message))
                }
            }
        });
        match found {
            Ok(found) => Some(found),
            Err(lost) => {
                let pointer = at.child("$ref");
                let told = |one: &Diagnostic| one.file.is_none() && one.code == lost.code && one.pointer == pointer;
                if !diagnostics.iter().any(told) {
                    diagnostics.push(lost.diagnostic(&pointer));
                }
                None
            }
        }
    }

    /// Whether the document is of a later version than 3.0.
    pub(crate) fn is_later(&self) -> bool {
        identifiers::has_identifiers(&self.tree)
    }

    /// What the reference at a place says of what it refers to, where that counts.
    pub(crate) fn said_of_reference(&self, at: &Pointer) -> Option<String> {
        let reference = self.tree.at(at)?;
        reference.reference()?;
        reference.child(downgrade::DESCRIPTION)?.as_str().map(str::to_owned)
    }

    /// The place that the text of a reference leads to, through whatever other references.
    pub fn find(&self, text: &str) -> Option<Pointer> {
        reference::follow(&self.tree, text, &self.refused).ok()
    }

    /// The place that an item leads to, if it is a reference.
    pub fn place<T>(&self, item: &ReferenceOr<T>) -> Option<Pointer> {
        match item {
            ReferenceOr::Item(_) => None,
            ReferenceOr::Reference { reference } => self.find(reference),
        }
    }

    /// The places that the references in a part lead to, each before whatever other references.
    pub(crate) fn references_in(&self, at: &Pointer) -> Vec<Pointer> {
        let mut places = Vec::new();
        let mut part = self.tree.at(at).cloned().unwrap_or_default();
        visit::references(&mut part, visit::Keys::Fields, &(), &|_, ()| None, &mut |text, ()| {
            places.extend(reference::pointer(text));
        });
        places
    }

    /// The places of the other files that references lead into.
    pub(crate) fn bundled(&self) -> impl Iterator<Item = Pointer> {
        let files = Pointer::root().child(origin::FILES);
        self.origins.bundled.keys().map(move |name| files.child(name))
    }

    /// The file that a part was read from, and its place there.
    pub(crate) fn origin(&self, at: &Pointer) -> (usize, Pointer) {
        let origin::Origin { file, pointer } = self.origins.of(at);
        (file, pointer)
    }

    /// The files that were read, the document's own first, then its overlays.
    pub fn files(&self) -> impl Iterator<Item = &Path> {
        self.origins.files.iter().map(|source| source.name.as_path())
    }

    /// The texts of those files.
    pub(crate) fn texts(&self) -> impl Iterator<Item = &str> {
        self.origins.files.iter().map(|source| source.text.as_str())
    }

    /// Gives each diagnostic that has no place yet the place in the file that its pointer leads to; where the file has
    /// no such place, that of the nearest part that holds it.
    pub fn locate(&self, diagnostics: &mut Diagnostics) {
        self.origins.locate(diagnostics);
    }
}

#[cfg(test)]
mod tests;
