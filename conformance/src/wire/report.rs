//! What a run prints and writes: a table of the documents, each failure, the causes, the figures.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::io::{self, Write};
use std::path::Path;

use serde::Serialize;

use super::known::Known;
use crate::general::general;

/// More failures of one cause than this are only in the file.
const MOST: usize = 5;

/// What became of a document's calls.
#[derive(Debug, Default, Serialize)]
pub(super) struct Record {
    pub(super) document: String,
    /// How many operations it has, and how many of them the client offers; those that were called.
    pub(super) documented: usize,
    pub(super) not_offered: BTreeMap<String, usize>,
    pub(super) operations: usize,
    pub(super) calls: usize,
    /// Their names; an empty one stands for the document as a whole.
    #[serde(skip)]
    pub(super) names: Vec<String>,
    /// The operations for which no valid arguments could be made, and why.
    pub(super) untried: BTreeMap<String, String>,
    pub(super) failures: Vec<Failure>,
    /// The calls that hold, but not by the server's word.
    pub(super) settled: Vec<Settled>,
}

/// A call that holds though the server finds fault with it: it was made again, and answered with an answer that is drawn
/// from the document.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Settled {
    pub(super) operation: String,
    pub(super) call: String,
    /// Whether the server finds fault with the request, which is as it was given.
    pub(super) is_refuted: bool,
    /// What the server says.
    pub(super) said: Vec<String>,
}

/// A call that failed, or a document that could not be tried.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Failure {
    /// The method and the path; empty where it is about the document.
    pub(super) operation: String,
    /// Which call it was.
    pub(super) call: String,
    /// What is wrong, each thing in a sentence.
    pub(super) wrong: Vec<String>,
    /// The request as it went over the wire: its first line, headers and body.
    pub(super) request: String,
    /// The answer in the same way.
    pub(super) answer: String,
    /// Why it is no failure of the client, where that is known.
    pub(super) explained: Option<String>,
}

/// The results of a run.
#[derive(Serialize)]
pub(super) struct Results {
    seed: u64,
    totals: Totals,
    /// Entries of the list of known failures that match nothing.
    stale: Vec<String>,
    documents: Vec<Record>,
}

#[derive(Debug, Default, Serialize)]
struct Totals {
    documents: usize,
    documented: usize,
    not_offered: usize,
    operations: usize,
    untried: usize,
    calls: usize,
    failures: usize,
    explained: usize,
    /// Calls whose requests were at fault, for all that is known.
    refused: usize,
    /// Calls that hold with an answer that is drawn from the document; those of them whose requests the server finds fault
    /// with.
    settled: usize,
    refuted: usize,
}

impl Results {
    /// Explains what is known.
    pub(super) fn new(seed: u64, mut documents: Vec<Record>, known: &[Known]) -> Self {
        let mut used = BTreeSet::new();
        for record in &mut documents {
            for failure in &mut record.failures {
                let explain = |wrong: &String| {
                    known.iter().position(|one| one.explains(&record.document, &failure.operation, wrong))
                };
                let entries: Vec<Option<usize>> = failure.wrong.iter().map(explain).collect();
                used.extend(entries.iter().flatten().map(|index| (*index, record.document.clone())));
                let entries: Option<Vec<usize>> = entries.into_iter().collect();
                failure.explained = entries.and_then(|entries| Some(known.get(*entries.first()?)?.reason.clone()));
            }
        }
        let is_called = |one: &Known| {
            let home = documents.iter().find(|record| one.is_home(&record.document));
            home.is_some_and(|record| record.names.iter().any(|name| one.is_about(&record.document, name)))
        };
        let is_used = |index: usize, one: &Known| used.iter().any(|(used, at)| *used == index && one.is_home(at));
        let stale = known.iter().enumerate().filter(|(index, one)| is_called(one) && !is_used(*index, one));
        let stale = stale.map(|(_, one)| format!("{} {}: {}", one.home(), one.operation, one.failure)).collect();
        Self { seed, totals: totals(&documents), stale, documents }
    }

    /// Whether every failure is explained, so many percent of the requests are right, and no explanation is out of date.
    pub(super) fn holds(&self, least: f64) -> bool {
        let Totals { failures, explained, calls, refused, .. } = self.totals;
        // What the server cannot judge counts neither way.
        let judged = calls.saturating_sub(explained);
        failures == explained && self.stale.is_empty() && percent(judged.saturating_sub(refused), judged) >= least
    }

    pub(super) fn write(&self, folder: &Path) -> Result<(), Box<dyn Error>> {
        std::fs::create_dir_all(folder)?;
        std::fs::write(folder.join("wire.json"), serde_json::to_vec_pretty(self)?)?;
        Ok(())
    }

    pub(super) fn print(&self) -> io::Result<()> {
        let out = &mut io::stdout().lock();
        self.print_failures(out)?;
        self.print_documents(out)?;
        self.print_others(out)?;
        self.print_totals(out)
    }

    /// The failures by cause, the commonest last, where a reader looks first.
    fn print_failures(&self, out: &mut impl Write) -> io::Result<()> {
        let mut causes = BTreeMap::<String, Vec<(&str, &Failure)>>::new();
        for record in &self.documents {
            for failure in record.failures.iter().filter(|failure| failure.explained.is_none()) {
                let cause = failure.wrong.first().map(|wrong| general(wrong)).unwrap_or_default();
                causes.entry(cause).or_default().push((&record.document, failure));
            }
        }
        let mut causes: Vec<_> = causes.into_iter().collect();
        causes.sort_by_key(|(_, failures)| failures.len());
        for (cause, failures) in causes {
            writeln!(out, "\n{} x {cause}", failures.len())?;
            for (document, failure) in failures.iter().take(MOST) {
                let Failure { operation, call, wrong, request, answer, .. } = failure;
                writeln!(out, "  {document}  {operation}  ({call})\n    {}", wrong.join("\n    "))?;
                writeln!(out, "    > {}\n    < {}", excerpt(request), excerpt(answer))?;
            }
        }
        Ok(())
    }

