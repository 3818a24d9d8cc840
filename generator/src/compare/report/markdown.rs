//! For a pull request: what breaks first, all of it folded but for the verdict and a table.

use crate::compare::{Bump, Change, Comparison, Level};

pub(super) fn markdown(comparison: &Comparison) -> String {
    let mut out = format!("**{}**\n", comparison.verdict());
    for group in [Group::Rust, Group::Wire, Group::Additive, Group::Readers] {
        let changes: Vec<&Change> = comparison.changes.iter().filter(|change| Group::of(change) == group).collect();
        if !changes.is_empty() {
            out.push_str(&fold(group.title(), &changes, matches!(group, Group::Rust | Group::Wire)));
        }
    }
    if !comparison.waived.is_empty() {
        let changes: Vec<&Change> = comparison.waived.iter().collect();
        out.push_str(&fold("Waived", &changes, false));
    }
    out
}

/// Whom a change is for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Group {
    Rust,
    Wire,
    Additive,
    Readers,
}

impl Group {
    fn of(change: &Change) -> Self {
        match (change.bump, change.wire) {
            (Bump::Major, _) => Self::Rust,
            (_, Level::Breaking) => Self::Wire,
            (Bump::Minor, _) => Self::Additive,
            (Bump::Patch | Bump::None, _) => Self::Readers,
        }
    }

    fn title(self) -> &'static str {
        match self {
            Self::Rust => "Breaking in Rust",
            Self::Wire => "Breaking on the wire alone",
            Self::Additive => "Additive",
            Self::Readers => "For readers",
        }
    }
}

/// A fold; what breaks is open.
fn fold(title: &str, changes: &[&Change], is_open: bool) -> String {
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
    let lines: String = changes.iter().map(|change| lines(change)).collect();
    if !lines.is_empty() {
        let fence = fence(&lines);
        out.push_str(&format!("\n{fence}diff\n{lines}{fence}\n"));
    }
    out.push_str("\n</details>\n");
    out
}

/// The code before and after, or what the document asks of values.
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
