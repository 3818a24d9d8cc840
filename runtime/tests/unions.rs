//! Values that are one of several types.
#![allow(clippy::unwrap_used, reason = "in tests, helpers included")]

use std::collections::BTreeMap;

use oasmith_runtime::runtime::{integer_enum, newtype, object, string_enum, union};
use oasmith_runtime::{QueryValue, json};
use serde_json::{Value, json};

#[derive(Clone)]
pub struct Cat {
    pub pet_type: String,
    pub lives: i64,
    pub password: Option<String>,
}

object! { Cat { "petType" => pet_type: required, "lives" => lives: required, "password" => password: optional secret } }

#[derive(Clone)]
pub struct Dog {
    pub pet_type: Option<String>,
    pub bark: String,
    pub friend: Option<Box<Pet>>,
}

object! { Dog { "petType" => pet_type: optional, "bark" => bark: required, "friend" => friend: optional } }

#[derive(Clone)]
#[non_exhaustive]
pub enum Pet {
    Cat(Cat),
    Dog(Box<Dog>),
    Name(String),
    Unknown(Value),
}

union! { Pet by "petType" {
    Cat(Cat): object = "cat" | "C\"at",
    Dog(Box<Dog>): object = "dog" | json "1" | json "true",
    Name(String): string,
    ..Unknown
} }

/// The same without a key that tells.
#[derive(Clone)]
#[non_exhaustive]
pub enum Animal {
    Cat(Cat),
    Dog(Dog),
}

union! { Animal { Cat(Cat): object, Dog(Dog): object } }

#[derive(Clone)]
pub enum Color {
    Red,
    Unknown(String),
}

string_enum! { Color { Red => "red" } }

#[derive(Clone, Copy)]
pub enum Grade {
    One,
    Unknown(i64),
}

integer_enum! { Grade { One => 1 } }

#[derive(Clone)]
#[non_exhaustive]
pub enum Scalar {
    Color(Color),
    Grade(Grade),
    Size(Size),
    Fraction(f64),
    Flag(bool),
    Two([i64; 2]),
    Texts(Vec<String>),
    Null(Value),
}

#[derive(Clone)]
pub enum Size {
    Small,
    Unknown(String),
}

string_enum! { Size { Small => "small" } }

union! { Scalar {
    Color(Color): string,
    Grade(Grade): integer,
    Size(Size): string,
    Fraction(f64): number,
    Flag(bool): boolean,
    Two([i64; 2]): array,
    Texts(Vec<String>): array,
    Null(Value): any,
} }

#[derive(Clone, Eq)]
pub struct Wrapped(pub Vec<Id>);

newtype! { Wrapped }

#[derive(Clone, Eq)]
#[non_exhaustive]
pub enum Id {
    Integer(i64),
    String(String),
}

union! { Id primitive { Integer(i64): integer, String(String): string } }

fn written(value: &dyn json::Encode) -> String {
    String::from_utf8(json::to_vec(value).unwrap()).unwrap()
}

fn refused<T: json::Slot>(text: &str) -> String {
    json::from_str::<T>(text).map(drop).unwrap_err().to_string()
}

/// Reads, and holds what is written and what goes through `serde` against what was read.
fn read<T: json::Slot + PartialEq + std::fmt::Debug + serde::Serialize + serde::de::DeserializeOwned>(text: &str) -> T {
    let value = json::from_str::<T>(text).unwrap();
    assert_eq!(json::from_str::<T>(&written(&value)).unwrap(), value);
    assert_eq!(serde_json::to_string(&value).unwrap(), written(&value));
    assert_eq!(serde_json::from_str::<T>(text).unwrap(), value);
    assert_eq!(serde_json::from_value::<T>(serde_json::from_str(text).unwrap()).unwrap(), value);
    value
}

