//! The document as the server is given it.

use std::error::Error;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::values::original::Original;

/// Headers whose parameters are to be ignored (OpenAPI 3.0.3, section 4.7.12.2), which the server does not do.
const IGNORED: [&str; 3] = ["accept", "content-type", "authorization"];

/// The files for the servers, of each of the document's [layers](layer). The first is the document itself, or, where it is
/// of several files or has parameters that mean nothing, a copy that is one file and without them.
pub(super) fn files(document: &Path, original: &Original, folder: &Path) -> Result<Vec<PathBuf>, Box<dyn Error>> {
    let mut root = original.root.clone();
    let mut files = Vec::new();
    if leave_out(&mut root) | original.is_bundled {
        files.push(written(&root, folder)?);
    } else {
        files.push(std::path::absolute(document)?);
    }
    let names: Vec<&String> = paths(original).collect();
    let layers = names.iter().map(|name| layer(original, name)).max().unwrap_or_default();
    for number in 1..=layers {
        let mut root = root.clone();
        let Some(paths) = root.get_mut("paths").and_then(Value::as_object_mut) else { continue };
        for name in names.iter().filter(|name| layer(original, name) == number) {
            if let Some(item) = paths.remove(name.as_str()) {
                paths.insert(plain(name).to_owned(), item);
            }
        }
        files.push(written(&root, &folder.join(number.to_string()))?);
    }
    Ok(files)
}

/// The layer that a path is of. The server finds operations by the path alone: where a query is part of it, in the document,
/// another server is given a copy in which the path has none, and that of each further such path is one more.
pub(super) fn layer(original: &Original, path: &str) -> usize {
    if !path.contains('?') {
        return 0;
    }
    let mut alike = paths(original).filter(|name| name.contains('?') && plain(name) == plain(path));
    alike.position(|name| name == path).map_or(0, |index| index + 1)
}

fn paths(original: &Original) -> impl Iterator<Item = &String> {
    original.root.get("paths").and_then(Value::as_object).into_iter().flat_map(|paths| paths.keys())
}

/// A path without its query.
fn plain(path: &str) -> &str {
    path.split('?').next().unwrap_or(path)
}

fn written(root: &Value, folder: &Path) -> Result<PathBuf, Box<dyn Error>> {
    std::fs::create_dir_all(folder)?;
    let path = folder.join("served.json");
    std::fs::write(&path, serde_json::to_vec(root)?)?;
    Ok(path)
}

/// Makes parameters that mean nothing optional, wherever they are; tells whether there were any. They stay where they
/// are, so that references still lead to the same.
fn leave_out(value: &mut Value) -> bool {
    match value {
        Value::Array(items) => items.iter_mut().fold(false, |found, item| leave_out(item) | found),
        Value::Object(members) => {
            let name = members.get("name").and_then(Value::as_str).map(str::to_ascii_lowercase);
            let is_header = members.get("in").and_then(Value::as_str) == Some("header");
            let is_scheme = members.contains_key("type") && !members.contains_key("schema");
            if is_header && !is_scheme && name.is_some_and(|name| IGNORED.contains(&name.as_str())) {
                members.remove("required");
                members.insert("schema".to_owned(), Value::Object(serde_json::Map::new()));
                return true;
            }
            members.values_mut().fold(false, |found, member| leave_out(member) | found)
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn parameters_that_mean_nothing_ask_for_nothing() {
        let scheme = json!({ "type": "apiKey", "in": "header", "name": "Authorization" });
        let other = json!({ "in": "header", "name": "X-Accept", "required": true, "schema": { "type": "string" } });
        let ignored = json!({ "in": "header", "name": "Accept", "required": true, "schema": { "enum": ["a/b"] } });
        let mut root = json!({ "parameters": [other, ignored], "scheme": scheme });
        assert!(leave_out(&mut root));
        let accept = json!({ "in": "header", "name": "Accept", "schema": {} });
        assert_eq!(root, json!({ "parameters": [other, accept], "scheme": scheme }));
        assert!(!leave_out(&mut json!([other, scheme])));
    }

    #[test]
    fn paths_with_queries_stand_in_copies_of_their_own() {
        let names = ["/a", "/a?x=1", "/a?x=2", "/b", "/c?y=1"];
        let paths: serde_json::Map<String, Value> =
            names.iter().map(|name| ((*name).to_owned(), json!({ "summary": name }))).collect();
        let original = Original::new(json!({ "paths": paths }));
        assert_eq!(names.map(|name| layer(&original, name)), [0, 1, 2, 0, 1]);
        let folder = tempfile::tempdir().unwrap();
        let files = files(Path::new("/document.json"), &original, folder.path()).unwrap();
        let of_layer = |number: usize| -> Value {
            let root: Value = serde_json::from_slice(&std::fs::read(&files[number]).unwrap()).unwrap();
            json!([root["paths"]["/a"]["summary"], root["paths"]["/b"]["summary"], root["paths"]["/c"]["summary"]])
        };
        assert_eq!((files.len(), &files[0]), (3, &PathBuf::from("/document.json")));
        assert_eq!([of_layer(1), of_layer(2)], [json!(["/a?x=1", "/b", "/c?y=1"]), json!(["/a?x=2", "/b", null])]);
    }
}
