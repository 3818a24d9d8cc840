//! A generated client as text.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fs;
use std::path::Path;

use oasmith::model::Names;
use oasmith::{Generator, Runtime};

use super::lines;

/// The files of a client, and the names that its lock file gives.
pub(super) struct Client {
    /// By their paths in the crate.
    pub(super) files: BTreeMap<String, String>,
    pub(super) lock: String,
    /// By the place of what they are part of, and by what they are called there.
    pub(super) names: BTreeMap<String, BTreeMap<String, String>>,
}

/// What of a lock file is looked at.
#[derive(serde::Deserialize)]
struct Lock {
    #[serde(default)]
    names: BTreeMap<String, BTreeMap<String, String>>,
}

const LOCK: &str = "oasmith.lock";

impl Client {
    /// Generates the client of a document over what is in the folder.
    pub(super) fn generate(document: &Path, out: &Path) -> Result<Self, Box<dyn Error>> {
        let generator = Generator::new(document).out_dir(out).name("client");
        let generator = generator.runtime(Runtime::Path("runtime".to_owned()));
        let report = generator.generate().map_err(|error| format!("{}: {error}", document.display()))?;
        let mut files = BTreeMap::new();
        for path in report.changes.written.iter().chain(&report.changes.unchanged) {
            let name = path.strip_prefix(out)?.components().map(|part| part.as_os_str().to_string_lossy());
            files.insert(name.collect::<Vec<_>>().join("/"), fs::read_to_string(path)?);
        }
        files.remove(LOCK);
        let lock = fs::read_to_string(out.join(LOCK))?;
        let Lock { names } = toml::from_str(&lock)?;
        Ok(Self { files, lock, names })
    }

    /// The files that change, and how many lines of each.
    pub(super) fn changed(&self, new: &Self) -> Vec<(String, usize)> {
        let paths: BTreeSet<&String> = self.files.keys().chain(new.files.keys()).collect();
        let text = |client: &Self, path: &str| client.files.get(path).cloned().unwrap_or_default();
        let changed = paths.into_iter().map(|path| (path.clone(), lines::changed(&text(self, path), &text(new, path))));
        changed.filter(|(_, lines)| *lines > 0).collect()
    }

    /// What both have by different names: the place, the old name and the new one. What examples call is no name of theirs.
    pub(super) fn renamed<'c>(&'c self, new: &'c Self) -> impl Iterator<Item = (String, String, String)> + 'c {
        let named = self.names.iter().filter(|(of, _)| of.as_str() != Names::EXAMPLES);
        named.flat_map(move |(of, parts)| {
            let others = new.names.get(of);
            parts.iter().filter_map(move |(part, name)| {
                let other = others?.get(part)?;
                (other != name).then(|| (format!("{of} {part}"), name.clone(), other.clone()))
            })
        })
    }
}
