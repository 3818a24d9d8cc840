//! A text becomes a tree.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, EnumAccess, MapAccess, SeqAccess, VariantAccess, Visitor};

use super::scan::{Excess, scan};
use super::source::{Format, Source};
use super::tree::{Members, Tree};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Pointer, Severity};

/// The most that a document may be worth: a value counts one, and one more for every 64 bytes of text. YAML's aliases
/// multiply what a small file says.
pub(super) const MOST: usize = 10_000_000;

/// How deep a document may be nested: as deep as the parsers go.
pub(super) const DEEPEST: usize = 127;

/// What a value with so many bytes of text is worth.
pub(super) fn worth(text: usize) -> usize {
    1 + text / 64
}

/// Reads a text; what is wrong with it is an error with its place.
pub(super) fn read(source: &Source, diagnostics: &mut Diagnostics) -> Option<Tree> {
    let mut reading = Reading { yaml: source.format == Format::Yaml, ..Reading::default() };
    let tree = match source.format {
        Format::Json => json(&source.text, &mut reading),
        Format::Yaml => yaml(&source.text, &mut reading),
    };
    match tree {
        Ok(mut tree) => {
            report(&reading, diagnostics);
            exact(&mut tree, source, &reading.rounded);
            Some(tree)
        }
        Err(fault) => {
            diagnostics.push(fault.diagnostic(source));
            None
        }
    }
}

/// Why a text could not be read.
struct Fault {
    cause: Cause,
    /// Line and column in characters, from 1.
    place: Option<(usize, usize)>,
}

enum Cause {
    Depth,
    Aliases,
    Size,
    /// What a parser says.
    Syntax(String),
}

impl Cause {
    /// What made a parser stop; of its own limits only its message tells.
    fn of(message: String, reading: &Reading) -> Self {
        if reading.too_large {
            Self::Size
        } else if message.contains("recursion limit exceeded") {
            Self::Depth
        } else if message.contains("repetition limit exceeded") {
            Self::Aliases
        } else {
            Self::Syntax(message)
        }
    }
}

/// What to do about what parsers say: a part of the message, and the help.
const SYNTAX: &[(&str, &str)] = &[
    ("mapping values are not allowed", "put a text in quotes that has a colon and a space in it"),
    (
        "cannot start any token",
        "indent by spaces and not by tabs, and put a text in quotes that begins with `@`, `%` or a backtick",
    ),
    (
        "did not find expected key",
        "see that this line and those before it are indented alike, and that quotes are closed",
    ),
    ("did not find expected '-' indicator", "see that the items of this list are indented alike"),
    ("several documents in this file", "keep each document in a file of its own"),
    ("trailing comma", "take the comma out that is before the closing brace or bracket"),
    ("key must be a string", "put the key in double quotes"),
];

impl Fault {
    fn diagnostic(self, source: &Source) -> Diagnostic {
        let root = Pointer::root();
        let large =
            |message: &str, help: &str| Diagnostic::new(Code::TooLarge, Severity::Error, &root, message).help(help);
        let mut diagnostic = match self.cause {
            Cause::Size => {
                large("there are more values in this document than are read", "split it into several documents")
            }
            Cause::Depth => {
                let message = format!("this is nested deeper than {DEEPEST} levels, which are read at most");
                large(&message, "give inner parts a place of their own, and refer to them by `$ref`")
            }
            Cause::Aliases => {
                large("the aliases of this document repeat more than is read", "refer to shared parts by `$ref`")
            }
            Cause::Syntax(reason) => {
                let format = match source.format {
                    Format::Json => "JSON",
                    Format::Yaml => "YAML",
                };
                let message = format!("this is not valid {format}: {reason}");
                let diagnostic = Diagnostic::new(Code::Syntax, Severity::Error, &root, message);
                match SYNTAX.iter().find(|(part, _)| reason.contains(part)) {
                    Some((_, help)) => diagnostic.help(*help),
                    None => diagnostic,
                }
            }
        };
        let (line, column) = self.place.unwrap_or((1, 1));
        diagnostic.place = Some(source.place(line, column));
        diagnostic
    }
}

