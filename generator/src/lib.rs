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
//!
//! Beside the code is `oasmith.lock`, which is to be checked in with it: it tells which files are generated, so that no other is
//! touched, and which Rust names were given, so that they stay.
#![warn(missing_docs)]

mod compare;
pub mod diagnostic;
mod difference;
pub mod document;
mod emit;
mod explain;
mod fresh;
mod lock;
mod lower;
pub mod model;
mod real;
mod settings;
mod show;
mod write;

use std::fmt;
use std::path::{Path, PathBuf};

use diagnostic::{Code, Diagnostic, Diagnostics, Severity};
use document::Document;
use emit::{File, Layout};
use lock::Lock;
use model::{Model, Names};
use settings::Settings;
use write::Target;

pub use compare::{Bump, Change, Comparison, Effect, Format, Level, Mirror, Revision, Rule, compare};
pub use difference::Differences;
pub use lock::Renamed;
pub use lower::LeftOut;
pub use settings::{DateLibrary, Enums, Features, Modules, Pages, Runtime, Selector};
pub use write::Changes;

/// Generates a client: the one way in for the command, for build scripts and for tools.
#[derive(Clone, Debug)]
pub struct Generator {
    settings: Settings,
    check: bool,
    force: bool,
    strict: bool,
    names_of: Option<PathBuf>,
    /// Whether the settings are those of another document, so that they may name what this one does not have.
    borrowed: bool,
    /// What people call what was read from git.
    called: Vec<compare::Called>,
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
    /// What differs in the files, if it was a check.
    pub differences: Differences,
    /// What is at another place of the document than when the client was generated before.
    pub renames: Vec<Renamed>,
    /// The version of the generator that generated the client before, if it was another. Its files are stale only where they
    /// differ.
    pub generated_by: Option<String>,
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
    /// What was not selected, if anything was.
    pub left_out: Option<LeftOut>,
}

/// When somebody is told where in the document something was noticed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Told {
    Always,
    WhereRefused,
}

/// A model, and what was found on the way to it.
struct Read {
    document: Document,
    model: Model,
    diagnostics: Diagnostics,
    left_out: Option<LeftOut>,
}

/// Why there is no client. It is shown alike by `Display` and `Debug`, which is what a build script that returns it shows.
#[non_exhaustive]
pub enum Error {
    /// The document cannot become a client; the diagnostics tell why and where.
    Document(Diagnostics),
    /// The settings are wrong.
    Settings(String),
    /// The settings are wrong, or are about what the document does not have, and the document could become a client; the
    /// diagnostics tell what, and where in their file.
    Config(Diagnostics),
    /// The lock file in the crate's folder cannot be read.
    Lock(String),
    /// These files would be overwritten or deleted, and were not generated as they are: somebody edited them, or they are
    /// somebody's own. [`Generator::force`] does it all the same.
    Edited(Vec<PathBuf>),
    /// The folder has generated files and no lock file that tells how they were generated and which names were given, so that
    /// these would be overwritten and may be edited. [`Generator::force`] does it all the same.
    Unlocked {
        /// The crate's folder.
        folder: PathBuf,
        /// What would be overwritten.
        files: Vec<PathBuf>,
    },
    /// The client was stale, as this report tells, when [`Generator::ensure_fresh`] was asked.
    Stale {
        /// What was stale.
        report: Box<Report>,
        /// Whether it is up to date now.
        updated: bool,
    },
    /// A file cannot be read or written.
    Io(std::io::Error),
}

impl Generator {
    /// Generates the client of a document in JSON or YAML.
    pub fn new(spec: impl Into<PathBuf>) -> Self {
        let spec = spec.into();
        let out = PathBuf::from(spec.file_stem().unwrap_or_default());
        Self::of(Settings::new(spec, out))
    }

    /// The generators of all clients that an `oasmith.toml` lists.
    pub fn from_config(path: impl AsRef<Path>) -> Result<Vec<Self>, Error> {
        let clients = settings::read(path.as_ref()).map_err(Error::Config)?;
        Ok(clients.into_iter().map(Self::of).collect())
    }

