//! What tests of generated files share.

#![allow(dead_code, reason = "not every test needs all of it")]

use std::collections::BTreeMap;
use std::path::Path;

use oasmith::{Generator, Runtime};

/// All files of the crate of a document, by their path.
pub(crate) fn files_of(document: &Path) -> BTreeMap<String, String> {
    files_by(Generator::new(document))
}

/// All files of a generator's crate but for its lock, by their path.
pub(crate) fn files_by(generator: Generator) -> BTreeMap<String, String> {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("api");
    let runtime = Runtime::Path("../runtime".to_owned());
    generator.out_dir(&out).runtime(runtime).generate().unwrap();
    let mut files = BTreeMap::new();
    read(&out, &out, &mut files);
    // It tells where the document is from the folder.
    files.remove("oasmith.lock").unwrap();
    files
}

fn read(root: &Path, folder: &Path, files: &mut BTreeMap<String, String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            read(root, &path, files);
        } else {
            let name = path.strip_prefix(root).unwrap().to_str().unwrap().replace('\\', "/");
            files.insert(name, std::fs::read_to_string(path).unwrap());
        }
    }
}

/// The files below a path, one after the other.
pub(crate) fn below(files: &BTreeMap<String, String>, start: &str) -> String {
    let chosen = files.iter().filter(|(path, _)| path.starts_with(start));
    chosen.map(|(path, text)| format!("===== {path}\n{text}\n")).collect()
}
