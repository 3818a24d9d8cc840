//! Types: what schemas become.

use serde::Serialize;
use serde_json::Value;

/// A type of the client that has a name of its own.
#[derive(Clone, Debug, Serialize)]
pub struct Definition {
    /// The Rust name.
    pub name: String,
    /// The module under `types` that holds it.
    pub module: String,
    /// Where its schema is in the document, as a JSON Pointer.
    pub pointer: String,
    /// What it is in the document, however lists before it grow: like a pointer, but by the names of parameters and of members
    /// of unions.
    pub place: String,
    /// The document's text about it, in Markdown.
    pub description: String,
    /// Whether the document calls it deprecated.
    pub deprecated: bool,
    /// Whether `null` is a valid value too, which whoever uses the type says.
    pub nullable: bool,
    /// What it derives beside what every type has, as paths.
    pub derives: Vec<String>,
    /// Whether it is an enum that refuses values that the document does not list.
    pub closed: bool,
    /// What the document asks of its values beyond their type.
    pub constraints: Vec<Constraint>,
    /// What it is.
    pub shape: Shape,
}

/// What all types have, so that nothing has to be derived.
const PRESENT: &[&str] = &["Clone", "Debug", "Deserialize", "PartialEq", "Serialize"];

impl Definition {
    /// What is derived by a path: `Hash` by `core::hash::Hash`.
    pub(crate) fn derived(path: &str) -> &str {
        path.rsplit("::").next().unwrap_or(path).trim()
    }

    /// Whether it has a trait without that it is derived.
    pub(crate) fn has_itself(&self, name: &str) -> bool {
        let more: &[&str] = match &self.shape {
            // Another name has what the type has.
            Shape::Alias(_) => return true,
            Shape::StringEnum(_) if self.closed => &["Copy", "Eq", "Hash"],
            Shape::StringEnum(_) => &["Eq", "Hash"],
            Shape::IntegerEnum(_) => &["Copy", "Eq", "Hash"],
            Shape::Struct(object) if !object.fields.iter().any(Field::is_argument) => &["Default"],
            Shape::Struct(_) | Shape::Union(_) | Shape::Newtype(_) => &[],
        };
        PRESENT.contains(&name) || more.contains(&name)
    }
}

/// What a named type is.
#[derive(Clone, Debug, Serialize)]
pub enum Shape {
    /// An object with known properties.
    Struct(Struct),
    /// A string with known values.
    StringEnum(Vec<Variant<String>>),
    /// A whole number with known values.
    IntegerEnum(Vec<Variant<i64>>),
    /// One of several types.
    Union(Union),
    /// Another name of a type.
    Alias(Type),
    /// A type of its own around another, because an alias cannot contain itself.
    Newtype(Type),
}

/// An object with known properties.
#[derive(Clone, Debug, Serialize)]
pub struct Struct {
    /// The properties, in the document's order.
    pub fields: Vec<Field>,
    /// The name of the map of all other properties and the type of their values, where the document allows for them.
    pub additional_properties: Option<AdditionalProperties>,
    /// Whether requests use it, so that callers need to make one.
    pub in_requests: bool,
    /// Whether responses use it.
    pub in_responses: bool,
    /// The Rust name of its builder, where it has too many required properties for a function's arguments.
    pub builder: Option<String>,
}

/// The properties that a struct has no fields for.
#[derive(Clone, Debug, Serialize)]
pub struct AdditionalProperties {
    /// The Rust name of their map.
    pub name: String,
    /// The type of their values.
    pub ty: Type,
    /// Whether `Debug` hides the values.
    pub secret: bool,
    /// What the document asks of the values beyond their type.
    pub constraints: Vec<Constraint>,
}

/// A property.
#[derive(Clone, Debug, Serialize)]
pub struct Field {
    /// The key in JSON.
    pub wire: String,
    /// The Rust name.
    pub name: String,
    /// The type of a value that is present and not null.
    pub ty: Type,
    /// Whether the value may be absent or null.
    pub presence: Presence,
    /// The document's text about it, in Markdown.
    pub description: String,
    /// Whether the document calls it deprecated.
    pub deprecated: bool,
    /// Whether `Debug` hides it.
    pub secret: bool,
    /// Whether the document requires it though the type may leave it out.
    pub expected: bool,
    /// Who sets it.
    pub direction: Direction,
    /// What the document says is meant where the property is absent.
    pub default: Option<Default>,
    /// The same where it can be no constant, as that of a list.
    pub meant: Option<Value>,
    /// What the document asks of its values beyond their type.
    pub constraints: Vec<Constraint>,
}

