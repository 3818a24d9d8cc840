//! Holds the folders of clients against each other: none may write over what another has.

use std::path::{Path, PathBuf};

use super::Settings;
use crate::diagnostic::{Diagnostic, Diagnostics, Place, Setting};
use crate::real::real;

/// The folder of a crate that only the generator writes to.
const SOURCES: &str = "src";

/// Tells of clients that have the folder of another, or one within its sources: each at its own line.
pub(super) fn folders(clients: &[Settings], diagnostics: &mut Diagnostics) {
    let folders: Vec<PathBuf> = clients.iter().map(|client| real(&client.out)).collect();
    for (index, (client, folder)) in clients.iter().zip(&folders).enumerate() {
        let mut others = clients.iter().zip(&folders).enumerate().filter(|(other, _)| *other != index);
        let found = others.find_map(|(_, (other, of_other))| Some((clash(folder, of_other)?, other)));
        let Some((clash, other)) = found else { continue };
        let line = other.line(&out()).map(|line| format!(", that of line {line}")).unwrap_or_default();
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_are_in_the_way_of_those_that_they_hold_the_sources_of() {
        let clash = |folder: &str, other: &str| clash(Path::new(folder), Path::new(other)).is_some();
        assert!(clash("/c", "/c") && clash("/c/src/d", "/c") && clash("/c", "/c/src") && !clash("/c", "/d"));
        assert!(!clash("/c", "/c/d") && !clash("/c/d", "/c") && !clash("/c/srcs", "/c"));
    }
}
