//! `PartialEq` over tables.

use std::ptr;

use super::object::{Table, Visitor};
use super::{Encode, Map, View};

/// Whether two values of one type are equal: they are written alike, and their objects are of the same types.
pub fn equal(one: &dyn Encode, other: &dyn Encode) -> bool {
    views(one.view(), other.view())
}

fn views(one: View<'_>, other: View<'_>) -> bool {
    match (one, other) {
        (View::Absent, View::Absent) | (View::Null, View::Null) => true,
        (View::Bool(one), View::Bool(other)) => one == other,
        (View::I64(one), View::I64(other)) => one == other,
        (View::U64(one), View::U64(other)) => one == other,
        (View::F64(one), View::F64(other)) => one == other,
        (View::F32(one), View::F32(other)) => one == other,
        (View::Number(one), View::Number(other)) | (View::Str(one), View::Str(other)) => one == other,
        (View::Formatted(one), View::Formatted(other)) => one.to_string() == other.to_string(),
        (View::Json(one), View::Json(other)) => one == other,
        // What cannot be written equals nothing.
        (View::Serialized(one), View::Serialized(other)) => {
            matches!((one.json(), other.json()), (Ok(one), Ok(other)) if one == other)
        }
        (View::Array(one), View::Array(other)) => {
            one.len() == other.len() && (0..one.len()).all(|index| views(one.item(index), other.item(index)))
        }
        (View::Map(one), View::Map(other)) => maps(one, other),
        (View::Object(one), View::Object(other)) => objects(one, other),
        _ => false,
    }
}

fn maps(one: &dyn Map, other: &dyn Map) -> bool {
    let (mut same, mut count) = (true, 0);
    one.visit(&mut |key, value| {
        count += 1;
        same = same && other.value(key).is_some_and(|other| views(value.view(), other.view()));
    });
    other.visit(&mut |_, _| count -= 1);
    same && count == 0
}

fn objects(one: &dyn Encode, other: &dyn Encode) -> bool {
    /// Has the fields of one object, and asks the other one for its own.
    struct Outer<'a>(&'a dyn Encode, bool);

    struct Inner<'a> {
        table: &'static Table,
        fields: &'a [&'a dyn Encode],
        rest: Option<&'a dyn Map>,
        same: bool,
    }

    impl Visitor for Outer<'_> {
        fn object(&mut self, table: &'static Table, fields: &[&dyn Encode], rest: Option<&dyn Map>) {
            let mut inner = Inner { table, fields, rest, same: false };
            self.0.visit(&mut inner);
            self.1 = inner.same;
        }
    }

    impl Visitor for Inner<'_> {
        fn object(&mut self, table: &'static Table, fields: &[&dyn Encode], rest: Option<&dyn Map>) {
            let alike = |(one, other): (&&dyn Encode, &&dyn Encode)| views(one.view(), other.view());
            self.same = ptr::eq(self.table, table)
                && self.fields.iter().zip(fields).all(alike)
                && match (self.rest, rest) {
                    (Some(one), Some(other)) => maps(one, other),
                    _ => true,
                };
        }
    }

    let mut outer = Outer(other, false);
    one.visit(&mut outer);
    outer.1
}

#[cfg(test)]
mod tests {
    #![allow(unreachable_pub, reason = "macros declare what others see")]

    use std::collections::BTreeMap;

    use serde_json::{Value, json};

    #[derive(Clone)]
    pub struct Point {
        x: f64,
        name: Option<Option<String>>,
        list: Vec<Option<Point>>,
        rest: BTreeMap<String, Value>,
    }

    crate::runtime::object! { Point { "x" => x: required, "name" => name: optional_nullable, "list" => list: required, ..rest } }

    #[derive(Clone)]
    pub struct Other {
        x: f64,
    }

    crate::runtime::object! { Other { "x" => x: required } }

    #[derive(Clone)]
    pub enum Either {
        Point(Other),
        Other(Box<Another>),
    }

    #[derive(Clone)]
    pub struct Another(pub Other2);

    #[derive(Clone)]
    pub struct Other2 {
        x: f64,
    }

    crate::runtime::object! { Other2 { "x" => x: required } }
    crate::runtime::newtype! { Another }
    crate::runtime::union! { Either { Point(Other): object, Other(Box<Another>): object } }

    fn point(x: f64) -> Point {
        Point { x, name: None, list: Vec::new(), rest: BTreeMap::new() }
    }

    #[test]
    fn values_are_equal_where_they_are_written_alike() {
        let one = Point { list: vec![None, Some(point(1.0))], ..point(-0.0) };
        assert_eq!(one, Point { x: 0.0, ..one.clone() });
        let others = [
            Point { x: 2.0, ..one.clone() },
            Point { x: f64::NAN, ..one.clone() },
            Point { name: Some(None), ..one.clone() },
            Point { name: Some(Some(String::new())), ..one.clone() },
            Point { list: vec![None], ..one.clone() },
            Point { list: vec![None, Some(point(2.0))], ..one.clone() },
            Point { rest: BTreeMap::from([("a".to_owned(), json!(1))]), ..one.clone() },
        ];
        for other in others {
            assert!(one != other, "{other:?}");
        }
        let rest = |key: &str, value: Value| Point { rest: BTreeMap::from([(key.to_owned(), value)]), ..point(1.0) };
        assert_eq!(rest("a", json!([1])), rest("a", json!([1])));
        assert!(rest("a", json!(1)) != rest("a", json!(2)) && rest("a", json!(1)) != rest("b", json!(1)));
    }

    #[test]
    fn objects_of_other_types_are_not_equal() {
        let other = |x: f64| Either::Other(Box::new(Another(Other2 { x })));
        assert_eq!(Either::Point(Other { x: 1.0 }), Either::Point(Other { x: 1.0 }));
        assert_eq!(other(1.0), other(1.0));
        assert!(Either::Point(Other { x: 1.0 }) != other(1.0) && other(1.0) != other(2.0));
    }
}