    fn print_documents(&self, out: &mut impl Write) -> io::Result<()> {
        writeln!(out, "\ncalls, by document (operations called, calls, failures, explained, not offered):")?;
        for record in &self.documents {
            let explained = record.failures.iter().filter(|failure| failure.explained.is_some()).count();
            let (failures, missing) = (record.failures.len() - explained, record.not_offered.values().sum::<usize>());
            let Record { document, operations, calls, .. } = record;
            writeln!(out, "{operations:6} {calls:6} {failures:6} {explained:6} {missing:6}  {document}")?;
        }
        Ok(())
    }

    /// What was not called and why, what is explained and how often, what explains nothing.
    fn print_others(&self, out: &mut impl Write) -> io::Result<()> {
        let mut missing = BTreeMap::<String, usize>::new();
        let mut reasons = BTreeMap::<&str, usize>::new();
        let mut settled = BTreeMap::<&str, usize>::new();
        for record in &self.documents {
            for (cause, count) in &record.not_offered {
                *missing.entry(general(cause)).or_default() += count;
            }
            for reason in record.failures.iter().filter_map(|failure| failure.explained.as_deref()) {
                *reasons.entry(reason).or_default() += 1;
            }
            for one in &record.settled {
                let kind = one.said.first().and_then(|said| said.split(':').next()).unwrap_or_default();
                *settled.entry(kind).or_default() += 1;
            }
        }
        writeln!(out, "\nnot offered:")?;
        missing.iter().try_for_each(|(cause, count)| writeln!(out, "{count:6}  {cause}"))?;
        writeln!(out, "\nno arguments:")?;
        for record in &self.documents {
            let document = &record.document;
            record
                .untried
                .iter()
                .try_for_each(|(name, why)| writeln!(out, "  {document}  {name}: {}", excerpt(why)))?;
        }
        writeln!(out, "\nanswered with what is drawn from the document, by what the server says:")?;
        settled.iter().try_for_each(|(said, count)| writeln!(out, "{count:6}  {said}"))?;
        writeln!(out, "\nexplained:")?;
        reasons.iter().try_for_each(|(reason, count)| writeln!(out, "{count:6}  {reason}"))?;
        self.stale.iter().try_for_each(|entry| writeln!(out, "explains nothing: {entry}"))
    }

    fn print_totals(&self, out: &mut impl Write) -> io::Result<()> {
        let Totals { documents, documented, not_offered, operations, untried, calls, failures, explained, .. } =
            self.totals;
        let Totals { refused, settled, refuted, .. } = self.totals;
        writeln!(
            out,
            "\n{documents} documents (seed {}), {documented} operations: {not_offered} not offered, {operations} called, \
             {untried} without arguments",
            self.seed
        )?;
        writeln!(
            out,
            "{calls} calls: {:.2} % hold, {:.2} % fail for a reason that is known, {:.2} % fail; \
             {:.2} % of the requests that the server can judge are right",
            percent(calls.saturating_sub(failures), calls),
            percent(explained, calls),
            percent(failures - explained, calls),
            percent(calls.saturating_sub(explained + refused), calls.saturating_sub(explained))
        )?;
        writeln!(
            out,
            "{settled} of the calls that hold were answered with what is drawn from the document, since the server's answer \
             breaks it or cannot be written; {refuted} of them since the server finds fault with a request that is as given"
        )
    }
}

impl Failure {
    /// A failure that is about the document as a whole.
    pub(super) fn of_document(wrong: Vec<String>) -> Self {
        let (request, answer) = (String::new(), String::new());
        Self { operation: String::new(), call: String::new(), wrong, request, answer, explained: None }
    }
}

fn totals(documents: &[Record]) -> Totals {
    let mut totals = Totals { documents: documents.len(), ..Totals::default() };
    for record in documents {
        totals.documented += record.documented;
        totals.not_offered += record.not_offered.values().sum::<usize>();
        totals.operations += record.operations;
        totals.untried += record.untried.len();
        totals.calls += record.calls;
        totals.failures += record.failures.len();
        totals.explained += record.failures.iter().filter(|failure| failure.explained.is_some()).count();
        let is_refused = |failure: &&Failure| failure.wrong.iter().any(|wrong| is_about_the_request(wrong));
        let is_open = |failure: &&Failure| failure.explained.is_none();
        totals.settled += record.settled.len();
        totals.refuted += record.settled.iter().filter(|one| one.is_refuted).count();
        totals.refused += record.failures.iter().filter(is_open).filter(is_refused).count();
    }
    totals
}

/// Whether something that is wrong is the request's.
fn is_about_the_request(wrong: &str) -> bool {
    let starts =
        ["request", "not sent: ", "an argument ", "UNAUTHORIZED", "NO_PATH", "NO_METHOD", "INVALID_CONTENT_TYPE"];
    starts.iter().any(|start| wrong.starts_with(start))
}

fn percent(part: usize, whole: usize) -> f64 {
    part as f64 * 100.0 / whole.max(1) as f64
}

fn excerpt(text: &str) -> String {
    text.chars().take(400).collect()
}
