//! A change in a document changes what is about it and nothing else.

#![expect(clippy::unwrap_used, reason = "helpers of tests, which may panic as tests do")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use oasmith::{Generator, Runtime};
use proptest::prelude::*;
use serde_yaml::{Mapping, Value};

const LOCK: &str = "oasmith.lock";

/// What lists the parts of the client.
const INDEX: &[&str] = &["src/api/mod.rs", "src/types/mod.rs"];

/// What shows a call of an operation, where there is one.
const FRONT: &[&str] = &["README.md", "src/lib.rs"];

const DOCUMENTS: [&str; 12] = [
    "documents/answers.yaml",
    "documents/bodies.yaml",
    "documents/names.yaml",
    "documents/newest.yaml",
    "documents/operations.yaml",
    "documents/pages.yaml",
    "documents/parameters.yaml",
    "documents/servers.yaml",
    "documents/webhooks.yaml",
    "schemas/inheritance.yaml",
    "schemas/union_by_shape.yaml",
    "schemas/union_by_tag.yaml",
];

/// A client in a folder, and the document that it is generated from.
struct Client {
    folder: tempfile::TempDir,
    document: Value,
}

impl Client {
    fn of(name: &str) -> Self {
        let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests").join(name);
        let client =
            Self { folder: tempfile::tempdir().unwrap(), document: document(yaml(&fs::read_to_string(path).unwrap())) };
        client.generate(&client.document);
        client
    }

    /// Generates the client of another state of the document; the files that differ, and where those that were there do.
    fn changed(&self, document: &Value) -> BTreeMap<String, String> {
        let before = self.files();
        self.generate(document);
        let after = self.files();
        let mut changed = BTreeMap::new();
        for path in before.keys().chain(after.keys()).filter(|path| *path != LOCK) {
            let text = |files: &BTreeMap<String, String>| files.get(path).cloned().unwrap_or_default();
            let (old, new) = (text(&before), text(&after));
            let differs = old.lines().zip(new.lines()).find(|(old, new)| old != new);
            if old != new {
                changed.insert(path.clone(), format!("{differs:?}"));
            }
        }
        changed
    }

    fn generate(&self, document: &Value) {
        let spec = self.folder.path().join("api.yaml");
        fs::write(&spec, serde_yaml::to_string(document).unwrap()).unwrap();
        let generator = Generator::new(spec).out_dir(self.out()).runtime(Runtime::Path("../runtime".to_owned()));
        generator.generate().unwrap();
    }

    fn has_operations(&self) -> bool {
        self.document.get("paths").and_then(Value::as_mapping).is_some_and(|paths| !paths.is_empty())
    }

    fn out(&self) -> PathBuf {
        self.folder.path().join("client")
    }

    fn files(&self) -> BTreeMap<String, String> {
        let mut files = BTreeMap::new();
        read(&self.out(), &self.out(), &mut files);
        files
    }
}

fn read(root: &Path, folder: &Path, files: &mut BTreeMap<String, String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            read(root, &path, files);
        } else {
            let name = path.strip_prefix(root).unwrap().to_str().unwrap().replace('\\', "/");
            files.insert(name, fs::read_to_string(path).unwrap());
        }
    }
}

/// The same document with the keys of all objects in another order.
fn reordered(value: &Value, seed: &mut u64) -> Value {
    match value {
        Value::Mapping(members) => {
            let mut keyed: Vec<(u64, Value, Value)> = Vec::new();
            for (key, value) in members {
                // Knuth's generator (The Art of Computer Programming, volume 2, section 3.3.4).
                *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                keyed.push((*seed >> 32, key.clone(), reordered(value, seed)));
            }
            keyed.sort_by_key(|(order, ..)| *order);
            Value::Mapping(keyed.into_iter().map(|(_, key, value)| (key, value)).collect())
        }
        Value::Sequence(items) => Value::Sequence(items.iter().map(|item| reordered(item, seed)).collect()),
        other => other.clone(),
    }
}

