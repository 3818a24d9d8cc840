//! One side of a comparison: a document, a folder with an `oasmith.lock`, or either of them at a revision of a git repository.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde::Deserialize;

use super::Comparison;
use crate::{Error, Generator};

/// The file that says which document a crate is generated from.
const LOCK: &str = "oasmith.lock";

/// A document as it is or was.
///
/// What is read from git is in a temporary folder as long as this lives.
#[derive(Debug)]
pub struct Revision {
    document: PathBuf,
    name: String,
    /// Keeps the folder.
    _folder: Option<tempfile::TempDir>,
}

/// What is read of the file that says which document a crate is generated from.
#[derive(Deserialize)]
struct Lock {
    document: Document,
}

#[derive(Deserialize)]
struct Document {
    path: PathBuf,
}

impl Revision {
    /// Finds a document: `petstore.yaml`, a folder with an `oasmith.lock`, or `git:REV:PATH`, where the path is of either and
    /// from the repository's root, or from the current folder if it begins with `./`.
    ///
    /// From git the folder of the document is read, so that a document may lie in several files; `whole` reads all folders.
    pub fn open(text: &str, whole: bool) -> Result<Self, Error> {
        let Some(rest) = text.strip_prefix("git:") else {
            let path = Path::new(text);
            let document = if path.is_dir() { locked(path)? } else { path.to_owned() };
            return Ok(Self { document, name: text.to_owned(), _folder: None });
        };
        let Some((revision, path)) = rest.split_once(':').filter(|(one, other)| !one.is_empty() && !other.is_empty())
        else {
            return Err(Error::Settings(format!(
                "`{text}` is no `git:REV:PATH`, such as `git:main:spec/petstore.yaml`"
            )));
        };
        let folder = tempfile::Builder::new().prefix("oasmith-").tempdir().map_err(Error::Io)?;
        let document = checked_out(revision, path, whole, folder.path())?;
        Ok(Self { document, name: text.to_owned(), _folder: Some(folder) })
    }

    /// Where the document is.
    pub fn document(&self) -> &Path {
        &self.document
    }

    /// What it was asked for by.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// A generator of its client.
    pub fn generator(&self) -> Generator {
        Generator::new(&self.document)
    }
}

/// The document of a folder.
fn locked(folder: &Path) -> Result<PathBuf, Error> {
    let path = folder.join(LOCK);
    let told = |what: &dyn std::fmt::Display| Error::Settings(format!("{}: {what}", path.display()));
    let text = std::fs::read_to_string(&path).map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => told(&"a folder needs this file to be compared; else give its document"),
        _ => told(&error),
    })?;
    let lock: Lock = toml::from_str(&text).map_err(|error| told(&error))?;
    Ok(folder.join(lock.document.path))
}

/// Writes what a revision has at a path into a folder; the document there.
fn checked_out(revision: &str, path: &str, whole: bool, folder: &Path) -> Result<PathBuf, Error> {
    let git = Git::new(folder);
    let path = git.rooted(path)?;
    let is_tree = git.says(&["cat-file", "-t", &format!("{revision}:{path}")])?.trim() == "tree";
    let out = folder.join("tree");
    // Where the document of a folder is only the folder says.
    if is_tree || whole {
        git.extract(revision, "", &out)?;
        return if is_tree { locked(&out.join(path)) } else { Ok(out.join(path)) };
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
        let settings = crate::settings::diff(config).map_err(Error::Settings)?;
        self.waive(&settings.waive).map_err(|error| Error::Settings(format!("{}: {error}", config.display())))
    }
}
