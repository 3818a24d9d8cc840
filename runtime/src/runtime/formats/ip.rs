//! The formats `ipv4` and `ipv6`.

use std::fmt;
use std::net::{Ipv4Addr, Ipv6Addr};

use crate::runtime::json::{Encode, Formatted, ReadError, Reader, Slot, View};

macro_rules! addresses {
    ($($address:ty: $name:literal;)*) => {$(
        impl Formatted for $address {
            fn format(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(self, f)
            }
        }
        impl Encode for $address {
            fn view(&self) -> View<'_> {
                View::Formatted(self)
            }
        }
        impl Slot for $address {
            fn vacant() -> Self {
                Self::UNSPECIFIED
            }

            fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), ReadError> {
                *self = reader.parse($name, |text| text.parse().ok())?;
                Ok(())
            }
        }
    )*};
}
addresses! {
    Ipv4Addr: "an address of IPv4";
    Ipv6Addr: "an address of IPv6";
}
