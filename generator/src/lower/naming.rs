//! Rust names from the document's names.
//!
//! A name comes from its own place and from nothing else; collisions are told apart without regard to case.

use std::borrow::Cow;
use std::collections::HashSet;

use heck::{ToSnakeCase, ToUpperCamelCase};
use indexmap::IndexMap;
use unicode_normalization::UnicodeNormalization as _;

use crate::model::Names;

/// Names that are in use in one scope.
#[derive(Debug, Default)]
pub(super) struct Taken(HashSet<String>);

impl Taken {
    /// Takes a name if it is free; names that differ only in case count as one.
    pub(super) fn claim(&mut self, name: &str) -> bool {
        self.0.insert(plain(name))
    }

    fn is_free(&self, name: &str) -> bool {
        !self.0.contains(&plain(name))
    }

    /// Takes names that no part of the document may have.
    pub(super) fn reserve(&mut self, names: &[&str]) {
        for name in names {
            self.claim(name);
        }
    }

    /// Takes the name, or the first of the name with `suffix` and of the name with a number that is free.
    pub(super) fn unique(&mut self, name: String, suffix: &str) -> String {
        if self.claim(&name) {
            return name;
        }
        let longer = format!("{}{suffix}", name.trim_end_matches('_'));
        if self.claim(&longer) {
            return longer;
        }
        // Two numbers are kept apart; between a letter and a number an underscore is no Rust style.
        let dash = if longer.ends_with(|last: char| last.is_ascii_digit()) { "_" } else { "" };
        let mut number = 2_u32;
        loop {
            let numbered = format!("{longer}{dash}{number}");
            if self.claim(&numbered) {
                return numbered;
            }
            number += 1;
        }
    }
}

fn plain(name: &str) -> String {
    name.replace('_', "").to_lowercase()
}

/// Names in use in one scope. Parts of the document that were given a name before keep it, whoever comes first.
#[derive(Debug, Default)]
pub(super) struct Scope {
    place: String,
    taken: Taken,
    /// The names that parts were given before, in the order of the generated code.
    given: IndexMap<String, String>,
    now: IndexMap<String, String>,
}

impl Scope {
    /// A scope by what its parts are part of. No part may have a reserved name.
    pub(super) fn new(place: &str, reserved: &[&str], given: &Names) -> Self {
        let mut taken = Taken::default();
        taken.reserve(reserved);
        let mut given = given.0.get(place).cloned().unwrap_or_default();
        // The file that they come from may have been edited.
        given.retain(|_, name| syn::parse_str::<syn::Ident>(name).is_ok() && taken.claim(name));
        Self { place: place.to_owned(), taken, given, now: IndexMap::new() }
    }

    /// The name of a part: what it was given; else the name, or the first of the name with `suffix` and of the name with a
    /// number that is free.
    pub(super) fn name(&mut self, part: &str, name: String, suffix: &str) -> String {
        let mut key = part.to_owned();
        let mut number = 1_u32;
        while self.now.contains_key(&key) {
            number += 1;
            key = format!("{part} #{number}");
        }
        let name = match self.given.get(&key) {
            Some(given) => given.clone(),
            None => self.taken.unique(name, suffix),
        };
        self.now.insert(key, name.clone());
        name
    }

    /// Whether a part has its name because it had it before, and could have the one that it would get now.
    pub(super) fn is_held(&self, part: &str, plain: &str) -> bool {
        self.given.contains_key(part) && self.taken.is_free(plain)
    }

    /// As [`Self::name`], with another name where the first is taken.
    pub(super) fn name_or(&mut self, part: &str, first: String, name: String, suffix: &str) -> String {
        let free = self.given.contains_key(part) || self.taken.is_free(&first);
        self.name(part, if free { first } else { name }, suffix)
    }

    /// Parts in the order of the generated code: as they were before, each new one after the one that the document has before
    /// it. Who swaps two keys of an object means nothing by it.
    pub(super) fn in_order<T>(&self, parts: Vec<T>, part: impl Fn(&T) -> &str) -> Vec<T> {
        let mut place = None;
        let mut placed: Vec<(Option<usize>, T)> = Vec::new();
        for one in parts {
            place = self.given.get_index_of(part(&one)).or(place);
            placed.push((place, one));
        }
        placed.sort_by_key(|(place, _)| *place);
        placed.into_iter().map(|(_, one)| one).collect()
    }

    /// Notes the names that were given.
    pub(super) fn keep(self, names: &mut Names) {
        if !self.now.is_empty() {
            names.0.entry(self.place).or_default().extend(self.now);
        }
    }
}

