//! What a run prints and writes: each failure in a line, the causes, the figures.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::io::{self, Write};
use std::path::Path;

use serde::Serialize;

use super::trial::Record;

/// More causes than this are only in the file.
const MOST: usize = 60;

/// The results of a run.
#[derive(Serialize)]
pub(super) struct Results {
    pub(super) seed: u64,
    pub(super) totals: Totals,
    pub(super) causes: Vec<Cause>,
    /// Documents whose types do not compile, with the compiler's words.
    pub(super) broken: BTreeMap<String, String>,
    pub(super) documents: Vec<Record>,
}

#[derive(Default, Serialize)]
pub(super) struct Totals {
    documents: usize,
    types: usize,
    untried: usize,
    tried: usize,
    valid: usize,
    shown: usize,
    shown_valid: usize,
    passed: usize,
    percent: f64,
    invalid: BTreeMap<String, usize>,
}

/// A cause of failures, with one of them.
#[derive(Serialize)]
pub(super) struct Cause {
    cause: String,
    count: usize,
    documents: usize,
    types: usize,
    document: String,
    pointer: String,
    path: String,
}

impl Results {
    pub(super) fn new(seed: u64, broken: BTreeMap<String, String>, documents: Vec<Record>) -> Self {
        let mut totals = Totals { documents: documents.len(), ..Totals::default() };
        for record in &documents {
            totals.types += record.types;
            totals.untried += record.untried.len();
            totals.tried += record.tried;
            totals.valid += record.valid;
            totals.shown += record.shown;
            totals.shown_valid += record.shown_valid;
            totals.passed += record.passed;
            for (keyword, invalid) in &record.invalid {
                *totals.invalid.entry(keyword.clone()).or_default() += invalid.count;
            }
        }
        totals.percent = percent(totals.passed, totals.valid);
        Self { seed, totals, causes: causes(&documents), broken, documents }
    }

    /// Whether all types compile and so many percent of the values came back.
    pub(super) fn holds(&self, least: f64) -> bool {
        self.broken.is_empty() && self.totals.percent >= least
    }

    pub(super) fn write(&self, folder: &Path) -> Result<(), Box<dyn Error>> {
        std::fs::create_dir_all(folder)?;
        std::fs::write(folder.join("roundtrip.json"), serde_json::to_vec_pretty(self)?)?;
        Ok(())
    }

    pub(super) fn print(&self, verbose: bool) -> io::Result<()> {
        let out = &mut io::stdout().lock();
        for (document, message) in &self.broken {
            writeln!(out, "{document}  -  does not compile: {message}")?;
        }
        for record in &self.documents {
            for failure in &record.failures {
                let path = if failure.path.is_empty() { "/" } else { &failure.path };
                let (document, pointer) = (&record.document, &failure.pointer);
                writeln!(out, "{document}  {pointer}  {path}  {} (x{})", failure.cause, failure.count)?;
                if verbose {
                    writeln!(out, "    {}\n    {}", failure.value, failure.result)?;
                }
            }
        }
        self.print_documents(out)?;
        self.print_causes(out)?;
        self.print_totals(out)
    }

    fn print_documents(&self, out: &mut impl Write) -> io::Result<()> {
        writeln!(out, "\nvalues that came back, by document (percent, passed, valid, made, types, untried types):")?;
        for record in &self.documents {
            let Record { document, types, tried, valid, passed, untried, .. } = record;
            let percent = percent(*passed, *valid);
            writeln!(out, "{percent:7.2} {passed:6} {valid:6} {tried:6} {types:5} {:4}  {document}", untried.len())?;
        }
        Ok(())
    }

    fn print_causes(&self, out: &mut impl Write) -> io::Result<()> {
        if self.causes.is_empty() {
            return Ok(());
        }
        writeln!(out, "\nwhy values did not (values, types, documents, cause, an example):")?;
        for Cause { cause, count, documents, types, document, pointer, path } in self.causes.iter().take(MOST) {
            writeln!(out, "{count:7} {types:6} {documents:5}  {cause}  e.g. {document} {pointer} {path}")?;
        }
        if let Some(more) = self.causes.len().checked_sub(MOST).filter(|more| *more > 0) {
            writeln!(out, "        and {more} more causes")?;
        }
        Ok(())
    }

    fn print_totals(&self, out: &mut impl Write) -> io::Result<()> {
        let Totals { documents, types, untried, tried, valid, shown, shown_valid, passed, .. } = &self.totals;
        writeln!(out, "\n{documents} documents (seed {}), {types} types, {untried} without a valid value", self.seed)?;
        let mut causes: Vec<_> = self.totals.invalid.iter().collect();
        causes.sort_by_key(|(_, count)| std::cmp::Reverse(**count));
        let causes: Vec<String> = causes.iter().take(12).map(|(name, count)| format!("{name} {count}")).collect();
        writeln!(out, "{tried} values, of which {shown} ({shown_valid} valid) are the documents' own")?;
        writeln!(out, "not valid: {} ({})", tried - valid, causes.join(", "))?;
        writeln!(out, "valid: {valid}, came back: {passed} ({:.3} %)", self.totals.percent)
    }
}

fn percent(part: usize, whole: usize) -> f64 {
    if whole == 0 { 100.0 } else { part as f64 * 100.0 / whole as f64 }
}

fn causes(documents: &[Record]) -> Vec<Cause> {
    let mut causes = BTreeMap::<&str, (Cause, BTreeSet<&str>, BTreeSet<(&str, &str)>)>::new();
    for record in documents {
        for failure in &record.failures {
            let (cause, of, types) = causes.entry(&failure.cause).or_insert_with(|| {
                let cause = Cause {
                    cause: failure.cause.clone(),
                    count: 0,
                    documents: 0,
                    types: 0,
                    document: record.document.clone(),
                    pointer: failure.pointer.clone(),
                    path: failure.path.clone(),
                };
                (cause, BTreeSet::new(), BTreeSet::new())
            });
            cause.count += failure.count;
            of.insert(&record.document);
            types.insert((&record.document, &failure.pointer));
        }
    }
    let counted = |(mut cause, documents, types): (Cause, BTreeSet<&str>, BTreeSet<(&str, &str)>)| {
        (cause.documents, cause.types) = (documents.len(), types.len());
        cause
    };
    let mut causes: Vec<Cause> = causes.into_values().map(counted).collect();
    causes.sort_by_key(|cause| std::cmp::Reverse(cause.count));
    causes
}
