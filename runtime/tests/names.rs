//! Tables of types that are named like those of the prelude.
#![allow(dead_code, unreachable_pub, reason = "some names are there only to be in the way")]
#![allow(non_snake_case, non_camel_case_types, reason = "as schemas may be called")]

use oasmith_runtime::json;

/// What a schema may be called, each as another kind of type.
mod hostile {
    use oasmith_runtime::runtime::{builder, integer_enum, newtype, object, string_enum, union};

    #[derive(Clone)]
    pub struct Option {
        pub some: ::core::option::Option<::std::string::String>,
        pub r#type: ::std::boxed::Box<Result>,
    }

    object! { Option { "some" => some: optional, "type" => r#type: required } }
    builder! { OptionBuilder for Option { r#type: Result => boxed } }

    #[derive(Clone)]
    #[non_exhaustive]
    pub enum Result {
        Ok(::std::boxed::Box<Option>),
        Err(str),
        None(::core::primitive::i64),
        Some(::std::vec::Vec<Box>),
        Unknown(::serde_json::Value),
    }

    union! { Result by "Ok" {
        Ok(::std::boxed::Box<Option>): object = "some" | json "1",
        Err(str): string,
        None(::core::primitive::i64): integer,
        Some(::std::vec::Vec<Box>): array,
        ..Unknown
    } }

    #[derive(Clone)]
    pub enum Vec {
        Ok(str),
        Err(i64),
    }

    union! { Vec primitive vacant Err { Ok(str): string, Err(i64): number } }

    #[derive(Clone)]
    pub enum str {
        Ok,
        Err,
        Unknown(::std::string::String),
    }

    string_enum! { str { Ok => "ok", Err => "err" } }

    #[derive(Clone, Copy)]
    pub enum i64 {
        Some,
        None,
        Unknown(::core::primitive::i64),
    }

    integer_enum! { i64 { Some => 1, None => -1 } }

    #[derive(Clone)]
    pub struct Box(pub ::std::vec::Vec<Box>);

    newtype! { Box }

    #[derive(Clone)]
    pub struct String {
        pub ok: Vec,
        pub err: usize,
        pub rest: ::std::collections::BTreeMap<::std::string::String, Number>,
    }

    object! { String { "ok" => ok: required, "err" => err: required, ..rest } }
    builder! { Builder for String { ok: Vec => into, err: usize } }

    /// Names of what the macros themselves use.
    #[derive(Clone)]
    pub enum Text {
        Str,
        Unknown(::std::string::String),
    }

    string_enum! { Text { Str => "str" } }

    #[derive(Clone, Copy)]
    pub enum Number {
        Table,
        Unknown(::core::primitive::i64),
    }

    integer_enum! { Number { Table => 5 } }

    #[derive(Clone)]
    pub struct usize {
        pub value: Text,
    }

    object! { usize { "value" => value: required } }

    pub struct bool;
    pub struct u8;
    pub trait Into {}
    pub trait Clone {}
    pub trait Slot {}
    pub fn Some() {}
    pub fn None() {}
    pub fn Ok() {}
    pub fn Err() {}
    pub mod core {}
    pub mod std {}
    pub mod serde {}
}

#[test]
fn a_schema_may_have_any_name() {
    let text = r#"{"some":"x","type":[[],[[]]]}"#;
    let value = json::from_str::<hostile::Option>(text).unwrap();
    assert_eq!(json::to_vec(&value).unwrap(), text.as_bytes());
    assert_eq!(format!("{value:?}"), r#"Option { some: "x", type: [[], [[]]] }"#);
    assert_eq!(serde_json::to_string(&serde_json::from_str::<hostile::Option>(text).unwrap()).unwrap(), text);
    let text = r#"{"ok":"err","err":{"value":"str"},"five":5}"#;
    let value = json::from_str::<hostile::String>(text).unwrap();
    assert_eq!(json::to_vec(&value).unwrap(), text.as_bytes());
    assert!(hostile::String::builder().ok(value.ok.clone()).err(value.err.clone()).rest.is_empty());
    assert!(hostile::Option::builder().r#type(hostile::Result::Err(hostile::str::Ok)).some.is_none());
}
