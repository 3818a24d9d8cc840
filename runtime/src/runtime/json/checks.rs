//! What a document asks of a value beyond its type, as tables state it.

/// A constraint.
#[derive(Clone, Copy, Debug)]
pub enum Check {
    /// The least count of a string's characters.
    MinLength(u64),
    /// The greatest count of a string's characters.
    MaxLength(u64),
    /// A regular expression of ECMA-262 that a part of a string matches.
    Pattern(&'static str),
    /// The least number, as it is written.
    Minimum(&'static str),
    /// The greatest number, as it is written.
    Maximum(&'static str),
    /// The number that all must be above, as it is written.
    ExclusiveMinimum(&'static str),
    /// The number that all must be below, as it is written.
    ExclusiveMaximum(&'static str),
    /// The number, as it is written, that all are whole multiples of.
    MultipleOf(&'static str),
    /// The least count of an array's items.
    MinItems(u64),
    /// The greatest count of an array's items.
    MaxItems(u64),
    /// No two items are equal.
    UniqueItems,
    /// The least count of an object's properties.
    MinProperties(u64),
    /// The greatest count of an object's properties.
    MaxProperties(u64),
    /// What is asked of each item of an array.
    Items(&'static [Self]),
    /// What is asked of each value of an object.
    Values(&'static [Self]),
}

/// A list of constraints, as tables state them: `min_length(1), items(maximum(5.0), multiple_of(0.5))`.
#[doc(hidden)]
#[macro_export]
macro_rules! __oasmith_checks {
    ($($name:ident $(($($argument:tt)*))?),* $(,)?) => {
        &[$($crate::__oasmith_checks!(@ $name $($($argument)*)?)),*]
    };
    (@ min_length $count:literal) => { $crate::runtime::json::Check::MinLength($count) };
    (@ max_length $count:literal) => { $crate::runtime::json::Check::MaxLength($count) };
    (@ pattern $pattern:literal) => { $crate::runtime::json::Check::Pattern($pattern) };
    (@ minimum $bound:literal) => { $crate::runtime::json::Check::Minimum(::core::stringify!($bound)) };
    (@ maximum $bound:literal) => { $crate::runtime::json::Check::Maximum(::core::stringify!($bound)) };
    (@ exclusive_minimum $bound:literal) => { $crate::runtime::json::Check::ExclusiveMinimum(::core::stringify!($bound)) };
    (@ exclusive_maximum $bound:literal) => { $crate::runtime::json::Check::ExclusiveMaximum(::core::stringify!($bound)) };
    (@ multiple_of $factor:literal) => { $crate::runtime::json::Check::MultipleOf(::core::stringify!($factor)) };
    (@ min_items $count:literal) => { $crate::runtime::json::Check::MinItems($count) };
    (@ max_items $count:literal) => { $crate::runtime::json::Check::MaxItems($count) };
    (@ unique_items) => { $crate::runtime::json::Check::UniqueItems };
    (@ min_properties $count:literal) => { $crate::runtime::json::Check::MinProperties($count) };
    (@ max_properties $count:literal) => { $crate::runtime::json::Check::MaxProperties($count) };
    (@ items $($checks:tt)*) => { $crate::runtime::json::Check::Items($crate::__oasmith_checks!($($checks)*)) };
    (@ values $($checks:tt)*) => { $crate::runtime::json::Check::Values($crate::__oasmith_checks!($($checks)*)) };
}
