//! The build script of `generated-client`: regenerates it from its description on each build where something changed.

use std::error::Error;
use std::path::Path;

use oasmith::{Generator, Report};

/// What the script reads, from the folder of the crate.
const CONFIG: &str = "../oasmith.toml";

fn main() -> Result<(), Box<dyn Error>> {
    // A packaged or vendored copy of the crate has neither: then its sources are as they should be.
    if !Path::new(CONFIG).exists() || !Path::new("../generator").exists() {
        println!("cargo::rerun-if-changed=Cargo.toml");
        return Ok(());
    }
    let here = std::env::current_dir()?;
    for generator in Generator::from_config(CONFIG)? {
        if !generator.spec().exists() || generator.folder().canonicalize()? != here.canonicalize()? {
            continue;
        }
        println!("cargo::rerun-if-env-changed=CI");
        println!("cargo::rerun-if-changed={CONFIG}");
        println!("cargo::rerun-if-changed={}", generator.spec().display());
        regenerate(&generator)?;
    }
    Ok(())
}

fn regenerate(generator: &Generator) -> Result<(), Box<dyn Error>> {
    let stale = generator.clone().check(true).generate()?;
    if !stale.changes.is_empty() {
        if std::env::var_os("CI").is_some() {
            let message = "the checked-in files are stale: run `cargo run -- generate` and commit what it writes";
            return Err(format!("{message}: {}", names(&stale)).into());
        }
        if is_read_only(generator.folder()) {
            return Ok(());
        }
        generator.generate()?;
        // The files are newer than this script's run now: watching them would run it once more for nothing.
        return Ok(());
    }
    watch(&generator.folder().join("src"));
    Ok(())
}

fn names(report: &Report) -> String {
    let paths = report.changes.written.iter().chain(&report.changes.deleted);
    paths.map(|path| path.display().to_string()).collect::<Vec<_>>().join(", ")
}

fn is_read_only(folder: &Path) -> bool {
    folder.join("src").metadata().is_ok_and(|metadata| metadata.permissions().readonly())
}

/// Whoever edits or deletes a generated file gets it back.
fn watch(folder: &Path) {
    if folder.exists() {
        println!("cargo::rerun-if-changed={}", folder.display());
    }
}
