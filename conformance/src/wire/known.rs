//! Failures that are the server's, each with the reason.

use std::error::Error;

use serde::Deserialize;

/// The list, as it is written.
const LIST: &str = include_str!("known.toml");

/// A failure that is explained.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Known {
    /// The document's name, or `*`.
    pub(super) document: String,
    /// The operation's method and path, or `*`.
    pub(super) operation: String,
    /// A part of what the failure says.
    pub(super) failure: String,
    /// Why it is no failure of the client.
    pub(super) reason: String,
}

#[derive(Deserialize)]
struct List {
    #[serde(default)]
    known: Vec<Known>,
}

pub(super) fn list() -> Result<Vec<Known>, Box<dyn Error>> {
    parse(LIST)
}

fn parse(text: &str) -> Result<Vec<Known>, Box<dyn Error>> {
    Ok(toml::from_str::<List>(text)?.known)
}

impl Known {
    /// Whether it explains a failure.
    pub(super) fn explains(&self, document: &str, operation: &str, failure: &str) -> bool {
        self.is_about(document)
            && (self.operation == "*" || self.operation == operation)
            && failure.contains(&self.failure)
    }

    pub(super) fn is_about(&self, document: &str) -> bool {
        self.document == "*" || self.document == document
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_well_formed() {
        let known = list().unwrap();
        assert!(known.iter().all(|one| !one.failure.is_empty() && !one.reason.is_empty()));
    }

    #[test]
    fn an_entry_is_about_a_document_an_operation_and_a_failure() {
        let known = |document: &str, operation: &str| Known {
            document: document.to_owned(),
            operation: operation.to_owned(),
            failure: "too complex".to_owned(),
            reason: "r".to_owned(),
        };
        assert!(known("*", "*").explains("d", "GET /a", "it is too complex"));
        assert!(known("d", "GET /a").explains("d", "GET /a", "too complex"));
        assert!(!known("d", "GET /b").explains("d", "GET /a", "too complex"));
        assert!(!known("e", "*").explains("d", "GET /a", "too complex"));
        assert!(!known("*", "*").explains("d", "GET /a", "too large"));
        assert!(parse("[[known]]\ndocument = \"d\"\n").is_err());
    }
}
