//! What a run found out, as it is written to `corpus.json`.

use std::collections::BTreeMap;
use std::error::Error;
use std::fs;
use std::path::Path;

use serde::Serialize;

use super::check::Checked;
use super::{Generated, Outcome, page};
use crate::bundle::Finding;
use crate::document::Document;

/// A run.
#[derive(Serialize)]
pub(super) struct Results {
    pub(super) seed: u64,
    /// Files that were no documents.
    pub(super) skipped: usize,
    pub(super) totals: Totals,
    /// Why positions are untyped, the most frequent first.
    pub(super) causes: Vec<Total>,
    pub(super) documents: Vec<Entry>,
    /// What the compiler said that is about no document.
    pub(super) unattributed: Vec<Finding>,
}

/// A document.
#[derive(Serialize)]
pub(super) struct Entry {
    pub(super) document: String,
    pub(super) version: String,
    pub(super) size: u64,
    #[serde(flatten)]
    pub(super) generated: Generated,
    /// Where it was compiled.
    pub(super) compiled: Option<Compiled>,
}

/// What the compiler says of a client: nothing, where all is well.
#[derive(Serialize)]
pub(super) struct Compiled {
    pub(super) findings: Vec<Finding>,
}

/// The figures of a run.
#[derive(Default, Serialize)]
pub(super) struct Totals {
    pub(super) documents: usize,
    pub(super) outcomes: BTreeMap<&'static str, usize>,
    pub(super) operations: usize,
    pub(super) types: usize,
    pub(super) schemas: Option<usize>,
    pub(super) untyped: usize,
    pub(super) diagnostics: BTreeMap<String, usize>,
    pub(super) compiled: usize,
    /// Of those, the ones without a warning.
    pub(super) clean: usize,
    /// Panics, crashes, time-outs and clients that do not compile without a warning.
    pub(super) failures: usize,
    /// To generate all clients, on one core.
    pub(super) seconds: f64,
    /// To compile the sample, on as many cores as there were.
    pub(super) compile_seconds: f64,
}

/// A cause over all documents, with the first place where it occurs.
#[derive(Serialize)]
pub(super) struct Total {
    pub(super) cause: String,
    pub(super) count: usize,
    pub(super) documents: usize,
    pub(super) document: String,
    pub(super) pointer: String,
}

impl Entry {
    pub(super) fn new(document: &Document, generated: Generated) -> Self {
        let Document { name, version, size, .. } = document.clone();
        Self { document: name, version, size, generated, compiled: None }
    }

    pub(super) fn is_client(&self) -> bool {
        self.generated.outcome == Outcome::Client
    }

    /// Whether it is a failure, of whatever kind.
    fn fails(&self) -> bool {
        self.generated.outcome.failure().is_some()
            || self.compiled.as_ref().is_some_and(|compiled| !compiled.findings.is_empty())
    }
}

impl Results {
    pub(super) fn new(seed: u64, skipped: usize, documents: Vec<Entry>, checked: Checked) -> Self {
        let Checked { unattributed, seconds } = checked;
        let mut totals = Totals { compile_seconds: seconds, ..totals(&documents) };
        totals.failures += unattributed.len();
        Self { seed, skipped, totals, causes: causes(&documents), documents, unattributed }
    }

    /// Writes the data and the page.
    pub(super) fn write(&self, folder: &Path) -> Result<(), Box<dyn Error>> {
        fs::create_dir_all(folder)?;
        fs::write(folder.join("corpus.json"), serde_json::to_vec_pretty(self)?)?;
        fs::write(folder.join("corpus.html"), page::page(self))?;
        Ok(())
    }
}

fn totals(documents: &[Entry]) -> Totals {
    let mut totals = Totals { documents: documents.len(), ..Totals::default() };
    for entry in documents {
        let generated = &entry.generated;
        *totals.outcomes.entry(generated.outcome.name()).or_default() += 1;
        totals.operations += generated.operations;
        totals.types += generated.types;
        totals.untyped += generated.untyped;
        totals.seconds += generated.seconds;
        if let Some(schemas) = generated.schemas {
            *totals.schemas.get_or_insert(0) += schemas;
        }
        for (code, count) in &generated.diagnostics {
            *totals.diagnostics.entry(code.clone()).or_default() += count;
        }
        totals.compiled += usize::from(entry.compiled.is_some());
        totals.clean += usize::from(entry.compiled.as_ref().is_some_and(|compiled| compiled.findings.is_empty()));
        totals.failures += usize::from(entry.fails());
    }
    totals
}

fn causes(documents: &[Entry]) -> Vec<Total> {
    let mut causes = BTreeMap::<&str, Total>::new();
    for entry in documents {
        for (text, cause) in &entry.generated.causes {
            let total = causes.entry(text).or_insert_with(|| Total {
                cause: text.clone(),
                count: 0,
                documents: 0,
                document: entry.document.clone(),
                pointer: cause.pointer.clone(),
            });
            total.count += cause.count;
            total.documents += 1;
        }
    }
    let mut causes: Vec<_> = causes.into_values().collect();
    causes.sort_by(|one, other| other.count.cmp(&one.count).then_with(|| one.cause.cmp(&other.cause)));
    causes
}
