//! The styles, row by row, and what is read back of what they write.

use std::collections::BTreeMap;

use percent_encoding::percent_decode_str;
use proptest::prelude::*;

use super::*;
use crate::runtime::json::{self, Encode};

const STRING: &str = "blue";
const ARRAY: [&str; 3] = ["blue", "black", "brown"];

fn object() -> serde_json::Value {
    serde_json::json!({ "R": 100, "G": 200, "B": 150 })
}

fn in_path(style: Style, value: impl Encode) -> String {
    style.in_path("color", value.view()).unwrap()
}

fn in_query(style: Style, value: impl Encode) -> String {
    let pairs = style.in_pairs("color", value.view()).unwrap();
    pairs.iter().map(|(key, text)| format!("{key}={text}")).collect::<Vec<_>>().join("&")
}

fn in_header(style: Style, value: impl Encode) -> String {
    style.in_header(value.view()).unwrap().unwrap_or_default()
}

/// OpenAPI 3.1.1, section 4.8.12.3 (*Style Examples*): style, `explode`, nothing, a string, an array, an object.
#[test]
fn each_row_of_the_style_examples() {
    let rows: &[(Style, bool, [&str; 4])] = &[
        (Style::MATRIX, false, [";color", ";color=blue", ";color=blue,black,brown", ";color=R,100,G,200,B,150"]),
        (Style::MATRIX, true, [";color", ";color=blue", ";color=blue;color=black;color=brown", ";R=100;G=200;B=150"]),
        (Style::LABEL, false, [".", ".blue", ".blue,black,brown", ".R,100,G,200,B,150"]),
        (Style::LABEL, true, [".", ".blue", ".blue.black.brown", ".R=100.G=200.B=150"]),
        (Style::SIMPLE, false, ["", "blue", "blue,black,brown", "R,100,G,200,B,150"]),
        (Style::SIMPLE, true, ["", "blue", "blue,black,brown", "R=100,G=200,B=150"]),
    ];
    for (style, explode, [empty, string, array, entries]) in rows {
        let style = style.explode(*explode);
        assert_eq!(in_path(style, ""), *empty, "{style:?}");
        assert_eq!(in_path(style, STRING), *string, "{style:?}");
        assert_eq!(in_path(style, ARRAY), *array, "{style:?}");
        assert_eq!(in_path(style, ordered(&object())), *entries, "{style:?}");
    }
    let simple = &rows[4..];
    for (style, explode, [empty, string, array, entries]) in simple {
        let style = style.explode(*explode);
        assert_eq!(in_header(style, ""), *empty);
        assert_eq!(in_header(style, STRING), *string);
        assert_eq!(in_header(style, ARRAY), *array);
        assert_eq!(in_header(style, ordered(&object())), *entries);
    }
    let rows: &[(Style, [Option<&str>; 4])] = &[
        (
            Style::FORM.explode(false),
            [Some("color="), Some("color=blue"), Some("color=blue,black,brown"), Some("color=R,100,G,200,B,150")],
        ),
        (
            Style::FORM,
            [Some("color="), Some("color=blue"), Some("color=blue&color=black&color=brown"), Some("R=100&G=200&B=150")],
        ),
        (
            Style::SPACE_DELIMITED,
            [None, None, Some("color=blue%20black%20brown"), Some("color=R%20100%20G%20200%20B%20150")],
        ),
        (
            Style::PIPE_DELIMITED,
            [None, None, Some("color=blue%7Cblack%7Cbrown"), Some("color=R%7C100%7CG%7C200%7CB%7C150")],
        ),
        (Style::DEEP_OBJECT, [None, None, None, Some("color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150")]),
    ];
    for (style, [empty, string, array, entries]) in rows {
        let rows: [(Option<&str>, &dyn Fn() -> String); 4] = [
            (*empty, &|| in_query(*style, "")),
            (*string, &|| in_query(*style, STRING)),
            (*array, &|| in_query(*style, ARRAY)),
            (*entries, &|| in_query(*style, ordered(&object()))),
        ];
        for (expected, written) in rows {
            expected.into_iter().for_each(|expected| assert_eq!(written(), expected, "{style:?}"));
        }
    }
}

