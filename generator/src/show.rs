//! How diagnostics are shown: as `rustc` shows its own, and as lines that cargo prints for a build script.

use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::path::Path;

use annotate_snippets::{AnnotationKind, Element, Group, Level, Origin, Renderer, Snippet};

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, Severity};

/// The most warnings or notes of one code that are shown in full of one file.
const SHOWN: usize = 5;

/// From so many diagnostics on their number is told by code too.
const MANY: usize = 10;

impl Diagnostic {
    /// The diagnostic with the line of the document that it is about.
    fn rendered(&self, renderer: &Renderer) -> String {
        let title = level(self.severity).primary_title(&self.message).id(self.code.as_str());
        let mut elements: Vec<Element<'_>> = Vec::new();
        let (path, text, span);
        if let Some(place) = &self.place {
            path = place.file.display().to_string();
            (text, span) = underlined(place);
            let snippet = Snippet::source(&text).line_start(place.line).annotation(AnnotationKind::Primary.span(span));
            // The renderer counts the column on the text that it has.
            if place.is_cut() || text.trim().is_empty() {
                elements.push(Origin::path(&path).line(place.line).char_column(place.column).into());
            }
            if place.is_cut() {
                elements.push(snippet.into());
            } else if !text.trim().is_empty() {
                elements.push(snippet.path(&path).into());
            }
        }
        if !self.pointer.as_str().is_empty() {
            elements.push(Level::NOTE.with_name("at").message(self.pointer.as_str()).into());
        }
        if let Some(help) = &self.help {
            elements.push(Level::HELP.message(help).into());
        }
        let group = elements.into_iter().fold(Group::with_title(title), Group::element);
        let shown = renderer.render(&[group]);
        if self.place.as_ref().is_some_and(Place::is_cut) { without_unnamed(&shown) } else { shown }
    }

    /// The diagnostic in one line.
    fn line(&self) -> String {
        let mut line = format!("{}[{}]: {}", self.severity, self.code.as_str(), self.message);
        if let Some(Place { file, line: number, column, .. }) = &self.place {
            line = format!("{}:{number}:{column}: {line}", file.display());
        }
        if let Some(help) = &self.help {
            line.push_str(&format!(" (help: {help})"));
        }
        line.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    fn file(&self) -> Option<&Path> {
        self.place.as_ref().map(|place| place.file.as_path())
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.rendered(&Renderer::plain()))
    }
}

