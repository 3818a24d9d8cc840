//! Paths as they are, whatever leads to them.

use std::path::{Component, Path, PathBuf};

/// A folder, which may not be there yet, by the one path that it has whatever leads to it.
pub(crate) fn real(path: &Path) -> PathBuf {
    let here = if path.as_os_str().is_empty() { Path::new(".") } else { path };
    let mut real = PathBuf::new();
    for component in std::path::absolute(here).unwrap_or_else(|_| here.to_owned()).components() {
        match component {
            Component::ParentDir => {
                real.pop();
            }
            Component::CurDir => {}
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
}
