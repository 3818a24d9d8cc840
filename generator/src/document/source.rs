//! The text of a document: reading it from disk, and where in it a pointer leads.

use std::collections::HashMap;
use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use jsonc_parser::tokens::Token;
use jsonc_parser::{Scanner, ScannerOptions};
use saphyr_parser::{Event, Parser, ScalarStyle};

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, Pointer, Severity};

/// The largest file that is read.
pub(super) const LARGEST: u64 = 128 << 20;

/// How a text is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    Json,
    Yaml,
}

/// A text and its name.
#[derive(Clone, Debug)]
pub(super) struct Source {
    pub(super) name: PathBuf,
    pub(super) text: String,
    pub(super) format: Format,
}

/// Where something is in a text: a parser tells either its line and column or its offset.
#[derive(Clone, Copy, Default)]
struct Spot {
    /// From 1.
    line: usize,
    /// In characters, from 1.
    column: usize,
    /// In bytes.
    offset: usize,
    /// In characters; none where it goes on to the line's end.
    length: Option<usize>,
}

/// The most characters before a place, and from there to the line's end, of a line that is shown as a whole.
const WHOLE: usize = 100;

/// The most characters that are shown of other lines before a place, and from there on.
const PART: (usize, usize) = (40, 80);

impl Source {
    /// Reads a file.
    pub(super) fn read(path: &Path, diagnostics: &mut Diagnostics) -> Option<Self> {
        let bytes = match bytes(path) {
            Ok(Some(bytes)) => bytes,
            Ok(None) => {
                too_large(path, diagnostics);
                return None;
            }
            Err(error) => {
                let message = format!("`{}` cannot be read: {error}", path.display());
                let diagnostic = Diagnostic::new(Code::Unreadable, Severity::Error, &Pointer::root(), message);
                let is_url =
                    path.to_str().is_some_and(|text| text.starts_with("http://") || text.starts_with("https://"));
                diagnostics.push(if is_url { diagnostic.help("download it, and give the file") } else { diagnostic });
                return None;
            }
        };
        match String::from_utf8(bytes) {
            Ok(text) => Self::new(path, text, diagnostics),
            Err(error) => {
                let valid = error.utf8_error().valid_up_to();
                let before = String::from_utf8_lossy(error.as_bytes().get(..valid).unwrap_or_default()).into_owned();
                let message = "the text is not UTF-8";
                let diagnostic = Diagnostic::new(Code::Syntax, Severity::Error, &Pointer::root(), message);
                let mut diagnostic = diagnostic.help("save the file as UTF-8");
                let line = before.matches('\n').count() + 1;
                let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
                diagnostic.place = Some(Place::new(path, line, column));
                diagnostics.push(diagnostic);
                None
            }
        }
    }

    /// A text that was read elsewhere.
    pub(super) fn new(name: &Path, mut text: String, diagnostics: &mut Diagnostics) -> Option<Self> {
        if text.len() as u64 > LARGEST {
            too_large(name, diagnostics);
            return None;
        }
        if text.starts_with('\u{feff}') {
            text.remove(0);
        }
        let format = if text.trim_start().starts_with('{') { Format::Json } else { Format::Yaml };
        Some(Self { name: name.to_owned(), text, format })
    }

    /// Gives each diagnostic of this file its place, or that of the nearest part of the text that holds it. `index` is the
    /// file's among those of its document.
    pub(super) fn locate(&self, diagnostics: &mut Diagnostics, index: usize) {
        let is_here = |one: &Diagnostic| one.place.is_none() && one.file == Some(index);
        let mut wanted = Wanted::default();
        for diagnostic in diagnostics.iter().filter(|one| is_here(one)) {
            wanted.add(&diagnostic.pointer);
        }
        if wanted.nodes.is_empty() {
            return;
        }
        self.walk(&mut wanted);
        match self.format {
            Format::Json => wanted.find_lines(&self.text),
            Format::Yaml => wanted.find_offsets(&self.text),
        }
        for diagnostic in diagnostics.iter_mut().filter(|one| is_here(one)) {
            diagnostic.place = Some(self.placed(wanted.place(&diagnostic.pointer)));
        }
    }

    /// A place that a parser told of.
    pub(super) fn place(&self, line: usize, column: usize) -> Place {
        let mut spot = Spot { line, column, length: Some(1), ..Spot::default() };
        let start = self.text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
        spot.offset = offset(&self.text, start, column);
        self.placed(spot)
    }

