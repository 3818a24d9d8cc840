//! The crates of a run: one workspace, so that what they depend on is compiled once, and a description of each by rustdoc.

use std::collections::{BTreeMap, HashMap};
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use oasmith::model::Model;
use oasmith::{Generator, Runtime};
use serde::Deserialize;

use super::pairs::{Edition, Pair};
use crate::bundle::{self, workspace};
use crate::document::run;
use crate::parallel;

/// The crates, by their names.
pub(super) struct Crates {
    folder: PathBuf,
    crates: HashMap<String, Crate>,
}

/// A generated crate.
pub(super) struct Crate {
    pub(super) model: Model,
    /// What rustdoc says of it, as JSON. There it is called [`NAME`], as the crate that it is compared with.
    pub(super) description: PathBuf,
}

const NAME: &str = "client";

impl Crates {
    /// Generates a crate for each edition. What did not change since the last run stays, and is not described anew.
    pub(super) fn generate(
        folder: PathBuf,
        pairs: &[Pair],
        runtime: &Runtime,
        jobs: usize,
    ) -> Result<Self, Box<dyn Error>> {
        let editions: BTreeMap<&str, &Arc<Edition>> = pairs
            .iter()
            .flat_map(|pair| [&pair.old, &pair.new])
            .map(|edition| (edition.name.as_str(), edition))
            .collect();
        let work = tempfile::tempdir()?;
        let editions: Vec<&Edition> = editions.into_values().map(|edition| &**edition).collect();
        let bar = parallel::bar(editions.len() as u64, "generate", "{pos}/{len}");
        let models = parallel::parallel(&editions, jobs, &bar, |edition| {
            generate(edition, &work.path().join(&edition.name), runtime).map_err(|error| error.to_string())
        })?;
        let clients: Vec<PathBuf> = editions.iter().map(|edition| work.path().join(&edition.name)).collect();
        let dependencies = workspace::dependencies(clients.iter().map(PathBuf::as_path), "")?;
        let names: Vec<&str> = editions.iter().map(|edition| edition.name.as_str()).collect();
        delete_others(&folder, &names)?;
        for (name, client) in names.iter().zip(&clients) {
            let manifest = bundle::manifest(name, &dependencies) + &features(client)?;
            let mut files = BTreeMap::from([(PathBuf::from("Cargo.toml"), manifest)]);
            for path in workspace::sources(client)? {
                let path = Path::new("src").join(path);
                let text = fs::read_to_string(client.join(&path))?;
                files.insert(path, text);
            }
            workspace::write_files(&folder.join(name), &files)?;
        }
        workspace::root(&folder, &names)?;
        let crates = names.iter().zip(models).map(|(name, model)| {
            let description = folder.join("descriptions").join(format!("{name}.json"));
            ((*name).to_owned(), Crate { model, description })
        });
        let crates = crates.collect();
        Ok(Self { folder, crates })
    }

    /// Has rustdoc describe all of them.
    pub(super) fn describe(&self, jobs: usize) -> Result<(), Box<dyn Error>> {
        let target = self.folder.join("target");
        let mut command = Command::new(env!("CARGO"));
        command.args(["doc", "--no-deps", "--lib", "--workspace", "--jobs", &jobs.to_string()]);
        // The format is not stable, so that rustdoc has to be told that it is asked for all the same.
        let command = command.current_dir(&self.folder).env("CARGO_TARGET_DIR", &target).env("RUSTC_BOOTSTRAP", "1");
        run(command
            .env_remove("CARGO_ENCODED_RUSTDOCFLAGS")
            .env("RUSTDOCFLAGS", "-Z unstable-options --output-format json --cap-lints allow"))?;
        fs::create_dir_all(self.folder.join("descriptions"))?;
        for (name, Crate { description, .. }) in &self.crates {
            let path = target.join("doc").join(format!("{name}.json"));
            let text = fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
            fs::write(description, text.replace(name, NAME))?;
        }
        Ok(())
    }

    /// The crate of an edition.
    pub(super) fn of(&self, edition: &Edition) -> Result<&Crate, Box<dyn Error>> {
        self.crates.get(&edition.name).ok_or_else(|| format!("there is no crate `{}`", edition.name).into())
    }
}

/// The folder of the runtime here.
pub(super) fn runtime() -> Result<String, Box<dyn Error>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../runtime").canonicalize()?;
    Ok(folder.display().to_string())
}

fn generate(edition: &Edition, out: &Path, runtime: &Runtime) -> Result<Model, Box<dyn Error>> {
    fs::create_dir_all(out)?;
    let document = format!("document.{}", edition.extension);
    fs::write(out.join(&document), &edition.text)?;
    let config = out.join("oasmith.toml");
    fs::write(&config, format!("[[client]]\nspec = {document:?}\nout = \".\"\n{}", edition.settings))?;
    let generator = Generator::from_config(&config)?.pop().ok_or("there is no client")?;
    let generator = generator.name(NAME).runtime(runtime.clone());
    let (model, _) = generator.model()?;
    generator.generate()?;
    Ok(model)
}

#[derive(Deserialize)]
struct Manifest {
    #[serde(default)]
    features: BTreeMap<String, Vec<String>>,
}

/// The features of a client for parts of its API, as a manifest has them: without them it would have no part.
fn features(client: &Path) -> Result<String, Box<dyn Error>> {
    let Manifest { features } = toml::from_str(&fs::read_to_string(client.join("Cargo.toml"))?)?;
    // What asks for a feature of a dependency is of every client, and of no part.
    let of_parts = features.iter().filter(|(_, needed)| !needed.iter().any(|name| name.contains('/')));
    let lines: String = of_parts.map(|(name, needed)| format!("{name} = {needed:?}\n")).collect();
    Ok(if lines.is_empty() { lines } else { format!("\n[features]\n{lines}") })
}

/// Deletes the crates of former runs.
fn delete_others(folder: &Path, names: &[&str]) -> Result<(), Box<dyn Error>> {
    fs::create_dir_all(folder)?;
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if name.starts_with("client_") && !names.contains(&&*name) {
            fs::remove_dir_all(entry.path())?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_features_of_parts_are_kept() {
        let folder = tempfile::tempdir().unwrap();
        let of = |text: &str| {
            fs::write(folder.path().join("Cargo.toml"), text).unwrap();
            features(folder.path()).unwrap()
        };
        let told = of("[features]\ndefault = [\"pets\"]\npets = []\nblocking = [\"tokio/rt\"]\n");
        assert_eq!(told, "\n[features]\ndefault = [\"pets\"]\npets = []\n");
        assert_eq!(of("[features]\nblocking = [\"tokio/rt\"]\n"), "");
    }
}
