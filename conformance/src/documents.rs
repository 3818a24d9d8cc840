//! Real documents: which of them become clients, and whether those compile without a warning.

use std::collections::BTreeMap;
use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::Command;

use oasmith::diagnostic::{Diagnostics, Severity};
use oasmith::{Generator, Runtime};

/// Generates, checks with clippy and prints each document; fails where a client does not compile.
pub(crate) fn run(paths: impl Iterator<Item = String>) -> Result<(), Box<dyn Error>> {
    let mut documents = Vec::new();
    for path in paths {
        collect(Path::new(&path), &mut documents)?;
    }
    documents.sort();
    let work = tempfile::tempdir()?;
    let mut counts = BTreeMap::<&str, usize>::new();
    for (number, document) in documents.iter().enumerate() {
        let verdict = judge(document, &work.path().join(format!("client-{number}")), work.path())?;
        *counts.entry(verdict).or_default() += 1;
    }
    println!("{} documents: {counts:?}", documents.len());
    if counts.contains_key(BROKEN) { Err("some clients do not compile".into()) } else { Ok(()) }
}

const BROKEN: &str = "does not compile";

fn collect(path: &Path, out: &mut Vec<PathBuf>) -> Result<(), Box<dyn Error>> {
    if path.is_dir() {
        for entry in std::fs::read_dir(path)? {
            collect(&entry?.path(), out)?;
        }
    } else if path.extension().is_some_and(|extension| ["json", "yaml", "yml"].iter().any(|known| extension == *known))
    {
        out.push(path.to_owned());
    }
    Ok(())
}

fn judge(document: &Path, folder: &Path, work: &Path) -> Result<&'static str, Box<dyn Error>> {
    let runtime = Path::new(env!("CARGO_MANIFEST_DIR")).join("../runtime").canonicalize()?;
    let generator = Generator::new(document).out_dir(folder).runtime(Runtime::Path(runtime.display().to_string()));
    let report = match generator.generate() {
        Ok(report) => report,
        Err(oasmith::Error::Document(diagnostics)) => {
            println!("refused  {}: {}", document.display(), codes(&diagnostics, Severity::Error));
            return Ok("refused");
        }
        Err(error) => return Err(error.into()),
    };
    let output = Command::new(env!("CARGO"))
        .args(["clippy", "--quiet", "--", "-D", "warnings"])
        .current_dir(folder)
        .env("CARGO_TARGET_DIR", work.join("target"))
        .output()?;
    let verdict = if output.status.success() { "compiles" } else { BROKEN };
    let (operations, types) = (report.operations, report.types);
    let codes = codes(&report.diagnostics, Severity::Note);
    println!("{verdict} {}: {operations} operations, {types} types {codes}", document.display());
    if !output.status.success() {
        println!("{}", String::from_utf8_lossy(&output.stderr));
    }
    Ok(verdict)
}

/// How often each code occurs, of a severity or more.
fn codes(diagnostics: &Diagnostics, least: Severity) -> String {
    let mut counts = BTreeMap::<&str, usize>::new();
    for diagnostic in diagnostics.iter().filter(|diagnostic| diagnostic.severity >= least) {
        *counts.entry(diagnostic.code.as_str()).or_default() += 1;
    }
    let texts: Vec<_> = counts.iter().map(|(code, count)| format!("{code} {count}")).collect();
    if texts.is_empty() { String::new() } else { format!("({})", texts.join(", ")) }
}
