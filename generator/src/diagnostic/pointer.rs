//! Places in a document.

use std::fmt;

use serde::Serialize;

/// A JSON Pointer into a document ([RFC 6901](https://www.rfc-editor.org/rfc/rfc6901)).
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Pointer(String);

impl Pointer {
    /// The pointer to the whole document.
    pub fn root() -> Self {
        Self::default()
    }

    /// A pointer from its text, such as `/components/schemas/Pet`, or of the fragment of a reference without its `#`.
    pub fn parse(text: &str) -> Self {
        Self(text.to_owned())
    }

    /// The pointer to a member of what this one leads to.
    pub fn child(&self, token: impl fmt::Display) -> Self {
        let token = token.to_string();
        let mut text = String::with_capacity(self.0.len() + token.len() + 1);
        text.push_str(&self.0);
        text.push('/');
        for part in token.split_inclusive(['~', '/']) {
            match part.strip_suffix('~').map(|rest| (rest, "~0")).or(part.strip_suffix('/').map(|rest| (rest, "~1"))) {
                Some((rest, escaped)) => text.extend([rest, escaped]),
                None => text.push_str(part),
            }
        }
        Self(text)
    }

    /// The pointer's tokens, unescaped, from the document's root on.
    pub fn tokens(&self) -> impl Iterator<Item = String> {
        self.0.split('/').skip(1).map(|token| token.replace("~1", "/").replace("~0", "~"))
    }

    /// Whether what this leads to is a part of what another one leads to, or the same.
    pub(crate) fn is_within(&self, outer: &Self) -> bool {
        self.0.strip_prefix(&outer.0).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }

    /// The pointer to what holds what this one leads to, and its token there; none at the document's root.
    pub(crate) fn split(&self) -> Option<(Self, String)> {
        let (outer, token) = self.0.rsplit_once('/')?;
        Some((Self(outer.to_owned()), token.replace("~1", "/").replace("~0", "~")))
    }

    /// This pointer within what another one leads to.
    pub(crate) fn under(&self, outer: &Self) -> Self {
        Self(format!("{}{}", outer.0, self.0))
    }

    /// What is left of this pointer within what another one leads to, if it is there.
    pub(crate) fn within(&self, outer: &Self) -> Option<Self> {
        self.is_within(outer).then(|| Self(self.0.get(outer.0.len()..).unwrap_or_default().to_owned()))
    }

    /// The same place as a normalized JSONPath ([RFC 9535, section 2.7](https://www.rfc-editor.org/rfc/rfc9535#section-2.7)).
    /// What leads into a list is told by the field that OpenAPI has for it.
    pub fn json_path(&self) -> String {
        /// The fields that hold lists.
        const LISTS: &[&str] = &[
            "allOf",
            "anyOf",
            "consumes",
            "enum",
            "examples",
            "oneOf",
            "parameters",
            "prefixItems",
            "produces",
            "required",
            "schemes",
            "security",
            "servers",
            "tags",
            "type",
        ];
        let mut path = "$".to_owned();
        // What holds the token, and what holds that.
        let (mut outer, mut last) = (String::new(), String::new());
        for token in self.tokens() {
            let is_index = token.bytes().all(|byte| byte.is_ascii_digit()) && !token.is_empty();
            let is_list = LISTS.contains(&last.as_str()) && !matches!(outer.as_str(), "components" | "properties");
            if is_index && is_list {
                path.push_str(&format!("[{token}]"));
            } else {
                path.push_str(&format!("['{}']", quoted(&token)));
            }
            outer = std::mem::replace(&mut last, token);
        }
        path
    }

    /// The pointer's text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A text between single quotes of a JSONPath.
fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\'' => out.push_str("\\'"),
            '\\' => out.push_str("\\\\"),
            control if control < ' ' => out.push_str(&format!("\\u{:04x}", u32::from(control))),
            other => out.push(other),
        }
    }
    out
}

impl fmt::Display for Pointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pointers_escape_their_tokens() {
        let pointer = Pointer::root().child("paths").child("/a~b/{c}").child(0);
        assert_eq!(pointer.as_str(), "/paths/~1a~0b~1{c}/0");
        assert_eq!(pointer.tokens().collect::<Vec<_>>(), ["paths", "/a~b/{c}", "0"]);
    }

    #[test]
    fn places_are_told_as_json_paths() {
        for (pointer, path) in [
            ("", "$"),
            ("/paths/~1it's/get/parameters/0/schema", "$['paths']['/it\\'s']['get']['parameters'][0]['schema']"),
            ("/components/parameters/0", "$['components']['parameters']['0']"),
            ("/paths/~1a/get/responses/200", "$['paths']['/a']['get']['responses']['200']"),
        ] {
            assert_eq!(Pointer::parse(pointer).json_path(), path);
        }
    }
}
