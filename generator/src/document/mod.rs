//! Stage 1: bytes become a document.
//!
//! A text is read into a tree of our own, checked against OpenAPI's grammar, repaired where its author's intent is
//! plain, and then read into `openapiv3`. Invariant: after this stage nothing needs to look at the text again but to
//! say where something is; every change to the tree has its diagnostic.

mod de;
mod grammar;
mod parse;
mod read;
mod reference;
mod source;
mod stack;
mod tree;
mod version;

use std::collections::BTreeMap;
use std::path::Path;

use openapiv3::{OpenAPI, ReferenceOr};
use serde::de::DeserializeOwned;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Pointer, Severity};
use source::{Format, Source};
pub use tree::{Members, Tree};

/// An OpenAPI document, read and made one.
#[derive(Clone, Debug)]
pub struct Document {
    /// The document.
    pub openapi: OpenAPI,
    tree: Tree,
    source: Source,
    left_out: LeftOut,
}

/// The indices of the items that were left out of lists, in order, by the lists' places in the text.
type LeftOut = BTreeMap<Pointer, Vec<usize>>;

/// Reads a document from a file.
pub fn document(path: &Path, diagnostics: &mut Diagnostics) -> Option<Document> {
    let source = Source::read(path, diagnostics)?;
    from_source(source, diagnostics)
}

/// Reads a document from its text: JSON if it begins with a brace, else YAML. The name is that of the file in messages.
pub fn document_from_text(name: &Path, text: &str, diagnostics: &mut Diagnostics) -> Option<Document> {
    let source = Source::new(name, text.to_owned(), diagnostics)?;
    from_source(source, diagnostics)
}

fn from_source(source: Source, diagnostics: &mut Diagnostics) -> Option<Document> {
    let mut source = Some(source);
    stack::with_room(|| source.take().and_then(|source| from_text(source, diagnostics)))
}

fn from_text(mut source: Source, diagnostics: &mut Diagnostics) -> Option<Document> {
    let tree = tree_of(&mut source, diagnostics)?;
    let document = from_tree(tree, source, diagnostics);
    match document {
        Ok(document) => Some(document),
        Err(source) => {
            source.locate(diagnostics);
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
            of_yaml.iter().for_each(|diagnostic| diagnostics.push(diagnostic.clone()));
            return Some(tree);
        }
        source.format = Format::Json;
    }
    of_json.iter().for_each(|diagnostic| diagnostics.push(diagnostic.clone()));
    tree
}

/// Gives the source back if there is no document in it.
fn from_tree(mut tree: Tree, source: Source, diagnostics: &mut Diagnostics) -> Result<Document, Source> {
    if !version::check(&mut tree, diagnostics) {
        return Err(source);
    }
    let left_out = grammar::check(&mut tree, &source, diagnostics);
    if !left_out.is_empty() {
        // From here on indices count what is left.
        source.locate(diagnostics);
    }
    match parse::parse(&mut tree, diagnostics) {
        Some(openapi) => Ok(Document { openapi, tree, source, left_out }),
        None => Err(source),
    }
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
        let own = self.source.name.file_name().and_then(|name| name.to_str());
        let found = reference::follow(&self.tree, text, own).and_then(|place| {
            let value = read_as(self.tree.at(&place).unwrap_or(&Tree::Null));
            match value {
                Ok(value) => Ok((place, value)),
                Err(error) => Err(reference::Lost {
                    code: Code::WrongType,
                    message: format!("what `{text}` leads to is of another kind than what is wanted here: {error}"),
                }),
            }
        });
        match found {
            Ok(found) => Some(found),
            Err(lost) => {
                let pointer = at.child("$ref");
                let told = |one: &Diagnostic| one.code == lost.code && one.pointer == pointer;
                if !diagnostics.iter().any(told) {
                    diagnostics.push(Diagnostic::new(lost.code, Severity::Error, &pointer, lost.message));
                }
                None
            }
        }
    }

    /// The place that the text of a reference leads to, through whatever other references.
    pub fn find(&self, text: &str) -> Option<Pointer> {
        let own = self.source.name.file_name().and_then(|name| name.to_str());
        reference::follow(&self.tree, text, own).ok()
    }

    /// The place that an item leads to, if it is a reference.
    pub fn place<T>(&self, item: &ReferenceOr<T>) -> Option<Pointer> {
        match item {
            ReferenceOr::Item(_) => None,
            ReferenceOr::Reference { reference } => self.find(reference),
        }
    }

    /// Gives each diagnostic that has no place yet the place in the file that its pointer leads to; where the file has
    /// no such place, that of the nearest part that holds it.
    pub fn locate(&self, diagnostics: &mut Diagnostics) {
        for diagnostic in diagnostics.iter_mut().filter(|diagnostic| diagnostic.place.is_none()) {
            self.as_written(&mut diagnostic.pointer);
        }
        self.source.locate(diagnostics);
    }

    /// Makes a pointer into the tree one into the text, which still has the items that were left out of lists.
    fn as_written(&self, pointer: &mut Pointer) {
        if self.left_out.is_empty() {
            return;
        }
        let mut written = Pointer::root();
        for token in pointer.tokens() {
            let moved = self.left_out.get(&written).zip(token.parse::<usize>().ok());
            written = match moved {
                Some((left_out, index)) => {
                    written.child(left_out.iter().fold(index, |index, gone| index + usize::from(*gone <= index)))
                }
                None => written.child(token),
            };
        }
        *pointer = written;
    }
}

#[cfg(test)]
mod tests;
