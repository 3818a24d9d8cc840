//! What a client is generated from and how: the options of `Generator` and the file `oasmith.toml`.

mod pages;
mod selector;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::Deserialize;

pub use pages::Pages;
pub(crate) use pages::{Follows, Given};
pub use selector::Selector;
pub(crate) use selector::SelectorKind;

/// Where the runtime of a generated crate comes from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Runtime {
    /// A copy of it is a module of the crate.
    #[default]
    Vendored,
    /// The package `oasmith-runtime` in this folder, relative to the crate.
    Path(String),
}

/// Which features of cargo a crate has for parts of its API.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Features {
    /// None: all of it is compiled.
    #[default]
    None,
    /// One for each tag, named as its module. All are on unless the user of the crate chooses some.
    Tags,
}

/// One client.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Settings {
    pub(crate) spec: PathBuf,
    /// What changes the document before it is read, in this order.
    #[serde(default)]
    pub(crate) overlays: Vec<PathBuf>,
    pub(crate) out: PathBuf,
    pub(crate) name: Option<String>,
    #[serde(default = "yes")]
    pub(crate) manifest: bool,
    #[serde(default)]
    pub(crate) runtime: Runtime,
    #[serde(default)]
    pub(crate) validate: bool,
    /// By operation: its `operationId`, or its method and path.
    #[serde(default)]
    pub(crate) pages: BTreeMap<String, Pages>,
    /// Whether references may lead to files outside the document's folder.
    #[serde(default, rename = "allow-outside")]
    pub(crate) allow_outside: bool,
    /// The hosts that references may lead to.
    #[serde(default, rename = "allow-remote")]
    pub(crate) allow_remote: Vec<String>,
    /// What is wanted of the document; nothing where all of it is.
    #[serde(default)]
    pub(crate) only: Vec<Selector>,
    #[serde(default)]
    pub(crate) features: Features,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Config {
    #[serde(default)]
    client: Vec<Settings>,
    #[serde(default)]
    diff: Diff,
}

/// What `diff` is told.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Diff {
    /// The changes that are fine for good.
    #[serde(default)]
    pub(crate) waive: Vec<String>,
}

fn yes() -> bool {
    true
}

impl Settings {
    /// The crate's name: the folder's, unless one was given.
    pub(crate) fn name(&self) -> String {
        let folder = || self.out.file_name().map(|name| name.to_string_lossy().into_owned());
        let name = self.name.clone().or_else(folder).unwrap_or_default();
        let name: String = name
            .chars()
            .map(|character| if character.is_ascii_alphanumeric() || character == '_' { character } else { '-' })
            .collect();
        let name = name.trim_matches('-');
        if name.starts_with(|first: char| first.is_ascii_alphabetic()) {
            name.to_owned()
        } else {
            format!("client-{name}").trim_end_matches('-').to_owned()
        }
    }
}

fn config(path: &Path) -> Result<Config, String> {
    let text = std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    toml::from_str(&text).map_err(|error| format!("{}: {error}", path.display()))
}

/// What `oasmith.toml` says to `diff`.
pub(crate) fn diff(path: &Path) -> Result<Diff, String> {
    config(path).map(|config| config.diff)
}

/// Reads `oasmith.toml`; its paths are relative to its own folder.
pub(crate) fn read(path: &Path) -> Result<Vec<Settings>, String> {
    let config = config(path)?;
    if config.client.is_empty() {
        return Err(format!("{}: it lists no client; a table `[[client]]` does", path.display()));
    }
    let folder = path.parent().unwrap_or(Path::new(""));
    let place = |mut settings: Settings| {
        settings.spec = folder.join(&settings.spec);
        settings.overlays = settings.overlays.iter().map(|path| folder.join(path)).collect();
        settings.out = folder.join(&settings.out);
        settings
    };
    Ok(config.client.into_iter().map(place).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_config_lists_clients() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("oasmith.toml");
        let text = "[[client]]\nspec = \"a.yaml\"\noverlays = [\"b.yaml\", \"c.json\"]\nout = \"x\"\nmanifest = false\nruntime = { path = \"../runtime\" }\n";
        std::fs::write(&path, text).unwrap();
        let [client] = &read(&path).unwrap()[..] else { panic!("one client") };
        assert_eq!(client.spec, folder.path().join("a.yaml"));
        assert_eq!(client.overlays, ["b.yaml", "c.json"].map(|name| folder.path().join(name)));
        assert_eq!(client.runtime, Runtime::Path("../runtime".to_owned()));
        assert_eq!(client.name(), "x");
        std::fs::write(&path, format!("{text}nmae = \"y\"\n")).unwrap();
        let refused = read(&path).unwrap_err();
        assert!(refused.contains("nmae") && refused.contains("line 7"), "{refused}");
    }

    /// The pages that a table sets, or why it is refused.
    fn pages(lines: &str) -> Result<BTreeMap<String, Pages>, String> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("oasmith.toml");
        std::fs::write(&path, format!("[[client]]\nspec = \"a.yaml\"\nout = \"x\"\n{lines}")).unwrap();
        read(&path).map(|mut clients| clients.remove(0).pages)
    }

    #[test]
    fn pages_are_set_by_operation() {
        let set = pages(
            "[client.pages]\nlistCats = false\n[client.pages.listPets]\nparameter = \"cursor\"\nnext = \"/meta/next\"\nitems = \"/data\"\n\
             [client.pages.\"GET /dogs\"]\nkind = \"page\"\nparameter = \"page\"\nfirst = 0\n[client.pages.listAll]\nlink = true\n",
        );
        let expected = [
            ("GET /dogs", Pages::page("page").first(0)),
            ("listAll", Pages::link()),
            ("listCats", Pages::none()),
            ("listPets", Pages::cursor("cursor", "/meta/next").items("/data")),
        ];
        assert_eq!(set, Ok(BTreeMap::from(expected.map(|(key, pages)| (key.to_owned(), pages)))));
    }

    #[test]
    fn pages_that_make_no_sense_are_refused_where_they_are() {
        for (lines, line, told) in [
            ("parmeter = \"cursor\"\n", "line 5", "parmeter"),
            ("kind = \"cursor\"\n", "line 5", "cursor"),
            ("parameter = \"cursor\"\n", "line 4", "`parameter` and `next`"),
            ("link = true\nnext = \"/next\"\n", "line 4", "link = true"),
            ("next = \"/next\"\ntotal = \"/total\"\n", "line 4", "counted"),
        ] {
            let refused = pages(&format!("[client.pages.listPets]\n{lines}")).unwrap_err();
            assert!(refused.contains(line) && refused.contains(told), "{refused}");
        }
        let refused = pages("pages = { listPets = true }\n").unwrap_err();
        assert!(refused.contains("line 4") && refused.contains("`false`"), "{refused}");
    }
}
