//! What keywords ask of values beyond their type.

use openapiv3::{AnySchema, MediaType};

use super::Lowering;
use super::all_of::{Choice, Merged, Part, Rest};
use super::home::Home;
use super::kinds::Kinds;
use crate::diagnostic::Pointer;
use crate::document::Tree;
use crate::model::{Api, BodyKind, Constraint, Definition, Shape, Struct, Type};

/// The formats of texts whose values are said by a standard
/// ([JSON Schema Validation, section 7.3](https://json-schema.org/draft/2020-12/json-schema-validation#section-7.3)).
const DEFINED: [&str; 19] = [
    "date-time",
    "date",
    "time",
    "duration",
    "email",
    "idn-email",
    "hostname",
    "idn-hostname",
    "ipv4",
    "ipv6",
    "uri",
    "uri-reference",
    "iri",
    "iri-reference",
    "uuid",
    "uri-template",
    "json-pointer",
    "relative-json-pointer",
    "regex",
];

/// How deep lists in lists are looked into.
const DEPTH: usize = 4;

/// The numbers that a schema's values are held against, as the document writes them: an `f64` rounds large ones.
#[derive(Debug, Default)]
pub(super) struct Bounds {
    pub(super) minimum: Option<String>,
    pub(super) maximum: Option<String>,
    pub(super) multiple_of: Option<String>,
}

impl Lowering<'_> {
    /// The bounds of a schema at a place.
    pub(super) fn bounds(&self, at: &Pointer, keywords: &AnySchema) -> Bounds {
        if (keywords.minimum, keywords.maximum, keywords.multiple_of) == (None, None, None) {
            return Bounds::default();
        }
        let schema = self.document.tree().at(at);
        let exact = |keyword: &str, bound: Option<f64>| {
            bound.map(|bound| match schema.and_then(|schema| schema.child(keyword)) {
                Some(Tree::Integer(bound)) => bound.to_string(),
                Some(Tree::BigInteger(bound)) => bound.clone(),
                _ => format!("{bound:?}").trim_end_matches(".0").to_owned(),
            })
        };
        Bounds {
            minimum: exact("minimum", keywords.minimum),
            maximum: exact("maximum", keywords.maximum),
            multiple_of: exact("multipleOf", keywords.multiple_of),
        }
    }
}

/// The constraints of a schema's own keywords.
pub(super) fn of(keywords: &AnySchema, bounds: &Bounds) -> Vec<Constraint> {
    let exclusive = |flag: Option<bool>| flag == Some(true);
    let minimum = bounds.minimum.clone().map(|bound| match exclusive(keywords.exclusive_minimum) {
        true => Constraint::ExclusiveMinimum(bound),
        false => Constraint::Minimum(bound),
    });
    let maximum = bounds.maximum.clone().map(|bound| match exclusive(keywords.exclusive_maximum) {
        true => Constraint::ExclusiveMaximum(bound),
        false => Constraint::Maximum(bound),
    });
    let at_least =
        |count: Option<usize>, constraint: fn(usize) -> Constraint| count.filter(|count| *count > 0).map(constraint);
    let all = [
        at_least(keywords.min_length, Constraint::MinLength),
        keywords.max_length.map(Constraint::MaxLength),
        keywords.pattern.clone().map(Constraint::Pattern),
        minimum,
        maximum,
        bounds.multiple_of.clone().filter(|_| keywords.multiple_of > Some(0.0)).map(Constraint::MultipleOf),
        at_least(keywords.min_items, Constraint::MinItems),
        keywords.max_items.map(Constraint::MaxItems),
        exclusive(keywords.unique_items).then_some(Constraint::UniqueItems),
        at_least(keywords.min_properties, Constraint::MinProperties),
        keywords.max_properties.map(Constraint::MaxProperties),
    ];
    all.into_iter().flatten().collect()
}

