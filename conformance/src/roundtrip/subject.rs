//! A document, its original, and the types that were generated from it.

use std::collections::HashSet;
use std::error::Error;
use std::fs;
use std::path::PathBuf;

use oasmith::model::{Definition, Model, Shape};

use crate::bundle::Client;
use crate::client::Generated;
use crate::document::Document;
use crate::values::original::{Original, places};

/// A document whose types are tried.
pub(super) struct Subject {
    pub(super) document: String,
    pub(super) path: PathBuf,
    pub(super) types: Vec<Type>,
    folder: PathBuf,
}

/// A generated type and the pointer of its schema.
#[derive(Clone, Debug)]
pub(super) struct Type {
    pub(super) name: String,
    pub(super) pointer: String,
    /// Whether it is of the schema alone, where another type is of those that extend it too, or of a part of one.
    pub(super) is_base: bool,
}

impl Subject {
    /// Generates the types of a document; none where it becomes no client.
    pub(super) fn prepare(document: &Document) -> Result<Option<Self>, Box<dyn Error>> {
        let Some(client) = Generated::of(document, "roundtrip")? else { return Ok(None) };
        let types = types(&client.model, &client.original);
        let Document { name, path, .. } = document.clone();
        let subject = Self { document: name, path, types, folder: client.folder };
        subject.keep_types()?;
        Ok(Some(subject))
    }

    /// Leaves only the types: the rest takes time to compile.
    fn keep_types(&self) -> Result<(), Box<dyn Error>> {
        let source = self.folder.join("src");
        for entry in fs::read_dir(&source)? {
            let entry = entry?;
            if entry.file_name() == "types" {
                continue;
            }
            if entry.file_type()?.is_dir() {
                fs::remove_dir_all(entry.path())?;
            } else {
                fs::remove_file(entry.path())?;
            }
        }
        let has_types = source.join("types").exists();
        let types = if has_types { "pub mod types;\n" } else { "" };
        let root = format!("#![allow(warnings, clippy::all)]\n{types}pub use ::oasmith_runtime as runtime;\n");
        fs::write(source.join("lib.rs"), root)?;
        Ok(())
    }

    pub(super) fn client(&self) -> Client {
        Client { document: self.document.clone(), folder: self.folder.clone() }
    }
}

/// The types whose schemas are in the original. Where several are of one member of a union, each holds what is beside
/// another union that refers to it: these are tried as values of their unions.
fn types(model: &Model, original: &Original) -> Vec<Type> {
    let is_union = |one: &Definition| matches!(one.shape, Shape::Union(_));
    let unions: HashSet<&str> =
        model.types.iter().filter(|one| is_union(one)).map(|one| one.pointer.as_str()).collect();
    let is_shared = |one: &Definition| {
        places(&one.pointer).len() > 1 && model.types.iter().filter(|other| other.pointer == one.pointer).count() > 1
    };
    let types = model.types.iter().filter(|one| original.at(&one.pointer).is_some() && !is_shared(one));
    let types = types.map(|one| Type {
        name: one.name.clone(),
        pointer: one.pointer.clone(),
        is_base: !is_union(one) && (unions.contains(one.pointer.as_str()) || is_part(&one.pointer)),
    });
    types.collect()
}

/// Whether a pointer is of a member of an `allOf`.
fn is_part(pointer: &str) -> bool {
    let parts: Vec<&str> = pointer.rsplitn(3, '/').collect();
    matches!(parts[..], [index, "allOf", _] if index.parse::<usize>().is_ok())
}
