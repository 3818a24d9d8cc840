//! What the compiler says, and of which module it says it.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

/// A line of `cargo --message-format=json`.
#[derive(Deserialize)]
#[serde(tag = "reason", rename_all = "kebab-case")]
pub(super) enum Line {
    CompilerMessage {
        target: Target,
        message: Message,
    },
    CompilerArtifact {
        target: Target,
        executable: Option<PathBuf>,
    },
    #[serde(other)]
    Other,
}

#[derive(Deserialize)]
pub(super) struct Target {
    pub(super) name: String,
}

/// A diagnostic of `rustc` or clippy.
#[derive(Deserialize)]
pub(super) struct Message {
    pub(super) level: String,
    pub(super) message: String,
    code: Option<Code>,
    spans: Vec<Span>,
    #[serde(default)]
    children: Vec<Message>,
    pub(super) rendered: Option<String>,
}

#[derive(Deserialize)]
struct Code {
    code: String,
}

#[derive(Deserialize)]
struct Span {
    file_name: String,
    line_start: usize,
    is_primary: bool,
    expansion: Option<Box<Expansion>>,
}

#[derive(Deserialize)]
struct Expansion {
    span: Span,
}

/// How much a finding weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Level {
    Warning,
    Error,
}

/// A place in a module.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Place<'a> {
    pub(super) module: &'a str,
    /// The file within the module.
    pub(super) file: &'a str,
    pub(super) line: usize,
}

impl Message {
    /// The weight, of those that count.
    pub(super) fn level(&self) -> Option<Level> {
        match self.level.as_str() {
            "warning" => Some(Level::Warning),
            // `error: internal compiler error` has a level of its own.
            level if level.starts_with("error") => Some(Level::Error),
            _ => None,
        }
    }

    pub(super) fn code(&self) -> Option<String> {
        self.code.as_ref().map(|code| code.code.clone())
    }

    /// Whether it only sums up others.
    pub(super) fn is_summary(&self) -> bool {
        self.spans.is_empty()
            && self.code.is_none()
            && (self.message.starts_with("aborting due to") || self.message.contains(" emitted"))
    }

    /// Where it is: the primary place if that is in a module, else the use of the macro, else a place beside it.
    pub(super) fn place(&self) -> Option<Place<'_>> {
        let primary = self.spans.iter().filter(|span| span.is_primary);
        let others = self.spans.iter().filter(|span| !span.is_primary);
        primary.chain(others).find_map(Span::place).or_else(|| self.children.iter().find_map(Self::place))
    }
}

impl Span {
    fn place(&self) -> Option<Place<'_>> {
        let own = split(&self.file_name).map(|(module, file)| Place { module, file, line: self.line_start });
        own.or_else(|| self.expansion.as_ref().and_then(|expansion| expansion.span.place()))
    }
}

/// The module and the file in it, of a path such as `bundle-003/src/m0017/types/pet.rs`.
fn split(path: &str) -> Option<(&str, &str)> {
    if Path::new(path).is_absolute() {
        return None;
    }
    let (_, path) = path.split_once("src/")?;
    let (module, file) = path.split_once('/')?;
    let digits = module.strip_prefix('m')?;
    let is_module = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    is_module.then_some((module, file))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn span(file: &str, line: usize, primary: bool, expansion: Value) -> Value {
        json!({ "file_name": file, "line_start": line, "is_primary": primary, "expansion": expansion })
    }

    fn message(spans: &[Value], children: &[Value]) -> Message {
        let text =
            json!({ "level": "error", "message": "m", "code": { "code": "E1" }, "spans": spans, "children": children });
        serde_json::from_value(text).unwrap()
    }

    #[test]
    fn the_primary_place_counts() {
        let spans = [
            span("bundle-001/src/m0001/types/a.rs", 1, false, Value::Null),
            span("bundle-001/src/m0002/mod.rs", 2, true, Value::Null),
        ];
        let message = message(&spans, &[]);
        assert_eq!(message.place(), Some(Place { module: "m0002", file: "mod.rs", line: 2 }));
    }

    #[test]
    fn a_place_in_a_macro_is_where_the_macro_is_used() {
        let used = span("bundle-001/src/m0002/types/b.rs", 7, true, Value::Null);
        let inner = span("/runtime/src/m0001/object.rs", 5, true, json!({ "span": used }));
        let outer = span("/runtime/src/object.rs", 3, true, json!({ "span": inner }));
        let message = message(&[outer], &[]);
        assert_eq!(message.place(), Some(Place { module: "m0002", file: "types/b.rs", line: 7 }));
    }

    #[test]
    fn a_place_of_a_note_is_better_than_none() {
        let note = json!({ "level": "note", "message": "n", "code": null, "children": [],
            "spans": [span("src/m0003/api/c.rs", 4, true, Value::Null)] });
        let message = message(&[span("/std/vec.rs", 1, true, Value::Null)], &[note]);
        assert_eq!(message.place(), Some(Place { module: "m0003", file: "api/c.rs", line: 4 }));
    }

    #[test]
    fn what_is_in_no_module_has_no_place() {
        for path in ["bundle-001/src/lib.rs", "bundle-001/src/main/x.rs", "/x/src/m0001/y.rs", "src/m/x.rs"] {
            assert_eq!(split(path), None, "{path}");
        }
    }
}
