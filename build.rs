//! The build script of `generated-client`: regenerates it from its description on each build where something changed.

use std::error::Error;
use std::fs::File;
use std::path::Path;
use std::time::{Duration, SystemTime};

use oasmith::{Changes, Generator};

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
        regenerate(&generator)?;
    }
    Ok(())
}

fn regenerate(generator: &Generator) -> Result<(), Box<dyn Error>> {
    let report = generator.clone().check(true).generate()?;
    for path in &report.files {
        println!("cargo::rerun-if-changed={}", path.display());
    }
    print!("{}", report.cargo_warnings());
    let Changes { written, deleted, unchanged, .. } = report.changes;
    // Whoever deletes a generated file gets it back; whoever edits one is told.
    for path in written.iter().chain(&unchanged) {
        println!("cargo::rerun-if-changed={}", path.display());
    }
    if written.is_empty() && deleted.is_empty() || is_read_only(generator.folder()) {
        return Ok(());
    }
    if std::env::var_os("CI").is_some() {
        let names: Vec<_> = written.iter().chain(&deleted).map(|path| path.display().to_string()).collect();
        let message = "the checked-in files are stale: run `cargo run -- generate` and commit what it writes";
        return Err(format!("{message}: {}", names.join(", ")).into());
    }
    // Files newer than the start of this script would have it run once more for nothing. The crate is compiled after it
    // in any case.
    let before = SystemTime::now() - Duration::from_secs(1);
    generator.generate()?;
    for path in &written {
        File::options().append(true).open(path)?.set_modified(before)?;
    }
    Ok(())
}

fn is_read_only(folder: &Path) -> bool {
    folder.join("src").metadata().is_ok_and(|metadata| metadata.permissions().readonly())
}
