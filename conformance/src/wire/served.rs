//! The document as the server is given it.

use std::error::Error;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::values::original::Original;

/// Headers whose parameters are to be ignored (OpenAPI 3.0.3, section 4.7.12.2), which the server does not do.
const IGNORED: [&str; 3] = ["accept", "content-type", "authorization"];

/// The file for the server: the document itself, or, where it has parameters that mean nothing, a copy without them.
pub(super) fn file(document: &Path, original: &Original, folder: &Path) -> Result<PathBuf, Box<dyn Error>> {
    let mut root = original.root.clone();
    if !leave_out(&mut root) {
        return Ok(std::path::absolute(document)?);
    }
    let path = folder.join("served.json");
    std::fs::write(&path, serde_json::to_vec(&root)?)?;
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
}
