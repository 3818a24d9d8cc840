//! `collectionFormat`: how lists are written.

use crate::diagnostic::{Code, Pointer};
use crate::document::grammar::Check;
use crate::document::tree::{Members, Tree};

/// Where a value goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Path,
    Query,
    Header,
    Form,
}

/// How a value is written, in 3.0's words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Written {
    /// It is no list.
    Plainly,
    Styled {
        style: &'static str,
        explode: bool,
    },
}

const FORMATS: &[&str] = &["csv", "ssv", "tsv", "pipes", "multi"];

/// How a value is written. What 3.0 has no style for is text, which the caller joins.
pub(super) fn written(
    check: &mut Check<'_>,
    schema: &mut Members,
    of: &Members,
    place: Place,
    at: &Pointer,
) -> Written {
    if schema.get("type").and_then(Tree::as_str) != Some("array") {
        return Written::Plainly;
    }
    let format = format(check, of, place, at);
    let styled = |style, explode| Written::Styled { style, explode };
    match (format, place) {
        ("multi", _) => return styled("form", true),
        ("csv", Place::Query | Place::Form) => return styled("form", false),
        ("ssv", Place::Query | Place::Form) => return styled("spaceDelimited", false),
        ("pipes", Place::Query | Place::Form) => return styled("pipeDelimited", false),
        ("csv", _) => return styled("simple", false),
        _ => {}
    }
    let message =
        format!("OpenAPI 3.0 has no style for a list {} here; it is one text, which the caller joins", between(format));
    check.as_read.note(Code::UndefinedStyle, &at.child("collectionFormat"), message);
    text(schema);
    Written::Plainly
}

/// The format, which is `csv` where nothing is said of it.
fn format(check: &mut Check<'_>, of: &Members, place: Place, at: &Pointer) -> &'static str {
    let Some(said) = of.get("collectionFormat") else { return "csv" };
    let text = said.as_str().unwrap_or_default();
    let allowed = |format: &str| format != "multi" || matches!(place, Place::Query | Place::Form);
    match FORMATS.iter().find(|format| format.eq_ignore_ascii_case(text)) {
        Some(format) if allowed(format) => format,
        _ => {
            let message = format!("`collectionFormat` cannot be {} here; `csv` is assumed", shown(said));
            check.as_read.warning(Code::WrongType, &at.child("collectionFormat"), message);
            "csv"
        }
    }
}

fn shown(value: &Tree) -> String {
    value.as_str().map_or_else(|| value.kind().to_owned(), |text| format!("`{text}`"))
}

fn between(format: &str) -> &'static str {
    match format {
        "ssv" => "with spaces between its items",
        "tsv" => "with tabs between its items",
        "pipes" => "with vertical bars between its items",
        _ => "with commas between its items",
    }
}

/// The items of a list that is no JSON: a list among them has a format of its own, for which 3.0 has no words.
pub(super) fn items(check: &mut Check<'_>, items: &mut Members, at: &Pointer) {
    let format = items.shift_remove("collectionFormat");
    if items.get("type").and_then(Tree::as_str) == Some("file") {
        super::parameter::file(items);
    }
    if items.get("type").and_then(Tree::as_str) != Some("array") {
        return;
    }
    let format = format.as_ref().and_then(Tree::as_str).unwrap_or("csv");
    let message = format!(
        "OpenAPI 3.0 has no style for a list {} within another; each is one text, which the caller joins",
        between(format)
    );
    check.as_read.note(Code::UndefinedStyle, at, message);
    text(items);
}

/// Makes the schema of a list one of its text.
fn text(schema: &mut Members) {
    const OF_LIST: &[&str] = &["default", "enum", "items", "maxItems", "minItems", "uniqueItems"];
    schema.retain(|key, _| !OF_LIST.contains(&key.as_str()));
    schema.insert("type".to_owned(), Tree::from("string"));
}
