//! What a client is generated from and how: the options of `Generator` and the file `oasmith.toml`.

mod check;
mod fits;
mod folders;
mod forms;
mod keys;
mod methods;
mod pages;
mod read;
#[cfg(test)]
mod schema;
mod selector;
mod types;
mod written;

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde::Deserialize;

use crate::real::real;
pub use pages::Pages;
pub(crate) use pages::{Follows, Given};
pub(crate) use read::{clients, diff, read};
pub use selector::Selector;
pub(crate) use selector::SelectorKind;
pub(crate) use types::Dependency;
pub use types::{DateLibrary, Enums, Modules};
use written::Written;

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
#[serde(rename_all = "kebab-case")]
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
    /// Rust names, by what people call the parts of the document.
    #[serde(default)]
    pub(crate) rename: BTreeMap<String, String>,
    /// The header parameters that are set once, on the client's builder.
    #[serde(default)]
    pub(crate) client_headers: Vec<String>,
    /// The crate of dates and times.
    #[serde(default)]
    pub(crate) dates: DateLibrary,
    /// Types that are not of the client, by the schemas that they are instead of.
    #[serde(default)]
    pub(crate) types: BTreeMap<String, String>,
    /// The same, by the formats of scalars.
    #[serde(default)]
    pub(crate) formats: BTreeMap<String, String>,
    /// What the crate depends on beside, as its manifest says it.
    #[serde(default)]
    pub(crate) dependencies: BTreeMap<String, Dependency>,
    /// What types derive, by their schemas; `*` is all.
    #[serde(default, deserialize_with = "types::one_or_each")]
    pub(crate) derives: BTreeMap<String, Vec<String>>,
    /// Whether enums are closed, by their schemas; `*` is all.
    #[serde(default, deserialize_with = "types::one_or_each")]
    pub(crate) enums: BTreeMap<String, Enums>,
    /// How types are laid out in files.
    #[serde(default)]
    pub(crate) modules: Modules,
    /// Whether references may lead to files outside the document's folder.
    #[serde(default)]
    pub(crate) allow_outside: bool,
    /// The hosts that references may lead to.
    #[serde(default)]
    pub(crate) allow_remote: Vec<String>,
    /// What is wanted of the document; nothing where all of it is.
    #[serde(default)]
    pub(crate) only: Vec<Selector>,
    #[serde(default)]
    pub(crate) features: Features,
    /// Where they are written, if they are.
    #[serde(skip)]
    written: Option<Written>,
}

/// What `diff` is told.
#[derive(Clone, Debug, Default, Deserialize)]
pub(crate) struct Diff {
    /// The changes that are fine for good.
    #[serde(default)]
    pub(crate) waive: Vec<String>,
}

fn yes() -> bool {
    true
}

impl Settings {
    /// Those of a document as they are unless something else is said.
    pub(crate) fn new(spec: PathBuf, out: PathBuf) -> Self {
        Self {
            spec,
            out,
            overlays: Vec::new(),
            name: None,
            manifest: true,
            runtime: Runtime::default(),
            validate: false,
            pages: BTreeMap::new(),
            rename: BTreeMap::new(),
            client_headers: Vec::new(),
            dates: DateLibrary::default(),
            types: BTreeMap::new(),
            formats: BTreeMap::new(),
            dependencies: BTreeMap::new(),
            derives: BTreeMap::new(),
            enums: BTreeMap::new(),
            modules: Modules::default(),
            only: Vec::new(),
            features: Features::None,
            allow_outside: false,
            allow_remote: Vec::new(),
            written: None,
        }
    }

    /// The crate's name: the folder's, as near as may be, unless one was given.
    pub(crate) fn name(&self) -> String {
        // What ends with `.` or `..` says no name, but has one, wherever it is seen from.
        let real = || real(&self.out).file_name().map(ToOwned::to_owned);
        let folder = || self.out.file_name().map(ToOwned::to_owned).or_else(real);
        let folder = || folder().map(|name| forms::fitted(&name.to_string_lossy()));
        self.name.clone().or_else(folder).unwrap_or_else(|| forms::fitted(""))
    }
}
