//! What the generator has to say about a document, and where in it.

mod code;
mod fix;
mod overlay;
mod pointer;
mod setting;
mod similar;

use std::collections::HashSet;
use std::fmt;
use std::path::{Path, PathBuf};

use serde::Serialize;

pub use code::Code;
pub use fix::{Action, Change, Fix};
pub use pointer::Pointer;
pub(crate) use setting::Setting;
pub(crate) use similar::similar;

/// How much a diagnostic weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The client is right; this is worth knowing.
    Note,
    /// Something of the document is not in the client, or not as exactly as the document states it.
    Warning,
    /// The document cannot become a client.
    Error,
}

/// A line and column of a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Place {
    /// The file, as it was given.
    pub file: PathBuf,
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
    /// How many characters it is long on that line; none where it goes on to the line's end.
    pub length: Option<usize>,
    /// The line's text, or what of a long line is near the place.
    #[serde(skip)]
    pub(crate) text: String,
    /// How many characters of `text` are before the place.
    #[serde(skip)]
    pub(crate) before: usize,
}

impl Place {
    /// A place of which the text is not known.
    pub(crate) fn new(file: &Path, line: usize, column: usize) -> Self {
        Self {
            file: file.to_owned(),
            line,
            column,
            length: None,
            text: String::new(),
            before: column.saturating_sub(1),
        }
    }

    /// Whether the text begins later than the line.
    pub(crate) fn is_cut(&self) -> bool {
        self.column > self.before + 1
    }
}

/// One thing that the generator has to say about a document. Its [`Display`](fmt::Display) is that of `rustc`: what is the
/// matter, the line of the document with the place underlined, and what to do.
///
/// In the JSON of `--report` it is an object, the same that serde writes:
///
/// ```json
/// {
///   "code": "unknown-field",
///   "severity": "warning",
///   "pointer": "/info/titel",
///   "place": { "file": "pets.yaml", "line": 3, "column": 3, "length": 5 },
///   "message": "the Info Object has no field `titel`; it is ignored",
///   "help": "did you mean `title`?",
///   "fix": [{ "target": "$['info']['titel']", "remove": true }]
/// }
/// ```
///
/// `place`, its `length`, `help` and `fix` may be null. `severity` is `note`, `warning` or `error`; `code` is one of those that
/// `oasmith explain` lists. `fix` has the actions of an [overlay](https://spec.openapis.org/overlay/v1.0.0) that mends the
/// document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Diagnostic {
    /// What kind of diagnostic it is.
    pub code: Code,
    /// How much it weighs.
    pub severity: Severity,
    /// Where in the document.
    pub pointer: Pointer,
    /// Where in the file, as soon as it has been looked up; in `oasmith.toml` where a setting of it is meant.
    pub place: Option<Place>,
    /// What is the matter, in a sentence without a full stop.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
    /// How an overlay would mend the document for good, if that is plain.
    pub fix: Option<Fix>,
    /// Which of the document's files the pointer leads into, as soon as that is known.
    #[serde(skip)]
    pub(crate) file: Option<usize>,
    /// The setting that it is about, of which the place is told then.
    #[serde(skip)]
    pub(crate) setting: Option<Setting>,
}

/// The diagnostics of a run, in the order in which they were found.
#[derive(Clone, Debug, Default, Serialize)]
#[serde(transparent)]
pub struct Diagnostics(Vec<Diagnostic>);

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        })
    }
}

impl Diagnostic {
    /// A diagnostic without help.
    pub fn new(code: Code, severity: Severity, pointer: &Pointer, message: impl Into<String>) -> Self {
        Self {
            code,
            severity,
            pointer: pointer.clone(),
            place: None,
            message: message.into(),
            help: None,
            fix: None,
            file: None,
            setting: None,
        }
    }

    /// An error of a setting that is about no part of the document.
    pub(crate) fn of_setting(setting: Setting, message: impl Into<String>) -> Self {
        Self::new(Code::Settings, Severity::Error, &Pointer::root(), message).set_by(setting)
    }

    /// The same with the setting that it is about.
    pub(crate) fn set_by(mut self, setting: Setting) -> Self {
        self.setting = Some(setting);
        self
    }

    /// The same with a word on what to do.
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// The same with what would mend the document for good.
    pub fn fix(mut self, fix: Fix) -> Self {
        self.fix = Some(fix);
        self
    }
}

impl Diagnostics {
    /// Adds one.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.0.push(diagnostic);
    }

    /// Adds an error.
    pub fn error(&mut self, code: Code, pointer: &Pointer, message: impl Into<String>) {
        self.push(Diagnostic::new(code, Severity::Error, pointer, message));
    }

    /// Adds a warning.
    pub fn warning(&mut self, code: Code, pointer: &Pointer, message: impl Into<String>) {
        self.push(Diagnostic::new(code, Severity::Warning, pointer, message));
    }

    /// Adds a note.
    pub fn note(&mut self, code: Code, pointer: &Pointer, message: impl Into<String>) {
        self.push(Diagnostic::new(code, Severity::Note, pointer, message));
    }

    /// Whether one of them is an error.
    pub fn has_errors(&self) -> bool {
        self.0.iter().any(|diagnostic| diagnostic.severity == Severity::Error)
    }

    /// Sorts them by file and line, and forgets what was said before of the same place.
    pub(crate) fn in_order(&mut self) {
        let mut seen = HashSet::new();
        self.0.retain(|one| seen.insert((one.code, one.file, one.pointer.clone(), one.message.clone())));
        let place = |one: &Diagnostic| one.place.as_ref().map(|place| (place.line, place.column));
        self.0.sort_by_key(|one| (one.file, place(one)));
    }

    /// Forgets those that a function does not keep.
    pub(crate) fn retain(&mut self, keep: impl FnMut(&Diagnostic) -> bool) {
        self.0.retain(keep);
    }

    /// How many there are of a severity.
    pub fn count(&self, severity: Severity) -> usize {
        self.0.iter().filter(|diagnostic| diagnostic.severity == severity).count()
    }

    /// All of them.
    pub fn iter(&self) -> std::slice::Iter<'_, Diagnostic> {
        self.0.iter()
    }

    /// All of them, to be completed.
    pub fn iter_mut(&mut self) -> std::slice::IterMut<'_, Diagnostic> {
        self.0.iter_mut()
    }
}

impl<'a> IntoIterator for &'a Diagnostics {
    type Item = &'a Diagnostic;
    type IntoIter = std::slice::Iter<'a, Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}
