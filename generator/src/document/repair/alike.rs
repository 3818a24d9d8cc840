//! Paths that differ in nothing but the names of their parameters
//! ([OpenAPI 3.0.3, Paths Object](https://spec.openapis.org/oas/v3.0.3#paths-object)).

use std::collections::HashMap;

use super::Repair;
use crate::diagnostic::Severity::Note;
use crate::diagnostic::{Code, Diagnostic};

/// Tells of paths that are one to a server. All are kept: their operations differ, or what their parameters mean does.
pub(super) fn alike(repair: &mut Repair<'_>) {
    let mut seen: HashMap<String, String> = HashMap::new();
    for site in repair.sites() {
        let shape = shape(&site.path);
        let Some(first) = seen.get(&shape) else {
            seen.insert(shape, site.path);
            continue;
        };
        let message = format!("but for the names of parameters this path is `{first}`; both are kept");
        let diagnostic = Diagnostic::new(Code::AlikePaths, Note, &site.at, message);
        repair.tell(diagnostic.help("put the operations of both under one path, if they are one to the server"));
    }
}

/// The path without the names of its parameters.
fn shape(path: &str) -> String {
    let (mut out, mut rest) = (String::new(), path);
    while let Some((before, (_, after))) =
        rest.split_once('{').and_then(|(before, rest)| Some((before, rest.split_once('}')?)))
    {
        out.push_str(before);
        out.push_str("{}");
        rest = after;
    }
    out + rest
}
