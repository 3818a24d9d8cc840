//! What the command does with `oasmith.lock`, and what it says of files that differ.

#![expect(clippy::unwrap_used, reason = "helpers of tests, which may panic as tests do")]

use std::fs;
use std::path::Path;
use std::process::Command;

use oasmith::{Error, Generator};

const DOCUMENT: &str = "openapi: 3.0.3
info: {title: Pets, version: '1'}
servers: [{url: 'https://example.com'}]
paths:
  /pets:
    get:
      operationId: listPets
      responses:
        '200':
          description: The pets.
          content: {application/json: {schema: {type: array, items: {$ref: '#/components/schemas/Pet'}}}}
components:
  schemas:
    Pet:
      type: object
      required: [id]
      properties:
        id: {type: integer, description: Its number.}
        name: {type: string}
";

/// A folder with a document and its client.
fn client() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("api.yaml"), DOCUMENT).unwrap();
    let (status, told) = run(folder.path(), &[]);
    assert_eq!(status, 0, "{told}");
    folder
}

/// The exit status of `oasmith generate`, and what it says.
fn run(folder: &Path, arguments: &[&str]) -> (i32, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_oasmith"))
        .args(["generate", "api.yaml", "--out", "client", "--runtime", "path=../runtime"])
        .args(arguments)
        .current_dir(folder)
        .output()
        .unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap().replace('\\', "/");
    (output.status.code().unwrap(), text(output.stdout) + &text(output.stderr))
}

fn without_hashes(text: &str) -> String {
    let is_hash = |part: &str| part.len() >= 16 && part.bytes().all(|byte| byte.is_ascii_hexdigit());
    text.split('"').map(|part| if is_hash(part) { "HASH" } else { part }).collect::<Vec<_>>().join("\"")
}

fn change(path: &Path, from: &str, to: &str) {
    let text = fs::read_to_string(path).unwrap();
    assert!(text.contains(from), "{text}");
    fs::write(path, text.replace(from, to)).unwrap();
}

#[test]
fn a_check_shows_what_differs_and_which_command_mends_it() {
    let folder = client();
    assert_eq!(run(folder.path(), &["--check"]).0, 0);
    change(&folder.path().join("api.yaml"), "Its number.", "Its one number.");
    change(&folder.path().join("api.yaml"), "{type: string}", "{type: string, enum: [a, b]}");
    let (status, told) = run(folder.path(), &["--check"]);
    assert_eq!(status, 1);
    insta::assert_snapshot!(without_hashes(&told));
    assert_eq!(run(folder.path(), &[]).0, 0);
    assert_eq!(run(folder.path(), &["--check"]).0, 0);
}

#[test]
fn what_was_edited_is_kept_until_it_is_forced() {
    let folder = client();
    let edited = folder.path().join("client/src/types/pet.rs");
    change(&edited, "Its number.", "Its number, which I know.");
    let (status, told) = run(folder.path(), &[]);
    assert_eq!(status, 2);
    assert!(told.contains("\n  client/src/types/pet.rs\n") && told.contains("--force"), "{told}");
    assert!(fs::read_to_string(&edited).unwrap().contains("which I know"));
    let (status, told) = run(folder.path(), &["--check"]);
    assert_eq!(status, 1);
    assert!(
        told.contains("edited    client/src/types/pet.rs\n") && told.contains("path=../runtime --force`"),
        "{told}"
    );
    assert_eq!(run(folder.path(), &["--force"]).0, 0);
    assert!(!fs::read_to_string(&edited).unwrap().contains("which I know"));
}

#[test]
fn files_of_ones_own_are_left_alone() {
    let folder = client();
    let own = folder.path().join("client/src/types/own.rs");
    fs::copy(folder.path().join("client/src/types/pet.rs"), &own).unwrap();
    assert_eq!(run(folder.path(), &["--check"]).0, 0);
    change(&folder.path().join("api.yaml"), "Pet", "Animal");
    assert_eq!(run(folder.path(), &[]).0, 0);
    assert!(own.exists() && !folder.path().join("client/src/types/pet.rs").exists());
}

