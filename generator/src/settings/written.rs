//! Where in `oasmith.toml` a setting is written.

use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::Settings;
use super::check::File;
use crate::diagnostic::{Diagnostics, Place, Setting};

/// What the settings call all types.
const ALL: &str = "*";

/// The table of a client in the file that it was read from.
#[derive(Clone, Debug)]
pub(crate) struct Written {
    pub(super) path: Arc<Path>,
    pub(super) text: Arc<str>,
    /// Which of the clients it is.
    pub(super) client: usize,
}

impl Settings {
    /// Gives what is about settings the places of these. What is not of a file has none, unless it is about a part of the
    /// document too.
    pub(crate) fn locate(&self, diagnostics: &mut Diagnostics) {
        for diagnostic in diagnostics.iter_mut() {
            let Some(setting) = &diagnostic.setting else { continue };
            let place = self.written.as_ref().and_then(|written| written.place(setting));
            if place.is_some() || diagnostic.pointer.as_str().is_empty() {
                (diagnostic.place, diagnostic.file) = (place, None);
            }
        }
    }

    /// The line of a setting, where it is of a file.
    pub(crate) fn line(&self, setting: &Setting) -> Option<usize> {
        Some(self.written.as_ref()?.place(setting)?.line)
    }
}

impl Written {
    /// The place of a setting.
    pub(super) fn place(&self, setting: &Setting) -> Option<Place> {
        let table = DeTable::parse(&self.text).ok()?;
        let clients = table.get_ref().get("client")?.get_ref().as_array()?;
        let span = span(clients.get(self.client)?, &setting.keys, setting.is_key)?;
        Some(File { path: &self.path, text: &self.text }.place(&span))
    }
}

/// The bytes of what keys lead to, or of the last of them.
fn span(value: &Spanned<DeValue<'_>>, keys: &[String], is_key: bool) -> Option<Range<usize>> {
    let Some((first, rest)) = keys.split_first() else { return Some(value.span()) };
    match value.get_ref() {
        DeValue::Table(table) => {
            let (key, value) = table.iter().find(|(key, _)| key.get_ref() == first)?;
            if rest.is_empty() && is_key { Some(key.span()) } else { span(value, rest, is_key) }
        }
        DeValue::Array(items) => {
            let item = items.iter().find(|item| item.get_ref().as_str() == Some(first.as_str()));
            // What is set for all types may be a list of its own.
            item.map(Spanned::span).or_else(|| if first == ALL { span(value, rest, is_key) } else { None })
        }
        _ => None,
    }
}
