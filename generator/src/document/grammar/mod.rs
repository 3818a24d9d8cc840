//! The grammar of OpenAPI 3.0 as tables, and the pass that holds a tree against them.
//!
//! What breaks the grammar is mended where its author's intent is plain, else the smallest part that can go is taken
//! out or made neutral. Invariant: every change and every loss has its diagnostic, and `openapiv3` reads what is left.

mod bodies;
mod check;
mod content;
mod hoist;
mod inline;
mod kind;
mod listed;
mod mend;
mod objects;
mod schema;
mod status;
mod swagger;

use std::collections::{BTreeSet, HashMap};

use super::LeftOut;
use super::dialect::Dialect;
use super::origin::Origins;
use super::reference::{self, Refused};
use super::tree::{Members, Tree};
use crate::diagnostic::{Code, Diagnostics, Pointer};
pub(super) use check::Check;
pub(super) use content::meant;
pub(super) use mend::CALLBACK;
pub(super) use objects::{METHODS, OPENAPI};
pub(super) use schema::{KEYWORDS, speaks_of};

/// Makes a tree one of OpenAPI 3.0, holds it against the grammar and mends it. `origins` gets to know what was moved and
/// what was left out.
pub(super) fn check(
    tree: &mut Tree,
    dialect: Dialect,
    refused: &Refused,
    origins: &mut Origins,
    diagnostics: &mut Diagnostics,
) {
    let mut check = Check::new(dialect, diagnostics);
    bodies::bodies(&mut check, tree, refused);
    // The root is an object, and what it requires has a substitute: nothing can be broken beyond repair.
    let _ = check.object(tree, &objects::OPENAPI, &Pointer::root());
    inline::inline(&mut check, tree, refused);
    inline::elsewhere(&mut check, tree, refused);
    let Check { texts, left_out, moves, references, mut as_read, .. } = check;
    origins.settle(&mut as_read);
    as_read.iter().for_each(|diagnostic| diagnostics.push(diagnostic.clone()));
    origins.moves = moves;
    // `version: 1.10` is a number to the parser, which forgets the zero.
    for (pointer, text) in origins.scalars(&texts) {
        if let Some(Tree::String(value)) = tree.at_mut(&pointer) {
            *value = text;
        }
    }
    used(tree, &references, refused, diagnostics);
    misled(tree, &references, refused, diagnostics);
    origins.settle(diagnostics);
    leave_out(tree, &left_out);
    origins.left_out = left_out;
    origins.hoisted = hoist::hoist(tree, &references, refused);
}

/// Forgets that a field is unknown where references lead into it: it is not ignored then.
fn used(
    tree: &Tree,
    references: &HashMap<String, Option<&'static Object>>,
    refused: &Refused,
    diagnostics: &mut Diagnostics,
) {
    let places = references.keys().filter_map(|text| reference::place(tree, text, refused).ok());
    let places: BTreeSet<Pointer> = places.collect();
    diagnostics.retain(|one| {
        let is_unknown = one.file.is_none() && one.code == Code::UnknownField;
        // Those within a place come right after it, but for names that go on as it does.
        let mut after =
            places.range(&one.pointer..).take_while(|place| place.as_str().starts_with(one.pointer.as_str()));
        !is_unknown || !after.any(|place| place.is_within(&one.pointer))
    });
}

/// Tells references that are wanted as schemas and lead to something else. It is read as a schema all the same, which says
/// nothing.
fn misled(
    tree: &Tree,
    references: &HashMap<String, Option<&'static Object>>,
    refused: &Refused,
    diagnostics: &mut Diagnostics,
) {
    let mut told: Vec<(&String, &str)> = references
        .iter()
        .filter(|(_, object)| object.is_none())
        .filter_map(|(text, _)| {
            let place = reference::place(tree, text, refused).ok()?;
            Some((text, kind::other_than_schema(&place)?))
        })
        .collect();
    told.sort_unstable();
    for (text, kind) in told {
        let Some(at) = first(tree, text, &Pointer::root()) else { continue };
        let message = format!("`{text}` leads to a {kind} and not to a schema; every value is allowed");
        diagnostics.warning(Code::WrongType, &at.child("$ref"), message);
    }
}