/// Puts a member into the object that the keys lead to, before the member of that number.
fn insert(document: &mut Value, keys: &[&str], at: usize, name: &str, member: &Value) {
    let Value::Mapping(members) = document else { return };
    let Some((first, rest)) = keys.split_first() else {
        let at = at % (members.len() + 1);
        let mut grown = Mapping::new();
        for (index, (key, value)) in members.iter().enumerate() {
            if index == at {
                grown.insert(name.into(), member.clone());
            }
            grown.insert(key.clone(), value.clone());
        }
        grown.entry(name.into()).or_insert_with(|| member.clone());
        *members = grown;
        return;
    };
    let inner = members.entry((*first).into()).or_insert_with(|| Value::Mapping(Mapping::new()));
    insert(inner, rest, at, name, member);
}

/// A document, or one of these schemas.
fn document(read: Value) -> Value {
    if read.get("openapi").is_some() {
        return read;
    }
    let mut document = yaml(
        "{openapi: 3.0.3, info: {title: Schemas, version: '1'}, components: {}, \
         paths: {/status: {get: {operationId: status, responses: {'204': {description: All is well.}}}}}}",
    );
    insert(&mut document, &["components"], 0, "schemas", &read);
    document
}

fn yaml(text: &str) -> Value {
    serde_yaml::from_str(text).unwrap()
}

fn settings() -> ProptestConfig {
    ProptestConfig { cases: 16, failure_persistence: None, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(settings())]

    #[test]
    fn the_order_of_keys_changes_nothing(name in prop::sample::select(&DOCUMENTS[..]), mut seed: u64) {
        let client = Client::of(name);
        let changed = client.changed(&reordered(&client.document, &mut seed));
        prop_assert!(changed.is_empty(), "{name}: {changed:#?}");
    }

    #[test]
    fn a_schema_more_changes_no_other(name in prop::sample::select(&DOCUMENTS[..]), at: usize) {
        let client = Client::of(name);
        let mut document = client.document.clone();
        let schema = yaml("{type: object, properties: {owner: {type: object, properties: {id: {type: string}}}}}");
        insert(&mut document, &["components", "schemas"], at, "SomethingMore", &schema);
        let mut changed = client.changed(&document);
        changed.retain(|path, _| !INDEX.contains(&path.as_str()));
        prop_assert!(changed.keys().eq(["src/types/something_more.rs"]), "{name}: {changed:#?}");
    }

    #[test]
    fn an_operation_more_changes_no_other(name in prop::sample::select(&DOCUMENTS[..]), at: usize) {
        let client = Client::of(name);
        let mut document = client.document.clone();
        let item = yaml(
            "{get: {operationId: findMore, tags: [something more], parameters: [{name: kind, in: query, schema: {type: string, \
             enum: [a, b]}}], responses: {'204': {description: Found.}}}}",
        );
        insert(&mut document, &["paths"], at, "/something/more", &item);
        let mut changed = client.changed(&document);
        changed.retain(|path, _| !INDEX.contains(&path.as_str()));
        if !client.has_operations() {
            FRONT.iter().for_each(|path| drop(changed.remove(*path)));
        }
        let expected = ["src/api/something_more.rs", "src/types/find_more.rs"];
        prop_assert!(changed.keys().eq(expected), "{name}: {changed:#?}");
    }
}

/// An example calls what it called before, whatever comes first and would do for it: sections may come, and none changes.
#[test]
fn examples_call_what_they_called_before() {
    let of_all_kinds = yaml(
        "{get: {operationId: aaa, tags: [aaa], responses: {'200': {description: Found., content: {application/octet-stream: {schema: \
         {type: string, format: binary}}, application/jsonl: {schema: {type: object}}}}, '404': {description: None., content: \
         {application/json: {schema: {type: string}}}}}}, post: {operationId: aab, tags: [aaa], requestBody: {required: true, \
         content: {application/octet-stream: {schema: {type: string, format: binary}}}}, responses: {'200': {description: Events., \
         content: {text/event-stream: {schema: {type: string}}}}}}}",
    );
    for name in DOCUMENTS {
        let client = Client::of(name);
        let before = client.files();
        let mut document = client.document.clone();
        insert(&mut document, &["paths"], 0, "/aaa", &of_all_kinds);
        for _ in 0..2 {
            client.generate(&document);
            let after = client.files();
            for section in before["README.md"].split("\n## ").filter(|_| client.has_operations()) {
                assert!(
                    after["README.md"].split("\n## ").any(|other| other.trim() == section.trim()),
                    "{name}: {section}"
                );
            }
            assert!(!client.has_operations() || before["src/lib.rs"] == after["src/lib.rs"], "{name}");
        }
        // What was called is gone.
        let mut without = document.clone();
        without["paths"].as_mapping_mut().unwrap().retain(|path, _| path.as_str() == Some("/aaa"));
        client.generate(&without);
        assert!(client.files()["README.md"].contains("client.aaa()"), "{name}");
    }
}

