//! Generated crates, each with its own copy of the runtime: they compile, and so does what they document, without a
//! warning.

#![expect(clippy::unwrap_used, reason = "helpers of tests, which may panic as tests do")]

use std::path::{Path, PathBuf};
use std::process::Command;

use oasmith::{DateLibrary, Features, Generator, Runtime, Selector};

/// The documents whose types are held against their constraints.
const VALIDATED: &[&str] = &["names.yaml", "types.yaml"];

/// Generates the crate of a document in a folder that is kept, as is what was compiled for it.
fn generate(document: &str) -> PathBuf {
    let name = document.trim_end_matches(".yaml");
    generate_as(document, name, Runtime::Vendored)
}

fn generate_as(document: &str, name: &str, runtime: Runtime) -> PathBuf {
    let generator = generator(document, name).name(format!("{name}-client"));
    write(generator.validate(VALIDATED.contains(&document)).runtime(runtime), name)
}

/// The generator of a document's crate.
fn generator(document: &str, name: &str) -> Generator {
    let documents = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/documents");
    Generator::new(documents.join(document)).out_dir(Path::new(env!("CARGO_TARGET_TMPDIR")).join(name))
}

/// Generates a crate, with what uses it and the versions that it is compiled with.
fn write(generator: Generator, name: &str) -> PathBuf {
    let folder = generator.folder().to_owned();
    generator.generate().unwrap();
    add_consumer(&folder, name);
    folder
}

/// What uses the crate is a test of the crate's own.
fn add_consumer(folder: &Path, name: &str) {
    let consumer = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/consumers").join(format!("{name}.rs"));
    if consumer.exists() {
        std::fs::create_dir_all(folder.join("tests")).unwrap();
        std::fs::copy(consumer, folder.join(format!("tests/{name}.rs"))).unwrap();
    }
    // The versions that this workspace was tested with.
    let lock = Path::new(env!("CARGO_MANIFEST_DIR")).join("../Cargo.lock");
    if lock.exists() {
        std::fs::copy(lock, folder.join("Cargo.lock")).unwrap();
    }
}

/// The settings of a client for which everything is set.
const SETTINGS: &str = r#"
client-headers = ["SlashID-OrgID", "X-Trace"]
dates = "jiff"
modules = "single"
validate = true

[client.rename]
Pet = "Animal"
"Pet.owner" = "keeper"
"Status.gone" = "Sold"
"GET /pets" = "all_pets"
"tag:pets" = "animals"

[client.types]
Money = "::money::Money"

[client.formats]
sku = "money::Sku"

[client.dependencies]
money = { path = "../money" }

[client.derives]
"*" = ["Eq", "Hash", "PartialOrd"]
AnimalOwner = ["Ord"]

[client.enums]
Status = "closed"
Level = "closed"
"#;

#[test]
fn a_client_for_which_everything_is_set_works() {
    let documents = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/documents");
    let target = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let money = target.join("money");
    std::fs::create_dir_all(money.join("src")).unwrap();
    std::fs::copy(documents.join("../consumers/money.rs"), money.join("src/lib.rs")).unwrap();
    let manifest = "[package]\nname = \"money\"\nversion = \"1.0.0\"\nedition = \"2024\"\n\n[dependencies]\nserde = \"1.0\"\n\n[workspace]\n";
    std::fs::write(money.join("Cargo.toml"), manifest).unwrap();
    let document = documents.join("settings.yaml");
    let head = format!("[[client]]\nspec = {document:?}\nout = \"settings\"\nname = \"settings-client\"\n");
    let config = target.join("oasmith.toml");
    std::fs::write(&config, format!("{head}{SETTINGS}")).unwrap();
    let [generator] = &Generator::from_config(&config).unwrap()[..] else { panic!("one client") };
    generator.generate().unwrap();
    let folder = target.join("settings");
    add_consumer(&folder, "settings");
    cargo(&folder, &["clippy", "--all-targets", "--features", "blocking"]);
    cargo(&folder, &["test", "--features", "blocking"]);
}