/// Something that is asked of a value beyond its type
/// ([JSON Schema Validation, sections 6.1 to 6.5](https://json-schema.org/draft/2020-12/json-schema-validation#section-6)).
#[derive(Clone, Debug, PartialEq, Serialize)]
pub enum Constraint {
    /// `minLength`, in characters.
    MinLength(usize),
    /// `maxLength`, in characters.
    MaxLength(usize),
    /// `pattern`, a regular expression of ECMA-262.
    Pattern(String),
    /// `minimum`, as it is written.
    Minimum(String),
    /// `maximum`.
    Maximum(String),
    /// `minimum`, itself not allowed.
    ExclusiveMinimum(String),
    /// `maximum`, itself not allowed.
    ExclusiveMaximum(String),
    /// `multipleOf`.
    MultipleOf(String),
    /// `minItems`.
    MinItems(usize),
    /// `maxItems`.
    MaxItems(usize),
    /// `uniqueItems`.
    UniqueItems,
    /// `minProperties`.
    MinProperties(usize),
    /// `maxProperties`.
    MaxProperties(usize),
    /// What is asked of each item of a list.
    Items(Vec<Self>),
    /// What is asked of each value of a map.
    Values(Vec<Self>),
    /// `enum` of values that have no type of their own, as JSON: `validate` does not hold values against it.
    Listed(Vec<String>),
    /// A `format` of texts that has no type of its own; `validate` does not hold values against it.
    Format(String),
}

/// Who sets a property.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Direction {
    /// Either side.
    Both,
    /// The server alone (`readOnly`).
    Responses,
    /// The client alone (`writeOnly`).
    Requests,
}

/// A default that can be a constant.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub enum Default {
    /// A truth value.
    Bool(bool),
    /// A whole number.
    Integer(i128),
    /// A number.
    Number(f64),
    /// A text.
    String(String),
    /// A variant of an enum, by the names of both.
    Variant(String, String),
}

/// One of several types, and how to tell which.
#[derive(Clone, Debug, Serialize)]
pub struct Union {
    /// The variants, in the document's order.
    pub variants: Vec<UnionVariant>,
    /// The property whose value tells variants apart.
    pub tag: Option<String>,
    /// Whether values that no variant is for are kept.
    pub keeps_unknown: bool,
    /// The index of the variant of a value that is about to be read, where the first one contains itself.
    pub vacant: Option<usize>,
    /// Whether every variant is written as one text.
    pub primitive: bool,
}

/// How much a variant asks of a value, from much to little.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub enum Specific {
    /// A scalar of a format, a whole number, a list of something.
    Format,
    /// A text that is listed; others are kept.
    Listed,
    /// Any text, any number, any list.
    Any,
    /// An object with known properties.
    Object,
    /// An object whose keys are data.
    AnyObject,
    /// Values of several types of JSON.
    Mixed,
}

/// One of the types that a value may have.
#[derive(Clone, Debug, Serialize)]
pub struct UnionVariant {
    /// The Rust name.
    pub name: String,
    /// Its type.
    pub ty: Type,
    /// The types of JSON that it may have, by their names in JSON Schema; none where it may have any.
    pub kinds: Vec<&'static str>,
    /// The values of the tag that mean it.
    pub tags: Vec<Tag>,
    /// How specific it is: where several variants can be read, one of a lower rank is tried first.
    pub rank: (Specific, usize),
    /// The document's text about it, in Markdown.
    pub description: String,
}

/// A value of a tag.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub enum Tag {
    /// A text.
    String(String),
    /// Anything else, as it is written in JSON.
    Raw(String),
}

/// Whether a property may be absent or null.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Presence {
    /// Always there, never null.
    Required,
    /// Absent or there, never null.
    Optional,
    /// Always there, maybe null.
    Nullable,
    /// Absent, null or a value.
    OptionalNullable,
    /// Absent or any JSON, `null` among it.
    OptionalJson,
}

/// A value of an enum.
#[derive(Clone, Debug, Serialize)]
pub struct Variant<T> {
    /// The value in JSON.
    pub wire: T,
    /// The Rust name.
    pub name: String,
    /// The document's text about it, in Markdown.
    pub description: String,
}

