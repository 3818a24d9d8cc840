//! Types that the settings have for schemas and for formats, instead of those that would be generated.

use std::collections::BTreeSet;
use std::rc::Rc;

use openapiv3::Schema;

use super::Lowering;
use super::home::Home;
use super::kinds::Kinds;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Pointer, Setting, Severity, similar};
use crate::model::{Dates, Shape, Type};
use crate::settings::DateLibrary;

impl Lowering<'_> {
    /// The type that the settings have for a format, of texts, numbers or booleans.
    pub(super) fn of_format(&mut self, kinds: Kinds, format: Option<&str>) -> Option<Type> {
        let format = format?;
        if ![Kinds::STRING, Kinds::INTEGER, Kinds::NUMBER, Kinds::BOOLEAN].contains(&kinds) {
            return None;
        }
        self.formats.insert(format.to_owned());
        if let Some(path) = self.settings.formats.get(format) {
            // It is told once, wherever the format is.
            return self.foreign(&Pointer::root(), Setting::value(["formats", format]), format, path);
        }
        let dates = match self.settings.dates {
            DateLibrary::Chrono => Dates::Chrono,
            DateLibrary::Time => Dates::Time,
            DateLibrary::Jiff => Dates::Jiff,
            DateLibrary::String => {
                return (kinds == Kinds::STRING && matches!(format, "date" | "date-time")).then_some(Type::String);
            }
        };
        match (kinds, format) {
            (Kinds::STRING, "date") => Some(Type::Date(dates)),
            (Kinds::STRING, "date-time") => Some(Type::DateTime(dates)),
            _ => None,
        }
    }

    /// Defines a schema that the settings have a type for as that; whether they have one.
    pub(super) fn foreign_schema(
        &mut self,
        wire: &str,
        at: &Pointer,
        schema: Option<&Rc<Schema>>,
        home: &Home,
    ) -> bool {
        let settings = self.settings;
        let Some(path) = settings.types.get(wire) else { return false };
        let Some(ty) = self.foreign(at, Setting::value(["types", wire]), wire, path) else { return false };
        let docs = schema.map(|schema| self.merged(at, schema, home).docs).unwrap_or_default();
        self.define(at, home, &docs, Shape::Alias(ty));
        true
    }

    fn foreign(&mut self, at: &Pointer, setting: Setting, of: &str, path: &str) -> Option<Type> {
        let parsed = syn::parse_str::<syn::TypePath>(path);
        if parsed.is_err() {
            let message = format!("`{path}`, the type that is set for `{of}`, is no path of a type in Rust");
            let help = "write it as `::rust_decimal::Decimal`";
            let error = Diagnostic::new(Code::Settings, Severity::Error, at, message).set_by(setting);
            self.diagnostics.push(error.help(help));
            return None;
        }
        // What is of another crate is of no module that may be called so.
        let is_bare = path.contains("::") && !path.starts_with("::") && !path.starts_with("crate::");
        Some(Type::Foreign(if is_bare { format!("::{path}") } else { path.to_owned() }))
    }

    /// Tells of types that are set for what the document does not have.
    pub(super) fn unmet_types(&mut self, schemas: &BTreeSet<&str>) {
        for wire in self.settings.types.keys().filter(|wire| !schemas.contains(wire.as_str())) {
            let what = format!("a type is set for the schema `{wire}`");
            tell(self.diagnostics, ["types", wire], &what, schemas.iter().copied());
        }
        for format in self.settings.formats.keys().filter(|format| !self.formats.contains(*format)) {
            let known = self.formats.iter().map(String::as_str);
            tell(self.diagnostics, ["formats", format], &format!("a type is set for the format `{format}`"), known);
        }
    }
}

/// Tells that the document has not what a setting, a table and the name in it, is about, and what may be meant.
pub(super) fn tell<'a>(
    diagnostics: &mut Diagnostics,
    keys @ [_, name]: [&str; 2],
    what: &str,
    known: impl Iterator<Item = &'a str>,
) {
    let message = format!("{what}, but the document has none");
    let error = Diagnostic::of_setting(Setting::key(keys), message);
    diagnostics.push(match similar(name, known) {
        Some(meant) => error.help(format!("did you mean `{meant}`?")),
        None => error,
    });
}
