//! Paths that are the same wherever the repository is.

use std::path::{Component, Path};

use crate::real::real;

/// A path from a folder, with `/` between the parts; the path itself where nothing leads from one to the other.
pub(super) fn relative(path: &Path, folder: &Path) -> String {
    // A link stands for itself: what it leads to may be another file next time.
    let name = path.file_name().unwrap_or_default();
    let path = real(path.parent().unwrap_or(Path::new(""))).join(name);
    let folder = real(folder);
    let shared = path.components().zip(folder.components()).take_while(|(one, other)| one == other).count();
    if shared == 0 {
        return path.to_string_lossy().replace('\\', "/");
    }
    let up = folder.components().skip(shared).map(|_| "..".to_owned());
    let down = path.components().skip(shared).map(|part| part.as_os_str().to_string_lossy().into_owned());
    up.chain(down).collect::<Vec<_>>().join("/")
}

/// Whether a path leads into the folder that it is joined to.
pub(super) fn is_inside(path: &str) -> bool {
    !path.is_empty() && Path::new(path).components().all(|part| matches!(part, Component::Normal(_)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_lead_from_the_folder_whether_it_exists_or_not() {
        let folder = tempfile::tempdir().unwrap();
        let at = |path: &str| folder.path().join(path);
        for exists in [false, true] {
            assert_eq!(relative(&at("spec/api.yaml"), &at("clients/api")), "../../spec/api.yaml");
            assert_eq!(relative(&at("clients/api/api.yaml"), &at("clients/api")), "api.yaml");
            assert_eq!(relative(&at("api.yaml"), folder.path()), "api.yaml");
            if !exists {
                std::fs::create_dir_all(at("clients/api")).unwrap();
            }
        }
    }

    #[test]
    fn paths_lead_from_folders_that_are_seen_from_here() {
        for (path, folder, from) in [
            ("Cargo.toml", "src", "../Cargo.toml"),
            ("src/lib.rs", "", "src/lib.rs"),
            ("src/lib.rs", "./src/lock", "../lib.rs"),
            ("../spec/api.yaml", "nowhere", "../../spec/api.yaml"),
        ] {
            assert_eq!(relative(Path::new(path), Path::new(folder)), from);
        }
    }

    #[test]
    fn no_path_leads_out_of_the_folder() {
        for path in ["src/lib.rs", "Cargo.toml"] {
            assert!(is_inside(path), "{path}");
        }
        for path in ["", "..", "../x", "src/../../x", "/etc/x", "./x"] {
            assert!(!is_inside(path), "{path}");
        }
    }
}
