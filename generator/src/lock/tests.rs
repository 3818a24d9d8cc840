use super::*;

impl Lock {
    /// That of files alone.
    pub(crate) fn of_files(files: &[File]) -> Self {
        let files = files.iter().map(|file| (file.path.clone(), digest::short(&file.text))).collect();
        let document =
            Described { path: "api.yaml".to_owned(), overlays: Vec::new(), only: Vec::new(), sha256: "0".to_owned() };
        Self { version: VERSION, generator: "1.0.0".to_owned(), document, files, names: Names::default() }
    }
}

/// A lock of one file and some names of a type.
fn lock(members: &[&str]) -> Lock {
    let mut lock = Lock::of_files(&[File { path: "src/a.rs".to_owned(), text: "1".to_owned() }]);
    let mut name = |of: &str, part: &str, name: &str| {
        lock.names.0.entry(of.to_owned()).or_default().insert(part.to_owned(), name.to_owned());
    };
    name(Names::TYPES, "/components/schemas/Pet", "Pet");
    members.iter().for_each(|member| name("/components/schemas/Pet", member, &format!("r#{member}")));
    lock
}

/// What is read of a folder with this lock.
fn read(text: &str, settle: bool) -> Result<Lock, String> {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join(FILE), text).unwrap();
    let read = Lock::read(folder.path(), settle);
    read.map(Option::unwrap).map_err(|error| error.replace(&*folder.path().to_string_lossy(), ""))
}

#[test]
fn it_has_an_entry_a_line_and_reads_what_it_wrote() {
    let lock = lock(&["type", "id", "name"]);
    let text = lock.text().unwrap();
    insta::assert_snapshot!(text);
    let again = read(&text.replace('\n', "\r\n"), false).unwrap();
    assert!(again.agrees_with(&lock));
    assert_eq!(again.text().unwrap(), text);
    assert!(again.names.0["/components/schemas/Pet"].keys().eq(["type", "id", "name"]), "their order is kept");
}

#[test]
fn where_there_is_none_there_is_none() {
    let folder = tempfile::tempdir().unwrap();
    assert!(Lock::read(&folder.path().join("nowhere"), false).unwrap().is_none());
}

#[test]
fn what_is_a_matter_of_the_code_makes_it_stale() {
    let one = lock(&["id", "name"]);
    let mut other = one.clone();
    other.generator = "2.0.0".to_owned();
    other.document.path = "elsewhere.yaml".to_owned();
    assert!(one.agrees_with(&other));
    assert!(!one.agrees_with(&lock(&["name", "id"])));
    assert!(!one.agrees_with(&lock(&["id"])));
    other.document.sha256 = "1".to_owned();
    assert!(!one.agrees_with(&other));
}

#[test]
fn a_conflict_is_told_and_settled_if_that_is_asked_for() {
    let line = "id = \"r#id\"\n";
    let text = lock(&["id", "name"]).text().unwrap();
    assert!(text.contains(line), "{text}");
    let sides =
        "<<<<<<< HEAD\nid = \"ident\"\nours = \"ours\"\n=======\nid = \"key\"\ntheirs = \"theirs\"\n>>>>>>> other\n";
    let text = text.replace(line, sides);
    let told = read(&text, false).unwrap_err();
    let number = text.lines().position(|line| line.starts_with("<<<<<<<")).unwrap() + 1;
    assert!(told.contains(&format!("line {number}: ")) && told.contains("--force"), "{told}");
    let settled = read(&text, true).unwrap();
    let names: Vec<_> = settled.names.0["/components/schemas/Pet"].values().map(String::as_str).collect();
    assert_eq!(names, ["ident", "ours", "r#name", "theirs"]);
    assert!(settled.document.sha256.is_empty(), "it is stale");
}

#[test]
fn one_that_cannot_be_read_is_told_with_its_line() {
    let text = lock(&["id"]).text().unwrap();
    for (wrong, told) in [
        (text.replace("version = 1\n", "version = 1\nversion = 1\n"), "line 5"),
        (text.replace("version = 1\n", ""), "version"),
        (text.replace("version = 1\n", "version = 2\nnews = true\n"), "oasmith 1.0.0 wrote it"),
        (text.replace("src/a.rs", "../a.rs"), "line 12: `../a.rs`"),
        (text.replace("\"Pet\"", "\"Pet; fn main() {}\""), "line 18: `Pet; fn main() {}`"),
    ] {
        let error = read(&wrong, false).unwrap_err();
        assert!(error.starts_with("/oasmith.lock: ") && error.contains(told), "{error}\n{wrong}");
    }
}
