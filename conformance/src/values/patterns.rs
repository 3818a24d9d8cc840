//! Texts that match a pattern.

use rand::distr::Distribution as _;
use rand_pcg::Pcg64;
use regex_syntax::ParserBuilder;
use regex_syntax::hir::{Capture, Class, ClassUnicode, ClassUnicodeRange, Hir, HirKind, Repetition};

use super::plan::Lengths;

/// The longest text to make where any length will do.
pub(super) const LONG: u64 = 3000;

/// What may match a pattern that cannot be read.
const GUESSES: [&str; 24] = [
    "a",
    "A",
    "1",
    "abc",
    "ABC",
    "123",
    "a1",
    "abc-123",
    "Abcdef1!",
    "2024-02-29",
    "https://example.com/a",
    "#a1b2c3",
    "US",
    "en-US",
    "1.0.0",
    "user@example.com",
    "/a/b",
    "12:34:56",
    "192.0.2.1",
    "903c1ff9-f2cc-435c-b242-9d8a690fcf0a",
    "USD",
    "100.00",
    "a.b",
    "AAAAAAAAAAAAAAAA",
];

/// Texts that a pattern probably matches, some of them of a length within bounds.
pub(super) fn matching(pattern: &str, lengths: Lengths, rng: &mut Pcg64) -> Vec<String> {
    let least = u32::try_from(lengths.least.min(LONG)).unwrap_or_default();
    let most = u32::try_from(lengths.most.unwrap_or(0).min(LONG)).unwrap_or_default();
    let mut texts = Vec::new();
    for pattern in [pattern.to_owned(), without_lookaround(pattern)] {
        let Ok(hir) = ParserBuilder::new().build().parse(&pattern) else { continue };
        // What may repeat for ever repeats so often that the length is right, if nothing much is beside it.
        let usual_repeats = [(0, 4), (0, 16), (0, least + 8)];
        let near = (0..12).flat_map(|less| [least.saturating_sub(less), most.saturating_sub(less)]);
        let repeats = usual_repeats.into_iter().chain(near.filter(|times| *times > 0).map(|times| (times, times)));
        for (low, high) in repeats {
            let Ok(regex) = rand_regex::Regex::with_hir(usual(&hir, low, high), high) else { continue };
            for _ in 0..if low == 0 { 8 } else { 1 } {
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

/// The expression without its anchors, with printable ASCII where a class has some, and with other bounds for what may
/// repeat for ever.
fn usual(hir: &Hir, low: u32, high: u32) -> Hir {
    let inner = |hir: &Hir| usual(hir, low, high);
    match hir.kind() {
        HirKind::Look(_) => Hir::empty(),
        HirKind::Class(Class::Unicode(class)) => {
            let mut printable = class.clone();
            printable.intersect(&ClassUnicode::new([ClassUnicodeRange::new(' ', '~')]));
            let is_empty = printable.ranges().is_empty();
            Hir::class(Class::Unicode(if is_empty { class.clone() } else { printable }))
        }
        HirKind::Repetition(repetition) => {
            let Repetition { min, max, .. } = *repetition;
            let (min, max) = match max {
                // Few texts are as long as thousands of characters allow.
                Some(max) if max <= LONG as u32 => (min, Some(max.min(min + high.max(64)))),
                _ => (min.max(low), Some(high.max(min))),
            };
            Hir::repetition(Repetition { min, max, sub: Box::new(inner(&repetition.sub)), ..*repetition })
        }
        HirKind::Capture(capture) => Hir::capture(Capture { sub: Box::new(inner(&capture.sub)), ..capture.clone() }),
        HirKind::Concat(parts) => Hir::concat(parts.iter().map(inner).collect()),
        HirKind::Alternation(parts) => Hir::alternation(parts.iter().map(inner).collect()),
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
