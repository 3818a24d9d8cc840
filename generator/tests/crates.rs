//! Generated crates, each with its own copy of the runtime: they compile, and so does what they document, without a
//! warning.

#![expect(clippy::unwrap_used, reason = "helpers of tests, which may panic as tests do")]

use std::path::{Path, PathBuf};
use std::process::Command;

use oasmith::{Generator, Runtime};

/// The documents whose types are held against their constraints.
const VALIDATED: &[&str] = &["names.yaml", "types.yaml"];

/// Generates the crate of a document in a folder that is kept, as is what was compiled for it.
fn generate(document: &str) -> PathBuf {
    let name = document.trim_end_matches(".yaml");
    generate_as(document, name, Runtime::Vendored)
}

fn generate_as(document: &str, name: &str, runtime: Runtime) -> PathBuf {
    let documents = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/documents");
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let generator = Generator::new(documents.join(document)).out_dir(&folder).name(format!("{name}-client"));
    generator.validate(VALIDATED.contains(&document)).runtime(runtime).generate().unwrap();
    // What uses the crate is a test of the crate's own.
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
    folder
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
