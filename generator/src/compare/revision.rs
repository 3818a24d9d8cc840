//! One side of a comparison: a document, a folder with an `oasmith.lock`, or either of them at a revision of a git repository.

use std::path::{Path, PathBuf};

use super::{Called, Comparison, git};
use crate::settings::Settings;
use crate::{Error, Generator, lock, settings};

/// A document as it is or was.
///
/// What is read from git is in a temporary folder as long as this lives.
#[derive(Debug)]
pub struct Revision {
    generator: Generator,
    source: Source,
    /// The folder whose lock file gives the names.
    locked: Option<PathBuf>,
    /// What people call the folder.
    called: Option<Called>,
    /// Keeps the folder.
    _folder: Option<tempfile::TempDir>,
}

/// Who tells how the client is generated.
#[derive(Clone, Copy, Debug)]
enum Source {
    /// An `oasmith.toml`, which names its document or its folder.
    Client,
    /// The lock file of its folder, as far as that goes.
    Folder,
    /// Nobody: it is a document that no client names.
    Document,
    /// Nobody: it is a document of a revision that has no `oasmith.toml`, so that there were no settings.
    Unset,
}

impl Revision {
    /// Finds a document: `petstore.yaml`, a folder with an `oasmith.lock`, or `git:REV:PATH`, where the path is of either and
    /// from the repository's root, or from the current folder if it begins with `./`.
    ///
    /// What is the document or the folder of a client of `config`, which need not be there, is read with that client's settings;
    /// from git as `config` is at that revision.
    ///
    /// From git the folder of the document is read, so that a document may lie in several files; `whole` reads all folders.
    pub fn open(text: &str, config: &Path, whole: bool) -> Result<Self, Error> {
        let Some(rest) = text.strip_prefix("git:") else {
            return Self::at(Path::new(text), config.exists().then_some(config), Source::Document, None);
        };
        let Some((revision, path)) = rest.split_once(':').filter(|(one, other)| !one.is_empty() && !other.is_empty())
        else {
            return Err(Error::Settings(format!(
                "`{text}` is no `git:REV:PATH`, such as `git:main:spec/petstore.yaml`"
            )));
        };
        // To git it would be an option.
        if revision.starts_with('-') {
            return Err(Error::Settings(format!("`{text}` is no `git:REV:PATH`: no revision begins with `-`")));
        }
        let folder = tempfile::Builder::new().prefix("oasmith-").tempdir().map_err(Error::Io)?;
        let git::Checkout { path, config, called } = git::checked_out(revision, path, config, whole, folder.path())?;
        let source = if config.is_some() { Source::Document } else { Source::Unset };
        let read = Self::at(&path, config.as_deref(), source, Some(folder)).map_err(|error| called.error(error))?;
        Ok(Self { called: Some(called), ..read })
    }

    /// What is at a path; `document` is what a document is that no client names.
    fn at(
        path: &Path,
        config: Option<&Path>,
        document: Source,
        folder: Option<tempfile::TempDir>,
    ) -> Result<Self, Error> {
        let client = match config {
            Some(config) => client(config, path)?,
            None => None,
        };
        let (generator, source) = match client {
            Some(settings) => (Generator::of(settings), Source::Client),
            None if path.is_dir() => (Generator::from_folder(path)?, Source::Folder),
            None => (Generator::new(path), document),
        };
        let has_lock = match source {
            Source::Client | Source::Folder => generator.folder().join(lock::FILE).exists(),
            Source::Document | Source::Unset => false,
        };
        let locked = has_lock.then(|| generator.folder().to_owned());
        let generator = match &locked {
            Some(folder) => generator.names_of(folder),
            None => generator,
        };
        Ok(Self { generator, source, locked, called: None, _folder: folder })
    }

    /// A generator of its client. What no lock file gives names to has those that the lock file of the other side gives: that is
    /// what is kept when the crate is generated anew. A document that no client names is read as the other side is, so that like
    /// is compared with like.
    pub fn generator(&self, other: &Self) -> Generator {
        let generator = match (self.source, other.source) {
            (Source::Document, Source::Client) => other.generator.clone().borrowed(self.generator.spec()),
            (Source::Document | Source::Unset, Source::Folder) => {
                let selectors = other.generator.settings.only.iter().cloned();
                let generator = selectors.fold(self.generator.clone(), Generator::only);
                generator.borrowed(self.generator.spec())
            }
            _ => self.generator.clone(),
        };
        let mut generator = match (&self.locked, &other.locked) {
            (None, Some(folder)) => generator.names_of(folder),
            _ => generator,
        };
        generator.called = self.called.iter().chain(&other.called).cloned().collect();
        generator
    }
}

impl Generator {
    /// An error in which people find what was read from git.
    fn as_called(&self, error: Error) -> Error {
        self.called.iter().fold(error, |error, called| called.error(error))
    }

    /// The generator with its settings for another document, which may not have all that they name.
    fn borrowed(mut self, spec: &Path) -> Self {
        self.settings.spec = spec.to_owned();
        self.borrowed = true;
        self
    }
}

/// The client whose folder or document is at a path.
fn client(config: &Path, path: &Path) -> Result<Option<Settings>, Error> {
    let mut clients = settings::clients(config).map_err(Error::Config)?;
    if let Some(index) = clients.iter().position(|client| is_same(&client.out, path)) {
        return Ok(Some(clients.swap_remove(index)));
    }
    clients.retain(|client| is_same(&client.spec, path));
    if clients.len() > 1 {
        let names: Vec<String> = clients.iter().map(|client| format!("`{}`", client.name())).collect();
        return Err(Error::Settings(format!(
            "the document is that of several clients, {}: give the folder of one of them",
            names.join(" and ")
        )));
    }
    Ok(clients.pop())
}

/// Whether two paths are of one file or folder, which need not be there.
fn is_same(one: &Path, other: &Path) -> bool {
    let whole = |path: &Path| path.canonicalize().or_else(|_| std::path::absolute(path)).ok();
    whole(one).is_some_and(|one| whole(other) == Some(one))
}

impl Comparison {
    /// Compares the clients of two generators; both documents are read at once.
    pub fn of(old: &Generator, new: &Generator) -> Result<Self, Error> {
        let (old, new) = std::thread::scope(|scope| {
            let reading = scope.spawn(|| old.quiet_model().map_err(|error| old.as_called(error)));
            let new = new.quiet_model().map_err(|error| new.as_called(error));
            let old = reading.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
            (old, new)
        });
        Ok(super::compare(&old?, &new?))
    }

    /// Waives what an `oasmith.toml` lists, if it is there:
    ///
    /// ```toml
    /// [diff]
    /// waive = ["call-type-added", "property-removed-optional at /components/schemas/Pet"]
    /// ```
    pub fn waived_by(self, config: &Path) -> Result<Self, Error> {
        if !config.exists() {
            return Ok(self);
        }
        let settings = crate::settings::diff(config).map_err(Error::Config)?;
        self.waive(&settings.waive).map_err(|error| Error::Settings(format!("{}: {error}", config.display())))
    }
}