/// The keys in the order of the examples: maps sort them.
fn ordered(value: &serde_json::Value) -> impl Encode {
    struct Ordered(Vec<(String, serde_json::Value)>);
    impl json::Map for Ordered {
        fn visit(&self, visit: &mut dyn FnMut(&str, &dyn Encode)) {
            self.0.iter().for_each(|(key, value)| visit(key, value));
        }
        fn value(&self, key: &str) -> Option<&dyn Encode> {
            self.0.iter().find(|(known, _)| known == key).map(|(_, value)| value as _)
        }
    }
    impl Encode for Ordered {
        fn view(&self) -> View<'_> {
            View::Map(self)
        }
    }
    let mut entries: Vec<_> = value.as_object().unwrap().clone().into_iter().collect();
    entries.sort_by_key(|(key, _)| ["R", "G", "B"].iter().position(|known| known == key));
    Ordered(entries)
}

#[test]
fn nothing_is_left_out_unless_an_empty_value_is_allowed() {
    for style in [Style::FORM, Style::FORM.explode(false), Style::PIPE_DELIMITED, Style::DEEP_OBJECT, Style::JSON] {
        assert_eq!(in_query(style, None::<i32>), "");
        assert_eq!(in_query(style.allow_empty(), None::<i32>), "color=");
    }
    assert_eq!(in_query(Style::FORM, Vec::<i32>::new()), "");
    assert_eq!(in_query(Style::FORM.allow_empty(), Vec::<i32>::new()), "color=");
    assert_eq!(in_query(Style::FORM, vec![Some(1), None]), "color=1");
    assert_eq!(Style::SIMPLE.in_header(None::<i32>.view()), Ok(None));
    assert_eq!(in_path(Style::MATRIX, None::<i32>), "");
}

#[test]
fn deep_objects_go_on_and_on() {
    let value = serde_json::json!({ "a": { "b": "x y", "c": null }, "d": [1, 2], "e": [{ "f": true }] });
    let written = percent_decode_str(&in_query(Style::DEEP_OBJECT, &value)).decode_utf8().unwrap().into_owned();
    assert_eq!(written, "color[a][b]=x y&color[d][]=1&color[d][]=2&color[e][0][f]=true");
    assert_eq!(in_query(Style::DEEP_OBJECT, STRING), "color=blue");
}

