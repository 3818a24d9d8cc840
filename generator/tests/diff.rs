//! Pairs of documents, and what `diff` tells of them in either direction.
//!
//! `tests/diff/RULE.yaml` has the document before, `---`, and the document after: what differs has that rule, and the way back
//! its mirror; `RULE.CASE.yaml` is another case of it. `RULE.toml`, if it is there, has the settings of the client: of both, or before, `---`, and after.

#![expect(clippy::panic, clippy::unwrap_used, reason = "helpers of tests, which may panic as tests do")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::LazyLock;

use oasmith::model::Model;
use oasmith::{Bump, Comparison, Format, Generator, Level, Mirror, Rule, compare};

/// The models of each pair, by the rule that it is about.
static PAIRS: LazyLock<BTreeMap<String, (Model, Model)>> = LazyLock::new(pairs);

fn pairs() -> BTreeMap<String, (Model, Model)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/diff");
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let files = files.filter(|path| path.extension().is_some_and(|extension| extension == "yaml"));
    let pair = |path: std::path::PathBuf| {
        let text = std::fs::read_to_string(&path).unwrap();
        let settings = std::fs::read_to_string(path.with_extension("toml")).unwrap_or_default();
        let (old, new) = text.split_once("\n---\n").unwrap();
        let (before, after) = settings.split_once("---\n").unwrap_or((&settings, &settings));
        (path.file_stem().unwrap().to_str().unwrap().to_owned(), (read(old, before), read(new, after)))
    };
    files.map(pair).collect()
}

/// The model of a document, by these settings of its client.
fn read(text: &str, settings: &str) -> Model {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("document.yaml"), text).unwrap();
    let config = folder.path().join("oasmith.toml");
    let client = "[[client]]\nspec = \"document.yaml\"\nout = \"client\"\n";
    std::fs::write(&config, format!("{client}{settings}")).unwrap();
    let generator = Generator::from_config(&config).unwrap_or_else(|error| panic!("{error}")).remove(0);
    generator.model().unwrap_or_else(|error| panic!("{error}\n{text}")).0
}

fn rules(comparison: &Comparison) -> BTreeSet<&'static str> {
    comparison.changes.iter().map(|change| change.rule).collect()
}

#[test]
fn every_rule_has_a_pair_and_every_mirror_is_its_way_back() {
    let mut exercised = BTreeSet::new();
    for (name, (old, new)) in &*PAIRS {
        let there = rules(&compare(old, new));
        let back = rules(&compare(new, old));
        let id = name.split('.').next().unwrap();
        let Some(rule) = Rule::all().find(|rule| rule.id == id) else { panic!("there is no rule `{name}`") };
        assert!(there.contains(rule.id), "{name}: {there:?}");
        match rule.mirror {
            Mirror::Rule(mirror) => assert!(back.contains(mirror), "{name} back: {back:?}"),
            Mirror::None(_) => assert!(back.contains(rule.id), "{name} back: {back:?}"),
            _ => panic!("{name} has another mirror"),
        }
        exercised.insert(rule.id);
        if let Mirror::Rule(mirror) = rule.mirror {
            exercised.insert(mirror);
        }
    }
    let missing: Vec<&str> = Rule::all().map(|rule| rule.id).filter(|id| !exercised.contains(id)).collect();
    assert!(missing.is_empty(), "no pair of documents has {missing:?}");
}

#[test]
fn what_is_told_of_each_pair() {
    for (name, (old, new)) in &*PAIRS {
        let told = format!(
            "{}\n===== back\n\n{}",
            compare(old, new).shown(Format::Text),
            compare(new, old).shown(Format::Text)
        );
        insta::with_settings!({ snapshot_path => "snapshots/diff", prepend_module_to_snapshot => false }, {
            insta::assert_snapshot!(name.as_str(), told);
        });
    }
}

#[test]
fn nothing_is_told_of_a_document_and_itself() {
    for (name, (old, new)) in &*PAIRS {
        for model in [old, new] {
            let comparison = compare(model, model);
            assert_eq!(comparison.changes, [], "{name}");
            assert_eq!(comparison.bump(), Bump::None);
        }
    }
}

/// The documents of other tests, and its schemas as documents.
fn documents() -> Vec<(String, Model)> {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let texts = ["documents", "schemas"].into_iter().flat_map(|folder| {
        let files = std::fs::read_dir(tests.join(folder)).unwrap().map(|entry| entry.unwrap().path());
        files.filter(|path| path.extension().is_some_and(|extension| extension == "yaml"))
    });
    let model = |path: std::path::PathBuf| {
        let text = std::fs::read_to_string(&path).unwrap();
        let head = "openapi: 3.0.3\ninfo: {title: Schemas, version: '1'}\n";
        let whole = if text.starts_with("openapi") || text.contains("\nopenapi") {
            text
        } else if text.contains("\ncomponents:\n") {
            format!("{head}{text}")
        } else {
            let schemas: String = text.lines().map(|line| format!("    {line}\n")).collect();
            format!("{head}paths: {{}}\ncomponents:\n  schemas:\n{schemas}")
        };
        let folder = tempfile::tempdir().unwrap();
        let document = folder.path().join("document.yaml");
        std::fs::write(&document, whole).unwrap();
        // Some are no documents of their own.
        let model = Generator::new(&document).model().ok()?.0;
        Some((path.display().to_string(), model))
    };
    texts.filter_map(model).collect()
}

#[test]
fn nothing_is_told_of_any_document_and_itself() {
    let documents = documents();
    assert!(documents.len() > 25, "only {} documents are read", documents.len());
    for (name, model) in documents {
        assert_eq!(compare(&model, &model).changes, [], "{name}");
    }
}

