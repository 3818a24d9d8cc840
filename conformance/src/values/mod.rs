//! Values that the original schemas allow.
//!
//! They are made from the document as its author wrote it, and held against it by a validator of JSON Schema; no part of
//! this looks at what the generator makes of a schema.

mod bundled;
mod chooser;
pub(crate) mod dialect;
pub(crate) mod discriminator;
mod earlier;
pub(crate) mod explore;
pub(crate) mod json;
mod maker;
mod numbers;
pub(crate) mod original;
mod patterns;
mod plan;
pub(crate) mod strings;
#[cfg(test)]
pub(crate) mod tests;
pub(crate) mod validity;
