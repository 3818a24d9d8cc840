//! Types: what schemas become.

use serde::Serialize;

/// A type of the client that has a name of its own.
#[derive(Clone, Debug, Serialize)]
pub struct Definition {
    /// The Rust name.
    pub name: String,
    /// The module under `types` that holds it.
    pub module: String,
    /// Where its schema is in the document, as a JSON Pointer.
    pub pointer: String,
    /// The document's text about it, in Markdown.
    pub description: String,
    /// Whether the document calls it deprecated.
    pub deprecated: bool,
    /// What it is.
    pub shape: Shape,
}

/// What a named type is.
#[derive(Clone, Debug, Serialize)]
pub enum Shape {
    /// An object with known properties.
    Struct(Struct),
    /// A string with known values.
    StringEnum(Vec<Variant>),
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
    pub additional_properties: Option<(String, Type)>,
    /// Whether requests use it, so that callers need to make one.
    pub in_requests: bool,
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
}

/// A value of a string enum.
#[derive(Clone, Debug, Serialize)]
pub struct Variant {
    /// The value in JSON.
    pub wire: String,
    /// The Rust name.
    pub name: String,
}

/// The type of a value.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub enum Type {
    /// `true` or `false`.
    Bool,
    /// A whole number.
    Integer(Integer),
    /// A number of single precision.
    F32,
    /// A number of double precision.
    F64,
    /// Text.
    String,
    /// A point in time (RFC 3339 `date-time`).
    DateTime,
    /// A day (RFC 3339 `full-date`).
    Date,
    /// A UUID (RFC 4122).
    Uuid,
    /// Bytes, base64 in JSON.
    Base64,
    /// Any JSON value.
    Json,
    /// A list.
    Array(Box<Type>),
    /// An object whose keys are not known.
    Map(Box<Type>),
    /// A type of the client, by its Rust name.
    Named(String),
    /// A value or null, where no property's presence can say so.
    Nullable(Box<Type>),
    /// On the heap, because it contains itself.
    Boxed(Box<Type>),
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
