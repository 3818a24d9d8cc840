//! The pairs of documents, and where they come from.

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::sample::hash;

/// A document and what became of it.
pub(super) struct Pair {
    /// How it is printed.
    pub(super) name: String,
    pub(super) old: Arc<Edition>,
    pub(super) new: Arc<Edition>,
}

/// A version of a document.
pub(super) struct Edition {
    /// The name of its crate: the same for the same text and the same settings.
    pub(super) name: String,
    pub(super) text: String,
    /// What an `oasmith.toml` says of its client beside the document and the folder.
    pub(super) settings: String,
    /// How the file's name ends, by which its format is told.
    pub(super) extension: String,
}

impl Edition {
    fn new(text: String, extension: &str, settings: &str) -> Arc<Self> {
        let all = if settings.is_empty() { text.clone() } else { format!("{text}\n---\n{settings}") };
        let name = format!("client_{:016x}", hash(0, &all));
        Arc::new(Self { name, text, settings: settings.to_owned(), extension: extension.to_owned() })
    }
}

/// The pairs of these files and folders, or of the tests of `diff`, and of real documents where that is asked for.
pub(super) fn pairs(given: &[PathBuf], history: bool, only: Option<&str>) -> Result<Vec<Pair>, Box<dyn Error>> {
    let mut paths = given.to_vec();
    if paths.is_empty() {
        paths = entries(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../generator/tests/diff"))?;
        // Settings are beside the pairs that are about them.
        paths.retain(|path| path.extension().is_none_or(|extension| extension != "toml"));
    }
    if history {
        let specs = std::env::var_os("OASMITH_SPECS").ok_or("set OASMITH_SPECS, or name folders")?;
        paths.extend(entries(&Path::new(&specs).join("history"))?);
    }
    let mut pairs = Vec::new();
    for path in paths {
        pairs.extend(if path.is_dir() { versions(&path)? } else { file(&path)? });
    }
    pairs.retain(|pair| only.is_none_or(|only| pair.name.contains(only)));
    if pairs.is_empty() { Err("there are no such pairs".into()) } else { Ok(pairs) }
}

fn entries(folder: &Path) -> Result<Vec<PathBuf>, Box<dyn Error>> {
    let read = fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let mut paths = read.map(|entry| entry.map(|entry| entry.path())).collect::<Result<Vec<_>, _>>()?;
    paths.sort();
    Ok(paths)
}

fn read(path: &Path) -> Result<String, Box<dyn Error>> {
    fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()).into())
}

fn stem(path: &Path) -> String {
    path.file_stem().unwrap_or_default().to_string_lossy().into_owned()
}

/// The pair in a file, there and back. Beside it may be the settings of both, or before, `---`, and after.
fn file(path: &Path) -> Result<Vec<Pair>, Box<dyn Error>> {
    let text = read(path)?;
    let (old, new) = text.split_once("\n---\n").ok_or_else(|| format!("{}: no `---`", path.display()))?;
    let beside = path.with_extension("toml");
    let settings = if beside.exists() { read(&beside)? } else { String::new() };
    let (before, after) = settings.split_once("---\n").unwrap_or((&settings, &settings));
    let old = Edition::new(format!("{old}\n"), "yaml", before);
    let new = Edition::new(new.to_owned(), "yaml", after);
    let back = Pair { name: format!("{} back", stem(path)), old: Arc::clone(&new), new: Arc::clone(&old) };
    Ok(vec![Pair { name: stem(path), old, new }, back])
}

/// Each version in a folder with the next one.
fn versions(folder: &Path) -> Result<Vec<Pair>, Box<dyn Error>> {
    let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let mut pairs = Vec::new();
    let mut before: Option<Arc<Edition>> = None;
    for path in entries(folder)? {
        let extension = path.extension().unwrap_or_default().to_string_lossy().into_owned();
        let new = Edition::new(read(&path)?, &extension, "");
        if let Some(old) = before.replace(Arc::clone(&new)) {
            pairs.push(Pair { name: format!("{name} {}", stem(&path)), old, new });
        }
    }
    Ok(pairs)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_a_pair_there_and_back() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("type-added.yaml");
        fs::write(&path, "a: 1\n---\na: 2\n").unwrap();
        let pairs = pairs(std::slice::from_ref(&path), false, None).unwrap();
        let told: Vec<_> =
            pairs.iter().map(|pair| (pair.name.as_str(), pair.old.text.as_str(), pair.new.text.as_str())).collect();
        assert_eq!(told, [("type-added", "a: 1\n", "a: 2\n"), ("type-added back", "a: 2\n", "a: 1\n")]);
        assert_eq!(pairs[0].old.name, pairs[1].new.name);
        let known = pairs[0].new.name.clone();
        fs::write(folder.path().join("type-added.toml"), "---\nvalidate = true\n").unwrap();
        let pairs = super::pairs(std::slice::from_ref(&path), false, None).unwrap();
        let told: Vec<_> = pairs.iter().map(|pair| (pair.old.settings.as_str(), pair.new.settings.as_str())).collect();
        assert_eq!(told, [("", "validate = true\n"), ("validate = true\n", "")]);
        assert_ne!(pairs[0].new.name, known);
        fs::write(&path, "a: 1\n").unwrap();
        assert!(super::pairs(&[path], false, None).is_err());
    }

    #[test]
    fn a_folder_is_a_pair_for_each_version_but_the_first() {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in [("2.json", "{}"), ("1.json", "[]"), ("3.yaml", "a: 1")] {
            fs::write(folder.path().join(name), text).unwrap();
        }
        let pairs = pairs(&[folder.path().to_owned()], false, None).unwrap();
        let told: Vec<_> = pairs.iter().map(|pair| (pair.old.text.as_str(), pair.new.extension.as_str())).collect();
        assert_eq!(told, [("[]", "json"), ("{}", "yaml")]);
        assert!(super::pairs(&[folder.path().to_owned()], false, Some("no such name")).is_err());
    }
}
