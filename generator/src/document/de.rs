//! Any type reads itself from a tree.

use serde::de::value::{Error, MapAccessDeserializer, MapDeserializer, SeqDeserializer, StrDeserializer};
use serde::de::{Deserializer, Error as _, IntoDeserializer, Unexpected, Visitor};
use serde::forward_to_deserialize_any;

use super::tree::{Members, Tree};

impl<'de> IntoDeserializer<'de, Error> for &'de Tree {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

/// The members of an object as serde reads them.
fn map(members: &Members) -> MapDeserializer<'_, impl Iterator<Item = (&str, &Tree)>, Error> {
    MapDeserializer::new(members.iter().map(|(key, value)| (key.as_str(), value)))
}

/// Integers beyond 64 bits are read as the nearest float: serde's buffers hold nothing wider.
impl<'de> Deserializer<'de> for &'de Tree {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self {
            Tree::Null => visitor.visit_unit(),
            Tree::Bool(value) => visitor.visit_bool(*value),
            Tree::Integer(value) => {
                if let Ok(value) = u64::try_from(*value) {
                    visitor.visit_u64(value)
                } else if let Ok(value) = i64::try_from(*value) {
                    visitor.visit_i64(value)
                } else {
                    visitor.visit_f64(*value as f64)
                }
            }
            Tree::BigInteger(text) => match self.as_f64() {
                Some(float) => visitor.visit_f64(float),
                None => visitor.visit_str(text),
            },
            Tree::Float(value) => visitor.visit_f64(*value),
            Tree::String(value) => visitor.visit_borrowed_str(value),
            Tree::Array(items) => {
                let mut sequence = SeqDeserializer::new(items.iter());
                let value = visitor.visit_seq(&mut sequence)?;
                sequence.end().map(|()| value)
            }
            Tree::Object(members) => {
                let mut map = map(members);
                let value = visitor.visit_map(&mut map)?;
                map.end().map(|()| value)
            }
        }
    }

    fn deserialize_i128<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self {
            Tree::Integer(value) => visitor.visit_i128(*value),
            other => other.deserialize_any(visitor),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self {
            Tree::Null => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        match self {
            Tree::String(variant) => StrDeserializer::new(variant).deserialize_enum(name, variants, visitor),
            Tree::Object(members) => MapAccessDeserializer::new(map(members)).deserialize_enum(name, variants, visitor),
            _ => Err(Error::invalid_type(Unexpected::Other(self.kind()), &"a variant's name")),
        }
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_unit()
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct seq tuple
        tuple_struct map struct identifier
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[test]
    fn types_read_themselves_from_a_tree() {
        #[derive(Debug, PartialEq, Deserialize)]
        enum Colour {
            Red,
            Mixed { parts: Vec<u8> },
        }
        let tree: Tree = serde_json::from_str(r#"["Red", {"Mixed": {"parts": [1, 2]}}, null]"#).unwrap();
        let colours = Vec::<Option<Colour>>::deserialize(&tree).unwrap();
        assert_eq!(colours, [Some(Colour::Red), Some(Colour::Mixed { parts: vec![1, 2] }), None]);
    }

    #[test]
    fn wide_integers_are_exact_where_they_are_asked_for() {
        let tree = Tree::Integer(-9_223_372_036_854_776_000);
        assert_eq!(i128::deserialize(&tree), Ok(-9_223_372_036_854_776_000));
        assert_eq!(f64::deserialize(&tree), Ok(-9_223_372_036_854_775_808.0));
    }
}
