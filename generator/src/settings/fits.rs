//! Whether settings can be followed, whatever the document is: those of a file, of the command and of callers alike.

use std::path::Path;

use super::{Features, Settings, forms};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Pointer, Setting, Severity};
use crate::lock;
use crate::real::real;

/// What the files of descriptions end with.
const DESCRIPTIONS: [&str; 3] = ["json", "yaml", "yml"];

impl Settings {
    /// Holds what is to be read against what there is.
    pub(crate) fn can_be_read(&self) -> Result<(), Diagnostics> {
        let mut refused = Diagnostics::default();
        let overlays = self.overlays.iter().map(|path| ("overlays", path));
        for (key, path) in [("spec", &self.spec)].into_iter().chain(overlays).filter(|(_, path)| path.is_dir()) {
            let message = format!("`{}` is a folder, and `{key}` is to name a file", path.display());
            let error = Diagnostic::of_setting(Setting::value([key]), message);
            refused.push(match only_description(path) {
                Some(name) => error.help(format!("did you mean `{}`?", path.join(name).display())),
                None => error.help("name the file in it"),
            });
        }
        self.refuse(refused)
    }

    /// Holds what is to be written against what can be.
    pub(crate) fn can_be_written(&self) -> Result<(), Diagnostics> {
        let mut refused = Diagnostics::default();
        if !self.manifest && self.features != Features::None {
            let message = "`features` are those of the crate's Cargo.toml, which `manifest = false` leaves out";
            refused.push(Diagnostic::of_setting(Setting::value(["features"]), message));
        }
        let name = self.name.iter().map(|name| (forms::krate(name), Setting::value(["name"])));
        let dependencies = self.dependencies.keys();
        let dependencies = dependencies.map(|name| (forms::package(name), Setting::key(["dependencies", name])));
        for (checked, setting) in name.chain(dependencies) {
            let Err(wrong) = checked else { continue };
            let error = Diagnostic::of_setting(setting, wrong.message);
            refused.push(match wrong.help {
                Some(help) => error.help(help),
                None => error,
            });
        }
        // A folder is made with those above it.
        if let Some(file) =
            self.out.ancestors().find(|path| path.symlink_metadata().is_ok()).filter(|path| !path.is_dir())
        {
            let message = match file == self.out {
                true => format!("`{}` is no folder, and `out` is to be one", file.display()),
                false => format!("`{}` cannot be a folder: `{}` is none", self.out.display(), file.display()),
            };
            let error = Diagnostic::of_setting(Setting::value(["out"]), message);
            refused.push(error.help("choose another folder, or move the file away"));
        }
        self.refuse(refused)
    }

    /// Tells that the crate's folder has the client of another document, which is still there: two that are generated into one
    /// folder would each undo what the other does.
    pub(crate) fn replaces(&self, document: &Path) -> Option<Diagnostic> {
        let (before, now) = (document.canonicalize().ok()?, self.spec.canonicalize().ok()?);
        if before == now {
            return None;
        }
        let here = real(Path::new(""));
        let before = before.strip_prefix(here).unwrap_or(&before);
        let message = format!("the client in `{}` was that of `{}`", self.out.display(), before.display());
        let setting = Setting::value(["out"]);
        let mut warning = Diagnostic::new(Code::Settings, Severity::Warning, &Pointer::root(), message);
        warning.place = self.written.as_ref().and_then(|written| written.place(&setting));
        Some(warning.help("if both are to have a client, give each a folder of its own"))
    }

    /// Tells that the crate's folder has generated files and no lock.
    pub(crate) fn has_no_lock(&self) -> Diagnostic {
        let message =
            format!("`{}` has generated files and no `{}`: names are given anew", self.out.display(), lock::FILE);
        let mut warning = Diagnostic::new(Code::Settings, Severity::Warning, &Pointer::root(), message);
        warning.place = self.written.as_ref().and_then(|written| written.place(&Setting::value(["out"])));
        warning.help("restore it from version control, and check it in beside the code")
    }

    fn refuse(&self, mut refused: Diagnostics) -> Result<(), Diagnostics> {
        self.locate(&mut refused);
        if refused.has_errors() { Err(refused) } else { Ok(()) }
    }
}

/// The file of a folder that may be a description, where there is one alone.
fn only_description(folder: &Path) -> Option<std::ffi::OsString> {
    let entries = folder.read_dir().ok()?.flatten().map(|entry| entry.path());
    let is_one = |path: &std::path::PathBuf| {
        let extension = path.extension().and_then(|extension| extension.to_str());
        extension.is_some_and(|extension| DESCRIPTIONS.contains(&extension)) && path.is_file()
    };
    let mut found = entries.filter(is_one);
    let path = found.next()?;
    found.next().is_none().then(|| path.file_name().map(ToOwned::to_owned)).flatten()
}
