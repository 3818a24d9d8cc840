//! Many generated clients compiled as modules of a few crates, which is far cheaper than a crate each.
//!
//! [`build`] is the one way in: it groups clients into bundles (crates of one workspace), moves each client's sources
//! into a module, runs cargo, and says which module each message of the compiler is about. A module that does not
//! compile is taken out and its bundle compiled again, since its errors may hide what the compiler has to say of others.
//!
//! Invariant: what the compiler says of a module is what it would say of the client as a crate of its own.

mod cargo;
mod manifest;
mod messages;
mod source;
pub(crate) mod workspace;

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::path::{Path, PathBuf};

use indicatif::ProgressBar;
use serde::Serialize;

pub(crate) use manifest::{Dependencies, print as manifest};
pub(crate) use messages::Level;

/// A generated client: the document, as it is printed, and the crate's folder.
#[derive(Clone, Debug)]
pub(crate) struct Client {
    pub(crate) document: String,
    pub(crate) folder: PathBuf,
}

/// A client as a module.
#[derive(Clone, Debug)]
pub(crate) struct Module {
    /// `m0017`: the client's number in the list that was given.
    pub(crate) name: String,
    pub(crate) client: Client,
    /// Bytes of Rust.
    pub(crate) size: u64,
}

/// A crate of modules.
#[derive(Clone, Debug)]
pub(crate) struct Bundle {
    /// The crate's name, which is also that of its folder.
    pub(crate) name: String,
    pub(crate) modules: Vec<Module>,
}

/// What is at the root of each bundle.
#[derive(Clone, Copy)]
pub(crate) enum Root<'a> {
    /// A library of the modules.
    Library,
    /// A program: what is to follow the modules in `main.rs`, with a `main`.
    Program(&'a dyn Fn(&Bundle) -> String),
}

/// How bundles are made and compiled.
#[derive(Clone, Copy)]
pub(crate) struct Options<'a> {
    /// The workspace's folder. It is kept between runs: dependencies and bundles that did not change are not compiled again.
    pub(crate) folder: &'a Path,
    pub(crate) root: Root<'a>,
    /// Dependencies beside those of the clients, as lines of a manifest.
    pub(crate) dependencies: &'a str,
    /// Bytes of Rust in a bundle, which bounds the compiler's memory.
    pub(crate) limit: u64,
    /// The command and its arguments: `["clippy"]`, `["build", "--release"]`.
    pub(crate) command: &'a [&'a str],
    /// How many compilers run at a time.
    pub(crate) jobs: usize,
    /// Its length and position are in bytes of Rust.
    pub(crate) progress: &'a ProgressBar,
}

/// What became of the clients.
#[derive(Debug, Default)]
pub(crate) struct Built {
    /// What is wrong with them, ordered by document and place.
    pub(crate) findings: Vec<Finding>,
    /// The bundles that compile, with the modules that do.
    pub(crate) bundles: Vec<Compiled>,
}

impl Built {
    /// The programs, by document: the executable, and the name of the client's module in it.
    pub(crate) fn programs(&self) -> BTreeMap<&str, (&Path, &str)> {
        let bundles = self.bundles.iter().filter_map(|one| Some((one.executable.as_deref()?, &one.bundle.modules)));
        bundles
            .flat_map(|(executable, modules)| modules.iter().map(move |module| (executable, module)))
            .map(|(executable, module)| (module.client.document.as_str(), (executable, module.name.as_str())))
            .collect()
    }
}

/// A bundle that compiles.
#[derive(Debug)]
pub(crate) struct Compiled {
    pub(crate) bundle: Bundle,
    /// Where it is a program and the command builds it.
    pub(crate) executable: Option<PathBuf>,
}

/// Something that is wrong with a client.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub(crate) struct Finding {
    pub(crate) document: String,
    /// The file in the client's `src`, where `mod.rs` stands for `lib.rs`.
    pub(crate) file: String,
    pub(crate) line: usize,
    pub(crate) level: Level,
    /// The compiler's code or the lint.
    pub(crate) code: Option<String>,
    pub(crate) message: String,
}

/// The default for [`Options::limit`].
pub(crate) const LIMIT: u64 = 2_000_000;

