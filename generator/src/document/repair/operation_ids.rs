//! Operations that have one `operationId`, which has to be unique
//! ([OpenAPI 3.0.3, Operation Object](https://spec.openapis.org/oas/v3.0.3#operation-object)).

use std::collections::HashMap;

use heck::ToLowerCamelCase as _;

use super::Repair;
use crate::diagnostic::Severity::Warning;
use crate::diagnostic::{Code, Diagnostic, Fix, Pointer};

/// Lets the first operation have the `operationId`; the others are named by their methods and paths.
pub(super) fn operation_ids(repair: &mut Repair<'_>) {
    let mut seen: HashMap<String, String> = HashMap::new();
    for mut site in repair.sites() {
        for index in 0..site.operations.len() {
            let Some(operation) = site.operations.get(index) else { continue };
            let Some(id) = repair.text(&operation.child("operationId")).map(str::to_owned) else { continue };
            let Some((_, method)) = operation.split() else { continue };
            let own = format!("{} {}", method.to_uppercase(), site.path);
            let Some(first) = seen.get(&id) else {
                seen.insert(id, own);
                continue;
            };
            let message = format!("`{id}` is the `operationId` of `{first}` already; this one is named by its path");
            repair.own_site(&mut site);
            let operation: Pointer = site.at.child(&method);
            let unique = format!("{method} {}", site.path).to_lower_camel_case();
            let diagnostic =
                Diagnostic::new(Code::DuplicateOperationId, Warning, &operation.child("operationId"), message);
            let fix = Fix::set(&operation, "operationId", unique);
            repair.tell(diagnostic.help("give each operation an `operationId` of its own").fix(fix));
            repair.unset(&operation, "operationId");
        }
    }
}
