//! Parameters.

use openapiv3::{Parameter as Documented, ParameterData, ParameterSchemaOrContent, ReferenceOr, Schema};
use serde_json::Value;

use super::bodies::styles;
use super::home::{Home, escaped};
use super::style::form;
use super::{Lowering, naming};
use crate::diagnostic::{Code, Pointer};
use crate::model::{Constraint, CredentialKind, Parameter, ParameterPlace, Type};

/// A parameter with its place in the document.
pub(super) type Found = (Pointer, Documented);

/// OpenAPI gives these to other parts of the document.
const RESERVED_HEADERS: [&str; 3] = ["accept", "content-type", "authorization"];

impl Lowering<'_> {
    /// The parameters of a path and of an operation, which overrides them.
    pub(super) fn found_parameters(
        &mut self,
        path: &Pointer,
        shared: &[ReferenceOr<Documented>],
        at: &Pointer,
        own: &[ReferenceOr<Documented>],
    ) -> Vec<Found> {
        let mut found: Vec<Found> = Vec::new();
        for (base, list) in [(path, shared), (at, own)] {
            for (index, item) in list.iter().enumerate() {
                let place = base.child("parameters").child(index);
                let Some(mut next) = self.document.resolve::<Documented>(&place, item, self.diagnostics) else {
                    continue;
                };
                if let Some(description) = self.document.said_of_reference(&place) {
                    data_mut(&mut next.1).description = Some(description);
                }
                let key = |parameter: &Documented| (place_of(parameter), parameter.parameter_data_ref().name.clone());
                match found.iter_mut().find(|(_, other)| key(other) == key(&next.1)) {
                    Some(other) => *other = next,
                    None => found.push(next),
                }
            }
        }
        found
    }

    /// The parameters as the client offers them; none where a required one cannot be expressed.
    pub(super) fn parameters(
        &mut self,
        found: &[Found],
        security: &[Vec<usize>],
        (of, own, shared): (&Pointer, &Home, &Home),
        scope: &mut naming::Scope,
    ) -> Option<Vec<Parameter>> {
        let mut parameters = Vec::new();
        let called = |(_, documented): &Found| {
            format!("{} {}", word(place_of(documented)), documented.parameter_data_ref().name)
        };
        let found = found.iter().map(|one| (called(one), one)).collect();
        for (called, (at, documented)) in scope.in_order(found, |(called, _)| called) {
            let data = documented.parameter_data_ref();
            let place = place_of(documented);
            if place == ParameterPlace::Header
                && RESERVED_HEADERS.iter().any(|name| data.name.eq_ignore_ascii_case(name))
            {
                let message = format!("a header parameter `{}` is ignored, as OpenAPI demands", data.name);
                self.diagnostics.note(Code::OmittedParameter, at, message);
                continue;
            }
            if self.is_credential(place, &data.name, security) {
                let message = format!("`{}` is sent by its security scheme; as a parameter it is left out", data.name);
                self.diagnostics.note(Code::OmittedParameter, at, message);
                continue;
            }
            let home = if at.is_within(of) { own } else { shared };
            if place == ParameterPlace::Header && self.is_of_client(&data.name) {
                self.client_header(at, documented, home);
                continue;
            }
            let found = self.parameter_type(at, documented, data, home);
            let (constraints, default) = self.asked_of(at, data, home);
            match found {
                Ok(ty) => parameters.push(Parameter {
                    style: self.style(at, documented, &ty),
                    properties: form(documented).map(|form| styles(&form.encoding)).unwrap_or_default(),
                    wire: data.name.clone(),
                    name: scope.name(&called, naming::value_name(&data.name), suffix(place)),
                    place,
                    ty,
                    required: data.required || place == ParameterPlace::Path,
                    default,
                    constraints,
                    description: data.description.clone().unwrap_or_default(),
                    deprecated: data.deprecated.unwrap_or(false),
                }),
                Err(what) if data.required || place == ParameterPlace::Path => {
                    let message = format!("the required parameter `{}` {what}; the operation is left out", data.name);
                    self.diagnostics.warning(Code::UnsupportedParameter, at, message);
                    return None;
                }
                Err(what) => {
                    let message = format!("the optional parameter `{}` {what}; it is left out", data.name);
                    self.diagnostics.warning(Code::OmittedParameter, at, message);
                }
            }
        }
        parameters.sort_by_key(|parameter| (!parameter.required, parameter.place));
        Some(parameters)
    }

    /// Whether a security scheme of the operation sends this very parameter, which is not to be there twice.
    fn is_credential(&self, place: ParameterPlace, name: &str, security: &[Vec<usize>]) -> bool {
        security.iter().flatten().filter_map(|index| self.schemes.get(*index)).any(|kind| match (kind, place) {
            (CredentialKind::HeaderKey(key), ParameterPlace::Header) => key.eq_ignore_ascii_case(name),
            (CredentialKind::QueryKey(key), ParameterPlace::Query)
            | (CredentialKind::CookieKey(key), ParameterPlace::Cookie) => key == name,
            _ => false,
        })
    }

    /// The type of a parameter's value; a parameter is left out rather than sent as `null`.
    pub(super) fn parameter_type(
        &mut self,
        at: &Pointer,
        documented: &Documented,
        data: &ParameterData,
        home: &Home,
    ) -> Result<Type, String> {
        if place_of(documented) == ParameterPlace::Header && http::HeaderName::from_bytes(data.name.as_bytes()).is_err()
        {
            return Err("has a name that no header can have".to_owned());
        }
        let Some((place, schema)) = schema_of(at, data) else { return Ok(Type::Json) };
        let part = format!("parameters/{}/{}", word(place_of(documented)), escaped(&data.name));
        let home = home.within(&part, &naming::type_name(&data.name));
        Ok(match self.schema(&place, schema, &home) {
            Type::Nullable(inner) => *inner,
            other => other,
        })
    }

    /// What the document asks of a parameter's values, and what it says is meant where the parameter is left out.
    fn asked_of(&mut self, at: &Pointer, data: &ParameterData, home: &Home) -> (Vec<Constraint>, Option<Value>) {
        let Some((place, schema)) = schema_of(at, data) else { return (Vec::new(), None) };
        let part = self.schemas.part(place, schema, home.clone());
        let parts = std::slice::from_ref(&part);
        let default = self.said_of(parts).0.default.filter(|default| !default.is_null());
        (self.constraints(parts), default)
    }
}