    fn placed(&self, Spot { line, column, offset, length }: Spot) -> Place {
        let (before, after) = self.text.split_at_checked(offset).unwrap_or_default();
        let is_whole = column <= WHOLE && !after.chars().take(WHOLE).all(|character| character != '\n');
        let (most_before, most_after) = if is_whole { (WHOLE, WHOLE) } else { PART };
        let start =
            before.char_indices().rev().take(most_before).take_while(|(_, character)| *character != '\n').last();
        let before = before.get(start.map_or(offset, |(at, _)| at)..).unwrap_or_default();
        let mut rest = after.chars().take_while(|character| *character != '\n');
        let after: String = rest.by_ref().take(most_after).collect();
        let more = if rest.next().is_some() { "…" } else { "" };
        let text = format!("{before}{}{more}", after.trim_end());
        Place { file: self.name.clone(), line, column, length, text, before: before.chars().count() }
    }

    /// How the numbers, truth values and plain texts at these places are written.
    pub(super) fn scalars(&self, pointers: &[Pointer]) -> Vec<(Pointer, String)> {
        let mut wanted = Wanted::default();
        for pointer in pointers {
            wanted.add(pointer);
        }
        self.walk(&mut wanted);
        let text = |pointer: &Pointer| {
            let node = wanted.nodes.get(wanted.find(pointer)?)?;
            Some((pointer.clone(), node.text.clone()?))
        };
        pointers.iter().filter_map(text).collect()
    }

    fn walk(&self, wanted: &mut Wanted) {
        let mut walk = Walk { wanted, stack: Vec::new() };
        match self.format {
            Format::Json => walk.json(&self.text),
            Format::Yaml => walk.yaml(&self.text),
        }
    }
}

/// What is in a file; none where that is more than is read. What has no size of its own, such as a pipe, is read until then.
fn bytes(path: &Path) -> std::io::Result<Option<Vec<u8>>> {
    let file = File::open(path)?;
    if file.metadata()?.len() > LARGEST {
        return Ok(None);
    }
    let mut bytes = Vec::new();
    file.take(LARGEST + 1).read_to_end(&mut bytes)?;
    Ok(Some(bytes).filter(|bytes| bytes.len() as u64 <= LARGEST))
}

fn too_large(path: &Path, diagnostics: &mut Diagnostics) {
    let message = format!("`{}` is larger than {} MiB", path.display(), LARGEST >> 20);
    diagnostics.error(Code::TooLarge, &Pointer::root(), message);
}

/// The places that are looked for, as a trie; the first node is the root.
#[derive(Default)]
struct Wanted {
    nodes: Vec<Node>,
}

#[derive(Default)]
struct Node {
    children: HashMap<String, usize>,
    spot: Option<Spot>,
    text: Option<String>,
}

impl Wanted {
    fn add(&mut self, pointer: &Pointer) {
        if self.nodes.is_empty() {
            self.nodes.push(Node { spot: Some(Spot { line: 1, column: 1, ..Spot::default() }), ..Node::default() });
        }
        let mut at = 0;
        for token in pointer.tokens() {
            let next = self.nodes.len();
            let Some(node) = self.nodes.get_mut(at) else {
                return;
            };
            at = *node.children.entry(token).or_insert(next);
            if at == next {
                self.nodes.push(Node::default());
            }
        }
    }

    fn find(&self, pointer: &Pointer) -> Option<usize> {
        pointer.tokens().try_fold(0, |at, token| self.child(Some(at), &token))
    }

    fn child(&self, at: Option<usize>, token: &str) -> Option<usize> {
        self.nodes.get(at?)?.children.get(token).copied()
    }

    fn found(&mut self, at: Option<usize>, spot: Spot) {
        if let Some(node) = at.and_then(|at| self.nodes.get_mut(at)) {
            node.spot = Some(spot);
        }
    }

    /// Turns offsets into lines and columns in one pass over the text.
    fn find_lines(&mut self, text: &str) {
        let mut spots: Vec<&mut Spot> = self.nodes.iter_mut().filter_map(|node| node.spot.as_mut()).collect();
        spots.sort_unstable_by_key(|spot| spot.offset);
        let (mut line, mut column, mut done) = (1, 1, 0);
        for spot in spots {
            for character in text.get(done..spot.offset).unwrap_or_default().chars() {
                if character == '\n' {
                    line += 1;
                    column = 1;
                } else {
                    column += 1;
                }
            }
            done = spot.offset;
            (spot.line, spot.column) = (line, column);
        }
    }

    /// Turns lines and columns into offsets.
    fn find_offsets(&mut self, text: &str) {
        let starts: Vec<usize> = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        for spot in self.nodes.iter_mut().filter_map(|node| node.spot.as_mut()) {
            let start = starts.get(spot.line.saturating_sub(1)).copied().unwrap_or(text.len());
            spot.offset = offset(text, start, spot.column);
        }
    }

