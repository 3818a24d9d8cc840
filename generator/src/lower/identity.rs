//! What tells the members of a union from each other, whoever they are and in whatever order.

use std::collections::{BTreeMap, HashMap};

use serde_json::Value;
use sha2::{Digest as _, Sha256};

use super::Lowering;
use super::all_of::Merged;
use super::home::escaped;
use super::union::{Member, called};
use crate::model::Tag;

/// What a schema says for people.
const FOR_PEOPLE: [&str; 5] = ["title", "description", "example", "examples", "deprecated"];

impl Member {
    /// What it is by itself: where its reference leads, its title, the value that means it, the types of JSON with what they
    /// ask for.
    fn identity(&self) -> String {
        match (&self.place, &self.title, self.tags.first()) {
            (Some(place), ..) => return place.tokens().last().unwrap_or_default(),
            (None, Some(title), _) => return title.clone(),
            (None, None, Some(Tag::String(text) | Tag::Raw(text))) => return text.clone(),
            (None, None, None) => {}
        }
        let Merged { required, properties, enumeration, format, .. } = &self.merged;
        let mut keys: Vec<&str> = required.iter().map(String::as_str).collect();
        if keys.is_empty() {
            keys.extend(properties.keys().map(String::as_str));
        }
        keys.sort_unstable();
        let called = called(self.kinds);
        match (&self.items, enumeration.iter().flatten().next(), format) {
            _ if !keys.is_empty() => format!("{called} with {}", keys.join(", ")),
            (Some(items), ..) => format!("{called} of {items}"),
            (None, Some(value), _) => format!("{called} {value}"),
            (None, None, Some(format)) => format!("{called} {format}"),
            (None, None, None) => called,
        }
    }

    /// What it is in the schema of the union.
    pub(super) fn part(&self, identity: &str) -> String {
        let keyword = self.at.split().and_then(|(list, _)| list.tokens().last());
        format!("{}/{}", keyword.unwrap_or_default(), escaped(identity))
    }
}

impl Lowering<'_> {
    /// What each member is among all of them. Where that is the same, all of their properties tell them apart, then all that
    /// they say; those that say the same are numbered.
    pub(super) fn identities(&mut self, members: &[Member]) -> Vec<String> {
        let mut found: Vec<String> = members.iter().map(Member::identity).collect();
        for more in [Self::properties_of, Self::content_of] {
            let mut times: HashMap<&str, u32> = HashMap::new();
            found.iter().for_each(|identity| *times.entry(identity).or_default() += 1);
            let alike: Vec<bool> = found.iter().map(|identity| times.get(identity.as_str()) != Some(&1)).collect();
            for ((identity, member), _) in found.iter_mut().zip(members).zip(alike).filter(|(_, alike)| *alike) {
                if let Some(more) = more(self, member) {
                    *identity = format!("{identity} {more}");
                }
            }
        }
        let mut times: HashMap<String, u32> = HashMap::new();
        for identity in &mut found {
            let number = times.entry(identity.clone()).or_default();
            *number += 1;
            if *number > 1 {
                *identity = format!("{identity} #{number}");
            }
        }
        found
    }

    fn properties_of(&mut self, member: &Member) -> Option<String> {
        if let Some(place) = &member.place {
            return Some(format!("of {}", place.as_str()));
        }
        let mut keys: Vec<&str> = member.merged.properties.keys().map(String::as_str).collect();
        keys.sort_unstable();
        (!keys.is_empty()).then(|| format!("of {}", keys.join(", ")))
    }

    /// A hash of what a member says in its place, but for what it says for people.
    fn content_of(&mut self, member: &Member) -> Option<String> {
        let schema = self.schema_of(&member.at).filter(|_| member.place.is_none())?;
        let said = serde_json::to_string(&plain(serde_json::to_value(&*schema).ok()?, true)).ok()?;
        let digest = Sha256::digest(said.as_bytes());
        Some(digest.iter().take(4).map(|byte| format!("{byte:02x}")).collect())
    }
}

/// What a schema or a part of one says, whatever the order of its keys.
fn plain(value: Value, is_schema: bool) -> Value {
    match value {
        Value::Object(members) => {
            let members = members.into_iter().filter(|(key, _)| !(is_schema && FOR_PEOPLE.contains(&key.as_str())));
            let members: BTreeMap<String, Value> =
                members.map(|(key, value)| (key.clone(), plain(value, !is_schema || key != "properties"))).collect();
            Value::Object(members.into_iter().collect())
        }
        Value::Array(items) => Value::Array(items.into_iter().map(|item| plain(item, is_schema)).collect()),
        other => other,
    }
}
