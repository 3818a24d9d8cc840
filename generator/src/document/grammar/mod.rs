//! The grammar of OpenAPI 3.0 as tables, and the pass that holds a tree against them.
//!
//! What breaks the grammar is mended where its author's intent is plain, else the smallest part that can go is taken
//! out or made neutral. Invariant: every change and every loss has its diagnostic, and `openapiv3` reads what is left.

mod check;
mod inline;
mod mend;
mod objects;
mod schema;
mod similar;

use super::LeftOut;
use super::source::Source;
use super::tree::{Members, Tree};
use crate::diagnostic::{Diagnostics, Pointer};
use check::Check;
pub(super) use mend::CALLBACK;

/// Holds a tree against the grammar and mends it. Gives the indices of the items that were left out of lists.
pub(super) fn check(tree: &mut Tree, source: &Source, diagnostics: &mut Diagnostics) -> LeftOut {
    let mut check = Check::new(diagnostics);
    // The root is an object, and what it requires has a substitute: nothing can be broken beyond repair.
    let _ = check.object(tree, &objects::OPENAPI, &Pointer::root());
    let own = source.name.file_name().and_then(|name| name.to_str());
    inline::inline(&mut check, tree, own);
    inline::elsewhere(&mut check, tree, own);
    let Check { texts, left_out, .. } = check;
    // `version: 1.10` is a number to the parser, which forgets the zero.
    for (pointer, text) in source.scalars(&texts) {
        if let Some(Tree::String(value)) = tree.at_mut(&pointer) {
            *value = text;
        }
    }
    leave_out(tree, &left_out);
    left_out
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
struct Object {
    /// What the specification calls it.
    name: &'static str,
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
        pub(super) static $name: $crate::document::grammar::Object = $crate::document::grammar::Object {
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
