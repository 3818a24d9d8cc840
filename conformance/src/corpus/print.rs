//! What a run prints: each finding in a line, then the figures.

use std::io::{self, Write};

use super::Outcome;
use super::results::{Entry, Results, Total, Totals};
use crate::bundle::Finding;

/// More causes than this are only in the files.
const MOST: usize = 40;

pub(super) fn print(results: &Results) -> io::Result<()> {
    let out = &mut io::stdout().lock();
    for entry in &results.documents {
        findings(entry, out)?;
    }
    for Finding { document, message, .. } in &results.unattributed {
        writeln!(out, "{document}  -  {}", line(message))?;
    }
    causes(results, out)?;
    summary(results, out)
}

fn findings(entry: &Entry, out: &mut impl Write) -> io::Result<()> {
    let document = &entry.document;
    match &entry.generated.outcome {
        Outcome::Refused { reasons } => {
            for reason in reasons {
                writeln!(
                    out,
                    "{document}  {}  refused: {}: {}",
                    at(&reason.pointer),
                    reason.code,
                    line(&reason.message)
                )?;
            }
        }
        outcome => {
            if let Some(message) = outcome.failure() {
                writeln!(out, "{document}  -  {}: {}", outcome.name(), line(message))?;
            }
        }
    }
    for reason in &entry.generated.listed {
        writeln!(out, "{document}  {}  {}: {}", at(&reason.pointer), reason.code, line(&reason.message))?;
    }
    for finding in entry.compiled.iter().flat_map(|compiled| &compiled.findings) {
        let code = finding.code.as_deref().unwrap_or("-");
        writeln!(out, "{document}  {}:{}  {code}: {}", finding.file, finding.line, line(&finding.message))?;
    }
    Ok(())
}

/// A pointer, which is never nothing.
fn at(pointer: &str) -> &str {
    if pointer.is_empty() { "/" } else { pointer }
}

/// A text as one line, which does nothing to a terminal.
fn line(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    text.replace(char::is_control, "\u{fffd}")
}

fn causes(results: &Results, out: &mut impl Write) -> io::Result<()> {
    if results.causes.is_empty() {
        return Ok(());
    }
    writeln!(out, "\nwhy values are untyped (count, documents, cause, an example):")?;
    for Total { cause, count, documents, document, pointer } in results.causes.iter().take(MOST) {
        writeln!(out, "{count:7} {documents:6}  {}  e.g. {document} {}", line(cause), at(pointer))?;
    }
    if let Some(more) = results.causes.len().checked_sub(MOST).filter(|more| *more > 0) {
        writeln!(out, "        and {more} more causes")?;
    }
    Ok(())
}

fn summary(results: &Results, out: &mut impl Write) -> io::Result<()> {
    let Totals { documents, outcomes, operations, types, compiled, clean, seconds, compile_seconds, .. } =
        &results.totals;
    let outcomes: Vec<String> = outcomes.iter().map(|(name, count)| format!("{count} {name}")).collect();
    writeln!(out, "\n{documents} documents: {}; {} other files skipped", outcomes.join(", "), results.skipped)?;
    writeln!(out, "{operations} operations, {types} types, generated in {seconds:.0} s of one core")?;
    writeln!(out, "untyped: {}", share(&results.totals))?;
    if *compiled > 0 {
        let seed = results.seed;
        writeln!(
            out,
            "compiled: {compiled} (seed {seed}) in {compile_seconds:.0} s, {clean} of them without a warning"
        )?;
    }
    writeln!(out, "failures: {}", results.totals.failures)
}

/// How much is untyped.
pub(super) fn share(totals: &Totals) -> String {
    format!("{} of {} positions ({:.2} %)", totals.untyped, totals.schemas, totals.untyped_percent())
}
