//! What the settings of `oasmith.toml` make of a document: a construct and a setting in, the code out.

#![expect(clippy::panic, clippy::unwrap_used, reason = "helpers of tests, which may panic as tests do")]

mod common;

use std::path::{Path, PathBuf};
use std::process::Command;

use common::{below, files_by};
use oasmith::{DateLibrary, Enums, Error, Generator, Modules};

fn document() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/documents/settings.yaml")
}

fn generator() -> Generator {
    Generator::new(document())
}

/// The code of the types and of the operations.
fn code(generator: Generator) -> String {
    let files = files_by(generator);
    below(&files, "src/api/") + &below(&files, "src/types/")
}

/// What is told of settings that do not fit, with the places.
fn refused(generator: &Generator) -> String {
    let Err(Error::Config(diagnostics)) = generator.model() else { panic!("it does not fit") };
    let errors = diagnostics.iter().filter(|one| one.code.as_str() == "settings");
    let told = errors.map(|one| {
        let help = one.help.as_ref().map(|help| format!(" ({help})")).unwrap_or_default();
        format!("{}: {}{help}", one.pointer, one.message)
    });
    told.collect::<Vec<_>>().join("\n")
}

#[test]
fn parts_are_called_as_they_are_renamed() {
    let renamed = generator()
        .rename("Pet", "Animal")
        .rename("Pet.owner", "keeper")
        .rename("Pet.owner.phone-number", "type")
        .rename("Status.gone", "Sold")
        .rename("Shape.Circle", "Round")
        .rename("GET /pets", "all_pets")
        .rename("listPets.limit", "most")
        .rename("addPet", "insert_pet")
        .rename("PetColour", "Paint")
        .rename("Key", "api_key")
        .rename("tag:pets", "animals");
    insta::assert_snapshot!(code(renamed));
}

#[test]
fn two_parts_may_swap_their_names() {
    let (model, _) = generator().rename("Circle", "Square").rename("Square", "Circle").model().unwrap();
    let named = |name: &str| model.types.iter().find(|one| one.name == name).unwrap().pointer.clone();
    assert_eq!((named("Circle"), named("Square")).0, "/components/schemas/Square");
    assert_eq!((named("Circle"), named("Square")).1, "/components/schemas/Circle");
}

/// Where a lock gives names too, what is within a part is called after it once it is renamed, and nothing beside it is.
#[test]
fn what_was_named_before_is_called_after_what_is_renamed() {
    let folder = tempfile::tempdir().unwrap();
    let (spec, out) = (folder.path().join("api.yaml"), folder.path().join("api"));
    let operation = |id: &str| {
        format!(
            "{{get: {{operationId: {id}, parameters: [{{name: q, in: query, schema: {{type: string, enum: [x, y]}}}}], responses: \
             {{'204': {{description: Done.}}}}}}}}"
        )
    };
    let text = |more: &str| {
        let (first, inner) = (operation("first"), operation("inner"));
        format!(
            "{{openapi: 3.0.3, info: {{title: T, version: '1'}}, paths: {{/first: {first}, /first/inner: {inner}}}{more}}}"
        )
    };
    let types = |text: &str, renamed: Option<&str>| {
        std::fs::write(&spec, text).unwrap();
        let generator = Generator::new(&spec).out_dir(&out);
        let generator = renamed.into_iter().fold(generator, |generator, name| generator.rename("first", name));
        generator.generate().unwrap();
        let (model, _) = generator.names_of(&out).model().unwrap();
        let of_paths = model.types.iter().filter(|definition| definition.place.starts_with("/paths"));
        let mut names: Vec<_> = of_paths.map(|definition| definition.name.clone()).collect();
        names.sort();
        names
    };
    assert_eq!(types(&text(""), None), ["FirstQ", "InnerQ"]);
    assert_eq!(types(&text(""), Some("list")), ["InnerQ", "ListQ"]);
    // From then on they are kept.
    let rivals = ", components: {schemas: {ListQ: {type: object, properties: {a: {type: string}}}}}";
    assert_eq!(types(&text(rivals), Some("list")), ["InnerQ", "ListQ"]);
}

#[test]
fn a_rename_leaves_the_order_of_the_code_as_it_is() {
    let plain = code(generator());
    let renamed = code(generator().rename("Pet.status", "state").rename("addPet", "put_pet"));
    assert_eq!(renamed.replace("state:", "status:").lines().count(), plain.lines().count());
    let order = |code: &str, name: &str| code.lines().position(|line| line.contains(name)).unwrap();
    assert_eq!(order(&renamed, "pub state:"), order(&plain, "pub status:"));
    assert_eq!(order(&renamed, "pub fn put_pet"), order(&plain, "pub fn add_pet"));
}

