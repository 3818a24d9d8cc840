use super::*;

fn file(path: &str, text: &str) -> File {
    File { path: path.to_owned(), text: format!("// {MARK}\n{text}") }
}

/// What happens in a folder where these files are wanted.
fn target<T>(folder: &Path, files: &[File], run: impl FnOnce(&Target<'_>) -> T) -> T {
    let before = Lock::read(folder, false).unwrap();
    let lock = Lock::of_files(files);
    let lock_text = lock.text().unwrap();
    run(&Target { folder, files, before: before.as_ref(), lock: &lock, lock_text: &lock_text })
}

fn compare(folder: &Path, files: &[File]) -> Changes {
    target(folder, files, |target| target.compare(true)).unwrap().0
}

fn write(folder: &Path, files: &[File]) {
    target(folder, files, |target| target.write(&target.compare(false)?.0)).unwrap();
}

/// The names of files, told apart by what happens to them.
fn names(folder: &Path, changes: &Changes) -> [Vec<String>; 3] {
    let name = |path: &PathBuf| path.strip_prefix(folder).unwrap().to_string_lossy().replace('\\', "/");
    [&changes.written, &changes.deleted, &changes.edited].map(|paths| paths.iter().map(name).collect())
}

fn put(folder: &Path, path: &str, text: &str) {
    let path = folder.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

#[test]
fn only_what_changed_is_written_and_what_is_over_is_deleted() {
    let folder = tempfile::tempdir().unwrap();
    let files = [file("src/a.rs", "1"), file("src/b/c.rs", "2")];
    assert_eq!(compare(folder.path(), &files).written.len(), 3);
    write(folder.path(), &files);
    assert!(compare(folder.path(), &files).is_empty());
    put(folder.path(), "src/mine.rs", "// mine");
    let fewer = [file("src/a.rs", "3")];
    let [written, deleted, edited] = names(folder.path(), &compare(folder.path(), &fewer));
    assert_eq!(
        (written, deleted),
        (vec!["src/a.rs".to_owned(), "oasmith.lock".to_owned()], vec!["src/b/c.rs".to_owned()])
    );
    assert!(edited.is_empty());
    write(folder.path(), &fewer);
    assert!(!folder.path().join("src/b").exists() && folder.path().join("src/mine.rs").exists());
    assert!(compare(folder.path(), &fewer).is_empty());
}

#[test]
fn files_that_were_edited_are_told() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), &[file("src/a.rs", "1"), file("src/b.rs", "2"), file("src/c.rs", "3")]);
    for path in ["src/a.rs", "src/b.rs", "src/c.rs"] {
        put(folder.path(), path, &file(path, "edited").text);
    }
    // One is as it should be now, whoever did it.
    let changes = compare(folder.path(), &[file("src/a.rs", "4"), file("src/c.rs", "edited")]);
    let [written, deleted, edited] = names(folder.path(), &changes);
    assert_eq!((written.len(), deleted), (2, vec!["src/b.rs".to_owned()]));
    assert_eq!(edited, ["src/a.rs", "src/b.rs"]);
}

#[test]
fn what_the_lock_does_not_tell_of_is_somebodys_own() {
    let folder = tempfile::tempdir().unwrap();
    let files = [file("src/a.rs", "1")];
    write(folder.path(), &files);
    // A copy has the mark too.
    put(folder.path(), "src/copy.rs", &files[0].text);
    assert!(compare(folder.path(), &files).is_empty());
    let [_, _, edited] =
        names(folder.path(), &compare(folder.path(), &[file("src/a.rs", "1"), file("src/copy.rs", "2")]));
    assert_eq!(edited, ["src/copy.rs"]);
}

#[test]
fn without_a_lock_nothing_is_known_to_be_as_it_was_generated() {
    let folder = tempfile::tempdir().unwrap();
    put(folder.path(), "src/a.rs", "fn mine() {}");
    let lost = |files: &[File]| {
        let changes = compare(folder.path(), files);
        (names(folder.path(), &changes), target(folder.path(), files, |target| target.has_lost_its_lock(&changes)))
    };
    let files = [file("src/a.rs", "1"), file("src/b.rs", "1"), file("src/d.rs", "1")];
    assert!(!lost(&files).1, "what is in the way was not generated");
    for path in ["src/b.rs", "src/c.rs"] {
        put(folder.path(), path, &file(path, "older").text);
    }
    put(folder.path(), "src/d.rs", &files[2].text);
    let ([written, deleted, edited], is_lost) = lost(&files);
    assert_eq!(written, ["src/a.rs", "src/b.rs", "oasmith.lock"]);
    assert!(deleted.is_empty(), "the lock lists no file");
    assert_eq!((edited, is_lost), (vec!["src/a.rs".to_owned(), "src/b.rs".to_owned()], true));
    assert!(!lost(&files[2..]).1, "nothing would change");
}

#[test]
fn what_is_beside_the_sources_is_handed_over() {
    let folder = tempfile::tempdir().unwrap();
    let manifest = File { path: "Cargo.toml".to_owned(), text: format!("# {MARK}\n") };
    write(folder.path(), &[manifest, file("src/a.rs", "1")]);
    let [written, deleted, edited] = names(folder.path(), &compare(folder.path(), &[file("src/a.rs", "1")]));
    assert_eq!((written, deleted.len(), edited.len()), (vec!["oasmith.lock".to_owned()], 0, 0));
}

