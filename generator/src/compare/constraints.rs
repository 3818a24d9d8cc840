//! What is asked of values beyond their types.

use super::relation::Relation;
use super::{Code, Differ, Place, rules};
use crate::model::{Constraint, Type};

/// Which way a constraint went.
enum Went {
    Tighter,
    Looser,
    Elsewhere,
}

/// What is asked of values beside how many items lists of a fixed length have, which their types say.
pub(super) struct Beside {
    /// Whether the lengths of such lists are among those of what stands there on the other side.
    pub(super) fits: bool,
    pub(super) old: Vec<Constraint>,
    pub(super) new: Vec<Constraint>,
}

impl Differ<'_> {
    /// The constraints of two types without those that are about the lengths of lists of which one has a fixed length.
    pub(super) fn beside(&self, types: (&Type, &Type), old: &[Constraint], new: &[Constraint]) -> Beside {
        let mut beside = Beside { fits: true, old: old.to_vec(), new: new.to_vec() };
        if self.is_told_by_type(types, old, new) {
            return Beside { fits: true, old: Vec::new(), new: Vec::new() };
        }
        let (before, after) = (self.old.items(types.0), self.new.items(types.1));
        let (Some((before, was)), Some((after, is))) = (before, after) else { return beside };
        match (was, is) {
            (Some(length), None) => beside.fits = allows(new, length),
            (None, Some(length)) => beside.fits = allows(old, length),
            _ => {}
        }
        if was.is_some() || is.is_some() {
            let counts = |one: &Constraint| matches!(one, Constraint::MinItems(_) | Constraint::MaxItems(_));
            beside.old.retain(|one| !counts(one));
            beside.new.retain(|one| !counts(one));
        }
        let inner = self.beside((before, after), of_items(old), of_items(new));
        beside.fits &= inner.fits;
        put(&mut beside.old, inner.old);
        put(&mut beside.new, inner.new);
        beside
    }

    /// Whether all that is asked is asked of one type that has a name, of which it is told.
    fn is_told_by_type(&self, types: (&Type, &Type), old: &[Constraint], new: &[Constraint]) -> bool {
        let (Type::Named(before), Type::Named(after)) = types else { return false };
        let of = |side: &super::side::Side<'_>, name: &str, asked: &[Constraint]| {
            side.definition(name).is_some_and(|known| known.constraints == asked)
        };
        self.is_same(before, after) && of(&self.old, before, old) && of(&self.new, after, new)
    }

    /// Tells of what is asked of a body, or of what a named type stands for. Of a type that has a name more is said with that.
    pub(super) fn asked(&mut self, place: &Place, types: (&Type, &Type), old: &[Constraint], new: &[Constraint]) {
        if let (Type::Named(before), Type::Named(after)) = types
            && self.is_same(before, after)
        {
            return;
        }
        fn of<'c>(side: &'c super::side::Side<'_>, ty: &Type, own: &'c [Constraint]) -> &'c [Constraint] {
            match ty {
                Type::Named(name) => side.definition(name).map_or(own, |known| &known.constraints),
                _ => own,
            }
        }
        let beside = self.beside(types, of(&self.old, types.0, old), of(&self.new, types.1, new));
        self.constraints(place, &beside.old, &beside.new);
    }

    /// How the values of one type relate of which something else is asked.
    pub(super) fn related_by_constraints(old: &[Constraint], new: &[Constraint]) -> Relation {
        let is_like =
            |one: &Constraint, other: &Constraint| std::mem::discriminant(one) == std::mem::discriminant(other);
        let (mut tighter, mut looser) = (false, false);
        for before in old {
            match new.iter().find(|after| is_like(before, after)) {
                Some(after) if before == after => {}
                Some(after) => match went(before, after) {
                    Went::Tighter => tighter = true,
                    Went::Looser => looser = true,
                    Went::Elsewhere => (tighter, looser) = (true, true),
                },
                None => looser = true,
            }
        }
        tighter |= new.iter().any(|after| !old.iter().any(|before| is_like(before, after)));
        match (tighter, looser) {
            (false, false) => Relation::Same,
            (true, false) => Relation::Narrower,
            (false, true) => Relation::Wider,
            (true, true) => Relation::Other,
        }
    }

    pub(super) fn constraints(&mut self, place: &Place, old: &[Constraint], new: &[Constraint]) {
        let is_like =
            |one: &Constraint, other: &Constraint| std::mem::discriminant(one) == std::mem::discriminant(other);
        let find = |of: &[Constraint], wanted: &Constraint| of.iter().find(|one| is_like(one, wanted)).cloned();
        // A format says the more of a text that was any; only another one says that it is another.
        let is_format = |one: &&Constraint| matches!(one, Constraint::Format(_));
        for before in old {
            match find(new, before) {
                None if is_format(&before) => {}
                None => self.tell(&rules::CONSTRAINT_LOOSENED, place, Code::before(shown(before))),
                Some(after) if after == *before => {}
                Some(after) => self.constraint(place, before, &after),
            }
        }
        for after in new.iter().filter(|after| !is_format(after) && find(old, after).is_none()) {
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

/// Whether a list may have so many items.
fn allows(constraints: &[Constraint], length: usize) -> bool {
    constraints.iter().all(|constraint| match constraint {
        Constraint::MinItems(least) => length >= *least,
        Constraint::MaxItems(most) => length <= *most,
        _ => true,
    })
}

/// What is asked of each item.
fn of_items(constraints: &[Constraint]) -> &[Constraint] {
    let found = constraints.iter().find_map(|constraint| match constraint {
        Constraint::Items(inner) => Some(inner.as_slice()),
        _ => None,
    });
    found.unwrap_or_default()
}

/// Asks of each item something else than before.
fn put(constraints: &mut Vec<Constraint>, items: Vec<Constraint>) {
    constraints.retain(|constraint| !matches!(constraint, Constraint::Items(_)));
    constraints.extend((!items.is_empty()).then_some(Constraint::Items(items)));
}

fn went(old: &Constraint, new: &Constraint) -> Went {
    if let (Constraint::Listed(old), Constraint::Listed(new)) = (old, new) {
        let only = |one: &[String], other: &[String]| one.iter().any(|value| !other.contains(value));
        return match (only(old, new), only(new, old)) {
            (true, false) => Went::Tighter,
            (false, true) => Went::Looser,
            _ => Went::Elsewhere,
        };
    }
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
        Constraint::Listed(values) => format!("enum: [{}]", values.join(", ")),
        Constraint::Format(format) => format!("format: {format}"),
        Constraint::Items(inner) => format!("items: {{{}}}", all(inner)),
        Constraint::Values(inner) => format!("additionalProperties: {{{}}}", all(inner)),
    }
}
