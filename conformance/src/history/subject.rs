//! What generated files are about, and whether that changed.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fs;
use std::path::Path;

use serde_json::Value;

use super::client::Client;
use super::null;
use crate::values::original::parsed;

/// What a changed file is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum About {
    /// A part of the document that changed, came or went.
    Itself,
    /// A part that says what others say, one of which changed: the members of its `allOf` or of its union, the parameters,
    /// bodies and responses of an operation.
    Others,
    /// A part that refers to a schema whose values may be `null` now, or no longer: which who refers to it says.
    Null,
    /// The client as a whole: lists of modules, the client type, the manifest.
    Index,
    /// Nothing that changed.
    Nothing,
}

/// The parts of the document that files are about, before and after.
pub(super) struct Subjects<'c> {
    documents: [Value; 2],
    clients: [&'c Client; 2],
}

impl<'c> Subjects<'c> {
    pub(super) fn new(old: (&Path, &'c Client), new: (&Path, &'c Client)) -> Result<Self, Box<dyn Error>> {
        Ok(Self { documents: [read(old.0)?, read(new.0)?], clients: [old.1, new.1] })
    }

    /// What a changed file is about.
    pub(super) fn about(&self, path: &str) -> About {
        let is_part = (path.starts_with("src/types/") || path.starts_with("src/api/")) && !path.ends_with("/mod.rs");
        if !is_part {
            return About::Index;
        }
        let [old, new] = self.clients.map(|client| places(client, path));
        if old != new {
            return About::Itself;
        }
        let roots: BTreeSet<String> = new.iter().map(|place| root(place)).collect();
        if roots.iter().any(|root| self.differs(root)) {
            return About::Itself;
        }
        let mut seen = BTreeSet::new();
        if roots.iter().any(|root| self.others_differ(root, &mut seen)) {
            return About::Others;
        }
        let mut seen = BTreeSet::new();
        if roots.iter().any(|root| self.null_differs(root, &mut seen)) { About::Null } else { About::Nothing }
    }

    fn differs(&self, pointer: &str) -> bool {
        self.documents[0].pointer(pointer) != self.documents[1].pointer(pointer)
    }

    /// Whether something differs that is written into what is at a place.
    fn others_differ(&self, pointer: &str, seen: &mut BTreeSet<String>) -> bool {
        if !seen.insert(pointer.to_owned()) {
            return false;
        }
        let mut others = Vec::new();
        if let Some(value) = self.documents[1].pointer(pointer) {
            let is_operation = pointer.starts_with("/paths/");
            references(value, is_operation, &mut others);
        }
        others.iter().any(|other| self.differs(other) || self.others_differ(other, seen))
    }
}

impl Subjects<'_> {
    /// Whether what is at a place, or what is written into it, refers to a schema that may be `null` in one document alone.
    fn null_differs(&self, pointer: &str, seen: &mut BTreeSet<String>) -> bool {
        if !seen.insert(pointer.to_owned()) {
            return false;
        }
        let Some(value) = self.documents[1].pointer(pointer) else { return false };
        let (mut referred, mut others) = (Vec::new(), Vec::new());
        references(value, true, &mut referred);
        references(value, pointer.starts_with("/paths/"), &mut others);
        let differs = |at: &String| {
            let [old, new] = [&self.documents[0], &self.documents[1]].map(|document| null::allowed(document, at));
            old.is_some() && new.is_some() && old != new
        };
        referred.iter().any(differs) || others.iter().any(|other| self.null_differs(other, seen))
    }
}

fn read(path: &Path) -> Result<Value, Box<dyn Error>> {
    Ok(parsed(&fs::read_to_string(path)?)?)
}

