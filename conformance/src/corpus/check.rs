//! Clients against the compiler and clippy.

use std::error::Error;
use std::path::PathBuf;

use super::results::{Compiled, Entry};
use crate::bundle::{self, Client, Finding, LIMIT, Options, Root};
use crate::document::home;
use crate::sample::hash;

/// The folder of a document's client.
pub(super) fn folder(document: &str) -> PathBuf {
    let plain: String = document.chars().map(|one| if one.is_ascii_alphanumeric() { one } else { '-' }).collect();
    let start = plain.len().saturating_sub(60);
    home().join("clients").join(format!("{}-{:016x}", &plain[start..], hash(0, document)))
}

/// Compiles the clients of these entries and notes what becomes of them. What the compiler says of none of them is
/// returned.
pub(super) fn check(entries: &mut [Entry], wanted: &[usize], jobs: usize) -> Result<Vec<Finding>, Box<dyn Error>> {
    if wanted.is_empty() {
        return Ok(Vec::new());
    }
    let client = |index: &usize| {
        let document = entries[*index].document.clone();
        Client { folder: folder(&document), document }
    };
    let clients = wanted.iter().map(client).collect();
    let progress = super::bar(0, "compile", "{bytes}/{total_bytes}");
    let options = Options {
        folder: &home().join("check"),
        root: Root::Library,
        dependencies: "",
        limit: LIMIT,
        // Clippy checks all that `cargo check` does.
        command: &["clippy"],
        jobs,
        progress: &progress,
    };
    let built = bundle::build(clients, &options)?;
    progress.finish_and_clear();
    for index in wanted {
        entries[*index].compiled = Some(Compiled { findings: Vec::new() });
    }
    let mut other = Vec::new();
    for finding in built.findings {
        let entry = entries.iter_mut().find(|entry| entry.document == finding.document);
        match entry.and_then(|entry| entry.compiled.as_mut()) {
            Some(compiled) => compiled.findings.push(finding),
            None => other.push(finding),
        }
    }
    Ok(other)
}
