//! Stage 2: a document becomes a model.
//!
//! Every decision about the client is taken here: which types there are, what they are called, what is optional, what
//! is boxed, how parameters travel. Invariant: nothing here knows Rust's syntax beyond identifiers, and nothing after
//! this stage knows OpenAPI.

mod agree;
mod all_of;
mod bodies;
mod client_headers;
mod constraints;
mod cycles;
mod defaults;
mod direction;
mod discriminator;
mod docs;
mod enumeration;
mod foreign;
mod headers;
mod home;
mod identity;
mod kept;
mod keywords;
mod kinds;
mod looks;
mod media;
mod naming;
mod object;
mod operation;
mod pages;
mod parameters;
mod rename;
mod responses;
mod scalar;
mod schema;
mod security;
mod select;
mod server;
mod style;
mod union;
mod webhooks;

use std::collections::{BTreeSet, HashMap, HashSet};

use serde_json::Value;

use crate::diagnostic::{Code, Diagnostics, Pointer};
use crate::document::Document;
use crate::model::{Client, Coverage, CredentialKind, Definition, Model, Names, Tag, Type};
use crate::settings::Settings;

use home::Homes;
use kinds::Kinds;
use naming::Scope;
use rename::Renames;
pub use select::LeftOut;
pub(crate) use select::select;

/// What the passes of this stage share.
struct Lowering<'a> {
    document: &'a Document,
    settings: &'a Settings,
    diagnostics: &'a mut Diagnostics,
    /// The named types so far, and where each name is among them.
    definitions: Vec<Definition>,
    defined: HashMap<String, usize>,
    /// The type of each schema that was lowered or has a name, by its place; none while it is being decided.
    lowered: HashMap<Pointer, Option<Type>>,
    /// The Rust names of the schemas among the components, by their names in the document.
    components: HashMap<String, String>,
    /// The homes that inline schemas are known to have, those that they are found to have in their places, and those by which
    /// they were lowered.
    homes: &'a Homes,
    owned: Homes,
    used: Homes,
    /// The names that parts were given before, and those that they have now.
    given: &'a Names,
    renames: &'a Renames,
    now: Names,
    /// The names of types.
    names: Scope,
    schemas: all_of::Schemas,
    /// What was found out about schemas, by their place.
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
    /// The formats of scalars.
    formats: BTreeSet<String>,
    /// The header parameters that are set on the client's builder.
    client_headers: client_headers::ClientHeaders,
    /// The headers of responses.
    headers: headers::Headers,
    servers: server::Known,
    /// What pages are made of, by the places of operations.
    hints: HashMap<String, pages::Hints>,
}

/// Decides what the client of a document is. Parts that were given a name keep it, as they keep their order; the settings'
/// names go before.
pub(crate) fn lower(document: &Document, settings: &Settings, given: &Names, diagnostics: &mut Diagnostics) -> Model {
    // Which parts there are is known when all is decided, and only what is there still has a claim to its name.
    let mut found = diagnostics.clone();
    let mut homes = Homes::new();
    let model = settled(document, settings, (&Names::default(), &Renames::default()), &mut homes, &mut found);
    let given = kept::kept(given, &model);
    let mut renames = Renames::new(document, settings, &model);
    let model = if renames.is_empty() && given.agrees(&model.names) {
        *diagnostics = found;
        model
    } else {
        let given = renames.over(given, &model.names);
        settled(document, settings, (&given, &renames), &mut homes, diagnostics)
    };
    renames.finish(&model.names, diagnostics);
    rename::tags(settings, &model, diagnostics);
    model
}

/// How often is decided where references lead into what others have in their places, one within the other.
const MOST: usize = 8;

/// Decides until every inline schema is called by its own place, whoever came upon it first.
fn settled(
    document: &Document,
    settings: &Settings,
    names: (&Names, &Renames),
    homes: &mut Homes,
    diagnostics: &mut Diagnostics,
) -> Model {
    let before = diagnostics.clone();
    let mut rounds = 1;
    loop {
        let mut found = before.clone();
        let (model, mistaken) = decide(document, settings, names, homes, &mut found);
        match mistaken.filter(|_| rounds < MOST) {
            Some(mistaken) => homes.extend(mistaken),
            None => {
                *diagnostics = found;
                return model;
            }
        }
        rounds += 1;
    }
}

