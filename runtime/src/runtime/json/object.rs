//! Objects as tables.

use super::{Check, Encode, Map, Slot, View};

/// What is known of a type of objects.
pub struct Table {
    /// The type's name, for `Debug` and for errors.
    pub name: &'static str,
    /// Its fields, in the order in which they are written.
    pub fields: &'static [Field],
    /// How all other keys are held, where the type keeps them.
    pub rest: Rule,
}

/// What is known of a field.
pub struct Field {
    /// A comma, the name in quotes and a colon.
    pub key: &'static str,
    /// How the field is read, written and shown.
    pub rule: Rule,
}

impl Field {
    /// The name in quotes.
    pub(super) fn quoted(&self) -> &'static str {
        self.key.get(1..self.key.len() - 1).unwrap_or_default()
    }

    /// The name on the wire.
    pub(super) fn name(&self) -> &'static str {
        self.key.get(2..self.key.len() - 2).unwrap_or_default()
    }
}

/// How a field is read, written and shown.
#[derive(Clone, Copy)]
pub struct Rule {
    /// Whether the key may be missing on reading.
    pub(super) may_be_missing: bool,
    /// Whether the schema requires the key, which tells variants of unions apart.
    pub(super) expected: bool,
    /// Whether the key is left out on writing where the value is absent.
    pub(super) skips_absent: bool,
    /// Whether `null` is told apart from a missing key.
    pub(super) tells_null: bool,
    /// Whether the name needs escapes in JSON.
    pub(super) escaped: bool,
    pub(super) secret: bool,
    /// What the document asks of the value beyond its type.
    pub checks: &'static [Check],
}

impl Rule {
    const NONE: Self = Self {
        may_be_missing: false,
        expected: true,
        skips_absent: false,
        tells_null: false,
        escaped: false,
        secret: false,
        checks: &[],
    };

    /// The same field, where the schema requires the key that the type may leave out: callers need not set what only the
    /// server sets.
    pub const fn expected(mut self) -> Self {
        self.expected = true;
        self
    }

    /// The same field, not shown by `Debug`.
    pub const fn secret(mut self) -> Self {
        self.secret = true;
        self
    }

    /// The same field, whose name needs escapes in JSON.
    pub const fn escaped(mut self) -> Self {
        self.escaped = true;
        self
    }

    /// The same field, with constraints.
    pub const fn checks(mut self, checks: &'static [Check]) -> Self {
        self.checks = checks;
        self
    }
}

/// What fields may be, as tables call it. Constants, since what has no function to be called is quick to check.
pub mod presence {
    #![expect(non_upper_case_globals, reason = "they are words of the tables")]

    use super::Rule;

    /// A field that is always there: `T`.
    pub const required: Rule = Rule::NONE;

    /// A field that may be left out: `Option<T>`.
    pub const optional: Rule = Rule { may_be_missing: true, expected: false, skips_absent: true, ..Rule::NONE };

    /// A field that is always there but may be `null`: `Option<T>`.
    pub const nullable: Rule = Rule { may_be_missing: true, ..Rule::NONE };

    /// A field that may be left out or `null`: `Option<Option<T>>`.
    pub const optional_nullable: Rule = Rule { tells_null: true, ..optional };
}

/// The table of the field that a newtype is read as.
pub fn table_of<T, F: Slot>(_: fn(&T) -> &F) -> Option<&'static Table> {
    F::table()
}

/// One who looks at the fields of an object.
pub trait Visitor {
    /// Takes the table, the fields in its order, and the keys that the table does not list where the type keeps them.
    fn object(&mut self, table: &'static Table, fields: &[&dyn Encode], rest: Option<&dyn Map>);
}

/// The table of an object that has one.
pub(super) fn table(value: View<'_>) -> Option<&'static Table> {
    struct Find(Option<&'static Table>);

    impl Visitor for Find {
        fn object(&mut self, table: &'static Table, _: &[&dyn Encode], _: Option<&dyn Map>) {
            self.0 = Some(table);
        }
    }

    let View::Object(object) = value else { return None };
    let mut find = Find(None);
    object.visit(&mut find);
    find.0
}

/// The fields that are written: each with its value, then those that the table does not list.
pub(super) fn present<'a>(
    table: &'static Table,
    fields: &'a [&'a dyn Encode],
) -> impl Iterator<Item = (&'static Field, View<'a>)> {
    table
        .fields
        .iter()
        .zip(fields)
        .map(|(field, value)| (field, value.view()))
        .filter(|(field, value)| !(field.rule.skips_absent && matches!(value, View::Absent)))
}

/// Shows the entries of an object of either kind: those that are written, each with its name.
pub(crate) fn entries(object: View<'_>, show: &mut dyn FnMut(&str, View<'_>)) {
    struct Entries<'a>(&'a mut dyn FnMut(&str, View<'_>));

    impl Visitor for Entries<'_> {
        fn object(&mut self, table: &'static Table, fields: &[&dyn Encode], rest: Option<&dyn Map>) {
            present(table, fields).for_each(|(field, value)| (self.0)(field.name(), value));
            if let Some(rest) = rest {
                rest.visit(&mut |key, value| (self.0)(key, value.view()));
            }
        }
    }

    match object {
        View::Object(object) => object.visit(&mut Entries(show)),
        View::Map(map) => map.visit(&mut |key, value| show(key, value.view())),
        _ => {}
    }
}

