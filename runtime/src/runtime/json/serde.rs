//! The traits of `serde` over tables, for `serde_json`, other formats and other people's code.
//!
//! The runtime itself does not go this way: reading goes through a text of JSON, so that there is one reader.

use std::fmt;

use ::serde::de::{DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor as Receiver};
use ::serde::ser::{Error as _, Serialize, SerializeMap, SerializeSeq, SerializeStruct, Serializer};

use super::object::{Table, Visitor, present};
use super::reader::from_str;
use super::{Encode, Map, Slot, View, to_vec};

/// `Serialize` for all tables.
pub fn serialize<S: Serializer>(value: &dyn Encode, serializer: S) -> Result<S::Ok, S::Error> {
    value.view().serialize(serializer)
}

impl Serialize for View<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match *self {
            Self::Absent | Self::Null => serializer.serialize_none(),
            Self::Bool(value) => serializer.serialize_bool(value),
            Self::I64(number) => serializer.serialize_i64(number),
            Self::U64(number) => serializer.serialize_u64(number),
            Self::F64(number) => serializer.serialize_f64(number),
            Self::F32(number) => serializer.serialize_f32(number),
            Self::Number(text) => serialize_number(text, serializer),
            Self::Str(text) => serializer.serialize_str(text),
            Self::Formatted(text) => serializer.collect_str(text),
            Self::Json(json) => json.serialize(serializer),
            Self::Serialized(value) => value.json().map_err(S::Error::custom)?.serialize(serializer),
            Self::Array(items) => {
                let mut sequence = serializer.serialize_seq(Some(items.len()))?;
                (0..items.len()).try_for_each(|index| sequence.serialize_element(&items.item(index)))?;
                sequence.end()
            }
            Self::Map(map) => {
                let mut entries = serializer.serialize_map(None)?;
                serialize_entries(&mut entries, map)?;
                entries.end()
            }
            Self::Object(object) => {
                let mut write = Write { serializer: Some(serializer), result: None };
                object.visit(&mut write);
                write.result.unwrap_or_else(|| Err(S::Error::custom("the object showed no fields")))
            }
        }
    }
}

/// Formats other than JSON have no number of any size.
fn serialize_number<S: Serializer>(text: &str, serializer: S) -> Result<S::Ok, S::Error> {
    if let Ok(number) = text.parse() {
        serializer.serialize_i64(number)
    } else if let Ok(number) = text.parse() {
        serializer.serialize_u64(number)
    } else if let Ok(number) = text.parse() {
        serializer.serialize_i128(number)
    } else if let Ok(number) = text.parse() {
        serializer.serialize_u128(number)
    } else {
        match text.parse::<f64>() {
            Ok(number) if number.is_finite() => serializer.serialize_f64(number),
            _ => Err(S::Error::custom("the number is out of range")),
        }
    }
}

fn serialize_entries<M: SerializeMap>(entries: &mut M, map: &dyn Map) -> Result<(), M::Error> {
    let mut result = Ok(());
    map.visit(&mut |key, value| {
        if result.is_ok() {
            result = entries.serialize_entry(key, &value.view());
        }
    });
    result
}

struct Write<S: Serializer> {
    serializer: Option<S>,
    result: Option<Result<S::Ok, S::Error>>,
}

impl<S: Serializer> Visitor for Write<S> {
    fn object(&mut self, table: &'static Table, fields: &[&dyn Encode], rest: Option<&dyn Map>) {
        if let Some(serializer) = self.serializer.take() {
            self.result = Some(serialize_object(serializer, table, fields, rest));
        }
    }
}

fn serialize_object<S: Serializer>(
    serializer: S,
    table: &'static Table,
    fields: &[&dyn Encode],
    rest: Option<&dyn Map>,
) -> Result<S::Ok, S::Error> {
    let count = present(table, fields).count();
    match rest {
        None => {
            let mut object = serializer.serialize_struct(table.name, count)?;
            present(table, fields).try_for_each(|(field, value)| object.serialize_field(field.name(), &value))?;
            object.end()
        }
        Some(map) => {
            let mut object = serializer.serialize_map(None)?;
            present(table, fields).try_for_each(|(field, value)| object.serialize_entry(field.name(), &value))?;
            serialize_entries(&mut object, map)?;
            object.end()
        }
    }
}