#[test]
fn content_is_json() {
    let value = serde_json::json!({ "a": [1, "é"] });
    assert_eq!(in_query(Style::JSON, &value), "color=%7B%22a%22%3A%5B1%2C%22%C3%A9%22%5D%7D");
    assert_eq!(in_header(Style::JSON, &value), r#"{"a":[1,"\u00e9"]}"#);
    assert_eq!(in_path(Style::JSON, "a"), "%22a%22");
}

#[test]
fn what_could_not_be_read_back_is_refused() {
    let refused = |result: Result<String, String>, what: &str| {
        let reason = result.unwrap_err();
        assert!(reason.contains(what), "{reason}");
    };
    let pairs = |style: Style, item: &str| style.in_pairs("p", vec![item].view()).map(|_| String::new());
    refused(pairs(Style::SPACE_DELIMITED, "a b"), "a space");
    refused(pairs(Style::PIPE_DELIMITED, "a|b"), "a vertical bar");
    refused(Style::LABEL.explode(true).in_path("p", vec!["a.b"].view()), "a full stop");
    refused(Style::SIMPLE.in_header(vec!["a,b"].view()).map(Option::unwrap), "a comma");
    let key = serde_json::json!({ "a=b": 1 });
    refused(Style::SIMPLE.explode(true).in_header(key.view()).map(Option::unwrap), "equals sign");
}

/// A reader that knows the styles from their specifications alone.
mod read {
    use super::*;

    pub(super) fn text(encoded: &str) -> String {
        percent_decode_str(encoded).decode_utf8().unwrap().into_owned()
    }

    pub(super) fn list(encoded: &str, between: &str) -> Vec<String> {
        encoded.split(between).map(text).collect()
    }

    /// Keys and values in turn.
    pub(super) fn flat(encoded: &str, between: &str) -> BTreeMap<String, String> {
        let texts = list(encoded, between);
        texts.chunks(2).map(|pair| (pair[0].clone(), pair[1].clone())).collect()
    }

    /// `key=value`, or a key alone.
    pub(super) fn assigned(encoded: &str, between: &str) -> BTreeMap<String, String> {
        let pair = |pair: &str| {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            (text(key), text(value))
        };
        encoded.split(between).map(pair).collect()
    }

    /// RFC 6570, section 3.2.7: the values of all pairs; a name alone is empty.
    pub(super) fn named(encoded: &str, between: &str) -> Vec<String> {
        let values = encoded.split(between).map(|pair| pair.split_once('=').map_or("", |(_, value)| value));
        values.map(text).collect()
    }
}

type Entries = BTreeMap<String, String>;

/// Each style of paths, with what is read back of a text, a list and an object; delimiters that it does not escape
/// are not in `without`.
fn check_path(style: Style, text: &str, list: &[String], object: &Entries) {
    let written = |value: View<'_>| style.in_path("p q", value).unwrap();
    let (one, many, entries) = (written(text.view()), written(list.view()), written(object.view()));
    let strip = |text: &str, lead: &str| text.strip_prefix(lead).unwrap().to_owned();
    match (style.kind, style.explode) {
        (Kind::Matrix, explode) => {
            assert_eq!(read::named(&strip(&one, ";"), ";"), [text]);
            if explode {
                assert_eq!(read::named(&strip(&many, ";"), ";"), list);
                assert_eq!(read::assigned(&strip(&entries, ";"), ";"), *object);
            } else {
                let value = |text: &str| strip(text, ";p%20q").trim_start_matches('=').to_owned();
                assert_eq!(read::list(&value(&many), ","), list);
                assert_eq!(read::flat(&value(&entries), ","), *object);
            }
        }
        (kind, explode) => {
            let (lead, between) = match (kind, explode) {
                (Kind::Label, true) => (".", "."),
                (Kind::Label, false) => (".", ","),
                _ => ("", ","),
            };
            assert_eq!(read::text(&strip(&one, lead)), text);
            assert_eq!(read::list(&strip(&many, lead), between), list);
            let entries = strip(&entries, lead);
            let read = if explode { read::assigned(&entries, between) } else { read::flat(&entries, between) };
            assert_eq!(read, *object);
        }
    }
}

fn check_query(style: Style, text: &str, list: &[String], object: &Entries) {
    let written = |value: View<'_>| {
        let pairs = style.in_pairs("p q", value).unwrap();
        pairs.iter().map(|(key, text)| format!("{key}={text}")).collect::<Vec<_>>().join("&")
    };
    let (one, many, entries) = (written(text.view()), written(list.view()), written(object.view()));
    let pairs = |query: &str| url::form_urlencoded::parse(query.as_bytes()).into_owned().collect::<Vec<_>>();
    let named = |text: &str| ("p q".to_owned(), text.to_owned());
    if style.kind != Kind::DeepObject {
        assert_eq!(pairs(&one), [named(text)]);
    }
    let raw = |query: &str| query.strip_prefix("p%20q=").unwrap().to_owned();
    match (style.kind, style.explode) {
        (Kind::DeepObject, _) => {
            let keys = object.iter().map(|(key, text)| (format!("p q[{key}]"), text.clone()));
            assert_eq!(pairs(&entries), keys.collect::<Vec<_>>());
        }
        (Kind::Form, true) => {
            assert_eq!(pairs(&many), list.iter().map(|item| named(item)).collect::<Vec<_>>());
            assert_eq!(pairs(&entries).into_iter().collect::<Entries>(), *object);
        }
        (kind, _) => {
            let between = match kind {
                Kind::SpaceDelimited => "%20",
                Kind::PipeDelimited => "%7C",
                _ => ",",
            };
            assert_eq!(read::list(&raw(&many), between), list);
            assert_eq!(read::flat(&raw(&entries), between), *object);
        }
    }
}

