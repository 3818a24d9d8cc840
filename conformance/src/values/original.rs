//! A document as its author wrote it, or what one of several files is in one, and one of Swagger 2.0 in OpenAPI 3.0.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fmt;
use std::path::Path;

use serde::de::{DeserializeSeed, Deserializer, EnumAccess, MapAccess, SeqAccess, VariantAccess as _, Visitor};
use serde_json::{Map, Value};

use super::{bundled, earlier};

/// The place of the named schemas.
pub(crate) const SCHEMAS: &str = "/components/schemas/";

/// JSON or YAML as JSON has it.
pub(crate) fn parsed(text: &str) -> Result<Value, serde_yaml::Error> {
    let text = text.trim_start_matches('\u{feff}');
    match serde_json::from_str(text) {
        Ok(root) => Ok(root),
        Err(_) => Yaml.deserialize(serde_yaml::Deserializer::from_str(text)),
    }
}

/// A document, and which of its named schemas extend which.
pub(crate) struct Original {
    pub(crate) root: Value,
    /// Whether it is of several files.
    pub(crate) is_bundled: bool,
    /// The schemas whose `allOf` refers to a schema, by the pointer of the latter; both named.
    children: BTreeMap<String, Vec<String>>,
}

impl Original {
    pub(crate) fn read(path: &Path) -> Result<Self, Box<dyn Error>> {
        let text = std::fs::read_to_string(path)?;
        let root = parsed(&text)?;
        let bundled = bundled::bundled(path, &root)?;
        let is_bundled = bundled.is_some();
        let root = bundled.unwrap_or(root);
        let root = earlier::converted(&root, text.trim_start_matches('\u{feff}'))?.unwrap_or(root);
        Ok(Self { is_bundled, ..Self::new(root) })
    }

    pub(crate) fn new(root: Value) -> Self {
        let mut document = Self { root, is_bundled: false, children: BTreeMap::new() };
        let mut children = BTreeMap::<String, Vec<String>>::new();
        for (pointer, schema) in document.schemas() {
            for member in list(schema, "allOf") {
                if let Some((parent, _)) = reference(member).and_then(|text| document.target(text))
                    && parent.starts_with(SCHEMAS)
                {
                    children.entry(parent).or_default().push(pointer.clone());
                }
            }
        }
        document.children = children;
        document
    }

    /// The named schemas with their pointers.
    pub(crate) fn schemas(&self) -> impl Iterator<Item = (String, &Value)> {
        let schemas = self.root.pointer("/components/schemas").and_then(Value::as_object);
        schemas.into_iter().flatten().map(|(name, schema)| (format!("{SCHEMAS}{}", escaped(name)), schema))
    }

    /// Whether schemas are those of JSON Schema 2020-12: since OpenAPI 3.1.
    pub(crate) fn is_later(&self) -> bool {
        let version = self.root.get("openapi").map(|version| match version {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        });
        version.is_some_and(|version| ["3.1", "3.2"].iter().any(|later| version.starts_with(later)))
    }

    pub(crate) fn at(&self, pointer: &str) -> Option<&Value> {
        self.root.pointer(pointer)
    }

    /// The pointer and the schema that a reference leads to, within the document.
    pub(crate) fn target(&self, reference: &str) -> Option<(String, &Value)> {
        let fragment = reference.strip_prefix('#')?;
        let pointer = if fragment.contains('%') { decoded(fragment)? } else { fragment.to_owned() };
        let target = self.root.pointer(&pointer)?;
        Some((pointer, target))
    }

    /// The named schemas that extend one, over any number of generations.
    pub(crate) fn descendants(&self, pointer: &str) -> Vec<&str> {
        let mut found = Vec::new();
        let mut seen = BTreeSet::from([pointer]);
        let mut next = vec![pointer];
        while let Some(parent) = next.pop() {
            for child in self.children.get(parent).into_iter().flatten() {
                if seen.insert(child) {
                    found.push(child.as_str());
                    next.push(child);
                }
            }
        }
        found.sort_unstable();
        found
    }
}

/// The pointer, and those of the schemas around it that hold for the same values, where it is of a member of a union: a
/// member is meant together with what is beside the union.
pub(crate) fn places(pointer: &str) -> Vec<&str> {
    let mut places = vec![pointer];
    let mut rest = pointer;
    while let Some((outer, keyword)) = rest.rsplit_once('/').and_then(|(list, index)| {
        let (outer, keyword) = list.rsplit_once('/')?;
        index.parse::<usize>().is_ok().then_some((outer, keyword))
    }) {
        match keyword {
            "oneOf" | "anyOf" => {}
            "allOf" if places.len() > 1 => {}
            _ => break,
        }
        places.push(outer);
        rest = outer;
    }
    places
}

/// The reference of a schema that is one.
pub(crate) fn reference(schema: &Value) -> Option<&str> {
    schema.get("$ref")?.as_str()
}

/// The schemas of a keyword that has a list of them.
pub(crate) fn list<'a>(schema: &'a Value, keyword: &str) -> &'a [Value] {
    schema.get(keyword).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

/// The name of a named schema.
pub(crate) fn name(pointer: &str) -> Option<String> {
    let name = pointer.strip_prefix(SCHEMAS).filter(|name| !name.contains('/'))?;
    Some(name.replace("~1", "/").replace("~0", "~"))
}

/// A name as a part of a JSON Pointer.
pub(crate) fn escaped(name: &str) -> Cow<'_, str> {
    if name.contains(['~', '/']) { name.replace('~', "~0").replace('/', "~1").into() } else { name.into() }
}

/// A text without its percent-encoding; none where that is of no text.
pub(crate) fn decoded(fragment: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(fragment.len());
    let mut rest = fragment.as_bytes();
    while let [first, tail @ ..] = rest {
        let code = tail.get(..2).filter(|_| *first == b'%').and_then(|hex| std::str::from_utf8(hex).ok());
        match code.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = &tail[2..];
            }
            None => {
                bytes.push(*first);
                rest = tail;
            }
        }
    }
    String::from_utf8(bytes).ok()
}

/// A value of YAML as JSON has it: keys are texts, and whole numbers beyond 64 bits floats.
struct Yaml;

impl<'de> DeserializeSeed<'de> for Yaml {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Yaml {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_i128<E>(self, value: i128) -> Result<Value, E> {
        Ok((value as f64).into())
    }

    fn visit_u128<E>(self, value: u128) -> Result<Value, E> {
        Ok((value as f64).into())
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_enum<A: EnumAccess<'de>>(self, data: A) -> Result<Value, A::Error> {
        let (_tag, content) = data.variant::<String>()?;
        content.newtype_variant_seed(self)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element_seed(Self)? {
            list.push(item);
        }
        Ok(Value::Array(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        let mut map = Map::new();
        while let Some(key) = members.next_key::<String>()? {
            map.insert(key, members.next_value_seed(Self)?);
        }
        Ok(Value::Object(map))
    }
}
