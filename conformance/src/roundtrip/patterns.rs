//! Texts that match a pattern.

use rand::distr::Distribution as _;
use rand_pcg::Pcg64;
use regex_syntax::ParserBuilder;
use regex_syntax::hir::{Capture, Class, ClassUnicode, ClassUnicodeRange, Hir, HirKind, Repetition};

/// What may match a pattern that cannot be read.
const GUESSES: [&str; 24] = [
    "a", "A", "1", "abc", "ABC", "123", "a1", "abc-123", "Abcdef1!", "2024-02-29", "https://example.com/a", "#a1b2c3", "US",
    "en-US", "1.0.0", "user@example.com", "/a/b", "12:34:56", "192.0.2.1", "903c1ff9-f2cc-435c-b242-9d8a690fcf0a", "USD",
    "100.00", "a.b", "AAAAAAAAAAAAAAAA",
];

/// Texts that a pattern probably matches.
pub(super) fn matching(pattern: &str, least: u64, rng: &mut Pcg64) -> Vec<String> {
    let mut texts = Vec::new();
    for pattern in [pattern.to_owned(), without_lookaround(pattern)] {
        let Ok(hir) = ParserBuilder::new().build().parse(&pattern) else { continue };
        let hir = usual(&hir);
        for most in [4, 16, u32::try_from(least.min(2000)).unwrap_or(2000) + 8] {
            let Ok(regex) = rand_regex::Regex::with_hir(hir.clone(), most) else { continue };
            for _ in 0..8 {
                let text: Result<String, _> = regex.sample(rng);
                texts.extend(text.ok());
            }
        }
        if !texts.is_empty() {
            break;
        }
    }
    texts.extend(GUESSES.map(str::to_owned));
    texts
}

/// The expression without its anchors, and with printable ASCII where a class has some.
fn usual(hir: &Hir) -> Hir {
    match hir.kind() {
        HirKind::Look(_) => Hir::empty(),
        HirKind::Class(Class::Unicode(class)) => {
            let mut printable = class.clone();
            printable.intersect(&ClassUnicode::new([ClassUnicodeRange::new(' ', '~')]));
            let is_empty = printable.ranges().is_empty();
            Hir::class(Class::Unicode(if is_empty { class.clone() } else { printable }))
        }
        HirKind::Repetition(repetition) => {
            Hir::repetition(Repetition { sub: Box::new(usual(&repetition.sub)), ..repetition.clone() })
        }
        HirKind::Capture(capture) => Hir::capture(Capture { sub: Box::new(usual(&capture.sub)), ..capture.clone() }),
        HirKind::Concat(parts) => Hir::concat(parts.iter().map(usual).collect()),
        HirKind::Alternation(parts) => Hir::alternation(parts.iter().map(usual).collect()),
        _ => hir.clone(),
    }
}

/// The pattern without its groups that look around, which the parser does not know.
fn without_lookaround(pattern: &str) -> String {
    let mut out = String::with_capacity(pattern.len());
    let mut rest = pattern;
    while let Some(first) = rest.chars().next() {
        let looks = ["(?=", "(?!", "(?<=", "(?<!"].iter().any(|opening| rest.starts_with(opening));
        let length = match first {
            '(' if looks => {
                rest = &rest[group(rest)..];
                continue;
            }
            '\\' => 1 + rest[1..].chars().next().map_or(0, char::len_utf8),
            _ => first.len_utf8(),
        };
        out.push_str(&rest[..length]);
        rest = &rest[length..];
    }
    out
}

/// The length of the group that a text begins with.
fn group(text: &str) -> usize {
    let mut depth = 0;
    let mut in_class = false;
    let mut chars = text.char_indices();
    while let Some((index, char)) = chars.next() {
        match char {
            '\\' => drop(chars.next()),
            '[' => in_class = true,
            ']' => in_class = false,
            '(' if !in_class => depth += 1,
            ')' if !in_class => {
                depth -= 1;
                if depth == 0 {
                    return index + 1;
                }
            }
            _ => {}
        }
    }
    text.len()
}
