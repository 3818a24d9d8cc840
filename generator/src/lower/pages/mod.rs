//! Which operations have pages, and how these follow each other.
//!
//! It is the last pass: what types are is decided by then, and nothing here changes them.

mod find;
mod given;
mod names;
mod page;

use std::collections::{BTreeMap, HashMap};

use openapiv3::{ParameterSchemaOrContent, ReferenceOr};
use serde_json::Value;

use super::Lowering;
use super::parameters::Found;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Pointer, Setting, Severity};
use crate::document::Document;
use crate::model::{Api, Definition, Operation, Parameter, Payload, Success, Type};
use crate::settings::Pages as Set;
use page::{Types, offers};

/// What the document says of an operation that only its pages are made of.
#[derive(Default)]
pub(super) struct Hints {
    id: Option<String>,
    /// Where the schemas of its parameters are.
    schemas: HashMap<String, Pointer>,
}

/// An operation that is looked at.
struct Subject<'m> {
    document: &'m Document,
    types: &'m Types<'m>,
    operation: &'m Operation,
    /// What it answers, where that is one type of JSON.
    page: Option<&'m Type>,
    hints: &'m Hints,
}

impl Lowering<'_> {
    /// Keeps what pages are made of.
    pub(super) fn hint(&mut self, at: &Pointer, id: Option<&String>, found: &[Found]) {
        let mut hints = Hints { id: id.cloned(), ..Hints::default() };
        for (place, parameter) in found {
            let data = parameter.parameter_data_ref();
            if let ParameterSchemaOrContent::Schema(schema) = &data.format {
                let schema = match schema {
                    ReferenceOr::Item(_) => Some(place.child("schema")),
                    reference @ ReferenceOr::Reference { .. } => self.document.place(reference),
                };
                hints.schemas.extend(schema.map(|schema| (data.name.clone(), schema)));
            }
        }
        self.hints.insert(at.as_str().to_owned(), hints);
    }
}

impl Subject<'_> {
    /// The number that a parameter has where it is not given: its default, else what its description says.
    fn first(&self, wire: &str) -> Option<i64> {
        let parameter = self.operation.parameters.iter().find(|one| one.wire == wire)?;
        let description = parameter.description.to_lowercase();
        let said = || names::SAID_FROM_ZERO.iter().any(|words| description.contains(words)).then_some(0);
        self.schema_number(wire, "default").or_else(said)
    }

    /// The least number that a parameter may have.
    fn least(&self, wire: &str) -> Option<i64> {
        self.schema_number(wire, "minimum")
    }

    fn schema_number(&self, wire: &str, keyword: &str) -> Option<i64> {
        let schema = self.document.get::<Value>(self.hints.schemas.get(wire)?)?;
        schema.get(keyword).and_then(Value::as_i64)
    }
}

/// Gives operations their pages.
pub(super) fn pages(
    document: &Document,
    types: &[Definition],
    apis: &mut [Api],
    hints: &HashMap<String, Hints>,
    settings: &BTreeMap<String, Set>,
    diagnostics: &mut Diagnostics,
) {
    let types = Types::new(types);
    let mut unmet: Vec<&String> = settings.keys().collect();
    let mut known = Vec::new();
    for operation in apis.iter_mut().flat_map(|api| &mut api.operations) {
        let Some(hints) = hints.get(&operation.pointer) else { continue };
        let line = format!("{} {}", operation.method, operation.path);
        let is_meant = |key: &String| hints.id.as_ref() == Some(key) || *key == line;
        unmet.retain(|key| !is_meant(key));
        let subject = Subject { document, types: &types, operation, page: page_of(operation), hints };
        let found = match settings.iter().find(|(key, _)| is_meant(key)) {
            None => find::find(&subject),
            Some((_, Set(None))) => None,
            Some((key, Set(Some(given)))) => given::given(&subject, given)
                .map_err(|reason| {
                    let message = format!("the pages that are set for `{key}` do not fit the operation: {reason}");
                    tell(diagnostics, key, &Pointer::parse(&operation.pointer), message);
                })
                .ok(),
        };
        known.push(hints.id.clone().unwrap_or(line));
        if found.is_some() {
            make_room(&mut operation.parameters);
        }
        operation.pages = found;
    }
    for key in unmet {
        let message = format!("pages are set for `{key}`, but there is no such operation{}", nearest(key, &known));
        tell(diagnostics, key, &Pointer::root(), message);
    }
}

/// Tells that what is set for an operation does not fit.
fn tell(diagnostics: &mut Diagnostics, key: &str, at: &Pointer, message: String) {
    let error = Diagnostic::new(Code::Pages, Severity::Error, at, message);
    diagnostics.push(error.set_by(Setting::key(["pages", key])));
}

fn page_of(operation: &Operation) -> Option<&Type> {
    match &operation.success {
        Success::One(_, Payload::Json(ty)) if !matches!(ty, Type::Nullable(_)) => Some(ty),
        _ => None,
    }
}

/// Keeps the names of what gives the pages from those of what sets optional parameters.
fn make_room(parameters: &mut [Parameter]) {
    for index in 0..parameters.len() {
        let name = parameters[index].name.clone();
        if !parameters[index].required && ["pages", "items"].contains(&name.as_str()) {
            let mut other = format!("{name}_parameter");
            while parameters.iter().any(|one| one.name == other) {
                other.push_str("_parameter");
            }
            parameters[index].name = other;
        }
    }
}

/// More operations than this are not listed.
const MOST: usize = 12;

/// What may have been meant: operations whose names hold a part of it, or all where they are few.
fn nearest(key: &str, known: &[String]) -> String {
    if known.len() <= MOST {
        return offers(known);
    }
    let key = names::plain(key);
    let like = |one: &&String| {
        let one = names::plain(one);
        !one.is_empty() && !key.is_empty() && (one.contains(&key) || key.contains(&one))
    };
    offers(&known.iter().filter(like).take(MOST).cloned().collect::<Vec<_>>())
}
