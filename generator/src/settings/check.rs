//! Holds `oasmith.toml` against the table of its keys.

use std::ops::Range;
use std::path::Path;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::forms::Form;
use super::keys::{FILE, Key, Kind};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, Pointer, Severity, similar};

/// A file under check.
pub(super) struct File<'a> {
    pub(super) path: &'a Path,
    pub(super) text: &'a str,
}

/// Tells what the file has that no key is for.
pub(super) fn check(file: &File<'_>, table: &Spanned<DeTable<'_>>, diagnostics: &mut Diagnostics) {
    Check { file, diagnostics }.keys(table.get_ref(), FILE, &table.span());
}

impl File<'_> {
    /// An error about a part of the file.
    pub(super) fn error(&self, span: &Range<usize>, message: String) -> Diagnostic {
        let mut diagnostic = Diagnostic::new(Code::Settings, Severity::Error, &Pointer::root(), message);
        diagnostic.place = Some(self.place(span));
        diagnostic
    }

    pub(super) fn place(&self, span: &Range<usize>) -> Place {
        let before = self.text.get(..span.start).unwrap_or(self.text);
        let start = before.rfind('\n').map_or(0, |at| at + 1);
        let line = self.text.get(start..).and_then(|rest| rest.lines().next()).unwrap_or_default();
        let column = before.get(start..).unwrap_or_default().chars().count();
        let mut place = Place::new(self.path, before.matches('\n').count() + 1, column + 1);
        let spanned = self.text.get(span.clone()).and_then(|text| text.lines().next()).unwrap_or_default();
        place.length = Some(spanned.chars().count().max(1));
        line.clone_into(&mut place.text);
        place
    }
}

struct Check<'a, 'd> {
    file: &'a File<'a>,
    diagnostics: &'d mut Diagnostics,
}

impl Check<'_, '_> {
    /// Holds a table against the keys that it may have.
    fn keys(&mut self, table: &DeTable<'_>, keys: &[Key], span: &Range<usize>) {
        for (name, value) in table {
            let Some(key) = keys.iter().find(|key| key.name == name.get_ref()) else {
                self.unknown(name.get_ref(), keys, &name.span());
                continue;
            };
            if !key.kind.takes(value.get_ref()) {
                let message =
                    format!("`{}` is {}, and this is {}", key.name, key.kind.called(), called(value.get_ref()));
                let word = value.get_ref().as_str().and_then(|text| similar(text, key.kind.words()));
                self.tell(&value.span(), message, word);
            } else {
                self.value(value, &key.kind);
            }
        }
        for key in keys.iter().filter(|key| key.is_required && !table.contains_key(key.name)) {
            self.tell(span, format!("`{}` is missing: {}", key.name, lowered(key.about)), None);
        }
    }

    /// Holds what is in a value against its kind, which is that of the value.
    fn value(&mut self, value: &Spanned<DeValue<'_>>, kind: &Kind) {
        let span = value.span();
        match (kind, value.get_ref()) {
            (Kind::Table(keys), DeValue::Table(table)) => self.keys(table, keys, &span),
            (Kind::Form(form), DeValue::String(text)) => self.form(text, form, &span),
            (Kind::MapOf(form, inner), DeValue::Table(table)) => {
                table.keys().for_each(|name| self.form(name.get_ref(), form, &name.span()));
                self.value(value, &Kind::Map(inner));
            }
            (Kind::Map(inner), DeValue::Table(table)) => {
                table.iter().for_each(|(name, value)| self.item(&format!("`{}`", name.get_ref()), value, inner));
            }
            (Kind::List(inner), DeValue::Array(items)) => {
                items.iter().for_each(|value| self.item("an item", value, inner));
            }
            (Kind::Either(kinds), inner) => {
                if let Some(kind) = kinds.iter().find(|kind| kind.takes(inner)) {
                    self.value(value, kind);
                }
            }
            _ => {}
        }
    }

    /// Holds a value against what all values beside it are.
    fn item(&mut self, name: &str, value: &Spanned<DeValue<'_>>, kind: &Kind) {
        if kind.takes(value.get_ref()) {
            return self.value(value, kind);
        }
        let message = format!("{name} is {} here, and this is {}", kind.called(), called(value.get_ref()));
        let word = value.get_ref().as_str().and_then(|text| similar(text, kind.words()));
        self.tell(&value.span(), message, word);
    }

