//! Tables against the judge that they replace: the same types with the derives of `serde`.

use std::collections::BTreeMap;

use oasmith_runtime::json;
use oasmith_runtime::runtime::{newtype, object, string_enum};
use serde_json::Value;

#[derive(Clone)]
pub struct Pet {
    pub id: i64,
    pub name: String,
    pub r#type: Kind,
    pub nick: Option<String>,
    pub owner: Option<String>,
    pub weight: Option<Option<f64>>,
    pub tags: Vec<String>,
    pub child: Option<Box<Pet>>,
    pub any: Value,
    pub password: Option<String>,
}

object! { Pet {
    "id" => id: required,
    "name" => name: required,
    "type" => r#type: required,
    "nick-name" => nick: optional,
    "owner" => owner: nullable,
    "weight" => weight: optional_nullable,
    "tags" => tags: required,
    "child" => child: optional,
    "any" => any: required,
    "password" => password: optional secret,
} }

#[derive(Clone)]
pub enum Kind {
    Cat,
    Dog,
    Unknown(String),
}

string_enum! { Kind { Cat => "cat", Dog => "d\"og" } }

#[derive(Clone)]
pub struct Open {
    pub a: u8,
    pub rest: BTreeMap<String, Vec<f32>>,
}

object! { Open { "a" => a: required, ..rest } }

#[derive(Clone)]
pub struct Tree(pub Vec<Tree>);

newtype! { Tree }

/// The same as derives.
mod derived {
    use super::*;
    use serde_derive::{Deserialize, Serialize};

    #[derive(Serialize, Deserialize)]
    pub(crate) struct Pet {
        id: i64,
        name: String,
        r#type: String,
        #[serde(rename = "nick-name", skip_serializing_if = "Option::is_none")]
        nick: Option<String>,
        owner: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
        weight: Option<Option<f64>>,
        tags: Vec<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        child: Option<Box<Pet>>,
        any: Value,
        #[serde(skip_serializing_if = "Option::is_none")]
        password: Option<String>,
    }

    fn present<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<Option<f64>>, D::Error> {
        serde::Deserialize::deserialize(deserializer).map(Some)
    }

    #[derive(Serialize, Deserialize)]
    pub(crate) struct Open {
        a: u8,
        #[serde(flatten)]
        rest: BTreeMap<String, Vec<f32>>,
    }
}

const PET: &str = r#"{"id":1,"name":"é\n\u0041\ud83d\ude00","type":"cat","nick-name":"n","owner":null,"weight":null,"tags":["a",""],"child":{"id":-9223372036854775808,"name":"","type":"x","owner":"o","tags":[],"any":[1,{"b":1e3}]},"any":null,"password":"hunter2"}"#;

fn written(text: &str) -> String {
    let pet = json::from_str::<Pet>(text).map_err(|error| error.to_string());
    pet.map_or_else(|error| error, |pet| String::from_utf8_lossy(&json::to_vec(&pet).unwrap_or_default()).into_owned())
}

