//! Styles: how parameters are written.

use openapiv3::{MediaType, Parameter as Documented, ParameterSchemaOrContent, PathStyle, QueryStyle};

use super::Lowering;
use super::media::Media;
use crate::diagnostic::{Code, Pointer};
use crate::document::downgrade::{ALLOW_RESERVED, QUERY_STRING};
use crate::model::{Shape, Style, StyleKind, Type};

/// How many names are followed to what a type is: one that leads to itself has no end.
const NAMES: usize = 16;

impl Lowering<'_> {
    /// The style of a parameter, as plain as it can be said for its type.
    pub(super) fn style(&mut self, at: &Pointer, documented: &Documented, ty: &Type) -> Style {
        let data = documented.parameter_data_ref();
        let kind = match documented {
            Documented::Path { style, .. } => match style {
                PathStyle::Matrix => StyleKind::Matrix,
                PathStyle::Label => StyleKind::Label,
                PathStyle::Simple => StyleKind::Simple,
            },
            Documented::Query { style, .. } => query(style),
            Documented::Header { .. } => StyleKind::Simple,
            Documented::Cookie { .. } => StyleKind::Form,
        };
        let is_list = matches!(self.aliased(ty), Type::Array(_) | Type::FixedArray(..));
        let mut style = Style { explode: data.explode.unwrap_or(kind.explodes()), ..Style::of(kind) };
        if let Documented::Query { allow_reserved, allow_empty_value, .. } = documented {
            style.allow_reserved = *allow_reserved;
            // A text can be empty itself.
            style.allow_empty = *allow_empty_value == Some(true) && *self.aliased(ty) != Type::String;
        }
        if data.extensions.get(ALLOW_RESERVED).is_some() {
            style.allow_reserved = true;
        }
        if data.extensions.contains_key(QUERY_STRING) {
            let is_form = form(documented).is_some();
            return Style::of(match () {
                () if self.is_primitive(ty) => StyleKind::TextQuery,
                () if is_form => StyleKind::FormQuery,
                () => StyleKind::JsonQuery,
            });
        }
        if let ParameterSchemaOrContent::Content(content) = &data.format {
            match content.keys().next() {
                Some(media_type) if Media::of(media_type) != Media::Json && self.is_primitive(ty) => {}
                _ => return Style { allow_empty: style.allow_empty, ..Style::of(StyleKind::Json) },
            }
        }
        if self.is_primitive(ty) {
            // Lists and objects alone are delimited and exploded.
            if matches!(kind, StyleKind::SpaceDelimited | StyleKind::PipeDelimited | StyleKind::DeepObject) {
                style.kind = StyleKind::Form;
            }
            style.explode = style.kind.explodes();
        } else if kind == StyleKind::DeepObject || (kind == StyleKind::Simple && is_list) {
            style.explode = kind.explodes();
        }
        self.tell_undefined(at, style.kind, ty);
        style
    }

    /// Says how is written what OpenAPI says nothing of: lists and objects within others.
    fn tell_undefined(&mut self, at: &Pointer, kind: StyleKind, ty: &Type) {
        let told = match kind {
            StyleKind::DeepObject if !self.is_flat_object(ty) => {
                "lists within `deepObject`, which OpenAPI leaves open, are written as `name[key][]=item`"
            }
            StyleKind::DeepObject => return,
            _ if !self.is_primitive(ty) && !self.is_flat(ty) && *ty != Type::Json => {
                "OpenAPI leaves open how lists and objects within others are written; they are JSON, one text each"
            }
            _ => return,
        };
        self.diagnostics.note(Code::UndefinedStyle, at, told);
    }

    /// What a type is called otherwise.
    pub(super) fn aliased<'t>(&'t self, ty: &'t Type) -> &'t Type {
        let mut ty = ty;
        for _ in 0..NAMES {
            let Type::Named(name) = ty else { break };
            let Some(Shape::Alias(target)) = self.shape(name) else { break };
            ty = target;
        }
        ty
    }

    /// Whether a type is a list or an object of which each item or property is written as one text.
    fn is_flat(&self, ty: &Type) -> bool {
        match self.aliased(ty) {
            Type::Array(items) | Type::FixedArray(items, _) => self.is_primitive(items),
            other => self.is_flat_object(other),
        }
    }

    fn is_flat_object(&self, ty: &Type) -> bool {
        match self.aliased(ty) {
            Type::Map(values) => self.is_primitive(values),
            Type::Named(name) => match self.shape(name) {
                Some(Shape::Struct(object)) => {
                    let rest = object.additional_properties.iter().map(|rest| &rest.ty);
                    object.fields.iter().map(|field| &field.ty).chain(rest).all(|ty| self.is_primitive(ty))
                }
                _ => false,
            },
            _ => false,
        }
    }

    /// Whether a value of the type is written as one text.
    pub(super) fn is_primitive(&self, ty: &Type) -> bool {
        self.is_primitive_within(ty, NAMES, true)
    }

    /// Whether it has a `Display` for that: what a type of another crate has is not known.
    pub(super) fn has_display(&self, ty: &Type) -> bool {
        self.is_primitive_within(ty, NAMES, false)
    }

    fn is_primitive_within(&self, ty: &Type, names: usize, foreign: bool) -> bool {
        match ty {
            Type::Foreign(_) => foreign,
            Type::Named(name) if names > 0 => self.shape(name).is_some_and(|shape| match shape {
                Shape::StringEnum(_) | Shape::IntegerEnum(_) => true,
                Shape::Alias(ty) => self.is_primitive_within(ty, names - 1, foreign),
                Shape::Union(union) => {
                    let mut variants = union.variants.iter();
                    !union.keeps_unknown
                        && variants.all(|variant| self.is_primitive_within(&variant.ty, names - 1, foreign))
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

/// What a query string is that is a form.
pub(super) fn form(documented: &Documented) -> Option<&MediaType> {
    let data = documented.parameter_data_ref();
    let ParameterSchemaOrContent::Content(content) = &data.format else { return None };
    let (name, media_type) = content.first()?;
    (data.extensions.contains_key(QUERY_STRING) && Media::of(name) == Media::Form).then_some(media_type)
}

pub(super) fn query(style: &QueryStyle) -> StyleKind {
    match style {
        QueryStyle::Form => StyleKind::Form,
        QueryStyle::SpaceDelimited => StyleKind::SpaceDelimited,
        QueryStyle::PipeDelimited => StyleKind::PipeDelimited,
        QueryStyle::DeepObject => StyleKind::DeepObject,
    }
}
