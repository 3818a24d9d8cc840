//! `oasmith.lock`: what was generated into a crate's folder, and the Rust names that the document's parts have there.
//!
//! It is checked in beside the generated code. Invariant: its text depends on the document, the settings and the generator
//! alone, with an entry a line, so that it differs where they do and merges as the code beside it.

mod conflict;
mod digest;
mod path;
mod renamed;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use syn::ext::IdentExt as _;
use syn::parse::Parser as _;

use crate::document::Document;
use crate::emit::File;
use crate::model::Names;
use crate::settings::{Selector, Settings};
use conflict::Conflict;
pub use renamed::Renamed;
pub(crate) use renamed::renames;

/// What the file is called.
pub(crate) const FILE: &str = "oasmith.lock";

/// The version of the format, which is another only where an older generator would read it wrongly.
const VERSION: u32 = 1;

const HEAD: &str = "# Written by `oasmith generate`: check it in, and do not edit. Files that are not listed here are never touched, and\n\
                    # what is named here keeps its name.\n\n";

/// What the file says.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Lock {
    version: u32,
    /// The version of the generator that wrote it.
    pub(crate) generator: String,
    document: Described,
    /// The files that are generated, by their paths in the folder, and a hash of each.
    #[serde(default)]
    files: BTreeMap<String, String>,
    #[serde(default)]
    pub(crate) names: Names,
}

/// The document that the folder was generated from.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Described {
    /// From the lock's folder, with `/` between the parts.
    path: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    overlays: Vec<String>,
    /// What is wanted of it; nothing where all of it is.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    only: Vec<Selector>,
    /// Of all files that were read.
    sha256: String,
}

/// What all versions of the format say.
#[derive(Deserialize)]
struct Head {
    version: u32,
    #[serde(default)]
    generator: Option<String>,
}

impl Lock {
    /// That of a client which is about to be written.
    pub(crate) fn new(settings: &Settings, document: &Document, files: &[File], names: &Names) -> Self {
        let from_here = |path: &PathBuf| path::relative(path, &settings.out);
        let described = Described {
            path: from_here(&settings.spec),
            overlays: settings.overlays.iter().map(from_here).collect(),
            only: settings.only.clone(),
            sha256: digest::of_all(document.texts()),
        };
        let files = files.iter().map(|file| (file.path.clone(), digest::short(&file.text))).collect();
        let generator = env!("CARGO_PKG_VERSION").to_owned();
        Self { version: VERSION, generator, document: described, files, names: names.clone() }
    }

    /// Reads the lock of a folder, if it has one. Where its two sides are in conflict, they are settled if that is asked for.
    pub(crate) fn read(folder: &Path, settle: bool) -> Result<Option<Self>, String> {
        let path = folder.join(FILE);
        let told = |error: String| format!("{}: {error}", path.display());
        let text = match fs::read_to_string(&path) {
            Ok(text) => text.replace("\r\n", "\n"),
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(told(error.to_string())),
        };
        let lock = match conflict::sides(&text) {
            None => Self::parse(&text),
            Some(conflict) => {
                let sides = Self::parse(&conflict.ours).and_then(|ours| Ok((ours, Self::parse(&conflict.theirs)?)));
                match sides {
                    Ok((ours, theirs)) if settle => Ok(ours.with(theirs)),
                    Ok((ours, theirs)) => Err(conflict.message() + &Conflict::lost(&ours.edited(&theirs, folder))),
                    Err(_) if !settle => Err(conflict.message()),
                    Err(error) => Err(format!("it has a conflict of which a side is broken: {error}")),
                }
            }
        };
        lock.map(Some).map_err(told)
    }

    fn parse(text: &str) -> Result<Self, String> {
        let mend = "restore it from version control; without it names are given anew";
        let told = |error: toml::de::Error| format!("{}\n{mend}", error.to_string().trim_end());
        let head: Head = toml::from_str(text).map_err(told)?;
        if head.version > VERSION {
            let version = head.generator.unwrap_or_default();
            return Err(format!(
                "oasmith {version} wrote it in a format that this version does not know: use that one"
            ));
        }
        let lock: Self = toml::from_str(text).map_err(told)?;
        let Some(doubtful) = lock.doubtful() else { return Ok(lock) };
        let quoted = format!("\"{doubtful}\"");
        let line = text.lines().position(|line| line.contains(&quoted));
        let line = line.map(|index| format!("line {}: ", index + 1)).unwrap_or_default();
        Err(format!("{line}`{doubtful}` can be no path or name in a generated crate\n{mend}"))
    }

    /// A path that leads out of the folder, or a name that is none.
    fn doubtful(&self) -> Option<&str> {
        let is_name = |name: &&String| syn::Ident::parse_any.parse_str(name).is_ok_and(|ident| ident == name.as_str());
        let path = self.files.keys().find(|path| !path::is_inside(path));
        path.or_else(|| self.names.0.values().flat_map(|names| names.values()).find(|name| !is_name(name)))
            .map(String::as_str)
    }

    /// The files of a folder that are as neither of two sides generated them, and whether the sides generated them differently, so
    /// that version control may have merged them.
    fn edited(&self, other: &Self, folder: &Path) -> Vec<(PathBuf, bool)> {
        let listed: BTreeSet<&str> = self.files().chain(other.files()).collect();
        let edited = listed.into_iter().filter_map(|path| {
            let text = fs::read(folder.join(path)).ok()?;
            let text = String::from_utf8_lossy(&text);
            let is_known = [self, other].iter().any(|side| side.is_as_generated(path, &text));
            (!is_known).then(|| (folder.join(path), self.files.get(path) != other.files.get(path)))
        });
        edited.collect()
    }

    /// What two sides say that were in conflict: names that both gave are those of this side. It describes no document, so that
    /// it is stale in any case.
    fn with(mut self, other: Self) -> Self {
        self.document.sha256.clear();
        for (path, hash) in other.files {
            self.files.entry(path).or_insert(hash);
        }
        for (place, names) in other.names.0 {
            let own = self.names.0.entry(place).or_default();
            for (part, name) in names {
                own.entry(part).or_insert(name);
            }
        }
        self
    }

    /// The text of the file.
    pub(crate) fn text(&self) -> Result<String, toml::ser::Error> {
        Ok(format!("{HEAD}{}", toml::to_string(self)?))
    }

    /// Whether the other says the same, but for the generator and where the document is: neither is a matter of the code.
    pub(crate) fn agrees_with(&self, other: &Self) -> bool {
        let pairs = || self.names.0.values().zip(other.names.0.values());
        self.version == other.version
            && self.document.sha256 == other.document.sha256
            && self.files == other.files
            && self.names == other.names
            // Their order is that of the generated code.
            && pairs().all(|(one, other)| one.keys().eq(other.keys()))
    }

    /// Whether a file is as it was generated.
    pub(crate) fn is_as_generated(&self, path: &str, text: &str) -> bool {
        self.files.get(path).is_some_and(|hash| *hash == digest::short(text))
    }

    /// The paths of the files that are generated.
    pub(crate) fn files(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(String::as_str)
    }

    /// The document and its overlays, as seen from where the folder is seen.
    pub(crate) fn sources(&self, folder: &Path) -> (PathBuf, Vec<PathBuf>) {
        let overlays = self.document.overlays.iter().map(|path| folder.join(path)).collect();
        (folder.join(&self.document.path), overlays)
    }

    /// What is wanted of the document.
    pub(crate) fn only(&self) -> &[Selector] {
        &self.document.only
    }
}

#[cfg(test)]
mod tests;