#[test]
fn renames_that_do_not_fit_are_told_with_what_may_be_meant() {
    let lines = [
        ("Pett", "Animal"),
        ("Pet.onwer", "keeper"),
        ("Pet.nothing", "x"),
        ("listPet", "x"),
        ("tag:pet", "x"),
        ("tag:pets", "My Pets"),
        ("Pet", "Circle"),
        ("Pet", "animal"),
        ("Pet.owner", "status"),
        ("Pet.owner", "the owner"),
        ("Status.gone", "Unknown"),
        ("listPets.limit", "body"),
    ];
    let told = lines.map(|(part, name)| format!("{part} = {name}\n{}\n", refused(&generator().rename(part, name))));
    insta::assert_snapshot!(told.join("\n"));
}

#[test]
fn headers_are_set_once_on_the_client() {
    let files = files_by(generator().client_header("slashid-orgid").client_header("X-Trace"));
    let builder = &files["src/client.rs"];
    let end = builder.find("    /// The server to call").unwrap();
    let start = builder.find("pub(crate) const").unwrap();
    let lib = below(&files, "src/lib.rs");
    insta::assert_snapshot!(format!("{}\n{lib}{}", &builder[start..end], below(&files, "src/api/pets")));
    assert!(files["src/api/prices.rs"].contains(".client_header(crate::client::SLASH_ID_ORG_ID)\n"));
}

#[test]
fn what_changes_a_header_is_called_as_no_operation_is() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("api.yaml");
    let text = std::fs::read_to_string(document()).unwrap();
    std::fs::write(&path, text.replace("operationId: addPet", "operationId: withXTrace")).unwrap();
    let files = files_by(Generator::new(&path).client_header("X-Trace"));
    assert!(files["src/api/pets.rs"].contains("pub fn with_x_trace("));
    let builder = &files["src/client.rs"];
    assert!(builder.contains("pub fn with_x_trace_header(") && builder.contains("pub fn x_trace_header(self, "));
}

#[test]
fn headers_that_no_operation_has_are_told() {
    assert_eq!(
        refused(&generator().client_header("SlashID-OrgId").client_header("X-Trase")),
        ": `X-Trase` is to be set on the client, but no operation has such a header parameter (did you mean `X-Trace`?)"
    );
}

/// The files of some types, with what is before their tables.
fn types(generator: Generator, names: &[&str]) -> String {
    let files = files_by(generator);
    names.iter().map(|name| below(&files, &format!("src/types/{name}.rs"))).collect()
}

#[test]
fn schemas_and_formats_have_types_of_other_crates() {
    let generator = generator()
        .schema_type("Money", "::money::Money")
        .format_type("sku", "skus::Sku")
        .dependency("money", "1.0")
        .dependency("skus", "2");
    let files = files_by(generator.clone());
    let dependencies: Vec<&str> =
        files["Cargo.toml"].lines().filter(|line| line.starts_with("money") || line.starts_with("skus")).collect();
    assert_eq!(dependencies, ["money = \"1.0\"", "skus = \"2\""]);
    insta::assert_snapshot!(below(&files, "src/api/prices") + &types(generator, &["money", "pet", "either"]));
}

#[test]
fn dates_are_of_the_crate_that_is_chosen() {
    for (dates, date_time, date, dependency) in [
        (DateLibrary::Chrono, "::chrono::DateTime<::chrono::Utc>", "::chrono::NaiveDate", "chrono"),
        (DateLibrary::Time, "::time::OffsetDateTime", "::time::Date", "time"),
        (DateLibrary::Jiff, "::jiff::Timestamp", "::jiff::civil::Date", "jiff"),
        (DateLibrary::String, "String", "String", ""),
    ] {
        let files = files_by(generator().dates(dates));
        let pet = &files["src/types/pet.rs"];
        assert!(pet.contains(&format!("pub born: {date_time},")), "{pet}");
        assert!(pet.contains(&format!("pub adopted: Option<{date}>,")), "{pet}");
        let manifest = &files["Cargo.toml"];
        let named = ["chrono", "time", "jiff"].map(|name| manifest.contains(&format!("\n{name} = ")));
        assert_eq!(named, ["chrono", "time", "jiff"].map(|name| name == dependency), "{manifest}");
        assert_eq!(manifest.contains(&format!("features = [\"client\", \"{dependency}\"]")), !dependency.is_empty());
    }
}

#[test]
fn types_derive_what_is_asked_for_where_they_can() {
    let generator = generator()
        .derives("*", ["Eq", "Hash", "PartialOrd", "Copy", "::zeroize::Zeroize"])
        .derives("Circle", ["Eq"])
        .derives("PetOwner", ["Ord", "Clone"]);
    let files = files_by(generator);
    let head = |line: &&str| {
        let line = line.trim();
        line.starts_with("#[derive")
            || line.starts_with("#[allow")
            || line.starts_with("pub struct")
            || line.starts_with("pub enum")
    };
    let code = below(&files, "src/types/");
    insta::assert_snapshot!(code.lines().filter(head).collect::<Vec<_>>().join("\n"));
}