#[test]
fn dates_of_each_crate_are_read_and_written() {
    for (name, dates) in [("dates-time", DateLibrary::Time), ("dates-string", DateLibrary::String)] {
        let document = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/documents/settings.yaml");
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        Generator::new(document).out_dir(&folder).name(name).dates(dates).generate().unwrap();
        add_consumer(&folder, name);
        cargo(&folder, &["clippy"]);
    }
}

/// What cargo prints where it succeeds.
fn cargo(folder: &Path, arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO"))
        .args(arguments)
        .current_dir(folder)
        .env("CARGO_TARGET_DIR", Path::new(env!("CARGO_TARGET_TMPDIR")).join("target"))
        .env("RUSTFLAGS", "-D warnings")
        .env("RUSTDOCFLAGS", "-D warnings")
        .output()
        .unwrap();
    let text = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "cargo {arguments:?} in {}:\n{text}", folder.display());
    text
}

#[test]
fn crates_compile_without_a_warning_and_so_do_their_examples() {
    for document in [
        "answers.yaml",
        "bodies.yaml",
        "descriptions.yaml",
        "names.yaml",
        "operations.yaml",
        "pages.yaml",
        "parameters.yaml",
        "servers.yaml",
        "types.yaml",
        "webhooks.yaml",
    ] {
        let folder = generate(document);
        cargo(&folder, &["doc", "--no-deps", "--document-private-items"]);
        let tests = cargo(&folder, &["test"]);
        // The quick start and the examples of the README are compiled; nothing that the document says is.
        let readme = std::fs::read_to_string(folder.join("README.md")).unwrap();
        let examples = readme.matches("```rust").count();
        assert!(examples > 0, "{readme}");
        assert!(tests.contains(&format!("running {} tests\n", examples + 1)), "{tests}");
        assert_eq!(tests.matches("test src/lib.rs - (line ").count(), 1, "{tests}");
    }
}

#[test]
fn calls_block_where_the_user_asks_for_it() {
    let runtime = Path::new(env!("CARGO_MANIFEST_DIR")).join("../runtime");
    let runtimes = [("blocking", Runtime::Vendored), ("blocking-path", Runtime::Path(runtime.display().to_string()))];
    for (name, runtime) in runtimes {
        let folder = generate_as("operations.yaml", name, runtime);
        cargo(&folder, &["clippy"]);
        cargo(&folder, &["clippy", "--features", "blocking"]);
    }
}

#[test]
fn each_feature_compiles_alone_without_a_warning() {
    let generator = generator("features.yaml", "features").features(Features::Tags);
    // A client has its headers whatever tags are chosen.
    let generator = ["X-Level", "X-Caller", "X-Region"].into_iter().fold(generator, Generator::client_header);
    let folder = write(generator, "features");
    let manifest = std::fs::read_to_string(folder.join("Cargo.toml")).unwrap();
    let features: Vec<&str> = manifest.lines().filter_map(|line| line.strip_suffix(" = []")).collect();
    assert_eq!(features, ["blocking_", "callbacks", "chrono", "default_", "pets", "webhooks"]);
    for features in features.iter().chain(&[""]) {
        let alone = ["--no-default-features", "--features", features];
        cargo(&folder, &[&["clippy"], &alone[..]].concat());
    }
    cargo(&folder, &["clippy", "--all-features"]);
    // Nothing links to what is not there, and no example needs it.
    cargo(&folder, &["doc", "--no-deps", "--no-default-features", "--features", "callbacks"]);
    cargo(&folder, &["test", "--no-default-features", "--features", "pets"]);
    cargo(&folder, &["test"]);
}

#[test]
fn a_selection_compiles_without_a_warning() {
    for (name, selectors) in [
        ("selected-tag", &[Selector::tag("pets"), Selector::schema("Loose")][..]),
        ("selected-type", &[Selector::schema("Order")]),
        ("selected-operation", &[Selector::operation("GET /health")]),
    ] {
        let generator = selectors.iter().cloned().fold(generator("selection.yaml", name), Generator::only);
        cargo(&write(generator, name), &["clippy"]);
    }
}
