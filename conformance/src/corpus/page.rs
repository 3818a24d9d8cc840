//! The page of a run: one file that needs nothing else.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::Outcome;
use super::print::share;
use super::results::{Entry, Results, Totals};

/// Rows of a table that may be long.
const MOST: usize = 500;
const SLOWEST: usize = 20;

/// A cell of a table.
enum Cell {
    Text(String),
    Code(String),
    /// The same, short enough for one line.
    Word(String),
    Number(String),
    /// A part of one, as a bar.
    Share(f64),
}

/// The text of the page.
pub(super) fn page(results: &Results) -> String {
    let mut out = String::from("<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n");
    out.push_str("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>Corpus</title>\n");
    let _ = write!(out, "<style>\n{}</style>\n<h1>Clients of real documents</h1>\n", include_str!("page.css"));
    let _ = writeln!(
        out,
        "<p>{} operations and {} types of {} documents; {} other files were skipped.</p>",
        grouped(results.totals.operations),
        grouped(results.totals.types),
        grouped(results.totals.documents),
        grouped(results.skipped)
    );
    tiles(&results.totals, &mut out);
    failures(results, &mut out);
    lints(results, &mut out);
    compile_failures(results, &mut out);
    causes(results, &mut out);
    refusals(results, &mut out);
    diagnostics(&results.totals, &mut out);
    slowest(results, &mut out);
    out
}

fn tiles(totals: &Totals, out: &mut String) {
    let verdict = |bad: bool| if bad { "bad" } else { "good" };
    let mut tiles = vec![(grouped(totals.documents), "documents".to_owned(), "")];
    tiles.extend(totals.outcomes.iter().map(|(name, count)| (grouped(*count), (*name).to_owned(), "")));
    tiles.push((format!("{:.2} %", totals.untyped_percent()), "of the positions untyped".to_owned(), ""));
    if totals.compiled > 0 {
        let class = verdict(totals.clean < totals.compiled);
        tiles.push((format!("{} / {}", totals.clean, totals.compiled), "compile without a warning".to_owned(), class));
    }
    tiles.push((grouped(totals.failures), "failures".to_owned(), verdict(totals.failures > 0)));
    out.push_str("<div class=\"tiles\">\n");
    for (figure, what, class) in tiles {
        let _ =
            writeln!(out, "<div class=\"tile {class}\"><b>{}</b><span>{}</span></div>", escape(&figure), escape(&what));
    }
    out.push_str("</div>\n");
}

fn failures(results: &Results, out: &mut String) {
    let row = |entry: &Entry| {
        let message = entry.generated.outcome.failure()?;
        Some(vec![code(&entry.document), word(entry.generated.outcome.name()), code(message)])
    };
    let rows = results.documents.iter().filter_map(row).collect();
    table("No result", "Panics, crashes and time-outs.", &["document", "what", "message"], rows, out);
}

/// What the compiler says, by its codes.
fn lints(results: &Results, out: &mut String) {
    let mut codes = BTreeMap::<&str, (usize, BTreeSet<&str>)>::new();
    for finding in results.findings() {
        let (count, documents) = codes.entry(finding.code.as_deref().unwrap_or("no code")).or_default();
        *count += 1;
        documents.insert(&finding.document);
    }
    let rows = codes.into_iter().map(|(name, (count, documents))| {
        let example = documents.first().copied().unwrap_or_default();
        vec![word(name), number(count), number(documents.len()), code(example)]
    });
    let note = "What rustc and clippy say of the clients that were compiled.";
    table("Compile failures by code", note, &["code", "count", "documents", "an example"], rows.collect(), out);
}

fn compile_failures(results: &Results, out: &mut String) {
    let rows = results.findings().map(|finding| {
        let place = format!("{}:{}", finding.file, finding.line);
        let lint = finding.code.as_deref().unwrap_or_default();
        vec![code(&finding.document), code(&place), word(lint), text(&finding.message)]
    });
    let note = "Places are in the `src` of the client, where `mod.rs` is its `lib.rs`.";
    table("Compile failures", note, &["document", "place", "code", "message"], rows.collect(), out);
}

fn causes(results: &Results, out: &mut String) {
    let all: usize = results.causes.iter().map(|cause| cause.count).sum();
    let rows = results.causes.iter().map(|cause| {
        let part = cause.count as f64 / all.max(1) as f64;
        vec![
            text(&cause.cause),
            number(cause.count),
            Cell::Number(format!("{:.1} %", part * 100.0)),
            Cell::Share(part),
            number(cause.documents),
            code(&format!("{} {}", cause.document, cause.pointer)),
        ]
    });
    let head = ["cause", "count", "share", "", "documents", "an example"];
    let note = format!("{all} diagnostics. Of the schemas that describe structure: {}.", share(&results.totals));
    table("Why values are untyped", &note, &head, rows.collect(), out);
}

fn refusals(results: &Results, out: &mut String) {
    let rows = results.documents.iter().flat_map(|entry| {
        let reasons = match &entry.generated.outcome {
            Outcome::Refused { reasons } => reasons.as_slice(),
            _ => &[],
        };
        reasons
            .iter()
            .map(|reason| vec![code(&entry.document), code(&reason.pointer), word(&reason.code), text(&reason.message)])
    });
    let note = "Documents that cannot become a client, with each reason.";
    table("Refusals", note, &["document", "pointer", "code", "reason"], rows.collect(), out);
}

fn diagnostics(totals: &Totals, out: &mut String) {
    let mut counts: Vec<_> = totals.diagnostics.iter().collect();
    counts.sort_by(|one, other| other.1.cmp(one.1));
    let rows = counts.into_iter().map(|(name, count)| vec![word(name), number(*count)]).collect();
    table("Diagnostics", "Of all documents, refused or not.", &["code", "count"], rows, out);
}

