//! The text of Rust sources: what of it is code.

/// What a stretch of a source is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// An identifier or a keyword.
    Word,
    /// A string, a character or bytes.
    Literal,
    Comment,
    /// Anything else: white space, one sign, a lifetime's tick, a number.
    Other,
}

/// The same code as a module of another crate: what was the root of the crate is the module.
pub(super) fn relocate(source: &str, module: &str) -> String {
    let mut out = String::with_capacity(source.len() + source.len() / 16);
    let mut rest = source;
    while !rest.is_empty() {
        let (kind, end) = next(rest);
        let (part, after) = rest.split_at(end);
        out.push_str(part);
        if kind == Kind::Word && part == "crate" && after.trim_start().starts_with("::") {
            out.push_str("::");
            out.push_str(module);
        }
        rest = after;
    }
    out
}

/// The lines of a crate's root that allow for lints of the compiler, some of which only whole crates can, and the rest.
pub(super) fn crate_lints(root: &str) -> (Vec<String>, String) {
    let (lints, rest): (Vec<&str>, Vec<&str>) =
        root.split_inclusive('\n').partition(|line| line.starts_with("#![allow(") && !line.contains("clippy::"));
    (lints.into_iter().map(str::to_owned).collect(), rest.concat())
}

/// The crates that the code names by absolute paths, such as `::uuid::Uuid`.
pub(super) fn crates(source: &str) -> Vec<&str> {
    let mut out = Vec::new();
    let mut rest = source;
    // Whether a path may start here, and how many colons were read.
    let (mut starts, mut colons) = (true, 0);
    while !rest.is_empty() {
        let (kind, end) = next(rest);
        let (part, after) = rest.split_at(end);
        match kind {
            Kind::Other if part == ":" => colons += 1,
            Kind::Word => {
                if starts && colons == 2 {
                    out.push(part);
                }
                (starts, colons) = (false, 0);
            }
            // `Vec<T>::new`, `$crate::x`.
            _ => (starts, colons) = (!matches!(part, ">" | "$"), 0),
        }
        rest = after;
    }
    out.sort_unstable();
    out.dedup();
    out
}

/// The first part of a text that is not empty, and its length.
fn next(text: &str) -> (Kind, usize) {
    let first = text.chars().next().unwrap_or_default();
    if text.starts_with("//") {
        return (Kind::Comment, text.find('\n').unwrap_or(text.len()));
    }
    if text.starts_with("/*") {
        return (Kind::Comment, block(text));
    }
    if first == '"' {
        return (Kind::Literal, quoted(text, 1, '"'));
    }
    if first == '\'' {
        let mut after = text[1..].chars();
        let is_literal = after.next() == Some('\\') || after.next() == Some('\'');
        return if is_literal { (Kind::Literal, quoted(text, 1, '\'')) } else { (Kind::Other, 1) };
    }
    if is_word(first) && !first.is_numeric() {
        return word(text);
    }
    if first.is_numeric() {
        return (Kind::Other, text.find(|other| !is_word(other)).unwrap_or(text.len()));
    }
    (Kind::Other, first.len_utf8())
}

fn is_word(character: char) -> bool {
    character == '_' || character.is_alphanumeric()
}

fn word(text: &str) -> (Kind, usize) {
    let end = text.find(|other| !is_word(other)).unwrap_or(text.len());
    let (prefix, after) = text.split_at(end);
    let hashes = after.len() - after.trim_start_matches('#').len();
    match prefix {
        "r" | "br" | "cr" if after[hashes..].starts_with('"') => {
            let close = format!("\"{}", &after[..hashes]);
            let start = end + hashes + 1;
            let length = text[start..].find(&close).map_or(text.len() - start, |at| at + close.len());
            (Kind::Literal, start + length)
        }
        "r" if hashes == 1 && after[1..].starts_with(is_word) => {
            let name = after[1..].find(|other| !is_word(other)).unwrap_or(after.len() - 1);
            (Kind::Word, end + 1 + name)
        }
        "b" | "c" if after.starts_with('"') => (Kind::Literal, quoted(text, end + 1, '"')),
        "b" if after.starts_with('\'') => (Kind::Literal, quoted(text, end + 1, '\'')),
        _ => (Kind::Word, end),
    }
}

/// The end of a literal whose text starts at `start`.
fn quoted(text: &str, start: usize, close: char) -> usize {
    let mut escaped = false;
    for (at, character) in text[start..].char_indices() {
        match character {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            other if other == close => return start + at + 1,
            _ => {}
        }
    }
    text.len()
}

/// The end of a block comment; they nest.
fn block(text: &str) -> usize {
    let mut depth = 0_usize;
    let mut at = 0;
    while at < text.len() {
        let rest = &text[at..];
        if rest.starts_with("/*") {
            (depth, at) = (depth + 1, at + 2);
        } else if rest.starts_with("*/") {
            (depth, at) = (depth - 1, at + 2);
            if depth == 0 {
                return at;
            }
        } else {
            at += rest.chars().next().map_or(1, char::len_utf8);
        }
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lints_of_crates_are_taken_out() {
        let root = "//! x\n#![allow(clippy::x)]\n#![allow(confusable_idents)]\nmod a;\n";
        let (lints, rest) = crate_lints(root);
        assert_eq!(lints, ["#![allow(confusable_idents)]\n"]);
        assert_eq!(rest, "//! x\n#![allow(clippy::x)]\nmod a;\n");
    }

    #[test]
    fn only_paths_from_the_root_move() {
        for (source, moved) in [
            ("use crate::types::Pet;", "use crate::m1::types::Pet;"),
            ("impl crate :: Client {}", "impl crate::m1 :: Client {}"),
            ("pub(in crate::api) x: u8", "pub(in crate::m1::api) x: u8"),
            ("pub(crate) x: u8", "pub(crate) x: u8"),
            ("my_crate::x + crates::y + r#crate2::z", "my_crate::x + crates::y + r#crate2::z"),
            ("f(&[crate::client::KEY])", "f(&[crate::m1::client::KEY])"),
        ] {
            assert_eq!(relocate(source, "m1"), moved);
        }
    }

    #[test]
    fn literals_and_comments_stay() {
        for source in [
            r#""crate::a" => b: required"#,
            r#"x = "\"crate::a""#,
            r##"r#"" crate::a"#"##,
            r#"b"crate::a""#,
            "// crate::a",
            "/// [`x`](crate::a)\n",
            "/* /* */ crate::a */",
        ] {
            assert_eq!(relocate(source, "m1"), source);
        }
        assert_eq!(relocate("'\"' crate::a '\\'' crate::b", "m"), "'\"' crate::m::a '\\'' crate::m::b");
        assert_eq!(relocate("fn f<'a>(x: &'a crate::A)", "m"), "fn f<'a>(x: &'a crate::m::A)");
        assert_eq!(relocate("b'\"' crate::a // é\ncrate::b", "m"), "b'\"' crate::m::a // é\ncrate::m::b");
    }

    #[test]
    fn crates_are_those_of_absolute_paths() {
        let source = "x: ::uuid::Uuid, y: Option<::chrono::NaiveDate>, z: a::b, \"::c::D\", Vec<u8>::new, T::d, <::e::F as g>::H";
        assert_eq!(crates(source), ["chrono", "e", "uuid"]);
    }
}
