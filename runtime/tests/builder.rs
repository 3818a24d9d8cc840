//! Builders that ask for each required field.
#![warn(missing_docs)]

use oasmith_runtime::runtime::{builder, object};

/// An order.
#[derive(Clone)]
#[non_exhaustive]
pub struct Order {
    /// Its number.
    pub id: i64,
    /// Its lines.
    pub lines: Vec<i32>,
    /// A note.
    pub note: Option<String>,
    /// What it is called.
    pub title: String,
    /// The order that it is a part of.
    pub parent: Box<Option<Order>>,
    /// What it is.
    pub r#type: String,
    /// A field that may be left out.
    pub comment: Option<String>,
}

object! { Order {
    "id" => id: required,
    "lines" => lines: required,
    "note" => note: nullable,
    "title" => title: required,
    "parent" => parent: nullable,
    "type" => r#type: required,
    "comment" => comment: optional,
} }

builder! { OrderBuilder for Order {
    id: i64,
    lines: Vec<i32>,
    note: Option<String> => into,
    title: String => into,
    parent: Option<Order> => boxed,
    r#type: String => into,
} }

/// As few fields as there can be.
#[derive(Clone)]
pub struct One {
    /// The field.
    pub only: String,
}

object! { One { "only" => only: required } }
builder! { OneBuilder for One { only: String => into } }

#[test]
fn each_step_sets_the_next_field() {
    let order = Order::builder().id(1).lines(vec![2]).note(None).title("t").parent(None).r#type("x");
    let half: OrderBuilder<3> = Order::builder().id(2).lines(vec![]).note("n".to_owned());
    let child = half.clone().title("c").parent(Some(order)).r#type("y");
    assert_eq!(
        format!("{child:?}"),
        "Order { id: 2, lines: [], note: \"n\", title: \"c\", parent: Order { id: 1, lines: [2], note: null, title: \"t\", \
         parent: null, type: \"x\" }, type: \"y\" }"
    );
    assert_eq!(One::builder().only("x").only, "x");
}

/// More fields than the steps of macros that may be nested.
macro_rules! wide {
    ($($wire:literal $field:ident)*) => {
        #[derive(Clone)]
        struct Wide { $($field: u8),* }
        object! { Wide { $($wire => $field: required),* } }
        builder! { WideBuilder for Wide { $($field: u8),* } }

        #[test]
        fn there_may_be_many_fields() {
            let mut next = 0;
            let mut number = || { next += 1; next };
            let wide = Wide::builder()$(.$field(number()))*;
            let json = oasmith_runtime::json::to_vec(&wide).unwrap();
            assert!(json.starts_with(br#"{"a0":1,"a1":2"#) && json.ends_with(br#""m9":130}"#));
        }
    };
}
wide! {
    "a0" a0 "a1" a1 "a2" a2 "a3" a3 "a4" a4 "a5" a5 "a6" a6 "a7" a7 "a8" a8 "a9" a9
    "b0" b0 "b1" b1 "b2" b2 "b3" b3 "b4" b4 "b5" b5 "b6" b6 "b7" b7 "b8" b8 "b9" b9
    "c0" c0 "c1" c1 "c2" c2 "c3" c3 "c4" c4 "c5" c5 "c6" c6 "c7" c7 "c8" c8 "c9" c9
    "d0" d0 "d1" d1 "d2" d2 "d3" d3 "d4" d4 "d5" d5 "d6" d6 "d7" d7 "d8" d8 "d9" d9
    "e0" e0 "e1" e1 "e2" e2 "e3" e3 "e4" e4 "e5" e5 "e6" e6 "e7" e7 "e8" e8 "e9" e9
    "f0" f0 "f1" f1 "f2" f2 "f3" f3 "f4" f4 "f5" f5 "f6" f6 "f7" f7 "f8" f8 "f9" f9
    "g0" g0 "g1" g1 "g2" g2 "g3" g3 "g4" g4 "g5" g5 "g6" g6 "g7" g7 "g8" g8 "g9" g9
    "h0" h0 "h1" h1 "h2" h2 "h3" h3 "h4" h4 "h5" h5 "h6" h6 "h7" h7 "h8" h8 "h9" h9
    "i0" i0 "i1" i1 "i2" i2 "i3" i3 "i4" i4 "i5" i5 "i6" i6 "i7" i7 "i8" i8 "i9" i9
    "j0" j0 "j1" j1 "j2" j2 "j3" j3 "j4" j4 "j5" j5 "j6" j6 "j7" j7 "j8" j8 "j9" j9
    "k0" k0 "k1" k1 "k2" k2 "k3" k3 "k4" k4 "k5" k5 "k6" k6 "k7" k7 "k8" k8 "k9" k9
    "l0" l0 "l1" l1 "l2" l2 "l3" l3 "l4" l4 "l5" l5 "l6" l6 "l7" l7 "l8" l8 "l9" l9
    "m0" m0 "m1" m1 "m2" m2 "m3" m3 "m4" m4 "m5" m5 "m6" m6 "m7" m7 "m8" m8 "m9" m9
}