/// The first place of a reference.
fn first(tree: &Tree, text: &str, at: &Pointer) -> Option<Pointer> {
    match tree {
        Tree::Object(_) if tree.reference() == Some(text) => Some(at.clone()),
        Tree::Object(members) => members.iter().find_map(|(key, value)| first(value, text, &at.child(key))),
        Tree::Array(items) => items.iter().enumerate().find_map(|(index, item)| first(item, text, &at.child(index))),
        _ => None,
    }
}

/// Takes items out of lists, those within others first, so that their places are still right.
fn leave_out(tree: &mut Tree, left_out: &LeftOut) {
    // A pointer sorts before those under it.
    for (pointer, indices) in left_out.iter().rev() {
        if let Some(Tree::Array(items)) = tree.at_mut(pointer) {
            let mut index = 0;
            items.retain(|_| {
                index += 1;
                indices.binary_search(&(index - 1)).is_err()
            });
        }
    }
}

/// What a value may be.
#[derive(Debug)]
enum Shape {
    /// Anything: examples, defaults, extensions.
    Any,
    Text,
    Flag,
    /// An integer from 0.
    Count,
    Number,
    /// One of these texts.
    Word(&'static [&'static str]),
    List(&'static Self),
    /// Named values; every name is allowed.
    Map(&'static Self),
    Object(&'static Object),
    /// The object, or a reference to one.
    RefOr(&'static Object),
    /// A Schema Object or a reference to one; what cannot be one becomes the schema of every value.
    Schema,
    /// `additionalProperties`.
    SchemaOrFlag,
}

/// Which names are allowed, and the shape of their values.
type Names = (fn(&str) -> bool, Shape);

type Before = fn(&mut Check<'_>, &mut Members, &Pointer);

type After = fn(&mut Check<'_>, &mut Members, &Pointer) -> Result<(), Broken>;

/// One of OpenAPI's objects.
pub(super) struct Object {
    /// What the specification calls it.
    pub(super) name: &'static str,
    fields: &'static [Field],
    /// The names beside the fixed fields that are allowed, and what their values are.
    names: Option<Names>,
    /// Whether names that begin with `x-` are free.
    extensions: bool,
    /// Mends what the fields' shapes cannot tell, before they are checked.
    before: Option<Before>,
    /// Checks what concerns several fields, after they are checked.
    after: Option<After>,
}

impl std::fmt::Debug for Object {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name)
    }
}

/// A fixed field of an object.
struct Field {
    name: &'static str,
    shape: Shape,
    need: Need,
}

/// What becomes of an object without a field.
enum Need {
    Optional,
    /// The object is of no use.
    Required,
    /// A plain substitute does.
    Else(fn() -> Tree),
}

/// Something is broken beyond repair; a diagnostic says so already.
struct Broken;

/// A table of an object: fields with their shapes, and after `=>` what becomes of the object without them.
macro_rules! object {
    ($name:ident = $title:literal { $($field:literal: $shape:expr $(=> $need:expr)?,)* } $($more:tt)*) => {
        pub(in $crate::document) static $name: $crate::document::grammar::Object = $crate::document::grammar::Object {
            name: $title,
            fields: &[$($crate::document::grammar::Field {
                name: $field,
                shape: $shape,
                need: object!(@need $($need)?),
            }),*],
            ..object!(@more $($more)*)
        };
    };
    (@need) => { $crate::document::grammar::Need::Optional };
    (@need $need:expr) => { $need };
    (@more) => { $crate::document::grammar::PLAIN };
    (@more $($field:ident: $value:expr),+) => {
        $crate::document::grammar::Object { $($field: $value,)+ ..$crate::document::grammar::PLAIN }
    };
}
use object;

/// An object with neither fields nor rules.
const PLAIN: Object = Object { name: "", fields: &[], names: None, extensions: true, before: None, after: None };

#[cfg(test)]
mod tests;