#[test]
fn names_stay_and_renames_are_told() {
    let folder = client();
    let document = folder.path().join("api.yaml");
    change(&document, "Pet", "Animal");
    let (status, told) = run(folder.path(), &["--report", "report.json"]);
    assert_eq!(status, 0);
    let report = fs::read_to_string(folder.path().join("report.json")).unwrap();
    assert!(
        report.contains("\"to\": \"/components/schemas/Animal\"") && report.contains("\"old_name\": \"Pet\""),
        "{report}"
    );
    let renamed = "renamed   Pet is Animal now (/components/schemas/Pet -> /components/schemas/Animal)\n";
    assert!(told.contains(renamed), "{told}");
    // The operation is still where it was.
    let operation = |generator: Generator| generator.model().unwrap().0.apis[0].operations[0].name.clone();
    assert_eq!(operation(Generator::new(&document)), "list_animals");
    assert_eq!(operation(Generator::from_folder(folder.path().join("client")).unwrap()), "list_pets");
    change(&document, "/pets", "/animals");
    change(&document, "listAnimals", "listPets");
    let (status, told) = run(folder.path(), &[]);
    assert_eq!(status, 0);
    assert!(told.contains("moved     list_pets (GET /pets -> GET /animals)\n"), "{told}");
}

#[test]
fn another_version_of_the_generator_is_told_and_is_no_failure() {
    let folder = client();
    let version = env!("CARGO_PKG_VERSION");
    let lock = folder.path().join("client/oasmith.lock");
    change(&lock, &format!("generator = \"{version}\""), "generator = \"0.0.1\"");
    let (status, told) = run(folder.path(), &["--check"]);
    assert_eq!(status, 0);
    assert!(told.contains("oasmith 0.0.1 wrote them"), "{told}");
    assert_eq!(run(folder.path(), &[]).0, 0);
    assert!(fs::read_to_string(&lock).unwrap().contains(version));
}

#[test]
fn a_conflict_is_settled_by_force() {
    let folder = client();
    let lock = folder.path().join("client/oasmith.lock");
    let line = format!("generator = \"{}\"\n", env!("CARGO_PKG_VERSION"));
    change(&lock, &line, &format!("<<<<<<< HEAD\n{line}=======\ngenerator = \"0.0.1\"\n>>>>>>> other\n"));
    let (status, told) = run(folder.path(), &[]);
    assert_eq!(status, 2);
    assert!(told.contains("line 5: it has the marks of a merge conflict"), "{told}");
    assert_eq!(run(folder.path(), &["--force"]).0, 0);
    assert_eq!(run(folder.path(), &["--check"]).0, 0);
}

#[test]
fn a_test_keeps_the_client_fresh() {
    let folder = client();
    let generator = Generator::from_folder(folder.path().join("client")).unwrap();
    let generator = generator.runtime(oasmith::Runtime::Path("../runtime".to_owned()));
    generator.clone().check(true).ensure_fresh().unwrap();
    change(&folder.path().join("api.yaml"), "Its number.", "Its one number.");
    let Err(error @ Error::Stale { updated: false, .. }) = generator.check(true).ensure_fresh() else {
        panic!("the client is stale");
    };
    let told = error.to_string().replace('\\', "/");
    assert!(told.contains("/src/types/pet.rs\n") && told.contains("\n+    /// Its one number.\n"), "{told}");
    assert_eq!(run(folder.path(), &["--check"]).0, 1);
}

#[test]
fn documents_that_share_a_folder_are_told() {
    let folder = client();
    let generator = |name: &str| {
        let generator = Generator::new(folder.path().join(name)).out_dir(folder.path().join("client"));
        generator.runtime(oasmith::Runtime::Path("../runtime".to_owned()))
    };
    let warnings = |name: &str| generator(name).generate().unwrap().cargo_warnings();
    assert_eq!(warnings("api.yaml"), "");
    fs::copy(folder.path().join("api.yaml"), folder.path().join("other.yaml")).unwrap();
    let told = warnings("other.yaml").replace('\\', "/");
    assert!(told.contains("/client` was that of `") && told.contains("api.yaml`"), "{told}");
    assert_eq!(warnings("other.yaml"), "");
    let (status, told) = run(folder.path(), &[]);
    assert_eq!(status, 0);
    assert!(told.contains("warning[settings]: the client in `client` was that of `other.yaml`\n"), "{told}");
    assert!(!run(folder.path(), &[]).1.contains("was that of"));
    warnings("other.yaml");
    // One that has moved is another no more.
    fs::rename(folder.path().join("other.yaml"), folder.path().join("moved.yaml")).unwrap();
    assert_eq!(warnings("moved.yaml"), "");
}

