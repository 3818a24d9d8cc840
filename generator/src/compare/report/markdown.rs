//! For a pull request: what breaks first, all of it folded but for the verdict and a table.

use indexmap::{IndexMap, IndexSet};

use super::plain;
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

/// A fold; what breaks is open, a row each, as every row asks for something to be done.
fn fold(title: &str, changes: &[&Change], is_open: bool) -> String {
    let open = if is_open { " open" } else { "" };
    let mut out = format!("\n<details{open}>\n<summary>{title}: {}</summary>\n\n", changes.len());
    out.push_str("| Change | On the wire | In Rust | Rule and place |\n|---|---|---|---|\n");
    let rows = if is_open { changes.iter().map(|change| vec![*change]).collect() } else { alike(changes) };
    let mut code = String::new();
    for row in rows {
        match row.as_slice() {
            [] => {}
            [change] => {
                out.push_str(&one(change));
                code.push_str(&lines(&change.subject, &row));
            }
            [first, ..] => {
                out.push_str(&together(first, &row));
                // That there are new types is all that their code says.
                if gathered(first.rule).is_none() {
                    code.push_str(&lines(&format!("{} in {} places", about(first).1, row.len()), &row));
                }
            }
        }
    }
    if !code.is_empty() {
        let fence = fence(&code);
        out.push_str(&format!("\n{fence}diff\n{code}{fence}\n"));
    }
    out.push_str("\n</details>\n");
    out
}

/// A row for a change.
fn one(change: &Change) -> String {
    let what = format!("{} {}", code(&change.subject), escaped(change.what));
    let instead = change.instead.as_ref().map_or(String::new(), |text| format!(": {}", escaped(text)));
    let place = if change.place.is_empty() { "/" } else { &change.place };
    row(&format!("{what}{instead}"), change, &format!("{} {}", code(change.rule), code(place)))
}

fn row(what: &str, change: &Change, rule: &str) -> String {
    format!("| {what} | {} | {} | {rule} |\n", word(change.wire), word(change.rust))
}

/// A row for changes that are alike.
fn together(first: &Change, changes: &[&Change]) -> String {
    let listed: Vec<String> = changes.iter().take(LISTED).map(|change| code(about(change).0)).collect();
    let more = match changes.len().saturating_sub(LISTED) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    let names = listed.join(", ") + &more;
    let what = match about(first).1 {
        "" => format!("{} {}: {names}", changes.len(), gathered(first.rule).unwrap_or("things")),
        member => format!("{} {}, in {names}", code(member), escaped(first.what)),
    };
    row(&what, first, &format!("{}, {} places", code(first.rule), changes.len()))
}

/// The most names in a row.
const LISTED: usize = 40;

/// The changes in rows: those are in one that say the same of different types, such as of all that get the same property.
fn alike<'c>(changes: &[&'c Change]) -> Vec<Vec<&'c Change>> {
    let mut rows: IndexMap<_, Vec<&Change>> = IndexMap::new();
    for change in changes {
        let (owner, member) = about(change);
        let within = |code: &Option<String>| code.as_ref().map(|code| code.replace(owner, ""));
        let key = match gathered(change.rule) {
            Some(_) => ("", None, None),
            None if member.is_empty() => (owner, change.before.clone(), change.after.clone()),
            None => (member, within(&change.before), within(&change.after)),
        };
        rows.entry((change.rule, change.wire.as_str(), change.rust.as_str(), &change.instead, key))
            .or_default()
            .push(change);
    }
    rows.into_values().collect()
}

/// The type or operation that a change is about, and what of it; the whole of it where that has no row of its own.
fn about(change: &Change) -> (&str, &str) {
    let subject = change.subject.as_str();
    let parts = || subject.split_once("::").or_else(|| subject.split_once('.'));
    parts().filter(|_| gathered(change.rule).is_none()).unwrap_or((subject, ""))
}

/// What things are called of which nobody needs a row each: what uses a new type has one.
fn gathered(rule: &str) -> Option<&'static str> {
    match rule {
        "type-added" => Some("new types"),
        "documentation-changed" => Some("things in other words"),
        _ => None,
    }
}

/// The code before and after, or what the document asks of values; what is the same of several is there once.
fn lines(title: &str, changes: &[&Change]) -> String {
    let line = |sign: &str, text: &Option<String>| {
        text.as_ref().map_or(String::new(), |text| format!("{sign} {}\n", plain(text)))
    };
    let changed = changes.iter().filter(|change| change.before != change.after);
    let lines: IndexSet<String> = changed.map(|change| line("-", &change.before) + &line("+", &change.after)).collect();
    let lines: String = lines.into_iter().collect();
    if lines.is_empty() { lines } else { format!("# {}\n{lines}", plain(title)) }
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
    format!("`{}`", plain(text).replace('`', "'").replace('|', "\\|"))
}

/// Our own words, in which names of the document may stand in code.
fn escaped(text: &str) -> String {
    plain(text).replace('|', "\\|").replace('<', "&lt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn change(rule: &'static str, subject: &str, after: &str) -> Change {
        Change {
            rule,
            place: format!("/components/schemas/{subject}"),
            subject: subject.to_owned(),
            what: "is new",
            wire: Level::Additive,
            rust: Level::Additive,
            bump: Bump::Minor,
            before: None,
            after: Some(after.to_owned()),
            instead: None,
            why: "",
        }
    }

    #[test]
    fn what_is_the_same_of_several_types_has_one_row() {
        let changes = vec![
            change("property-added-optional", "Cat.age", "pub age: Option<i32>"),
            change("property-added-optional", "Dog.age", "pub age: Option<i32>"),
            change("property-added-optional", "Tree.age", "pub age: Option<f64>"),
            change("enum-value-added", "Size::Huge", "Size::Huge"),
            change("enum-value-added", "Speed::Huge", "Speed::Huge"),
            change("operation-added", "list_cats", "pub fn list_cats(&self)"),
            change("operation-added", "list_dogs", "pub fn list_dogs(&self)"),
            change("type-added", "Age", "pub struct Age { … }"),
            change("type-added", "Speed", "pub enum Speed { … }"),
        ];
        let text = markdown(&Comparison { changes, waived: Vec::new() });
        let rows: Vec<&str> = text.lines().filter(|line| line.starts_with("| `") || line.starts_with("| 2")).collect();
        let levels = "| additive | additive |";
        assert_eq!(
            rows,
            [
                format!("| `age` is new, in `Cat`, `Dog` {levels} `property-added-optional`, 2 places |"),
                format!("| `Tree.age` is new {levels} `property-added-optional` `/components/schemas/Tree.age` |"),
                format!("| `Huge` is new, in `Size`, `Speed` {levels} `enum-value-added`, 2 places |"),
                format!("| `list_cats` is new {levels} `operation-added` `/components/schemas/list_cats` |"),
                format!("| `list_dogs` is new {levels} `operation-added` `/components/schemas/list_dogs` |"),
                format!("| 2 new types: `Age`, `Speed` {levels} `type-added`, 2 places |"),
            ]
        );
        let code: Vec<&str> = text.lines().filter(|line| line.starts_with('+') || line.starts_with('#')).collect();
        assert_eq!(
            code,
            [
                "# age in 2 places",
                "+ pub age: Option<i32>",
                "# Tree.age",
                "+ pub age: Option<f64>",
                "# Huge in 2 places",
                "+ Size::Huge",
                "+ Speed::Huge",
                "# list_cats",
                "+ pub fn list_cats(&self)",
                "# list_dogs",
                "+ pub fn list_dogs(&self)",
            ]
        );
    }
}
