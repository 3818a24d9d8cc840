//! Generates Rust clients from OpenAPI descriptions.
#![warn(missing_docs)]

pub mod diagnostic;
pub mod document;
mod lower;
pub mod model;