fn json(text: &str, reading: &mut Reading) -> Result<Tree, Fault> {
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let tree = Seed(reading).deserialize(&mut deserializer).and_then(|tree| deserializer.end().map(|()| tree));
    tree.map_err(|error| {
        let line = text.split('\n').nth(error.line().saturating_sub(1)).unwrap_or_default();
        // The parser counts bytes.
        let column = line.char_indices().take_while(|(at, _)| *at + 1 < error.column()).count() + 1;
        let cause = Cause::of(without_place(&error.to_string()), reading);
        Fault { cause, place: Some((error.line().max(1), column)) }
    })
}

fn yaml(text: &str, reading: &mut Reading) -> Result<Tree, Fault> {
    scan(text).map_err(|excess| {
        let (cause, line, column) = match excess {
            Excess::Depth(line, column) => (Cause::Depth, line, column),
            Excess::Aliases(line, column) => (Cause::Aliases, line, column),
            Excess::Size(line, column) => (Cause::Size, line, column),
        };
        Fault { cause, place: Some((line, column)) }
    })?;
    Seed(reading).deserialize(serde_yaml::Deserializer::from_str(text)).map_err(|error| {
        let mut place = error.location().map(|location| (location.line(), location.column()));
        let mut message = without_place(&error.to_string());
        if message.contains("more than one document") {
            message = "there are several documents in this file".to_owned();
        } else if let Some((reason, position)) = message.rsplit_once(" at position ") {
            let before = position.parse().ok().and_then(|position: usize| text.get(..position)).unwrap_or_default();
            let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
            place = Some((before.matches('\n').count() + 1, column));
            message = reason.to_owned();
        }
        Fault { cause: Cause::of(message, reading), place }
    })
}

/// A parser's message without the place that it ends in.
fn without_place(message: &str) -> String {
    message.rfind(" at line ").and_then(|end| message.get(..end)).unwrap_or(message).to_owned()
}

fn report(reading: &Reading, diagnostics: &mut Diagnostics) {
    for pointer in &reading.duplicates {
        diagnostics.warning(Code::DuplicateKey, pointer, "this key occurs twice in its object; the last one counts");
    }
    for pointer in &reading.not_finite {
        let message = "JSON has neither infinity nor NaN; this is read as null";
        diagnostics.warning(Code::WrongType, pointer, message);
    }
}

/// Gives integers beyond what the parsers tell exactly their digits back.
fn exact(tree: &mut Tree, source: &Source, rounded: &[Pointer]) {
    if rounded.is_empty() {
        return;
    }
    for (pointer, text) in source.scalars(rounded) {
        let digits = text.strip_prefix('-').unwrap_or(&text);
        if !digits.is_empty()
            && digits.bytes().all(|byte| byte.is_ascii_digit())
            && let Some(number) = tree.at_mut(&pointer)
        {
            *number = text.parse().map_or_else(|_| Tree::BigInteger(text.clone()), Tree::Integer);
        }
    }
}

/// What is noticed while a tree is read.
#[derive(Default)]
pub(super) struct Reading {
    /// Whether `<<` merges.
    yaml: bool,
    path: Vec<Step>,
    worth: usize,
    too_large: bool,
    duplicates: Vec<Pointer>,
    not_finite: Vec<Pointer>,
    /// Integers that the parser gave as floats.
    rounded: Vec<Pointer>,
}

enum Step {
    Key(String),
    Index(usize),
}

impl Reading {
    fn here(&self) -> Pointer {
        self.path.iter().fold(Pointer::root(), |pointer, step| match step {
            Step::Key(key) => pointer.child(key),
            Step::Index(index) => pointer.child(index),
        })
    }

    fn count<E: serde::de::Error>(&mut self, text: usize) -> Result<(), E> {
        self.worth = self.worth.saturating_add(worth(text));
        if self.worth > MOST {
            self.too_large = true;
            return Err(E::custom("too many values"));
        }
        Ok(())
    }
}

/// Reads one value and notes what is odd about it.
pub(super) struct Seed<'a>(pub(super) &'a mut Reading);

