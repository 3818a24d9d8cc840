//! How parameters are written: the styles of OpenAPI's *Parameter Object*, which are RFC 6570's expansions and three more.
//!
//! Invariant: what is written can be read back. Where a style cannot tell what is inside an item from what parts it from
//! the next, the value is refused.

use crate::runtime::encode::{self, Kept};
use crate::runtime::json::View;
use crate::runtime::value::{self, Content, Part};

/// How a parameter, or a property of a form, is written.
///
/// OpenAPI 3.1.1, section 4.8.12.2 (*Style Values*); each constant has the `explode` that OpenAPI gives it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Style {
    kind: Kind,
    explode: bool,
    allow_reserved: bool,
    allow_empty: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Matrix,
    Label,
    Simple,
    Form,
    SpaceDelimited,
    PipeDelimited,
    DeepObject,
    Json,
}

impl Style {
    /// `;name=value` in a path (RFC 6570, section 3.2.7).
    pub const MATRIX: Self = Self::of(Kind::Matrix, false);
    /// `.value` in a path (RFC 6570, section 3.2.5).
    pub const LABEL: Self = Self::of(Kind::Label, false);
    /// `value` in a path or a header (RFC 6570, section 3.2.2).
    pub const SIMPLE: Self = Self::of(Kind::Simple, false);
    /// `name=value` in a query or a cookie (RFC 6570, section 3.2.8).
    pub const FORM: Self = Self::of(Kind::Form, true);
    /// `name=one%20two` in a query.
    pub const SPACE_DELIMITED: Self = Self::of(Kind::SpaceDelimited, false);
    /// `name=one%7Ctwo` in a query.
    pub const PIPE_DELIMITED: Self = Self::of(Kind::PipeDelimited, false);
    /// `name[key]=value` in a query. What is deeper goes on the same way; the items of a list have the key `[]`, or
    /// their number where they are lists or objects themselves. OpenAPI leaves both undefined.
    pub const DEEP_OBJECT: Self = Self::of(Kind::DeepObject, true);
    /// JSON as one text, for a parameter that is described by `content`.
    pub const JSON: Self = Self::of(Kind::Json, false);

    const fn of(kind: Kind, explode: bool) -> Self {
        Self { kind, explode, allow_reserved: false, allow_empty: false }
    }

    /// Whether each item of a list, or property of an object, is written as a value of its own.
    pub const fn explode(mut self, explode: bool) -> Self {
        self.explode = explode;
        self
    }

    /// Leaves reserved characters as they are (RFC 6570, section 3.2.3), but for those that would end the value in a
    /// query: `#`, `&`, `+`, `[` and `]`.
    pub const fn allow_reserved(mut self) -> Self {
        self.allow_reserved = true;
        self
    }

    /// Sends the name with an empty value where there is no value.
    pub const fn allow_empty(mut self) -> Self {
        self.allow_empty = true;
        self
    }

    /// The part of a path, encoded; nothing where there is no value.
    pub(crate) fn in_path(self, name: &str, value: View<'_>) -> Result<String, String> {
        let encoded = |text: &str| encode::component(text);
        let (lead, between) = match self.kind {
            Kind::Matrix => (";", ";"),
            Kind::Label => (".", "."),
            _ => ("", ","),
        };
        let named = |name: &str, text: &str| {
            // RFC 6570, section 3.2.7: no equals sign before nothing.
            if text.is_empty() { encoded(name) } else { format!("{}={text}", encoded(name)) }
        };
        let content = self.content(value)?;
        if self.kind == Kind::Label && self.explode {
            content.check('.', "a full stop", "style `label`")?;
        }
        Ok(match (content, self.kind, self.explode) {
            (Content::Nothing, ..) => String::new(),
            (Content::Items(items), Kind::Matrix, true) => {
                items.iter().map(|item| format!(";{}", named(name, &encoded(item)))).collect()
            }
            (Content::Entries(entries), kind, true) => {
                let pair = |(key, text): &(String, String)| match kind {
                    Kind::Matrix => named(key, &encoded(text)),
                    _ => format!("{}={}", encoded(key), encoded(text)),
                };
                format!("{lead}{}", entries.iter().map(pair).collect::<Vec<_>>().join(between))
            }
            (content, Kind::Matrix, _) => format!(";{}", named(name, &content.joined(",", encoded))),
            (Content::Items(items), _, true) => format!("{lead}{}", join(&items, between, encoded)),
            (content, ..) => format!("{lead}{}", content.joined(",", encoded)),
        })
    }