#[test]
fn a_listed_tag_decides() {
    let cat = r#"{"petType":"cat","lives":9,"password":"hunter2"}"#;
    let value = read::<Pet>(cat);
    assert!(matches!(&value, Pet::Cat(cat) if cat.lives == 9));
    assert_eq!(written(&value), cat);
    assert_eq!(format!("{value:?}"), r#"Cat { petType: "cat", lives: 9, password: [hidden] }"#);
    assert!(matches!(read::<Pet>(r#"{ "lives" : 1, "x":[{}], "petType" : "C\"at" }"#), Pet::Cat(_)));
    let nested = r#"[{"bark":"w","friend":{"bark":"b","petType":"dog","friend":"Tom"},"petType":"dog"}]"#;
    assert!(matches!(&read::<Vec<Pet>>(nested)[..], [Pet::Dog(dog)] if dog.friend.is_some()));
    assert_eq!(read::<Pet>("\"Tom\""), Pet::Name("Tom".into()));
}

#[test]
fn a_tag_need_not_be_a_text() {
    #[derive(Clone)]
    enum Shape {
        One(Value),
        Yes(Value),
        Text(Value),
    }
    union! { Shape by "v" { One(Value): object = json "1", Yes(Value): object = json "true" | json "null", Text(Value): object = "1" } }
    assert!(matches!(read(r#"{"v":1}"#), Shape::One(_)));
    assert!(matches!(read(r#"{"v": true }"#), Shape::Yes(_)));
    assert!(matches!(read(r#"{"v":null}"#), Shape::Yes(_)));
    assert!(matches!(read(r#"{"v":"1"}"#), Shape::Text(_)));
    let error = refused::<Shape>("[]");
    assert!(error.contains(r#"`Yes` (an object with `v` = true or null), `Text` (an object with `v` = "1"), found"#));
}

#[test]
fn an_error_of_the_variant_that_is_told_is_its_own() {
    assert_eq!(refused::<Pet>(r#"{"petType":"cat"}"#), "missing key `lives` of `Cat` at `$`");
    let error = refused::<Vec<Pet>>(r#"[{"petType":"dog","bark":"","friend":{"petType":"dog","bark":5}}]"#);
    assert_eq!(error, "expected a string, found a number (line 1, column 62) at `$[0].friend.bark`");
    assert_eq!(refused::<Animal>(r#"{"bark":5}"#), "expected a string, found a number (line 1, column 9) at `$.bark`");
}

#[test]
fn what_no_tag_tells_is_kept_or_told_otherwise() {
    for text in [r#"{"petType":"bird","wings":2}"#, r#"{"wings":2}"#, r#"{"petType":null}"#, "{}"] {
        assert_eq!(read::<Pet>(text), Pet::Unknown(serde_json::from_str(text).unwrap()), "{text}");
    }
    #[derive(Clone)]
    enum Closed {
        Cat(Cat),
        Other(Dog),
    }
    union! { Closed by "petType" { Cat(Cat): object = "cat", Other(Dog): object } }
    assert!(matches!(read(r#"{"petType":"dog","bark":"w","lives":1}"#), Closed::Other(_)));
    assert_eq!(refused::<Closed>(r#"{"petType":"tom","lives":1}"#), "missing key `bark` of `Dog` at `$`");
    #[derive(Clone)]
    enum All {
        Cat(Cat),
        Dog(Dog),
    }
    union! { All by "petType" { Cat(Cat): object = "cat", Dog(Dog): object = "dog" } }
    assert!(matches!(read(r#"{"petType":"tom","lives":1}"#), All::Cat(_)));
}

#[test]
fn a_kind_of_json_that_no_variant_has_is_told() {
    assert_eq!(
        refused::<Vec<Pet>>(r#"["Tom", false]"#),
        r#"expected one of `Cat` (an object with `petType` = "cat" or "C\"at"), `Dog` (an object with `petType` = "dog" or 1 or true), `Name` (a string), found a boolean (line 1, column 9) at `$[1]`"#
    );
    assert_eq!(
        refused::<Id>("1.5"),
        "expected one of `Integer` (a whole number), `String` (a string), found a number that is not whole (line 1, column 1) at `$`"
    );
    assert!(refused::<Id>("null").contains("found null"));
    assert!(refused::<Id>("").contains("expected a value, found the end of the text"));
    assert!(refused::<Id>("-").contains("expected a number"));
}

#[test]
fn required_keys_decide() {
    assert!(matches!(read(r#"{"lives":1,"petType":"x"}"#), Animal::Cat(_)));
    assert!(matches!(read(r#"{"petType":"x","bark":""}"#), Animal::Dog(_)));
    assert_eq!(
        refused::<Animal>(r#"{"petType":"hunter2"}"#),
        "no variant of `Animal` has all its keys: `Cat` requires `petType`, `lives`; `Dog` requires `bark` at `$`"
    );
    assert!(refused::<Animal>(r#"{"petType":"x","bark":"" "lives":1}"#).contains("expected `,` or `}`"));
}

#[test]
fn what_loses_least_is_taken() {
    let animal = |text: &str| json::from_str::<Animal>(text).unwrap();
    // Both have their keys: the cat loses `bark` and `x`, the dog `lives`, `x` and `y`.
    assert!(matches!(animal(r#"{"petType":"x","lives":1,"bark":"","x":0}"#), Animal::Cat(_)));
    assert!(matches!(animal(r#"{"petType":"x","lives":1,"bark":"","friend":"Tom"}"#), Animal::Dog(_)));
    assert!(matches!(animal(r#"{"petType":"x","lives":"no","bark":"w"}"#), Animal::Dog(_)));
    let scalars: Vec<Scalar> = read(r#"["red","small","other",1,5,1.5,true,[1,2],["a","b"],[],null,{"a":1}]"#);
    assert_eq!(
        scalars,
        [
            Scalar::Color(Color::Red),
            Scalar::Size(Size::Small),
            Scalar::Null(json!("other")),
            Scalar::Grade(Grade::One),
            Scalar::Fraction(5.0),
            Scalar::Fraction(1.5),
            Scalar::Flag(true),
            Scalar::Two([1, 2]),
            Scalar::Texts(vec!["a".into(), "b".into()]),
            Scalar::Texts(vec![]),
            Scalar::Null(Value::Null),
            Scalar::Null(json!({"a": 1})),
        ]
    );
}

#[test]
fn a_null_that_would_be_gone_and_digits_that_would_be_rounded_are_lost() {
    #[derive(Clone)]
    struct Plain {
        note: Option<String>,
    }
    object! { Plain { "note" => note: optional } }
    #[derive(Clone)]
    struct Telling {
        note: Option<Option<String>>,
    }
    object! { Telling { "note" => note: optional_nullable } }
    #[derive(Clone)]
    enum Note {
        Plain(Plain),
        Telling(Telling),
    }
    union! { Note { Plain(Plain): object, Telling(Telling): object } }
    assert!(matches!(read(r#"{"note":"a"}"#), Note::Plain(_)));
    let value = read::<Note>(r#"{"note":null}"#);
    assert!(matches!(value, Note::Telling(_)));
    assert_eq!(written(&value), r#"{"note":null}"#);

    #[derive(Clone)]
    enum Amount {
        Number(f64),
        Integer(i64),
    }
    union! { Amount primitive { Number(f64): number, Integer(i64): integer } }
    assert_eq!(read::<Amount>("-9007199254740992"), Amount::Number(-9_007_199_254_740_992.0));
    assert_eq!(read::<Amount>("-9007199254740993"), Amount::Integer(-9_007_199_254_740_993));
    assert_eq!(json::from_str::<Amount>("18446744073709551615").unwrap(), Amount::Number(18_446_744_073_709_551_616.0));
}

#[test]
fn of_those_that_lose_alike_the_first_is_taken() {
    #[derive(Clone)]
    enum Text {
        Color(Color),
        Size(Size),
    }
    union! { Text { Color(Color): string, Size(Size): string } }
    assert_eq!(read::<Text>("\"other\""), Text::Color(Color::Unknown("other".into())));
    assert_eq!(read::<Text>("\"small\""), Text::Size(Size::Small));
}

#[test]
fn the_reasons_of_all_are_told_where_none_fits() {
    assert_eq!(
        refused::<Vec<Animal>>(r#"[{"petType":"x","lives":"hunter2","bark":{"a":[1]}}]"#),
        "no variant of `Animal` fits: `Cat`: expected an integer of 64 bits, found a string (line 1, column 25) at `.lives`; \
         `Dog`: expected a string, found an object (line 1, column 42) at `.bark` at `$[0]`"
    );
}

/// Of unions within unions the innermost reason is told, with its place.
#[test]
fn the_variant_that_was_followed_furthest_is_the_one_that_was_meant() {
    let error = refused::<Vec<Node>>(r#"[{"child":{"items":[{"child":5}]}}]"#);
    assert_eq!(
        error,
        "expected one of `Left` (an object), `Right` (an object), `Lists` (an array), `Rows` (an array), found a number \
         (line 1, column 30) at `$[0].child.items[0].child`"
    );
    let error = refused::<Option<Tree>>(r#"{"leaf":{"x":{"y":1}}}"#);
    assert_eq!(
        error,
        "expected a string, found a number (line 1, column 19) (as `Deep` of `Tree`; `Flat`: expected a string, \
         found an object (line 1, column 9) at `.leaf`) at `$.leaf.x.y`"
    );
}

#[derive(Clone)]
pub enum Tree {
    Deep(BTreeMap<String, BTreeMap<String, BTreeMap<String, String>>>),
    Flat(BTreeMap<String, String>),
}

union! { Tree {
    Deep(BTreeMap<String, BTreeMap<String, BTreeMap<String, String>>>): object, Flat(BTreeMap<String, String>): object
} }

#[test]
fn an_object_without_the_tag_is_told_by_its_keys() {
    #[derive(Clone)]
    enum Open {
        Dog(Dog),
        Left(Left),
        Unknown(Value),
    }
    union! { Open by "petType" { Dog(Dog): object = "dog" | "both", Left(Left): object = "left" | "both" | "4", ..Unknown } }
    assert!(matches!(read(r#"{"bark":"w"}"#), Open::Dog(_)));
    assert!(matches!(read(r#"{"bark":1}"#), Open::Left(_)));
    assert!(matches!(read(r#"{"bark":1,"items":1}"#), Open::Unknown(_)));
    // Where a value means two, the rest decides between them.
    assert!(matches!(read(r#"{"petType":"both","bark":"w"}"#), Open::Dog(_)));
    assert!(matches!(json::from_str(r#"{"petType":"both"}"#).unwrap(), Open::Left(_)));
    // A mapping has texts only.
    for number in ["4", "4.0", "40e-1"] {
        let value = json::from_str::<Open>(&format!(r#"{{"petType":{number}}}"#)).unwrap();
        assert!(matches!(value, Open::Left(_)), "{number}");
    }
}

#[test]
fn the_variant_to_begin_with_can_be_named() {
    #[derive(Clone)]
    enum Filter {
        And(Box<Filter>),
        Leaf(i64),
    }
    union! { Filter vacant Leaf { And(Box<Filter>): array, Leaf(i64): integer } }
    let vacant = |value: &dyn json::Encode| written(value);
    assert_eq!(vacant(&<Filter as json::Slot>::vacant()), "0");
    assert_eq!(vacant(&<Pet as json::Slot>::vacant()), "null");
    assert_eq!(vacant(&<Id as json::Slot>::vacant()), "0");
    assert_eq!(read::<Filter>("1"), Filter::Leaf(1));
    // No value can be one, but reading one must end.
    assert!(refused::<Filter>("[]").contains("`Filter` holds nothing but itself"));
}

#[test]
fn unions_may_hold_unions_boxes_and_newtypes() {
    #[derive(Clone)]
    enum Outer {
        Inner(Box<Inner>),
        Id(Id),
        Many(Wrapped),
    }
    #[derive(Clone)]
    enum Inner {
        Animal(Animal),
        Pet(Pet),
    }
    union! { Outer { Inner(Box<Inner>): object, Id(Id): integer + string, Many(Wrapped): array } }
    union! { Inner { Animal(Animal): object, Pet(Pet): object } }
    assert_eq!(read::<Outer>("5"), Outer::Id(Id::Integer(5)));
    assert_eq!(read::<Outer>("[5,\"x\"]"), Outer::Many(Wrapped(vec![Id::Integer(5), Id::String("x".into())])));
    assert!(matches!(read(r#"{"bark":""}"#), Outer::Inner(inner) if matches!(&*inner, Inner::Animal(Animal::Dog(_)))));
    // The animal does not fit, the pet is not known.
    assert!(
        matches!(read(r#"{"petType":"x"}"#), Outer::Inner(inner) if matches!(&*inner, Inner::Pet(Pet::Unknown(_))))
    );
    fn parameter(_: impl QueryValue) {}
    parameter(Id::Integer(1));
}

#[derive(Clone)]
pub struct AnimalAlias(pub Box<Animal>);

newtype! { AnimalAlias }

#[derive(Clone)]
pub struct CatAlias(pub Box<Cat>);

newtype! { CatAlias }

/// A union requires no keys, though the value that it begins with does; a struct in a newtype does.
#[test]
fn keys_are_required_by_structs_only() {
    #[derive(Clone)]
    enum Either {
        Alias(AnimalAlias),
        Boxed(Box<Animal>),
        Cat(CatAlias),
        Leaf(Left),
    }
    union! { Either { Leaf(Left): object, Alias(AnimalAlias): object, Boxed(Box<Animal>): object, Cat(CatAlias): object } }
    assert!(matches!(read(r#"{"bark":"w"}"#), Either::Alias(_)));
    assert!(matches!(read(r#"{"petType":"x","lives":1}"#), Either::Alias(_)));
    assert!(matches!(read("{}"), Either::Leaf(_)));
    let error = refused::<Either>(r#"{"child":1}"#);
    assert!(error.contains("`Leaf`") && error.contains("`Boxed`") && !error.contains("`Cat`: missing"), "{error}");
}

#[derive(Clone)]
pub struct Left {
    pub items: Option<Vec<Node>>,
    pub child: Option<Box<Node>>,
}

object! { Left { "items" => items: optional, "child" => child: optional } }

#[derive(Clone)]
pub struct Right {
    pub items: Option<Vec<Node>>,
    pub child: Option<Box<Node>>,
    pub value: Option<bool>,
}

object! { Right { "items" => items: optional, "child" => child: optional, "value" => value: optional } }

#[derive(Clone)]
pub enum Node {
    Left(Box<Left>),
    Right(Right),
    Lists(Vec<Node>),
    Rows(Vec<Option<Node>>),
}

union! { Node vacant Lists { Left(Box<Left>): object, Right(Right): object, Lists(Vec<Node>): array, Rows(Vec<Option<Node>>): array } }

/// What takes two tries at each level must not take 2^60 of them.
#[test]
fn undecided_unions_in_each_other_are_read_in_no_time() {
    let start = std::time::Instant::now();
    let nested = |open: &str, inner: &str, close: &str| format!("{}{inner}{}", open.repeat(60), close.repeat(60));
    for inner in ["{}", "{\"x\":1}", "{\"value\":true}", "{\"value\":true,\"x\":1}"] {
        let node: Node = json::from_str(&nested(r#"{"child":"#, inner, "}")).unwrap();
        assert!(matches!(node, Node::Left(_)), "{inner}");
        json::from_str::<Node>(&nested("[", inner, "]")).unwrap();
        json::from_str::<Node>(&nested(r#"{"items":["#, inner, "]}")).unwrap();
        json::from_str::<Node>(&nested(r#"{"value":true,"items":["#, inner, ",{}]}")).unwrap();
    }
    for inner in ["1", "{\"child\":1}", "{\"value\":null,\"child\":[1]}", "[[[1]]]", "{"] {
        let error = refused::<Node>(&nested(r#"{"child":"#, inner, "}"));
        assert!(error.len() < 2_000, "{error}");
        refused::<Node>(&nested("[", inner, "]"));
        refused::<Node>(&nested("[[],", inner, ",[]]"));
    }
    assert!(start.elapsed().as_secs() < 5, "{:?}", start.elapsed());
}

#[test]
fn a_text_cut_anywhere_is_an_error() {
    let text = r#"[{"x":"é","petType":"dog","bark":"\u00e9","friend":{"petType":["é",{}],"a":1.5e3}},"Tom",{"petType":"cat","lives":1}]"#;
    assert!(json::from_str::<Vec<Pet>>(text).is_ok() && json::from_str::<Vec<Node>>(text).is_err());
    for end in (0..text.len()).filter(|end| text.is_char_boundary(*end)) {
        assert!(json::from_str::<Vec<Pet>>(&text[..end]).is_err(), "{end}");
        assert!(json::from_str::<Vec<Animal>>(&text[..end]).is_err(), "{end}");
        assert!(json::from_str::<Vec<Node>>(&text[..end]).is_err(), "{end}");
    }
}
