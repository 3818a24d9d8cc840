//! JSON over tables.
//!
//! A generated type states its fields once, as a table. Reading, writing, `Debug` and the `serde` traits are code of
//! this module, compiled once, over those tables; nothing here is generic but the slots of the standard library's
//! containers.
//!
//! Invariant: a value that is read and written again is the same value; what `serde`'s derives would refuse is refused.

mod checks;
mod choice;
mod debug;
mod decimal;
mod equal;
mod error;
mod integer_enum;
mod numbers;
mod object;
mod reader;
mod refusal;
mod serde;
mod slots;
mod string_enum;
mod text;
mod union;
#[cfg(feature = "validate")]
mod validate;
mod writer;

use std::fmt;

pub use checks::Check;
pub use debug::{debug, display};
pub use equal::equal;
pub use error::{ReadError, WriteError};
pub(crate) use object::entries;
pub use object::{Field, Rule, Table, Visitor, presence, table_of};
pub use reader::{Reader, from_slice, from_str};
pub use serde::{deserialize, serialize};
pub use slots::{Array, Formatted, Map, MapSlot, Serialized};
pub(crate) use text::from_text;
pub use union::{OneOf, Tag, Union, Variant};
#[cfg(feature = "validate")]
pub use validate::{Invalid, Violation, validate};
pub use writer::to_vec;

/// What a value is, for all who look at it: the writer of JSON, `Debug`, `serde`, the styles of parameters.
#[derive(Clone, Copy)]
pub enum View<'a> {
    /// No value: an optional field is left out, anything else is `null`.
    Absent,
    /// JSON's `null`.
    Null,
    /// A boolean.
    Bool(bool),
    /// A whole number.
    I64(i64),
    /// A whole number that may be larger than an `i64`.
    U64(u64),
    /// A number.
    F64(f64),
    /// A number of single precision, written with as few digits as tell it apart.
    F32(f32),
    /// A number of any size, as it is written.
    Number(&'a str),
    /// A string.
    Str(&'a str),
    /// A string that is made when it is needed, such as a date.
    Formatted(&'a dyn Formatted),
    /// Any JSON.
    Json(&'a serde_json::Value),
    /// What is written by its own `serde`.
    Serialized(&'a dyn Serialized),
    /// An array.
    Array(&'a dyn Array),
    /// An object whose keys are data.
    Map(&'a dyn Map),
    /// An object whose keys are in a table.
    Object(&'a dyn Encode),
}

/// A value that can be looked at and so be written.
pub trait Encode {
    /// What the value is.
    fn view(&self) -> View<'_>;

    /// Shows the fields, in the table's order, of an object whose keys are in one. Other values have none.
    fn visit(&self, visitor: &mut dyn Visitor) {
        let _ = visitor;
    }
}

/// A place for a value that is read.
///
/// It is filled in place, so that the code that reads objects can be one function over `dyn Slot`.
#[diagnostic::on_unimplemented(message = "`{Self}` cannot be read from JSON by the runtime")]
pub trait Slot: Encode {
    /// A value that is about to be overwritten.
    fn vacant() -> Self
    where
        Self: Sized;

    /// What is known of the objects that the type is read from, where it is a struct.
    ///
    /// A vacant value shows it, so that no table needs code for it. What may hold one type or another has none.
    fn table() -> Option<&'static Table>
    where
        Self: Sized,
    {
        object::table(Self::vacant().view())
    }

    /// Reads the value.
    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), ReadError>;

    /// Reads the value of a key that is there, where `null` is told apart from a missing key.
    fn read_present(&mut self, reader: &mut Reader<'_>) -> Result<(), ReadError> {
        self.read(reader)
    }
}

/// A value that is written as one text: a string, a number, a boolean, a date and the like.
pub trait Primitive: Encode {}

// `Display` tells them, so that tables need no code for it: what has no text of its own does not implement it.
impl<T: Encode + fmt::Display + ?Sized> Primitive for T {}

/// How deep arrays and objects may be nested in each other.
const MAX_DEPTH: usize = 128;
