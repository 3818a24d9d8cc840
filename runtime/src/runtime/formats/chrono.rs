//! The formats `date-time` and `date` ([RFC 3339, section 5.6](https://www.rfc-editor.org/rfc/rfc3339#section-5.6)).

use std::fmt;

use chrono::{DateTime, NaiveDate, SecondsFormat, Utc};

use crate::runtime::json::{Encode, Formatted, Primitive, ReadError, Reader, Slot, View};

impl Formatted for DateTime<Utc> {
    fn format(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_rfc3339_opts(SecondsFormat::AutoSi, true))
    }
}
impl Encode for DateTime<Utc> {
    fn view(&self) -> View<'_> {
        View::Formatted(self)
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

impl Formatted for NaiveDate {
    fn format(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
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
