//! The format `uuid`.

use std::fmt;

use uuid::Uuid;

use crate::runtime::json::{Encode, Formatted, ReadError, Reader, Slot, View};

impl Formatted for Uuid {
    fn format(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
impl Encode for Uuid {
    fn view(&self) -> View<'_> {
        View::Formatted(self)
    }
}
impl Slot for Uuid {
    fn vacant() -> Self {
        Self::nil()
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), ReadError> {
        *self = reader.parse("a UUID", |text| text.parse().ok())?;
        Ok(())
    }
}
