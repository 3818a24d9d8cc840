//! The formats `date-time` and `date` ([RFC 3339, section 5.6](https://www.rfc-editor.org/rfc/rfc3339#section-5.6)).

use std::fmt;

use chrono::{DateTime, NaiveDate, SecondsFormat, Utc};

use crate::runtime::json::{Encode, Formatted, ReadError, Reader, Slot, View};

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
impl Slot for NaiveDate {
    fn vacant() -> Self {
        Self::default()
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), ReadError> {
        *self = reader.parse("a date of RFC 3339", |text| text.parse().ok())?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::runtime::json::{from_str, to_vec};

    #[test]
    fn date_times_are_read_however_rfc_3339_spells_them() {
        for (text, wanted) in [
            ("1985-04-12T23:20:50.52Z", "1985-04-12T23:20:50.520Z"),
            ("1985-04-12t23:20:50z", "1985-04-12T23:20:50Z"),
            ("1985-04-12 23:20:50Z", "1985-04-12T23:20:50Z"),
            ("1996-12-19T16:39:57-08:00", "1996-12-20T00:39:57Z"),
            ("1990-12-31T23:59:60Z", "1990-12-31T23:59:60Z"),
            ("1990-12-31T15:59:60.5-08:00", "1990-12-31T23:59:60.500Z"),
            ("1937-01-01T12:00:27.87+00:20", "1937-01-01T11:40:27.870Z"),
            ("2020-01-01T00:00:00-00:00", "2020-01-01T00:00:00Z"),
            ("2020-01-01T00:00:00.123456789999999Z", "2020-01-01T00:00:00.123456789Z"),
            ("2020-01-02T00:00:00+23:59", "2020-01-01T00:01:00Z"),
            ("0000-01-01T00:00:00Z", "0000-01-01T00:00:00Z"),
        ] {
            let read = from_str::<DateTime<Utc>>(&format!("\"{text}\"")).unwrap();
            assert_eq!(String::from_utf8(to_vec(&read).unwrap()).unwrap(), format!("\"{wanted}\""), "{text}");
        }
    }

    #[test]
    fn what_is_no_date_time_is_refused() {
        for text in ["2020-02-30T00:00:00Z", "2020-01-01T24:00:00Z", "2020-01-01", "2020-01-01T00:00:00", "soon"] {
            let error = from_str::<DateTime<Utc>>(&format!("\"{text}\"")).unwrap_err().to_string();
            assert_eq!(error, "expected a date-time of RFC 3339, found another string at `$`", "{text}");
        }
    }
}
