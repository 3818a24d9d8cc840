//! What differs between files and what they should be, as `diff -u` shows it.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use similar::TextDiff;

/// After so long the lines that differ are no longer the fewest that there could be.
const PATIENCE: Duration = Duration::from_secs(2);

/// What a check found in the files that differ from what they should be.
#[derive(Clone, Debug, Default)]
pub struct Differences(Vec<Difference>);

/// What differs in one file.
#[derive(Clone, Debug)]
pub(crate) struct Difference {
    pub(crate) path: PathBuf,
    /// None where there is no such file.
    pub(crate) is: Option<String>,
    /// None where there should be none.
    pub(crate) should_be: Option<String>,
}

impl Differences {
    pub(crate) fn push(&mut self, difference: Difference) {
        self.0.push(difference);
    }

    /// The unified diff that leads from the files to what they should be, with so many lines at most and how many more there
    /// are; in colours if it is for a terminal.
    pub fn unified(&self, most: usize, colors: bool) -> String {
        let end = Instant::now() + PATIENCE;
        let mut out = String::new();
        let mut count = 0;
        for difference in &self.0 {
            for line in difference.unified(end).lines() {
                count += 1;
                if count <= most {
                    out.push_str(&if colors { colored(line) } else { format!("{line}\n") });
                }
            }
        }
        match count.saturating_sub(most) {
            0 => {}
            1 => out.push_str("... and 1 more line\n"),
            more => out.push_str(&format!("... and {more} more lines\n")),
        }
        out
    }
}

impl Difference {
    fn unified(&self, end: Instant) -> String {
        let [is, should_be] = [&self.is, &self.should_be].map(|text| text.as_deref().unwrap_or_default());
        let name = shown(&self.path);
        let [from, to] = [&self.is, &self.should_be].map(|text| if text.is_some() { &*name } else { "/dev/null" });
        let text = TextDiff::configure().deadline(end).diff_lines(is, should_be);
        let hunks = text.unified_diff().header(from, to).to_string();
        // A file without lines has no hunk.
        if hunks.is_empty() { format!("--- {from}\n+++ {to}\n") } else { hunks }
    }
}

fn shown(path: &Path) -> String {
    path.display().to_string().replace(std::path::MAIN_SEPARATOR, "/")
}

fn colored(line: &str) -> String {
    let style = match line.as_bytes() {
        [b'-', b'-', b'-', ..] | [b'+', b'+', b'+', ..] => "\x1b[1m",
        [b'-', ..] => "\x1b[31m",
        [b'+', ..] => "\x1b[32m",
        [b'@', ..] => "\x1b[36m",
        _ => return format!("{line}\n"),
    };
    format!("{style}{line}\x1b[0m\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn differences(texts: &[(Option<&str>, Option<&str>)]) -> Differences {
        let owned = |text: &Option<&str>| text.map(str::to_owned);
        let one = |(is, should_be): &(Option<&str>, Option<&str>)| Difference {
            path: PathBuf::from("src/a.rs"),
            is: owned(is),
            should_be: owned(should_be),
        };
        Differences(texts.iter().map(one).collect())
    }

    #[test]
    fn new_and_deleted_files_are_nowhere_on_one_side() {
        let text = differences(&[(Some("a\nb\n"), Some("a\nc\n")), (None, Some("x\n")), (Some(""), None)]);
        let expected = "--- src/a.rs\n+++ src/a.rs\n@@ -1,2 +1,2 @@\n a\n-b\n+c\n\
                        --- /dev/null\n+++ src/a.rs\n@@ -0,0 +1 @@\n+x\n\
                        --- src/a.rs\n+++ /dev/null\n";
        assert_eq!(text.unified(200, false), expected);
        assert!(text.unified(200, true).contains("\u{1b}[32m+c\u{1b}[0m\n"));
    }

    #[test]
    fn lines_beyond_the_most_are_counted() {
        let text = differences(&[(None, Some("1\n2\n3\n"))]);
        assert_eq!(text.unified(4, false), "--- /dev/null\n+++ src/a.rs\n@@ -0,0 +1,3 @@\n+1\n... and 2 more lines\n");
        assert!(text.unified(5, false).ends_with("+2\n... and 1 more line\n"));
        assert!(text.unified(6, false).ends_with("+3\n"));
    }
}
