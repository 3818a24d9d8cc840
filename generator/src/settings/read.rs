//! Reads `oasmith.toml`.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::Deserialize;
use toml::de::DeTable;

use super::check::{File, check};
use super::folders::folders;
use super::written::Written;
use super::{Diff, Settings};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Pointer, Severity};

/// The file once its keys were looked at: that they are known is told before, and better.
#[derive(Deserialize)]
struct Config {
    #[serde(default)]
    client: Vec<Settings>,
    #[serde(default)]
    diff: Diff,
}

/// What the file says to `diff`.
pub(crate) fn diff(path: &Path) -> Result<Diff, Diagnostics> {
    config(path).map(|(config, _)| config.diff)
}

/// Reads the clients; their paths are relative to the file's own folder.
pub(crate) fn read(path: &Path) -> Result<Vec<Settings>, Diagnostics> {
    let clients = clients(path)?;
    if clients.is_empty() {
        let mut diagnostics = Diagnostics::default();
        let message = format!("{} lists no client; a table `[[client]]` does", path.display());
        diagnostics.error(Code::Settings, &Pointer::root(), message);
        return Err(diagnostics);
    }
    Ok(clients)
}

/// Reads the clients, of which there may be none.
pub(crate) fn clients(path: &Path) -> Result<Vec<Settings>, Diagnostics> {
    let (config, text) = config(path)?;
    let folder = path.parent().unwrap_or(Path::new(""));
    let (path, text) = (Arc::from(path), Arc::from(text));
    let place = |(client, mut settings): (usize, Settings)| {
        settings.spec = within(folder, &settings.spec);
        settings.overlays = settings.overlays.iter().map(|path| within(folder, path)).collect();
        settings.out = within(folder, &settings.out);
        settings.written = Some(Written { path: Arc::clone(&path), text: Arc::clone(&text), client });
        settings
    };
    let clients: Vec<Settings> = config.client.into_iter().enumerate().map(place).collect();
    let mut diagnostics = Diagnostics::default();
    folders(&clients, &mut diagnostics);
    if diagnostics.has_errors() { Err(diagnostics) } else { Ok(clients) }
}

/// A path of the file as it is seen from here. What is no path at all is the folder itself.
fn within(folder: &Path, path: &Path) -> PathBuf {
    let path: PathBuf = folder.join(path).components().collect();
    if path.as_os_str().is_empty() { PathBuf::from(".") } else { path }
}

/// What the file says, and its text.
fn config(path: &Path) -> Result<(Config, String), Diagnostics> {
    let mut diagnostics = Diagnostics::default();
    let text = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) => {
            let message = format!("{}: {error}", path.display());
            let error = Diagnostic::new(Code::Unreadable, Severity::Error, &Pointer::root(), message);
            diagnostics.push(match path.is_dir() {
                true => error.help(format!("name the file in it: `{}`", path.join("oasmith.toml").display())),
                false => error.help("name the file that lists the clients, or an OpenAPI description"),
            });
            return Err(diagnostics);
        }
    };
    let file = File { path, text: &text };
    let wrong = |error: &toml::de::Error| file.error(&error.span().unwrap_or_default(), told(error.message()));
    match DeTable::parse(&text) {
        Ok(table) => check(&file, &table, &mut diagnostics),
        Err(error) => diagnostics.push(wrong(&error)),
    }
    if diagnostics.has_errors() {
        diagnostics.in_order();
        return Err(diagnostics);
    }
    match toml::from_str(&text) {
        Ok(config) => Ok((config, text)),
        Err(error) => {
            diagnostics.push(wrong(&error));
            Err(diagnostics)
        }
    }
}

