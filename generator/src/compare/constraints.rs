//! What is asked of values beyond their types.

use super::{Code, Differ, Place, rules};
use crate::model::Constraint;

/// Which way a constraint went.
enum Went {
    Tighter,
    Looser,
    Elsewhere,
}

impl Differ<'_> {
    pub(super) fn constraints(&mut self, place: &Place, old: &[Constraint], new: &[Constraint]) {
        let is_like =
            |one: &Constraint, other: &Constraint| std::mem::discriminant(one) == std::mem::discriminant(other);
        let find = |of: &[Constraint], wanted: &Constraint| of.iter().find(|one| is_like(one, wanted)).cloned();
        for before in old {
            match find(new, before) {
                None => self.tell(&rules::CONSTRAINT_LOOSENED, place, Code::before(shown(before))),
                Some(after) if after == *before => {}
                Some(after) => self.constraint(place, before, &after),
            }
        }
        for after in new.iter().filter(|after| find(old, after).is_none()) {
            self.tell(&rules::CONSTRAINT_TIGHTENED, place, Code::after(shown(after)));
        }
    }

    fn constraint(&mut self, place: &Place, old: &Constraint, new: &Constraint) {
        if let (Constraint::Items(old), Constraint::Items(new)) | (Constraint::Values(old), Constraint::Values(new)) =
            (old, new)
        {
            return self.constraints(place, old, new);
        }
        let rule = match went(old, new) {
            Went::Tighter => &rules::CONSTRAINT_TIGHTENED,
            Went::Looser => &rules::CONSTRAINT_LOOSENED,
            Went::Elsewhere => &rules::CONSTRAINT_CHANGED,
        };
        self.tell(rule, place, Code::both(shown(old), shown(new)));
    }
}

fn went(old: &Constraint, new: &Constraint) -> Went {
    use Constraint::{
        ExclusiveMaximum, ExclusiveMinimum, MaxItems, MaxLength, MaxProperties, Maximum, MinItems, MinLength,
        MinProperties, Minimum,
    };
    let grew = match (old, new) {
        (MinLength(old) | MinItems(old) | MinProperties(old), MinLength(new) | MinItems(new) | MinProperties(new)) => {
            Some((old < new, true))
        }
        (MaxLength(old) | MaxItems(old) | MaxProperties(old), MaxLength(new) | MaxItems(new) | MaxProperties(new)) => {
            Some((old < new, false))
        }
        (Minimum(old) | ExclusiveMinimum(old), Minimum(new) | ExclusiveMinimum(new)) => {
            is_less(old, new).map(|less| (less, true))
        }
        (Maximum(old) | ExclusiveMaximum(old), Maximum(new) | ExclusiveMaximum(new)) => {
            is_less(old, new).map(|less| (less, false))
        }
        _ => None,
    };
    match grew {
        Some((grew, is_lower_bound)) if grew == is_lower_bound => Went::Tighter,
        Some(_) => Went::Looser,
        None => Went::Elsewhere,
    }
}

/// Whether one number is less than another, where they are near enough to zero to tell.
fn is_less(one: &str, other: &str) -> Option<bool> {
    if let (Ok(one), Ok(other)) = (one.parse::<i128>(), other.parse::<i128>()) {
        return Some(one < other);
    }
    let (one, other) = (one.parse::<f64>().ok()?, other.parse::<f64>().ok()?);
    (one != other).then_some(one < other)
}

/// A constraint as the document says it.
fn shown(constraint: &Constraint) -> String {
    let all = |inner: &[Constraint]| inner.iter().map(shown).collect::<Vec<_>>().join(", ");
    match constraint {
        Constraint::MinLength(count) => format!("minLength: {count}"),
        Constraint::MaxLength(count) => format!("maxLength: {count}"),
        Constraint::Pattern(pattern) => format!("pattern: {pattern}"),
        Constraint::Minimum(bound) => format!("minimum: {bound}"),
        Constraint::Maximum(bound) => format!("maximum: {bound}"),
        Constraint::ExclusiveMinimum(bound) => format!("exclusiveMinimum: {bound}"),
        Constraint::ExclusiveMaximum(bound) => format!("exclusiveMaximum: {bound}"),
        Constraint::MultipleOf(factor) => format!("multipleOf: {factor}"),
        Constraint::MinItems(count) => format!("minItems: {count}"),
        Constraint::MaxItems(count) => format!("maxItems: {count}"),
        Constraint::UniqueItems => "uniqueItems: true".to_owned(),
        Constraint::MinProperties(count) => format!("minProperties: {count}"),
        Constraint::MaxProperties(count) => format!("maxProperties: {count}"),
        Constraint::Items(inner) => format!("items: {{{}}}", all(inner)),
        Constraint::Values(inner) => format!("additionalProperties: {{{}}}", all(inner)),
    }
}
