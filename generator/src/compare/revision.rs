//! One side of a comparison: a document, a folder with an `oasmith.lock`, or either of them at a revision of a git repository.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::Comparison;
use crate::{Error, Generator};

/// A document as it is or was.
///
/// What is read from git is in a temporary folder as long as this lives.
#[derive(Debug)]
pub struct Revision {
    generator: Generator,
    /// The folder whose lock file gives the names.
    locked: Option<PathBuf>,
    /// Keeps the folder.
    _folder: Option<tempfile::TempDir>,
}

impl Revision {
    /// Finds a document: `petstore.yaml`, a folder with an `oasmith.lock`, or `git:REV:PATH`, where the path is of either and
    /// from the repository's root, or from the current folder if it begins with `./`.
    ///
    /// From git the folder of the document is read, so that a document may lie in several files; `whole` reads all folders.
    pub fn open(text: &str, whole: bool) -> Result<Self, Error> {
        let Some(rest) = text.strip_prefix("git:") else { return Self::at(Path::new(text).to_owned(), None) };
        let Some((revision, path)) = rest.split_once(':').filter(|(one, other)| !one.is_empty() && !other.is_empty())
        else {
            return Err(Error::Settings(format!(
                "`{text}` is no `git:REV:PATH`, such as `git:main:spec/petstore.yaml`"
            )));
        };
        let folder = tempfile::Builder::new().prefix("oasmith-").tempdir().map_err(Error::Io)?;
        Self::at(checked_out(revision, path, whole, folder.path())?, Some(folder))
    }

    fn at(path: PathBuf, folder: Option<tempfile::TempDir>) -> Result<Self, Error> {
        let is_folder = path.is_dir();
        let generator = if is_folder { Generator::from_folder(&path)? } else { Generator::new(&path) };
        Ok(Self { generator, locked: is_folder.then_some(path), _folder: folder })
    }

    /// A generator of its client. A document has the names that the lock file of the other side gives, and of it is wanted what
    /// is wanted there: that is what is kept when the crate is generated anew.
    pub fn generator(&self, other: &Self) -> Generator {
        let generator = self.generator.clone();
        match (&self.locked, &other.locked) {
            (None, Some(folder)) => {
                let selectors = other.generator.settings.only.iter().cloned();
                selectors.fold(generator.names_of(folder), Generator::only)
            }
            _ => generator,
        }
    }
}

/// Writes what a revision has at a path into a folder; where it is there.
fn checked_out(revision: &str, path: &str, whole: bool, folder: &Path) -> Result<PathBuf, Error> {
    let git = Git::new(folder);
    let path = git.rooted(path)?;
    let is_tree = git.says(&["cat-file", "-t", &format!("{revision}:{path}")])?.trim() == "tree";
    let out = folder.join("tree");
    // Where the document of a folder is only the folder says.
    if is_tree || whole {
        git.extract(revision, "", &out)?;
        return Ok(out.join(path));
    }
    let (parent, name) = path.rsplit_once('/').unwrap_or(("", &path));
    git.extract(revision, parent, &out)?;
    Ok(out.join(name))
}

/// The repository of the current folder, read by an index of its own, so that it stays as it is.
struct Git {
    /// The repository's root; none where it has no folder.
    root: Option<String>,
    index: PathBuf,
}

impl Git {
    fn new(folder: &Path) -> Self {
        let found = Self { root: None, index: folder.join("index") };
        let root = found.says(&["rev-parse", "--show-toplevel"]).ok();
        Self { root: root.map(|path| path.trim_end().to_owned()), ..found }
    }

    /// A path from the repository's root, of one that may be from the current folder.
    fn rooted(&self, path: &str) -> Result<String, Error> {
        let begins = |start: &str| path == start || path.strip_prefix(start).is_some_and(|rest| rest.starts_with('/'));
        let mut parts = Vec::new();
        let here = if begins(".") || begins("..") {
            let elsewhere = Self { root: None, index: self.index.clone() };
            elsewhere.says(&["rev-parse", "--show-prefix"])?
        } else {
            String::new()
        };
        for part in here.trim_end().split('/').chain(path.split('/')) {
            match part {
                "" | "." => {}
                ".." if parts.pop().is_none() => {
                    return Err(Error::Settings(format!("`{path}` is outside the repository")));
                }
                ".." => {}
                part => parts.push(part),
            }
        }
        Ok(parts.join("/"))
    }

    /// Writes a folder of a revision. Links become files, so that they lead nowhere.
    fn extract(&self, revision: &str, path: &str, out: &Path) -> Result<(), Error> {
        let tree = self.says(&["rev-parse", "--verify", "--end-of-options", &format!("{revision}:{path}")])?;
        self.says(&["read-tree", tree.trim()])?;
        let prefix = format!("--prefix={}/", out.display());
        self.says(&["-c", "core.symlinks=false", "checkout-index", "--all", "--force", &prefix])?;
        Ok(())
    }

    fn says(&self, arguments: &[&str]) -> Result<String, Error> {
        let mut command = Command::new("git");
        command.args(self.root.iter().flat_map(|root| ["-C", root])).args(arguments);
        let output = command.env("GIT_INDEX_FILE", &self.index).output();
        let output = output.map_err(|error| Error::Settings(format!("`git` cannot be run: {error}")))?;
        if output.status.success() {
            return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
        }
        let said = String::from_utf8_lossy(&output.stderr);
        let reason = said.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or("it failed and says nothing");
        Err(Error::Settings(format!("git: {}", reason.trim_start_matches("fatal: "))))
    }
}

impl Comparison {
    /// Compares the clients of two generators; both documents are read at once.
    pub fn of(old: &Generator, new: &Generator) -> Result<Self, Error> {
        let (old, new) = std::thread::scope(|scope| {
            let reading = scope.spawn(|| old.model());
            let new = new.model();
            let old = reading.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
            (old, new)
        });
        Ok(super::compare(&old?.0, &new?.0))
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
