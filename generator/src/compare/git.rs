//! What a git repository has at a revision.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::called::Called;
use crate::Error;

/// A part of a revision in a folder.
pub(super) struct Checkout {
    /// What was asked for.
    pub(super) path: PathBuf,
    /// The file of settings, if it is there.
    pub(super) config: Option<PathBuf>,
    /// What people call what is there.
    pub(super) called: Called,
}

/// Writes what a revision has at a path into a folder, and all of it where a file of settings is there or that is asked for.
pub(super) fn checked_out(
    revision: &str,
    path: &str,
    config: &Path,
    whole: bool,
    folder: &Path,
) -> Result<Checkout, Error> {
    let git = Git::new(folder);
    let path = git.rooted(path)?;
    let is_tree = git.kind(revision, &path)? == "tree";
    let config = git.tracked(config).filter(|config| git.kind(revision, config).is_ok_and(|kind| kind == "blob"));
    let out = folder.join("tree");
    // Where the document of a folder is only the folder says, and where the overlays and the folder of a client are its settings.
    if is_tree || whole || config.is_some() {
        git.extract(revision, "", &out)?;
        let config = config.map(|config| out.join(config));
        return Ok(Checkout { path: out.join(path), config, called: Called::new(out, revision, "") });
    }
    let (parent, name) = path.rsplit_once('/').unwrap_or(("", &path));
    git.extract(revision, parent, &out)?;
    Ok(Checkout { path: out.join(name), config: None, called: Called::new(out, revision, parent) })
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

    /// The path from the repository's root of a file that may be given from the current folder; none where it is outside.
    fn tracked(&self, file: &Path) -> Option<String> {
        if file.is_absolute() {
            let root = Path::new(self.root.as_ref()?).canonicalize().ok()?;
            let folder = file.parent()?.canonicalize().ok()?;
            let path = folder.strip_prefix(root).ok()?.join(file.file_name()?);
            return Some(path.to_str()?.replace('\\', "/"));
        }
        self.rooted(&format!("./{}", file.to_str()?.replace('\\', "/"))).ok()
    }

    /// What a revision has at a path: `blob` or `tree`.
    fn kind(&self, revision: &str, path: &str) -> Result<String, Error> {
        let kind = self.says(&["cat-file", "-t", &format!("{revision}:{path}")])?;
        Ok(kind.trim().to_owned())
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
