//! The manifests of bundles: what the clients in them depend on.

use std::collections::BTreeMap;
use std::error::Error;
use std::path::Path;

use serde::Deserialize;
use serde::de::DeserializeOwned;

/// The dependencies of a crate, by name.
pub(crate) type Dependencies = BTreeMap<String, Dependency>;

/// One dependency.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct Dependency {
    version: Option<String>,
    path: Option<String>,
    #[serde(default = "yes")]
    default_features: bool,
    #[serde(default)]
    features: Vec<String>,
}

fn yes() -> bool {
    true
}

#[derive(Deserialize)]
struct Manifest {
    #[serde(default)]
    dependencies: BTreeMap<String, Stated>,
}

#[derive(Deserialize)]
struct Features {
    features: BTreeMap<String, Vec<String>>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Stated {
    Version(String),
    Table(Dependency),
}

fn read<T: DeserializeOwned>(path: &Path) -> Result<T, Box<dyn Error>> {
    let text = std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    toml::from_str(&text).map_err(|error| format!("{}: {error}", path.display()).into())
}

/// What a crate states.
pub(super) fn dependencies(folder: &Path) -> Result<Dependencies, Box<dyn Error>> {
    Ok(stated(read(&folder.join("Cargo.toml"))?))
}

/// Dependencies from the lines of a manifest.
pub(super) fn parse(lines: &str) -> Result<Dependencies, Box<dyn Error>> {
    Ok(stated(toml::from_str(&format!("[dependencies]\n{lines}"))?))
}

fn stated(manifest: Manifest) -> Dependencies {
    let dependency = |stated| match stated {
        Stated::Version(version) => {
            Dependency { version: Some(version), path: None, default_features: true, features: Vec::new() }
        }
        Stated::Table(table) => table,
    };
    manifest.dependencies.into_iter().map(|(name, stated)| (name, dependency(stated))).collect()
}

/// The runtime with everything that a client may ask of it, so that one build of it serves all.
pub(super) fn runtime(folder: &Path) -> Result<Dependency, Box<dyn Error>> {
    let Features { features } = read(&folder.join("Cargo.toml"))?;
    Ok(Dependency {
        version: None,
        path: Some(folder.display().to_string()),
        default_features: false,
        // The text of its own modules is for generators.
        features: features.into_keys().filter(|name| !["default", "sources"].contains(&name.as_str())).collect(),
    })
}

/// Adds what others state.
pub(super) fn merge(all: &mut Dependencies, others: Dependencies) {
    for (name, other) in others {
        let Some(known) = all.get_mut(&name) else {
            all.insert(name, other);
            continue;
        };
        known.default_features |= other.default_features;
        known.features.extend(other.features);
        known.features.sort();
        known.features.dedup();
    }
}

/// The text of a manifest.
pub(crate) fn print(name: &str, dependencies: &Dependencies) -> String {
    let mut out = format!(
        "[package]\nname = {name:?}\nversion = \"0.0.0\"\nedition = \"2024\"\npublish = false\n\n[dependencies]\n"
    );
    for (name, Dependency { version, path, default_features, features }) in dependencies {
        let texts = [("version", version), ("path", path)];
        let texts: String = texts
            .iter()
            .filter_map(|(key, value)| value.as_ref().map(|value| format!("{key} = {value:?}, ")))
            .collect();
        out.push_str(&format!(
            "{name} = {{ {texts}default-features = {default_features}, features = {features:?} }}\n"
        ));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn features_of_all_clients_are_joined() {
        let mut all =
            parse("a = { version = \"1\", default-features = false, features = [\"x\"] }\nb = \"2\"").unwrap();
        merge(&mut all, parse("a = { version = \"1\", default-features = false, features = [\"w\", \"x\"] }").unwrap());
        let text = print("bundle", &all);
        assert!(
            text.contains("a = { version = \"1\", default-features = false, features = [\"w\", \"x\"] }\n"),
            "{text}"
        );
        assert!(text.contains("b = { version = \"2\", default-features = true, features = [] }\n"), "{text}");
    }

    #[test]
    fn the_runtime_offers_all_but_its_sources() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../runtime");
        let features = runtime(&folder).unwrap().features;
        assert!(features.contains(&"client".to_owned()) && features.contains(&"uuid".to_owned()), "{features:?}");
        assert!(!features.contains(&"sources".to_owned()));
    }
}
