//! A look at a YAML text before it is read: what a small text can make large is refused while nothing is kept of it.

use std::collections::HashMap;

use saphyr_parser::{Event, Parser, Span};

use super::read::{DEEPEST, MOST, worth};

/// How much more a text may be worth for its aliases than it is worth as it is written. Documents that share parts by
/// aliases say them a few times.
const REPEATED: usize = 10;

/// What any text may be worth, however little of it is written.
const FREE: usize = 100_000;

/// Why a text is not read, with the line and column in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Excess {
    Depth(usize, usize),
    Size(usize, usize),
    Aliases(usize, usize),
}

/// Whether a text is nested too deeply or worth too much. What is no YAML is for the reader to tell.
pub(super) fn scan(text: &str) -> Result<(), Excess> {
    brackets(text)?;
    let mut scan = Scan { open: vec![(0, 0)], anchors: HashMap::new(), written: 0 };
    let mut parser = Parser::new_from_str(text);
    while let Some(Ok((event, span))) = parser.next_event() {
        match event {
            Event::MappingStart(anchor, _) | Event::SequenceStart(anchor, _) => {
                scan.written += 1;
                scan.open.push((1, anchor));
                if scan.open.len() > DEEPEST + 1 {
                    let (line, column) = place(span);
                    return Err(Excess::Depth(line, column));
                }
            }
            Event::MappingEnd | Event::SequenceEnd => {
                if let Some((worth, anchor)) = scan.open.pop() {
                    scan.add(worth, anchor, span)?;
                }
            }
            Event::Scalar(text, _, anchor, _) => {
                let worth = worth(text.len());
                scan.written += worth;
                scan.add(worth, anchor, span)?;
            }
            Event::Alias(anchor) => {
                let worth = scan.anchors.get(&anchor).copied().unwrap_or(1);
                scan.written += 1;
                scan.add(worth, 0, span)?;
            }
            Event::DocumentEnd => return Ok(()),
            _ => {}
        }
    }
    Ok(())
}

/// How many more brackets and braces may open than close. Parsers of YAML take a time that grows with the square of them
/// before they say anything, and no text has so many by chance, in prose or in patterns.
const OPEN: usize = 4000;

/// Whether flow collections are nested so deeply that a parser should not even try.
fn brackets(text: &str) -> Result<(), Excess> {
    let mut open = 0_usize;
    for (number, line) in text.lines().enumerate() {
        let mut before = ' ';
        let mut is_comment = false;
        for (column, character) in line.chars().enumerate() {
            match character {
                '[' | '{' => open += 1,
                ']' | '}' if !is_comment => open = open.saturating_sub(1),
                '#' if before.is_whitespace() => is_comment = true,
                _ => {}
            }
            before = character;
            if open > OPEN {
                return Err(Excess::Depth(number + 1, column + 1));
            }
        }
    }
    Ok(())
}

fn place(span: Span) -> (usize, usize) {
    (span.start.line(), span.start.col() + 1)
}

struct Scan {
    /// What is open: what it is worth so far, and its anchor, 0 if it has none. The first is around the document.
    open: Vec<(usize, usize)>,
    /// What anchors are worth.
    anchors: HashMap<usize, usize>,
    /// What the text is worth without what its aliases repeat.
    written: usize,
}

impl Scan {
    /// Adds what something is worth to what holds it.
    fn add(&mut self, worth: usize, anchor: usize, span: Span) -> Result<(), Excess> {
        if anchor > 0 {
            self.anchors.insert(anchor, worth);
        }
        if let Some((outer, _)) = self.open.last_mut() {
            *outer = outer.saturating_add(worth);
            let (outer, (line, column)) = (*outer, place(span));
            if self.written > MOST {
                return Err(Excess::Size(line, column));
            }
            if outer > self.written.saturating_mul(REPEATED).saturating_add(FREE) {
                return Err(Excess::Aliases(line, column));
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nesting_is_counted() {
        let nested = |levels: usize| format!("{}{}", "[".repeat(levels), "]".repeat(levels));
        assert_eq!(scan(&nested(DEEPEST)), Ok(()));
        assert_eq!(scan(&nested(DEEPEST + 1)), Err(Excess::Depth(1, DEEPEST + 1)));
        assert!(matches!(scan(&"{a: ".repeat(200)), Err(Excess::Depth(1, _))));
        assert!(matches!(scan(&"[a,\n".repeat(100_000)), Err(Excess::Depth(4001, 1))));
        assert_eq!(scan("a: '[[0, 1)'\nb: |\n  {{{{ [ #]\n"), Ok(()));
    }

    #[test]
    fn aliases_of_aliases_are_refused_where_they_become_too_much() {
        let mut text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
        for level in 1..10 {
            let aliases = vec![format!("*a{}", level - 1); 10].join(", ");
            text.push_str(&format!("a{level}: &a{level} [{aliases}]\n"));
        }
        assert!(matches!(scan(&text), Err(Excess::Aliases(5, _))), "{:?}", scan(&text));
        let long = format!("a: &a {}\nb: [{}]\n", "x".repeat(50_000), "*a, ".repeat(1000));
        assert!(matches!(scan(&long), Err(Excess::Aliases(2, _))), "{:?}", scan(&long));
    }

    #[test]
    fn aliases_that_share_parts_are_fine() {
        let text = format!("a: &a {{b: 1}}\nc: [{}]\n", "*a, ".repeat(2000));
        assert_eq!(scan(&text), Ok(()));
    }
}
