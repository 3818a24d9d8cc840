//! Headers of responses.

use std::collections::BTreeMap;

use openapiv3::{Header as Documented, ParameterSchemaOrContent, ReferenceOr, Response, Schema};

use super::home::Home;
use super::{Lowering, naming};
use crate::diagnostic::{Code, Pointer};
use crate::model::{Header, HeaderKind, Names, Type};

/// What headers are parts of.
const HEADERS: &str = "headers";

/// The headers so far, by their names in lower case: a header is one, wherever it is described.
pub(super) struct Headers {
    known: BTreeMap<String, (Header, ParameterSchemaOrContent)>,
    names: naming::Scope,
}

impl Headers {
    pub(super) fn new(given: &Names) -> Self {
        Self { known: BTreeMap::new(), names: naming::Scope::new(HEADERS, &[], given) }
    }

    /// The headers by their names.
    pub(super) fn into_sorted(self, now: &mut Names) -> Vec<Header> {
        self.names.keep(now);
        if let Some(names) = now.0.get_mut(HEADERS) {
            names.sort_unstable_keys();
        }
        let mut headers: Vec<Header> = self.known.into_values().map(|(header, _)| header).collect();
        headers.sort_by(|one, other| one.name.cmp(&other.name));
        headers
    }
}

impl Lowering<'_> {
    /// The names of the constants for the headers of a response.
    pub(super) fn headers(&mut self, at: &Pointer, response: &Response) -> Vec<String> {
        let mut names = Vec::new();
        for (wire, item) in &response.headers {
            let place = at.child("headers").child(wire);
            // OpenAPI gives this one to `content`.
            if wire.eq_ignore_ascii_case("content-type") {
                continue;
            }
            if http::HeaderName::from_bytes(wire.as_bytes()).is_err() {
                let message = format!("no header can be called `{wire}`; the client has no name for it");
                self.diagnostics.note(Code::NotOffered, &place, message);
                continue;
            }
            let Some((place, documented)) = self.document.resolve::<Documented>(&place, item, self.diagnostics) else {
                continue;
            };
            names.push(self.header(&place, wire, &documented));
        }
        names
    }

    /// Whether each header of a response has to come, by its status and its name in lower case.
    pub(super) fn promised(&mut self, at: &Pointer, status: &str, response: &Response) -> Vec<(String, String, bool)> {
        let mut promised = Vec::new();
        for (wire, item) in &response.headers {
            let place = at.child("headers").child(wire);
            let found = self.document.resolve::<Documented>(&place, item, self.diagnostics);
            promised.extend(
                found.map(|(_, documented)| (status.to_owned(), wire.to_ascii_lowercase(), documented.required)),
            );
        }
        promised
    }

    fn header(&mut self, at: &Pointer, wire: &str, documented: &Documented) -> String {
        let key = wire.to_ascii_lowercase();
        let known = self.headers.known.get(&key).map(|(header, format)| (header.clone(), *format == documented.format));
        let (header, format) = match known {
            Some((header, true)) => {
                let description = or(&header.description, documented);
                (Header { description, ..header }, documented.format.clone())
            }
            Some((mut header, false)) => {
                let (ty, kind) = self.header_type(at, wire, documented);
                if (&ty, kind) != (&header.ty, header.kind) && header.kind != HeaderKind::Lines {
                    let message = format!("`{wire}` has another type elsewhere; the client reads its text");
                    self.diagnostics.note(Code::UndefinedStyle, at, message);
                    (header.ty, header.kind) = (Type::String, HeaderKind::One);
                }
                (Header { description: or(&header.description, documented), ..header }, documented.format.clone())
            }
            None => {
                let (ty, kind) = self.header_type(at, wire, documented);
                let name = self.headers.names.name(&key, constant(wire), "_HEADER");
                let description = or("", documented);
                (Header { wire: wire.to_owned(), name, ty, kind, description }, documented.format.clone())
            }
        };
        let name = header.name.clone();
        self.headers.known.insert(key, (header, format));
        name
    }

    /// The type of a header's value, and how it is written: as a list by commas, or as one text.
    fn header_type(&mut self, at: &Pointer, wire: &str, documented: &Documented) -> (Type, HeaderKind) {
        // RFC 9110, section 5.3: its lines cannot be joined.
        if wire.eq_ignore_ascii_case("set-cookie") {
            return (Type::Array(Box::new(Type::String)), HeaderKind::Lines);
        }
        let home = Home::root(
            format!("{}Header", naming::type_name(wire)),
            false,
            &format!("headers/{}", wire.to_ascii_lowercase()),
        );
        let (place, schema): (Pointer, Option<ReferenceOr<Schema>>) = match &documented.format {
            ParameterSchemaOrContent::Schema(schema) => (at.child("schema"), Some(schema.clone())),
            ParameterSchemaOrContent::Content(content) => match content.first() {
                Some((name, media_type)) => {
                    (at.child("content").child(name).child("schema"), media_type.schema.clone())
                }
                None => (at.child("content"), None),
            },
        };
        let Some(schema) = schema else { return (Type::String, HeaderKind::One) };
        let ty = match self.schema(&place, &schema, &home) {
            Type::Nullable(inner) => *inner,
            other => other,
        };
        let by_schema = matches!(documented.format, ParameterSchemaOrContent::Schema(_));
        match self.aliased(&ty).clone() {
            _ if !by_schema || self.is_primitive(&ty) || ty == Type::Json => (ty, HeaderKind::One),
            Type::Array(items) if self.is_primitive(&items) => (Type::Array(items), HeaderKind::List),
            _ => {
                let message = format!("an object in the header `{wire}` is left as the text that it is");
                self.diagnostics.note(Code::UndefinedStyle, at, message);
                (Type::String, HeaderKind::One)
            }
        }
    }
}

fn or(description: &str, documented: &Documented) -> String {
    match description.trim() {
        "" => documented.description.clone().unwrap_or_default(),
        description => description.to_owned(),
    }
}

/// The name of a header's constant. Case says nothing in a header's name, so that it makes no words.
fn constant(wire: &str) -> String {
    let letter = |letter: char| if letter.is_ascii_alphanumeric() { letter.to_ascii_uppercase() } else { '_' };
    let name: String = wire.chars().map(letter).collect();
    match name.trim_matches('_') {
        "" => naming::value_name(wire).to_uppercase(),
        name if name.starts_with(|first: char| first.is_ascii_digit()) => format!("N{name}"),
        name => name.to_owned(),
    }
}
