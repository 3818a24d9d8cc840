//! One document: its values, which of them are valid, and what became of those.

use std::collections::{BTreeMap, HashSet};
use std::error::Error;

use serde::Serialize;

use super::compare::compare;
use super::examples::examples;
use super::program::Answer;
use super::subject::Type;
use crate::general::general;
use crate::sample::hash;
use crate::values::discriminator::Discriminator;
use crate::values::explore::{self, Made};
use crate::values::json::Json;
use crate::values::original::{Original, places};
use crate::values::strings::Strings;
use crate::values::validity::{Broken, Validity};

/// How many values are made.
#[derive(Clone, Copy)]
pub(super) struct Limits {
    pub(super) seed: u64,
    pub(super) of_type: usize,
    pub(super) of_document: usize,
}

/// What became of a document's values.
#[derive(Debug, Default, Serialize)]
pub(super) struct Record {
    pub(super) document: String,
    pub(super) types: usize,
    /// The values that were made or found.
    pub(super) tried: usize,
    /// Those of them that the original allows.
    pub(super) valid: usize,
    /// Those with examples and defaults of the document, and the valid ones of them.
    pub(super) shown: usize,
    pub(super) shown_valid: usize,
    /// Those that came back.
    pub(super) passed: usize,
    /// What the others break, by keyword.
    pub(super) invalid: BTreeMap<String, Invalid>,
    /// The types that were not tried for want of a valid value.
    pub(super) untried: Vec<Untried>,
    pub(super) failures: Vec<Failure>,
}

/// How many values break a keyword, and one of them.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Invalid {
    pub(super) count: usize,
    pointer: String,
    value: String,
    reason: String,
}

/// A type of whose schema no valid value was made, and why the last one is none.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Untried {
    pointer: String,
    reason: String,
}

/// Something that went wrong, and how often.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Failure {
    /// The schema of the type.
    pub(super) pointer: String,
    /// The place in the value.
    pub(super) path: String,
    pub(super) cause: String,
    pub(super) count: usize,
    /// A value that shows it.
    pub(super) value: String,
    /// What came back, or the reason of the refusal.
    pub(super) result: String,
}

/// A valid value of a type.
struct Case<'a> {
    of: &'a Type,
    value: Json,
}

/// Sends valid values, each with its type, through the types; the answers are in the same order.
pub(super) type Send<'s> = &'s dyn Fn(&[(&Type, &Json)]) -> Result<Vec<Answer>, Box<dyn Error>>;

/// Tries the types of a document.
pub(super) fn run(
    original: &Original,
    document: &str,
    types: &[Type],
    limits: Limits,
    send: Send<'_>,
) -> Result<Record, Box<dyn Error>> {
    let mut record = Record { document: document.to_owned(), types: types.len(), ..Record::default() };
    let cases = cases(original, types, limits, &mut record)?;
    let values: Vec<(&Type, &Json)> = cases.iter().map(|case| (case.of, &case.value)).collect();
    let answers = send(&values)?;
    let mut failures = BTreeMap::new();
    for (case, answer) in cases.iter().zip(answers) {
        let found = judge(original, case, &answer);
        record.passed += usize::from(found.is_empty());
        for (path, cause) in found {
            let key = (case.of.pointer.clone(), path.clone(), cause.clone());
            let failure = failures.entry(key).or_insert_with(|| Failure {
                pointer: case.of.pointer.clone(),
                path,
                cause,
                count: 0,
                value: case.value.to_string(),
                result: match &answer {
                    Answer::Written(value) => value.to_string(),
                    Answer::Refused { reason, .. } => reason.clone(),
                },
            });
            failure.count += 1;
        }
    }
    record.failures = failures.into_values().collect();
    Ok(record)
}

/// The valid values of all types.
fn cases<'a>(
    original: &Original,
    types: &'a [Type],
    limits: Limits,
    record: &mut Record,
) -> Result<Vec<Case<'a>>, Box<dyn Error>> {
    let known: HashSet<&str> = types.iter().map(|of| of.pointer.as_str()).collect();
    let mut pointers: Vec<String> = types.iter().flat_map(|of| places(&of.pointer)).map(str::to_owned).collect();
    pointers.sort_unstable();
    pointers.dedup();
    let validity = Validity::new(original, &pointers)?;
    let examples = examples(original, &known);
    let mut strings = Strings::default();
    let most = (limits.of_document / types.len().max(1)).clamp(10, limits.of_type);
    let mut cases = Vec::new();
    for of in types {
        let seed = hash(limits.seed, &format!("{}{}", record.document, of.pointer));
        let made = explore::values(original, &of.pointer, seed, most, &mut strings);
        let shown = examples.get(&of.pointer).into_iter().flatten();
        let (before, mut foreign) = (cases.len(), false);
        let mut reason = "no value could be made".to_owned();
        let shown = shown.map(|value| Made { value: value.clone(), is_shown: true });
        for Made { value, is_shown } in made.into_iter().chain(shown) {
            // Whether there may be nothing is said by who uses a type.
            let is_foreign = of.is_base && is_of_heir(original, &of.pointer, &value);
            foreign |= is_foreign;
            if value == Json::Null || is_foreign {
                continue;
            }
            record.tried += 1;
            record.shown += usize::from(is_shown);
            match places(&of.pointer).into_iter().try_for_each(|place| validity.check(place, &value)) {
                Ok(()) => {
                    record.valid += 1;
                    record.shown_valid += usize::from(is_shown);
                    cases.push(Case { of, value });
                }
                Err(Broken { keyword, reason: text }) => {
                    reason.clone_from(&text);
                    let origin = if is_shown { "shown" } else { "made" };
                    let (pointer, value) = (of.pointer.clone(), value.to_string());
                    let new = Invalid { count: 0, pointer, value, reason: text };
                    record.invalid.entry(format!("{origin}: {keyword}")).or_insert(new).count += 1;
                }
            }
        }
        // Of some bases there is nothing but what extends them.
        if cases.len() == before && !foreign {
            record.untried.push(Untried { pointer: of.pointer.clone(), reason });
        }
    }
    Ok(cases)
}

/// Whether a value says that it is of a schema that extends the one at the pointer.
fn is_of_heir(original: &Original, pointer: &str, value: &Json) -> bool {
    let discriminator = original.at(pointer).and_then(|schema| Discriminator::of(original, schema));
    discriminator.is_some_and(|discriminator| {
        let meanings = discriminator.meanings(Some(pointer));
        let tag = value.member(discriminator.property);
        meanings.iter().any(|one| one.pointer != pointer && tag == Some(&Json::string(one.tag.as_str())))
    })
}

/// What is wrong: the places and the causes, each cause once.
fn judge(original: &Original, case: &Case<'_>, answer: &Answer) -> Vec<(String, String)> {
    match answer {
        Answer::Refused { path, reason } => vec![(path.clone(), format!("refused: {}", general(reason)))],
        Answer::Written(value) => {
            let mut found: Vec<(String, String)> = Vec::new();
            for difference in compare(original, &case.of.pointer, &case.value, value) {
                if found.iter().all(|(_, cause)| cause != difference.kind) {
                    found.push((difference.path, difference.kind.to_owned()));
                }
            }
            found
        }
    }
}
