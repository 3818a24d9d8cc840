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

const DOCUMENTS: [&str; 13] = [
    "documents/inside.yaml",
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
        // What was called is gone; where references lead into it, so is the document.
        if name == "documents/inside.yaml" {
            continue;
        }
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

/// A client of schemas, and what declares types, fields and variants in the files of its types.
fn client_of(schemas: &str) -> Client {
    let client = Client { folder: tempfile::tempdir().unwrap(), document: document(yaml(schemas)) };
    client.generate(&client.document);
    client
}

/// Generates the client of other schemas; the types and fields of one of its modules.
fn declared(client: &Client, schemas: &str, module: &str) -> Vec<String> {
    client.generate(&document(yaml(schemas)));
    let text = client.files().remove(&format!("src/types/{module}.rs")).unwrap();
    let lines = text.lines().map(str::trim).filter(|line| line.starts_with("pub ") && !line.contains('('));
    let lines = lines.map(|line| line.trim_start_matches("pub ").trim_end_matches([',', ' ', '{']).to_owned());
    lines.filter(|line| !["mod ", "use ", "const "].iter().any(|word| line.starts_with(word))).collect()
}

/// Who comes first to refer to what is inside another schema does not name it.
#[test]
fn an_inline_schema_is_called_by_its_own_place_whoever_refers_to_it() {
    let job = "Job: {type: object, properties: {by: {oneOf: [{$ref: '#/components/schemas/User'}, \
               {type: object, required: [id, kind], properties: {id: {type: string}, kind: {type: object, properties: \
               {of: {type: string}}}}}]}}}, User: {type: object, required: [name], properties: {name: {type: string}}}";
    let alone = "Alone: {type: object, properties: {agent: {$ref: '#/components/schemas/Job/properties/by/oneOf/1'}, \
                 kind: {$ref: '#/components/schemas/Job/properties/by/oneOf/1/properties/kind'}}}";
    let client = client_of(&format!("{{{job}}}"));
    let fresh = client_of(&format!("{{{alone}, {job}}}"));
    let before = client.files();
    for path in ["src/types/job.rs", "src/types/user.rs"] {
        assert_eq!(fresh.files()[path], before[path]);
    }
    let mut changed = client.changed(&fresh.document);
    changed.retain(|path, _| !INDEX.contains(&path.as_str()));
    assert!(changed.keys().eq(["src/types/alone.rs"]), "{changed:#?}");
    assert!(before["src/types/job.rs"].contains("pub struct JobByWithIdKind {"));
}

#[test]
fn the_answer_of_an_operation_is_called_after_it_whoever_refers_to_it() {
    let of = |schemas: &str| {
        yaml(&format!(
            "{{openapi: 3.0.3, info: {{title: Bookings, version: '1'}}, components: {{schemas: {{{schemas}}}}}, paths: \
             {{/bookings: {{get: {{operationId: findBookings, responses: {{'200': {{description: Found., content: \
             {{application/json: {{schema: {{type: object, properties: {{next: {{type: object, properties: {{to: {{type: \
             string}}}}}}}}}}}}}}}}}}}}}}}}}}"
        ))
    };
    let client = Client { folder: tempfile::tempdir().unwrap(), document: of("") };
    client.generate(&client.document);
    let place = "#/paths/~1bookings/get/responses/200/content/application~1json/schema";
    let schema = |name: &str, place: &str| format!("{name}: {{type: object, properties: {{x: {{$ref: '{place}'}}}}}}");
    let schemas = [schema("All", place), schema("Next", &format!("{place}/properties/next"))].join(", ");
    let mut changed = client.changed(&of(&schemas));
    changed.retain(|path, _| !INDEX.contains(&path.as_str()));
    assert!(changed.keys().eq(["src/types/all.rs", "src/types/next.rs"]), "{changed:#?}");
}

/// Members that ask for the same are told apart by all that they say.
#[test]
fn members_with_the_same_required_keys_stay_themselves() {
    let member = |closed: bool, properties: &str| {
        let rest = if closed { "additionalProperties: false, " } else { "" };
        format!("{{type: object, required: [id], {rest}properties: {{{properties}}}}}")
    };
    let of = |members: &[&String]| {
        let members: Vec<&str> = members.iter().map(|member| member.as_str()).collect();
        format!("{{Job: {{type: object, properties: {{by: {{oneOf: [{}]}}}}}}}}", members.join(", "))
    };
    let one =
        member(true, "id: {type: string}, name: {type: string}, at: {type: object, properties: {x: {type: string}}}");
    let other = member(
        true,
        "email: {type: string}, id: {type: string}, name: {type: integer}, \
                              at: {type: object, properties: {y: {type: string}}}",
    );
    let same_keys =
        member(false, "id: {type: string}, name: {type: boolean}, at: {type: object, properties: {z: {type: string}}}");
    let new = member(false, "id: {type: string}, zip: {type: string}");
    let client = client_of(&of(&[&one]));
    client.generate(&document(yaml(&of(&[&one, &other]))));
    let before = declared(&client, &of(&[&one, &other]), "job");
    for members in [&[&new, &one, &other][..], &[&same_keys, &new, &other, &one], &[&new, &other, &same_keys, &one]] {
        let sorted = |mut lines: Vec<String>| {
            lines.sort();
            lines
        };
        let after = declared(&client, &of(members), "job");
        let missing: Vec<&String> = before.iter().filter(|line| !after.contains(line)).collect();
        assert!(missing.is_empty(), "{missing:?} of {before:#?} in {after:#?}");
        let of_type = |lines: &[String], name: &str| {
            let lines = lines.iter().skip_while(|line| *line != name).skip(1);
            sorted(lines.take_while(|line| line.contains(": ")).cloned().collect())
        };
        for name in before.iter().filter(|line| line.starts_with("struct ")) {
            assert_eq!(of_type(&after, name), of_type(&before, name), "{name}");
        }
    }
}

/// A member of a union that says more than before keeps its names.
#[test]
fn a_member_that_asks_for_more_keeps_its_name() {
    let of = |member: &str| {
        format!(
            "{{Job: {{type: object, properties: {{by: {{oneOf: [{{type: object, {member}}}, {{type: object, required: \
             [zip], properties: {{zip: {{type: string}}, town: {{type: object, properties: {{x: {{type: string}}}}}}}}}}]}}}}}}}}"
        )
    };
    let properties = "id: {type: string}, name: {type: object, properties: {first: {type: string}}}";
    let first = of(&format!("required: [id], properties: {{{properties}}}"));
    let types = ["struct JobByWithId", "struct JobByWithIdName", "struct JobByWithZip", "struct JobByWithZipTown"];
    for changed in [
        format!("required: [id, name], properties: {{{properties}}}"),
        format!("required: [aid, id], properties: {{aid: {{type: string}}, {properties}}}"),
        format!("title: Known, required: [id], properties: {{{properties}}}"),
        format!("required: [name], properties: {{{properties}}}"),
    ] {
        let client = client_of(&first);
        let declared = declared(&client, &of(&changed), "job");
        for name in types {
            assert!(declared.iter().any(|line| line == name), "{name} for {changed}: {declared:#?}");
        }
    }
    // Another one has another name.
    let client = client_of(&first);
    let other = declared(&client, &of("required: [fax], properties: {fax: {type: string}}"), "job");
    assert!(other.iter().any(|line| line == "struct JobByWithFax"), "{other:#?}");
}

/// Parameters of one name are two where they are in two places.
#[test]
fn a_parameter_keeps_the_name_of_its_type_beside_one_that_is_called_so_elsewhere() {
    let of = |parameters: &str| {
        yaml(&format!(
            "{{openapi: 3.0.3, info: {{title: Search, version: '1'}}, paths: {{/first: {{get: {{operationId: first, parameters: \
             [{parameters}], responses: {{'204': {{description: Found.}}}}}}}}}}}}"
        ))
    };
    let query = "{name: q, in: query, schema: {type: string, enum: [x, y]}}";
    let client = Client { folder: tempfile::tempdir().unwrap(), document: of(query) };
    client.generate(&client.document);
    let of_query = |client: &Client| {
        let text = client.files().remove("src/types/first.rs").unwrap();
        let text = text.split_once("pub enum FirstQ {").unwrap().1.to_owned();
        text.split_once('}').unwrap().0.to_owned()
    };
    let before = of_query(&client);
    client.generate(&of(&format!("{{name: q, in: header, schema: {{type: string, enum: [h]}}}}, {query}")));
    assert_eq!(of_query(&client), before);
}
