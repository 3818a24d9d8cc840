//! Numbers of any size.

use std::fmt;
use std::str::FromStr;

use crate::runtime::json::{Encode, ReadError, Reader, Slot, View, WriteError, deserialize, from_str, serialize};

/// A number of JSON, of any size and precision, exactly as it is written.
///
/// Numbers are equal where they are written alike: `1` is not `1.0`.
///
/// JSON keeps each digit. Through `serde` a number is an integer where it has up to 128 bits, else an `f64`.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Number(String);

impl Number {
    /// The number as it is written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The nearest number of double precision; infinite where the number is out of its range.
    pub fn to_f64(&self) -> f64 {
        // Each number of JSON is one of Rust's.
        self.0.parse().unwrap_or(f64::NAN)
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Number({self})")
    }
}

impl FromStr for Number {
    type Err = ReadError;

    fn from_str(text: &str) -> Result<Self, ReadError> {
        from_str(text)
    }
}

macro_rules! whole {
    ($($integer:ty)*) => {$(
        impl From<$integer> for Number {
            fn from(number: $integer) -> Self {
                Self(number.to_string())
            }
        }
    )*};
}
whole! { i32 i64 u32 u64 }

impl TryFrom<f64> for Number {
    type Error = WriteError;

    fn try_from(number: f64) -> Result<Self, WriteError> {
        let text = crate::runtime::json::to_vec(&number)?;
        Ok(Self(String::from_utf8_lossy(&text).into_owned()))
    }
}

impl Encode for Number {
    fn view(&self) -> View<'_> {
        View::Number(&self.0)
    }
}
impl Slot for Number {
    fn vacant() -> Self {
        Self("0".to_owned())
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), ReadError> {
        self.0 = reader.number()?.to_owned();
        Ok(())
    }
}

impl serde::Serialize for Number {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize(self, serializer)
    }
}
impl<'de> serde::Deserialize<'de> for Number {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserialize(deserializer)
    }
}
