//! The formats `date-time` and `date` with the crate `jiff`
//! ([RFC 3339, section 5.6](https://www.rfc-editor.org/rfc/rfc3339#section-5.6)).

use std::fmt;

use jiff::Timestamp;
use jiff::civil::Date;

use crate::runtime::json::{Encode, Formatted, ReadError, Reader, Slot, View};

macro_rules! dates {
    ($($date:ty: $vacant:expr, $name:literal;)*) => {$(
        impl Formatted for $date {
            fn format(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(self, f)
            }
        }
        impl Encode for $date {
            fn view(&self) -> View<'_> {
                View::Formatted(self)
            }
        }
        impl Slot for $date {
            fn vacant() -> Self {
                $vacant
            }

            fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), ReadError> {
                *self = reader.parse($name, |text| text.parse().ok())?;
                Ok(())
            }
        }
    )*};
}
dates! {
    Timestamp: Self::UNIX_EPOCH, "a date-time of RFC 3339";
    Date: Self::ZERO, "a date of RFC 3339";
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::runtime::json::{from_str, to_vec};

    #[test]
    fn dates_are_those_of_rfc_3339() {
        for (text, wanted) in [
            ("1985-04-12T23:20:50.52Z", "1985-04-12T23:20:50.52Z"),
            ("1985-04-12t23:20:50z", "1985-04-12T23:20:50Z"),
            ("1996-12-19T16:39:57-08:00", "1996-12-20T00:39:57Z"),
        ] {
            let read = from_str::<Timestamp>(&format!("\"{text}\"")).unwrap();
            assert_eq!(String::from_utf8(to_vec(&read).unwrap()).unwrap(), format!("\"{wanted}\""));
        }
        assert_eq!(to_vec(&from_str::<Date>("\"2020-02-29\"").unwrap()).unwrap(), b"\"2020-02-29\"");
        assert!(from_str::<Timestamp>("\"2020-02-30T00:00:00Z\"").is_err());
        assert!(from_str::<Date>("\"soon\"").unwrap_err().to_string().contains("a date of RFC 3339"));
    }
}
