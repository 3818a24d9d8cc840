//! What all schemas that hold at one place say together, once their unions are decided.

use serde_json::{Map, Value};

use super::dialect::size;
use super::original::list;

/// A type of JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    String,
    Number,
    Integer,
    Boolean,
    Array,
    Object,
    Null,
}

impl Kind {
    pub(super) const ANY: [Self; 7] =
        [Self::String, Self::Integer, Self::Number, Self::Boolean, Self::Array, Self::Object, Self::Null];

    fn named(name: &str) -> Option<Self> {
        Some(match name {
            "string" => Self::String,
            "number" => Self::Number,
            "integer" => Self::Integer,
            "boolean" => Self::Boolean,
            "array" => Self::Array,
            "object" => Self::Object,
            "null" => Self::Null,
            _ => return None,
        })
    }
}

/// The least and the greatest number of something.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct Lengths {
    pub(super) least: u64,
    pub(super) most: Option<u64>,
}

impl Lengths {
    fn narrow(&mut self, schema: &Value, least: &str, most: &str) {
        if let Some(bound) = schema.get(least).and_then(size) {
            self.least = self.least.max(bound);
        }
        if let Some(bound) = schema.get(most).and_then(size) {
            self.most = Some(self.most.map_or(bound, |most| most.min(bound)));
        }
    }
}

/// A bound of a number.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bound<'a> {
    pub(super) value: &'a Value,
    pub(super) exclusive: bool,
}

/// The properties that one schema states, and what it says of all others.
#[derive(Clone, Copy, Debug)]
pub(super) struct Members<'a> {
    pub(super) properties: Option<&'a Map<String, Value>>,
    pub(super) rest: Option<&'a Value>,
}

/// What the schemas say.
#[derive(Clone, Debug, Default)]
pub(super) struct Plan<'a> {
    /// The types that are stated, in the first schema's order.
    pub(super) kinds: Option<Vec<Kind>>,
    /// Whether a schema allows for `null` in so many words.
    pub(super) nullable: bool,
    pub(super) values: Option<Vec<&'a Value>>,
    pub(super) members: Vec<Members<'a>>,
    pub(super) required: Vec<&'a str>,
    /// What the property that tells schemas apart has to be.
    pub(super) tags: Vec<(&'a str, String)>,
    pub(super) items: Vec<&'a Value>,
    /// The schemas of the first items, where a list has them by their places.
    pub(super) first: Vec<&'a [Value]>,
    /// The examples and defaults of the document.
    pub(super) samples: Vec<&'a Value>,
    pub(super) formats: Vec<&'a str>,
    pub(super) patterns: Vec<&'a str>,
    pub(super) text: Lengths,
    pub(super) length: Lengths,
    pub(super) size: Lengths,
    pub(super) unique: bool,
    pub(super) low: Vec<Bound<'a>>,
    pub(super) high: Vec<Bound<'a>>,
    pub(super) steps: Vec<f64>,
    /// The schemas by their addresses.
    pub(super) visited: Vec<usize>,
    /// How many unions were decided.
    pub(super) unions: usize,
    /// Whether no value is valid.
    pub(super) dead: bool,
}

impl<'a> Plan<'a> {
    /// Adds what a schema says itself, without its references and unions.
    pub(super) fn add(&mut self, schema: &'a Value) {
        self.add_kinds(schema);
        self.add_values(schema);
        let properties = schema.get("properties").and_then(Value::as_object);
        let rest = schema.get("additionalProperties").filter(|rest| rest.is_boolean() || rest.is_object());
        if properties.is_some() || rest.is_some() {
            self.members.push(Members { properties, rest });
        }
        for name in list(schema, "required").iter().filter_map(Value::as_str) {
            if !self.required.contains(&name) {
                self.required.push(name);
            }
        }
        let first = list(schema, "prefixItems");
        if !first.is_empty() {
            self.first.push(first);
            if schema.get("items") == Some(&Value::Bool(false)) {
                let most = first.len() as u64;
                self.length.most = Some(self.length.most.map_or(most, |known| known.min(most)));
            }
        }
        self.items.extend(schema.get("items").filter(|items| items.is_object()));
        self.unique |= schema.get("uniqueItems") == Some(&Value::Bool(true));
        self.formats.extend(schema.get("format").and_then(Value::as_str));
        self.patterns.extend(schema.get("pattern").and_then(Value::as_str));
        self.text.narrow(schema, "minLength", "maxLength");
        self.length.narrow(schema, "minItems", "maxItems");
        self.size.narrow(schema, "minProperties", "maxProperties");
        self.low.extend(bound(schema, "minimum", "exclusiveMinimum"));
        self.high.extend(bound(schema, "maximum", "exclusiveMaximum"));
        self.steps.extend(schema.get("multipleOf").and_then(Value::as_f64).filter(|step| *step > 0.0));
    }