#[test]
fn who_sets_a_property_is_nothing_where_values_go_one_way() {
    let text = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/diff/type-opened.text.yaml"));
    let (old, _) = text.as_deref().unwrap().split_once("\n---\n").unwrap();
    let withheld = |flag: &str| old.replace("{type: string,", &format!("{{type: string, {flag}: true,"));
    let told = |one: &str, other: &str| rules(&compare(&read(one, ""), &read(other, "")));
    assert_ne!(withheld("readOnly"), old);
    assert_eq!(told(old, &withheld("readOnly")), [].into());
    assert_eq!(told(&withheld("readOnly"), old), [].into());
    assert_eq!(told(old, &withheld("writeOnly")), ["property-withheld"].into());
    assert_eq!(told(&withheld("writeOnly"), old), ["property-shared"].into());
}

#[test]
fn nothing_is_told_of_tags_that_no_feature_is_made_of() {
    let text = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/diff/feature-left.yaml"));
    let text = text.unwrap();
    let (old, new) = text.split_once("\n---\n").unwrap();
    assert_eq!(compare(&read(old, ""), &read(new, "")).changes, []);
    let told = compare(&read(old, "features = \"tags\""), &read(new, "features = \"tags\""));
    assert_eq!(rules(&told), ["feature-left"].into());
}

#[test]
fn types_in_one_file_are_there_with_every_feature() {
    let operation = |name: &str, tag: &str, schema: &str| {
        format!(
            "  /{name}:\n    get:\n      operationId: {name}\n      tags: [{tag}]\n      responses:\n        '200':\n          \
             description: It.\n          content: {{application/json: {{schema: {{$ref: '#/components/schemas/{schema}'}}}}}}\n"
        )
    };
    let document = |schema: &str| {
        let operations = [operation("a", "one", "Pet"), operation("b", "two", schema), operation("c", "three", "Dog")];
        format!(
            "openapi: 3.0.3\ninfo: {{title: Pets, version: '1'}}\npaths:\n{}components:\n  schemas:\n    Pet: {{type: object, \
             properties: {{a: {{type: string}}}}}}\n    Dog: {{type: object, properties: {{b: {{type: string}}}}}}\n",
            operations.concat()
        )
    };
    let files = "features = \"tags\"";
    let single = "features = \"tags\"\nmodules = \"single\"";
    let told = |before: &str, after: &str| {
        rules(&compare(&read(&document("Pet"), before), &read(&document("Dog"), after))).contains("feature-left")
    };
    assert!(told(files, files));
    assert!(!told(single, single));
    assert!(told(single, files), "who has one feature alone had all types");
    assert!(!told(files, single));
}

#[test]
fn a_bump_follows_from_what_is_noticed() {
    for (name, (old, new)) in &*PAIRS {
        for change in compare(old, new).changes.iter().chain(&compare(new, old).changes) {
            let expected = match (change.rust, change.wire) {
                (Level::Breaking, _) => Bump::Major,
                (Level::None, Level::None) => Bump::Patch,
                _ => Bump::Minor,
            };
            assert_eq!(change.bump, expected, "{name}: {}", change.rule);
        }
    }
}

#[test]
fn a_pull_request_is_told_in_markdown_and_programs_in_json() {
    let (old, new) = &PAIRS["property-renamed"];
    let comparison = compare(old, new);
    insta::assert_snapshot!("markdown", comparison.shown(Format::Markdown));
    insta::assert_snapshot!("json", comparison.shown(Format::Json));
}

#[test]
fn what_is_waived_does_not_count() {
    let (old, new) = &PAIRS["property-removed-required"];
    let comparison = compare(old, new);
    assert_eq!(comparison.bump(), Bump::Major);
    let count = comparison.changes.len();
    for (waiver, waived) in [
        ("property-removed-required", 1),
        ("property-removed-required at /components/schemas/Pet", 1),
        ("property-removed-required at /components/schemas/Pe", 0),
        ("property-removed-required at /components/schemas/Dog", 0),
        ("type-removed", 0),
    ] {
        let kept = comparison.clone().waive(&[waiver]).unwrap();
        assert_eq!((kept.waived.len(), kept.changes.len()), (waived, count - waived), "{waiver}");
    }
    assert!(comparison.waive(&["property-remove"]).is_err());
}

#[test]
fn names_of_headers_have_no_case() {
    let lower = |text: &str| text.replace("X-Limit", "x-limit").replace("X-Rest", "X-REST").replace("X-Tag", "x-tag");
    let text =
        std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/diff/header-key-changed.yaml"));
    let text = text.unwrap();
    let (text, _) = text.split_once("\n---\n").unwrap();
    let taken = "      operationId: getPet\n      parameters: [{name: X-Tag, in: header, schema: {type: string}}]\n";
    let text = text.replace("      operationId: getPet\n", taken);
    assert_ne!(text, lower(&text));
    assert_eq!(compare(&read(&text, ""), &read(&lower(&text), "")).changes, []);
}

#[test]
fn nothing_is_told_of_what_only_the_document_calls_otherwise() {
    let text =
        std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/diff/security-order-changed.yaml"));
    let text = text.unwrap().replace("key: []", "api_key: []").replace("key: {type", "api_key: {type");
    let (text, _) = text.split_once("\n---\n").unwrap();
    let renamed = text.replace("api_key", "apiKey");
    assert_ne!(text, renamed);
    assert_eq!(compare(&read(text, ""), &read(&renamed, "")).changes, []);
}
