//! Parameters.

use openapiv3::{
    CookieStyle, HeaderStyle, Parameter as Documented, ParameterData, ParameterSchemaOrContent, PathStyle, QueryStyle,
    ReferenceOr,
};

use super::home::Home;
use super::{Lowering, naming};
use crate::diagnostic::{Code, Pointer};
use crate::model::{Parameter, ParameterPlace, Shape, Type};

/// A parameter with its place in the document.
pub(super) type Found = (Pointer, Documented);

/// How many names are followed to what a type is: one that leads to itself has no end.
const NAMES: usize = 16;

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
                let Some(next) = self.document.resolve::<Documented>(&place, item, self.diagnostics) else { continue };
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
    pub(super) fn parameters(&mut self, found: &[Found], home: &Home) -> Option<Vec<Parameter>> {
        let mut taken = naming::Taken::default();
        taken.reserve(&["body", "self", "response", "into_future"]);
        let mut parameters = Vec::new();
        for (at, documented) in found {
            let data = documented.parameter_data_ref();
            let place = place_of(documented);
            if place == ParameterPlace::Header
                && RESERVED_HEADERS.iter().any(|name| data.name.eq_ignore_ascii_case(name))
            {
                let message = format!("a header parameter `{}` is ignored, as OpenAPI demands", data.name);
                self.diagnostics.note(Code::OmittedParameter, at, message);
                continue;
            }
            match self.parameter_type(at, documented, data, home) {
                Ok(ty) => parameters.push(Parameter {
                    wire: data.name.clone(),
                    name: taken.unique(naming::value_name(&data.name), suffix(place)),
                    place,
                    ty,
                    required: data.required || place == ParameterPlace::Path,
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

    fn parameter_type(
        &mut self,
        at: &Pointer,
        documented: &Documented,
        data: &ParameterData,
        home: &Home,
    ) -> Result<Type, String> {
        let default_style = match documented {
            Documented::Path { style, .. } => *style == PathStyle::Simple,
            Documented::Query { style, .. } => *style == QueryStyle::Form,
            Documented::Header { style, .. } => *style == HeaderStyle::Simple,
            Documented::Cookie { style, .. } => *style == CookieStyle::Form,
        };
        if !default_style {
            return Err("has a style that the client cannot write yet".to_owned());
        }
        if place_of(documented) == ParameterPlace::Header && http::HeaderName::from_bytes(data.name.as_bytes()).is_err()
        {
            return Err("has a name that no header can have".to_owned());
        }
        let ParameterSchemaOrContent::Schema(schema) = &data.format else {
            return Err("is described by `content`, which the client cannot write yet".to_owned());
        };
        let ty = self.schema(&at.child("schema"), schema, &home.inline(&data.name));
        let ty = match ty {
            Type::Nullable(inner) => *inner,
            other => other,
        };
        let flat = match &ty {
            other if self.is_primitive(other) => return Ok(ty),
            other => self.is_flat(other),
        };
        if !flat {
            let what =
                "is not a text, a number, a boolean, or a list or an object of such, which the client cannot write";
            return Err(what.to_owned());
        }
        // OpenAPI 3.0.3, section 4.7.12.1: the default is `true` for `form` alone. In `simple` it changes only objects.
        let form = matches!(documented, Documented::Query { .. } | Documented::Cookie { .. });
        match data.explode {
            Some(explode) if explode != form && (form || !matches!(ty, Type::Array(_) | Type::FixedArray(..))) => {
                Err(format!("has `explode: {explode}`, which the client cannot write yet"))
            }
            _ => Ok(ty),
        }
    }

    /// Whether a type is a list or an object of which each item or property is written as one text.
    fn is_flat(&self, ty: &Type) -> bool {
        match ty {
            Type::Array(items) | Type::FixedArray(items, _) | Type::Map(items) => self.is_primitive(items),
            Type::Named(name) => self.shape(name).is_some_and(|shape| match shape {
                Shape::Alias(ty) => self.is_flat(ty),
                Shape::Struct(object) => {
                    let rest = object.additional_properties.iter().map(|rest| &rest.ty);
                    object.fields.iter().map(|field| &field.ty).chain(rest).all(|ty| self.is_primitive(ty))
                }
                _ => false,
            }),
            _ => false,
        }
    }

    /// Whether a value of the type is written as one text.
    pub(super) fn is_primitive(&self, ty: &Type) -> bool {
        self.is_primitive_within(ty, NAMES)
    }

    fn is_primitive_within(&self, ty: &Type, names: usize) -> bool {
        match ty {
            Type::Named(name) if names > 0 => self.shape(name).is_some_and(|shape| match shape {
                Shape::StringEnum(_) | Shape::IntegerEnum(_) => true,
                Shape::Alias(ty) => self.is_primitive_within(ty, names - 1),
                Shape::Union(union) => {
                    let mut variants = union.variants.iter();
                    !union.keeps_unknown && variants.all(|variant| self.is_primitive_within(&variant.ty, names - 1))
                }
                Shape::Struct(_) | Shape::Newtype(_) => false,
            }),
            Type::Named(_)
            | Type::Json
            | Type::Array(_)
            | Type::FixedArray(..)
            | Type::Map(_)
            | Type::Nullable(_)
            | Type::Boxed(_) => false,
            _ => true,
        }
    }
}

fn place_of(parameter: &Documented) -> ParameterPlace {
    match parameter {
        Documented::Path { .. } => ParameterPlace::Path,
        Documented::Header { .. } => ParameterPlace::Header,
        Documented::Query { .. } => ParameterPlace::Query,
        Documented::Cookie { .. } => ParameterPlace::Cookie,
    }
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
