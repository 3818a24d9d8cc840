//! The text of a document: reading it from disk, and where in it a pointer leads.

use std::collections::HashMap;
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

/// Where something begins in a text.
#[derive(Clone, Copy)]
enum Spot {
    /// Line and column in characters, from 1.
    Line(usize, usize),
    /// A number of bytes.
    Offset(usize),
}

impl Source {
    /// Reads a file.
    pub(super) fn read(path: &Path, diagnostics: &mut Diagnostics) -> Option<Self> {
        match std::fs::metadata(path) {
            Ok(metadata) if metadata.len() > LARGEST => {
                too_large(path, diagnostics);
                return None;
            }
            Ok(_) | Err(_) => {}
        }
        let bytes = match std::fs::read(path) {
            Ok(bytes) => bytes,
            Err(error) => {
                let message = format!("`{}` cannot be read: {error}", path.display());
                diagnostics.error(Code::Unreadable, &Pointer::root(), message);
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
                diagnostic.place = Some(Place { file: path.to_owned(), line, column });
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
        wanted.resolve_offsets(&self.text);
        for diagnostic in diagnostics.iter_mut().filter(|one| is_here(one)) {
            let (line, column) = wanted.place(&diagnostic.pointer);
            diagnostic.place = Some(Place { file: self.name.clone(), line, column });
        }
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
            self.nodes.push(Node { spot: Some(Spot::Line(1, 1)), ..Node::default() });
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
    fn resolve_offsets(&mut self, text: &str) {
        let mut offsets: Vec<(usize, usize)> = Vec::new();
        for (index, node) in self.nodes.iter().enumerate() {
            if let Some(Spot::Offset(offset)) = node.spot {
                offsets.push((offset, index));
            }
        }
        offsets.sort_unstable();
        let (mut line, mut column, mut done) = (1, 1, 0);
        for (offset, index) in offsets {
            for character in text.get(done..offset).unwrap_or_default().chars() {
                if character == '\n' {
                    line += 1;
                    column = 1;
                } else {
                    column += 1;
                }
            }
            done = offset;
            self.found(Some(index), Spot::Line(line, column));
        }
    }

    /// The place of the nearest ancestor that the text has.
    fn place(&self, pointer: &Pointer) -> (usize, usize) {
        let (mut at, mut place) = (Some(0), (1, 1));
        for token in pointer.tokens() {
            at = self.child(at, &token);
            if let Some(Spot::Line(line, column)) = at.and_then(|at| self.nodes.get(at)).and_then(|node| node.spot) {
                place = (line, column);
            }
        }
        place
    }
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
            let spot = Spot::Offset(scanner.token_start());
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
            let spot = Spot::Line(span.start.line(), span.start.col() + 1);
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
