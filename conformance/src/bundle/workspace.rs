//! The workspace of bundles on disk.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::manifest::{self, Dependencies};
use super::{Bundle, Client, Finding, Level, Module, Root, source};

/// Clients as modules, in their order.
pub(super) fn modules(clients: Vec<Client>) -> io::Result<Vec<Module>> {
    let module = |(number, client): (usize, Client)| {
        let mut size = 0;
        for path in sources(&client.folder)? {
            size += fs::metadata(client.folder.join("src").join(path))?.len();
        }
        Ok(Module { name: format!("m{number:04}"), client, size })
    };
    clients.into_iter().enumerate().map(module).collect()
}

/// The Rust files of a client, relative to its `src`.
pub(crate) fn sources(client: &Path) -> io::Result<Vec<PathBuf>> {
    fn walk(folder: &Path, prefix: &Path, out: &mut Vec<PathBuf>) -> io::Result<()> {
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            let Some(name) = path.file_name() else { continue };
            let name = prefix.join(name);
            if path.is_dir() {
                walk(&path, &name, out)?;
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                out.push(name);
            }
        }
        Ok(())
    }
    let mut out = Vec::new();
    walk(&client.join("src"), Path::new(""), &mut out)?;
    out.sort();
    Ok(out)
}

/// What all clients depend on, and what is asked for beside that.
pub(crate) fn dependencies<'a>(
    clients: impl IntoIterator<Item = &'a Path>,
    more: &str,
) -> Result<Dependencies, Box<dyn Error>> {
    let mut all = manifest::parse(more)?;
    for folder in clients {
        manifest::merge(&mut all, manifest::dependencies(folder)?);
    }
    let runtime = Path::new(env!("CARGO_MANIFEST_DIR")).join("../runtime").canonicalize()?;
    all.insert("oasmith-runtime".to_owned(), manifest::runtime(&runtime)?);
    Ok(all)
}

/// Crates that a client uses and its manifest does not list: in a bundle those of other clients would hide it.
pub(super) fn unlisted(modules: &[Module]) -> Result<Vec<Finding>, Box<dyn Error>> {
    let mut out = Vec::new();
    for Module { client, .. } in modules {
        let dependencies = manifest::dependencies(&client.folder)?;
        let mut listed: BTreeSet<_> = dependencies.keys().map(|name| name.replace('-', "_")).collect();
        listed.extend(["std", "core", "alloc"].map(str::to_owned));
        for path in sources(&client.folder)? {
            let text = fs::read_to_string(client.folder.join("src").join(&path))?;
            for name in source::crates(&text).into_iter().filter(|name| !listed.contains(*name)) {
                out.push(Finding {
                    document: client.document.clone(),
                    file: path.display().to_string(),
                    line: 0,
                    level: Level::Error,
                    code: None,
                    message: format!("uses the crate `{name}`, which its manifest does not list"),
                });
            }
        }
    }
    Ok(out)
}

/// Deletes the bundles of former runs that this one has no place for.
pub(super) fn clear(folder: &Path, bundles: &[Bundle]) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if name.starts_with("bundle_") && !bundles.iter().any(|bundle| bundle.name == name) {
            fs::remove_dir_all(entry.path())?;
        }
    }
    Ok(())
}

/// Writes what the crates of a workspace share.
pub(crate) fn root(folder: &Path, members: &[&str]) -> Result<(), Box<dyn Error>> {
    let manifest = format!(
        "[workspace]\nresolver = \"3\"\nmembers = {members:?}\n\n[profile.dev]\ndebug = 0\nincremental = false\n\n\
         [profile.release]\nincremental = false\n"
    );
    write_changed(&folder.join("Cargo.toml"), &manifest)?;
    let lock = folder.join("Cargo.lock");
    if !lock.exists() {
        // The same versions as here.
        fs::copy(Path::new(env!("CARGO_MANIFEST_DIR")).join("../Cargo.lock"), lock)?;
    }
    Ok(())
}

