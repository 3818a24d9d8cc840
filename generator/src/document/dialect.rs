//! What versions of OpenAPI say otherwise than 3.0, made one with it part by part while a tree is held against the grammar.

use super::downgrade::{self, Later};
use super::grammar::{Check, OPENAPI, Object};
use super::tree::{Members, Tree};
use super::upgrade;
use crate::diagnostic::{Diagnostics, Pointer};

/// The version that a tree is written in. What it does has to be the same when it is done twice: a part that is put in
/// several places has been through it before.
#[derive(Debug, Default)]
pub(super) enum Dialect {
    /// OpenAPI 3.0.
    #[default]
    Own,
    /// Swagger 2.0.
    Swagger,
    /// OpenAPI 3.1 or 3.2.
    Later(Later),
}

impl Dialect {
    /// Looks at a whole document before its parts are.
    pub(super) fn prepare(&mut self, tree: &mut Tree, diagnostics: &mut Diagnostics) {
        match self {
            Self::Own | Self::Swagger => {}
            Self::Later(later) => later.prepare(tree, diagnostics),
        }
    }

    /// Makes an object one of OpenAPI 3.0, before it is held against its table and before what is in it is looked at.
    pub(super) fn object(&self, check: &mut Check<'_>, object: &'static Object, members: &mut Members, at: &Pointer) {
        match self {
            Self::Own => {}
            Self::Swagger if std::ptr::eq(object, &OPENAPI) => upgrade::document(check, members),
            Self::Swagger => {}
            Self::Later(later) => later.object(check, object, members, at),
        }
    }

    /// Makes a schema one of OpenAPI 3.0, before what is in it is looked at. It may be a boolean or a reference.
    pub(super) fn schema(&self, check: &mut Check<'_>, tree: &mut Tree, at: &Pointer) {
        match self {
            Self::Own => {}
            Self::Swagger => upgrade::schema(check, tree, at),
            Self::Later(later) => later.schema(check, tree, at),
        }
    }

    /// Keeps what a reference to what is no schema says beside itself, where it counts.
    pub(super) fn reference(&self, members: &mut Members) {
        match self {
            Self::Own | Self::Swagger => {}
            Self::Later(_) => downgrade::beside(members),
        }
    }

    /// Whether media types may be references.
    pub(super) fn refers_to_media_types(&self) -> bool {
        matches!(self, Self::Later(_))
    }

    /// Whether what stands beside a `$ref` counts, so that nothing has to be said about it.
    pub(super) fn has_siblings(&self) -> bool {
        match self {
            Self::Own | Self::Swagger => false,
            Self::Later(_) => true,
        }
    }
}
