//! What the documentation of a type or a field says: the document's texts, and what its keywords ask of values.

use openapiv3::{AnySchema, SchemaData};
use serde_json::Value;

use super::constraints::Bounds;

/// The longest example that stands within a line, in characters, and the most lines that one has.
const IN_LINE: usize = 72;
const MOST_LINES: usize = 40;

/// The most values that are listed for a type that is no enum.
const LISTED: usize = 20;

/// What a schema says for its readers.
#[derive(Clone, Debug, Default)]
pub(super) struct Docs {
    text: Option<String>,
    /// The text of a schema that is referred to: it is about that one first.
    borrowed: Option<String>,
    constraints: Vec<String>,
    pub(super) default: Option<Value>,
    pub(super) example: Option<Value>,
    see: Option<String>,
    pub(super) deprecated: bool,
    pub(super) read_only: bool,
    pub(super) write_only: bool,
}

impl Docs {
    /// Adds what a schema says, which counts more than what was said before; `here` tells that it stands in the place
    /// itself and is not referred to.
    pub(super) fn take(&mut self, data: &SchemaData, keywords: &AnySchema, bounds: &Bounds, here: bool) {
        let text = text(data);
        if here {
            self.text = text.or(self.text.take());
            self.see = see(data).or(self.see.take());
            self.deprecated |= data.deprecated;
        } else {
            self.borrowed = self.borrowed.take().or(text);
        }
        self.take_flags(data);
        if data.example.is_some() && here {
            self.example.clone_from(&data.example);
        }
        for constraint in constraints(keywords, bounds) {
            if !self.constraints.contains(&constraint) {
                self.constraints.push(constraint);
            }
        }
    }

    /// Adds what a schema says of who sets its values and of what is meant where there is none.
    pub(super) fn take_flags(&mut self, data: &SchemaData) {
        self.read_only |= data.read_only;
        self.write_only |= data.write_only;
        if data.default.is_some() {
            self.default.clone_from(&data.default);
        }
    }

    /// The same, and what another one says where this one says nothing.
    pub(super) fn or(mut self, other: Self) -> Self {
        self.text = self.text.or(other.text);
        self.borrowed = self.borrowed.or(other.borrowed);
        self.constraints.extend(other.constraints);
        self.default = self.default.or(other.default);
        self.example = self.example.or(other.example);
        self.see = self.see.or(other.see);
        self
    }

    /// The text of the schema itself.
    pub(super) fn text(&self) -> Option<&str> {
        self.text.as_deref()
    }

    /// Adds a constraint in words.
    pub(super) fn note(&mut self, constraint: String) {
        self.constraints.push(constraint);
    }

    /// The documentation of a type. What is meant where there is no value is told at the field of a type that is made
    /// for one.
    pub(super) fn of_type(&self, is_component: bool) -> String {
        let text = self.text.as_ref().or(self.borrowed.as_ref());
        let default = if is_component { self.default() } else { None };
        join([text.cloned(), self.constraints(), default, self.example(), self.see.clone()])
    }

    /// The documentation of a field, whose type may have a documentation of its own.
    pub(super) fn of_field(&self, type_is_documented: bool) -> String {
        if type_is_documented {
            return join([self.text.clone(), None, self.default(), None, self.see.clone()]);
        }
        join([self.text.clone(), self.constraints(), self.default(), self.example(), self.see.clone()])
    }

    fn constraints(&self) -> Option<String> {
        (!self.constraints.is_empty()).then(|| format!("Constraints: {}.", self.constraints.join("; ")))
    }

    fn default(&self) -> Option<String> {
        let default = self.default.as_ref().filter(|default| !default.is_null())?;
        inline(default).map(|text| format!("Default: {text}"))
    }

    fn example(&self) -> Option<String> {
        let example = self.example.as_ref().filter(|example| !example.is_null())?;
        if let Some(text) = inline(example) {
            return Some(format!("Example: {text}"));
        }
        let text = serde_json::to_string_pretty(example).ok()?;
        // A fence in the example would end this one.
        (text.lines().count() <= MOST_LINES && !text.contains("```"))
            .then(|| format!("Example:\n\n```json\n{text}\n```"))
    }
}

