//! Regeneration: what it changes in a client when its document changes.

mod client;
mod lines;
mod null;
mod report;
mod subject;

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use clap::Args;

use client::Client;
use report::{Pair, Renamed};
use subject::{About, Subjects};

/// Regenerate a client for each version of a document after the one before, and tell what changes that does not have to.
#[derive(Args)]
pub(crate) struct Arguments {
    /// Folders with the versions of one document, in the order of their names; instead of those in `OASMITH_SPECS/history`.
    folders: Vec<PathBuf>,
    /// Print each changed file that is not about a changed part, and each name that changed.
    #[arg(long)]
    list: bool,
    /// The folder for the clients; by default none are kept.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

/// Runs all of it; tells whether no name changed and each changed file is about a changed part.
pub(crate) fn run(arguments: &Arguments) -> Result<bool, Box<dyn Error>> {
    let mut pairs = Vec::new();
    for folder in folders(&arguments.folders)? {
        let work = tempfile::tempdir()?;
        let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let out = arguments.out.as_deref().unwrap_or(work.path()).join(&name);
        pairs.extend(versions(&folder, &name, &out)?);
    }
    report::print(&pairs, arguments.list);
    Ok(pairs.iter().all(|pair| pair.renamed.is_empty() && pair.files(About::Nothing).next().is_none()))
}

fn folders(given: &[PathBuf]) -> Result<Vec<PathBuf>, Box<dyn Error>> {
    if !given.is_empty() {
        return Ok(given.to_vec());
    }
    let specs = std::env::var_os("OASMITH_SPECS").ok_or("name folders, or set OASMITH_SPECS")?;
    entries(&Path::new(&specs).join("history"))
}

fn entries(folder: &Path) -> Result<Vec<PathBuf>, Box<dyn Error>> {
    let read = fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let mut paths = read.map(|entry| entry.map(|entry| entry.path())).collect::<Result<Vec<_>, _>>()?;
    paths.sort();
    Ok(paths)
}

/// What changes from each version to the next.
fn versions(folder: &Path, name: &str, out: &Path) -> Result<Vec<Pair>, Box<dyn Error>> {
    let mut pairs = Vec::new();
    let mut before: Option<(PathBuf, Client)> = None;
    for document in entries(folder)? {
        let client = Client::generate(&document, out)?;
        if let Some((old, last)) = before {
            pairs.push(pair(name, (&old, &last), (&document, &client))?);
        }
        before = Some((document, client));
    }
    Ok(pairs)
}

fn pair(name: &str, old: (&Path, &Client), new: (&Path, &Client)) -> Result<Pair, Box<dyn Error>> {
    let document = lines::changed(&fs::read_to_string(old.0)?, &fs::read_to_string(new.0)?);
    let subjects = Subjects::new(old, new)?;
    let mut changed = Vec::new();
    for (path, lines) in old.1.changed(new.1) {
        changed.push((path.clone(), lines, subjects.about(&path)));
    }
    let renamed = old.1.renamed(new.1).map(|(place, old, new)| Renamed { place, old, new }).collect();
    let stem = |path: &Path| path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let lock = lines::changed(&old.1.lock, &new.1.lock);
    Ok(Pair { name: name.to_owned(), new: stem(new.0), document, lock, changed, renamed })
}