#[test]
fn enums_are_closed_where_that_is_asked_for() {
    let closed = generator().enums("*", Enums::Closed).enums("PetColour", Enums::Open);
    let pet = types(closed.clone(), &["pet"]);
    assert!(pet.contains("Unknown(String)"), "{pet}");
    insta::assert_snapshot!(types(closed, &["level", "status"]));
}

#[test]
fn types_are_in_one_file_where_that_is_asked_for() {
    let files = files_by(generator().modules(Modules::Single));
    let paths: Vec<_> = files.keys().filter(|path| path.contains("types")).collect();
    assert_eq!(paths, ["src/types.rs"]);
    let text = &files["src/types.rs"];
    for name in ["pub struct Pet ", "pub struct PetOwner ", "pub enum Status ", "pub type Money "] {
        assert_eq!(text.matches(name).count(), 1, "{name}");
    }
    assert!(!text.contains("use crate::types"), "{text}");
}

#[test]
fn settings_of_types_that_do_not_fit_are_told() {
    let told = [
        generator().schema_type("Mony", "::money::Money"),
        generator().schema_type("Money", "not a type"),
        generator().format_type("skus", "::skus::Sku"),
        generator().enums("Statis", Enums::Closed),
        generator().enums("Pet", Enums::Closed),
        generator().derives("Pets", ["Eq"]),
        generator().derives("*", ["E q"]),
    ];
    insta::assert_snapshot!(told.iter().map(refused).collect::<Vec<_>>().join("\n"));
}

/// What is told of an `oasmith.toml` that has these lines below a client of the document.
fn told_of(lines: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    std::fs::copy(document(), folder.path().join("spec.yaml")).unwrap();
    let path = folder.path().join("oasmith.toml");
    std::fs::write(&path, format!("[[client]]\nspec = \"spec.yaml\"\nout = \"client\"\n{lines}")).unwrap();
    let told = match Generator::from_config(&path) {
        Ok(generators) => generators.iter().find_map(|one| one.clone().check(true).generate().err()).unwrap(),
        Err(error) => error,
    };
    told.to_string().replace(&folder.path().join("").to_string_lossy().into_owned(), "")
}

#[test]
fn settings_that_do_not_fit_are_told_where_they_are_written() {
    let told = [
        "derives = [\"Eq\", \"E q\"]\n",
        "client-headers = [\"X-Trace\", \"X-Trase\"]\n",
        "only = [\"tag:pets\", \"tag:pest\",\n  \"type:Pett\"]\n",
        "manifest = false\nfeatures = \"tags\"\n",
        "[client.derives]\n\"*\" = [\"not a path!\"]\nPets = [\"Eq\"]\n",
        "[client.enums]\nStatis = \"closed\"\n",
        "[client.types]\nMony = \"::money::Money\"\nMoney = \"not a type\"\n",
        "[client.formats]\nskus = \"::skus::Sku\"\nsku = \"not a type\"\n",
        "[client.rename]\nPett = \"Animal\"\n\"Pet.onwer\" = \"keeper\"\nPet = \"animal\"\nCircle = \"Square\"\n\"tag:pest\" = \"x\"\n",
        "[client.rename]\nPet = \"Animal\"\n\"type:Pet\" = \"Beast\"\nlistPets = \"pets\"\n\"GET /pets\" = \"pets\"\n",
        "[client.pages.listPet]\nlink = true\n[client.pages.listPets]\nparameter = \"curser\"\nnext = \"/next\"\n",
        "name = \"my client\"\n",
        "allow-remote = [\"https://example.com\"]\n",
        "[client.dependencies]\n\"a b\" = \"1\"\nmoney = { versoin = \"1\", default_features = false, features = \"serde\" }\n",
        "[diff]\nwaive = [\"type-added\", \"type-aded at /components\",\n  \"property-removed\"]\n",
        "[[client]]\nspec = \"spec.yaml\"\nout = \"other\"\nenums = { Statis = \"open\" }\n",
    ];
    insta::assert_snapshot!(told.map(told_of).join("\n==========\n\n"));
}

#[test]
fn what_is_not_selected_may_not_be_set_wrong_either() {
    let told = told_of("only = [\"op:status\"]\n[client.types]\nMoney = \"not a type\"\n");
    assert!(told.contains("oasmith.toml:6:9\n"), "{told}");
}

#[test]
fn settings_that_are_of_no_file_are_told_without_a_line() {
    let Err(Error::Config(told)) = generator().derives("*", ["E q"]).rename("Pett", "x").model() else {
        panic!("it does not fit")
    };
    assert_eq!(told.iter().map(|one| (one.code.as_str(), &one.place)).collect::<Vec<_>>(), [("settings", &None); 2]);
}

