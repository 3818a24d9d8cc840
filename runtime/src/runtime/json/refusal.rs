//! Why no variant of a union is read from a value, in words.
//!
//! Variants and keys are told by their names; of the value no more than its kind.

use super::ReadError;
use super::choice::required;
use super::union::{Kinds, Tag, Union, Variant};

/// How many items of a list are told.
const MAX_ITEMS: usize = 8;
/// How many characters of a variant's own reason are told.
const MAX_REASON: usize = 160;
/// A reason of so many bytes is told without the unions around it.
const MAX_LENGTH: usize = 600;

/// What the variants of a union are read from.
pub(super) fn kinds(union: &Union) -> String {
    let variants = union.variants.iter().map(|variant| format!("`{}` ({})", variant.name, expected(union, variant)));
    let one_of = if union.variants.len() > 1 { "one of " } else { "" };
    format!("{one_of}{}", list(variants))
}

/// Why none of some variants is read from an object that lacks keys.
pub(super) fn keys(union: &Union, variants: &[usize]) -> ReadError {
    let requires = |variant: &Variant| {
        let keys = (variant.table)().map(|table| list(required(table).map(|key| format!("`{key}`"))));
        format!("`{}` requires {}", variant.name, keys.unwrap_or_default())
    };
    let variants = list_by("; ", variants.iter().map(|at| requires(&union.variants[*at])));
    ReadError::new(format!("no variant of `{}` has all its keys: {variants}", union.name))
}

/// Why none of the variants that were tried could be read.
///
/// Where one was followed further than all others it is the one that was meant, and its reason is told with its place.
pub(super) fn all(union: &Union, errors: &[(&str, ReadError)]) -> ReadError {
    let reason = |(name, error): &(&str, ReadError)| format!("`{name}`: {}", shortened(&error.within()));
    let deepest = errors.iter().max_by_key(|(_, error)| error.depth());
    if let Some((name, error)) = deepest.filter(|(_, error)| error.depth() > 0) {
        let at = error.within();
        let others: Vec<_> = errors.iter().filter(|(_, other)| other.within() != at).collect();
        if others.is_empty() {
            return error.clone();
        }
        if others.iter().all(|(_, other)| other.depth() < error.depth()) {
            let others = list_by("; ", others.into_iter().map(reason));
            return error.clone().noting(MAX_LENGTH, &format!(" (as `{name}` of `{}`; {others})", union.name));
        }
    }
    ReadError::new(format!("no variant of `{}` fits: {}", union.name, list_by("; ", errors.iter().map(reason))))
}

fn expected(union: &Union, variant: &Variant) -> String {
    const NAMES: [(Kinds, &str); 6] = [
        (Kinds::OBJECT, "an object"),
        (Kinds::ARRAY, "an array"),
        (Kinds::STRING, "a string"),
        (Kinds::INTEGER.and(Kinds::FRACTION), "a number"),
        (Kinds::INTEGER, "a whole number"),
        (Kinds::BOOLEAN, "a boolean"),
    ];
    if variant.kinds.holds(Kinds::NULL) {
        return "anything".to_owned();
    }
    let whole_only = !variant.kinds.holds(Kinds::FRACTION);
    let names = NAMES.iter().filter(|(kind, _)| variant.kinds.holds(*kind) && (*kind != Kinds::INTEGER || whole_only));
    let names = names.map(|(kind, name)| match union.tag {
        Some(tag) if *kind == Kinds::OBJECT && !variant.tags.is_empty() => {
            format!("{name} with `{tag}` = {}", list_by(" or ", variant.tags.iter().map(written)))
        }
        _ => (*name).to_owned(),
    });
    names.collect::<Vec<_>>().join(" or ")
}

fn written(tag: &Tag) -> String {
    if tag.is_text { serde_json::Value::from(tag.text).to_string() } else { tag.text.to_owned() }
}

fn list(items: impl Iterator<Item = String>) -> String {
    list_by(", ", items)
}

fn list_by(between: &str, items: impl Iterator<Item = String>) -> String {
    let mut items: Vec<_> = items.collect();
    let more = items.len().saturating_sub(MAX_ITEMS);
    if more > 0 {
        items.truncate(MAX_ITEMS);
        items.push(format!("{more} more"));
    }
    items.join(between)
}

fn shortened(reason: &str) -> String {
    match reason.char_indices().nth(MAX_REASON) {
        None => reason.to_owned(),
        Some((end, _)) => format!("{}…", &reason[..end]),
    }
}