/// `Deserialize` for all tables.
pub fn deserialize<'de, T: Slot, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    let mut text = String::new();
    Copy(&mut text).deserialize(deserializer)?;
    from_str(&text).map_err(D::Error::custom)
}

/// Copies a value of any format into a text of JSON, duplicate keys and all.
struct Copy<'a>(&'a mut String);

impl Copy<'_> {
    fn put<E: ::serde::de::Error>(self, value: &dyn Encode) -> Result<(), E> {
        let bytes = to_vec(value).map_err(E::custom)?;
        self.0.push_str(std::str::from_utf8(&bytes).map_err(E::custom)?);
        Ok(())
    }
}

impl<'de> DeserializeSeed<'de> for Copy<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Receiver<'de> for Copy<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value that JSON has")
    }

    fn visit_bool<E: ::serde::de::Error>(self, value: bool) -> Result<(), E> {
        self.put(&value)
    }

    fn visit_i64<E: ::serde::de::Error>(self, value: i64) -> Result<(), E> {
        self.put(&value)
    }

    fn visit_u64<E: ::serde::de::Error>(self, value: u64) -> Result<(), E> {
        self.put(&value)
    }

    fn visit_i128<E: ::serde::de::Error>(self, value: i128) -> Result<(), E> {
        self.0.push_str(&value.to_string());
        Ok(())
    }

    fn visit_u128<E: ::serde::de::Error>(self, value: u128) -> Result<(), E> {
        self.0.push_str(&value.to_string());
        Ok(())
    }

    fn visit_f32<E: ::serde::de::Error>(self, value: f32) -> Result<(), E> {
        self.put(&value)
    }

    fn visit_f64<E: ::serde::de::Error>(self, value: f64) -> Result<(), E> {
        self.put(&value)
    }

    fn visit_str<E: ::serde::de::Error>(self, value: &str) -> Result<(), E> {
        self.put(&value)
    }

    fn visit_unit<E: ::serde::de::Error>(self) -> Result<(), E> {
        self.0.push_str("null");
        Ok(())
    }

    fn visit_none<E: ::serde::de::Error>(self) -> Result<(), E> {
        self.visit_unit()
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        self.deserialize(deserializer)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        self.deserialize(deserializer)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        self.0.push('[');
        let start = self.0.len();
        loop {
            let end = self.0.len();
            if end > start {
                self.0.push(',');
            }
            if items.next_element_seed(Copy(&mut *self.0))?.is_none() {
                self.0.truncate(end);
                break;
            }
        }
        self.0.push(']');
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<(), A::Error> {
        self.0.push('{');
        let start = self.0.len();
        while let Some(key) = entries.next_key_seed(Key)? {
            if self.0.len() > start {
                self.0.push(',');
            }
            Copy(&mut *self.0).put(&key)?;
            self.0.push(':');
            entries.next_value_seed(Copy(&mut *self.0))?;
        }
        self.0.push('}');
        Ok(())
    }
}

/// A key as text: formats other than JSON have keys of other types.
struct Key;

impl<'de> DeserializeSeed<'de> for Key {
    type Value = String;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<String, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl Receiver<'_> for Key {
    type Value = String;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_bool<E: ::serde::de::Error>(self, value: bool) -> Result<String, E> {
        Ok(value.to_string())
    }

    fn visit_i64<E: ::serde::de::Error>(self, value: i64) -> Result<String, E> {
        Ok(value.to_string())
    }

    fn visit_u64<E: ::serde::de::Error>(self, value: u64) -> Result<String, E> {
        Ok(value.to_string())
    }

    fn visit_str<E: ::serde::de::Error>(self, value: &str) -> Result<String, E> {
        Ok(value.to_owned())
    }
}