/// One of the things that are shown.
enum Part<'a> {
    Whole(&'a Diagnostic),
    /// How many more there are like the one before.
    More(&'a Diagnostic, usize),
}

impl Diagnostics {
    /// All of them as they are shown to a person, with the lines of the document that they are about; in colours if they are for
    /// a terminal. Of the warnings and the notes of one code the first five of each file are shown, and how many more there are.
    pub fn rendered(&self, colors: bool) -> String {
        let renderer = if colors { Renderer::styled() } else { Renderer::plain() };
        let mut out = String::new();
        for part in self.parts() {
            match part {
                Part::Whole(diagnostic) => out.push_str(&diagnostic.rendered(&renderer)),
                Part::More(like, more) => out.push_str(&renderer.render(&[Group::with_title(
                    Level::NOTE.primary_title(format!("{}; `--report FILE.json` writes them all", folded(like, more))),
                )])),
            }
            out.push_str("\n\n");
        }
        out
    }

    /// How many there are, in a line such as `2 errors, 14 warnings, 3 notes`, and of which codes most are if they are many; none
    /// where there is nothing to tell.
    pub fn summary(&self) -> Option<String> {
        let severities = [(Severity::Error, "error"), (Severity::Warning, "warning"), (Severity::Note, "note")];
        let counts = severities.map(|(severity, name)| (self.count(severity), name));
        let counted = counts.iter().filter(|(count, _)| *count > 0).map(|(count, name)| number(*count, name));
        let mut out = counted.collect::<Vec<_>>().join(", ");
        if self.iter().count() > MANY {
            let mut codes: BTreeMap<Code, usize> = BTreeMap::new();
            self.iter().for_each(|one| *codes.entry(one.code).or_default() += 1);
            let mut codes: Vec<_> = codes.into_iter().collect();
            codes.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
            let most: Vec<_> =
                codes.iter().take(3).map(|(code, count)| format!("{} {count} times", code.as_str())).collect();
            out.push_str(&format!(" ({})", most.join(", ")));
        }
        (!out.is_empty()).then_some(out)
    }

    /// The warnings as lines that cargo shows to whoever builds, when a build script prints them. Of each code the first five of
    /// each file are lines of their own.
    pub fn cargo_warnings(&self) -> String {
        let line = |part| match part {
            Part::Whole(diagnostic) if diagnostic.severity == Severity::Note => None,
            Part::More(like, _) if like.severity == Severity::Note => None,
            Part::Whole(diagnostic) => Some(format!("cargo::warning={}\n", diagnostic.line())),
            Part::More(like, more) => Some(format!(
                "cargo::warning={}; `oasmith generate --report FILE.json` writes them all\n",
                folded(like, more)
            )),
        };
        self.parts().into_iter().filter_map(line).collect()
    }

    /// What is shown of them, in their order. Errors are all shown.
    fn parts(&self) -> Vec<Part<'_>> {
        let key = |one: &Diagnostic| (one.code, one.severity, one.file().map(Path::to_owned));
        let mut counts = HashMap::new();
        for one in self {
            *counts.entry(key(one)).or_insert(0_usize) += 1;
        }
        let mut seen = HashMap::new();
        let mut parts = Vec::new();
        for one in self {
            let seen = seen.entry(key(one)).or_insert(0_usize);
            *seen += 1;
            if one.severity == Severity::Error || *seen <= SHOWN {
                parts.push(Part::Whole(one));
            } else if *seen == SHOWN + 1 {
                let count = counts.get(&key(one)).copied().unwrap_or_default();
                parts.push(Part::More(one, count.saturating_sub(SHOWN)));
            }
        }
        parts
    }
}

/// How many more there are like a diagnostic.
fn folded(like: &Diagnostic, more: usize) -> String {
    let file = like.file().map(|file| format!(" in {}", file.display())).unwrap_or_default();
    let severity = like.severity.to_string();
    format!("{more} more {severity}{} `{}`{file}", if more == 1 { "" } else { "s" }, like.code.as_str())
}

fn number(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

fn level(severity: Severity) -> Level<'static> {
    match severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    }
}

/// A rendered diagnostic without the line that would name the file of a text that has no name.
fn without_unnamed(shown: &str) -> String {
    let is_named = |line: &&str| {
        let plain = line.split('\u{1b}').map(|part| part.split_once('m').map_or(part, |(_, text)| text));
        plain.collect::<String>().trim() != ":::"
    };
    shown.lines().filter(is_named).collect::<Vec<_>>().join("\n")
}