fn text(data: &SchemaData) -> Option<String> {
    let full = |text: &&String| !text.trim().is_empty();
    let description = data.description.as_ref().filter(full);
    description.or_else(|| data.title.as_ref().filter(full)).cloned()
}

fn see(data: &SchemaData) -> Option<String> {
    let docs = data.external_docs.as_ref().filter(|docs| {
        let url = docs.url.trim();
        !url.is_empty() && !url.contains(char::is_whitespace)
    })?;
    let what = docs.description.as_deref().map(str::trim).filter(|text| !text.is_empty() && !text.contains('\n'));
    Some(match what {
        Some(what) => format!("See {what}: <{}>", docs.url.trim()),
        None => format!("See <{}>", docs.url.trim()),
    })
}

fn join(parts: [Option<String>; 5]) -> String {
    let parts: Vec<String> = parts.into_iter().flatten().map(|part| part.trim_end().to_owned()).collect();
    parts.join("\n\n")
}

/// A value as code within a line, if it is short.
fn inline(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) if !text.trim().is_empty() => text.clone(),
        other => other.to_string(),
    };
    code(&text)
}

fn code(text: &str) -> Option<String> {
    let fits = text.chars().count() <= IN_LINE && !text.contains(['\n', '\r', '`']) && text.trim() == text;
    fits.then(|| format!("`{text}`"))
}

/// What the keywords ask of a value, in words.
fn constraints(keywords: &AnySchema, bounds: &Bounds) -> Vec<String> {
    let mut out = Vec::new();
    out.extend(values(&keywords.enumeration));
    count(&mut out, keywords.min_length, keywords.max_length, "character");
    if let Some(text) = keywords.pattern.as_deref().and_then(code) {
        out.push(format!("matches {text}"));
    }
    let bound = |exclusive: Option<bool>, strict: &str, or_equal: &str| {
        if exclusive == Some(true) { strict.to_owned() } else { or_equal.to_owned() }
    };
    if let Some(minimum) = &bounds.minimum {
        out.push(format!("{} {minimum}", bound(keywords.exclusive_minimum, "more than", "at least")));
    }
    if let Some(maximum) = &bounds.maximum {
        out.push(format!("{} {maximum}", bound(keywords.exclusive_maximum, "less than", "at most")));
    }
    if let Some(factor) = &bounds.multiple_of {
        out.push(format!("a multiple of {factor}"));
    }
    count(&mut out, keywords.min_items, keywords.max_items, "item");
    if keywords.unique_items == Some(true) {
        out.push("no item twice".to_owned());
    }
    count(&mut out, keywords.min_properties, keywords.max_properties, "property");
    if let Some(text) = keywords.format.as_deref().filter(|format| !super::scalar::is_typed(format)).and_then(code) {
        out.push(format!("format {text}"));
    }
    out
}

/// The values that are listed, where no enum shows them.
fn values(values: &[Value]) -> Option<String> {
    let shown = |value: &&Value| !(value.is_string() || value.is_i64() || value.is_null());
    let others = values.iter().filter(shown).count();
    if others == 0 {
        return None;
    }
    let mut texts: Vec<String> = Vec::new();
    for text in values.iter().take(LISTED).filter_map(|value| code(&value.to_string())) {
        if !texts.contains(&text) {
            texts.push(text);
        }
    }
    match texts.as_slice() {
        [only] if values.iter().all(|value| code(&value.to_string()).as_ref() == Some(only)) => {
            Some(format!("always {only}"))
        }
        _ => Some(format!("one of {}{}", texts.join(", "), if values.len() > LISTED { " and others" } else { "" })),
    }
}

fn count(out: &mut Vec<String>, least: Option<usize>, most: Option<usize>, what: &str) {
    let many = |count: usize| match (count, what) {
        (1, _) => what.to_owned(),
        (_, "property") => "properties".to_owned(),
        _ => format!("{what}s"),
    };
    match (least.filter(|least| *least > 0), most) {
        (Some(least), Some(most)) if least == most => out.push(format!("{least} {}", many(least))),
        (Some(least), Some(most)) => out.push(format!("{least} to {most} {}", many(most))),
        (Some(least), None) => out.push(format!("at least {least} {}", many(least))),
        (None, Some(most)) => out.push(format!("at most {most} {}", many(most))),
        (None, None) => {}
    }
}
