//! Types that are read and written by their own `serde`.

use std::fmt;
use std::ops::{Deref, DerefMut};

use ::serde::de::DeserializeOwned;
use ::serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

use crate::runtime::json::{Encode, ReadError, Reader, Serialized, Slot, View, WriteError};

/// A value of a type that is not of the client, which is read and written as its own `serde` has it.
///
/// It derefs to the value; `Serde(value)` and `value.into()` make one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Serde<T>(pub T);

impl<T> Serde<T> {
    /// The value itself.
    pub fn into_inner(self) -> T {
        self.0
    }
}

impl<T> From<T> for Serde<T> {
    fn from(value: T) -> Self {
        Self(value)
    }
}

impl<T> Deref for Serde<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T> DerefMut for Serde<T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.0
    }
}

impl<T: fmt::Display> fmt::Display for Serde<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl<T: Serialize> Serialized for Serde<T> {
    fn json(&self) -> Result<Value, WriteError> {
        serde_json::to_value(&self.0).map_err(|_| WriteError::of_serde())
    }
}
impl<T: Serialize> Encode for Serde<T> {
    fn view(&self) -> View<'_> {
        View::Serialized(self)
    }
}
impl<T: Serialize + DeserializeOwned + Default> Slot for Serde<T> {
    fn vacant() -> Self {
        Self::default()
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), ReadError> {
        self.0 = reader.of_serde()?;
        Ok(())
    }
}

impl<T: Serialize> Serialize for Serde<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}
impl<'de, T: Deserialize<'de>> Deserialize<'de> for Serde<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::deserialize(deserializer).map(Self)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::time::Duration;

    use super::*;
    use crate::runtime::json::{from_str, to_vec};

    /// What fails to be written.
    #[derive(Clone, Debug, Default, PartialEq)]
    struct Broken;

    impl Serialize for Broken {
        fn serialize<S: Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
            Err(::serde::ser::Error::custom("broken"))
        }
    }

    #[test]
    fn values_are_read_and_written_by_their_own_serde() {
        let text = r#"{"a":[{"secs":1,"nanos":2}],"b":[]}"#;
        let read: BTreeMap<String, Vec<Serde<Duration>>> = from_str(text).unwrap();
        assert_eq!(*read["a"][0], Duration::new(1, 2));
        assert_eq!(to_vec(&read).unwrap(), r#"{"a":[{"nanos":2,"secs":1}],"b":[]}"#.as_bytes());
        assert_eq!(serde_json::to_value(read["a"][0]).unwrap(), serde_json::json!({"secs": 1, "nanos": 2}));
        let error = from_str::<Vec<Serde<Duration>>>(r#"[{"secs":"x"}]"#).unwrap_err().to_string();
        assert!(error.contains("`$[0]`") && error.contains("expected"), "{error}");
    }

    #[test]
    fn what_cannot_be_written_is_refused() {
        assert!(to_vec(&Serde(Broken)).is_err());
    }

    #[test]
    fn a_text_is_one_in_parameters() {
        let text = crate::runtime::value::text(Serde("a b".to_owned()).view());
        assert_eq!(text, Ok(Some("a b".to_owned())));
        assert_eq!(crate::runtime::value::text(Serde(1.5).view()), Ok(Some("1.5".to_owned())));
        assert!(crate::runtime::value::is_nested(Serde(vec![1]).view()));
        assert!(crate::runtime::value::text(Serde(Broken).view()).is_err());
    }
}
