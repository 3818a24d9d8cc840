//! One document: its values, which of them are valid, and what became of those.

use std::collections::{BTreeMap, HashSet};
use std::error::Error;
use std::path::Path;

use serde::Serialize;

use super::compare::compare;
use super::examples::examples;
use super::explore;
use super::json::Json;
use super::original::Original;
use super::program::{self, Answer};
use super::strings::Strings;
use super::subject::{Subject, Type};
use super::validity::Validity;
use crate::sample::hash;

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
    /// The examples and defaults of the document at media types and at the types, and the valid ones.
    pub(super) shown: usize,
    pub(super) shown_valid: usize,
    /// Those that came back.
    pub(super) passed: usize,
    /// What the others break, by keyword.
    pub(super) invalid: BTreeMap<String, usize>,
    /// The pointers of the types that were not tried for want of a valid value.
    pub(super) untried: Vec<String>,
    pub(super) failures: Vec<Failure>,
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

/// Tries all types of a document; `module` is its client's in the program.
pub(super) fn run(
    subject: &Subject,
    executable: &Path,
    module: &str,
    limits: Limits,
) -> Result<Record, Box<dyn Error>> {
    let original = Original::read(&subject.path)?;
    let mut record = Record { document: subject.document.clone(), types: subject.types.len(), ..Record::default() };
    let cases = cases(&original, subject, limits, &mut record)?;
    let values: Vec<(String, &Json)> =
        cases.iter().map(|case| (format!("{module}/{}", case.of.name), &case.value)).collect();
    let answers = program::run(executable, &values)?;
    let mut failures = BTreeMap::new();
    for (case, answer) in cases.iter().zip(answers) {
        let found = judge(&original, case, &answer);
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
    subject: &'a Subject,
    limits: Limits,
    record: &mut Record,
) -> Result<Vec<Case<'a>>, Box<dyn Error>> {
    let mut pointers: Vec<String> = Vec::new();
    let mut known = HashSet::new();
    for of in &subject.types {
        if known.insert(of.pointer.as_str()) {
            pointers.push(of.pointer.clone());
        }
    }
    let validity = Validity::new(original, &pointers)?;
    let examples = examples(original, &known);
    let mut strings = Strings::default();
    let most = (limits.of_document / subject.types.len().max(1)).clamp(10, limits.of_type);
    let mut cases = Vec::new();
    for of in &subject.types {
        let seed = hash(limits.seed, &format!("{}{}", subject.document, of.pointer));
        let made = explore::values(original, &of.pointer, seed, most, &mut strings);
        let shown = examples.get(&of.pointer).cloned().unwrap_or_default();
        let before = cases.len();
        let all = made.into_iter().map(|value| (value, false)).chain(shown.into_iter().map(|value| (value, true)));
        for (value, is_shown) in all {
            // Whether there may be nothing is said by who uses a type.
            if value == Json::Null {
                continue;
            }
            record.tried += 1;
            record.shown += usize::from(is_shown);
            match validity.check(&of.pointer, &value) {
                Ok(()) => {
                    record.valid += 1;
                    record.shown_valid += usize::from(is_shown);
                    cases.push(Case { of, value });
                }
                Err(keyword) => {
                    let origin = if is_shown { "shown" } else { "made" };
                    *record.invalid.entry(format!("{origin}: {keyword}")).or_default() += 1;
                }
            }
        }
        if cases.len() == before {
            record.untried.push(of.pointer.clone());
        }
    }
    Ok(cases)
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

/// A reason without what is particular to a value: quoted texts and numbers.
fn general(reason: &str) -> String {
    let mut out = String::with_capacity(reason.len());
    let mut chars = reason.chars().peekable();
    while let Some(char) = chars.next() {
        match char {
            '"' | '`' => {
                let mut escaped = false;
                for other in chars.by_ref() {
                    if other == char && !escaped {
                        break;
                    }
                    escaped = other == '\\' && !escaped;
                }
                out.push('\u{2026}');
            }
            '0'..='9' => {
                while chars.next_if(|next| next.is_ascii_digit() || matches!(next, '.' | 'e' | 'E')).is_some() {}
                out.push('N');
            }
            _ => out.push(char),
        }
    }
    out.chars().take(200).collect()
}
