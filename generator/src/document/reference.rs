//! Where references lead.

use std::collections::{HashMap, HashSet};

use super::origin::FILES;
use super::tree::Tree;
use crate::diagnostic::similar;
use crate::diagnostic::{Code, Diagnostic, Pointer, Severity};

/// The most references that are followed on the way to one place.
const HOPS: usize = 64;

/// Why a reference leads nowhere.
#[derive(Clone, Debug)]
pub(super) struct Lost {
    pub(super) code: Code,
    pub(super) message: String,
    pub(super) help: Option<String>,
}

/// The references to other files that were not followed, by their texts, and why.
pub(super) type Refused = HashMap<String, Lost>;

impl Lost {
    pub(super) fn new(code: Code, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), help: None }
    }

    /// The same with a word on what to do.
    pub(super) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// The error at a place.
    pub(super) fn diagnostic(self, at: &Pointer) -> Diagnostic {
        let diagnostic = Diagnostic::new(self.code, Severity::Error, at, self.message);
        match self.help {
            Some(help) => diagnostic.help(help),
            None => diagnostic,
        }
    }
}

/// The place that a reference's text leads to. All that lead into other files that were read lead into the tree by now.
pub(super) fn local(text: &str, refused: &Refused) -> Result<Pointer, Lost> {
    if let Some(lost) = refused.get(text) {
        return Err(lost.clone());
    }
    let Some(fragment) = text.strip_prefix('#') else {
        return Err(Lost::new(Code::ExternalReference, format!("`{text}` leads out of this document")));
    };
    let fragment = decode(fragment);
    if fragment.is_empty() || fragment.starts_with('/') { Ok(Pointer::parse(&fragment)) } else { Err(dangling(text)) }
}

/// The place that a reference's text names in the document itself, whether something is there or not.
pub(super) fn pointer(text: &str) -> Option<Pointer> {
    text.strip_prefix('#').map(|fragment| Pointer::parse(&decode(fragment)))
}

/// The text of a reference to a place in the document itself.
pub(super) fn to(place: &Pointer) -> String {
    format!("#{}", place.as_str().replace('%', "%25"))
}

/// The place that a reference leads to, where another reference may be.
pub(super) fn place(tree: &Tree, text: &str, refused: &Refused) -> Result<Pointer, Lost> {
    let pointer = local(text, refused)?;
    find(tree, &pointer, refused, HOPS).ok_or_else(|| meant(tree, &pointer, dangling(text)))
}

/// Follows the references that start at a place until a value is there, and gives its place.
pub(super) fn follow(tree: &Tree, text: &str, refused: &Refused) -> Result<Pointer, Lost> {
    let mut seen = HashSet::new();
    let mut next = text.to_owned();
    loop {
        let pointer = place(tree, &next, refused)?;
        let Some(further) = tree.at(&pointer).and_then(Tree::reference) else {
            return Ok(pointer);
        };
        if !seen.insert(pointer) {
            return Err(Lost::new(Code::CyclicReference, format!("`{text}` leads in a circle")));
        }
        further.clone_into(&mut next);
    }
}

/// The ways of a tree's references while it does not change: what many of them lead through is followed once.
pub(super) struct Ways<'t> {
    tree: &'t Tree,
    refused: &'t Refused,
    /// Where texts lead; none where that is nowhere.
    known: HashMap<String, Option<Pointer>>,
}

impl<'t> Ways<'t> {
    pub(super) fn new(tree: &'t Tree, refused: &'t Refused) -> Self {
        Self { tree, refused, known: HashMap::new() }
    }

    /// The place that a reference leads to, as [`follow`] has it.
    pub(super) fn follow(&mut self, text: &str) -> Option<Pointer> {
        let mut passed = Vec::new();
        let mut next = text.to_owned();
        let end = loop {
            if let Some(known) = self.known.get(&next) {
                break known.clone();
            }
            // What comes here again leads in a circle.
            self.known.insert(next.clone(), None);
            passed.push(next.clone());
            let Ok(place) = place(self.tree, &next, self.refused) else { break None };
            match self.tree.at(&place).and_then(Tree::reference) {
                Some(further) => further.clone_into(&mut next),
                None => break Some(place),
            }
        };
        self.known.extend(passed.into_iter().map(|text| (text, end.clone())));
        end
    }
}

fn dangling(text: &str) -> Lost {
    // Where the files of a document are is nothing that its author wrote.
    let inner = text.strip_prefix('#').and_then(|text| text.strip_prefix('/')?.strip_prefix(FILES)?.strip_prefix('/'));
    let message = match inner.map(|inner| inner.split_once('/').unwrap_or((inner, ""))) {
        Some((file, place)) => {
            format!("`#/{place}` leads to nothing in `{}`", decode(file).replace("~1", "/").replace("~0", "~"))
        }
        None => format!("`{text}` leads to nothing in this document"),
    };
    Lost::new(Code::DanglingReference, message)
}

