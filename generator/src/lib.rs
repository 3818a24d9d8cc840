//! Generates Rust clients from OpenAPI descriptions.
//!
//! ```no_run
//! let report = oasmith::Generator::new("spec/petstore.yaml").out_dir("petstore").generate()?;
//! println!("{} files written", report.changes.written.len());
//! # Ok::<(), oasmith::Error>(())
//! ```
//!
//! In a build script, so that the client follows its description:
//!
//! ```no_run
//! fn main() -> Result<(), oasmith::Error> {
//!     let report = oasmith::Generator::new("spec/petstore.yaml").out_dir("petstore").generate()?;
//!     for file in &report.files {
//!         println!("cargo::rerun-if-changed={}", file.display());
//!     }
//!     print!("{}", report.cargo_warnings());
//!     Ok(())
//! }
//! ```
#![warn(missing_docs)]

pub mod diagnostic;
pub mod document;
mod emit;
mod explain;
mod lower;
pub mod model;
mod settings;
mod show;
mod write;

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};

use diagnostic::{Diagnostics, Severity};
use emit::{File, Layout};
use model::{Model, Names};
use settings::Settings;

pub use settings::{Pages, Runtime};
pub use write::Changes;

/// Generates a client: the one way in for the command, for build scripts and for tools.
#[derive(Clone, Debug)]
pub struct Generator {
    settings: Settings,
    check: bool,
    force: bool,
    strict: bool,
}

/// What a run did.
#[derive(Clone, Debug)]
pub struct Report {
    /// The document that was read.
    pub spec: PathBuf,
    /// The files that were read: the document, its overlays, and the files that it refers to.
    pub files: Vec<PathBuf>,
    /// The crate's folder.
    pub out: PathBuf,
    /// What was written, or would be in a check.
    pub changes: Changes,
    /// What the document made the generator say.
    pub diagnostics: Diagnostics,
    /// How many operations the client offers.
    pub operations: usize,
    /// How many types it has.
    pub types: usize,
    /// How many schemas say something about their values.
    pub schemas: usize,
    /// How many of them have no precise type, so that their values are `serde_json::Value`; a diagnostic says why.
    pub untyped: usize,
}

/// Why there is no client. It is shown alike by `Display` and `Debug`, which is what a build script that returns it shows.
#[non_exhaustive]
pub enum Error {
    /// The document cannot become a client; the diagnostics tell why and where.
    Document(Diagnostics),
    /// The settings are wrong.
    Settings(String),
    /// A file cannot be read or written.
    Io(std::io::Error),
}

impl Generator {
    /// Generates the client of a document in JSON or YAML.
    pub fn new(spec: impl Into<PathBuf>) -> Self {
        let spec = spec.into();
        let out = PathBuf::from(spec.file_stem().unwrap_or_default());
        let (name, runtime, pages) = (None, Runtime::default(), BTreeMap::new());
        let (manifest, validate, allow_outside, allow_remote, overlays) = (true, false, false, Vec::new(), Vec::new());
        Self::of(Settings {
            spec,
            overlays,
            out,
            name,
            manifest,
            runtime,
            validate,
            pages,
            allow_outside,
            allow_remote,
        })
    }

    /// The generators of all clients that an `oasmith.toml` lists.
    pub fn from_config(path: impl AsRef<Path>) -> Result<Vec<Self>, Error> {
        let clients = settings::read(path.as_ref()).map_err(Error::Settings)?;
        Ok(clients.into_iter().map(Self::of).collect())
    }

    fn of(settings: Settings) -> Self {
        Self { settings, check: false, force: false, strict: false }
    }

    /// The crate's folder; by default it is called as the document.
    pub fn out_dir(mut self, folder: impl Into<PathBuf>) -> Self {
        self.settings.out = folder.into();
        self
    }