    /// The place of the nearest ancestor that the text has.
    fn place(&self, pointer: &Pointer) -> Spot {
        let mut at = Some(0);
        let mut place = self.nodes.first().and_then(|root| root.spot).unwrap_or_default();
        for token in pointer.tokens() {
            at = self.child(at, &token);
            place = at.and_then(|at| self.nodes.get(at)).and_then(|node| node.spot).unwrap_or(place);
        }
        place
    }
}

/// The offset of a column of the line that begins somewhere.
fn offset(text: &str, start: usize, column: usize) -> usize {
    let rest = text.get(start..).unwrap_or_default();
    let end = rest.find('\n').unwrap_or(rest.len());
    let line = rest.get(..end).unwrap_or_default();
    start + line.char_indices().nth(column.saturating_sub(1)).map_or(end, |(at, _)| at)
}

/// A pass over the events of a text.
struct Walk<'a> {
    wanted: &'a mut Wanted,
    stack: Vec<Frame>,
}

/// An object or list that is open, with its node if something in it is wanted.
enum Frame {
    /// With the node of the key whose value comes next.
    Object(Option<usize>, Option<Option<usize>>),
    /// With the index of the item that comes next.
    Array(Option<usize>, usize),
}

impl Walk<'_> {
    fn json(&mut self, text: &str) {
        let mut scanner = Scanner::new(text, &ScannerOptions::default());
        while let Ok(Some(token)) = scanner.scan() {
            let (start, end) = (scanner.token_start(), scanner.token_end());
            let is_open = matches!(token, Token::OpenBrace | Token::OpenBracket);
            let length = (!is_open).then(|| text.get(start..end).unwrap_or_default().chars().count());
            let spot = Spot { offset: start, length, ..Spot::default() };
            match token {
                Token::OpenBrace => self.open(spot, true),
                Token::OpenBracket => self.open(spot, false),
                Token::CloseBrace | Token::CloseBracket => {
                    self.stack.pop();
                }
                Token::String(text) => self.scalar(&text, false, spot),
                Token::Number(text) | Token::Word(text) => self.scalar(text, true, spot),
                Token::Boolean(value) => self.scalar(if value { "true" } else { "false" }, true, spot),
                Token::Null => self.scalar("null", true, spot),
                Token::Comma | Token::Colon | Token::CommentLine(_) | Token::CommentBlock(_) => {}
            }
        }
    }

    fn yaml(&mut self, text: &str) {
        let mut parser = Parser::new_from_str(text);
        while let Some(Ok((event, span))) = parser.next_event() {
            let (start, end) = (span.start, span.end);
            let is_short = matches!(event, Event::Scalar(..)) && start.line() == end.line();
            let length = is_short.then(|| end.col().saturating_sub(start.col()));
            let spot = Spot { line: start.line(), column: start.col() + 1, length, ..Spot::default() };
            match event {
                Event::MappingStart(..) => self.open(spot, true),
                Event::SequenceStart(..) => self.open(spot, false),
                Event::MappingEnd | Event::SequenceEnd => {
                    self.stack.pop();
                }
                Event::Scalar(text, style, ..) => self.scalar(&text, style == ScalarStyle::Plain, spot),
                // What an alias stands for has its places where the anchor is.
                Event::Alias(_) => self.scalar("", false, spot),
                Event::DocumentEnd => return,
                _ => {}
            }
        }
    }

    fn open(&mut self, spot: Spot, object: bool) {
        let node = self.value(spot);
        self.stack.push(if object { Frame::Object(node, None) } else { Frame::Array(node, 0) });
    }

    fn scalar(&mut self, text: &str, plain: bool, spot: Spot) {
        if let Some(Frame::Object(node, next @ None)) = self.stack.last_mut() {
            let key = self.wanted.child(*node, text);
            *next = Some(key);
            self.wanted.found(key, spot);
            return;
        }
        let node = self.value(spot);
        if plain && let Some(node) = node.and_then(|node| self.wanted.nodes.get_mut(node)) {
            node.text = Some(text.to_owned());
        }
    }

    /// The node of the value that begins here.
    fn value(&mut self, spot: Spot) -> Option<usize> {
        match self.stack.last_mut() {
            None => Some(0),
            // An object or list as a key: nothing under it can be pointed to.
            Some(Frame::Object(_, next @ None)) => {
                *next = Some(None);
                None
            }
            Some(Frame::Object(_, next)) => next.take().flatten(),
            Some(Frame::Array(node, index)) => {
                let item = node.and_then(|node| self.wanted.child(Some(node), &index.to_string()));
                *index += 1;
                self.wanted.found(item, spot);
                item
            }
        }
    }
}
