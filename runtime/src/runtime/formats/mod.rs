//! Formats of strings that have types of their own.

mod base64;
#[cfg(feature = "chrono")]
mod chrono;
mod ip;
mod number;
#[cfg(feature = "uuid")]
mod uuid;

pub use base64::Base64;
pub use number::Number;