impl Lowering<'_> {
    /// The constraints of schemas that are valid together, those of items and of values in a map among them.
    pub(super) fn constraints(&mut self, parts: &[Part]) -> Vec<Constraint> {
        self.constraints_within(parts, DEPTH)
    }

    fn constraints_within(&mut self, parts: &[Part], depth: usize) -> Vec<Constraint> {
        let merged = self.merged_parts(parts);
        let Merged { mut constraints, items, rest, properties, choices, enumeration, format, .. } = merged;
        // Where nothing but `null` is listed, presence says so.
        let listed: Vec<String> = enumeration.iter().flatten().map(ToString::to_string).collect();
        constraints.extend((!listed.is_empty()).then_some(Constraint::Listed(listed)));
        constraints.extend(format.filter(|format| DEFINED.contains(&format.as_str())).map(Constraint::Format));
        if depth == 0 {
            return constraints;
        }
        for choice in choices {
            constraints.extend(self.of_members(&choice, depth - 1));
        }
        if !items.is_empty() {
            let inner = self.constraints_within(&items, depth - 1);
            if !inner.is_empty() {
                constraints.push(Constraint::Items(inner));
            }
        }
        if let Rest::Schema(values) = rest
            && properties.is_empty()
        {
            let inner = self.constraints_within(&values, depth - 1);
            if !inner.is_empty() {
                constraints.push(Constraint::Values(inner));
            }
        }
        constraints
    }

    /// The constraints of a union's members: those of each kind of JSON that only one member has.
    fn of_members(&mut self, choice: &Choice, depth: usize) -> Vec<Constraint> {
        let members: Vec<_> =
            choice.members.iter().map(|part| self.merged_member(&part.at, Merged::default(), part)).collect();
        let kinds: Vec<Kinds> = members.iter().map(Merged::told_kinds).collect();
        let mut constraints = Vec::new();
        for (index, part) in choice.members.iter().enumerate() {
            let alone = kinds
                .iter()
                .enumerate()
                .all(|(other, theirs)| other == index || theirs.and(kinds[index]) == Kinds::NONE);
            if alone {
                constraints.extend(self.constraints_within(std::slice::from_ref(part), depth));
            }
        }
        constraints
    }

    /// Keeps of each field's constraints those that say something about its type.
    pub(super) fn fitting_constraints(&mut self) {
        for index in 0..self.definitions.len() {
            let Shape::Struct(object) = &mut self.definitions[index].shape else { continue };
            let asked: Vec<(Type, Vec<Constraint>)> =
                constrained(object).map(|(ty, constraints)| (ty.clone(), std::mem::take(constraints))).collect();
            let kept: Vec<Vec<Constraint>> =
                asked.into_iter().map(|(ty, constraints)| self.fitting(&ty, constraints)).collect();
            if let Shape::Struct(object) = &mut self.definitions[index].shape {
                constrained(object).zip(kept).for_each(|((_, constraints), kept)| *constraints = kept);
            }
        }
    }

    /// What is asked of the values of each type that has a name.
    pub(super) fn constrained_types(&mut self) {
        for index in 0..self.definitions.len() {
            let Definition { name, module, pointer, place, shape, .. } = &self.definitions[index];
            if matches!(shape, Shape::StringEnum(_) | Shape::IntegerEnum(_)) {
                continue;
            }
            let (at, is_object) = (Pointer::parse(pointer), matches!(shape, Shape::Struct(_)));
            let home =
                Home { name: name.clone(), module: module.clone(), named: true, place: place.clone(), own: true };
            let Some(part) = self.schemas.at(at, home) else { continue };
            let parts = std::slice::from_ref(&part);
            // A struct's properties are told by themselves.
            let asked = if is_object { self.merged_parts(parts).constraints } else { self.constraints(parts) };
            let kept = match &self.definitions[index].shape {
                Shape::Alias(ty) | Shape::Newtype(ty) => self.fitting(ty, asked),
                Shape::Union(_) => self.fitting(&Type::Named(self.definitions[index].name.clone()), asked),
                _ => {
                    let counts =
                        |one: &Constraint| matches!(one, Constraint::MinProperties(_) | Constraint::MaxProperties(_));
                    asked.into_iter().filter(counts).collect()
                }
            };
            self.definitions[index].constraints = kept;
        }
    }

    /// What is asked of the values of some content.
    pub(super) fn asked_of_content(&mut self, at: &Pointer, content: &MediaType, home: &Home) -> Vec<Constraint> {
        let Some(schema) = &content.schema else { return Vec::new() };
        let part = self.schemas.part(at.child("schema"), schema, home.clone());
        self.constraints(std::slice::from_ref(&part))
    }

    /// Keeps of the constraints of what is sent and answered those that say something about its type; what is asked of a type
    /// that has a name is said with that.
    pub(super) fn fitting_operations(&self, apis: &mut [Api]) {
        for operation in apis.iter_mut().flat_map(|api| &mut api.operations) {
            for parameter in &mut operation.parameters {
                parameter.constraints = self.fitting(&parameter.ty, std::mem::take(&mut parameter.constraints));
            }
            for body in &mut operation.bodies {
                let asked = std::mem::take(&mut body.constraints);
                body.constraints = match &body.kind {
                    BodyKind::Json(Type::Named(_)) => Vec::new(),
                    BodyKind::Json(ty) => self.fitting(ty, asked),
                    BodyKind::Text => self.fitting(&Type::String, asked),
                    _ => Vec::new(),
                };
            }
            for answer in &mut operation.asked {
                answer.constraints = self.fitting(&answer.ty, std::mem::take(&mut answer.constraints));
            }
        }
    }

    fn fitting(&self, ty: &Type, constraints: Vec<Constraint>) -> Vec<Constraint> {
        let ty = self.resolved(ty);
        if let Type::Named(name) = ty
            && let Some(Shape::Union(union)) = self.shape(name)
        {
            // What is asked of one kind of JSON asks nothing of the others.
            let of_variants = |constraint: &Constraint| {
                union.variants.iter().any(|variant| !self.fitting(&variant.ty, vec![constraint.clone()]).is_empty())
            };
            return constraints.into_iter().filter(of_variants).collect();
        }
        let fits = |constraint: Constraint| match (constraint, ty) {
            (one @ (Constraint::MinLength(_) | Constraint::MaxLength(_) | Constraint::Pattern(_)), Type::String) => {
                Some(one)
            }
            (one @ Constraint::Format(_), Type::String) => Some(one),
            (one @ Constraint::Listed(_), Type::Bool | Type::Integer(_) | Type::F64 | Type::Number) => Some(one),
            (
                one @ (Constraint::Minimum(_)
                | Constraint::Maximum(_)
                | Constraint::ExclusiveMinimum(_)
                | Constraint::ExclusiveMaximum(_)
                | Constraint::MultipleOf(_)),
                Type::Integer(_) | Type::F64 | Type::Number,
            ) => Some(one),
            (one @ (Constraint::MinItems(_) | Constraint::MaxItems(_)), Type::Array(_)) => Some(one),
            (Constraint::UniqueItems, Type::Array(_) | Type::FixedArray(..)) => Some(Constraint::UniqueItems),
            (Constraint::Items(inner), Type::Array(items) | Type::FixedArray(items, _)) => {
                Some(self.fitting(items, inner)).filter(|inner| !inner.is_empty()).map(Constraint::Items)
            }
            (one @ (Constraint::MinProperties(_) | Constraint::MaxProperties(_)), Type::Map(_)) => Some(one),
            (Constraint::Values(inner), Type::Map(values)) => {
                Some(self.fitting(values, inner)).filter(|inner| !inner.is_empty()).map(Constraint::Values)
            }
            _ => None,
        };
        constraints.into_iter().filter_map(fits).collect()
    }

    /// What a type is behind its names.
    fn resolved<'t>(&'t self, ty: &'t Type) -> &'t Type {
        match ty {
            Type::Boxed(inner) | Type::Nullable(inner) => self.resolved(inner),
            Type::Named(name) => match self.shape(name) {
                Some(Shape::Alias(inner)) => self.resolved(inner),
                _ => ty,
            },
            _ => ty,
        }
    }
}

/// What is held against constraints in a struct.
fn constrained(object: &mut Struct) -> impl Iterator<Item = (&Type, &mut Vec<Constraint>)> {
    let fields = object.fields.iter_mut().map(|field| (&field.ty, &mut field.constraints));
    fields.chain(object.additional_properties.iter_mut().map(|rest| (&rest.ty, &mut rest.constraints)))
}
