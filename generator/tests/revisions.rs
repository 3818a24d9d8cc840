//! `oasmith diff` on documents, on folders with a lock, and on what git has of them.

#![expect(clippy::unwrap_used, reason = "helpers of tests, which may panic as tests do")]

use std::path::Path;
use std::process::{Command, Output};

const DOCUMENT: &str = "openapi: 3.0.3
info: {title: Pets, version: '1'}
servers: [{url: 'https://pets.example.com'}]
paths:
  /pet:
    get:
      operationId: getPet
      responses: {'200': {description: It., content: {application/json: {schema: {$ref: 'parts.yaml#/Pet'}}}}}
";
const LOCK: &str = "version = 1\ngenerator = \"0.1.0\"\n\n[document]\npath = \"spec/pets.yaml\"\nsha256 = \"0\"\n
[names.\"/components/schemas/Pet\"]
age = \"years\"
";
const BEFORE: &str =
    "Pet: {type: object, required: [name, age], properties: {name: {type: string}, age: {type: integer}}}\n";
const AFTER: &str = "Pet: {type: object, required: [name], properties: {name: {type: string}}}\n";

/// A repository whose last commit has the document before, and whose folder has it after.
fn repository() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    std::fs::create_dir_all(root.join("api/spec")).unwrap();
    write(root, "api/spec/pets.yaml", DOCUMENT);
    write(root, "api/spec/parts.yaml", BEFORE);
    write(root, "api/oasmith.lock", LOCK);
    std::fs::create_dir_all(root.join("settings")).unwrap();
    write(root, "settings/pets.yaml", DOCUMENT);
    write(root, "settings/oasmith.toml", "[[client]]\nspec = 1\n");
    let name = ["-c", "user.name=Test", "-c", "user.email=test@example.com"];
    git(root, &["init", "--quiet"]);
    git(root, &["add", "--all"]);
    git(root, &[&name[..], &["commit", "--quiet", "--message", "Before"]].concat());
    write(root, "api/spec/parts.yaml", AFTER);
    folder
}

fn write(root: &Path, path: &str, text: &str) {
    std::fs::write(root.join(path), text).unwrap();
}

fn git(root: &Path, arguments: &[&str]) {
    let status = Command::new("git").args(arguments).current_dir(root).status().unwrap();
    assert!(status.success(), "git {arguments:?}");
}

fn diff(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_oasmith")).arg("diff").args(arguments).current_dir(folder).output().unwrap()
}

/// What it says and its exit status.
fn said(output: &Output) -> (String, Option<i32>) {
    let text = [output.stdout.as_slice(), &output.stderr].concat();
    (String::from_utf8(text).unwrap(), output.status.code())
}

#[test]
fn a_document_is_compared_with_what_git_has_of_it() {
    let repository = repository();
    let root = repository.path();
    let inside = &root.join("api");
    for (folder, old, new, gone) in [
        (root, "git:HEAD:api/spec/pets.yaml", "api/spec/pets.yaml", "Pet.age is gone"),
        // The lock file says what it is called.
        (root, "git:HEAD:api", "api", "Pet.years is gone"),
        (root, "git:HEAD:api/", "api/spec/pets.yaml", "Pet.years is gone"),
        (root, "git:HEAD:api/spec/pets.yaml", "api", "Pet.years is gone"),
        (inside, "git:HEAD:./spec/pets.yaml", "spec/pets.yaml", "Pet.age is gone"),
        (inside, "git:HEAD:.", ".", "Pet.years is gone"),
    ] {
        let (text, status) = said(&diff(folder, &[old, new]));
        assert!(text.contains(gone) && text.contains("1 change"), "{old}: {text}");
        assert_eq!(status, Some(0));
        let (text, status) = said(&diff(folder, &[new, new]));
        assert_eq!((text.as_str(), status), ("Nothing has changed.\n", Some(0)));
    }
    // Nothing is left in the repository.
    let status = Command::new("git").args(["status", "--porcelain"]).current_dir(root).output().unwrap();
    assert_eq!(String::from_utf8_lossy(&status.stdout), " M api/spec/parts.yaml\n");
}

/// A repository whose last commit has a document with an enum and a struct, and settings of its client.
fn configured() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    std::fs::create_dir_all(root.join("api/c")).unwrap();
    write(root, "api/pets.yaml", &pets("cat, dog", ""));
    write(root, "api/oasmith.toml", &format!("{CLIENT}{LOOKS}"));
    write(
        root,
        "api/c/oasmith.lock",
        "version = 1\ngenerator = \"0.1.0\"\n\n[document]\npath = \"../pets.yaml\"\nsha256 = \"0\"\n",
    );
    git(root, &["init", "--quiet"]);
    git(root, &["add", "--all"]);
    let name = ["-c", "user.name=Test", "-c", "user.email=test@example.com"];
    git(root, &[&name[..], &["commit", "--quiet", "--message", "Before"]].concat());
    folder
}

