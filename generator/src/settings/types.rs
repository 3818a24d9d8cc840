//! What types are to be like.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer};

/// The crate whose types dates and times have.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DateLibrary {
    /// `chrono::DateTime<Utc>` and `chrono::NaiveDate`.
    #[default]
    Chrono,
    /// `time::OffsetDateTime` and `time::Date`.
    Time,
    /// `jiff::Timestamp` and `jiff::civil::Date`.
    Jiff,
    /// None: they stay texts.
    String,
}

/// Whether an enum keeps values that the document does not list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Enums {
    /// It keeps them, as `Unknown`.
    #[default]
    Open,
    /// It refuses them.
    Closed,
}

/// How types are laid out in files.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Modules {
    /// A file for each schema of the document's components, with what is within it.
    #[default]
    Files,
    /// One file for all.
    Single,
}

/// A dependency as a manifest says it.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(transparent)]
pub(crate) struct Dependency(toml::Value);

impl Dependency {
    /// The dependency of a version.
    pub(crate) fn version(version: String) -> Self {
        Self(toml::Value::String(version))
    }

    /// What comes after the name in a manifest.
    pub(crate) fn line(&self) -> String {
        inline(&self.0)
    }
}

/// A value in one line.
fn inline(value: &toml::Value) -> String {
    let list = |items: Vec<String>| items.join(", ");
    match value {
        toml::Value::String(text) => quoted(text),
        toml::Value::Integer(number) => number.to_string(),
        toml::Value::Float(number) => number.to_string(),
        toml::Value::Boolean(value) => value.to_string(),
        toml::Value::Datetime(date) => date.to_string(),
        toml::Value::Array(items) => format!("[{}]", list(items.iter().map(inline).collect())),
        toml::Value::Table(table) => {
            let entries = table.iter().map(|(key, value)| format!("{} = {}", key_of(key), inline(value)));
            format!("{{ {} }}", list(entries.collect()))
        }
    }
}

/// A basic string (TOML 1.0, "String"), which is written as JSON writes one.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

fn key_of(key: &str) -> String {
    let is_bare =
        key.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')) && !key.is_empty();
    if is_bare { key.to_owned() } else { quoted(key) }
}

/// Reads what is set for all types, or for each in a table, where `*` is all.
pub(super) fn one_or_each<'de, T, D>(deserializer: D) -> Result<BTreeMap<String, T>, D::Error>
where
    T: Deserialize<'de>,
    D: Deserializer<'de>,
{
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Either<T> {
        One(T),
        Each(BTreeMap<String, T>),
    }

    Ok(match Either::deserialize(deserializer)? {
        Either::One(one) => BTreeMap::from([("*".to_owned(), one)]),
        Either::Each(each) => each,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dependencies_are_written_in_a_line() {
        let lines =
            "a = \"1.0\"\nb = { features = [\"x\", \"y z\"] }\nc = { version = \"1\", default-features = false }\n";
        let read: BTreeMap<String, Dependency> = toml::from_str(lines).unwrap();
        assert_eq!(read["a"].line(), "\"1.0\"");
        assert_eq!(read["b"].line(), "{ features = [\"x\", \"y z\"] }");
        let again: BTreeMap<String, Dependency> = toml::from_str(&format!("b = {}", read["c"].line())).unwrap();
        assert_eq!(again["b"], read["c"]);
    }
}
