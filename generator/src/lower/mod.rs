//! Stage 2: a document becomes a model.
//!
//! Every decision about the client is taken here: which types there are, what they are called, what is optional, what
//! is boxed, how parameters travel. Invariant: nothing here knows Rust's syntax beyond identifiers, and nothing after
//! this stage knows OpenAPI.

mod agree;
mod all_of;
mod bodies;
mod constraints;
mod cycles;
mod defaults;
mod direction;
mod discriminator;
mod docs;
mod enumeration;
mod headers;
mod home;
mod keywords;
mod kinds;
mod media;
mod naming;
mod object;
mod operation;
mod pages;
mod parameters;
mod responses;
mod scalar;
mod schema;
mod security;
mod server;
mod style;
mod union;
mod webhooks;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::rc::Rc;

use openapiv3::Schema;
use serde_json::Value;

use crate::diagnostic::{Code, Diagnostics, Pointer};
use crate::document::Document;
use crate::model::{Client, Coverage, CredentialKind, Definition, Model, Names, Tag, Type};
use crate::settings::Pages;

use home::Home;
use kinds::Kinds;
use naming::Taken;

/// What the passes of this stage share.
struct Lowering<'a> {
    document: &'a Document,
    diagnostics: &'a mut Diagnostics,
    /// The named types so far, and where each name is among them.
    definitions: Vec<Definition>,
    defined: HashMap<String, usize>,
    /// The type of each schema that was lowered or has a name, by its place; none while it is being decided.
    lowered: HashMap<Pointer, Option<Type>>,
    /// The Rust names of the schemas among the components, by their names in the document.
    components: HashMap<String, String>,
    /// The names of types.
    names: Taken,
    /// Schemas that were looked at, by their place, and what was found out about them.
    schemas: HashMap<Pointer, Rc<Schema>>,
    nullables: HashMap<Pointer, bool>,
    kinds: HashMap<Pointer, Kinds>,
    /// Who extends a schema by `allOf`, by the place of the schema that is extended.
    children: HashMap<Pointer, Vec<Pointer>>,
    /// The properties that tell a schema from others of unions, by the schema's place, and their listed values.
    tags: HashMap<Pointer, Vec<String>>,
    tag_values: HashMap<(Pointer, String), Option<Vec<Tag>>>,
    /// What the document says is meant where a field is absent: the struct, the field, the value.
    defaults: Vec<(String, String, Value)>,
    /// The places that describe structure, and how many of them have no precise type.
    told: HashSet<Pointer>,
    untyped: usize,
    /// The places of schemas that are being merged, sorted.
    merging: HashSet<Vec<Pointer>>,
    /// How many unions, one within the other, are being combined with others beside them.
    combined: usize,
    /// Credentials by the name of their scheme, and how each is sent.
    credentials: HashMap<String, usize>,
    schemes: Vec<CredentialKind>,
    /// The schemes that certificates meet, by name.
    certificates: HashSet<String>,
    /// The headers of responses.
    headers: headers::Headers,
    servers: server::Known,
    /// What pages are made of, by the places of operations.
    hints: HashMap<String, pages::Hints>,
}

/// Decides what the client of a document is. Parts that were given a name keep it.
pub(crate) fn lower(
    document: &Document,
    pages: &BTreeMap<String, Pages>,
    given: &Names,
    diagnostics: &mut Diagnostics,
) -> Model {
    let _ = given;
    let mut lowering = Lowering {
        document,
        diagnostics,
        definitions: Vec::new(),
        defined: HashMap::new(),
        lowered: HashMap::new(),
        components: HashMap::new(),
        names: Taken::default(),
        schemas: HashMap::new(),
        nullables: HashMap::new(),
        kinds: HashMap::new(),
        children: HashMap::new(),
        tags: HashMap::new(),
        tag_values: HashMap::new(),
        defaults: Vec::new(),
        told: HashSet::new(),
        untyped: 0,
        merging: HashSet::new(),
        combined: 0,
        credentials: HashMap::new(),
        schemes: Vec::new(),
        certificates: HashSet::new(),
        headers: headers::Headers::default(),
        servers: server::Known::default(),
        hints: HashMap::new(),
    };
    lowering.discriminators();
    lowering.components();
    let credentials = lowering.credentials();
    let server = lowering.server();
    let mut apis = lowering.operations();
    let webhooks = lowering.webhooks(&apis);
    let info = &document.openapi.info;
    let client = Client {
        title: info.title.clone(),
        version: info.version.clone(),
        description: info.description.clone().unwrap_or_default(),
        is_server_optional: server::is_optional(server.as_ref(), &lowering.servers.types, &apis),
        server,
        credentials,
        has_certificate: !lowering.certificates.is_empty(),
    };
    lowering.constants();
    lowering.any_json();
    lowering.primitives();
    lowering.fitting_constraints();
    let coverage = Coverage { schemas: lowering.told.len(), untyped: lowering.untyped };
    let Lowering { definitions: mut types, mut names, headers, servers, hints, .. } = lowering;
    let headers = headers.into_sorted();
    direction::directions(&mut types, &apis, &headers, &webhooks);
    cycles::box_cycles(&mut types, diagnostics);
    direction::builders(&mut types, &mut names);
    pages::pages(document, &types, &mut apis, &hints, pages, diagnostics);
    // A type comes before those inside it, and its place does not depend on other types.
    types.sort_by(|one, other| {
        (&one.module, &one.pointer, &one.name).cmp(&(&other.module, &other.pointer, &other.name))
    });
    let names = Names::default();
    Model { client, servers: servers.types, types, apis, headers, webhooks, coverage, names }
}

impl Lowering<'_> {
    /// Gives every schema among the components its name, then lowers them: names never depend on what is inside.
    fn components(&mut self) {
        let schemas = Pointer::root().child("components").child("schemas");
        let components = self.document.openapi.components.clone().unwrap_or_default();
        let names = naming::components(components.schemas.keys());
        for (wire, name) in components.schemas.keys().zip(&names) {
            self.names.claim(name);
            let plain = naming::type_name(wire);
            if *name != plain {
                let message = format!("another schema is called `{plain}` in Rust already; this one is `{name}`");
                self.diagnostics.note(Code::NameTaken, &schemas.child(wire), message);
            }
            self.components.insert(wire.clone(), name.clone());
            self.lowered.insert(schemas.child(wire), Some(Type::Named(name.clone())));
        }
        for ((wire, item), name) in components.schemas.iter().zip(names) {
            let home = Home::root(name, true);
            let at = schemas.child(wire);
            match self.target(&at, item) {
                Some((place, schema)) if place == at => self.named_schema(&at, &schema, &home),
                Some((place, schema)) => {
                    let inside = self.home_of(&place).unwrap_or_else(|| home.same());
                    let target = self.schema_at(&place, &schema, &inside);
                    self.define(&at, &home, &docs::Docs::default(), crate::model::Shape::Alias(target));
                }
                None => {
                    self.define(&at, &home, &docs::Docs::default(), crate::model::Shape::Alias(Type::Json));
                }
            }
        }
    }
}