/// Declares how a struct is read and written.
///
/// The struct itself is written in plain sight; the table gives each field its name on the wire and says whether it may
/// be missing: `required` (`T`), `optional` (`Option<T>`), `nullable` (`Option<T>`, written as `null`) or
/// `optional_nullable` (`Option<Option<T>>`). `secret` after it hides the value from `Debug`. `..field` names the map that
/// keeps all other keys, itself perhaps `secret`; `escaped` says that the name needs escapes in JSON, `expected` that the
/// schema requires the key all the same. What the document asks of the value beyond its type comes last, in parentheses.
///
/// ```text
/// object! { Pet { "id" => id: required (minimum(1.0)), "nick-name" => nick_name: optional secret, ..additional_properties } }
/// ```
///
/// Everything is `#[inline]`, as derives are: what a crate does not use is not compiled to machine code.
#[doc(hidden)]
#[macro_export]
macro_rules! __oasmith_object {
    ($name:ident { $($wire:literal => $field:ident: $presence:ident $($also:ident)* $(($($checks:tt)*))?),* $(,)? $(..$rest:ident $($held:ident)* $(($($asked:tt)*))? $(,)?)? }) => {
        const _: () = {
            static TABLE: $crate::runtime::json::Table = $crate::runtime::json::Table {
                name: ::core::stringify!($name),
                fields: &[$($crate::runtime::json::Field {
                    key: ::core::concat!(",\"", $wire, "\":"),
                    rule: $crate::runtime::json::presence::$presence$(.$also())*$(.checks($crate::__oasmith_checks!($($checks)*)))?,
                }),*],
                rest: $crate::runtime::json::presence::required$($(.$held())*$(.checks($crate::__oasmith_checks!($($asked)*)))?)?,
            };
            impl $crate::runtime::json::Encode for $name {
                #[inline]
                fn view(&self) -> $crate::runtime::json::View<'_> {
                    $crate::runtime::json::View::Object(self)
                }
                #[inline]
                fn visit(&self, visitor: &mut dyn $crate::runtime::json::Visitor) {
                    let rest = ::core::option::Option::None;
                    $(let rest = rest.or(::core::option::Option::Some(&self.$rest as _));)?
                    visitor.object(&TABLE, &[$(&self.$field),*], rest)
                }
            }
            impl $crate::runtime::json::Slot for $name {
                #[inline]
                fn vacant() -> Self {
                    Self {
                        $($field: $crate::runtime::json::Slot::vacant(),)*
                        $($rest: $crate::runtime::json::Slot::vacant(),)?
                    }
                }
                #[inline]
                fn read(
                    &mut self,
                    reader: &mut $crate::runtime::json::Reader<'_>,
                ) -> ::core::result::Result<(), $crate::runtime::json::ReadError> {
                    let rest = ::core::option::Option::None;
                    $(let rest = rest.or(::core::option::Option::Some(&mut self.$rest as _));)?
                    reader.object(&TABLE, &mut [$(&mut self.$field),*], rest)
                }
            }
            $crate::__oasmith_forward! { $name Debug }
        };
    };
}

/// What every table's type implements by forwarding: `PartialEq`, `Debug`, and the traits of `serde`.
#[doc(hidden)]
#[macro_export]
macro_rules! __oasmith_forward {
    ($name:ident Debug) => {
        impl ::core::cmp::PartialEq for $name {
            #[inline]
            fn eq(&self, other: &Self) -> ::core::primitive::bool {
                $crate::runtime::json::equal(self, other)
            }
        }
        impl ::core::fmt::Debug for $name {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                $crate::runtime::json::debug(self, f)
            }
        }
        $crate::__oasmith_forward! { $name serde }
    };
    ($name:ident serde) => {
        impl $crate::runtime::serde::Serialize for $name {
            fn serialize<S: $crate::runtime::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                $crate::runtime::json::serialize(self, serializer)
            }
        }
        impl<'de> $crate::runtime::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::runtime::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $crate::runtime::json::deserialize(deserializer)
            }
        }
    };
}

/// Declares how a struct with one unnamed field is read and written: as that field.
///
/// Generated for schemas that refer to themselves, which an alias cannot.
#[doc(hidden)]
#[macro_export]
macro_rules! __oasmith_newtype {
    ($name:ident) => {
        impl $crate::runtime::json::Encode for $name {
            #[inline]
            fn view(&self) -> $crate::runtime::json::View<'_> {
                $crate::runtime::json::Encode::view(&self.0)
            }
        }
        impl $crate::runtime::json::Slot for $name {
            #[inline]
            fn vacant() -> Self {
                Self($crate::runtime::json::Slot::vacant())
            }
            #[inline]
            fn table() -> ::core::option::Option<&'static $crate::runtime::json::Table> {
                $crate::runtime::json::table_of(|value: &Self| &value.0)
            }
            #[inline]
            fn read(
                &mut self,
                reader: &mut $crate::runtime::json::Reader<'_>,
            ) -> ::core::result::Result<(), $crate::runtime::json::ReadError> {
                $crate::runtime::json::Slot::read(&mut self.0, reader)
            }
        }
        $crate::__oasmith_forward! { $name Debug }
    };
}
