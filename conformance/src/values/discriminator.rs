//! What the value of a discriminator says about the schema of an object.

use serde_json::Value;

use super::original::{Original, SCHEMAS, escaped, list, name, reference};

/// A `discriminator` of the document.
#[derive(Clone, Copy)]
pub(crate) struct Discriminator<'a> {
    document: &'a Original,
    schema: &'a Value,
    pub(crate) property: &'a str,
}

/// A value of the property, and the pointer of the schema that it means.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Meaning {
    pub(crate) tag: String,
    pub(crate) pointer: String,
}

impl<'a> Discriminator<'a> {
    pub(crate) fn of(document: &'a Original, schema: &'a Value) -> Option<Self> {
        let property = schema.get("discriminator")?.get("propertyName")?.as_str()?;
        Some(Self { document, schema, property })
    }

    /// Whether it tells the members of the schema's own union apart; else those that extend the schema.
    pub(crate) fn is_of_union(&self) -> bool {
        ["oneOf", "anyOf"].iter().any(|keyword| !list(self.schema, keyword).is_empty())
    }

    /// The pointers of the members of the union that have names.
    fn members(&self) -> impl Iterator<Item = String> {
        let members = ["oneOf", "anyOf"].into_iter().flat_map(|keyword| list(self.schema, keyword));
        members.filter_map(|member| Some(self.document.target(reference(member)?)?.0))
    }

    fn mapping(&self) -> impl Iterator<Item = Meaning> {
        let mapping = self.schema.get("discriminator").and_then(|value| value.get("mapping")?.as_object());
        mapping.into_iter().flatten().filter_map(|(tag, target)| {
            let target = target.as_str()?;
            let pointer = match self.document.target(target) {
                Some((pointer, _)) => pointer,
                None => self.named(target)?,
            };
            Some(Meaning { tag: tag.clone(), pointer })
        })
    }

    fn named(&self, name: &str) -> Option<String> {
        let pointer = format!("{SCHEMAS}{}", escaped(name));
        self.document.at(&pointer).map(|_| pointer)
    }

    /// Every value with a meaning: those of the mapping, then the names of the schemas that it is about. `own` is the
    /// pointer of the schema that has the discriminator.
    pub(crate) fn meanings(&self, own: Option<&str>) -> Vec<Meaning> {
        let mut meanings: Vec<Meaning> = self.mapping().collect();
        let mut pointers: Vec<String> = self.members().collect();
        if !self.is_of_union() {
            pointers.extend(own.map(str::to_owned));
            pointers.extend(own.into_iter().flat_map(|own| self.document.descendants(own)).map(str::to_owned));
        }
        for pointer in pointers {
            if let Some(tag) = name(&pointer)
                && meanings.iter().all(|other| other.tag != tag)
            {
                meanings.push(Meaning { tag, pointer });
            }
        }
        meanings
    }

    /// The values that mean a schema: those of the mapping, else its name.
    pub(crate) fn tags(&self, pointer: &str, own: Option<&str>) -> Vec<String> {
        let mapped: Vec<String> =
            self.mapping().filter(|one| one.pointer == pointer).map(|meaning| meaning.tag).collect();
        if !mapped.is_empty() {
            return mapped;
        }
        // The name of another schema in the mapping is taken.
        let meanings = self.meanings(own);
        meanings.into_iter().filter(|one| one.pointer == pointer).map(|meaning| meaning.tag).collect()
    }
}
