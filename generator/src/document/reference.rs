//! Where references lead.

use super::tree::Tree;
use crate::diagnostic::{Code, Pointer};

/// The most references that are followed on the way to one place.
const HOPS: usize = 64;

/// Why a reference leads nowhere.
pub(super) struct Lost {
    pub(super) code: Code,
    pub(super) message: String,
}

/// The place that a reference's text leads to, if it is in this document. `own` is the file's own name, which
/// references may begin with.
pub(super) fn local(text: &str, own: Option<&str>) -> Result<Pointer, Lost> {
    let (file, fragment) = text.split_once('#').unwrap_or((text, ""));
    if !file.is_empty() && (own.is_none() || own != Some(file.strip_prefix("./").unwrap_or(file))) {
        let message = format!("`{text}` leads out of this document, which is not followed yet");
        return Err(Lost { code: Code::ExternalReference, message });
    }
    let fragment = decode(fragment);
    if fragment.is_empty() || fragment.starts_with('/') { Ok(Pointer::parse(&fragment)) } else { Err(dangling(text)) }
}

/// Follows the references that start at a place until a value is there, and gives its place.
pub(super) fn follow(tree: &Tree, text: &str, own: Option<&str>) -> Result<Pointer, Lost> {
    let mut seen = Vec::new();
    let mut next = text.to_owned();
    loop {
        let pointer = find(tree, &local(&next, own)?, own, HOPS).ok_or_else(|| dangling(&next))?;
        let Some(further) = tree.at(&pointer).and_then(Tree::reference) else {
            return Ok(pointer);
        };
        if seen.contains(&pointer) {
            let message = format!("`{text}` leads in a circle");
            return Err(Lost { code: Code::CyclicReference, message });
        }
        further.clone_into(&mut next);
        seen.push(pointer);
    }
}

fn dangling(text: &str) -> Lost {
    Lost { code: Code::DanglingReference, message: format!("`{text}` leads to nothing in this document") }
}

/// The place that a pointer leads to; what is under a reference is looked for where that leads.
fn find(tree: &Tree, pointer: &Pointer, own: Option<&str>, hops: usize) -> Option<Pointer> {
    if tree.at(pointer).is_some() {
        return Some(pointer.clone());
    }
    let hops = hops.checked_sub(1)?;
    let mut at = Pointer::root();
    let mut tokens = pointer.tokens();
    while let Some(token) = tokens.next() {
        let value = tree.at(&at)?;
        if value.child(&token).is_some() {
            at = at.child(token);
            continue;
        }
        let target = local(value.reference()?, own).ok()?;
        let rest = tokens.fold(target.child(token), |place, token| place.child(token));
        return find(tree, &rest, own, hops);
    }
    None
}

/// Undoes percent-encoding (RFC 3986 section 2.1); what is not well encoded stays.
fn decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        if let (b'%', [high, low, after @ ..]) = (first, tail)
            && let (Some(high), Some(low)) = (char::from(*high).to_digit(16), char::from(*low).to_digit(16))
            && let Ok(byte) = u8::try_from(high * 16 + low)
        {
            bytes.push(byte);
            rest = after;
        } else {
            bytes.push(*first);
            rest = tail;
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn followed(tree: &str, text: &str) -> Result<String, Code> {
        let tree: Tree = serde_json::from_str(tree).unwrap();
        follow(&tree, text, Some("own.yaml")).map(|pointer| pointer.to_string()).map_err(|lost| lost.code)
    }

    #[test]
    fn references_are_decoded_and_followed() {
        let tree = r##"{"a": {"x/y {é}": 1}, "b": {"$ref": "#/a"}, "c": {"$ref": "#/c"}, "d": {"$ref": "#/b"}}"##;
        assert_eq!(followed(tree, "#/a/x~1y%20%7B%C3%A9%7D"), Ok("/a/x~1y {é}".to_owned()));
        assert_eq!(followed(tree, "own.yaml#/d"), Ok("/a".to_owned()));
        assert_eq!(followed(tree, "./own.yaml#/a"), Ok("/a".to_owned()));
        assert_eq!(followed(tree, "#/d/x~1y {é}"), Ok("/a/x~1y {é}".to_owned()));
        assert_eq!(followed(tree, "#/c"), Err(Code::CyclicReference));
        assert_eq!(followed(tree, "#/c/x"), Err(Code::DanglingReference));
        assert_eq!(followed(tree, "#/nowhere"), Err(Code::DanglingReference));
        assert_eq!(followed(tree, "#a"), Err(Code::DanglingReference));
        assert_eq!(followed(tree, "other.yaml#/a"), Err(Code::ExternalReference));
        assert_eq!(followed(tree, "https://example.com/own.yaml"), Err(Code::ExternalReference));
    }
}