/// Texts of all characters but some.
fn texts(without: &'static [char]) -> impl Strategy<Value = String> {
    let hard = prop::sample::select("%/?#[]@!$&'()*+,;=: .|\\\"<>{}^`~-_é\u{1F600}".chars().collect::<Vec<_>>());
    prop::collection::vec(prop_oneof![hard, any::<char>()], 0..6)
        .prop_map(move |text| text.into_iter().filter(|one| !without.contains(one)).collect())
}

/// Holds what is written of many values against what is read back.
fn many(without: &'static [char], check: impl Fn(&str, &[String], &Entries)) {
    let list = prop::collection::vec(texts(without), 1..4);
    let object =
        prop::collection::btree_map(texts(without).prop_filter("a key", |key| !key.is_empty()), texts(without), 1..4);
    let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig::with_cases(10_000));
    let cases = (texts(without), list, object);
    runner
        .run(&cases, |(text, list, object)| {
            check(&text, &list, &object);
            Ok(())
        })
        .unwrap();
}

#[test]
fn paths_are_read_back() {
    for style in [Style::MATRIX, Style::LABEL, Style::SIMPLE] {
        for explode in [false, true] {
            let style = style.explode(explode);
            let without: &[char] = if style.kind == Kind::Label && explode { &['.'] } else { &[] };
            many(without, |text, list, object| check_path(style, text, list, object));
        }
    }
}

#[test]
fn queries_are_read_back() {
    let styles: [(Style, &'static [char]); 6] = [
        (Style::FORM, &[]),
        (Style::FORM.explode(false), &[]),
        (Style::SPACE_DELIMITED, &[' ']),
        (Style::PIPE_DELIMITED, &['|']),
        (Style::DEEP_OBJECT, &[]),
        // What is encoded already passes, so that a percent sign may mean what it means.
        (Style::FORM.allow_reserved(), &['%']),
    ];
    for (style, without) in styles {
        many(without, |text, list, object| check_query(style, text, list, object));
    }
}

#[test]
fn headers_are_read_back() {
    for explode in [false, true] {
        let style = Style::SIMPLE.explode(explode);
        many(&[',', '='], |text, list, object| {
            let written = |value: View<'_>| style.in_header(value).unwrap().unwrap();
            assert_eq!(written(text.view()), text);
            assert_eq!(written(list.view()).split(',').collect::<Vec<_>>(), list);
            let entries = written(object.view());
            let texts: Vec<_> = entries.split([',', '=']).map(str::to_owned).collect();
            let read: Entries = texts.chunks(2).map(|pair| (pair[0].clone(), pair[1].clone())).collect();
            assert_eq!(read, *object);
            assert_eq!(entries.contains('='), explode);
        });
    }
}

#[test]
fn json_is_read_back() {
    many(&[], |text, list, object| {
        let value = serde_json::json!({ "text": text, "list": list, "object": object });
        let pairs = Style::JSON.in_pairs("p", value.view()).unwrap();
        let header = Style::JSON.in_header(value.view()).unwrap().unwrap();
        assert!(header.is_ascii());
        for json in [read::text(&pairs[0].1), read::text(&Style::JSON.in_path("p", value.view()).unwrap()), header] {
            assert_eq!(serde_json::from_str::<serde_json::Value>(&json).unwrap(), value);
        }
    });
}
