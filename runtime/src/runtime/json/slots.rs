//! The values that tables are made of: scalars and the containers of the standard library.

use std::collections::BTreeMap;
use std::fmt;

use serde_json::Value;

use super::numbers::out_of_range;
use super::{Encode, ReadError, Reader, Slot, Table, View, WriteError};

type Result<T> = std::result::Result<T, ReadError>;

/// A string that is made when it is needed.
pub trait Formatted {
    /// Writes the string.
    fn format(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result;
}

impl fmt::Display for dyn Formatted + '_ {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.format(f)
    }
}

/// A value that is written by its own `serde`.
pub trait Serialized {
    /// The value as JSON.
    fn json(&self) -> std::result::Result<Value, WriteError>;
}

/// An array, item by item.
pub trait Array {
    /// How many items there are.
    fn len(&self) -> usize;

    /// Whether there are none.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The item of an index below [`len`](Self::len).
    fn item(&self, index: usize) -> View<'_>;
}

/// An object whose keys are data.
pub trait Map {
    /// Shows all entries.
    fn visit(&self, visit: &mut dyn FnMut(&str, &dyn Encode));

    /// The value of a key.
    fn value(&self, key: &str) -> Option<&dyn Encode>;
}

/// A place for an object whose keys are data.
pub trait MapSlot {
    /// Reads the value of a key.
    fn insert(&mut self, key: &str, reader: &mut Reader<'_>) -> Result<()>;
}

impl Encode for str {
    fn view(&self) -> View<'_> {
        View::Str(self)
    }
}

impl Encode for String {
    fn view(&self) -> View<'_> {
        View::Str(self)
    }
}
impl Slot for String {
    fn vacant() -> Self {
        Self::new()
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> Result<()> {
        *self = reader.string()?.into_owned();
        Ok(())
    }
}

impl Encode for bool {
    fn view(&self) -> View<'_> {
        View::Bool(*self)
    }
}
impl Slot for bool {
    fn vacant() -> Self {
        false
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> Result<()> {
        *self = reader.bool()?;
        Ok(())
    }
}

macro_rules! integers {
    ($($integer:ty: $view:ident, $name:literal;)*) => {$(
        impl Encode for $integer {
            fn view(&self) -> View<'_> {
                View::$view((*self).into())
            }
        }
        impl Slot for $integer {
            fn vacant() -> Self {
                0
            }

            fn read(&mut self, reader: &mut Reader<'_>) -> Result<()> {
                let number = reader.integer($name)?;
                *self = Self::try_from(number).map_err(|_| out_of_range($name))?;
                Ok(())
            }
        }
    )*};
}
integers! {
    i8: I64, "an integer of 8 bits";
    i16: I64, "an integer of 16 bits";
    i32: I64, "an integer of 32 bits";
    i64: I64, "an integer of 64 bits";
    u8: U64, "an unsigned integer of 8 bits";
    u16: U64, "an unsigned integer of 16 bits";
    u32: U64, "an unsigned integer of 32 bits";
    u64: U64, "an unsigned integer of 64 bits";
}

impl Encode for f64 {
    fn view(&self) -> View<'_> {
        View::F64(*self)
    }
}
impl Slot for f64 {
    fn vacant() -> Self {
        0.0
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> Result<()> {
        *self = reader.float()?;
        Ok(())
    }
}

impl Encode for f32 {
    fn view(&self) -> View<'_> {
        View::F32(*self)
    }
}
impl Slot for f32 {
    fn vacant() -> Self {
        0.0
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> Result<()> {
        #[expect(clippy::cast_possible_truncation, reason = "the nearest number of single precision is what is wanted")]
        let number = reader.float()? as Self;
        if !number.is_finite() {
            return Err(ReadError::new("the number is out of range"));
        }
        *self = number;
        Ok(())
    }
}

impl Encode for Value {
    fn view(&self) -> View<'_> {
        View::Json(self)
    }
}
impl Slot for Value {
    fn vacant() -> Self {
        Self::Null
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> Result<()> {
        *self = reader.any()?;
        Ok(())
    }
}

impl Encode for View<'_> {
    fn view(&self) -> View<'_> {
        *self
    }
}

