//! What is selected, by the command and by `oasmith.toml`.

#![expect(clippy::unwrap_used, reason = "helpers of tests, which may panic as tests do")]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use oasmith::{Features, Generator, Selector};

fn document() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/documents/selection.yaml")
}

fn oasmith(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_oasmith")).args(arguments).output().unwrap()
}

#[test]
fn what_was_left_out_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let (out, report) = (folder.path().join("api"), folder.path().join("report.json"));
    let (spec, out_dir) = (document(), out.to_str().unwrap().to_owned());
    let arguments =
        ["generate", spec.to_str().unwrap(), "--out", &out_dir, "--only", "tag:toys", "--only", "path:/pets"];
    let output = oasmith(&[&arguments[..], &["--report", report.to_str().unwrap()]].concat());
    let told = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(told.contains("left out  2 of 5 operations, 4 of 9 types, 3 of 3 webhooks (--only)\n"), "{told}");
    let report: serde_json::Value = serde_json::from_slice(&std::fs::read(report).unwrap()).unwrap();
    let left_out = serde_json::json!({"operations": 2, "types": 4, "webhooks": 3});
    assert_eq!(report["clients"][0]["client"]["left_out"], left_out);
    assert!(out.join("src/types/toy.rs").exists() && !out.join("src/types/order.rs").exists());
}

#[test]
fn a_selector_that_selects_nothing_is_wrong_usage_and_writes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let (spec, out) = (document(), folder.path().join("api"));
    let generate = ["generate", spec.to_str().unwrap(), "--out", out.to_str().unwrap()];
    for (only, told) in [("tag:toy", "did you mean `tag:toys`?"), ("toys", "`tag:T`, `op:ID`, `path:GLOB` or `type:T`")]
    {
        for arguments in [&generate[..], &["inspect", spec.to_str().unwrap()]] {
            let output = oasmith(&[arguments, &["--only", only]].concat());
            let error = String::from_utf8_lossy(&output.stderr).into_owned();
            assert_eq!(output.status.code(), Some(2), "{error}");
            assert!(error.contains(told), "{error}");
        }
    }
    assert!(!out.exists());
}

#[test]
fn a_client_in_the_config_has_its_own_selection() {
    let folder = tempfile::tempdir().unwrap();
    let config = folder.path().join("oasmith.toml");
    let run = |only: &str| {
        let spec = document();
        let text = format!("[[client]]\nspec = {:?}\nout = \"api\"\nonly = [{only}]\n", spec.to_str().unwrap());
        std::fs::write(&config, text).unwrap();
        oasmith(&["generate", "--config", config.to_str().unwrap()])
    };
    assert!(run("\"type:Toy\", \"path:/health\"").status.success());
    assert!(folder.path().join("api/src/types/toy.rs").exists() && !folder.path().join("api/src/api/toys.rs").exists());
    let output = run("\"tags:toys\"");
    let error = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(
        output.status.code() == Some(2) && error.contains("oasmith.toml:4:9") && error.contains("`tags:toys`"),
        "{error}"
    );
}