/// Words for what `heck` drops, so that `+1` and `-1` stay two names.
fn spelled(text: &str) -> String {
    // Rust takes identifiers that are one in NFC for one, and warns of those that are not in NFKC.
    let text: Cow<'_, str> = if text.is_ascii() { text.into() } else { text.nfkc().collect() };
    if !text.chars().any(char::is_alphanumeric) {
        let called = |letter: char| symbol(letter).or_else(|| deunicode::deunicode_char(letter));
        return text.chars().filter_map(called).collect::<Vec<_>>().join(" ");
    }
    let mut out = String::new();
    let mut rest = text.chars().peekable();
    let mut first = true;
    while let Some(character) = rest.next() {
        match character {
            '+' => out.push_str(" plus "),
            '-' if first && rest.peek().is_some_and(char::is_ascii_digit) => out.push_str(" minus "),
            '<' => out.push_str(" less "),
            '>' => out.push_str(" greater "),
            '=' => out.push_str(" equal "),
            other if other.is_alphanumeric() => out.push(other),
            _ => out.push(' '),
        }
        first = false;
    }
    out
}

/// What a symbol is called, where a name has nothing else.
fn symbol(symbol: char) -> Option<&'static str> {
    Some(match symbol {
        ' ' => "space",
        '!' => "not",
        '"' => "quote",
        '#' => "hash",
        '$' => "dollar",
        '%' => "percent",
        '&' => "and",
        '\'' => "apostrophe",
        '(' | ')' => "parenthesis",
        '*' => "any",
        '+' => "plus",
        ',' => "comma",
        '-' => "dash",
        '.' => "dot",
        '/' => "slash",
        ':' => "colon",
        ';' => "semicolon",
        '<' => "less",
        '=' => "equal",
        '>' => "greater",
        '?' => "question",
        '@' => "at",
        '[' | ']' => "bracket",
        '\\' => "backslash",
        '^' => "caret",
        '_' => "underscore",
        '`' => "backtick",
        '{' | '}' => "brace",
        '|' => "or",
        '~' => "tilde",
        _ => return None,
    })
}

/// Whether a word can stand as an identifier without `r#`.
fn is_plain(word: &str) -> bool {
    // Most names are of two words, or begin as no keyword but `Self` does.
    let is_ascii = word.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    let is_no_keyword = word.trim_matches('_').contains('_') || word.len() > "Self".len();
    if is_ascii && is_no_keyword && word.starts_with(|first: char| first.is_ascii_uppercase()) {
        return true;
    }
    // Reserved since edition 2024.
    syn::parse_str::<syn::Ident>(word).is_ok() && word != "_" && word != "gen"
}

/// A name for a type or variant: `PersonHandle`.
pub(super) fn type_name(text: &str) -> String {
    let mut name = spelled(text).to_upper_camel_case();
    if name.is_empty() {
        name = "Empty".to_owned();
    }
    if name.starts_with(|character: char| !character.is_alphabetic()) {
        name.insert(0, 'N');
    }
    if is_plain(&name) { name } else { format!("{name}_") }
}

/// A name for a field, argument or function, with `r#` where it is a keyword: `slash_id_org_id`, `r#type`.
pub(super) fn value_name(text: &str) -> String {
    let mut name = spelled(text).to_snake_case();
    if name.is_empty() {
        name = "empty".to_owned();
    }
    if name.starts_with(|character: char| !character.is_alphabetic()) {
        name.insert(0, 'n');
    }
    if is_plain(&name) {
        name
    } else if matches!(name.as_str(), "self" | "super" | "crate" | "_")
        || syn::parse_str::<syn::Ident>(&format!("r#{name}")).is_err()
    {
        format!("{name}_")
    } else {
        format!("r#{name}")
    }
}

/// Whether two names count as one.
pub(super) fn are_alike(one: &str, other: &str) -> bool {
    plain(one.trim_start_matches("r#")) == plain(other.trim_start_matches("r#"))
}

/// A name that somebody else gives to what has a name, as it is written in Rust; or one that would do.
pub(super) fn as_given(name: &str, natural: &str) -> Result<String, String> {
    let is_type = natural.starts_with(char::is_uppercase);
    let is_constant = is_type && natural.len() > 1 && !natural.contains(char::is_lowercase);
    let (fits, other) = if is_constant {
        (!name.contains(char::is_lowercase), value_name(name).to_uppercase())
    } else if is_type {
        (name.starts_with(char::is_uppercase) && !name.contains('_'), type_name(name))
    } else {
        (!name.contains(char::is_uppercase), value_name(name))
    };
    match (fits, is_plain(name), is_type) {
        (true, true, _) => Ok(name.to_owned()),
        (true, false, false) if value_name(name) == format!("r#{name}") => Ok(value_name(name)),
        _ => Err(other),
    }
}

