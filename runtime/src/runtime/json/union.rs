//! Unions as tables: values that are one of several types.

use super::{Slot, Table};

/// What is known of a union.
pub struct Union {
    /// The type's name, for errors.
    pub name: &'static str,
    /// The key whose value tells the variants apart.
    pub tag: Option<&'static str>,
    /// The variants, in the order in which they are tried.
    pub variants: &'static [Variant],
    /// Whether objects whose tag is not listed are kept: by the variant after the last.
    pub keeps_unknown: bool,
}

/// What is known of a variant of a union.
#[derive(Clone, Copy)]
pub struct Variant {
    pub(super) name: &'static str,
    /// What the objects of the variant are, where it holds a struct.
    pub(super) table: fn() -> Option<&'static Table>,
    pub(super) kinds: Kinds,
    pub(super) tags: &'static [Tag],
}

/// A value of the key that tells variants apart.
#[derive(Clone, Copy)]
pub struct Tag {
    /// The text; as it is written in JSON where it is not a string.
    pub(super) text: &'static str,
    pub(super) is_text: bool,
}

/// Kinds of JSON.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Kinds(u8);

impl Kinds {
    pub(super) const OBJECT: Self = Self(1);
    pub(super) const ARRAY: Self = Self(2);
    pub(super) const STRING: Self = Self(4);
    pub(super) const BOOLEAN: Self = Self(8);
    pub(super) const INTEGER: Self = Self(16);
    /// Numbers that are not whole.
    pub(super) const FRACTION: Self = Self(32);
    pub(super) const NULL: Self = Self(64);

    pub(super) const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    pub(super) fn holds(self, kind: Self) -> bool {
        self.0 & kind.0 == kind.0
    }
}

impl Tag {
    /// A string.
    pub const fn text(text: &'static str) -> Self {
        Self { text, is_text: true }
    }

    /// The same, as JSON: a number or a boolean.
    pub const fn json(self) -> Self {
        Self { text: self.text, is_text: false }
    }
}

impl Variant {
    /// A variant that no kind of JSON is read into yet.
    pub const fn new(name: &'static str, table: fn() -> Option<&'static Table>) -> Self {
        Self { name, table, kinds: Kinds(0), tags: &[] }
    }

    const fn and(mut self, kinds: Kinds) -> Self {
        self.kinds = self.kinds.and(kinds);
        self
    }

    /// Also read from objects.
    pub const fn object(self) -> Self {
        self.and(Kinds::OBJECT)
    }

    /// Also read from strings.
    pub const fn string(self) -> Self {
        self.and(Kinds::STRING)
    }

    /// Also read from whole numbers.
    pub const fn integer(self) -> Self {
        self.and(Kinds::INTEGER)
    }

    /// Also read from numbers.
    pub const fn number(self) -> Self {
        self.and(Kinds::INTEGER).and(Kinds::FRACTION)
    }

    /// Also read from booleans.
    pub const fn boolean(self) -> Self {
        self.and(Kinds::BOOLEAN)
    }

    /// Also read from arrays.
    pub const fn array(self) -> Self {
        self.and(Kinds::ARRAY)
    }

    /// Read from any JSON.
    pub const fn any(self) -> Self {
        self.object().string().number().boolean().array().and(Kinds::NULL)
    }

    /// The same variant, told by the value of the union's tag.
    pub const fn tags(mut self, tags: &'static [Tag]) -> Self {
        self.tags = tags;
        self
    }
}

/// A place for a value that is one of several types.
pub trait OneOf {
    /// Makes the value a vacant one of a variant, by the variant's place in the table, and lends what it holds.
    fn hold(&mut self, variant: usize) -> &mut dyn Slot;
}

