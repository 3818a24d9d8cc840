//! Stage 2: a document becomes a model.
//!
//! Every decision about the client is taken here: which types there are, what they are called, what is optional, what
//! is boxed, how parameters travel. Invariant: nothing here knows Rust's syntax beyond identifiers, and nothing after
//! this stage knows OpenAPI.

mod cycles;
mod naming;
mod object;
mod operation;
mod parameters;
mod responses;
mod scalar;
mod schema;
mod security;
mod server;

use std::collections::HashMap;

use openapiv3::Schema;

use crate::diagnostic::{Diagnostics, Pointer};
use crate::document::Document;
use crate::model::{Client, Definition, Model, Type};

use naming::Taken;

/// What the passes of this stage share.
struct Lowering<'a> {
    document: &'a Document,
    diagnostics: &'a mut Diagnostics,
    /// The named types so far.
    definitions: Vec<Definition>,
    /// The type of each schema that was lowered or has a name, by its place.
    lowered: HashMap<Pointer, Type>,
    /// The names of types.
    names: Taken,
    /// Credentials by the name of their scheme.
    credentials: HashMap<String, usize>,
}

/// Decides what the client of a document is.
pub(crate) fn lower(document: &Document, diagnostics: &mut Diagnostics) -> Model {
    let mut lowering = Lowering {
        document,
        diagnostics,
        definitions: Vec::new(),
        lowered: HashMap::new(),
        names: Taken::default(),
        credentials: HashMap::new(),
    };
    lowering.components();
    let credentials = lowering.credentials();
    let apis = lowering.operations();
    let info = &document.openapi.info;
    let client = Client {
        title: info.title.clone(),
        version: info.version.clone(),
        description: info.description.clone().unwrap_or_default(),
        servers: lowering.servers(),
        credentials,
    };
    let mut types = lowering.definitions;
    cycles::box_cycles(&mut types, diagnostics);
    cycles::mark_requests(&mut types, &apis);
    // A type comes before those inside it, and its place does not depend on other types.
    types.sort_by(|one, other| (&one.module, &one.pointer).cmp(&(&other.module, &other.pointer)));
    Model { client, types, apis }
}

impl Lowering<'_> {
    /// Gives every schema among the components its name, then lowers them: names never depend on what is inside.
    fn components(&mut self) {
        let schemas = Pointer::root().child("components").child("schemas");
        let components = self.document.openapi.components.clone().unwrap_or_default();
        let names = naming::components(components.schemas.keys());
        for (wire, name) in components.schemas.keys().zip(&names) {
            self.names.claim(name);
            self.lowered.insert(schemas.child(wire), Type::Named(name.clone()));
        }
        for ((wire, schema), name) in components.schemas.iter().zip(names) {
            let home = Home { module: naming::module(&name), name, named: true };
            let at = schemas.child(wire);
            let Some((place, schema)) = self.document.resolve::<Schema>(&at, schema, self.diagnostics) else {
                self.define(&at, &home, &Default::default(), crate::model::Shape::Alias(Type::Json));
                continue;
            };
            if place == at {
                self.named_schema(&at, &schema, &home);
            } else {
                let target = self.schema_at(&place, &schema, &home.inline("Value"));
                self.define(&at, &home, &schema.schema_data, crate::model::Shape::Alias(target));
            }
        }
    }
}

/// Where a type that a schema needs would live and what it would be called.
#[derive(Clone, Debug)]
struct Home {
    /// The Rust name.
    name: String,
    /// The module under `types`.
    module: String,
    /// Whether the name is taken for this very schema.
    named: bool,
}

impl Home {
    /// The home of a schema inside this one.
    fn inline(&self, part: &str) -> Self {
        Self { name: format!("{}{}", self.name, naming::type_name(part)), module: self.module.clone(), named: false }
    }
}