impl<T: Encode + ?Sized> Encode for &T {
    fn view(&self) -> View<'_> {
        (**self).view()
    }
}

impl<T: Encode> Encode for Option<T> {
    fn view(&self) -> View<'_> {
        match self {
            // What is there, be it nothing, is not absent.
            Some(value) => match value.view() {
                View::Absent => View::Null,
                view => view,
            },
            None => View::Absent,
        }
    }
}
impl<T: Slot> Slot for Option<T> {
    fn vacant() -> Self {
        None
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> Result<()> {
        if reader.null()? {
            *self = None;
            return Ok(());
        }
        self.read_present(reader)
    }

    fn read_present(&mut self, reader: &mut Reader<'_>) -> Result<()> {
        *self = Some(T::vacant());
        match self {
            Some(value) => value.read(reader),
            None => Ok(()),
        }
    }
}

impl<T: Encode> Encode for Box<T> {
    fn view(&self) -> View<'_> {
        (**self).view()
    }
}
impl<T: Slot> Slot for Box<T> {
    fn vacant() -> Self {
        Self::new(T::vacant())
    }

    fn table() -> Option<&'static Table> {
        T::table()
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> Result<()> {
        (**self).read(reader)
    }

    fn read_present(&mut self, reader: &mut Reader<'_>) -> Result<()> {
        (**self).read_present(reader)
    }
}

macro_rules! arrays {
    ($([$($generics:tt)*] $array:ty;)*) => {$(
        impl<$($generics)*> Array for $array {
            fn len(&self) -> usize {
                self.as_slice().len()
            }

            fn item(&self, index: usize) -> View<'_> {
                // An index of a slice is not a function to be compiled for each type.
                let items: &[T] = self;
                items[index].view()
            }
        }
    )*};
}
arrays! {
    [T: Encode] Vec<T>;
    [T: Encode, const N: usize] [T; N];
}

impl<T: Encode> Encode for Vec<T> {
    fn view(&self) -> View<'_> {
        View::Array(self)
    }
}
impl<T: Encode> Array for &[T] {
    fn len(&self) -> usize {
        <[T]>::len(self)
    }

    fn item(&self, index: usize) -> View<'_> {
        self[index].view()
    }
}
impl<T: Encode> Encode for &[T] {
    fn view(&self) -> View<'_> {
        View::Array(self)
    }
}
impl<T: Slot> Slot for Vec<T> {
    fn vacant() -> Self {
        Self::new()
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> Result<()> {
        reader.array(&mut |reader| {
            let mut item = T::vacant();
            item.read(reader)?;
            self.push(item);
            Ok(())
        })?;
        Ok(())
    }
}

impl<T: Encode, const N: usize> Encode for [T; N] {
    fn view(&self) -> View<'_> {
        View::Array(self)
    }
}

impl<T: Slot, const N: usize> Slot for [T; N] {
    fn vacant() -> Self {
        std::array::from_fn(|_| T::vacant())
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> Result<()> {
        let mut items = self.iter_mut();
        reader.items(N, &mut || items.next().map(|item| item as &mut dyn Slot))
    }
}

impl<T: Encode> Map for BTreeMap<String, T> {
    fn visit(&self, visit: &mut dyn FnMut(&str, &dyn Encode)) {
        for (key, value) in self {
            visit(key, value);
        }
    }

    fn value(&self, key: &str) -> Option<&dyn Encode> {
        self.get(key).map(|value| value as _)
    }
}
impl<T: Slot> MapSlot for BTreeMap<String, T> {
    fn insert(&mut self, key: &str, reader: &mut Reader<'_>) -> Result<()> {
        let mut value = T::vacant();
        value.read(reader)?;
        Self::insert(self, key.to_owned(), value);
        Ok(())
    }
}
impl<T: Encode> Encode for BTreeMap<String, T> {
    fn view(&self) -> View<'_> {
        View::Map(self)
    }
}
impl<T: Slot> Slot for BTreeMap<String, T> {
    fn vacant() -> Self {
        Self::new()
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> Result<()> {
        self.clear();
        reader.map(self)
    }
}