    /// The generator of the client that is in a crate's folder: of what its `oasmith.lock` tells of a document, with the names
    /// that it lists.
    pub fn from_folder(path: impl AsRef<Path>) -> Result<Self, Error> {
        let folder = path.as_ref();
        let lock = Lock::read(folder, false).map_err(Error::Lock)?;
        let lock = lock.ok_or_else(|| Error::Lock(format!("{} has no {}", folder.display(), lock::FILE)))?;
        let (spec, overlays) = lock.sources(folder);
        let generator = overlays.into_iter().fold(Self::new(spec), Self::overlay);
        let generator = lock.only().iter().cloned().fold(generator, Self::only);
        Ok(generator.out_dir(folder).names_of(folder))
    }

    fn of(settings: Settings) -> Self {
        Self {
            settings,
            check: false,
            force: false,
            strict: false,
            names_of: None,
            borrowed: false,
            called: Vec::new(),
        }
    }

    /// The crate's folder; by default it is called as the document.
    pub fn out_dir(mut self, folder: impl Into<PathBuf>) -> Self {
        self.settings.out = folder.into();
        self
    }

    /// The crate's name; by default that of its folder. One that cargo or Rust does not take is an error.
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

    /// Has the client offer only what is selected, by this selector or by others that were given, and what that needs. A
    /// selector that selects nothing is an error.
    ///
    /// ```no_run
    /// # use oasmith::{Generator, Selector};
    /// Generator::new("spec/petstore.yaml").only(Selector::tag("pets")).only(Selector::path("/orders/**")).generate()?;
    /// # Ok::<(), oasmith::Error>(())
    /// ```
    pub fn only(mut self, selector: Selector) -> Self {
        self.settings.only.push(selector);
        self
    }

    /// Which features of cargo the crate has for parts of its API; none unless told otherwise. They are in its `Cargo.toml`, so
    /// that a crate without one can have none.
    pub fn features(mut self, features: Features) -> Self {
        self.settings.features = features;
        self
    }

    /// Only compares: [`Report::changes`] tells what is stale, and nothing is written.
    pub fn check(mut self, check: bool) -> Self {
        self.check = check;
        self
    }

    /// Overwrites and deletes files even if they were edited or never generated, and settles a conflict in the lock file: what
    /// both sides have named keeps its name.
    pub fn force(mut self, force: bool) -> Self {
        self.force = force;
        self
    }

    /// Refuses documents that need a warning.
    pub fn strict(mut self, strict: bool) -> Self {
        self.strict = strict;
        self
    }

    /// Has [`Generator::model`] give the names that the lock file of a crate's folder lists; it gives those of a new client
    /// unless told otherwise.
    pub fn names_of(mut self, folder: impl Into<PathBuf>) -> Self {
        self.names_of = Some(folder.into());
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
        let Read { model, diagnostics, .. } = self.read(&self.names()?, Told::Always)?;
        Ok((model, diagnostics))
    }

    /// What the client is, where nobody is told what was noticed.
    pub(crate) fn quiet_model(&self) -> Result<Model, Error> {
        Ok(self.read(&self.names()?, Told::WhereRefused)?.model)
    }

    fn names(&self) -> Result<Names, Error> {
        let lock = match &self.names_of {
            Some(folder) => Lock::read(folder, self.force).map_err(Error::Lock)?,
            None => None,
        };
        Ok(lock.map(|lock| lock.names).unwrap_or_default())
    }

    /// The document and its model, in which parts keep the names that they were given.
    fn read(&self, names: &Names, told: Told) -> Result<Read, Error> {
        self.settings.can_be_read().map_err(Error::Config)?;
        let mut diagnostics = Diagnostics::default();
        let Settings { spec, overlays, allow_outside, allow_remote, only, .. } = &self.settings;
        let access = document::Access { outside: *allow_outside, hosts: allow_remote.clone() };
        let Some(document) = document::document(spec, overlays, &access, &mut diagnostics) else {
            diagnostics.in_order();
            return Err(Error::Document(diagnostics));
        };
        let mut model = lower::lower(&document, &self.settings, names, &mut diagnostics);
        if self.borrowed {
            diagnostics.retain(|one| one.setting.is_none() && one.code != Code::Settings);
        }
        // Takes another pass over the document's text.
        if told == Told::Always || self.strict || diagnostics.has_errors() {
            document.locate(&mut diagnostics);
            self.settings.locate(&mut diagnostics);
        }
        let left_out = lower::select(&document, only, self.borrowed, &mut model, &mut diagnostics);
        let left_out = left_out.map_err(|mut refused| {
            self.settings.locate(&mut refused);
            Error::Config(refused)
        })?;
        model.choose_examples(names);
        diagnostics.in_order();
        let of_settings = |one: &Diagnostic| matches!(one.code, Code::Settings | Code::Pages);
        let mut errors = diagnostics.iter().filter(|one| one.severity == Severity::Error).peekable();
        if errors.peek().is_some() && errors.all(of_settings) {
            return Err(Error::Config(diagnostics));
        }
        if diagnostics.has_errors() || (self.strict && diagnostics.count(Severity::Warning) > 0) {
            return Err(Error::Document(diagnostics));
        }
        Ok(Read { document, model, diagnostics, left_out })
    }

