//! Texts of a format, a length and a pattern.

use std::collections::HashMap;

use rand_pcg::Pcg64;
use serde_json::{Map, Value, json};

use super::dialect::FORMATS;
use super::patterns::{self, LONG};
use super::plan::{Lengths, Plan};
use super::validity;

/// How many texts of one kind are enough.
const ENOUGH: usize = 9;

/// Makes texts, and remembers them.
#[derive(Default)]
pub(crate) struct Strings {
    known: HashMap<(Vec<String>, Vec<String>, Lengths), Vec<String>>,
}

impl Strings {
    /// The texts that a plan allows, a usual one first; none where none was found.
    pub(super) fn of(&mut self, plan: &Plan<'_>, rng: &mut Pcg64) -> Vec<String> {
        let owned = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
        let key = (owned(&plan.formats), owned(&plan.patterns), plan.text);
        self.known.entry(key).or_insert_with(|| make(plan, rng)).clone()
    }
}

fn make(plan: &Plan<'_>, rng: &mut Pcg64) -> Vec<String> {
    let mut candidates = Vec::new();
    for pattern in &plan.patterns {
        candidates.extend(patterns::matching(pattern, plan.text, rng));
    }
    for format in &plan.formats {
        candidates.extend(samples(format).iter().map(|text| (*text).to_owned()));
    }
    if plan.patterns.is_empty() && !plan.formats.iter().any(|format| FORMATS.contains(format)) {
        candidates.extend(plain(plan.text));
    } else if plan.formats.contains(&"byte") {
        candidates.extend(base64(plan.text));
    }
    let holds = validity::texts(&schema(plan));
    let mut texts: Vec<String> = Vec::new();
    for text in candidates {
        if texts.len() < ENOUGH && !texts.contains(&text) && holds(&text) {
            texts.push(text);
        }
    }
    texts
}

/// What the plan says of texts, as a schema for each thing that it says.
fn schema(plan: &Plan<'_>) -> Vec<Value> {
    let one = |keyword: &str, value: Value| Value::Object(Map::from_iter([(keyword.to_owned(), value)]));
    let formats = plan.formats.iter().filter(|format| FORMATS.contains(format)).map(|text| one("format", json!(text)));
    let patterns = plan.patterns.iter().map(|text| one("pattern", json!(text)));
    let least = one("minLength", json!(plan.text.least));
    let most = plan.text.most.map(|most| one("maxLength", json!(most)));
    formats.chain(patterns).chain([least]).chain(most).collect()
}

fn plain(lengths: Lengths) -> Vec<String> {
    let repeated = |length: u64| "abcdefghij".chars().cycle().take(usize::try_from(length).unwrap_or(0)).collect();
    let usual = "text";
    let mut texts: Vec<String> = vec![usual.to_owned(), repeated(lengths.least.max(1)), repeated(lengths.least)];
    texts.extend(lengths.most.map(|most| repeated(most.min(LONG))));
    let odd =
        ["\u{fc}\u{20ac}\u{1f600}\u{301} \"q\" \\ / \n\t\u{1}\u{7f}\u{2028}", "1", "true", "null", "2024-02-29", " a "];
    texts.extend(odd.map(str::to_owned));
    texts
}

fn base64(lengths: Lengths) -> Vec<String> {
    let groups = |length: u64| "QUJD".repeat(usize::try_from(length.min(LONG) / 4).unwrap_or(0));
    vec![groups(lengths.least.next_multiple_of(4)), groups(lengths.most.unwrap_or(8))]
}

/// Texts of a format, a usual one first. UUIDs and addresses are spelled as their RFCs tell writers to spell them (RFC 9562,
/// section 4: in lower case; RFC 5952, section 4: in lower case and shortened): other spellings mean the same and come back
/// as these. What documents show is tried however they spell it.
fn samples(format: &str) -> &'static [&'static str] {
    match format {
        "date-time" => &[
            "2024-02-29T12:34:56Z",
            "1985-04-12T23:20:50.52Z",
            "1996-12-19T16:39:57-08:00",
            "2000-01-01T00:00:00.123456789+05:45",
            "0001-01-01T00:00:00Z",
            "9999-12-31T23:59:59.9999999Z",
            "1990-12-31T23:59:60Z",
            "2024-02-29t12:34:56z",
        ],
        "date" => &["2024-02-29", "0001-01-01", "9999-12-31"],
        "time" => &["12:34:56Z", "23:59:59.123+01:00", "12:34:56"],
        "duration" => &["P3Y6M4DT12H30M5S", "PT0S", "P2W"],
        "uuid" => &["903c1ff9-f2cc-435c-b242-9d8a690fcf0a", "00000000-0000-0000-0000-000000000000"],
        "uri" | "url" | "URL" => &["https://example.com/a%20b?c=d#e", "urn:isbn:0451450523", "mailto:user@example.com"],
        "uri-reference" | "iri-reference" => &["/a/b?c", "https://example.com/", ""],
        "email" => &["user@example.com", "a+b.c@sub.example.org"],
        "hostname" => &["example.com", "localhost"],
        "ipv4" => &["192.0.2.1", "0.0.0.0", "255.255.255.255"],
        "ipv6" => &["2001:db8::1", "::", "::ffff:192.0.2.1", "2001:db8:0:1:1:1:1:1"],
        "byte" => &["aGVsbG8=", "", "AP+/", "/w=="],
        "base64url" => &["aGVsbG8", "_-8"],
        "int32" | "int64" | "uint32" | "uint64" => &["123", "-9223372036854775808", "18446744073709551615"],
        "decimal" | "double" | "float" => &["1.50", "-0.1", "1e10"],
        "json-pointer" => &["/a/b", ""],
        "regex" => &["^a+$"],
        _ => &[],
    }
}
