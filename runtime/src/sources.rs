//! The text of the runtime.
