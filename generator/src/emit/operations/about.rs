//! The documentation of a function.

use crate::emit::docs;
use crate::model::Operation;

/// The documentation of a function: what it does, its parameters, what is to be said of its body, of its scopes
/// and of its response's headers, and the operation.
pub(super) fn about(operation: &Operation, body: &str, headers: Vec<String>) -> Vec<String> {
    let mut lines = Vec::new();
    let summary = docs::sentence(&operation.summary);
    if !summary.is_empty() {
        lines.extend(docs::lines(&summary));
        lines.push(String::new());
    }
    if !operation.description.trim().is_empty() && operation.description.trim() != operation.summary.trim() {
        lines.extend(docs::lines(&operation.description));
        lines.push(String::new());
    }
    let required = operation.parameters.iter().filter(|parameter| parameter.required);
    let mut described = required.filter(|parameter| !parameter.description.trim().is_empty()).peekable();
    if described.peek().is_some() {
        for parameter in described {
            let text = format!("- `{}`: {}", parameter.name, docs::sentence(&parameter.description));
            lines.extend(docs::lines(&text));
        }
        lines.push(String::new());
    }
    if !body.is_empty() {
        lines.extend(docs::lines(body));
        lines.push(String::new());
    }
    if !operation.scopes.is_empty() {
        let scopes: Vec<_> = operation.scopes.iter().map(|scope| format!("`{}`", scope.replace('`', "'"))).collect();
        lines.extend(docs::lines(&format!("Scopes of its token: {}.", scopes.join(", "))));
        lines.push(String::new());
    }
    if !headers.is_empty() {
        lines.extend(headers);
        lines.push(String::new());
    }
    lines.extend(docs::lines(&format!("`{} {}`", operation.method, operation.path.replace('`', "'"))));
    lines
}