/// The longest name of a module: file systems take 255 bytes, and not every tool takes as many.
const LONGEST: usize = 96;

/// A name for a module and its file: ASCII as `rustc` wants it, no keyword, nothing that Windows keeps for devices, nothing
/// that the modules around it are called. Long
/// names that begin with the same words are one module.
pub(super) fn module(text: &str) -> String {
    let mut name = value_name(&deunicode::deunicode(text));
    if name.len() > LONGEST {
        name.truncate(LONGEST);
        name.truncate(name.rfind('_').unwrap_or(LONGEST));
    }
    let name = name.strip_prefix("r#").map_or(name.clone(), |keyword| format!("{keyword}_"));
    let device = ["com", "lpt"].iter().any(|port| {
        name.strip_prefix(port)
            .is_some_and(|number| number.len() == 1 && number.starts_with(|c: char| c.is_ascii_digit()))
    });
    if device || matches!(name.as_str(), "con" | "nul" | "aux" | "prn" | "mod" | "lib" | "main" | "api" | "types") {
        format!("{name}_")
    } else {
        name
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn names_are_identifiers() {
        for (text, name) in [
            ("type", "r#type"),
            ("SlashID-OrgID", "slash_id_org_id"),
            ("+1", "plus_1"),
            ("-1", "minus_1"),
            ("", "empty"),
            ("self", "self_"),
            ("3d", "n3d"),
            ("$ref", "r#ref"),
            ("gen", "r#gen"),
            ("日本", "日本"),
        ] {
            assert_eq!(value_name(text), name, "{text}");
        }
        for (text, name) in [
            ("person_handle", "PersonHandle"),
            ("Self", "Self_"),
            ("1st", "N1st"),
            ("", "Empty"),
            ("a.b", "AB"),
            ("!=", "NotEqual"),
            (" ", "Space"),
            ("-", "Dash"),
            ("\u{202e}", "Empty"),
            ("😀", "Grinning"),
            ("\u{f900}", "豈"),
            ("µg", "Μg"),
        ] {
            assert_eq!(type_name(text), name, "{text}");
        }
        for (text, name) in [("Con", "con_"), ("COM1", "com1_"), ("Type", "type_"), ("Mod", "mod_"), ("Comma", "comma")]
        {
            assert_eq!(module(text), name, "{text}");
        }
    }

    #[test]
    fn modules_have_names_that_files_can_have() {
        let long = "word_".repeat(60);
        assert_eq!(module(&long), ["word"; 19].join("_"));
        assert_eq!(module(&"x".repeat(300)), "x".repeat(LONGEST));
    }

    #[test]
    fn names_once_given_stay() {
        let given = |parts: &[(&str, &str)]| {
            let parts = parts.iter().map(|(part, name)| ((*part).to_owned(), (*name).to_owned())).collect();
            Names(BTreeMap::from([("/scope".to_owned(), parts)]))
        };
        let before = given(&[("fooBar", "foo_bar"), ("b", "not a name"), ("self", "self_")]);
        let mut scope = Scope::new("/scope", &["self_"], &before);
        let mut name = |part: &str| scope.name(part, value_name(part), "_value");
        assert_eq!(
            ["foo_bar", "fooBar", "b", "self", "b"].map(&mut name),
            ["foo_bar_value", "foo_bar", "b", "self_value", "b_value"]
        );
        let mut now = Names::default();
        scope.keep(&mut now);
        assert_eq!(now.0["/scope"].get("b #2").map(String::as_str), Some("b_value"));
        assert_eq!(Scope::new("/other", &[], &before).name("fooBar", "x".to_owned(), ""), "x");
    }

    #[test]
    fn parts_stay_in_their_order() {
        let parts = ["d", "b", "a"].map(|part| (part.to_owned(), part.to_owned()));
        let given = Names(BTreeMap::from([("/scope".to_owned(), parts.into_iter().collect())]));
        let scope = Scope::new("/scope", &[], &given);
        let ordered = scope.in_order(vec!["new", "a", "after a", "b", "after b", "d"], |part| part);
        assert_eq!(ordered, ["new", "d", "b", "after b", "a", "after a"]);
    }
}
