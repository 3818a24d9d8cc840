//! Enums of integers as tables.

/// Declares how an enum of integers is read and written.
///
/// The enum itself is written in plain sight, with a variant `Unknown(i64)` for values that the document does not list;
/// the table gives the other variants their numbers. Values are equal where their numbers are, and `Debug` shows the number.
///
/// ```text
/// integer_enum! { Level { Low => 1, High => 2, None => -1 } }
/// ```
#[doc(hidden)]
#[macro_export]
macro_rules! __oasmith_integer_enum {
    ($name:ident { $($variant:ident => $wire:literal),* $(,)? }) => {
        impl $name {
            /// The number as the document writes it.
            pub fn value(self) -> ::core::primitive::i64 {
                match self {
                    $(Self::$variant => $wire,)*
                    Self::Unknown(number) => number,
                }
            }
        }
        impl ::core::convert::From<::core::primitive::i64> for $name {
            #[inline]
            fn from(number: ::core::primitive::i64) -> Self {
                match number {
                    $($wire => Self::$variant,)*
                    other => Self::Unknown(other),
                }
            }
        }
        impl ::core::fmt::Display for $name {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Display::fmt(&self.value(), f)
            }
        }
        impl ::core::fmt::Debug for $name {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Debug::fmt(&self.value(), f)
            }
        }
        impl ::core::cmp::PartialEq for $name {
            #[inline]
            fn eq(&self, other: &Self) -> ::core::primitive::bool {
                self.value() == other.value()
            }
        }
        impl ::core::cmp::Eq for $name {}
        impl ::core::hash::Hash for $name {
            #[inline]
            fn hash<H: ::core::hash::Hasher>(&self, state: &mut H) {
                ::core::hash::Hash::hash(&self.value(), state);
            }
        }
        impl $crate::runtime::json::Encode for $name {
            #[inline]
            fn view(&self) -> $crate::runtime::json::View<'_> {
                $crate::runtime::json::View::I64(self.value())
            }
        }
        impl $crate::runtime::json::Slot for $name {
            #[inline]
            fn vacant() -> Self {
                Self::Unknown(0)
            }
            #[inline]
            fn read(
                &mut self,
                reader: &mut $crate::runtime::json::Reader<'_>,
            ) -> ::core::result::Result<(), $crate::runtime::json::ReadError> {
                let mut number: ::core::primitive::i64 = 0;
                let result = $crate::runtime::json::Slot::read(&mut number, reader);
                *self = Self::from(number);
                reader.lose(::core::matches!(self, Self::Unknown(_)));
                result
            }
        }
        $crate::__oasmith_forward! { $name serde }
    };
}

#[cfg(test)]
mod tests {
    #![allow(unreachable_pub, reason = "macros declare what others see")]

    use crate::runtime::json::{from_str, to_vec};

    #[derive(Clone, Copy)]
    enum Level {
        Low,
        Below,
        Unknown(i64),
    }

    crate::runtime::integer_enum! { Level { Low => 1, Below => -1 } }

    #[test]
    fn numbers_that_are_not_listed_are_kept() {
        let levels: Vec<Level> = from_str("[1,-1,2]").unwrap();
        assert_eq!(levels, [Level::Low, Level::Below, Level::Unknown(2)]);
        assert_eq!(to_vec(&levels).unwrap(), b"[1,-1,2]");
        assert_eq!(Level::Unknown(1), Level::Low);
        assert_eq!(format!("{levels:?}"), "[1, -1, 2]");
    }
}
