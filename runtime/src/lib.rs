//! What every client that `oasmith` generates calls.
//!
//! Everything is in one module, [`runtime`], whose paths are the same here and in a crate that carries a copy of it.
#![warn(missing_docs)]

#[cfg(feature = "client")]
pub mod runtime;
#[cfg(feature = "client")]
pub use runtime::*;

#[cfg(feature = "sources")]
pub mod sources;
