//! Failures that are the server's, each with the reason.

use std::error::Error;

use serde::Deserialize;

/// The list, as it is written.
const LIST: &str = include_str!("known.toml");

/// A failure that is explained.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Known {
    /// The document's name; `*` stands for any text.
    pub(super) document: String,
    /// The operation's method and path; `*` stands for any text.
    pub(super) operation: String,
    /// A part of what the failure says.
    pub(super) failure: String,
    /// A document that shows it, where it is about many.
    pub(super) seen: Option<String>,
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
        self.is_about(document, operation) && failure.contains(&self.failure)
    }

    pub(super) fn is_about(&self, document: &str, operation: &str) -> bool {
        matches(&self.document, document) && matches(&self.operation, operation)
    }

    /// The document that it has to explain something of; `*` stands for any folder.
    pub(super) fn home(&self) -> &str {
        self.seen.as_deref().unwrap_or(&self.document)
    }

    pub(super) fn is_home(&self, document: &str) -> bool {
        matches(self.home(), document)
    }
}

/// Whether a text is of a pattern in which `*` stands for any text.
fn matches(pattern: &str, text: &str) -> bool {
    let Some((start, rest)) = pattern.split_once('*') else { return pattern == text };
    let Some(mut text) = text.strip_prefix(start) else { return false };
    let (middle, end) = rest.rsplit_once('*').unwrap_or(("", rest));
    for part in middle.split('*') {
        match text.find(part) {
            Some(at) => text = &text[at + part.len()..],
            None => return false,
        }
    }
    text.ends_with(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_well_formed() {
        let known = list().unwrap();
        assert!(known.iter().all(|one| !one.failure.is_empty() && !one.reason.is_empty()));
        assert!(known.iter().all(|one| !one.home().ends_with('*')));
    }

    #[test]
    fn an_entry_is_about_a_document_an_operation_and_a_failure() {
        let known = |document: &str, operation: &str| Known {
            document: document.to_owned(),
            operation: operation.to_owned(),
            failure: "too complex".to_owned(),
            seen: None,
            reason: "r".to_owned(),
        };
        assert!(known("*", "*").explains("d", "GET /a", "it is too complex"));
        assert!(known("d", "GET /a").explains("d", "GET /a", "too complex"));
        assert!(!known("d", "GET /b").explains("d", "GET /a", "too complex"));
        assert!(!known("e", "*").explains("d", "GET /a", "too complex"));
        assert!(!known("*", "*").explains("d", "GET /a", "too large"));
        assert!(known("*", "*?*").explains("d", "GET /a?b=c", "too complex"));
        assert!(!known("*", "*?*").explains("d", "GET /a", "too complex"));
        assert!(known("d*e", "GET *").explains("d/e", "GET /a", "too complex"));
        assert!(!known("d*e", "GET *").explains("d/f", "GET /a", "too complex"));
        assert!(parse("[[known]]\ndocument = \"d\"\n").is_err());
    }
}
