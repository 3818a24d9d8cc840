//! What versions of OpenAPI say otherwise than 3.0, made one with it part by part while a tree is held against the grammar.

use super::grammar::{Check, OPENAPI, Object};
use super::tree::{Members, Tree};
use super::upgrade;
use crate::diagnostic::Pointer;

/// The version that a tree is written in. What it does has to be the same when it is done twice: a part that is put in
/// several places has been through it before.
#[derive(Debug, Default)]
pub(super) enum Dialect {
    /// OpenAPI 3.0.
    #[default]
    Own,
    /// Swagger 2.0.
    Swagger,
}

impl Dialect {
    /// Makes an object one of OpenAPI 3.0, before it is held against its table and before what is in it is looked at.
    pub(super) fn object(&self, check: &mut Check<'_>, object: &'static Object, members: &mut Members, _: &Pointer) {
        match self {
            Self::Own => {}
            Self::Swagger if std::ptr::eq(object, &OPENAPI) => upgrade::document(check, members),
            Self::Swagger => {}
        }
    }

    /// Makes a schema one of OpenAPI 3.0, before what is in it is looked at. It may be a boolean or a reference.
    pub(super) fn schema(&self, check: &mut Check<'_>, tree: &mut Tree, at: &Pointer) {
        match self {
            Self::Own => {}
            Self::Swagger => upgrade::schema(check, tree, at),
        }
    }

    /// Whether what stands beside a `$ref` counts, so that nothing has to be said about it.
    pub(super) fn has_siblings(&self) -> bool {
        match self {
            Self::Own | Self::Swagger => false,
        }
    }
}
