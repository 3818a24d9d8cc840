//! Clients against the compiler and clippy.

use std::error::Error;
use std::time::Instant;

use super::results::{Compiled, Entry};
use crate::bundle::{self, Client, Finding, LIMIT, Options, Root};
use crate::document::home;
use crate::generate::folder;

/// What is known beside what becomes of each client.
#[derive(Default)]
pub(super) struct Checked {
    /// What the compiler says that is about no client.
    pub(super) unattributed: Vec<Finding>,
    pub(super) seconds: f64,
}

/// Compiles the clients of these entries and notes what becomes of them.
pub(super) fn check(entries: &mut [Entry], wanted: &[usize], jobs: usize) -> Result<Checked, Box<dyn Error>> {
    let mut checked = Checked::default();
    if wanted.is_empty() {
        return Ok(checked);
    }
    let start = Instant::now();
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
    for finding in built.findings {
        let entry = entries.iter_mut().find(|entry| entry.document == finding.document);
        match entry.and_then(|entry| entry.compiled.as_mut()) {
            Some(compiled) => compiled.findings.push(finding),
            None => checked.unattributed.push(finding),
        }
    }
    checked.seconds = start.elapsed().as_secs_f64();
    Ok(checked)
}
