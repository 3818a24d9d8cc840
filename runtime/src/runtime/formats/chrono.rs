//! The formats `date-time` and `date` ([RFC 3339, section 5.6](https://www.rfc-editor.org/rfc/rfc3339#section-5.6)).

use chrono::{DateTime, NaiveDate, Utc};

use crate::runtime::json::{Encode, Primitive, ReadError, Reader, Slot, View};

/// RFC 3339 with a `Z`, and with as many digits of the second as it needs.
struct Rfc3339;

impl Encode for DateTime<Utc> {
    fn view(&self) -> View<'_> {
        View::Formatted(Timestamp::of(self))
    }
}
impl Primitive for DateTime<Utc> {}
impl Slot for DateTime<Utc> {
    fn vacant() -> Self {
        Self::UNIX_EPOCH
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), ReadError> {
        *self = reader.parse("a date-time of RFC 3339", |text| text.parse().ok())?;
        Ok(())
    }
}

impl Encode for NaiveDate {
    fn view(&self) -> View<'_> {
        View::Formatted(self)
    }
}
impl Primitive for NaiveDate {}
impl Slot for NaiveDate {
    fn vacant() -> Self {
        Self::default()
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), ReadError> {
        *self = reader.parse("a date of RFC 3339", |text| text.parse().ok())?;
        Ok(())
    }
}
