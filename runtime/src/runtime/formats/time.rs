//! The formats `date-time` and `date` with the crate `time`
//! ([RFC 3339, section 5.6](https://www.rfc-editor.org/rfc/rfc3339#section-5.6)).

use std::fmt;

use time::format_description::well_known::{Iso8601, Rfc3339};
use time::{Date, OffsetDateTime, UtcOffset};

use crate::runtime::json::{Encode, Formatted, ReadError, Reader, Slot, View};

impl Formatted for OffsetDateTime {
    fn format(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // An offset with seconds is not of RFC 3339.
        let utc = if self.offset().seconds_past_minute() == 0 { *self } else { self.to_offset(UtcOffset::UTC) };
        // A year beyond 9999 is not either; it has a text all the same, for the server to refuse.
        f.write_str(&OffsetDateTime::format(utc, &Rfc3339).unwrap_or_else(|_| utc.to_string()))
    }
}
impl Encode for OffsetDateTime {
    fn view(&self) -> View<'_> {
        View::Formatted(self)
    }
}
impl Slot for OffsetDateTime {
    fn vacant() -> Self {
        Self::UNIX_EPOCH
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), ReadError> {
        *self = reader.parse("a date-time of RFC 3339", |text| Self::parse(text, &Rfc3339).ok())?;
        Ok(())
    }
}

impl Formatted for Date {
    fn format(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
impl Encode for Date {
    fn view(&self) -> View<'_> {
        View::Formatted(self)
    }
}
impl Slot for Date {
    fn vacant() -> Self {
        Self::MIN
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), ReadError> {
        *self = reader.parse("a date of RFC 3339", |text| Self::parse(text, &Iso8601::DATE).ok())?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::runtime::json::{from_str, to_vec};

    #[test]
    fn dates_are_those_of_rfc_3339() {
        for text in ["\"1985-04-12T23:20:50.52Z\"", "\"1996-12-19T16:39:57-08:00\"", "\"0000-01-01T00:00:00Z\""] {
            assert_eq!(to_vec(&from_str::<OffsetDateTime>(text).unwrap()).unwrap(), text.as_bytes());
        }
        assert_eq!(to_vec(&from_str::<Date>("\"2020-02-29\"").unwrap()).unwrap(), b"\"2020-02-29\"");
        assert!(from_str::<OffsetDateTime>("\"2020-02-30T00:00:00Z\"").is_err());
        assert!(from_str::<Date>("\"soon\"").unwrap_err().to_string().contains("a date of RFC 3339"));
    }
}