/// The type of a value.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub enum Type {
    /// `true` or `false`.
    Bool,
    /// A whole number.
    Integer(Integer),
    /// A number of double precision.
    F64,
    /// A number of any size, as it is written.
    Number,
    /// Text.
    String,
    /// A point in time (RFC 3339 `date-time`).
    DateTime(Dates),
    /// A day (RFC 3339 `full-date`).
    Date(Dates),
    /// A UUID (RFC 4122).
    Uuid,
    /// An address of the Internet Protocol, version 4 (RFC 2673, section 3.2).
    Ipv4,
    /// An address of the Internet Protocol, version 6 (RFC 4291, section 2.2).
    Ipv6,
    /// Bytes, base64 in JSON.
    Base64,
    /// Any JSON value.
    Json,
    /// A type that is not of the client, by its path, which is read and written by its own `serde`.
    Foreign(String),
    /// A list.
    Array(Box<Type>),
    /// A list of a known length.
    FixedArray(Box<Type>, usize),
    /// An object whose keys are not known.
    Map(Box<Type>),
    /// A type of the client, by its Rust name.
    Named(String),
    /// A value or null, where no property's presence can say so.
    Nullable(Box<Type>),
    /// On the heap, because it contains itself.
    Boxed(Box<Type>),
}

/// The crate whose types dates and times have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Dates {
    /// `chrono::DateTime<Utc>` and `chrono::NaiveDate`.
    Chrono,
    /// `time::OffsetDateTime` and `time::Date`.
    Time,
    /// `jiff::Timestamp` and `jiff::civil::Date`.
    Jiff,
}

impl Field {
    /// Whether it has to be given to make a value.
    pub fn is_argument(&self) -> bool {
        matches!(self.presence, Presence::Required | Presence::Nullable)
    }
}

impl Type {
    /// Whether a value is as small as a reference, so that functions take it as it is.
    pub fn is_small(&self) -> bool {
        matches!(
            self,
            Self::Bool
                | Self::Integer(_)
                | Self::F64
                | Self::DateTime(_)
                | Self::Date(_)
                | Self::Uuid
                | Self::Ipv4
                | Self::Ipv6
        )
    }

    /// Shows the type and all types within it.
    pub fn walk(&self, show: &mut dyn FnMut(&Self)) {
        show(self);
        match self {
            Self::Array(inner)
            | Self::FixedArray(inner, _)
            | Self::Map(inner)
            | Self::Nullable(inner)
            | Self::Boxed(inner) => {
                inner.walk(show);
            }
            _ => {}
        }
    }

    /// Whether the type or one within it is wanted.
    pub fn holds(&self, wanted: &dyn Fn(&Self) -> bool) -> bool {
        let mut found = false;
        self.walk(&mut |ty| found |= wanted(ty));
        found
    }
}

impl Shape {
    /// Shows the types that a value is made of.
    pub fn types(&self, show: &mut dyn FnMut(&Type)) {
        match self {
            Self::Struct(object) => {
                object.fields.iter().for_each(|field| show(&field.ty));
                object.additional_properties.iter().for_each(|rest| show(&rest.ty));
            }
            Self::Union(union) => union.variants.iter().for_each(|variant| show(&variant.ty)),
            Self::Alias(ty) | Self::Newtype(ty) => show(ty),
            Self::StringEnum(_) | Self::IntegerEnum(_) => {}
        }
    }
}

/// The Rust type of a whole number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Integer {
    /// `i8`
    I8,
    /// `i16`
    I16,
    /// `i32`
    I32,
    /// `i64`
    I64,
    /// `u8`
    U8,
    /// `u16`
    U16,
    /// `u32`
    U32,
    /// `u64`
    U64,
}

impl Integer {
    /// Its name in Rust.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::I8 => "i8",
            Self::I16 => "i16",
            Self::I32 => "i32",
            Self::I64 => "i64",
            Self::U8 => "u8",
            Self::U16 => "u16",
            Self::U32 => "u32",
            Self::U64 => "u64",
        }
    }
}

impl Integer {
    /// Whether a number is in the type's range.
    pub fn holds(self, number: i128) -> bool {
        let (bits, signed) = match self {
            Self::I8 => (8, true),
            Self::I16 => (16, true),
            Self::I32 => (32, true),
            Self::I64 => (64, true),
            Self::U8 => (8, false),
            Self::U16 => (16, false),
            Self::U32 => (32, false),
            Self::U64 => (64, false),
        };
        let range = if signed { -(1_i128 << (bits - 1))..(1_i128 << (bits - 1)) } else { 0..(1_i128 << bits) };
        range.contains(&number)
    }
}