    /// The crate's name; by default that of its folder.
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.settings.name = Some(name.into());
        self
    }

    /// Where the crate's runtime comes from.
    pub fn runtime(mut self, runtime: Runtime) -> Self {
        self.settings.runtime = runtime;
        self
    }

    /// Whether the crate gets a `Cargo.toml` and a `README.md`; it does unless told otherwise.
    pub fn manifest(mut self, manifest: bool) -> Self {
        self.settings.manifest = manifest;
        self
    }

    /// Whether types get a `validate` that holds values against the document's constraints, such as `maxLength`.
    pub fn validate(mut self, validate: bool) -> Self {
        self.settings.validate = validate;
        self
    }

    /// How the pages of an operation follow each other, where the document does not make it plain. The operation is given by
    /// its `operationId`, or by its method and path: `GET /pets`.
    pub fn pages(mut self, operation: impl Into<String>, pages: Pages) -> Self {
        self.settings.pages.insert(operation.into(), pages);
        self
    }

    /// Changes the document by an [overlay](https://spec.openapis.org/overlay/latest.html) in JSON or YAML before it is read,
    /// after those that were given before.
    pub fn overlay(mut self, path: impl Into<PathBuf>) -> Self {
        self.settings.overlays.push(path.into());
        self
    }

    /// Whether references may lead to files outside the document's folder; they may not unless told otherwise.
    pub fn allow_outside(mut self, allow: bool) -> Self {
        self.settings.allow_outside = allow;
        self
    }

    /// Allows for references to a host, `example.com` or `example.com:8443`: nothing is fetched from any other. No
    /// credentials are sent there.
    pub fn allow_remote(mut self, host: impl Into<String>) -> Self {
        self.settings.allow_remote.push(host.into());
        self
    }

    /// Only compares: [`Report::changes`] tells what is stale, and nothing is written.
    pub fn check(mut self, check: bool) -> Self {
        self.check = check;
        self
    }

    /// Overwrites files that are not generated.
    pub fn force(mut self, force: bool) -> Self {
        self.force = force;
        self
    }

    /// Refuses documents that need a warning.
    pub fn strict(mut self, strict: bool) -> Self {
        self.strict = strict;
        self
    }

    /// The document that is read.
    pub fn spec(&self) -> &Path {
        &self.settings.spec
    }

    /// The crate's folder.
    pub fn folder(&self) -> &Path {
        &self.settings.out
    }

    /// Reads the document and decides what the client is; nothing is written.
    pub fn model(&self) -> Result<(Model, Diagnostics), Error> {
        self.read().map(|(model, diagnostics, _)| (model, diagnostics))
    }

    /// The model, with the files that were read for it.
    fn read(&self) -> Result<(Model, Diagnostics, Vec<PathBuf>), Error> {
        let mut diagnostics = Diagnostics::default();
        let Settings { spec, overlays, pages, allow_outside, allow_remote, .. } = &self.settings;
        let access = document::Access { outside: *allow_outside, hosts: allow_remote.clone() };
        let Some(document) = document::document(spec, overlays, &access, &mut diagnostics) else {
            diagnostics.in_order();
            return Err(Error::Document(diagnostics));
        };
        let model = lower::lower(&document, pages, &Names::default(), &mut diagnostics);
        document.locate(&mut diagnostics);
        diagnostics.in_order();
        let refused = diagnostics.has_errors() || (self.strict && diagnostics.count(Severity::Warning) > 0);
        if refused {
            return Err(Error::Document(diagnostics));
        }
        Ok((model, diagnostics, document.files().map(Path::to_owned).collect()))
    }

    /// Generates the client: document, model, files, disk.
    pub fn generate(&self) -> Result<Report, Error> {
        let (model, diagnostics, files_read) = self.read()?;
        let files = self.emit(&model);
        let changes = write::compare(&self.settings.out, &files, self.force).map_err(Error::Io)?;
        if !self.check {
            write::write(&self.settings.out, &files, &changes).map_err(Error::Io)?;
        }
        Ok(Report {
            spec: self.settings.spec.clone(),
            files: files_read,
            out: self.settings.out.clone(),
            changes,
            diagnostics,
            operations: model.apis.iter().map(|api| api.operations.len()).sum(),
            types: model.types.len(),
            schemas: model.coverage.schemas,
            untyped: model.coverage.untyped,
        })
    }

    fn emit(&self, model: &Model) -> Vec<File> {
        let Settings { manifest, runtime, validate, .. } = self.settings.clone();
        emit::emit(model, &Layout { name: self.settings.name(), manifest, runtime, validate })
    }
}

impl Report {
    /// What a build script prints so that cargo shows the document's warnings, a line each.
    ///
    /// ```no_run
    /// let report = oasmith::Generator::new("spec/petstore.yaml").out_dir("petstore").generate()?;
    /// print!("{}", report.cargo_warnings());
    /// # Ok::<(), oasmith::Error>(())
    /// ```
    pub fn cargo_warnings(&self) -> String {
        self.diagnostics.cargo_warnings()
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Document(diagnostics) => {
                writeln!(f, "the document cannot become a client: {}\n", diagnostics.summary().unwrap_or_default())?;
                f.write_str(diagnostics.rendered(false).trim_end())
            }
            Self::Settings(message) => f.write_str(message),
            Self::Io(error) => error.fmt(f),
        }
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for Error {}