fn slowest(results: &Results, out: &mut String) {
    let mut entries: Vec<&Entry> = results.documents.iter().collect();
    entries.sort_by(|one, other| other.generated.seconds.total_cmp(&one.generated.seconds));
    let rows = entries.into_iter().take(SLOWEST).map(|entry| {
        vec![
            code(&entry.document),
            Cell::Number(format!("{:.2} s", entry.generated.seconds)),
            Cell::Number(format!("{:.1} MB", entry.size as f64 / 1e6)),
            number(entry.generated.operations),
            number(entry.generated.types),
        ]
    });
    let head = ["document", "time", "size", "operations", "types"];
    table("Slowest documents", "From reading to the text of all files, on one core.", &head, rows.collect(), out);
}

/// A table with its heading; nothing where it has no rows.
fn table(title: &str, note: &str, head: &[&str], rows: Vec<Vec<Cell>>, out: &mut String) {
    let Some(first) = rows.first() else { return };
    let _ = write!(out, "<h2>{}</h2>\n<p>{}</p>\n<div class=\"scroll\"><table>\n<tr>", escape(title), escape(note));
    for (name, cell) in head.iter().zip(first) {
        let class = if matches!(cell, Cell::Number(_)) { " class=\"number\"" } else { "" };
        let _ = write!(out, "<th{class}>{}</th>", escape(name));
    }
    out.push_str("</tr>\n");
    let more = rows.len().saturating_sub(MOST);
    for row in rows.iter().take(MOST) {
        out.push_str("<tr>");
        row.iter().for_each(|cell| cell.print(out));
        out.push_str("</tr>\n");
    }
    out.push_str("</table></div>\n");
    if more > 0 {
        let _ = writeln!(out, "<p>And {} more rows, in corpus.json.</p>", grouped(more));
    }
}

impl Cell {
    fn print(&self, out: &mut String) {
        let _ = match self {
            Self::Text(text) => write!(out, "<td>{}</td>", escape(text)),
            Self::Code(text) => write!(out, "<td><code>{}</code></td>", escape(text)),
            Self::Word(text) => write!(out, "<td><code class=\"word\">{}</code></td>", escape(text)),
            Self::Number(text) => write!(out, "<td class=\"number\">{}</td>", escape(text)),
            Self::Share(part) => {
                write!(out, "<td class=\"share\"><i><b style=\"width:{:.1}%\"></b></i></td>", part * 100.0)
            }
        };
    }
}

fn text(text: &str) -> Cell {
    Cell::Text(text.to_owned())
}

fn code(text: &str) -> Cell {
    Cell::Code(text.to_owned())
}

fn word(text: &str) -> Cell {
    Cell::Word(text.to_owned())
}

fn number(number: usize) -> Cell {
    Cell::Number(grouped(number))
}

/// A number with a comma before each three digits.
fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// Text of documents as text of the page.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            // What HTML does not allow, and what turns the direction of the text around.
            '\0'..='\u{8}'
            | '\u{b}'..='\u{1f}'
            | '\u{7f}'..='\u{9f}'
            | '\u{202A}'..='\u{202E}'
            | '\u{2066}'..='\u{2069}' => {
                out.push('\u{fffd}');
            }
            other => out.push(other),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::bundle::{Finding, Level};
    use crate::corpus::check::Checked;
    use crate::corpus::results::{Compiled, Results};
    use crate::generate::{Cause, Generated, Reason};

    const HOSTILE: &str = "<script>alert('\"x\"')</script>&\u{202e}\0";

    /// A run whose every text is hostile.
    fn hostile() -> Results {
        let text = || HOSTILE.to_owned();
        let reasons = vec![Reason { code: text(), pointer: text(), message: text() }];
        let generated = |outcome| Generated {
            outcome,
            operations: 1,
            types: 1,
            schemas: 1_000,
            untyped: 1,
            causes: BTreeMap::from([(text(), Cause { count: 1, pointer: text() })]),
            diagnostics: BTreeMap::from([(text(), 1)]),
            listed: Vec::new(),
            seconds: 0.5,
        };
        let finding = Finding {
            document: text(),
            file: text(),
            line: 1,
            level: Level::Warning,
            code: Some(text()),
            message: text(),
        };
        let outcomes = [Outcome::Client, Outcome::Refused { reasons }, Outcome::Panic { message: text() }];
        let documents = outcomes.into_iter().map(|outcome| Entry {
            document: text(),
            version: text(),
            size: 1,
            generated: generated(outcome),
            compiled: Some(Compiled { findings: vec![finding.clone()] }),
        });
        Results::new(1, 0, documents.collect(), Checked { unattributed: vec![finding.clone()], seconds: 1.0 })
    }

    #[test]
    fn text_of_documents_is_only_text() {
        let page = page(&hostile());
        assert!(!page.contains("<script") && !page.contains("alert('") && !page.contains(['\0', '\u{202e}']));
        assert!(page.matches("&lt;script&gt;alert(&#39;&quot;x&quot;&#39;)&lt;/script&gt;&amp;").count() > 10);
    }

    #[test]
    fn the_page_needs_nothing_else() {
        let page = page(&hostile());
        for outside in ["http:", "https:", "url(", "src=", "href=", "@import"] {
            assert!(!page.contains(outside), "{outside}");
        }
    }

    #[test]
    fn numbers_are_grouped() {
        assert_eq!([0, 999, 1_000, 1_234_567].map(grouped), ["0", "999", "1,000", "1,234,567"]);
    }
}
