//! The marks that version control leaves where two sides cannot be merged.

use std::path::PathBuf;

/// A text of which parts are in conflict.
pub(super) struct Conflict {
    /// The line of the first mark, from 1.
    line: usize,
    pub(super) ours: String,
    pub(super) theirs: String,
}

impl Conflict {
    pub(super) fn message(&self) -> String {
        format!(
            "line {}: it has the marks of a merge conflict: merge the document, then generate with --force, which keeps the \
             names of both sides and generates the rest anew",
            self.line
        )
    }

    /// What is said of files that neither side generated as they are, after the message.
    pub(super) fn lost(edited: &[(PathBuf, bool)]) -> String {
        if edited.is_empty() {
            return String::new();
        }
        let head = "; keep elsewhere what was edited in these files, which are as neither side generated them";
        let named = edited.iter().map(|(path, is_of_both)| {
            let note = if *is_of_both { " (both sides changed it)" } else { "" };
            format!("\n  {}{note}", path.display())
        });
        [head.to_owned()].into_iter().chain(named).collect()
    }
}

/// Where a line is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Both,
    Ours,
    Base,
    Theirs,
}

/// The sides of a text that has such marks.
pub(super) fn sides(text: &str) -> Option<Conflict> {
    let marks = [("<<<<<<<", Side::Ours), ("|||||||", Side::Base), ("=======", Side::Theirs), (">>>>>>>", Side::Both)];
    let mark = |line: &str| marks.iter().find(|(mark, _)| line.starts_with(mark)).map(|(_, side)| *side);
    let line = text.lines().position(|line| mark(line).is_some())? + 1;
    let (mut ours, mut theirs, mut side) = (String::new(), String::new(), Side::Both);
    for line in text.split_inclusive('\n') {
        if let Some(next) = mark(line) {
            side = next;
            continue;
        }
        if matches!(side, Side::Both | Side::Ours) {
            ours.push_str(line);
        }
        if matches!(side, Side::Both | Side::Theirs) {
            theirs.push_str(line);
        }
    }
    Some(Conflict { line, ours, theirs })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sides_of_a_conflict_are_told_apart() {
        for base in ["", "||||||| base\nz\n"] {
            let text = format!("a\n<<<<<<< HEAD\nb\n{base}=======\nc\n>>>>>>> other\nd\n");
            let conflict = sides(&text).unwrap();
            assert_eq!((conflict.line, &*conflict.ours, &*conflict.theirs), (2, "a\nb\nd\n", "a\nc\nd\n"));
        }
        assert!(sides("a = \"<<<<<<<\"\n").is_none());
    }
}
