//! The format `byte`.

use std::fmt;
use std::ops::Deref;

use ::base64::Engine as _;
use ::base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig, STANDARD};
use ::base64::{alphabet, engine::DecodePaddingMode};
use bytes::Bytes;

use crate::runtime::json::{Encode, Formatted, ReadError, Reader, Slot, View, deserialize, serialize};

/// Bytes that are a string in Base64 on the wire ([RFC 4648, section 4](https://www.rfc-editor.org/rfc/rfc4648#section-4)).
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct Base64(pub Bytes);

/// Many servers leave the padding out.
const LENIENT: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

impl Deref for Base64 {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.0
    }
}

impl<T: Into<Bytes>> From<T> for Base64 {
    fn from(bytes: T) -> Self {
        Self(bytes.into())
    }
}

impl fmt::Display for Base64 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&STANDARD.encode(&self.0))
    }
}

impl fmt::Debug for Base64 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Base64({self})")
    }
}

impl Formatted for Base64 {
    fn format(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
impl Encode for Base64 {
    fn view(&self) -> View<'_> {
        View::Formatted(self)
    }
}
impl Slot for Base64 {
    fn vacant() -> Self {
        Self::default()
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), ReadError> {
        self.0 = reader.parse("Base64", |text| LENIENT.decode(text).ok())?.into();
        Ok(())
    }
}

impl serde::Serialize for Base64 {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize(self, serializer)
    }
}
impl<'de> serde::Deserialize<'de> for Base64 {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserialize(deserializer)
    }
}