/// Declares how an enum of types is read and written: as the one type that it holds.
///
/// The enum itself is written in plain sight, each variant with one value. The table says which kinds of JSON a variant
/// is read from: `object`, `string`, `integer`, `number`, `boolean`, `array` or `any`, joined by `+`. Where there is
/// `by "key"`, the values after `=` tell objects apart by that key: strings, or `json "1"` for what is not a string.
/// `..Unknown` keeps objects with other values there. `vacant` names the variant to begin with, else it is the first, or
/// `Unknown`. `primitive` says that every variant is written as one text, which `Display` shows.
///
/// ```text
/// union! { Pet by "petType" { Cat(Cat): object = "cat" | "Cat", Dog(Box<Dog>): object = "dog", Name(String): string, ..Unknown } }
/// ```
///
/// Variants are tried in the order of the list where nothing tells them apart.
#[doc(hidden)]
#[macro_export]
macro_rules! __oasmith_union {
    (@vacant [$vacant:ident] $unknown:tt $variants:tt) => {
        Self::$vacant($crate::runtime::json::Slot::vacant())
    };
    (@vacant [] [$vacant:ident] $variants:tt) => {
        Self::$vacant($crate::runtime::json::Slot::vacant())
    };
    (@vacant [] [] [$vacant:ident $($more:ident)*]) => {
        Self::$vacant($crate::runtime::json::Slot::vacant())
    };
    ($name:ident primitive $($rest:tt)*) => {
        $crate::__oasmith_union! { $name $($rest)* }
        impl ::core::fmt::Display for $name {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                $crate::runtime::json::display(self, f)
            }
        }
    };
    ($name:ident $(by $tag:literal)? $(vacant $vacant:ident)? {
        $($variant:ident($ty:ty): $kind:ident $(+ $also:ident)* $(= $($($json:ident)? $value:literal)|+)?),* $(,)?
        $(..$unknown:ident $(,)?)?
    }) => {
        const _: () = {
            static UNION: $crate::runtime::json::Union = $crate::runtime::json::Union {
                name: ::core::stringify!($name),
                tag: [$(::core::option::Option::Some($tag),)? ::core::option::Option::None][0],
                variants: &[$(
                    $crate::runtime::json::Variant::new(
                        ::core::stringify!($variant),
                        <$ty as $crate::runtime::json::Slot>::table,
                    )
                    .$kind()$(.$also())*
                    $(.tags(&[$($crate::runtime::json::Tag::text($value)$(.$json())?),+]))?
                ),*],
                keeps_unknown: [$(::core::stringify!($unknown),)? ""].len() > 1,
            };
            impl $crate::runtime::json::OneOf for $name {
                #[inline]
                fn hold(&mut self, variant: ::core::primitive::usize) -> &mut dyn $crate::runtime::json::Slot {
                    let left = variant;
                    $(
                        if left == 0 {
                            *self = Self::$variant($crate::runtime::json::Slot::vacant());
                        }
                        let left = left.wrapping_sub(1);
                    )*
                    $(
                        if left == 0 {
                            *self = Self::$unknown($crate::runtime::json::Slot::vacant());
                        }
                    )?
                    let _ = left;
                    match self {
                        $(Self::$variant(value) => value,)*
                        $(Self::$unknown(value) => value,)?
                    }
                }
            }
            impl $crate::runtime::json::Encode for $name {
                #[inline]
                fn view(&self) -> $crate::runtime::json::View<'_> {
                    match self {
                        $(Self::$variant(value) => $crate::runtime::json::Encode::view(value),)*
                        $(Self::$unknown(value) => $crate::runtime::json::Encode::view(value),)?
                    }
                }
            }
            impl $crate::runtime::json::Slot for $name {
                #[inline]
                fn vacant() -> Self {
                    $crate::__oasmith_union!(@vacant [$($vacant)?] [$($unknown)?] [$($variant)*])
                }
                #[inline]
                fn table() -> ::core::option::Option<&'static $crate::runtime::json::Table> {
                    ::core::option::Option::None
                }
                #[inline]
                fn read(
                    &mut self,
                    reader: &mut $crate::runtime::json::Reader<'_>,
                ) -> ::core::result::Result<(), $crate::runtime::json::ReadError> {
                    reader.union(&UNION, self)
                }
            }
            $crate::__oasmith_forward! { $name Debug }
        };
    };
}

#[cfg(test)]
mod tests {
    use crate::runtime::json::{from_str, to_vec};

    #[derive(Clone)]
    enum Id {
        Number(i64),
        Text(String),
        Other(serde_json::Value),
        Unknown(serde_json::Value),
    }

    crate::runtime::union! { Id by "type" vacant Text {
        Number(i64): integer, Text(String): string + boolean, Other(serde_json::Value): object = "a" | json "1", ..Unknown
    } }

    #[test]
    fn a_value_is_written_as_what_it_holds() {
        let text = r#"[1,"x",{"type":"a"},{"type":"b"}]"#;
        let ids: Vec<Id> = from_str(text).unwrap();
        assert!(matches!(&ids[..], [Id::Number(1), Id::Text(_), Id::Other(_), Id::Unknown(_)]));
        assert_eq!(to_vec(&ids).unwrap(), text.as_bytes());
    }
}