    fn add_kinds(&mut self, schema: &'a Value) {
        self.nullable |= schema.get("nullable") == Some(&Value::Bool(true));
        let mut kinds: Vec<Kind> = match schema.get("type") {
            Some(Value::String(name)) => Kind::named(name).into_iter().collect(),
            Some(Value::Array(names)) => names.iter().filter_map(|name| Kind::named(name.as_str()?)).collect(),
            _ => Vec::new(),
        };
        if kinds.len() > 1 && kinds.contains(&Kind::Null) {
            self.nullable = true;
            kinds.retain(|kind| *kind != Kind::Null);
        }
        if kinds.is_empty() {
            // Nobody knows what values a type has that there is not.
            self.dead |= schema.get("type").is_some();
            return;
        }
        self.kinds = Some(match self.kinds.take() {
            None => kinds,
            Some(before) => before.into_iter().filter_map(|kind| common(kind, &kinds)).collect(),
        });
    }

    fn add_values(&mut self, schema: &'a Value) {
        let mut values: Vec<&Value> = list(schema, "enum").iter().collect();
        if let Some(value) = schema.get("const") {
            values = vec![value];
        }
        if !values.is_empty() {
            self.values = Some(match self.values.take() {
                None => values,
                Some(before) => before.into_iter().filter(|value| values.contains(value)).collect(),
            });
        }
        self.samples.extend(schema.get("example"));
        self.samples.extend(schema.get("default"));
        self.samples.extend(list(schema, "examples"));
    }

    /// The types of the values to make: those that are stated, else those that the other keywords are about.
    pub(super) fn kinds(&self) -> Vec<Kind> {
        if let Some(kinds) = &self.kinds {
            return kinds.clone();
        }
        let mut kinds = Vec::new();
        if !self.members.is_empty() || !self.required.is_empty() || !self.tags.is_empty() {
            kinds.push(Kind::Object);
        }
        if !self.items.is_empty() || !self.first.is_empty() || self.length != Lengths::default() {
            kinds.push(Kind::Array);
        }
        if !self.low.is_empty() || !self.high.is_empty() || !self.steps.is_empty() {
            kinds.push(Kind::Number);
        }
        if !self.patterns.is_empty() || self.text != Lengths::default() || !self.formats.is_empty() {
            kinds.push(Kind::String);
        }
        if kinds.is_empty() { Kind::ANY.to_vec() } else { kinds }
    }

    /// Whether a schema says that there may be `null`.
    pub(super) fn offers_null(&self) -> bool {
        self.nullable || self.values.as_ref().is_some_and(|values| values.iter().any(|value| value.is_null()))
    }

    /// Whether the schemas have nothing in common but `null`.
    pub(super) fn is_null(&self) -> bool {
        let no_kind = self.nullable && self.kinds.as_ref().is_some_and(Vec::is_empty);
        no_kind || self.values.as_ref().is_some_and(|values| values.iter().all(|value| value.is_null()))
    }

    /// The names that the schemas know, in their order.
    pub(super) fn names(&self) -> Vec<&str> {
        let stated = self.members.iter().filter_map(|members| members.properties).flat_map(Map::keys);
        let mut names: Vec<&str> = Vec::new();
        let mut seen = std::collections::HashSet::new();
        let tags = self.tags.iter().map(|(name, _)| *name);
        for name in stated.map(String::as_str).chain(self.required.iter().copied()).chain(tags) {
            if seen.insert(name) {
                names.push(name);
            }
        }
        names
    }

    /// The schemas of a member; none where it is forbidden.
    pub(super) fn member(&self, name: &str) -> Option<Vec<&'a Value>> {
        let mut schemas = Vec::new();
        for members in &self.members {
            match members.properties.and_then(|properties| properties.get(name)).or(members.rest) {
                Some(Value::Bool(false)) => return None,
                Some(schema @ Value::Object(_)) => schemas.push(schema),
                _ => {}
            }
        }
        Some(schemas)
    }

    /// The schemas of an item of a list.
    pub(super) fn item(&self, index: usize) -> Vec<&'a Value> {
        let first = self.first.iter().filter_map(|first| first.get(index));
        let is_rest = self.first.iter().all(|first| index >= first.len());
        first.chain(self.items.iter().copied().filter(|_| is_rest)).collect()
    }

    /// Whether members that no schema names are asked for: stated, or all that there can be.
    pub(super) fn is_open(&self) -> bool {
        let mut rests = self.members.iter().filter_map(|members| members.rest).peekable();
        if rests.peek().is_none() {
            return self.names().is_empty();
        }
        rests.all(|rest| *rest != Value::Bool(false))
    }

    pub(super) fn tag(&self, name: &str) -> Option<&str> {
        self.tags.iter().find(|(other, _)| *other == name).map(|(_, tag)| tag.as_str())
    }
}

fn bound<'a>(schema: &'a Value, keyword: &str, exclusive: &str) -> Option<Bound<'a>> {
    if let Some(value @ Value::Number(_)) = schema.get(exclusive) {
        return Some(Bound { value, exclusive: true });
    }
    let value = schema.get(keyword).filter(|value| value.is_number())?;
    Some(Bound { value, exclusive: schema.get(exclusive) == Some(&Value::Bool(true)) })
}

/// A type as a list of others narrows it: a number that has to be whole is a whole number.
fn common(kind: Kind, others: &[Kind]) -> Option<Kind> {
    if others.contains(&kind) {
        return Some(kind);
    }
    let other = match kind {
        Kind::Number => Kind::Integer,
        Kind::Integer => Kind::Number,
        _ => return None,
    };
    others.contains(&other).then_some(Kind::Integer)
}
