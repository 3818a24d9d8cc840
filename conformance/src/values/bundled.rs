//! Documents of several files as one, by a bundler that has nothing of the generator.

use std::error::Error;
use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::document::{node_package, run};

const PACKAGE: &str = "@redocly/cli";

/// What a document of several files is in one; none for a document that is one file, or whose other files are not there.
/// `root` is what is in
/// its own file.
pub(super) fn bundled(document: &Path, root: &Value) -> Result<Option<Value>, Box<dyn Error>> {
    let document = std::path::absolute(document)?;
    if !document.parent().is_some_and(|folder| refers_to_files(root, folder)) {
        return Ok(None);
    }
    let work = tempfile::tempdir()?;
    let bundle = work.path().join("bundle.json");
    // A reference that leads nowhere stays as it is.
    run(Command::new("node")
        .arg(node_package(PACKAGE)?.join("bin/cli.js"))
        .args(["bundle", "--force", "--ext", "json", "--output"])
        .args([&bundle, &document])
        .env("REDOCLY_TELEMETRY", "off")
        .env("REDOCLY_SUPPRESS_UPDATE_NOTICE", "true")
        .current_dir(work.path()))?;
    Ok(Some(serde_json::from_slice(&fs::read(bundle)?)?))
}

/// Whether a reference leads to a file that is there. Files that such a file refers to are the bundler's to find.
fn refers_to_files(value: &Value, folder: &Path) -> bool {
    match value {
        Value::Array(items) => items.iter().any(|item| refers_to_files(item, folder)),
        Value::Object(members) => {
            let is_file = |text: &str| match text.split('#').next() {
                None | Some("") => false,
                Some(file) => folder.join(file).is_file(),
            };
            members.get("$ref").and_then(Value::as_str).is_some_and(is_file)
                || members.values().any(|member| refers_to_files(member, folder))
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_document_is_of_several_files_where_a_reference_leads_to_another() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("other.yaml"), "a: {}\n").unwrap();
        let refers = |reference: &str| refers_to_files(&json!({ "paths": [{ "$ref": reference }] }), folder.path());
        assert!(refers("other.yaml") && refers("./other.yaml#/a"));
        assert!(!refers("#/other.yaml") && !refers("missing.yaml#/a") && !refers("https://example.com/other.yaml"));
    }
}