/// Writes a bundle: what did not change keeps its time, and what is no longer wanted goes.
pub(super) fn write(
    folder: &Path,
    bundle: &Bundle,
    dependencies: &Dependencies,
    root: Root<'_>,
) -> Result<(), Box<dyn Error>> {
    let mut index: String = bundle.modules.iter().map(|module| format!("pub mod {};\n", module.name)).collect();
    let name = match root {
        Root::Library => "lib.rs",
        Root::Program(program) => {
            index.push_str(&program(bundle));
            "main.rs"
        }
    };
    let folder = folder.join(&bundle.name);
    let mut files = BTreeMap::from([(PathBuf::from("Cargo.toml"), manifest::print(&bundle.name, dependencies))]);
    let mut of_crates = BTreeSet::new();
    for module in &bundle.modules {
        for path in sources(&module.client.folder)? {
            let text = fs::read_to_string(module.client.folder.join("src").join(&path))?;
            let (path, text) = if path == Path::new("lib.rs") {
                let (lines, text) = source::crate_lints(&text);
                of_crates.extend(lines);
                (PathBuf::from("mod.rs"), text)
            } else {
                (path, text)
            };
            files.insert(Path::new("src").join(&module.name).join(path), source::relocate(&text, &module.name));
        }
    }
    of_crates.iter().rev().for_each(|line| index.insert_str(0, line));
    files.insert(Path::new("src").join(name), index);
    Ok(write_files(&folder, &files)?)
}

/// Writes all that a folder is to hold.
pub(crate) fn write_files(folder: &Path, files: &BTreeMap<PathBuf, String>) -> io::Result<()> {
    delete_others(folder, Path::new(""), files)?;
    for (path, text) in files {
        write_changed(&folder.join(path), text)?;
    }
    Ok(())
}

pub(crate) fn write_changed(path: &Path, text: &str) -> io::Result<()> {
    if fs::read_to_string(path).is_ok_and(|known| known == text) {
        return Ok(());
    }
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent)?;
    }
    fs::write(path, text)
}

fn delete_others(folder: &Path, inner: &Path, files: &BTreeMap<PathBuf, String>) -> io::Result<()> {
    let entries = match fs::read_dir(folder.join(inner)) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(error),
    };
    for entry in entries {
        let entry = entry?;
        let path = inner.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            delete_others(folder, &path, files)?;
            // Fails where files are left in it.
            let _ = fs::remove_dir(entry.path());
        } else if !files.contains_key(&path) {
            fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn client(folder: &Path, files: &[(&str, &str)]) -> Client {
        for (path, text) in files {
            write_changed(&folder.join(path), text).unwrap();
        }
        Client { document: "d.json".to_owned(), folder: folder.to_owned() }
    }

    #[test]
    fn a_client_becomes_a_module() {
        let folder = tempfile::tempdir().unwrap();
        let (from, to) = (folder.path().join("client"), folder.path().join("bundles"));
        let manifest = "[package]\nname = \"c\"\n[dependencies]\nuuid = \"1\"\n";
        let lib = "pub mod types;\npub use crate::types::A;\n";
        let client = client(&from, &[("Cargo.toml", manifest), ("src/lib.rs", lib), ("src/types/mod.rs", "// A")]);
        let modules = modules(vec![client]).unwrap();
        let bundle = Bundle { name: "bundle_000".to_owned(), modules };
        let dependencies = dependencies([from.as_path()], "").unwrap();
        let stale = to.join("bundle_000/src/m0007/mod.rs");
        write_changed(&stale, "").unwrap();
        let program = |bundle: &Bundle| format!("fn main() {{}} // {}", bundle.modules.len());
        write(&to, &bundle, &dependencies, Root::Program(&program)).unwrap();
        let read = |path: &str| fs::read_to_string(to.join("bundle_000").join(path)).unwrap();
        assert_eq!(read("src/main.rs"), "pub mod m0000;\nfn main() {} // 1");
        assert_eq!(read("src/m0000/mod.rs"), "pub mod types;\npub use crate::m0000::types::A;\n");
        assert_eq!(read("src/m0000/types/mod.rs"), "// A");
        assert!(read("Cargo.toml").contains("\nuuid = "));
        assert!(!stale.exists() && !to.join("bundle_000/src/m0007").exists());
    }

    #[test]
    fn a_crate_that_is_not_listed_is_found() {
        let folder = tempfile::tempdir().unwrap();
        let manifest = "[package]\nname = \"c\"\n[dependencies]\nserde_json = \"1\"\n";
        let lib = "pub type A = ::serde_json::Value;\npub type B = ::uuid::Uuid;\n";
        let client = client(folder.path(), &[("Cargo.toml", manifest), ("src/lib.rs", lib)]);
        let findings = unlisted(&modules(vec![client]).unwrap()).unwrap();
        assert_eq!(findings.len(), 1);
        assert!(findings[0].message.contains("`uuid`"));
    }
}