/// Decides by the homes that are known; those that were found, where others were taken.
fn decide(
    document: &Document,
    settings: &Settings,
    (given, renames): (&Names, &Renames),
    homes: &Homes,
    diagnostics: &mut Diagnostics,
) -> (Model, Option<Homes>) {
    let mut lowering = Lowering {
        document,
        settings,
        diagnostics,
        definitions: Vec::new(),
        defined: HashMap::new(),
        lowered: HashMap::new(),
        components: HashMap::new(),
        homes,
        owned: Homes::new(),
        used: Homes::new(),
        given,
        renames,
        now: Names::default(),
        names: Scope::new(Names::TYPES, &[], given),
        schemas: all_of::Schemas::default(),
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
        formats: BTreeSet::new(),
        client_headers: client_headers::ClientHeaders::default(),
        headers: headers::Headers::new(given),
        servers: server::Known::new(given),
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
        headers: lowering.named_client_headers(&credentials, &apis),
        credentials,
        has_certificate: !lowering.certificates.is_empty(),
    };
    let schemas = document.openapi.components.iter().flat_map(|components| components.schemas.keys());
    lowering.unmet_types(&schemas.map(String::as_str).collect());
    lowering.constants();
    lowering.any_json();
    lowering.primitives();
    lowering.fitting_constraints();
    lowering.constrained_types();
    lowering.fitting_operations(&mut apis);
    let mistaken = lowering.mistaken_homes();
    let coverage = Coverage { schemas: lowering.told.len(), untyped: lowering.untyped };
    let Lowering { definitions: mut types, mut names, mut now, headers, servers, hints, told, .. } = lowering;
    let headers = headers.into_sorted(&mut now);
    direction::directions(&mut types, &apis, (&client.headers, &headers), &webhooks);
    cycles::box_cycles(&mut types, diagnostics);
    direction::builders(&mut types, &mut names);
    looks::looks(&mut types, settings, diagnostics);
    pages::pages(document, &types, &mut apis, &hints, &settings.pages, diagnostics);
    // A type comes before those inside it, and its place does not depend on other types.
    types.sort_by(|one, other| one.module.cmp(&other.module).then_with(|| order(one).cmp(&order(other))));
    names.keep(&mut now);
    // Who came upon which first is nobody's business.
    if let Some(types) = now.0.get_mut(Names::TYPES) {
        types.sort_unstable_keys();
    }
    numbered(&mut types, &now);
    let servers = servers.into_types(&mut now);
    let model = Model {
        client,
        servers,
        types,
        apis,
        headers,
        webhooks,
        coverage,
        features: settings.features,
        validate: settings.validate,
        modules: settings.modules,
        has_dates_as_texts: settings.dates == crate::DateLibrary::String,
        left_out: BTreeSet::new(),
        names: now,
        described: told.into_iter().collect(),
    };
    (model, mistaken)
}

/// Tells places apart that are alike but for the number that they have among the names.
fn numbered(types: &mut [Definition], names: &Names) {
    let places = names.0.get(Names::TYPES).into_iter().flatten();
    let places: HashMap<&str, &str> = places.map(|(place, name)| (name.as_str(), place.as_str())).collect();
    for definition in types {
        if let Some(place) = places.get(definition.name.as_str()) {
            (*place).clone_into(&mut definition.place);
        }
    }
}

/// What orders types: what they are part of, then their places, members of lists by their numbers. A member of a union that
/// is extended has its place in that, and is part of what extends it.
fn order(definition: &Definition) -> impl Ord + use<'_> {
    let place = &definition.place;
    // A schema among the components, or an operation.
    let end = place.match_indices('/').nth(3).map(|(end, _)| end);
    let tokens: Vec<_> = definition.pointer.split('/').map(|token| (token.parse::<usize>().ok(), token)).collect();
    (place.get(..end.unwrap_or(place.len())), end.is_some(), tokens, &definition.name)
}

impl Lowering<'_> {
    /// Gives every schema among the components its name, then lowers them: names never depend on what is inside.
    fn components(&mut self) {
        let schemas = Pointer::root().child("components").child("schemas");
        let document = self.document;
        let Some(components) = &document.openapi.components else { return };
        // One that is already its Rust name keeps it, whatever the others are called.
        let mut wires: Vec<&String> = components.schemas.keys().collect();
        wires.sort_by_key(|wire| (naming::type_name(wire) != **wire, *wire));
        for wire in wires {
            let plain = naming::type_name(wire);
            let name = self.names.name(schemas.child(wire).as_str(), plain.clone(), "");
            if name != plain && !self.renames.names_type(schemas.child(wire).as_str()) {
                let at = schemas.child(wire);
                let message = if self.names.is_held(at.as_str(), &plain) {
                    format!("it is called `{name}` as before, though `{plain}` is free now")
                } else {
                    format!("another schema is called `{plain}` in Rust already; this one is `{name}`")
                };
                self.diagnostics.note(Code::NameTaken, &at, message);
            }
            self.components.insert(wire.clone(), name.clone());
            self.lowered.insert(schemas.child(wire), Some(Type::Named(name)));
        }
        for (wire, item) in &components.schemas {
            let at = schemas.child(wire);
            let Some(home) = self.home_of(&at) else { continue };
            let target = self.target(&at, item);
            if self.foreign_schema(wire, &at, target.as_ref().map(|(_, schema)| schema), &home) {
                continue;
            }
            match target {
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