/// Operations of several tags may be one module, which is about the same whichever comes first.
#[test]
fn a_tag_that_is_spelled_otherwise_changes_no_module() {
    for tags in ["[{name: a, description: All about a.}]", "[]"] {
        let text = format!(
            "{{openapi: 3.0.3, info: {{title: Tags, version: '1'}}, tags: {tags}, paths: {{/a: {{get: {{operationId: first, \
             tags: [a], responses: {{'204': {{description: Done.}}}}}}}}}}}}"
        );
        let client = Client { folder: tempfile::tempdir().unwrap(), document: yaml(&text) };
        client.generate(&client.document);
        let head = |client: &Client| client.files()["src/api/a.rs"].lines().nth(2).unwrap().to_owned();
        let before = head(&client);
        let mut document = client.document.clone();
        let item = yaml("{get: {operationId: other, tags: [A], responses: {'204': {description: Done.}}}}");
        insert(&mut document, &["paths"], 0, "/aa", &item);
        client.generate(&document);
        assert_eq!(head(&client), before);
    }
}

/// What is added takes no name from what was there, whichever comes first.
#[test]
fn newcomers_take_no_names() {
    let client = Client::of("documents/names.yaml");
    let before = client.files();
    let mut document = client.document.clone();
    // Of the same names in Rust as others, and before them.
    for (index, (path, item)) in client.document["paths"].as_mapping().unwrap().iter().enumerate() {
        let mut item = item.clone();
        let operations = item.as_mapping_mut().unwrap().values_mut().filter_map(|operation| operation.as_mapping_mut());
        operations.for_each(|operation| {
            operation.insert("tags".into(), yaml("[newcomers]"));
            operation.remove("callbacks");
            if let Some(id) = operation.get("operationId").and_then(Value::as_str).map(|id| format!("{id}_")) {
                operation.insert("operationId".into(), id.into());
            }
        });
        insert(&mut document, &["paths"], 0, &format!("/newcomers/{index}{}", path.as_str().unwrap()), &item);
    }
    let mut changed = client.changed(&document);
    changed.retain(|path, _| before.contains_key(path) && !INDEX.contains(&path.as_str()));
    assert!(changed.is_empty(), "{changed:#?}");
}

/// A member of a union is what it says and not where it stands in the list.
#[test]
fn members_of_unions_keep_their_names_wherever_they_are() {
    let of = |members: &str| {
        let schema = format!("{{Thing: {{oneOf: [{members}]}}}}");
        document(yaml(&schema))
    };
    let member = |key: &str| format!("{{type: object, required: [{key}], properties: {{{key}: {{type: string}}}}}}");
    let (a, b, z) = (member("a"), member("b"), member("z"));
    let client = Client { folder: tempfile::tempdir().unwrap(), document: of(&format!("{a}, {b}")) };
    client.generate(&client.document);
    let names = |client: &Client| -> Vec<String> {
        let text = client.files().remove("src/types/thing.rs").unwrap();
        let names = text.lines().filter(|line| line.starts_with("pub struct ") || line.starts_with("    pub "));
        names.map(str::to_owned).collect()
    };
    let [one, other] =
        [["pub struct ThingWithA {", "    pub a: String,"], ["pub struct ThingWithB {", "    pub b: String,"]];
    assert_eq!(names(&client), [one, other].concat());
    client.generate(&of(&format!("{z}, {b}, {a}")));
    assert_eq!(names(&client), [["pub struct ThingWithZ {", "    pub z: String,"], other, one].concat());
}
