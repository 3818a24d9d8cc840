//! Holds the folders of clients against each other: none may write over what another has.

use std::path::{Path, PathBuf};

use super::Settings;
use crate::diagnostic::{Diagnostic, Diagnostics, Place, Setting};

/// The folder of a crate that only the generator writes to.
const SOURCES: &str = "src";

/// Tells of clients that have the folder of another, or one within its sources: each at its own line.
pub(super) fn folders(clients: &[Settings], diagnostics: &mut Diagnostics) {
    let folders: Vec<PathBuf> = clients.iter().map(|client| real(&client.out)).collect();
    for (index, (client, folder)) in clients.iter().zip(&folders).enumerate() {
        let mut others = clients.iter().zip(&folders).enumerate().filter(|(other, _)| *other != index);
        let found = others.find_map(|(_, (other, of_other))| Some((clash(folder, of_other)?, other)));
        let Some((clash, other)) = found else { continue };
        let line = place(other).map(|place| format!(", that of line {}", place.line)).unwrap_or_default();
        let mut error = Diagnostic::of_setting(out(), format!("{clash}{line}"));
        error.place = place(client);
        diagnostics.push(error.help("give each client a folder of its own"));
    }
}

/// How a folder is in the way of another, if it is.
fn clash(folder: &Path, other: &Path) -> Option<&'static str> {
    if folder == other {
        Some("`out` is the folder of another client too")
    } else if folder.starts_with(other.join(SOURCES)) {
        Some("`out` is within `src` of another client's folder")
    } else if other.starts_with(folder.join(SOURCES)) {
        Some("`src` within `out` has another client's folder in it")
    } else {
        None
    }
}

fn out() -> Setting {
    Setting::value(["out"])
}

fn place(client: &Settings) -> Option<Place> {
    client.written.as_ref()?.place(&out())
}

/// A folder, which may not be there yet, by the one path that it has whatever leads to it.
fn real(path: &Path) -> PathBuf {
    let mut real = PathBuf::new();
    for component in std::path::absolute(path).unwrap_or_else(|_| path.to_owned()).components() {
        match component {
            std::path::Component::ParentDir => {
                real.pop();
            }
            std::path::Component::CurDir => {}
            component => real.push(component),
        }
        // What is above a link is above what it leads to.
        real = real.canonicalize().unwrap_or(real);
    }
    real
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_the_same_whatever_leads_to_it() {
        let folder = tempfile::tempdir().unwrap();
        let start = folder.path().canonicalize().unwrap();
        for path in ["c", "./c", "c/", "c/../c", "./b/./../c"] {
            assert_eq!(real(&folder.path().join(path)), start.join("c"), "{path}");
        }
        assert_ne!(real(&folder.path().join("c/c")), start.join("c"));
    }

    #[cfg(unix)]
    #[test]
    fn what_is_above_a_link_is_above_what_it_leads_to() {
        let folder = tempfile::tempdir().unwrap();
        let start = folder.path().canonicalize().unwrap();
        std::fs::create_dir_all(start.join("a/b")).unwrap();
        std::os::unix::fs::symlink(start.join("a/b"), start.join("link")).unwrap();
        assert_eq!(real(&start.join("link/../c")), start.join("a/c"));
        assert_eq!(real(&start.join("link")), start.join("a/b"));
    }

    #[test]
    fn folders_are_in_the_way_of_those_that_they_hold_the_sources_of() {
        let clash = |folder: &str, other: &str| clash(Path::new(folder), Path::new(other)).is_some();
        assert!(clash("/c", "/c") && clash("/c/src/d", "/c") && clash("/c", "/c/src") && !clash("/c", "/d"));
        assert!(!clash("/c", "/c/d") && !clash("/c/d", "/c") && !clash("/c/srcs", "/c"));
    }
}