#[test]
fn the_lock_keeps_the_names_of_what_is_left_out_and_tells_what_is_wanted() {
    let folder = tempfile::tempdir().unwrap();
    let generator = |name: &str| Generator::new(document()).out_dir(folder.path().join(name));
    generator("whole").generate().unwrap();
    generator("part").only(Selector::tag("toys")).generate().unwrap();
    let names = |name: &str| {
        let lock = std::fs::read_to_string(folder.path().join(name).join("oasmith.lock")).unwrap();
        let names = lock.split_once("\n[names").unwrap().1;
        // Examples call what there is.
        names.split("\n[names").filter(|of| !of.starts_with(".examples]")).map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(names("whole"), names("part"));
    let (model, _) = Generator::from_folder(folder.path().join("part")).unwrap().model().unwrap();
    assert_eq!(model.apis.iter().flat_map(|api| &api.operations).count(), 1);
}

#[test]
fn features_need_a_manifest() {
    let folder = tempfile::tempdir().unwrap();
    let generator = Generator::new(document()).out_dir(folder.path().join("api")).features(Features::Tags);
    let error = generator.clone().manifest(false).generate().unwrap_err().to_string();
    assert!(error.contains("`manifest = false`") && !folder.path().join("api").exists(), "{error}");
    generator.generate().unwrap();
}

#[test]
fn features_are_asked_for_by_the_command_and_by_the_config() {
    let folder = tempfile::tempdir().unwrap();
    let (spec, out, config) = (document(), folder.path().join("api"), folder.path().join("oasmith.toml"));
    let has_features = || std::fs::read_to_string(out.join("Cargo.toml")).unwrap().contains("\npets = []\n");
    let generate = ["generate", spec.to_str().unwrap(), "--out", out.to_str().unwrap()];
    assert!(oasmith(&generate).status.success() && !has_features());
    assert!(oasmith(&[&generate[..], &["--features", "tags"]].concat()).status.success() && has_features());
    assert_eq!(oasmith(&[&generate[..], &["--features", "pets"]].concat()).status.code(), Some(2));
    assert!(oasmith(&generate).status.success() && !has_features());
    let text = format!("[[client]]\nspec = {:?}\nout = \"api\"\nfeatures = \"tags\"\n", spec.to_str().unwrap());
    std::fs::write(&config, text).unwrap();
    assert!(oasmith(&["generate", "--config", config.to_str().unwrap()]).status.success() && has_features());
}

#[test]
fn a_folder_is_compared_with_what_is_wanted_of_a_document() {
    let folder = tempfile::tempdir().unwrap();
    let (out, changed) = (folder.path().join("api"), folder.path().join("changed.yaml"));
    Generator::new(document()).out_dir(&out).only(Selector::tag("toys")).generate().unwrap();
    let text = std::fs::read_to_string(document()).unwrap();
    for (from, to, status) in
        [("operationId: addPet", "operationId: makePet", 0), ("[red, blue]", "[red, blue, green]", 1)]
    {
        std::fs::write(&changed, text.replace(from, to)).unwrap();
        let output = oasmith(&["diff", out.to_str().unwrap(), changed.to_str().unwrap(), "--deny", "minor"]);
        assert_eq!(output.status.code(), Some(status), "{}", String::from_utf8_lossy(&output.stdout));
    }
}

#[test]
fn a_type_that_most_features_need_is_always_there() {
    let folder = tempfile::tempdir().unwrap();
    let (spec, out) = (folder.path().join("api.yaml"), folder.path().join("api"));
    for (tags, index) in [
        (2, "\n#[cfg(any(feature = \"t0\", feature = \"t1\"))]\nmod shared;\n"),
        (16, "feature = \"t9\"))]\nmod shared;\n"),
        (17, "\n\nmod shared;\n"),
    ] {
        let answer = "{description: It, content: {application/json: {schema: {$ref: '#/components/schemas/Shared'}}}}";
        let paths: String = (0..tags)
            .map(|tag| format!("  /p{tag}: {{get: {{tags: [t{tag}], responses: {{'200': {answer}}}}}}}\n"))
            .collect();
        let head = "openapi: 3.0.3\ninfo: {title: Shared, version: '1'}\npaths:\n";
        let other = "  /other: {get: {tags: [other], responses: {'204': {description: Nothing}}}}\n";
        let schemas = "components: {schemas: {Shared: {type: object, properties: {name: {type: string}}}}}\n";
        std::fs::write(&spec, format!("{head}{paths}{other}{schemas}")).unwrap();
        Generator::new(&spec).out_dir(&out).features(Features::Tags).generate().unwrap();
        let types = std::fs::read_to_string(out.join("src/types/mod.rs")).unwrap();
        assert!(types.contains(index), "{types}");
    }
}
