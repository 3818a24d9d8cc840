//! Enums of integers as tables.

/// Declares how an enum of integers is read and written.
///
/// The enum itself is written in plain sight, with a variant `Unknown(i64)` for values that the document does not list;
/// the table gives the other variants their numbers. Values are equal where their numbers are, and `Debug` shows the number.
///
/// ```text
/// integer_enum! { Level { Low => 1, High => 2, None => -1 } }
/// ```
///
/// `Level closed { .. }` is an enum without `Unknown`: other values are refused, and `TryFrom` reads a number.
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
        $crate::__oasmith_integer_enum! { @common $name }
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
    // Without `Unknown`: what is not listed is refused. What is about to be read is the first of the variants.
    ($name:ident closed { $first:ident => $number:literal $(, $variant:ident => $wire:literal)* $(,)? }) => {
        impl $name {
            /// The number as the document writes it.
            pub fn value(self) -> ::core::primitive::i64 {
                match self {
                    Self::$first => $number,
                    $(Self::$variant => $wire,)*
                }
            }
        }
        impl ::core::convert::TryFrom<::core::primitive::i64> for $name {
            type Error = $crate::runtime::json::ReadError;
            fn try_from(number: ::core::primitive::i64) -> ::core::result::Result<Self, Self::Error> {
                match number {
                    $number => ::core::result::Result::Ok(Self::$first),
                    $($wire => ::core::result::Result::Ok(Self::$variant),)*
                    other => ::core::result::Result::Err($crate::runtime::json::ReadError::unlisted(
                        &::std::string::ToString::to_string(&other),
                        &[::core::stringify!($number) $(, ::core::stringify!($wire))*],
                    )),
                }
            }
        }
        $crate::__oasmith_integer_enum! { @common $name }
        impl $crate::runtime::json::Slot for $name {
            #[inline]
            fn vacant() -> Self {
                Self::$first
            }
            #[inline]
            fn read(
                &mut self,
                reader: &mut $crate::runtime::json::Reader<'_>,
            ) -> ::core::result::Result<(), $crate::runtime::json::ReadError> {
                let mut number: ::core::primitive::i64 = 0;
                $crate::runtime::json::Slot::read(&mut number, reader)?;
                *self = ::core::convert::TryFrom::try_from(number)?;
                ::core::result::Result::Ok(())
            }
        }
        $crate::__oasmith_forward! { $name serde }
    };
    (@common $name:ident) => {
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

    #[derive(Clone, Copy)]
    enum Step {
        Down,
        Up,
    }

    crate::runtime::integer_enum! { Step closed { Down => -1, Up => 1 } }

    #[test]
    fn numbers_that_a_closed_enum_does_not_list_are_refused() {
        assert_eq!(from_str::<Vec<Step>>("[1,-1]").unwrap(), [Step::Up, Step::Down]);
        assert_eq!(to_vec(&Step::Down).unwrap(), b"-1");
        let error = from_str::<Step>("2").unwrap_err().to_string();
        assert_eq!(error, "expected one of `-1`, `1`, found `2` at `$`");
        assert_eq!(Step::try_from(1).unwrap(), Step::Up);
    }

    #[test]
    fn numbers_that_are_not_listed_are_kept() {
        let levels: Vec<Level> = from_str("[1,-1,2]").unwrap();
        assert_eq!(levels, [Level::Low, Level::Below, Level::Unknown(2)]);
        assert_eq!(to_vec(&levels).unwrap(), b"[1,-1,2]");
        assert_eq!(Level::Unknown(1), Level::Low);
        assert_eq!(format!("{levels:?}"), "[1, -1, 2]");
    }
}