#[test]
fn clients_do_not_share_a_folder() {
    let client = |out: &str| format!("[[client]]\nspec = \"spec.yaml\"\nout = \"{out}\"\n");
    insta::assert_snapshot!(
        ["client", "./client/../client/", "client/src/more"].map(|out| told_of(&client(out))).join("\n==========\n\n")
    );
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("oasmith.toml");
    std::fs::write(&path, client(".") + &client("a") + &client("a/b")).unwrap();
    assert_eq!(Generator::from_config(&path).unwrap().len(), 3);
}

#[test]
fn what_is_set_wrong_of_the_document_is_wrong_usage() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::copy(document(), folder.path().join("spec.yaml")).unwrap();
    for (lines, status) in [
        ("", 0),
        ("only = [\"tag:pest\"]\n", 2),
        ("client-headers = [\"X-Trase\"]\n", 2),
        ("[client.rename]\nPett = \"Animal\"\n", 2),
        ("[client.enums]\nStatis = \"closed\"\n", 2),
        ("[client.derives]\nPets = [\"Eq\"]\n", 2),
        ("[client.types]\nMony = \"::money::Money\"\n", 2),
        ("[client.pages.listPet]\nlink = true\n", 2),
        ("overlays = [\"broken.yaml\"]\n[client.enums]\nStatis = \"closed\"\n", 3),
    ] {
        let text = format!("[[client]]\nspec = \"spec.yaml\"\nout = \"client\"\n{lines}");
        std::fs::write(folder.path().join("oasmith.toml"), text).unwrap();
        std::fs::write(folder.path().join("broken.yaml"), "overlay: [").unwrap();
        let output = Command::new(env!("CARGO_BIN_EXE_oasmith")).arg("generate").current_dir(folder.path()).output();
        let output = output.unwrap();
        assert_eq!(output.status.code(), Some(status), "{lines}{}", String::from_utf8_lossy(&output.stderr));
    }
}

#[test]
fn files_and_folders_are_not_taken_for_each_other() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    for name in ["one", "two"] {
        std::fs::create_dir(root.join(name)).unwrap();
        std::fs::copy(document(), root.join(name).join("pets.yaml")).unwrap();
    }
    std::fs::write(root.join("two/more.json"), "{}").unwrap();
    let told = [
        ("one", "client", ""),
        ("two", "client", ""),
        ("one/pets.yaml", "client", "one"),
        ("one/pets.yaml", "two/more.json", ""),
        ("one/pets.yaml", "two/more.json/client", ""),
    ]
    .map(|(spec, out, overlay)| {
        let overlays = if overlay.is_empty() { String::new() } else { format!("overlays = [{overlay:?}]\n") };
        let path = root.join("oasmith.toml");
        std::fs::write(&path, format!("[[client]]\nspec = {spec:?}\nout = {out:?}\n{overlays}")).unwrap();
        let Err(Error::Config(told)) = Generator::from_config(&path).unwrap()[0].generate() else {
            panic!("{spec} to {out}")
        };
        told.rendered(false).replace(&root.join("").to_string_lossy().into_owned(), "").replace('\\', "/")
    });
    insta::assert_snapshot!(told.join("\n==========\n\n"));
}

#[test]
fn a_client_is_the_same_wherever_the_command_runs() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    for (out, inner, name) in [(".", "", "here"), ("", "", "here"), ("..", "in", "here"), ("spec", "", "spec")] {
        let here = root.join(format!("{}{}", out.len(), out.replace('.', "x"))).join("here");
        let of_config = here.join(inner);
        std::fs::create_dir_all(of_config.join("spec")).unwrap();
        std::fs::copy(document(), of_config.join("spec/spec.yaml")).unwrap();
        let runtime = "runtime = { path = \"../runtime\" }\n";
        let text = format!("[[client]]\nspec = \"spec/spec.yaml\"\nout = {out:?}\n{runtime}");
        std::fs::write(of_config.join("oasmith.toml"), text).unwrap();
        let run = |at: &Path, config: &str, more: &[&str]| {
            let command = [&["generate", "--config", config], more].concat();
            let output = Command::new(env!("CARGO_BIN_EXE_oasmith")).args(command).current_dir(at).output().unwrap();
            assert!(output.status.success(), "{out}: {}", String::from_utf8_lossy(&output.stderr));
        };
        let config = of_config.join("oasmith.toml");
        run(root, config.to_str().unwrap(), &[]);
        run(&of_config, "oasmith.toml", &["--check"]);
        run(&of_config.join("spec"), "../oasmith.toml", &["--check"]);
        let manifest = std::fs::read_to_string(of_config.join(out).join("Cargo.toml")).unwrap();
        assert!(manifest.contains(&format!("\nname = \"{name}\"\n")), "{out}: {manifest}");
    }
}
