//! Documents of Swagger 2.0 as documents of OpenAPI 3.0, by a converter that has nothing of the generator.

use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::document::{home, node_package, run};
use crate::sample::hash;

const PACKAGE: &str = "swagger2openapi";

/// What a document of Swagger 2.0 is in OpenAPI 3.0; none for a document of another version. `text` is the document's.
pub(super) fn converted(root: &Value, text: &str) -> Result<Option<Value>, Box<dyn Error>> {
    if root.get("swagger").is_none() || root.get("openapi").is_some() {
        return Ok(None);
    }
    let folder = home().join("converted");
    std::fs::create_dir_all(&folder)?;
    let out = folder.join(format!("{:016x}.json", hash(0, text)));
    if !out.exists() {
        let work = tempfile::tempdir_in(&folder)?;
        convert(&serde_json::to_vec(root)?, work.path(), &out)?;
    }
    Ok(Some(serde_json::from_slice(&std::fs::read(out)?)?))
}

/// Converts a document. What is beside a `$ref` stays there: authors mean it.
fn convert(document: &[u8], work: &Path, out: &Path) -> Result<(), Box<dyn Error>> {
    let script: PathBuf = node_package(PACKAGE)?.join("swagger2openapi.js");
    let (given, made) = (work.join("given.json"), work.join("made.json"));
    std::fs::write(&given, document)?;
    run(Command::new("node")
        .arg(&script)
        .args(["--patch", "--warnOnly", "--refSiblings", "preserve", "--outfile"])
        .args([&made, &given]))?;
    std::fs::rename(made, out)?;
    Ok(())
}
