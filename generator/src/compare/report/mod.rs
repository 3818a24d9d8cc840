//! How a comparison is shown.

mod json;
mod markdown;
mod text;

use super::{Bump, Comparison, Level};

/// How a comparison is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Format {
    /// For a terminal.
    Text,
    /// For a pull request.
    Markdown,
    /// For programs.
    Json,
}

impl Comparison {
    /// The comparison as a text.
    pub fn shown(&self, format: Format) -> String {
        match format {
            Format::Text => text::text(self),
            Format::Markdown => markdown::markdown(self),
            Format::Json => json::json(self),
        }
    }

    /// What it comes to, in a sentence.
    fn verdict(&self) -> String {
        let waived = match self.waived.len() {
            0 => String::new(),
            1 => ", 1 waived".to_owned(),
            count => format!(", {count} waived"),
        };
        if self.changes.is_empty() {
            return format!("Nothing has changed{waived}.");
        }
        let count = match self.changes.len() {
            1 => "1 change".to_owned(),
            count => format!("{count} changes"),
        };
        let levels = format!("{} on the wire, {} in Rust", noticed(self.wire()), noticed(self.rust()));
        let bump = match self.bump() {
            Bump::Major => "a major version, before 1.0 a minor one",
            Bump::Minor => "a minor version, before 1.0 a patch",
            Bump::Patch | Bump::None => "a patch",
        };
        format!("{count}{waived}: {levels}. That is {bump}.")
    }
}

/// A text of the document on one line: names may have anything in them, and terminals do what they are told.
fn plain(text: &str) -> String {
    text.chars().map(|one| if one.is_control() { ' ' } else { one }).collect()
}

fn noticed(level: Level) -> &'static str {
    match level {
        Level::None => "nothing noticed",
        Level::Additive => "additive",
        Level::Breaking => "breaking",
    }
}