#[test]
fn the_line_ends_of_the_system_are_no_difference() {
    let folder = tempfile::tempdir().unwrap();
    let files = [file("src/a.rs", "1\n2\n")];
    write(folder.path(), &files);
    for path in ["src/a.rs", lock::FILE] {
        let text = fs::read_to_string(folder.path().join(path)).unwrap();
        put(folder.path(), path, &text.replace('\n', "\r\n"));
    }
    assert!(compare(folder.path(), &files).is_empty());
    let [_, _, edited] = names(folder.path(), &compare(folder.path(), &[file("src/a.rs", "3")]));
    assert!(edited.is_empty());
}

#[test]
fn what_is_no_text_was_not_generated() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("src")).unwrap();
    fs::write(folder.path().join("src/a.rs"), b"\xff\xfe").unwrap();
    assert_eq!(compare(folder.path(), &[file("src/a.rs", "1")]).edited.len(), 1);
}

#[test]
fn what_is_in_the_way_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let told = |files: &[File]| {
        let told = target(folder.path(), files, |target| target.write(&target.compare(false)?.0)).unwrap_err();
        told.to_string().replace(&folder.path().join("").to_string_lossy().into_owned(), "").replace('\\', "/")
    };
    put(folder.path(), "src/a", "mine");
    assert!(told(&[file("src/a/b.rs", "1")]).starts_with("src/a/b.rs: "));
    fs::create_dir_all(folder.path().join("src/b.rs")).unwrap();
    assert!(told(&[file("src/b.rs", "1")]).starts_with("src/b.rs: "));
    assert!(!folder.path().join(lock::FILE).exists());
}

#[cfg(unix)]
mod links {
    use std::os::unix::fs::symlink;

    use super::*;

    /// A folder beside that of a crate, with a file that is like a generated one.
    fn elsewhere(root: &Path) -> PathBuf {
        put(root, "elsewhere/a.rs", &file("src/types/a.rs", "theirs").text);
        root.join("elsewhere")
    }

    #[test]
    fn no_link_in_the_folder_is_followed() {
        let root = tempfile::tempdir().unwrap();
        let (elsewhere, folder) = (elsewhere(root.path()), root.path().join("crate"));
        fs::create_dir_all(folder.join("src")).unwrap();
        symlink(&elsewhere, folder.join("src/types")).unwrap();
        // Without a lock what has the mark was generated; but not there.
        write(&folder, &[file("src/lib.rs", "1")]);
        for path in ["src/types/a.rs", "src/types/b.rs"] {
            let files = [file("src/lib.rs", "2"), file(path, "1")];
            let told =
                target(&folder, &files, |target| target.write(&target.compare(false)?.0)).unwrap_err().to_string();
            assert!(told.contains("crate/src/types` is a link to `") && told.contains("/elsewhere`"), "{told}");
        }
        assert_eq!(fs::read_dir(&elsewhere).unwrap().count(), 1);
        assert!(fs::read_to_string(elsewhere.join("a.rs")).unwrap().contains("theirs"));
        assert!(fs::read_to_string(folder.join("src/lib.rs")).unwrap().ends_with('1'));
    }

    #[test]
    fn what_was_generated_is_not_deleted_where_a_link_leads() {
        let root = tempfile::tempdir().unwrap();
        let folder = root.path().join("crate");
        write(&folder, &[file("src/lib.rs", "1"), file("src/types/a.rs", "1")]);
        fs::rename(folder.join("src/types"), root.path().join("types")).unwrap();
        symlink(root.path().join("types"), folder.join("src/types")).unwrap();
        target(&folder, &[file("src/lib.rs", "1")], |target| target.write(&target.compare(false)?.0)).unwrap_err();
        assert!(root.path().join("types/a.rs").exists());
    }

    #[test]
    fn the_folder_itself_may_be_a_link() {
        let root = tempfile::tempdir().unwrap();
        let (elsewhere, folder) = (elsewhere(root.path()), root.path().join("crate"));
        symlink(&elsewhere, &folder).unwrap();
        write(&folder, &[file("src/lib.rs", "1")]);
        assert!(elsewhere.join("src/lib.rs").exists() && folder.is_symlink());
    }

    #[test]
    fn a_folder_that_cannot_be_written_is_told_by_the_file() {
        use std::os::unix::fs::PermissionsExt as _;

        let root = tempfile::tempdir().unwrap();
        write(root.path(), &[file("src/lib.rs", "1")]);
        let sources = root.path().join("src");
        fs::set_permissions(&sources, fs::Permissions::from_mode(0o555)).unwrap();
        // A superuser may write there.
        if fs::write(sources.join("x"), "").is_err() {
            let files = [file("src/lib.rs", "2")];
            let told =
                target(root.path(), &files, |target| target.write(&target.compare(false)?.0)).unwrap_err().to_string();
            assert!(
                told.contains("src/lib.rs: its permissions, or those of its folder, are in the way")
                    && !told.contains("src/.tmp"),
                "{told}"
            );
        }
        fs::set_permissions(&sources, fs::Permissions::from_mode(0o755)).unwrap();
    }
}

#[test]
fn an_error_of_a_temporary_file_is_told_of_the_file_itself() {
    let folder = tempfile::tempdir().unwrap();
    let error = NamedTempFile::new_in(folder.path().join("nowhere")).unwrap_err();
    let told = way::told(&folder.path().join("nowhere/lib.rs"), &error).to_string();
    assert!(told.ends_with("nowhere/lib.rs: entity not found"), "{told}");
}
