//! `cargo semver-checks`, and where it comes from.

use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::verdict::Verdict;
use crate::document::{home, run};

const PACKAGE: &str = "cargo-semver-checks";
const VERSION: &str = "0.51.0";

/// The program.
pub(super) struct Tool {
    program: PathBuf,
    /// What it says of its version.
    pub(super) version: String,
}

impl Tool {
    /// The one in `PATH`, else one of our own, which is installed once.
    pub(super) fn find() -> Result<Self, Box<dyn Error>> {
        if let Some(found) = Self::at(PACKAGE.into()) {
            return Ok(found);
        }
        let root = home().join(format!("{PACKAGE}-{VERSION}"));
        let program = root.join("bin").join(format!("{PACKAGE}{}", std::env::consts::EXE_SUFFIX));
        if let Some(found) = Self::at(program.clone()) {
            return Ok(found);
        }
        eprintln!("installing {PACKAGE} {VERSION}, which takes minutes");
        run(Command::new(env!("CARGO"))
            .args(["install", "--locked", "--version", VERSION, PACKAGE, "--root"])
            .arg(&root))?;
        Self::at(program).ok_or_else(|| format!("{PACKAGE} does not run").into())
    }

    fn at(program: PathBuf) -> Option<Self> {
        let output = Command::new(&program).args(["semver-checks", "--version"]).output().ok()?;
        let version = String::from_utf8_lossy(&output.stdout).trim().to_owned();
        output.status.success().then_some(Self { program, version })
    }

    /// What it finds between two descriptions of a crate.
    pub(super) fn compare(&self, old: &Path, new: &Path) -> Result<Verdict, Box<dyn Error>> {
        let mut command = Command::new(&self.program);
        command.arg("semver-checks").arg("--baseline-rustdoc").arg(old).arg("--current-rustdoc").arg(new);
        // For a patch nothing may have changed, so that all is looked for.
        let output = command.args(["--release-type", "patch", "--color", "never"]).output()?;
        let [told, summary] = [&output.stdout, &output.stderr].map(|bytes| String::from_utf8_lossy(bytes));
        Verdict::read(&told, &summary).ok_or_else(|| format!("{PACKAGE}: {}", summary.trim()).into())
    }
}
