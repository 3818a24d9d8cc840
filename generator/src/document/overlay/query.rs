//! JSONPath ([RFC 9535](https://www.rfc-editor.org/rfc/rfc9535)).

use serde_json::Value;
use serde_json_path::{JsonPath, PathElement};

use crate::diagnostic::Pointer;

/// The deepest that brackets are nested in a query. The parser takes twice as long with every level.
const DEEPEST: usize = 12;

/// The most ways on which a query may come to places: each is kept until all of them are found.
const MOST: u64 = 1_000_000;

/// A query.
pub(super) struct Query {
    path: JsonPath,
    /// How often it goes on from each place to all places within it.
    descents: u64,
}

impl Query {
    /// Reads a query; the error tells what is wrong with it and where.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        if depth(text) > DEEPEST {
            return Err(format!("brackets are nested deeper than {DEEPEST} levels"));
        }
        if !text.starts_with('$') {
            return Err("it does not begin with `$`, the whole document".to_owned());
        }
        let descents = ["..*", "..[*"].iter().map(|descent| text.matches(descent).count() as u64).sum();
        JsonPath::parse(text).map(|path| Self { path, descents }).map_err(|error| {
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

    /// The places that it selects, each once, in their order; none where it comes to them on too many ways.
    pub(super) fn places(&self, value: &Value) -> Option<Vec<Pointer>> {
        // On one descent there is one way to each place.
        if self.descents > 1 && ways(value, 0, self.descents) > MOST {
            return None;
        }
        let nodes = self.path.query_located(value).dedup();
        Some(nodes.into_iter().map(|node| node.location().iter().fold(Pointer::root(), child)).collect())
    }
}

/// On how many ways so many descents come to what is in a value: each ends at another of the places above.
fn ways(value: &Value, depth: u64, descents: u64) -> u64 {
    let own = match descents.checked_sub(1) {
        Some(stops) if depth > stops => {
            (0..stops).fold(1_u64, |ways, stop| ways.saturating_mul(depth - 1 - stop) / (stop + 1))
        }
        _ => 0,
    };
    let within = |sum: u64, value: &Value| sum.saturating_add(ways(value, depth + 1, descents));
    match value {
        Value::Array(items) => items.iter().fold(own, within),
        Value::Object(members) => members.values().fold(own, within),
        _ => own,
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
        Query::parse(query).unwrap().places(&value).unwrap().iter().map(ToString::to_string).collect()
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
    fn what_comes_to_places_on_too_many_ways_is_refused() {
        let places = |query: &str, depth: usize| {
            let value = (0..depth).fold(json!(0), |value, _| json!([value, 1]));
            Query::parse(query).unwrap().places(&value).map(|places| places.len())
        };
        assert_eq!(places("$..*..*..*", 10), Some(16));
        assert_eq!(places("$..*", 100), Some(200));
        assert_eq!(places("$..*..*", 100), Some(198));
        assert_eq!(places("$..*..[*]..*..*..*", 100), None);
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
