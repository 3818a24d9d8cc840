//! Values held against the constraints that tables state.
#![cfg(feature = "validate")]

use std::collections::BTreeMap;

use oasmith_runtime::json::{self, Encode};
use oasmith_runtime::runtime::{Base64, Invalid, Number, newtype, object, union};
use serde_json::{Value, json};

#[derive(Clone)]
pub struct Order {
    pub code: String,
    pub price: f64,
    pub count: Option<i64>,
    pub lines: Vec<Line>,
    pub tags: Option<Vec<String>>,
    pub labels: BTreeMap<String, Vec<i64>>,
    pub password: Option<String>,
    pub parent: Option<Box<Order>>,
    pub any: Value,
    pub rest: BTreeMap<String, Line>,
}

object! { Order {
    "code" => code: required (min_length(2), max_length(4), pattern("^\\p{L}+$")),
    "price" => price: required (multiple_of(0.01), exclusive_minimum(0.0), maximum(1e6)),
    "count" => count: optional (minimum(-5.0), exclusive_maximum(10)),
    "lines" => lines: required (min_items(1), max_items(150)),
    "tags" => tags: nullable (unique_items, items(min_length(1))),
    "labels" => labels: required (max_properties(2), values(min_items(1), items(maximum(9.0)))),
    "pass word" => password: optional secret (min_length(8)),
    "parent" => parent: optional,
    "any" => any: required (min_length(3), min_items(2), unique_items, minimum(0.5), min_properties(1), items(max_length(1)), values(maximum(1.0))),
    ..rest
} }

#[derive(Clone)]
#[non_exhaustive]
pub enum Line {
    Text(Text),
    Size(Size),
    Many(Many),
}

union! { Line vacant Size { Text(Text): object, Size(Size): object, Many(Many): array } }

#[derive(Clone)]
pub struct Many(pub Vec<Line>);

newtype! { Many }

#[derive(Clone)]
pub struct Text {
    pub text: String,
}

object! { Text { "text" => text: required (max_length(3)) } }

#[derive(Clone)]
pub struct Size {
    pub size: Number,
    pub bytes: Option<Base64>,
}

object! { Size {
    "size" => size: required (minimum(1.5), multiple_of(0.5)),
    "bytes" => bytes: optional (max_length(4)),
} }

fn order() -> Order {
    Order {
        code: "äöü".into(),
        price: 0.3,
        count: None,
        lines: vec![text("abc")],
        tags: None,
        labels: BTreeMap::new(),
        password: None,
        parent: None,
        any: Value::Null,
        rest: BTreeMap::new(),
    }
}

fn text(text: &str) -> Line {
    Line::Text(Text { text: text.into() })
}

fn size(size: &str) -> Line {
    Line::Size(Size { size: size.parse().unwrap_or(Number::from(0)), bytes: None })
}

fn told(value: &dyn Encode) -> Vec<String> {
    let invalid = json::validate(value).err();
    invalid.iter().flat_map(Invalid::violations).map(ToString::to_string).collect()
}

fn changed(change: impl FnOnce(&mut Order)) -> Vec<String> {
    let mut order = order();
    change(&mut order);
    told(&order)
}

#[test]
fn what_is_allowed_has_no_violations() {
    assert_eq!(json::validate(&order()), Ok(()));
    assert_eq!(changed(|order| order.tags = Some(vec!["a".into(), "b".into()])), [""; 0]);
    assert_eq!(changed(|order| order.price = 1e6), [""; 0]);
    assert_eq!(changed(|order| order.price = 4.35), [""; 0]);
    assert_eq!(json::validate(&"anything"), Ok(()));
}

#[test]
fn lengths_are_those_of_characters() {
    assert_eq!(
        changed(|order| order.code = "ä".into()),
        ["expected a string of at least 2 characters, found one of fewer at `$.code`"]
    );
    assert_eq!(
        changed(|order| order.code = "äöü😀😀".into()),
        [
            "expected a string of at most 4 characters, found one of more at `$.code`",
            r"expected a string that matches `^\p{L}+$`, found another one at `$.code`",
        ]
    );
    let bytes = |bytes: &'static [u8]| Size { size: Number::from(2), bytes: Some(bytes.into()) };
    assert_eq!(told(&bytes(b"abc")), [""; 0]);
    assert_eq!(told(&bytes(b"abcd")), ["expected a string of at most 4 characters, found one of more at `$.bytes`"]);
}

#[test]
fn numbers_are_held_against_their_bounds() {
    assert_eq!(changed(|order| order.price = 0.0), ["expected a number above 0.0, found one that is not at `$.price`"]);
    assert_eq!(
        changed(|order| order.price = 0.305),
        ["expected a multiple of 0.01, found another number at `$.price`"]
    );
    assert_eq!(
        changed(|order| order.price = 1_000_000.5),
        ["expected a number of at most 1e6, found a larger one at `$.price`"]
    );
    assert_eq!(
        changed(|order| order.count = Some(-6)),
        ["expected a number of at least -5.0, found a smaller one at `$.count`"]
    );
    assert_eq!(
        changed(|order| order.count = Some(10)),
        ["expected a number below 10, found one that is not at `$.count`"]
    );
    assert_eq!(told(&size("1.4999999999999999999999")).len(), 2);
    assert_eq!(told(&size("12345678901234567890123456789.5")), [""; 0]);
    assert_eq!(json::validate(&f64::NAN), Ok(()));
}