impl<'de> DeserializeSeed<'de> for Seed<'_> {
    type Value = Tree;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Tree, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Seed<'_> {
    type Value = Tree;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E: serde::de::Error>(self) -> Result<Tree, E> {
        self.0.count(0)?;
        Ok(Tree::Null)
    }

    fn visit_none<E: serde::de::Error>(self) -> Result<Tree, E> {
        self.visit_unit()
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Tree, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<Tree, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_bool<E: serde::de::Error>(self, value: bool) -> Result<Tree, E> {
        self.0.count(0)?;
        Ok(Tree::Bool(value))
    }

    fn visit_i64<E: serde::de::Error>(self, value: i64) -> Result<Tree, E> {
        self.visit_i128(value.into())
    }

    fn visit_u64<E: serde::de::Error>(self, value: u64) -> Result<Tree, E> {
        self.visit_i128(value.into())
    }

    fn visit_i128<E: serde::de::Error>(self, value: i128) -> Result<Tree, E> {
        self.0.count(0)?;
        Ok(Tree::Integer(value))
    }

    fn visit_u128<E: serde::de::Error>(self, value: u128) -> Result<Tree, E> {
        self.0.count(0)?;
        Ok(i128::try_from(value).map_or_else(|_| Tree::BigInteger(value.to_string()), Tree::Integer))
    }

    fn visit_f64<E: serde::de::Error>(self, value: f64) -> Result<Tree, E> {
        self.0.count(0)?;
        if !value.is_finite() {
            self.0.not_finite.push(self.0.here());
            return Ok(Tree::Null);
        }
        // From 2^63 on the parsers give integers as floats.
        if value.abs() >= 9_223_372_036_854_775_808.0 {
            self.0.rounded.push(self.0.here());
        }
        Ok(Tree::Float(value))
    }

    fn visit_str<E: serde::de::Error>(self, value: &str) -> Result<Tree, E> {
        self.0.count(value.len())?;
        Ok(Tree::from(value))
    }

    fn visit_string<E: serde::de::Error>(self, value: String) -> Result<Tree, E> {
        self.0.count(value.len())?;
        Ok(Tree::String(value))
    }

    /// A value with a YAML tag of its own; the tag says nothing here.
    fn visit_enum<A: EnumAccess<'de>>(self, data: A) -> Result<Tree, A::Error> {
        let (_tag, content) = data.variant::<String>()?;
        content.newtype_variant_seed(self)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Tree, A::Error> {
        self.0.count(0)?;
        let mut items = Vec::new();
        loop {
            self.0.path.push(Step::Index(items.len()));
            let item = access.next_element_seed(Seed(self.0))?;
            self.0.path.pop();
            match item {
                Some(item) => items.push(item),
                None => return Ok(Tree::Array(items)),
            }
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Tree, A::Error> {
        self.0.count(0)?;
        let mut members = Members::new();
        while let Some(key) = access.next_key_seed(Key)? {
            self.0.count(key.len())?;
            self.0.path.push(Step::Key(key));
            let value = access.next_value_seed(Seed(self.0))?;
            if let Some(Step::Key(key)) = self.0.path.last()
                && members.contains_key(key)
            {
                self.0.duplicates.push(self.0.here());
            }
            if let Some(Step::Key(key)) = self.0.path.pop() {
                members.insert(key, value);
            }
        }
        if self.0.yaml {
            merge(&mut members);
        }
        Ok(Tree::Object(members))
    }
}

/// A key is its text, whatever YAML takes it for.
struct Key;

impl<'de> DeserializeSeed<'de> for Key {
    type Value = String;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<String, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for Key {
    type Value = String;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text as the key")
    }

    fn visit_str<E: serde::de::Error>(self, value: &str) -> Result<String, E> {
        Ok(value.to_owned())
    }

    fn visit_string<E: serde::de::Error>(self, value: String) -> Result<String, E> {
        Ok(value)
    }
}

/// Takes in what `<<` names: what the object states itself wins, then what is named first
/// ([YAML merge keys](https://yaml.org/type/merge.html)).
fn merge(members: &mut Members) {
    match members.get("<<") {
        Some(Tree::Object(_)) => {}
        Some(Tree::Array(items)) if items.iter().all(|item| matches!(item, Tree::Object(_))) => {}
        _ => return,
    }
    let items = match members.shift_remove("<<") {
        Some(Tree::Array(items)) => items,
        one => one.into_iter().collect(),
    };
    for item in items {
        if let Tree::Object(other) = item {
            for (key, value) in other {
                members.entry(key).or_insert(value);
            }
        }
    }
}
