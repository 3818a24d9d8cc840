//! Values that tables are made of: enums, numbers, arrays of fixed length, addresses.
#![allow(clippy::unwrap_used, reason = "in tests, helpers included")]

use std::net::{Ipv4Addr, Ipv6Addr};

use oasmith_runtime::runtime::{Number, integer_enum, object, string_enum};
use oasmith_runtime::{QueryValue, json};
use serde_json::json;

#[derive(Clone, Copy)]
#[non_exhaustive]
pub enum Level {
    Low,
    High,
    Below,
    Unknown(i64),
}

integer_enum! { Level { Low => 1, High => 2, Below => -1 } }

#[derive(Clone)]
pub enum Size {
    Small,
    Unknown(String),
}

string_enum! { Size { Small => "small" } }

#[derive(Clone)]
pub struct Box3 {
    pub corner: [f64; 3],
    pub level: Level,
    pub weight: Option<Number>,
}

object! { Box3 { "corner" => corner: required, "level" => level: required, "weight" => weight: optional } }

fn written(value: &dyn json::Encode) -> String {
    String::from_utf8(json::to_vec(value).unwrap()).unwrap()
}

fn refused<T: json::Slot>(text: &str) -> String {
    json::from_str::<T>(text).map(drop).unwrap_err().to_string()
}

#[test]
fn enums_of_integers_keep_what_they_do_not_know() {
    assert_eq!(
        json::from_str::<Vec<Level>>("[1, 2.0, -10e-1, 7]").unwrap(),
        [Level::Low, Level::High, Level::Below, Level::Unknown(7)]
    );
    assert_eq!(written(&vec![Level::Below, Level::Unknown(7)]), "[-1,7]");
    assert_eq!((Level::from(2), Level::from(3).value()), (Level::High, 3));
    assert_eq!(format!("{:>3} {:?}", Level::Below, Level::Unknown(5)), " -1 5");
    assert_eq!(serde_json::to_value(Level::High).unwrap(), json!(2));
    assert_eq!(serde_json::from_value::<Level>(json!(-1)).unwrap(), Level::Below);
    assert_eq!(refused::<Level>("1.5"), "expected an integer of 64 bits, found a number that is not whole at `$`");
    assert!(refused::<Level>("\"1\"").starts_with("expected an integer of 64 bits, found a string"));
    fn parameter(_: impl QueryValue) {}
    parameter(Level::Low);
    parameter(Size::Small);
}

#[test]
fn whole_numbers_are_read_however_they_are_spelled() {
    assert_eq!(json::from_str::<Vec<i8>>("[1.0, 1e2, -0, 10E-1, -1280e-1]").unwrap(), [1, 100, 0, 1, -128]);
    assert_eq!(json::from_str::<u64>("1.8446744073709551615e19").unwrap(), u64::MAX);
    assert_eq!(refused::<i8>("1.5"), "expected an integer of 8 bits, found a number that is not whole at `$`");
    for (text, range) in [("128", "8"), ("1e3", "8"), ("1e999999999999999999999", "8")] {
        assert_eq!(
            refused::<i8>(text),
            format!("expected an integer of {range} bits, found a number out of its range at `$`")
        );
    }
    assert!(refused::<u64>("18446744073709551616").contains("out of its range"));
    assert!(refused::<u64>("-1").contains("an unsigned integer of 64 bits, found a number out of its range"));
}

#[test]
fn numbers_of_any_size_stay_as_they_are_written() {
    let text = "[0,-0.0,1.10,1E+400,123456789012345678901234567890123456789012]";
    let numbers: Vec<Number> = json::from_str(text).unwrap();
    assert_eq!(written(&numbers), text);
    assert_eq!((numbers[2].as_str(), numbers[2].to_f64(), numbers[3].to_f64()), ("1.10", 1.1, f64::INFINITY));
    assert_eq!(format!("{} {:?}", numbers[2], numbers[0]), "1.10 Number(0)");
    assert_eq!(Number::from(-5_i64), "-5".parse().unwrap());
    assert_eq!(Number::from(u64::MAX).as_str(), "18446744073709551615");
    assert_eq!(Number::try_from(0.5).unwrap().as_str(), "0.5");
    assert_eq!(
        Number::try_from(f64::NAN).unwrap_err().to_string(),
        "JSON has no number that is infinite or not a number"
    );
    for text in ["", "01", "1.", "+1", "1 2", "NaN", "\"1\"", "- 1", ".5"] {
        assert!(text.parse::<Number>().is_err(), "{text}");
    }
}

#[test]
fn numbers_of_any_size_go_through_serde_as_integers_where_they_fit() {
    let number = |text: &str| text.parse::<Number>().unwrap();
    let forwarded = |text: &str| serde_json::to_string(&number(text)).unwrap();
    for text in ["-5", "18446744073709551615", "-170141183460469231731687303715884105728", "1.5", "1e+300"] {
        assert_eq!(forwarded(text), text);
        assert_eq!(serde_json::from_str::<Number>(text).map(|read| read.to_f64()).unwrap(), number(text).to_f64());
    }
    assert_eq!(serde_json::from_str::<Number>("18446744073709551615").unwrap().as_str(), "18446744073709551615");
    assert_eq!(serde_json::to_string(&number("1e400")).unwrap_err().to_string(), "the number is out of range");
}

#[test]
fn arrays_of_fixed_length_have_that_length() {
    let text = r#"{"corner":[1.0,2.5,-3.0],"level":2,"weight":1.5}"#;
    let read: Box3 = json::from_str(text).unwrap();
    assert_eq!(written(&read), text);
    assert_eq!(format!("{read:?}"), "Box3 { corner: [1.0, 2.5, -3.0], level: 2, weight: 1.5 }");
    assert_eq!(serde_json::from_str::<Box3>(text).unwrap(), read);
    assert_eq!(refused::<[u8; 3]>("[1,2]"), "expected an array of 3 items, found one of 2 at `$`");
    assert_eq!(
        refused::<Box3>(r#"{"corner":[1,2,3,4,[5]]}"#),
        "expected an array of 3 items, found one of 5 at `$.corner`"
    );
    assert!(refused::<[u8; 3]>("[1,2,-3]").ends_with("at `$[2]`"));
    assert_eq!(json::from_str::<[Vec<u8>; 2]>("[[1],[]]").unwrap(), [vec![1], vec![]]);
    assert_eq!(json::from_str::<[u8; 0]>("[]").unwrap(), [0; 0]);
}

#[test]
fn addresses_are_strings() {
    assert_eq!(json::from_str::<Ipv4Addr>("\"127.0.0.1\"").unwrap(), Ipv4Addr::LOCALHOST);
    assert_eq!(written(&json::from_str::<Ipv6Addr>("\"0:0::0:1\"").unwrap()), "\"::1\"");
    assert_eq!(refused::<Ipv4Addr>("\"127.0.0\""), "expected an address of IPv4, found another string at `$`");
    assert_eq!(refused::<Ipv6Addr>("\"127.0.0.1\""), "expected an address of IPv6, found another string at `$`");
}