/// The places that the items of a file have.
fn places(client: &Client, path: &str) -> BTreeSet<String> {
    let text = client.files.get(path).map(String::as_str).unwrap_or_default();
    let named = |kind: &str| -> BTreeMap<&str, &str> {
        let names = client.names.get(kind).into_iter().flatten();
        names.map(|(place, name)| (name.as_str(), place.as_str())).collect()
    };
    let (types, operations) = (named("types"), named("operations"));
    let mut places = BTreeSet::new();
    for line in text.lines() {
        let mut words = line.split_whitespace().skip_while(|word| *word != "pub").skip(1);
        let (Some(kind), Some(rest)) = (words.next(), words.next()) else { continue };
        let name = rest.split(|letter: char| !(letter.is_alphanumeric() || letter == '_' || letter == '#')).next();
        let name = name.unwrap_or_default();
        let place = match kind {
            "struct" | "enum" | "type" => types.get(name).map(|place| (*place).to_owned()),
            "fn" => operations.get(name).and_then(|place| operation(place)),
            _ => None,
        };
        places.extend(place);
    }
    places
}

/// The place of an operation that is called by its method and path.
fn operation(called: &str) -> Option<String> {
    let (method, path) = called.split_once(' ')?;
    Some(format!("/paths/{}/{}", path.replace('~', "~0").replace('/', "~1"), method.to_lowercase()))
}

/// The component or operation that a place is in.
fn root(place: &str) -> String {
    place.split('/').take(4).collect::<Vec<_>>().join("/")
}

/// Where the references lead by which a part says what others say.
fn references(value: &Value, all: bool, out: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            if let (true, Some(Value::String(reference))) = (all, members.get("$ref")) {
                out.extend(reference.strip_prefix('#').map(str::to_owned));
            }
            for (key, inner) in members {
                let says_it_all = matches!(key.as_str(), "allOf" | "oneOf" | "anyOf");
                references(inner, all || says_it_all, out);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| references(item, all, out)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operations_and_types_have_their_roots() {
        assert_eq!(operation("GET /pets/{id}").unwrap(), "/paths/~1pets~1{id}/get");
        assert_eq!(root("/components/schemas/Pet/properties/owner"), "/components/schemas/Pet");
    }

    /// What a file is about whose type has a property of another type, of which this is the schema before and after.
    fn about(before: Value, after: Value) -> About {
        let document = |kind: Value| {
            serde_json::json!({"components": {"schemas": {
                "Pet": {"properties": {"kind": {"$ref": "#/components/schemas/Kind"}}},
                "Kind": kind,
            }}})
        };
        let text = "pub struct Pet {\n";
        let client = Client {
            files: [("src/types/pet.rs".to_owned(), text.to_owned())].into(),
            lock: String::new(),
            names: [("types".to_owned(), [("/components/schemas/Pet".to_owned(), "Pet".to_owned())].into())].into(),
        };
        let subjects = Subjects { documents: [document(before), document(after)], clients: [&client, &client] };
        subjects.about("src/types/pet.rs")
    }

    #[test]
    fn a_part_says_whether_what_it_refers_to_may_be_null() {
        let text = serde_json::json!({"type": "string"});
        let listed = serde_json::json!({"type": "string", "enum": ["cat"]});
        let nullable = serde_json::json!({"oneOf": [{"type": "string"}, {"type": "null"}]});
        assert_eq!(about(text.clone(), nullable.clone()), About::Null);
        assert_eq!(about(nullable, listed.clone()), About::Null);
        // What is of another kind is told where it is, and nowhere else.
        assert_eq!(about(text, listed), About::Nothing);
    }

    #[test]
    fn a_schema_says_what_those_say_that_it_merges() {
        let schema = serde_json::json!({"allOf": [{"$ref": "#/components/schemas/A"}], "properties": {"b": {"$ref": "#/components/schemas/B"}}});
        let mut found = Vec::new();
        references(&schema, false, &mut found);
        assert_eq!(found, ["/components/schemas/A"]);
        references(&schema, true, &mut found);
        assert_eq!(found.len(), 3);
    }
}
