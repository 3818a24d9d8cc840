//! JSONPath ([RFC 9535](https://www.rfc-editor.org/rfc/rfc9535)).

use serde_json::Value;
use serde_json_path::{JsonPath, PathElement};

use crate::diagnostic::Pointer;

/// The deepest that brackets are nested in a query. The parser takes twice as long with every level.
const DEEPEST: usize = 12;

/// A query.
pub(super) struct Query(JsonPath);

impl Query {
    /// Reads a query; the error tells what is wrong with it and where.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        if depth(text) > DEEPEST {
            return Err(format!("brackets are nested deeper than {DEEPEST} levels"));
        }
        if !text.starts_with('$') {
            return Err("it does not begin with `$`, the whole document".to_owned());
        }
        JsonPath::parse(text).map(Self).map_err(|error| {
            let at = error.position();
            let before = text.get(..at).map_or(at, |before| before.chars().count());
            let reason = match error.message() {
                // It is what the parser says of anything.
                "parser error" => "it cannot be read any further",
                message => message,
            };
            format!("{reason}, at character {} of it", before + 1)
        })
    }

    /// The places that it selects, each once, in their order.
    pub(super) fn places(&self, value: &Value) -> Vec<Pointer> {
        let nodes = self.0.query_located(value).dedup();
        nodes.into_iter().map(|node| node.location().iter().fold(Pointer::root(), child)).collect()
    }
}

fn child(pointer: Pointer, element: &PathElement<'_>) -> Pointer {
    match element {
        PathElement::Name(name) => pointer.child(name),
        PathElement::Index(index) => pointer.child(index),
    }
}

fn depth(text: &str) -> usize {
    let (mut depth, mut deepest) = (0_usize, 0);
    for byte in text.bytes() {
        match byte {
            b'(' | b'[' => depth += 1,
            b')' | b']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(depth);
    }
    deepest
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn places(query: &str) -> Vec<String> {
        let value = json!({
            "paths": {
                "/a~b/{c}": {"get": {"x-on": true, "tags": ["one", "two"]}, "put": {"tags": ["two"]}},
                "/d": {"get": {"deprecated": false}},
            },
            "é": [1, 2, 3],
        });
        Query::parse(query).unwrap().places(&value).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn queries_select_places() {
        assert_eq!(places("$"), [""]);
        assert_eq!(places("$.paths['/a~b/{c}'].get.tags[1]"), ["/paths/~1a~0b~1{c}/get/tags/1"]);
        assert_eq!(places("$.paths.*[?@['x-on']].tags"), ["/paths/~1a~0b~1{c}/get/tags"]);
        assert_eq!(places("$.paths[*][?@.deprecated == false]"), ["/paths/~1d/get"]);
        assert_eq!(places("$..tags[?@ == 'two']"), ["/paths/~1a~0b~1{c}/get/tags/1", "/paths/~1a~0b~1{c}/put/tags/0"]);
        assert_eq!(places("$.paths[?@.get[?@.x == 1]]"), [""; 0]);
        assert_eq!(places("$.paths[?match(@.get.tags[0], 'o.e')]"), ["/paths/~1a~0b~1{c}"]);
        assert_eq!(places("$['é'][-1, 2, ::2]"), ["/é/0", "/é/2"]);
    }

    #[test]
    fn what_is_wrong_with_a_query_is_told() {
        for (query, told) in [
            ("paths", "begin with `$`"),
            ("$.paths['/a'.get", "at character 13"),
            ("$.é[?@.b = 1]", "at character 10"),
            ("$.a[", "cannot be read any further, at character 4"),
        ] {
            let error = Query::parse(query).err().unwrap();
            assert!(error.contains(told), "{error}");
        }
        assert!(Query::parse(&format!("$[?{}", "@[?".repeat(100_000))).err().unwrap().contains("nested deeper"));
    }
}