#[test]
fn arrays_and_objects_are_held_against_their_counts() {
    assert_eq!(
        changed(|order| order.lines.clear()),
        ["expected an array of at least 1 item, found one of fewer at `$.lines`"]
    );
    assert_eq!(
        changed(|order| order.lines = vec![text(""); 151]),
        ["expected an array of at most 150 items, found one of more at `$.lines`"]
    );
    assert_eq!(
        changed(|order| order.tags = Some(vec!["a".into(), String::new(), "a".into()])),
        [
            "expected an array of different items, found one with equal items at `$.tags`",
            "expected a string of at least 1 character, found one of fewer at `$.tags[1]`",
        ]
    );
    let labels = [("a", vec![10]), ("b", vec![]), ("c d", vec![1, 2, 11])];
    let labels: BTreeMap<_, _> = labels.into_iter().map(|(key, values)| (key.to_owned(), values)).collect();
    assert_eq!(
        changed(|order| order.labels = labels),
        [
            "expected an object of at most 2 properties, found one of more at `$.labels`",
            "expected a number of at most 9.0, found a larger one at `$.labels.a[0]`",
            "expected an array of at least 1 item, found one of fewer at `$.labels.b`",
            "expected a number of at most 9.0, found a larger one at `$.labels[\"c d\"][2]`",
        ]
    );
}

#[test]
fn all_values_in_a_value_are_held_against_theirs() {
    let many = Line::Many(Many(vec![text("abc"), Line::Many(Many(vec![size("1")]))]));
    let parent = Order { password: Some("hunter2".into()), lines: vec![text(""), text("long")], ..order() };
    let value = Order {
        parent: Some(Box::new(parent)),
        rest: BTreeMap::from([("x".into(), text("long")), ("y".into(), many)]),
        ..order()
    };
    let invalid = json::validate(&value).unwrap_err();
    assert_eq!(
        invalid.to_string(),
        "\
        expected a string of at most 3 characters, found one of more at `$.parent.lines[1].text`; \
        expected a string of at least 8 characters, found one of fewer at `$.parent[\"pass word\"]`; \
        expected a string of at most 3 characters, found one of more at `$.x.text`; \
        expected a number of at least 1.5, found a smaller one at `$.y[1][0].size`"
    );
    assert!(!format!("{invalid:?}").contains("hunter2"));
    let first = &invalid.violations()[0];
    assert_eq!((first.path(), first.reason().len(), invalid.has_more()), ("$.parent.lines[1].text", 60, false));
}

#[test]
fn any_json_is_held_against_what_is_asked_of_its_kind() {
    for (value, count) in [
        (json!("abc"), 0),
        (json!("ab"), 1),
        (json!(["a", "b"]), 0),
        (json!(["a"]), 1),
        (json!(["aa", "aa"]), 3),
        (json!(1), 0),
        (json!(0.25), 1),
        (json!({"a": 1}), 0),
        (json!({}), 1),
        (json!({"a": 2, "b": [2]}), 1),
        (json!(true), 0),
    ] {
        assert_eq!(changed(|order| order.any = value.clone()).len(), count, "{value}");
    }
}

#[test]
fn violations_are_told_up_to_a_bound() {
    let value = vec![text("long"); 1_000];
    let invalid = json::validate(&value).unwrap_err();
    assert_eq!((invalid.violations().len(), invalid.has_more()), (100, true));
    assert!(invalid.to_string().ends_with("at `$[7].text`; and more than 92 others"));
    let invalid = json::validate(&vec![text("long"); 100]).unwrap_err();
    assert!(!invalid.has_more() && invalid.to_string().ends_with("; and 92 more"));
}

#[test]
fn patterns_are_those_of_ecma_262() {
    #[derive(Clone)]
    struct Patterns {
        any: Option<String>,
        look: Option<String>,
        escape: Option<String>,
        broken: Option<String>,
    }
    object! { Patterns {
        "any" => any: optional (pattern("b")),
        "look" => look: optional (pattern("^(?=.*\\d)(?!.*x).{2}$")),
        "escape" => escape: optional (pattern("^[\\w\\-]+\\_$")),
        "broken" => broken: optional (pattern("(")),
    } }
    let none = Patterns { any: None, look: None, escape: None, broken: Some("x".into()) };
    let held = |patterns: Patterns| told(&patterns).is_empty();
    assert!(held(none.clone()));
    let any = |text: &str| held(Patterns { any: Some(text.into()), ..none.clone() });
    assert!(any("abc") && !any("a"));
    let look = |text: &str| held(Patterns { look: Some(text.into()), ..none.clone() });
    assert!(look("a1") && look("😀1") && !look("ab") && !look("x1") && !look("abc1"));
    let escape = |text: &str| held(Patterns { escape: Some(text.into()), ..none.clone() });
    assert!(escape("a-_") && !escape("a-"));
}

#[derive(Clone)]
pub struct Keyed {
    pub id: Option<String>,
    pub rest: BTreeMap<String, String>,
}

object! { Keyed { "id" => id: optional, ..rest secret (min_length(3)) } }

#[test]
fn what_has_no_field_is_held_and_hidden_too() {
    let rest = BTreeMap::from([("short".into(), "ab".into()), ("token".into(), "hunter2".into())]);
    let keyed = Keyed { id: Some("a".into()), rest };
    let invalid = json::validate(&keyed).unwrap_err().to_string();
    assert!(invalid.contains("$.short") && !invalid.contains("token"), "{invalid}");
    assert_eq!(format!("{keyed:?}"), r#"Keyed { id: "a", short: [hidden], token: [hidden] }"#);
}