/// Compiles clients; what they do wrong is a finding, and what goes wrong otherwise an error.
pub(crate) fn build(clients: Vec<Client>, options: &Options<'_>) -> Result<Built, Box<dyn Error>> {
    let modules = workspace::modules(clients)?;
    let mut findings: BTreeSet<_> = workspace::unlisted(&modules)?.into_iter().collect();
    options.progress.set_length(modules.iter().map(|module| module.size).sum());
    let folders = modules.iter().map(|module| module.client.folder.as_path());
    let dependencies = workspace::dependencies(folders, options.dependencies)?;
    let mut pending = group(modules, options.limit);
    let mut count = pending.len();
    workspace::clear(options.folder, &pending)?;
    let mut done: Vec<Compiled> = Vec::new();
    while !pending.is_empty() {
        let known: Vec<&str> =
            done.iter().map(|one| &one.bundle).chain(&pending).map(|one| one.name.as_str()).collect();
        workspace::root(options.folder, &known)?;
        for bundle in &pending {
            workspace::write(options.folder, bundle, &dependencies, options.root)?;
        }
        let mut outcomes = cargo::run(options, &pending)?;
        let mut again = Vec::new();
        for bundle in pending {
            let outcome = outcomes.remove(&bundle.name).unwrap_or_default();
            findings.extend(outcome.findings(&bundle));
            if outcome.finished {
                done.push(Compiled { bundle, executable: outcome.executable });
            } else {
                again.extend(retry(bundle, &outcome, &mut findings, &mut count, options.progress));
            }
        }
        pending = again;
    }
    Ok(Built { findings: findings.into_iter().collect(), bundles: done })
}

/// Groups modules, in their order, up to a size.
fn group(modules: Vec<Module>, limit: u64) -> Vec<Bundle> {
    let mut bundles: Vec<Bundle> = Vec::new();
    let mut size = 0;
    for module in modules {
        size += module.size;
        match bundles.last_mut() {
            Some(bundle) if size <= limit => bundle.modules.push(module),
            _ => {
                size = module.size;
                bundles.push(Bundle { name: name(bundles.len()), modules: vec![module] });
            }
        }
    }
    bundles
}

fn name(number: usize) -> String {
    format!("bundle_{number:03}")
}

/// What is left of a bundle that does not compile: without the modules that have errors, or, where the compiler names
/// none of them, in two halves, until the one that stops the compiler is alone.
fn retry(
    mut bundle: Bundle,
    outcome: &cargo::Outcome,
    findings: &mut BTreeSet<Finding>,
    count: &mut usize,
    progress: &ProgressBar,
) -> Vec<Bundle> {
    let failing = outcome.failing();
    if !failing.is_empty() {
        bundle.modules.retain(|module| {
            let stays = !failing.contains(module.name.as_str());
            if !stays {
                progress.inc(module.size);
            }
            stays
        });
        return if bundle.modules.is_empty() { Vec::new() } else { vec![bundle] };
    }
    if let [module] = &bundle.modules[..] {
        progress.inc(module.size);
        findings.insert(Finding {
            document: module.client.document.clone(),
            file: "mod.rs".to_owned(),
            line: 0,
            level: Level::Error,
            code: None,
            message: format!("the compiler fails: {}", outcome.last_words()),
        });
        return Vec::new();
    }
    let half = Bundle { name: name(*count), modules: bundle.modules.split_off(bundle.modules.len() / 2) };
    *count += 1;
    vec![bundle, half]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn module(number: usize, size: u64) -> Module {
        let client = Client { document: format!("d{number}"), folder: PathBuf::new() };
        Module { name: format!("m{number:04}"), client, size }
    }

    #[test]
    fn bundles_are_filled_up_to_the_limit() {
        let sizes = [3, 3, 5, 20, 1, 9, 1];
        let modules = sizes.iter().enumerate().map(|(number, size)| module(number, *size)).collect();
        let sizes: Vec<Vec<u64>> =
            group(modules, 10).iter().map(|bundle| bundle.modules.iter().map(|module| module.size).collect()).collect();
        assert_eq!(sizes, [vec![3, 3], vec![5], vec![20], vec![1, 9], vec![1]]);
    }

    #[test]
    fn a_bundle_without_a_culprit_is_halved_until_one_is_left() {
        let mut bundle = Bundle { name: name(0), modules: (0..3).map(|number| module(number, 1)).collect() };
        let (mut findings, mut count) = (BTreeSet::new(), 1);
        let outcome = cargo::Outcome::default();
        let mut halves = retry(bundle, &outcome, &mut findings, &mut count, &ProgressBar::hidden());
        assert_eq!(halves.iter().map(|half| half.modules.len()).collect::<Vec<_>>(), [1, 2]);
        assert_ne!(halves[0].name, halves[1].name);
        bundle = halves.remove(0);
        assert!(retry(bundle, &outcome, &mut findings, &mut count, &ProgressBar::hidden()).is_empty());
        assert_eq!(findings.first().map(|finding| finding.document.as_str()), Some("d0"));
    }
}
