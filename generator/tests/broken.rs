//! What the command says about documents that are broken: all of it, as their authors meet it.

use std::process::Command;

#[test]
fn broken_documents_are_told_what_is_wrong_where_and_what_to_do() {
    let out = tempfile::tempdir().unwrap();
    insta::glob!("broken/*.{json,yaml}", |path| {
        let name = path.file_name().unwrap();
        let output = Command::new(env!("CARGO_BIN_EXE_oasmith"))
            .arg("generate")
            .arg(name)
            .arg("--out")
            .arg(out.path().join(name))
            .current_dir(path.parent().unwrap())
            .output()
            .unwrap();
        let told = String::from_utf8(output.stderr).unwrap();
        insta::assert_snapshot!(format!("{told}exit status: {}", output.status.code().unwrap()));
    });
}
