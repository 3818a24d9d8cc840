//! For a pull request: what breaks first, all of it folded but for the verdict and a table.

use crate::compare::{Bump, Change, Comparison, Level};

pub(super) fn markdown(comparison: &Comparison) -> String {
    let mut out = format!("**{}**\n", comparison.verdict());
    let groups = [
        ("Breaking in Rust", Bump::Major),
        ("Additive in Rust, or noticed on the wire alone", Bump::Minor),
        ("For readers", Bump::Patch),
    ];
    for (title, bump) in groups {
        let changes: Vec<&Change> = comparison.changes.iter().filter(|change| change.bump == bump).collect();
        if !changes.is_empty() {
            out.push_str(&group(title, &changes, bump == Bump::Major));
        }
    }
    if !comparison.waived.is_empty() {
        let changes: Vec<&Change> = comparison.waived.iter().collect();
        out.push_str(&group("Waived", &changes, false));
    }
    out
}

/// A fold; what breaks is open.
fn group(title: &str, changes: &[&Change], is_open: bool) -> String {
    let open = if is_open { " open" } else { "" };
    let mut out = format!("\n<details{open}>\n<summary>{title}: {}</summary>\n\n", changes.len());
    out.push_str("| Change | On the wire | In Rust | Rule and place |\n|---|---|---|---|\n");
    for change in changes {
        let (wire, rust) = (word(change.wire), word(change.rust));
        let what = format!("{} {}", code(&change.subject), escaped(change.what));
        let instead = change.instead.as_ref().map_or(String::new(), |text| format!(": {}", escaped(text)));
        let place = if change.place.is_empty() { "/" } else { &change.place };
        out.push_str(&format!("| {what}{instead} | {wire} | {rust} | {} {} |\n", code(change.rule), code(place)));
    }
    let lines: String =
        changes.iter().filter(|change| change.rust != Level::None).map(|change| lines(change)).collect();
    if !lines.is_empty() {
        let fence = fence(&lines);
        out.push_str(&format!("\n{fence}diff\n{lines}{fence}\n"));
    }
    out.push_str("\n</details>\n");
    out
}

/// The code before and after.
fn lines(change: &Change) -> String {
    let line = |sign: &str, text: &Option<String>| {
        text.as_ref().map_or(String::new(), |text| format!("{sign} {}\n", text.replace(['\n', '\r'], " ")))
    };
    if change.before == change.after {
        return String::new();
    }
    let lines = line("-", &change.before) + &line("+", &change.after);
    if lines.is_empty() { lines } else { format!("# {}\n{lines}", change.subject.replace(['\n', '\r'], " ")) }
}

fn word(level: Level) -> &'static str {
    match level {
        Level::None => "-",
        Level::Additive => "additive",
        Level::Breaking => "**breaking**",
    }
}

/// A fence that the text does not end.
fn fence(text: &str) -> String {
    let longest = text.split(|character| character != '`').map(str::len).max().unwrap_or(0);
    "`".repeat(longest.max(2) + 1)
}

/// Code in a cell of a table: the document's names may have anything in them.
fn code(text: &str) -> String {
    let plain: String = text.chars().map(|one| if one.is_control() { ' ' } else { one }).collect();
    format!("`{}`", plain.replace('`', "'").replace('|', "\\|"))
}

/// Our own words, in which names of the document may stand in code.
fn escaped(text: &str) -> String {
    let plain: String = text.chars().map(|one| if one.is_control() { ' ' } else { one }).collect();
    plain.replace('|', "\\|").replace('<', "&lt;")
}
