//! Responses.

use super::media::JSON;
use super::parameter::file;
use super::{Places, Upgrade, later};
use crate::diagnostic::{Code, Diagnostic, Pointer, Severity};
use crate::document::tree::{Members, Tree};

/// The media type of a file of which nothing is said.
const BYTES: &str = "application/octet-stream";

impl Upgrade<'_, '_> {
    /// A response, with its content in each of the media types that the operation produces.
    pub(super) fn response(&mut self, places: Places<'_>, before: &Members, produces: &[String]) -> Members {
        self.later(before, later::RESPONSE, places.from);
        let mut after = before.clone();
        for key in ["schema", "examples"] {
            after.shift_remove(key);
        }
        if let Some(Tree::Object(headers)) = before.get("headers") {
            let mut made = Members::new();
            for (name, header) in headers {
                let (to, from) = (places.to.child("headers").child(name), places.from.child("headers").child(name));
                let header = match header {
                    Tree::Object(members) if header.reference().is_none() => {
                        Tree::Object(self.header(Places { to: &to, from: &from }, members))
                    }
                    other => other.clone(),
                };
                made.insert(name.clone(), header);
            }
            after.insert("headers".to_owned(), Tree::Object(made));
        }
        if !before.contains_key("content") {
            let content = self.content(places, before, produces);
            if !content.is_empty() {
                after.insert("content".to_owned(), Tree::Object(content));
            }
        }
        after
    }

    /// What a response carries: nothing where there is neither a schema nor an example.
    fn content(&mut self, places: Places<'_>, before: &Members, produces: &[String]) -> Members {
        let (to, from) = (places.to.child("content"), places.from.child("schema"));
        let examples = self.examples(places, before);
        let schema = before.get("schema").map(|schema| match schema {
            Tree::Object(members) if members.get("type").and_then(Tree::as_str) == Some("file") => {
                let mut members = members.clone();
                file(&mut members);
                (Tree::Object(members), true)
            }
            other => (other.clone(), false),
        });
        let exemplary: Vec<String> = examples.keys().cloned().collect();
        let exemplary_json = exemplary.iter().find(|name| name.contains("json")).cloned();
        let mut media_types = match &schema {
            Some(_) if !produces.is_empty() => produces.to_vec(),
            Some((_, true)) => vec![BYTES.to_owned()],
            Some(_) if exemplary.is_empty() => vec![JSON.to_owned()],
            Some(_) => exemplary,
            None => {
                let produced: Vec<String> = exemplary.iter().filter(|one| produces.contains(one)).cloned().collect();
                if produced.is_empty() { exemplary } else { produced }
            }
        };
        if let Some((schema, false)) = &schema {
            let shown = exemplary_json.filter(|name| !media_types.contains(name));
            let is_meant = || self.is_structured(&from, schema) && !media_types.iter().any(|name| is_legible(name));
            if let Some(shown) = shown {
                media_types.push(shown);
            } else if is_meant() {
                let message = "nothing that is produced here can be such a value; it is read as JSON";
                self.check.as_read.note(Code::MediaType, &from, message);
                media_types.push(JSON.to_owned());
            }
        }
        let mut content = Members::new();
        for media_type in media_types {
            let mut made = Members::new();
            if let Some((schema, _)) = &schema {
                let place = to.child(&media_type).child("schema");
                if content.is_empty() {
                    self.moved(&place, &from);
                } else {
                    self.copied(&place, &from);
                }
                made.insert("schema".to_owned(), schema.clone());
            }
            if let Some(example) = examples.get(&media_type) {
                made.insert("example".to_owned(), example.clone());
                let written = places.from.child("examples").child(&media_type);
                self.moved(&to.child(&media_type).child("example"), &written);
            }
            content.insert(media_type, Tree::Object(made));
        }
        content
    }

    /// Whether a schema describes objects or lists.
    fn is_structured(&self, at: &Pointer, schema: &Tree) -> bool {
        let Some((_, schema)) = Self::read(&self.before, at, schema) else { return false };
        let is_type = |name: &str| schema.child("type").and_then(Tree::as_str) == Some(name);
        let says = ["properties", "allOf", "additionalProperties"].iter().any(|key| schema.child(key).is_some());
        is_type("object") || is_type("array") || (says && schema.child("type").is_none())
    }

    /// The examples by their media types.
    fn examples(&mut self, places: Places<'_>, before: &Members) -> Members {
        let Some(examples) = before.get("examples") else { return Members::new() };
        let at = places.from.child("examples");
        let Tree::Object(examples) = examples else {
            let message =
                format!("examples by their media types are expected here, not {}; it is ignored", examples.kind());
            self.check.as_read.warning(Code::WrongType, &at, message);
            return Members::new();
        };
        let mut found = Members::new();
        for (name, example) in examples {
            if name.contains('/') {
                found.insert(name.clone(), example.clone());
            } else if !name.starts_with("x-") {
                let help = format!("an example has the name of its media type, such as `{JSON}`");
                let message = format!("`{name}` is no media type; this example is ignored");
                let diagnostic = Diagnostic::new(Code::UnknownField, Severity::Note, &at.child(name), message);
                self.check.as_read.push(diagnostic.help(help));
            }
        }
        found
    }
}

/// Whether an object can be written in a media type: errors of operations that produce files are in none that is said.
fn is_legible(media_type: &str) -> bool {
    const TOLD: &[&str] = &["*", "csv", "form", "javascript", "json", "text", "xml", "yaml"];
    !media_type.contains('/') || TOLD.iter().any(|told| media_type.to_ascii_lowercase().contains(told))
}