/// Says what a pointer that leads to nothing may have been meant to lead to.
fn meant(tree: &Tree, pointer: &Pointer, lost: Lost) -> Lost {
    let mut at = Pointer::root();
    for token in pointer.tokens() {
        let Some(Tree::Object(members)) = tree.at(&at) else { break };
        if members.contains_key(&token) {
            at = at.child(token);
            continue;
        }
        return match similar(&token, members.keys().map(String::as_str)) {
            Some(name) => {
                let place = at.child(name);
                let text =
                    place.as_str().strip_prefix(&format!("/{FILES}/")).map_or_else(|| to(&place), |_| name.to_owned());
                lost.help(format!("did you mean `{text}`?"))
            }
            None => lost.help("add what it is meant to lead to, or correct the reference"),
        };
    }
    lost
}

/// The place that a pointer leads to; what is under a reference is looked for where that leads.
fn find(tree: &Tree, pointer: &Pointer, refused: &Refused, hops: usize) -> Option<Pointer> {
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
        let target = local(value.reference()?, refused).ok()?;
        let rest = tokens.fold(target.child(token), |place, token| place.child(token));
        return find(tree, &rest, refused, hops);
    }
    None
}

/// Undoes percent-encoding (RFC 3986 section 2.1); what is not well encoded stays.
pub(super) fn decode(text: &str) -> String {
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
        follow(&tree, text, &Refused::new()).map(|pointer| pointer.to_string()).map_err(|lost| lost.code)
    }

    #[test]
    fn references_are_decoded_and_followed() {
        let tree = r##"{"a": {"x/y {é}": 1}, "b": {"$ref": "#/a"}, "c": {"$ref": "#/c"}, "d": {"$ref": "#/b"}}"##;
        assert_eq!(followed(tree, "#/a/x~1y%20%7B%C3%A9%7D"), Ok("/a/x~1y {é}".to_owned()));
        assert_eq!(followed(tree, "#/d"), Ok("/a".to_owned()));
        assert_eq!(followed(tree, "#/d/x~1y {é}"), Ok("/a/x~1y {é}".to_owned()));
        assert_eq!(followed(tree, "#/c"), Err(Code::CyclicReference));
        assert_eq!(followed(tree, "#/c/x"), Err(Code::DanglingReference));
        assert_eq!(followed(tree, "#/nowhere"), Err(Code::DanglingReference));
        assert_eq!(followed(tree, "#a"), Err(Code::DanglingReference));
        assert_eq!(followed(tree, "other.yaml#/a"), Err(Code::ExternalReference));
    }

    #[test]
    fn ways_lead_where_each_reference_leads() {
        let tree =
            r##"{"a": {"$ref": "#/b"}, "b": {"$ref": "#/c"}, "c": 1, "d": {"$ref": "#/e"}, "e": {"$ref": "#/d"}}"##;
        let tree: Tree = serde_json::from_str(tree).unwrap();
        let refused = Refused::new();
        let mut ways = Ways::new(&tree, &refused);
        for text in ["#/b", "#/a", "#/c", "#/d", "#/e", "#/f", "#/a"] {
            assert_eq!(ways.follow(text), follow(&tree, text, &refused).ok(), "{text}");
        }
    }

    #[test]
    fn what_is_spelled_alike_is_offered() {
        let tree: Tree = serde_json::from_str(r#"{"components": {"schemas": {"Pet": {}, "Order": {}}}}"#).unwrap();
        let help = |text: &str| follow(&tree, text, &Refused::new()).unwrap_err().help.unwrap_or_default();
        assert_eq!(help("#/components/schemas/Pets"), "did you mean `#/components/schemas/Pet`?");
        assert_eq!(help("#/components/shcemas/Pet"), "did you mean `#/components/schemas`?");
        assert_eq!(help("#/components/schemas/Elephant"), "add what it is meant to lead to, or correct the reference");
    }

    #[test]
    fn what_leads_to_nothing_in_another_file_is_told_as_its_author_wrote_it() {
        let lost =
            follow(&Tree::empty_object(), "#/x-oasmith-files/models~1pet.yaml/Pet", &Refused::new()).unwrap_err();
        assert_eq!(lost.message, "`#/Pet` leads to nothing in `models/pet.yaml`");
    }

    #[test]
    fn references_to_places_are_encoded() {
        assert_eq!(to(&Pointer::root().child("100%41")), "#/100%2541");
        assert_eq!(local("#/100%2541", &Refused::new()).unwrap(), Pointer::root().child("100%41"));
    }
}