const CLIENT: &str = "[[client]]\nspec = \"pets.yaml\"\nout = \"c\"\n";
const LOOKS: &str = "enums = \"closed\"\nderives = [\"Eq\", \"Hash\"]\nrename = { P = \"Person\" }\n";

/// A document with these kinds of pets, and with more of a person.
fn pets(kinds: &str, more: &str) -> String {
    format!(
        "openapi: 3.0.3
info: {{title: Pets, version: '1'}}
servers: [{{url: 'https://pets.example.com'}}]
paths:
  /person:
    get:
      operationId: getPerson
      responses:
        '200': {{description: It., content: {{application/json: {{schema: {{$ref: '#/components/schemas/P'}}}}}}}}
components:
  schemas:
    P: {{type: object, properties: {{kind: {{$ref: '#/components/schemas/Kind'}}, born: {{type: string, format: date}}{more}}}}}
    Kind: {{type: string, enum: [{kinds}]}}
"
    )
}

#[test]
fn a_side_is_read_with_the_settings_of_its_client() {
    let repository = configured();
    let api = &repository.path().join("api");
    write(api, "copy.yaml", &pets("cat, dog", ""));
    write(api, "pets.yaml", &pets("cat, dog, fish", ", weight: {type: number}"));
    for (old, new) in [
        ("git:HEAD:./c", "c"),
        ("git:HEAD:api/pets.yaml", "pets.yaml"),
        ("git:HEAD:./c", "pets.yaml"),
        ("git:HEAD:./pets.yaml", "./c/"),
        // No client is that of the copy.
        ("copy.yaml", "pets.yaml"),
        ("copy.yaml", "c"),
    ] {
        let (text, status) = said(&diff(api, &[old, new, "--deny", "major"]));
        assert_eq!(status, Some(1), "{old} {new}: {text}");
        for rule in ["enum-value-added-closed at", "derive-removed at /components/schemas/P", "Person.weight is new"] {
            assert!(text.contains(rule), "{old} {new}: {rule}: {text}");
        }
    }
    // The file may be elsewhere, and is so at the revision too.
    for config in ["api/oasmith.toml".into(), api.join("oasmith.toml")] {
        let config = config.to_str().unwrap();
        let (text, _) = said(&diff(repository.path(), &["git:HEAD:api/c", "api/c", "--config", config]));
        assert!(text.contains("enum-value-added-closed") && text.contains("derive-removed"), "{config}: {text}");
    }
    let (text, _) = said(&diff(repository.path(), &["git:HEAD:api/pets.yaml", "api/pets.yaml"]));
    assert!(!text.contains("closed") && text.contains("P.weight is new"), "{text}");
}

#[test]
fn other_settings_are_changes() {
    let repository = configured();
    let api = &repository.path().join("api");
    let told = |settings: &str| {
        write(api, "oasmith.toml", &format!("{CLIENT}{settings}"));
        said(&diff(api, &["git:HEAD:./c", "c"])).0
    };
    assert_eq!(told(LOOKS), "Nothing has changed.\n");
    assert!(
        told(&format!("{LOOKS}dates = \"jiff\"\n"))
            .contains("type-represented at /components/schemas/P/properties/born")
    );
    let text = told(&format!("{LOOKS}features = \"tags\"\nvalidate = true\n"));
    for rule in ["api-left-to-features at", "feature-added at", "validate-added at"] {
        assert!(text.contains(rule), "{rule}: {text}");
    }
    let text = told("");
    for rule in ["enum-opened at", "derive-removed at", "type-renamed at"] {
        assert!(text.contains(rule), "{rule}: {text}");
    }
    // Before there was a file, there were no settings.
    git(api, &["rm", "--quiet", "--cached", "oasmith.toml"]);
    git(api, &["-c", "user.name=Test", "-c", "user.email=test@example.com", "commit", "--quiet", "--message", "None"]);
    let text = told(LOOKS);
    for rule in ["enum-closed at", "derive-added at", "type-renamed at"] {
        assert!(text.contains(rule), "{rule}: {text}");
    }
}