    /// Holds a text against its form.
    fn form(&mut self, text: &str, form: &Form, span: &Range<usize>) {
        if let Err(wrong) = (form.check)(text) {
            let error = self.file.error(span, wrong.message);
            self.diagnostics.push(match wrong.help {
                Some(help) => error.help(help),
                None => error,
            });
        }
    }

    fn unknown(&mut self, name: &str, keys: &[Key], span: &Range<usize>) {
        let message = format!("there is no setting `{name}`");
        let names = keys.iter().map(|key| key.name);
        match similar(name, names.clone()) {
            Some(meant) => self.tell(span, message, Some(meant)),
            None => {
                let known = names.map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
                self.diagnostics.push(self.file.error(span, message).help(format!("there are {known}")));
            }
        }
    }

    fn tell(&mut self, span: &Range<usize>, message: String, meant: Option<&str>) {
        let error = self.file.error(span, message);
        self.diagnostics.push(match meant {
            Some(meant) => error.help(format!("did you mean `{meant}`?")),
            None => error,
        });
    }
}

impl Kind {
    /// Whether a value is of the kind, whatever is in it.
    fn takes(&self, value: &DeValue<'_>) -> bool {
        match (self, value) {
            (Self::Bool, DeValue::Boolean(_))
            | (Self::Integer, DeValue::Integer(_))
            | (Self::Text | Self::Form(_), DeValue::String(_))
            | (Self::List(_), DeValue::Array(_))
            | (Self::Table(_) | Self::Map(_) | Self::MapOf(..), DeValue::Table(_))
            | (Self::False, DeValue::Boolean(false)) => true,
            (Self::Word(words), DeValue::String(text)) => words.contains(&text.as_ref()),
            (Self::Either(kinds), value) => kinds.iter().any(|kind| kind.takes(value)),
            _ => false,
        }
    }

    /// What it is, in words.
    fn called(&self) -> String {
        match self {
            Self::Bool => "`true` or `false`".to_owned(),
            Self::Integer => "a whole number".to_owned(),
            Self::Text | Self::Form(_) => "a text".to_owned(),
            Self::False => "`false`".to_owned(),
            Self::Word(words) => words.iter().map(|word| format!("`\"{word}\"`")).collect::<Vec<_>>().join(" or "),
            Self::List(inner) => match inner {
                Self::Text | Self::Form(_) => "a list of texts".to_owned(),
                Self::Table(_) => "a list of tables".to_owned(),
                _ => "a list".to_owned(),
            },
            Self::Table(keys) => {
                let names: Vec<_> = keys.iter().map(|key| format!("`{}`", key.name)).collect();
                format!("a table with {}", names.join(", "))
            }
            Self::Map(_) | Self::MapOf(..) => "a table".to_owned(),
            Self::Either(kinds) => kinds.iter().map(Self::called).collect::<Vec<_>>().join(" or "),
        }
    }

    /// The texts that it may be.
    fn words(&self) -> impl Iterator<Item = &'static str> + Clone {
        let kinds = if let Self::Either(kinds) = self { *kinds } else { std::slice::from_ref(self) };
        kinds.iter().flat_map(|kind| if let Self::Word(words) = kind { *words } else { &[] }).copied()
    }
}

/// What a value is, in words; a text itself, where it is not long.
fn called(value: &DeValue<'_>) -> String {
    match value {
        DeValue::String(text) if text.chars().count() <= 40 => format!("`{text:?}`"),
        DeValue::String(_) => "a text".to_owned(),
        DeValue::Integer(_) => "a whole number".to_owned(),
        DeValue::Float(_) => "a number".to_owned(),
        DeValue::Boolean(value) => format!("`{value}`"),
        DeValue::Datetime(_) => "a date".to_owned(),
        DeValue::Array(_) => "a list".to_owned(),
        DeValue::Table(_) => "a table".to_owned(),
    }
}

/// A sentence within another.
fn lowered(sentence: &str) -> String {
    let mut letters = sentence.trim_end_matches('.').chars();
    letters.next().map(|first| first.to_lowercase().chain(letters).collect()).unwrap_or_default()
}
