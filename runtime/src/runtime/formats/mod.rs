//! Formats of strings that have types of their own.

mod base64;
#[cfg(feature = "chrono")]
mod chrono;
mod ip;
#[cfg(feature = "jiff")]
mod jiff;
mod number;
mod serde;
#[cfg(feature = "time")]
mod time;
#[cfg(feature = "uuid")]
mod uuid;

pub use base64::Base64;
pub use number::Number;
pub use serde::Serde;