#[test]
fn a_document_may_lack_what_borrowed_settings_name() {
    let repository = configured();
    let api = &repository.path().join("api");
    write(api, "copy.yaml", &pets("cat, dog", "").replace("Kind", "Sort").replace("getPerson", "getOne"));
    write(
        api,
        "oasmith.toml",
        &format!(
            "{CLIENT}{LOOKS}only = [\"type:Kind\", \"op:getPerson\"]\n[client.types]\nKind = \"u8\"\n[client.pages]\ngetPerson = false\n"
        ),
    );
    let (text, status) = said(&diff(api, &["copy.yaml", "pets.yaml"]));
    assert!(text.contains("get_person is selected") && !text.contains("error"), "{text}");
    assert_eq!(status, Some(0), "{text}");
}

#[test]
fn the_document_of_several_clients_is_none_of_one() {
    let repository = configured();
    let api = &repository.path().join("api");
    write(api, "oasmith.toml", &format!("{CLIENT}{}", CLIENT.replace("\"c\"", "\"d\"")));
    let (text, status) = said(&diff(api, &["copy.yaml", "pets.yaml"]));
    assert!(text.contains("several clients, `c` and `d`: give the folder of one of them"), "{text}");
    assert_eq!(status, Some(2));
    assert_eq!(said(&diff(api, &["c", "c"])).0, "Nothing has changed.\n");
}

#[test]
fn arguments_keep_their_order_by_the_lock() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    let pair = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/diff/argument-order-changed.yaml");
    let text = std::fs::read_to_string(pair).unwrap();
    let (before, after) = text.split_once("\n---\n").unwrap();
    for (name, document) in [("old", before), ("new", after)] {
        std::fs::create_dir_all(root.join(name).join("c")).unwrap();
        write(root, &format!("{name}/pets.yaml"), document);
    }
    oasmith::Generator::new(root.join("old/pets.yaml")).out_dir(root.join("old/c")).generate().unwrap();
    std::fs::copy(root.join("old/c/oasmith.lock"), root.join("new/c/oasmith.lock")).unwrap();
    assert_eq!(said(&diff(root, &["old/c", "new/c"])).0, "Nothing has changed.\n");
    let (text, _) = said(&diff(root, &["old/pets.yaml", "new/pets.yaml"]));
    assert!(text.contains("argument-order-changed at"), "{text}");
}

#[test]
fn what_is_denied_fails_unless_it_is_waived() {
    let repository = repository();
    let root = repository.path();
    let asked = ["git:HEAD:api", "api", "--deny", "major"];
    let (text, status) = said(&diff(root, &asked));
    assert!(text.contains("error: ") && text.contains("major"), "{text}");
    assert_eq!(status, Some(1));
    write(root, "oasmith.toml", "[diff]\nwaive = [\"property-removed-required at /components/schemas/Pet\"]\n");
    let (text, status) = said(&diff(root, &asked));
    assert!(text.contains("1 waived"), "{text}");
    assert_eq!(status, Some(0));
    write(root, "oasmith.toml", "[diff]\nwaive = [\"property-removed\"]\n");
    let (text, status) = said(&diff(root, &asked));
    assert!(text.contains("no change has the rule `property-removed`"), "{text}");
    assert!(text.contains("oasmith.toml:2:10\n"), "{text}");
    assert_eq!(status, Some(2));
}

#[test]
fn what_cannot_be_read_is_told() {
    let repository = repository();
    let root = repository.path();
    for (old, told, refused) in [
        ("git:HEAD", "git:REV:PATH", 2),
        ("git:nowhere:api", "git: ", 2),
        ("git:HEAD:api/none.yaml", "git: ", 2),
        ("git:--help:api", "`git:--help:api` is no `git:REV:PATH`: no revision begins with `-`", 2),
        ("git:-e:api", "no revision begins with `-`", 2),
        ("git:HEAD:api/spec", "error: git:HEAD:api/spec has no oasmith.lock", 2),
        ("git:HEAD:./api/spec/parts.yaml", " git:HEAD:api/spec/parts.yaml:1:1", 3),
        ("git:HEAD:settings/pets.yaml --config settings/oasmith.toml", " git:HEAD:settings/oasmith.toml:1:1", 2),
        ("api/spec", "oasmith.lock", 2),
    ] {
        let arguments: Vec<&str> = old.split(' ').chain(["api"]).collect();
        let (text, status) = said(&diff(root, &arguments));
        assert!(text.contains("error: ") && text.contains(told) && !text.contains("oasmith-"), "{old}: {text}");
        assert_eq!(status, Some(refused), "{old}");
    }
}