/// What the reader of TOML says, in a line.
fn told(message: &str) -> String {
    message.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::{Pages, Runtime};

    /// What the file of a text sets, or what is told of it, but for the folder.
    fn read_text(text: &str) -> Result<Vec<Settings>, String> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("oasmith.toml");
        std::fs::write(&path, text).unwrap();
        let start = folder.path().join("").to_string_lossy().into_owned();
        read(&path).map_err(|told| told.rendered(false).replace(&start, ""))
    }

    const HEAD: &str = "[[client]]\nspec = \"a.yaml\"\nout = \"x\"\n";

    #[test]
    fn a_config_lists_clients() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("oasmith.toml");
        let text = "overlays = [\"b.yaml\", \"c.json\"]\nmanifest = false\nruntime = { path = \"../runtime\" }\n";
        std::fs::write(&path, format!("{HEAD}{text}")).unwrap();
        let [client] = &read(&path).unwrap()[..] else { panic!("one client") };
        assert_eq!(client.spec, folder.path().join("a.yaml"));
        assert_eq!(client.overlays, ["b.yaml", "c.json"].map(|name| folder.path().join(name)));
        assert_eq!(client.runtime, Runtime::Path("../runtime".to_owned()));
        assert_eq!(client.name(), "x");
    }

    #[test]
    fn what_is_wrong_is_told_with_its_place_and_what_was_meant() {
        insta::assert_snapshot!(
            read_text(
                "[[client]]\nspce = \"a.yaml\"\nout = 1\nmanifest = \"yes\"\nruntime = \"vendor\"\noverlays = [\"a\", 2]\n\
                 [client.pages]\nlistPets = true\nlistCats = { kind = \"pages\", frist = 1 }\n[[client]]\nspec = \"b\"\nout = \"b\"\n\
                 colour = \"red\"\n[clients]\n"
            )
            .unwrap_err()
        );
        insta::assert_snapshot!("what_is_no_toml", read_text("[[client]]\nspec = a\n").unwrap_err());
    }

    #[test]
    fn a_file_without_clients_is_one_for_diff_alone() {
        assert!(read_text("[diff]\nwaive = []\n").unwrap_err().contains("oasmith.toml lists no client"));
        let told = read_text("[diff]\nwave = []\n").unwrap_err();
        assert!(told.contains(":2:1") && told.contains("did you mean `waive`?"), "{told}");
    }

    #[test]
    fn a_file_that_is_not_there_is_told() {
        let told = read(Path::new("nowhere/oasmith.toml")).unwrap_err();
        assert!(told.rendered(false).contains("error[unreadable]: nowhere/oasmith.toml: "));
    }

    /// The pages that a table sets, or why it is refused.
    fn pages(lines: &str) -> Result<BTreeMap<String, Pages>, String> {
        read_text(&format!("{HEAD}{lines}")).map(|mut clients| clients.remove(0).pages)
    }

    #[test]
    fn pages_are_set_by_operation() {
        let set = pages(
            "[client.pages]\nlistCats = false\n[client.pages.listPets]\nparameter = \"cursor\"\nnext = \"/meta/next\"\nitems = \"/data\"\n\
             [client.pages.\"GET /dogs\"]\nkind = \"page\"\nparameter = \"page\"\nfirst = 0\n[client.pages.listAll]\nlink = true\n",
        );
        let expected = [
            ("GET /dogs", Pages::page("page").first(0)),
            ("listAll", Pages::link()),
            ("listCats", Pages::none()),
            ("listPets", Pages::cursor("cursor", "/meta/next").items("/data")),
        ];
        assert_eq!(set, Ok(BTreeMap::from(expected.map(|(key, pages)| (key.to_owned(), pages)))));
    }

    #[test]
    fn pages_that_make_no_sense_are_refused_where_they_are() {
        for (lines, place, told) in [
            ("parmeter = \"cursor\"\n", ":5:1", "did you mean `parameter`"),
            ("kind = \"cursor\"\n", ":5:8", "`\"offset\"` or `\"page\"`"),
            ("parameter = \"cursor\"\n", ":4:1", "`parameter` and `next`"),
            ("link = true\nnext = \"/next\"\n", ":4:1", "link = true"),
            ("next = \"/next\"\ntotal = \"/total\"\n", ":4:1", "counted"),
        ] {
            let refused = pages(&format!("[client.pages.listPets]\n{lines}")).unwrap_err();
            assert!(refused.contains(&format!("oasmith.toml{place}\n")) && refused.contains(told), "{refused}");
        }
        let refused = pages("pages = { listPets = true }\n").unwrap_err();
        assert!(refused.contains(":4:22") && refused.contains("`false`"), "{refused}");
    }
}