/// The schema of a parameter, and where it is.
fn schema_of<'d>(at: &Pointer, data: &'d ParameterData) -> Option<(Pointer, &'d ReferenceOr<Schema>)> {
    match &data.format {
        ParameterSchemaOrContent::Schema(schema) => Some((at.child("schema"), schema)),
        ParameterSchemaOrContent::Content(content) => {
            let (name, media_type) = content.first()?;
            Some((at.child("content").child(name).child("schema"), media_type.schema.as_ref()?))
        }
    }
}

fn data_mut(parameter: &mut Documented) -> &mut ParameterData {
    match parameter {
        Documented::Path { parameter_data, .. }
        | Documented::Header { parameter_data, .. }
        | Documented::Query { parameter_data, .. }
        | Documented::Cookie { parameter_data, .. } => parameter_data,
    }
}

pub(super) fn place_of(parameter: &Documented) -> ParameterPlace {
    match parameter {
        Documented::Path { .. } => ParameterPlace::Path,
        Documented::Header { .. } => ParameterPlace::Header,
        Documented::Query { .. } => ParameterPlace::Query,
        Documented::Cookie { .. } => ParameterPlace::Cookie,
    }
}

/// What the document calls a place of parameters.
fn word(place: ParameterPlace) -> &'static str {
    suffix(place).trim_start_matches('_')
}

/// Tells parameters of one name apart.
fn suffix(place: ParameterPlace) -> &'static str {
    match place {
        ParameterPlace::Path => "_path",
        ParameterPlace::Header => "_header",
        ParameterPlace::Query => "_query",
        ParameterPlace::Cookie => "_cookie",
    }
}

/// The names of a path's placeholders, in its order.
pub(super) fn placeholders(path: &str) -> Vec<&str> {
    let mut names = Vec::new();
    let mut rest = path;
    while let Some((name, after)) = rest.split_once('{').and_then(|(_, rest)| rest.split_once('}')) {
        names.push(name);
        rest = after;
    }
    names
}