#[test]
fn a_client_that_has_lost_its_lock_is_refused_until_it_is_forced() {
    let folder = client();
    let (lock, edited) = (folder.path().join("client/oasmith.lock"), folder.path().join("client/src/types/pet.rs"));
    let (own, text) = (folder.path().join("client/src/types/own.rs"), fs::read_to_string(&edited).unwrap());
    fs::remove_file(&lock).unwrap();
    fs::write(&own, &text).unwrap();
    // Nothing would be lost but what nobody sees: it is written again.
    assert_eq!(run(folder.path(), &[]).0, 0);
    fs::remove_file(&lock).unwrap();
    change(&edited, "Its number.", "Its number, which I know.");
    let (status, told) = run(folder.path(), &[]);
    assert_eq!(status, 2);
    assert!(
        told.contains("`client/oasmith.lock` is missing") && told.contains("\n  client/src/types/pet.rs\n"),
        "{told}"
    );
    assert!(!told.contains("own.rs") && told.contains("--force") && !lock.exists(), "{told}");
    let (status, told) = run(folder.path(), &["--check"]);
    assert_eq!(status, 1);
    assert!(told.contains("warning[settings]: `client` has generated files and no `oasmith.lock`"), "{told}");
    assert!(told.contains("edited    client/src/types/pet.rs\n"), "{told}");
    let (status, told) = run(folder.path(), &["--force"]);
    assert_eq!(status, 0);
    assert!(told.contains("no `oasmith.lock`") && told.contains("edited    client/src/types/pet.rs\n"), "{told}");
    assert!(own.exists() && lock.exists() && fs::read_to_string(&edited).unwrap() == text);
    assert_eq!(run(folder.path(), &["--check"]).0, 0);
}

#[test]
fn a_conflict_names_what_was_edited() {
    let folder = client();
    let lock = folder.path().join("client/oasmith.lock");
    let text = fs::read_to_string(&lock).unwrap();
    let line = text.lines().find(|line| line.starts_with("\"src/types/mod.rs\"")).unwrap();
    let other = "\"src/types/mod.rs\" = \"0123456789abcdef\"";
    change(&lock, line, &format!("<<<<<<< HEAD\n{line}\n=======\n{other}\n>>>>>>> other"));
    let told = run(folder.path(), &[]).1;
    assert!(told.contains("merge conflict") && !told.contains("neither side"), "{told}");
    change(&folder.path().join("client/src/types/pet.rs"), "Its number.", "Its number, which I know.");
    change(&folder.path().join("client/src/types/mod.rs"), "mod pet;", "mod pet; // Merged.");
    for arguments in [&[][..], &["--check"]] {
        let (status, told) = run(folder.path(), arguments);
        assert_eq!(status, 2);
        let named = "neither side generated them\n  client/src/types/mod.rs (both sides changed it)\n  client/src/types/pet.rs\n";
        assert!(told.contains(named), "{told}");
    }
    assert_eq!(run(folder.path(), &["--force"]).0, 0);
    assert_eq!(run(folder.path(), &["--check"]).0, 0);
}

/// What is gone and what is new beside it are not the same where the values that tell them apart are others.
#[test]
fn what_has_another_tag_is_not_told_as_renamed() {
    let folder = client();
    let document = folder.path().join("api.yaml");
    change(&document, "        name: {type: string}\n", "        kind: {type: string, enum: [pet]}\n");
    assert_eq!(run(folder.path(), &[]).0, 0);
    change(&document, "Pet", "Bill");
    change(&document, "[pet]", "[bill]");
    let (status, told) = run(folder.path(), &[]);
    assert_eq!(status, 0);
    assert!(!told.contains("renamed "), "{told}");
}
