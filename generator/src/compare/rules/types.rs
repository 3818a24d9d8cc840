//! What may change about types: what schemas become.

use super::{
    ADDITIVE, BREAKING, DERIVES, IMPLEMENTATIONS, Level, MAKERS, MEANING, Mirror, NARROWER, NONE, ORDER, Rule,
    SAME_BACK, TYPES, WIDER, rules, sides,
};

rules! {
    /// A new type is in nobody's way; what uses it is told by itself.
    TYPE_ADDED = "type-added", Mirror::Rule("type-removed"), wire NONE, rust ADDITIVE, "is new";
    /// Code that names the type no longer compiles; what used it is told by itself.
    TYPE_REMOVED = "type-removed", Mirror::Rule("type-added"), wire NONE, rust BREAKING, "is gone";
    /// Code that names the type no longer compiles; values are the same.
    TYPE_RENAMED = "type-renamed", SAME_BACK, wire NONE, rust BREAKING, "has another name";
    /// The type becomes makeable: `new` and the setters appear.
    TYPE_ENTERED_REQUESTS = "type-entered-requests", Mirror::Rule("type-left-requests"), wire NONE, rust ADDITIVE,
        "can be made by the caller: requests use it now";
    /// `new` and the setters are for types that requests use; code that calls them no longer compiles.
    TYPE_LEFT_REQUESTS = "type-left-requests", Mirror::Rule("type-entered-requests"), wire NONE, rust BREAKING,
        "can no longer be made by the caller: no request uses it";
    /// Every property may be left out now, so that there is an empty value.
    DEFAULT_IMPL_ADDED = "default-impl-added", Mirror::Rule("default-impl-removed"), wire NONE, rust ADDITIVE,
        unseen IMPLEMENTATIONS, "implements `Default`";
    /// What has a property that must be there has no empty value; code that makes one no longer compiles, even where the type
    /// is only read.
    DEFAULT_IMPL_REMOVED = "default-impl-removed", Mirror::Rule("default-impl-added"), wire NONE, rust BREAKING,
        unseen IMPLEMENTATIONS, "no longer implements `Default`";
    /// Beyond four required properties a builder asks for them one by one, and `new` is gone.
    BUILDER_ADDED = "builder-added", Mirror::Rule("builder-removed"), wire NONE, rust BREAKING,
        "is made with a builder instead of `new`";
    /// With four required properties or fewer `new` takes them, and the builder is gone.
    BUILDER_REMOVED = "builder-removed", Mirror::Rule("builder-added"), wire NONE, rust BREAKING,
        "is made with `new` instead of a builder";

    /// A request without it is refused, and `new` and builders ask for it. Readers ignore what they do not know, and structs are
    /// `#[non_exhaustive]`.
    PROPERTY_ADDED_REQUIRED = "property-added-required", Mirror::Rule("property-removed-required"), wire NARROWER,
        rust NARROWER, "is new and required";
    /// What was sent has no meaning any more, and what was read is no longer there; the field and its argument are gone.
    PROPERTY_REMOVED_REQUIRED = "property-removed-required", Mirror::Rule("property-added-required"), wire BREAKING,
        rust BREAKING, "is gone";
    /// Who does not know it need not send it and ignores it in answers; structs are `#[non_exhaustive]`.
    PROPERTY_ADDED_OPTIONAL = "property-added-optional", Mirror::Rule("property-removed-optional"), wire ADDITIVE,
        rust ADDITIVE, "is new";
    /// What was sent has no meaning any more, and what was read does not come any more; the field and its setter are gone.
    PROPERTY_REMOVED_OPTIONAL = "property-removed-optional", Mirror::Rule("property-added-optional"), wire BREAKING,
        rust BREAKING, "is gone";
    /// Both sides have to use the other key, and the field has another name.
    PROPERTY_RENAMED = "property-renamed", SAME_BACK, wire BREAKING, rust BREAKING, "has another name";
    /// Both sides have to use the other key. The field is called alike.
    PROPERTY_KEY_CHANGED = "property-key-changed", SAME_BACK, wire BREAKING, rust NONE, "has another key";
    /// A request without it is refused, while answers are surer; the field is no longer an `Option`, and `new` asks for it.
    PROPERTY_BECAME_REQUIRED = "property-became-required", Mirror::Rule("property-became-optional"), wire NARROWER,
        rust BREAKING, unseen TYPES, "must be there";
    /// A request may leave it out, but so may an answer, and readers relied on it; the field becomes an `Option`.
    PROPERTY_BECAME_OPTIONAL = "property-became-optional", Mirror::Rule("property-became-required"), wire WIDER,
        rust BREAKING, unseen TYPES, "may be left out";
    /// A request may say `null`, but so may an answer, and readers relied on a value; the field gets an `Option`.
    PROPERTY_BECAME_NULLABLE = "property-became-nullable", Mirror::Rule("property-became-not-nullable"), wire WIDER,
        rust BREAKING, unseen TYPES, "may be null";
    /// A request with `null` is refused, while answers are surer; the field loses an `Option`.
    PROPERTY_BECAME_NOT_NULLABLE = "property-became-not-nullable", Mirror::Rule("property-became-nullable"),
        wire NARROWER, rust BREAKING, unseen TYPES, "may not be null";
    /// What was `null` is left out now. The field stays an `Option`, but `new` does not ask for it any more.
    PROPERTY_NULL_BECAME_ABSENT = "property-null-became-absent", Mirror::Rule("property-absent-became-null"),
        wire BREAKING, rust MAKERS, "is left out where it was null";
    /// What was left out is `null` now. The field stays an `Option`, but `new` asks for it.
    PROPERTY_ABSENT_BECAME_NULL = "property-absent-became-null", Mirror::Rule("property-null-became-absent"),
        wire BREAKING, rust MAKERS, "is null where it was left out";
    /// The side that sets it has to; the type stays, because the other side does not.
    PROPERTY_PROMISED = "property-promised", Mirror::Rule("property-not-promised"), wire NARROWER, rust NONE,
        "must be there on the side that sets it";
    /// The side that sets it may leave it out; the type stays, because the other side does so already.
    PROPERTY_NOT_PROMISED = "property-not-promised", Mirror::Rule("property-promised"), wire WIDER, rust NONE,
        "may be left out on the side that sets it";
    /// One side no longer sets it: servers refuse or ignore what only they set, and do not send what only clients set. Whether
    /// the field becomes an `Option` by that is told by itself.
    PROPERTY_WITHHELD = "property-withheld", Mirror::Rule("property-shared"), wire BREAKING, rust NONE,
        "is set by one side alone";
    /// Both sides may set it. Whether the field is an `Option` no more is told by itself.
    PROPERTY_SHARED = "property-shared", Mirror::Rule("property-withheld"), wire ADDITIVE, rust NONE,
        "is set by either side";
    /// `new` and builders take required properties in the document's order, so that values of one type are swapped and the
    /// compiler says nothing.
    PROPERTY_ORDER_CHANGED = "property-order-changed", SAME_BACK, wire NONE, rust MAKERS,
        unseen ORDER, "takes its required properties in another order";
    /// Other properties are kept and can be sent; structs are `#[non_exhaustive]`.
    ADDITIONAL_PROPERTIES_ADDED = "additional-properties-added", Mirror::Rule("additional-properties-removed"),
        wire ADDITIVE, rust ADDITIVE, "keeps other properties";
    /// Requests with other properties are refused; the map of them is gone.
    ADDITIONAL_PROPERTIES_REMOVED = "additional-properties-removed", Mirror::Rule("additional-properties-added"),
        wire NARROWER, rust BREAKING, "has no other properties";

    /// Requests may say more, but readers meet values that they do not take; code that names the old type no longer compiles.
    TYPE_WIDENED = "type-widened", Mirror::Rule("type-narrowed"), wire WIDER, rust BREAKING,
        unseen TYPES, "has a type of more values";
    /// Requests may say more, and readers keep values that they do not know, as the enum that stood there does; code that names
    /// the enum no longer compiles.
    TYPE_OPENED = "type-opened", Mirror::Rule("type-narrowed"), wire ADDITIVE, rust BREAKING,
        unseen TYPES, "has a type of more values than those that were listed";
    /// Requests that were fine are refused, while readers can take all that comes; code that names the old type no longer
    /// compiles.
    TYPE_NARROWED = "type-narrowed", Mirror::Rule("type-widened"), wire NARROWER, rust BREAKING,
        unseen TYPES, "has a type of fewer values";
    /// What one side means the other does not read, and code that names the old type no longer compiles.
    TYPE_CHANGED = "type-changed", SAME_BACK, wire BREAKING, rust BREAKING, unseen TYPES, "has another type";
    /// Values are the same on the wire, but code that names the old type no longer compiles.
    TYPE_REPRESENTED = "type-represented", SAME_BACK, wire NONE, rust BREAKING,
        unseen TYPES, "has another type for the same values";

    /// What is meant where the property is left out is said, and there is a constant for it.
    DEFAULT_ADDED = "default-added", Mirror::Rule("default-removed"), wire sides(Level::Additive, Level::None),
        rust ADDITIVE, "has a default";
    /// What is meant where the property is left out is no longer certain; the constant is gone.
    DEFAULT_REMOVED = "default-removed", Mirror::Rule("default-added"), wire MAKERS, rust BREAKING,
        "has no default any more";
    /// What is meant where the property is left out is said. A list is no constant.
    DEFAULT_SAID = "default-said", Mirror::Rule("default-unsaid"), wire sides(Level::Additive, Level::None), rust NONE,
        "has a default that is no constant";
    /// What is meant where the property is left out is no longer certain. There was no constant.
    DEFAULT_UNSAID = "default-unsaid", Mirror::Rule("default-said"), wire MAKERS, rust NONE,
        "has no default any more, which was no constant";
    /// A request that leaves it out means something else. The constant stays, with another value.
    DEFAULT_CHANGED = "default-changed", SAME_BACK, wire MAKERS, rust NONE, "has another default";
    /// Requests that were fine are refused, while what comes in answers is within what readers know. Types do not say it, and a
    /// `validate` that does is not asked for by code.
    CONSTRAINT_TIGHTENED = "constraint-tightened", Mirror::Rule("constraint-loosened"), wire NARROWER, rust NONE,
        "allows for fewer values";
    /// Requests may say more, but so may answers, and readers may rely on the bound.
    CONSTRAINT_LOOSENED = "constraint-loosened", Mirror::Rule("constraint-tightened"), wire WIDER, rust NONE,
        "allows for more values";
    /// Which of two patterns or factors allows for more cannot be told, so that some values are to be taken as refused.
    CONSTRAINT_CHANGED = "constraint-changed", SAME_BACK, wire BREAKING, rust NONE, "allows for other values";

    /// Readers keep values that they do not know, and enums are `#[non_exhaustive]`.
    ENUM_VALUE_ADDED = "enum-value-added", Mirror::Rule("enum-value-removed"), wire ADDITIVE, rust ADDITIVE, "is new";
    /// Requests with the value are refused, while answers have one less; code that names the variant no longer compiles.
    ENUM_VALUE_REMOVED = "enum-value-removed", Mirror::Rule("enum-value-added"), wire NARROWER, rust BREAKING,
        "is gone";
    /// Requests have to use the other value, and answers come with it. The variant is called alike.
    ENUM_VALUE_REWRITTEN = "enum-value-rewritten", SAME_BACK, wire BREAKING, rust NONE, "is written in another way";
    /// A closed enum keeps no values that it does not know, so that readers that were generated before fail on them; it is not
    /// `#[non_exhaustive]` either, so that a `match` without an arm for the variant no longer compiles.
    ENUM_VALUE_ADDED_CLOSED = "enum-value-added-closed", Mirror::Rule("enum-value-removed"), wire WIDER, rust BREAKING,
        "is new, and the enum was closed";
    /// The variant `Unknown` is gone, and code that names it no longer compiles. What is sent is the same, but values that are
    /// not listed are no longer read.
    ENUM_CLOSED = "enum-closed", Mirror::Rule("enum-opened"), wire NONE, rust BREAKING,
        "keeps no values that are not listed";
    /// The enum has `Unknown` and is `#[non_exhaustive]`, so that a `match` without an arm for all else no longer compiles; and
    /// texts are no longer `Copy`.
    ENUM_OPENED = "enum-opened", Mirror::Rule("enum-closed"), wire NONE, rust BREAKING,
        "keeps values that are not listed";
    /// The type derives more, as the settings ask for it or because all its parts can now.
    DERIVE_ADDED = "derive-added", Mirror::Rule("derive-removed"), wire NONE, rust ADDITIVE,
        unseen DERIVES, "derives more";
    /// Code that relies on the trait no longer compiles. What is derived for all types is so only where every part can have it:
    /// a number with a fraction takes `Eq` and `Hash` from all that has it.
    DERIVE_REMOVED = "derive-removed", Mirror::Rule("derive-added"), wire NONE, rust BREAKING,
        unseen DERIVES, "derives less";
    /// What is derived compares by properties, values and variants in the order in which they stand: what was less is more now,
    /// and the compiler says nothing.
    COMPARISON_CHANGED = "comparison-changed", SAME_BACK, wire NONE, rust BREAKING,
        unseen MEANING, "compares by its parts in another order";
    /// Readers keep values of a kind that they do not know, and enums are `#[non_exhaustive]`.
    UNION_VARIANT_ADDED = "union-variant-added", Mirror::Rule("union-variant-removed"), wire ADDITIVE, rust ADDITIVE,
        "is new";
    /// Nothing keeps values of a kind that readers do not know, so that those that were generated before fail on them.
    UNION_VARIANT_ADDED_UNKNOWN = "union-variant-added-unknown", Mirror::Rule("union-variant-removed"), wire WIDER,
        rust ADDITIVE, "is new, and was not to be read before";
    /// Requests with such a value are refused, while answers have one kind less; code that names the variant no longer
    /// compiles.
    UNION_VARIANT_REMOVED = "union-variant-removed", Mirror::Rule("union-variant-added"), wire NARROWER, rust BREAKING,
        "is gone";
    /// The property that tells variants apart is another one, on both sides.
    UNION_TAG_CHANGED = "union-tag-changed", SAME_BACK, wire BREAKING, rust NONE, "is told apart by something else";
    /// Another value of the tag means the variant; readers that do not know it keep it.
    UNION_TAG_VALUE_ADDED = "union-tag-value-added", Mirror::Rule("union-tag-value-removed"), wire ADDITIVE, rust NONE,
        "is meant by another value too";
    /// Requests with that value of the tag are refused.
    UNION_TAG_VALUE_REMOVED = "union-tag-value-removed", Mirror::Rule("union-tag-value-added"), wire NARROWER, rust NONE,
        "is no longer meant by a value";
    /// What one side writes as one variant the other reads as another.
    UNION_TAG_VALUE_MOVED = "union-tag-value-moved", SAME_BACK, wire BREAKING, rust NONE,
        "is meant by a value that meant another one";
    /// Where a value fits several variants and nothing tells them apart, it is read as the first: code meets another variant, and
    /// the compiler says nothing.
    UNION_ORDER_CHANGED = "union-order-changed", SAME_BACK, wire NONE, rust sides(Level::None, Level::Breaking),
        unseen MEANING, "reads what several variants fit as another one";
    /// The enum, which is `#[non_exhaustive]`, has `Unknown` for values of other kinds.
    UNION_UNKNOWN_ADDED = "union-unknown-added", Mirror::Rule("union-unknown-removed"), wire NONE, rust ADDITIVE,
        "keeps values of kinds that are not known";
    /// The variant `Unknown` is gone; code that names it no longer compiles.
    UNION_UNKNOWN_REMOVED = "union-unknown-removed", Mirror::Rule("union-unknown-added"), wire NONE, rust BREAKING,
        "keeps no values of kinds that are not known";
    /// Every variant is written as one text, so that the enum is a `Display` and can be a parameter.
    UNION_TEXT_ADDED = "union-text-added", Mirror::Rule("union-text-removed"), wire NONE, rust ADDITIVE,
        unseen IMPLEMENTATIONS, "implements `Display`";
    /// Not every variant is one text, so that the enum is no `Display`; code that shows a value no longer compiles.
    UNION_TEXT_REMOVED = "union-text-removed", Mirror::Rule("union-text-added"), wire NONE, rust BREAKING,
        unseen IMPLEMENTATIONS, "no longer implements `Display`";
}
