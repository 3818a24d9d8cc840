//! How people call what is read from git: by the revision and its path there, not by the folder that it was written to.

use std::path::{MAIN_SEPARATOR_STR, Path, PathBuf};

use crate::Error;
use crate::diagnostic::Diagnostics;

/// A folder with what a revision has, and what people call it.
#[derive(Clone, Debug)]
pub(crate) struct Called {
    folder: PathBuf,
    /// What its paths begin with instead, such as `git:main:`.
    name: String,
}

impl Called {
    /// What is in `folder` is what the revision has in `path`.
    pub(super) fn new(folder: PathBuf, revision: &str, path: &str) -> Self {
        let slash = if path.is_empty() { "" } else { "/" };
        Self { folder, name: format!("git:{revision}:{path}{slash}") }
    }

    /// An error in which paths are as people call them.
    pub(crate) fn error(&self, error: Error) -> Error {
        match error {
            Error::Document(diagnostics) => Error::Document(self.diagnostics(diagnostics)),
            Error::Config(diagnostics) => Error::Config(self.diagnostics(diagnostics)),
            Error::Settings(message) => Error::Settings(self.text(&message)),
            Error::Lock(message) => Error::Lock(self.text(&message)),
            other => other,
        }
    }

    fn diagnostics(&self, mut diagnostics: Diagnostics) -> Diagnostics {
        for one in diagnostics.iter_mut() {
            one.message = self.text(&one.message);
            one.help = one.help.take().map(|help| self.text(&help));
            if let Some(place) = &mut one.place
                && let Ok(rest) = place.file.strip_prefix(&self.folder)
            {
                place.file = PathBuf::from(format!("{}{}", self.name, slashed(rest)));
            }
        }
        diagnostics
    }

    fn text(&self, text: &str) -> String {
        let folder = self.folder.display();
        let inside = text.replace(&format!("{folder}{MAIN_SEPARATOR_STR}"), &self.name);
        inside.replace(&folder.to_string(), self.name.trim_end_matches('/'))
    }
}

/// A path as git writes it.
fn slashed(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/")
}