    /// The pairs of a query or of cookies: names and values, encoded, with the characters that are kept.
    pub(crate) fn in_pairs(self, name: &str, value: View<'_>) -> Result<Vec<(String, String)>, String> {
        let kept = if self.allow_reserved { Kept::Reserved } else { Kept::Unreserved };
        let encoded = |text: &str| encode::kept(text, kept);
        let key = encode::component(name);
        if self.kind == Kind::DeepObject {
            let mut pairs = Vec::new();
            deep(name, value, &mut |key, text| pairs.push((encode::component(key), encoded(text))))?;
            return Ok(self.or_empty(key, pairs));
        }
        let content = self.content(value)?;
        let pairs = match (content, self.explode) {
            (Content::Nothing, _) => Vec::new(),
            (Content::Items(items), true) => items.iter().map(|item| (key.clone(), encoded(item))).collect(),
            (Content::Entries(entries), true) => {
                entries.iter().map(|(key, text)| (encode::component(key), encoded(text))).collect()
            }
            (Content::Text(text), _) => vec![(key.clone(), encoded(&text))],
            (content, false) => {
                // A comma within an item is encoded; the others' delimiters are encoded themselves.
                let item = |text: &str| encoded(text).replace(',', "%2C");
                let joined = match self.kind {
                    Kind::SpaceDelimited => {
                        content.check(' ', "a space", "style `spaceDelimited`")?;
                        content.joined("%20", encoded)
                    }
                    Kind::PipeDelimited => {
                        content.check('|', "a vertical bar", "style `pipeDelimited`")?;
                        content.joined("%7C", encoded)
                    }
                    _ => content.joined(",", item),
                };
                vec![(key.clone(), joined)]
            }
        };
        Ok(self.or_empty(key, pairs))
    }

    /// The value of a header, which nothing encodes; none where there is no value.
    pub(crate) fn in_header(self, value: View<'_>) -> Result<Option<String>, String> {
        let content = self.content(value)?;
        if let (Kind::Json, Content::Text(json)) = (self.kind, &content) {
            // JSON can say everything in ASCII (RFC 8259, section 7).
            return Ok(Some(encode::ascii_json(json)));
        }
        if matches!(content, Content::Items(_) | Content::Entries(_)) {
            content.check(',', "a comma", "a header")?;
        }
        Ok(match (content, self.explode) {
            (Content::Nothing, _) => None,
            (Content::Entries(entries), true) => {
                if entries.iter().any(|(key, _)| key.contains('=')) {
                    return Err("has a key with an equals sign, which a header cannot tell from its value".to_owned());
                }
                Some(entries.iter().map(|(key, text)| format!("{key}={text}")).collect::<Vec<_>>().join(","))
            }
            (content, _) => Some(content.joined(",", str::to_owned)),
        })
    }

    fn or_empty(self, key: String, mut pairs: Vec<(String, String)>) -> Vec<(String, String)> {
        if pairs.is_empty() && self.allow_empty {
            pairs.push((key, String::new()));
        }
        pairs
    }

    fn content(self, value: View<'_>) -> Result<Content, String> {
        match self.kind {
            Kind::Json => Ok(match value {
                View::Absent => Content::Nothing,
                value => Content::Text(value::json_text(value)?),
            }),
            // Each property of an exploded form is a parameter of its own, so that a list in it is several.
            kind => Content::of(value, kind == Kind::Form && self.explode),
        }
    }
}

/// Shows the leaves of a value with their keys in brackets.
fn deep(key: &str, value: View<'_>, show: &mut dyn FnMut(&str, &str)) -> Result<(), String> {
    if !value::is_nested(value) {
        if let Some(text) = value::text(value)? {
            show(key, &text);
        }
        return Ok(());
    }
    value::children(value, &mut |part, inner| {
        let key = match part {
            Part::Key(name) => format!("{key}[{name}]"),
            Part::Index(index) if value::is_nested(inner) => format!("{key}[{index}]"),
            Part::Index(_) => format!("{key}[]"),
        };
        deep(&key, inner, show)
    })
}

fn join(items: &[String], between: &str, encode: impl Fn(&str) -> String) -> String {
    items.iter().map(|item| encode(item)).collect::<Vec<_>>().join(between)
}

#[cfg(test)]
mod tests;