/// The text of a place, and the bytes of it that are underlined.
fn underlined(place: &Place) -> (String, std::ops::Range<usize>) {
    let is_cut = place.is_cut();
    let text = format!("{}{}", if is_cut { "…" } else { "" }, place.text);
    let at = |count: usize| text.char_indices().nth(count).map_or(text.len(), |(at, _)| at);
    let first = place.before + usize::from(is_cut);
    let start = at(first);
    let end = place.length.map_or(text.len(), |length| at(first + length.max(1)));
    (text, start..end)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Pointer;

    fn place(text: &str, before: usize, column: usize, length: Option<usize>) -> Option<Place> {
        let mut place = Place::new(Path::new("pets.yaml"), 7, column);
        (place.text, place.before, place.length) = (text.to_owned(), before, length);
        Some(place)
    }

    fn diagnostic(place: Option<Place>) -> Diagnostic {
        let message = "the Schema Object has no field `exmaple`; it is ignored";
        let at = Pointer::parse("/components/schemas/é/exmaple");
        let mut one =
            Diagnostic::new(Code::UnknownField, Severity::Warning, &at, message).help("did you mean `example`?");
        one.place = place;
        one
    }

    #[test]
    fn the_place_is_underlined() {
        let shown = "\
warning[unknown-field]: the Schema Object has no field `exmaple`; it is ignored
 --> pets.yaml:7:7
  |
7 |   é: {exmaple: 1}
  |       ^^^^^^^
  |
  = at: /components/schemas/é/exmaple
  = help: did you mean `example`?";
        assert_eq!(diagnostic(place("  é: {exmaple: 1}", 6, 7, Some(7))).to_string(), shown);
    }

    #[test]
    fn a_long_line_is_shown_in_part() {
        let one = diagnostic(place("\"a\": 1, \"exmaple\": [1, 2], \"b\"", 8, 4009, Some(9)));
        let shown = "\
 --> pets.yaml:7:4009
  |
7 | …\"a\": 1, \"exmaple\": [1, 2], \"b\"
  |          ^^^^^^^^^
  |
";
        assert!(one.to_string().contains(shown), "{one}");
        assert!(!one.rendered(&Renderer::styled()).contains(":::"));
    }

    #[test]
    fn what_goes_on_is_underlined_to_the_end() {
        let shown = "7 |   - name: a\n  |     ^^^^^^^\n";
        assert!(diagnostic(place("  - name: a", 4, 5, None)).to_string().contains(shown));
    }

    #[test]
    fn what_has_no_text_has_its_place() {
        let shown = diagnostic(place("", 0, 1, None)).to_string();
        assert!(shown.contains("\n--> pets.yaml:7:1\n") && !shown.contains('^'), "{shown}");
        let shown = diagnostic(None).to_string();
        assert!(shown.contains("= at: /components/schemas/é/exmaple") && !shown.contains("-->"), "{shown}");
    }

    fn many() -> Diagnostics {
        let mut many = Diagnostics::default();
        for line in 0..8 {
            let mut one = diagnostic(place("exmaple: 1", 0, 1, Some(7)));
            one.place.as_mut().unwrap().line = line + 1;
            many.push(one.clone());
            (one.severity, one.code) = (Severity::Error, Code::Syntax);
            many.push(one);
        }
        many.note(Code::NameTaken, &Pointer::root(), "two\nlines");
        many
    }

    #[test]
    fn what_is_frequent_is_folded_but_for_errors() {
        let shown = many().rendered(false);
        assert_eq!(shown.matches("warning[unknown-field]").count(), 5);
        assert_eq!(shown.matches("error[syntax]").count(), 8);
        assert_eq!(
            shown.matches("note: 3 more warnings `unknown-field` in pets.yaml; `--report FILE.json`").count(),
            1
        );
        assert!(!shown.contains('\u{1b}') && many().rendered(true).contains('\u{1b}'));
    }

    #[test]
    fn diagnostics_are_counted() {
        let summary = "8 errors, 8 warnings, 1 note (syntax 8 times, unknown-field 8 times, name-taken 1 times)";
        assert_eq!(many().summary().as_deref(), Some(summary));
        assert_eq!(Diagnostics::default().summary(), None);
    }

    #[test]
    fn cargo_shows_each_warning_in_a_line() {
        let warnings = many().cargo_warnings();
        assert_eq!(warnings.lines().count(), 14);
        assert!(warnings.lines().all(|line| line.starts_with("cargo::warning=")));
        let first = "cargo::warning=pets.yaml:1:1: warning[unknown-field]: the Schema Object has no field `exmaple`; it is \
                     ignored (help: did you mean `example`?)";
        assert_eq!(warnings.lines().next(), Some(first));
    }
}