#[test]
fn what_is_read_is_written_as_the_derive_writes_it() {
    let derived = serde_json::to_string(&serde_json::from_str::<derived::Pet>(PET).unwrap()).unwrap();
    assert_eq!(written(PET), derived);
    assert_eq!(written(&serde_json::to_string_pretty(&serde_json::from_str::<Value>(PET).unwrap()).unwrap()), derived);
    let pet: Pet = serde_json::from_str(PET).unwrap();
    assert!(pet == json::from_str(PET).unwrap());
    assert_eq!(serde_json::to_string(&pet).unwrap(), derived);
    assert_eq!(pet.weight, Some(None));
    assert_eq!(pet.child.as_ref().unwrap().weight, None);
    assert_eq!(pet.child.as_ref().unwrap().r#type, Kind::Unknown("x".into()));
}

/// Every text that a few edits make of a valid one gets the verdict that the derive gives it; but for whole numbers that
/// are spelled otherwise, which derives refuse.
#[test]
fn verdicts_are_those_of_the_derive() {
    let values = [
        "null",
        "true",
        "1",
        "-1",
        "1.0",
        "-0",
        "1e2",
        "01",
        "1.",
        "-",
        "300",
        "18446744073709551615",
        "18446744073709551616",
        "\"x\"",
        "\"\\x\"",
        "\"\\ud800\"",
        "\"a\tb\"",
        "\"",
        "[]",
        "[1]",
        "[null]",
        "[\"x\"",
        "[\"x\",]",
        "{}",
        "{\"a\":1}",
        "nul",
        "{\"a\" 1}",
        "1 2",
        "",
    ];
    let object: serde_json::Map<String, Value> = serde_json::from_str(PET).unwrap();
    let mut checked = 0;
    for changed in object.keys() {
        let with = |text: &str| {
            let members = object.iter().map(|(key, value)| match key == changed {
                true => format!("{}:{text}", Value::from(key.as_str())),
                false => format!("{}:{value}", Value::from(key.as_str())),
            });
            format!("{{{}}}", members.collect::<Vec<_>>().join(" , "))
        };
        let missing = Value::Object(
            object.iter().filter(|(key, _)| *key != changed).map(|(k, v)| (k.clone(), v.clone())).collect(),
        );
        let twice = with(&format!("{},{}:{}", object[changed], Value::from(changed.as_str()), object[changed]));
        let unknown = with(&format!("{},\"new\":{{\"x\":[1,null]}}", object[changed]));
        let texts =
            values.iter().map(|value| with(value)).chain([missing.to_string(), twice, unknown, PET.replace('}', "")]);
        for text in texts {
            if changed == "id" && ["1.0", "-0", "1e2"].iter().any(|value| text == with(value)) {
                assert!(json::from_str::<Pet>(&text).is_ok(), "{text}");
                continue;
            }
            let ours = json::from_str::<Pet>(&text);
            let theirs = serde_json::from_str::<derived::Pet>(&text);
            assert_eq!(ours.is_ok(), theirs.is_ok(), "{text}\n{:?}\n{:?}", ours.err(), theirs.err());
            if let (Ok(ours), Ok(theirs)) = (ours, theirs) {
                assert_eq!(json::to_vec(&ours).unwrap(), serde_json::to_vec(&theirs).unwrap(), "{text}");
            }
            checked += 1;
        }
    }
    assert!(checked > 300);
}

#[test]
fn a_text_cut_anywhere_is_an_error() {
    for end in (0..PET.len()).filter(|end| PET.is_char_boundary(*end)) {
        assert!(json::from_str::<Pet>(&PET[..end]).is_err(), "{end}");
    }
    assert!(json::from_slice::<Pet>(b"\xFF").is_err());
}

#[test]
fn errors_tell_the_path() {
    let refused = |from: &str, to: &str| json::from_str::<Pet>(&PET.replace(from, to)).unwrap_err().to_string();
    let wrong = refused(r#""tags":["a",""]"#, r#""tags":["a",5]"#);
    assert!(wrong.contains("expected a string, found a number") && wrong.ends_with("at `$.tags[1]`"), "{wrong}");
    let missing = refused(r#""owner":"o","tags":[],"#, r#""owner":"o","#);
    assert_eq!(missing, "missing key `tags` of `Pet` at `$.child`");
    assert!(refused(r#""nick-name":"n""#, r#""nick-name":1"#).ends_with(r#"at `$["nick-name"]`"#));
    assert_eq!(refused(r#""id":1,"#, r#""id":1,"id":1,"#), "duplicate key at `$.id`");
    assert!(refused(r#""id":1,"#, r#""id":1,"x":{"y":z},"#).contains("`$.x`"));
    assert!(!refused(r#""id":1,"#, r#""id":"hunter3","#).contains("hunter3"));
}

#[test]
fn keys_that_no_table_lists_are_kept_where_the_type_has_a_map() {
    for text in [
        r#"{"a":1}"#,
        r#"{"z":[1.5],"a":255,"y":[]}"#,
        r#"{"a":256}"#,
        r#"{"a":1,"b":"x"}"#,
        r#"{"b":[]}"#,
        r#"{"b":[1e39],"a":1,"a":2}"#,
    ] {
        let ours = json::from_str::<Open>(text).map(|open| json::to_vec(&open).unwrap()).ok();
        let theirs = serde_json::from_str::<derived::Open>(text).map(|open| serde_json::to_vec(&open).unwrap()).ok();
        assert_eq!(ours, theirs, "{text}");
        let forwarded = serde_json::from_str::<Open>(text).map(|open| serde_json::to_vec(&open).unwrap()).ok();
        assert_eq!(ours, forwarded, "{text}");
    }
}

#[test]
fn nesting_has_a_limit() {
    let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    assert!(json::from_str::<Tree>(&nested(100)).is_ok());
    assert!(json::from_str::<Tree>(&nested(200)).is_err());
    assert!(json::from_str::<Tree>(&"[".repeat(1_000_000)).is_err());
    assert!(json::from_str::<Value>(&"[".repeat(1_000_000)).is_err());
}

#[test]
fn debug_shows_all_but_secrets() {
    let pet = json::from_str::<Pet>(PET).unwrap();
    let shown = format!("{pet:?} {pet:#?}");
    assert!(!shown.contains("hunter2"), "{shown}");
    assert!(
        shown.contains("password: [hidden]") && shown.contains("owner: null") && shown.contains("id: 1"),
        "{shown}"
    );
}

#[test]
fn numbers_that_json_lacks_are_refused() {
    assert!(json::to_vec(&f64::NAN).is_err());
    assert!(json::to_vec(&vec![Some(f32::INFINITY)]).is_err());
    assert!(json::from_str::<f64>("1e400").is_err());
    assert_eq!(json::to_vec(&0.1_f32).unwrap(), b"0.1");
    assert_eq!(json::to_vec(&1e300).unwrap(), b"1e+300");
}

#[test]
fn strings_are_escaped_as_serde_json_escapes_them() {
    let text: String = (0..0x250).filter_map(char::from_u32).collect();
    for start in 0..text.chars().count() {
        let text: String = text.chars().skip(start).collect();
        assert_eq!(json::to_vec(&text).unwrap(), serde_json::to_vec(&text).unwrap());
        assert_eq!(json::from_slice::<String>(&serde_json::to_vec(&text).unwrap()).unwrap(), text);
    }
}

#[test]
fn enums_keep_what_they_do_not_know() {
    assert_eq!(Kind::from("bird"), Kind::Unknown("bird".into()));
    assert_eq!(Kind::from("d\"og"), Kind::Dog);
    assert_eq!(format!("{:?}", [Kind::Cat, Kind::Unknown("bird".into())]), r#"["cat", "bird"]"#);
    assert_eq!(format!("{:>4}", Kind::Cat), " cat");
    assert_eq!(json::to_vec(&Kind::Dog).unwrap(), br#""d\"og""#);
}
