//! Enums of strings as tables.

/// Declares how an enum of strings is read and written.
///
/// The enum itself is written in plain sight, with a variant `Unknown(String)` for values that the document does not list;
/// the table gives the other variants their texts. Values are equal where their texts are, and `Debug` shows the text.
///
/// ```text
/// string_enum! { Size { Small => "small", Large => "large" } }
/// ```
///
/// `Size closed { .. }` is an enum without `Unknown`: other values are refused, and `FromStr` reads a text.
#[doc(hidden)]
#[macro_export]
macro_rules! __oasmith_string_enum {
    ($name:ident { $($variant:ident => $wire:literal),* $(,)? }) => {
        impl $name {
            /// The text as the document writes it.
            pub fn as_str(&self) -> &::core::primitive::str {
                match self {
                    $(Self::$variant => $wire,)*
                    Self::Unknown(text) => text,
                }
            }
        }
        impl ::core::convert::From<&::core::primitive::str> for $name {
            #[inline]
            fn from(text: &::core::primitive::str) -> Self {
                match text {
                    $($wire => Self::$variant,)*
                    other => Self::Unknown(::core::convert::From::from(other)),
                }
            }
        }
        $crate::__oasmith_string_enum! { @common $name }
        impl $crate::runtime::json::Slot for $name {
            #[inline]
            fn vacant() -> Self {
                Self::Unknown(::std::string::String::new())
            }
            #[inline]
            fn read(
                &mut self,
                reader: &mut $crate::runtime::json::Reader<'_>,
            ) -> ::core::result::Result<(), $crate::runtime::json::ReadError> {
                let result = reader.listed(self);
                reader.lose(::core::matches!(self, Self::Unknown(_)));
                result
            }
        }
        $crate::__oasmith_forward! { $name serde }
    };
    // Without `Unknown`: what is not listed is refused. What is about to be read is the first of the variants.
    ($name:ident closed { $first:ident => $text:literal $(, $variant:ident => $wire:literal)* $(,)? }) => {
        impl $name {
            /// The text as the document writes it.
            pub fn as_str(&self) -> &'static ::core::primitive::str {
                match self {
                    Self::$first => $text,
                    $(Self::$variant => $wire,)*
                }
            }
        }
        impl ::core::str::FromStr for $name {
            type Err = $crate::runtime::json::ReadError;
            fn from_str(text: &::core::primitive::str) -> ::core::result::Result<Self, Self::Err> {
                match text {
                    $text => ::core::result::Result::Ok(Self::$first),
                    $($wire => ::core::result::Result::Ok(Self::$variant),)*
                    other => ::core::result::Result::Err($crate::runtime::json::ReadError::unlisted(
                        other,
                        &[$text $(, $wire)*],
                    )),
                }
            }
        }
        $crate::__oasmith_string_enum! { @common $name }
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
                *self = ::core::str::FromStr::from_str(&*reader.string()?)?;
                ::core::result::Result::Ok(())
            }
        }
        $crate::__oasmith_forward! { $name serde }
    };
    (@common $name:ident) => {
        impl ::core::fmt::Display for $name {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.pad(self.as_str())
            }
        }
        impl ::core::fmt::Debug for $name {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Debug::fmt(self.as_str(), f)
            }
        }
        impl ::core::cmp::PartialEq for $name {
            #[inline]
            fn eq(&self, other: &Self) -> ::core::primitive::bool {
                self.as_str() == other.as_str()
            }
        }
        impl ::core::cmp::Eq for $name {}
        impl ::core::hash::Hash for $name {
            #[inline]
            fn hash<H: ::core::hash::Hasher>(&self, state: &mut H) {
                ::core::hash::Hash::hash(self.as_str(), state);
            }
        }
        impl $crate::runtime::json::Encode for $name {
            #[inline]
            fn view(&self) -> $crate::runtime::json::View<'_> {
                $crate::runtime::json::View::Str(self.as_str())
            }
        }
    };
}

#[cfg(test)]
mod tests {
    #![allow(unreachable_pub, reason = "macros declare what others see")]

    use crate::runtime::json::{from_str, to_vec};

    #[derive(Clone, Copy)]
    enum Size {
        Small,
        Large,
    }

    crate::runtime::string_enum! { Size closed { Small => "small", Large => "large" } }

    #[test]
    fn what_a_closed_enum_does_not_list_is_refused() {
        let sizes: Vec<Size> = from_str(r#"["large","small"]"#).unwrap();
        assert_eq!(sizes, [Size::Large, Size::Small]);
        assert_eq!(to_vec(&sizes).unwrap(), br#"["large","small"]"#);
        let error = from_str::<Vec<Size>>(r#"["huge"]"#).unwrap_err().to_string();
        assert_eq!(error, "expected one of `small`, `large`, found `huge` at `$[0]`");
        assert_eq!("large".parse::<Size>().unwrap(), Size::Large);
    }
}
