//! What tells the variants of a union apart where their keys may miss.
#![allow(clippy::unwrap_used, reason = "in tests, helpers included")]

use oasmith_runtime::json;
use oasmith_runtime::runtime::{object, union};

/// Keys that may be null, or that only the server sets, are required all the same.
#[test]
fn keys_that_may_miss_tell_variants_apart() {
    #[derive(Clone)]
    struct Nullable {
        a: Option<String>,
        x: Option<i64>,
    }
    object! { Nullable { "a" => a: nullable, "x" => x: optional } }
    #[derive(Clone)]
    struct FromServer {
        id: Option<i64>,
    }
    object! { FromServer { "id" => id: optional expected } }
    #[derive(Clone)]
    enum Either {
        Nullable(Nullable),
        FromServer(FromServer),
    }
    union! { Either { Nullable(Nullable): object, FromServer(FromServer): object } }
    assert!(matches!(json::from_str(r#"{"a":null,"x":1}"#).unwrap(), Either::Nullable(_)));
    assert!(matches!(json::from_str(r#"{"id":1,"x":1}"#).unwrap(), Either::FromServer(_)));
    let refused = json::from_str::<Either>(r#"{"x":1}"#).map(drop).unwrap_err().to_string();
    assert!(refused.contains("`Nullable` requires `a`; `FromServer` requires `id`"), "{refused}");
}
