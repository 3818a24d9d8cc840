//! OpenAPI 3.1 and 3.2 become the shape of 3.0
//! ([OpenAPI 3.1.1](https://spec.openapis.org/oas/v3.1.1), [OpenAPI 3.2.0](https://spec.openapis.org/oas/v3.2.0)).
//!
//! What 3.0 says in other words is said so; what it cannot say is kept under keys that begin with `x-oasmith-`, or becomes
//! what comes nearest and still allows for every valid value. Invariant: a right document hears nothing of its version's
//! own constructs but where something is lost, and what is done twice is done once.

mod conditions;
mod content;
mod dynamic;
mod info;
mod lists;
mod media;
mod objects;
mod operations;
mod parameters;
mod schema;
mod security;
mod types;
mod values;

use std::cell::Cell;

use super::grammar::{Check, Object};
use super::reference::{self, Refused};
use super::tree::{Members, Tree};
use crate::diagnostic::{Code, Diagnostics, Pointer};

/// The key of what a Reference Object says of what it refers to.
pub(crate) const DESCRIPTION: &str = "x-oasmith-description";
/// The key of a path's operations whose methods 3.0 has no fields for.
pub(crate) const OPERATIONS: &str = "x-oasmith-operations";
/// The key of a scheme that TLS meets and no request shows.
pub(crate) const MUTUAL_TLS: &str = "x-oasmith-mutual-tls";
/// The key of the media type of what a text, or a part of a form, holds as it is.
pub(crate) const MEDIA_TYPE: &str = "x-oasmith-media-type";
/// The key of a parameter that is the whole query string, in its media type.
pub(crate) const QUERY_STRING: &str = "x-oasmith-query-string";
/// The key of a cookie that is written as it is, or of a parameter of which reserved characters are.
pub(crate) const ALLOW_RESERVED: &str = "x-oasmith-allow-reserved";
/// The key of what a server is called.
pub(crate) const SERVER_NAME: &str = "x-oasmith-name";
/// The key of the schema that values have which their tag does not tell.
pub(crate) const DEFAULT_MAPPING: &str = "x-oasmith-default-mapping";

/// A document of OpenAPI 3.1 or 3.2.
#[derive(Debug, Default)]
pub(super) struct Later {
    /// Whether it is of OpenAPI 3.2.
    is_newest: bool,
    /// The document as it was before anything was changed, where something asks for what a reference leads to.
    original: Tree,
    /// How many values were taken in with properties that conditions speak of.
    grown: Cell<usize>,
}

impl Later {
    /// That of a minor version.
    pub(super) fn new(minor: u8) -> Self {
        Self { is_newest: minor >= 2, ..Self::default() }
    }

    /// Looks at a whole document before its parts are.
    pub(super) fn prepare(&mut self, tree: &mut Tree, diagnostics: &mut Diagnostics) {
        dialect(tree, diagnostics);
        dynamic::bind(tree);
        if self.is_newest || asks(tree) {
            self.original = tree.clone();
        }
    }

    /// Makes an object that is no schema one of OpenAPI 3.0.
    pub(super) fn object(&self, check: &mut Check<'_>, object: &'static Object, members: &mut Members, at: &Pointer) {
        match object.name {
            "OpenAPI Object" => info::root(members),
            "Info Object" => info::info(members),
            "License Object" => info::license(members),
            "Server Object" => info::server(members),
            "Tag Object" => info::tag(members),
            "Path Item Object" => operations::path_item(check, members, at),
            "Operation Object" => operations::operation(members),
            "Response Object" => operations::response(members),
            "Parameter Object" => parameters::parameter(check, members, at),
            "Media Type Object" => media::media_type(self, check, members, at),
            "Encoding Object" => media::nested(check, members, at),
            "Example Object" => media::example(members),
            "Security Scheme Object" => security::scheme(members),
            "OAuth Flows Object" => security::flows(members),
            "Discriminator Object" => objects::discriminator(members),
            "XML Object" => drop(members.shift_remove("nodeType")),
            _ => {}
        }
    }

    /// Makes a schema one of OpenAPI 3.0. It may be a boolean or a reference.
    pub(super) fn schema(&self, check: &mut Check<'_>, tree: &mut Tree, at: &Pointer) {
        schema::schema(self, check, tree, at);
    }

    /// What a reference leads to, as it was written.
    fn target(&self, text: &str) -> Option<(Pointer, &Tree)> {
        let place = reference::follow(&self.original, text, &Refused::new()).ok()?;
        let target = self.original.at(&place)?;
        Some((place, target))
    }
}

/// Keeps what a reference that is no schema's says beside itself.
pub(super) fn beside(members: &mut Members) {
    rename(members, "description", DESCRIPTION);
    if let Some(summary) = members.shift_remove("summary") {
        members.entry(DESCRIPTION.to_owned()).or_insert(summary);
    }
}

/// Keeps a member under another key.
fn rename(members: &mut Members, key: &str, as_key: &str) {
    if let Some(value) = members.shift_remove(key) {
        members.insert(as_key.to_owned(), value);
    }
}

/// Tells of a dialect of schemas that is not OpenAPI's own.
fn dialect(tree: &Tree, diagnostics: &mut Diagnostics) {
    let Some(text) = tree.child("jsonSchemaDialect").and_then(Tree::as_str) else { return };
    if !schema::is_known_dialect(text) {
        let at = Pointer::root().child("jsonSchemaDialect");
        diagnostics.note(Code::SchemaDialect, &at, schema::of_other_dialect(text));
    }
}

/// Whether something in a document needs to know what a reference leads to.
fn asks(tree: &Tree) -> bool {
    match tree {
        Tree::Array(items) => items.iter().any(asks),
        Tree::Object(members) => {
            let is_asking = |key: &str| matches!(key, "if" | "dependentSchemas" | "propertyNames");
            members.iter().any(|(key, value)| is_asking(key) || asks(value))
        }
        _ => false,
    }
}