    /// Generates the client: document, model, files, disk. What was named before keeps its name.
    pub fn generate(&self) -> Result<Report, Error> {
        let Settings { spec, out, .. } = &self.settings;
        self.settings.can_be_written().map_err(Error::Config)?;
        let before = Lock::read(out, self.force).map_err(Error::Lock)?;
        let given = before.as_ref().map(|lock| lock.names.clone()).unwrap_or_default();
        let Read { document, model, mut diagnostics, left_out } = self.read(&given, Told::Always)?;
        if let Some(warning) = before.as_ref().and_then(|before| self.settings.replaces(&before.sources(out).0)) {
            diagnostics.push(warning);
        }
        let files = self.emit(&model);
        let lock = Lock::new(&self.settings, &document, &files, &model.names);
        let lock_text = lock.text().map_err(|error| Error::Io(std::io::Error::other(error)))?;
        let target = Target { folder: out, files: &files, before: before.as_ref(), lock: &lock, lock_text: &lock_text };
        let (changes, differences) = target.compare(self.check).map_err(Error::Io)?;
        let has_lost_its_lock = target.has_lost_its_lock(&changes);
        if has_lost_its_lock && (self.check || self.force) {
            diagnostics.push(self.settings.has_no_lock());
        }
        if !self.check {
            if !changes.edited.is_empty() && !self.force {
                return Err(match has_lost_its_lock {
                    true => Error::Unlocked { folder: out.clone(), files: changes.edited },
                    false => Error::Edited(changes.edited),
                });
            }
            target.write(&changes).map_err(Error::Io)?;
        }
        Ok(Report {
            spec: spec.clone(),
            files: document.files().map(Path::to_owned).collect(),
            out: out.clone(),
            changes,
            differences,
            renames: before.as_ref().map(|before| lock::renames(&before.names, &lock.names)).unwrap_or_default(),
            generated_by: before.map(|before| before.generator).filter(|version| *version != lock.generator),
            diagnostics,
            operations: model.apis.iter().map(|api| api.operations.len()).sum(),
            types: model.types.len(),
            schemas: model.coverage.schemas,
            untyped: model.coverage.untyped,
            left_out,
        })
    }

    fn emit(&self, model: &Model) -> Vec<File> {
        let Settings { manifest, runtime, modules, dependencies, .. } = self.settings.clone();
        let dependencies = dependencies.iter().map(|(name, line)| (name.clone(), line.line())).collect();
        let name = self.settings.name();
        emit::emit(model, &Layout { name, manifest, runtime, modules, dependencies })
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
            Self::Settings(message) | Self::Lock(message) => f.write_str(message),
            Self::Edited(files) => {
                f.write_str(
                    "these files are not as they were generated: keep elsewhere what was edited; `oasmith generate \
                     --force` overwrites or deletes them",
                )?;
                files.iter().try_for_each(|path| write!(f, "\n  {}", path.display()))
            }
            Self::Unlocked { folder, files } => {
                write!(
                    f,
                    "`{}` is missing beside these generated files, which may be edited and whose names would be given anew: \
                     restore it from version control, where it is to be checked in; `oasmith generate --force` overwrites them",
                    folder.join(lock::FILE).display()
                )?;
                files.iter().try_for_each(|path| write!(f, "\n  {}", path.display()))
            }
            Self::Stale { report, updated } => report.stale(*updated, f),
            Self::Config(diagnostics) => {
                let summary = diagnostics.summary().unwrap_or_default();
                writeln!(f, "the settings cannot be followed: {summary}\n")?;
                f.write_str(diagnostics.rendered(false).trim_end())
            }
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
