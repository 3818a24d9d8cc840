//! For a terminal: two columns, then what it is; the code below.

use super::plain;
use crate::compare::{Change, Comparison, Level};

pub(super) fn text(comparison: &Comparison) -> String {
    let mut out = String::new();
    if !comparison.changes.is_empty() {
        out.push_str("wire      Rust      change\n");
    }
    let (worded, described): (Vec<&Change>, Vec<&Change>) =
        comparison.changes.iter().partition(|change| change.rule != "documentation-changed");
    for change in worded {
        let subject = plain(&change.subject);
        out.push_str(&format!("{}  {}  {subject} {}", column(change.wire), column(change.rust), change.what));
        out.push_str(&format!("\n{INDENT}{} at {}\n", change.rule, place(change)));
        match (&change.before.as_deref().map(plain), &change.after.as_deref().map(plain)) {
            (Some(before), Some(after)) if before != after => {
                out.push_str(&format!("{INDENT}- {before}\n{INDENT}+ {after}\n"));
            }
            (Some(before), None) => out.push_str(&format!("{INDENT}- {before}\n")),
            (None, Some(after)) => out.push_str(&format!("{INDENT}+ {after}\n")),
            _ => {}
        }
        if let Some(instead) = &change.instead {
            out.push_str(&format!("{INDENT}= {}\n", plain(instead)));
        }
    }
    match described.as_slice() {
        [] => {}
        [one] => {
            let columns = format!("{}  {}", column(one.wire), column(one.rust));
            let subject = plain(&one.subject);
            out.push_str(&format!("{columns}  {subject} {}\n{INDENT}{} at {}\n", one.what, one.rule, place(one)));
        }
        [first, ..] => {
            let columns = format!("{}  {}", column(first.wire), column(first.rust));
            out.push_str(&format!("{columns}  {} things are described in other words\n", described.len()));
        }
    }
    if !out.is_empty() {
        out.push('\n');
    }
    out.push_str(&comparison.verdict());
    out.push('\n');
    out
}

/// As wide as the two columns.
const INDENT: &str = "                    ";

fn column(level: Level) -> String {
    let word = match level {
        Level::None => "-",
        other => other.as_str(),
    };
    format!("{word:<8}")
}

/// The place, of which the document's own is nothing.
fn place(change: &Change) -> String {
    if change.place.is_empty() { "/".to_owned() } else { plain(&change.place) }
}
