//! Holds values against their shapes.

use std::collections::HashMap;
use std::rc::Rc;

use super::inline::Wanted;
use super::{Broken, Need, Object, Shape, content, objects, schema};
use crate::diagnostic::similar;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Fix, Pointer, Severity};
use crate::document::LeftOut;
use crate::document::dialect::Dialect;
use crate::document::origin::Moves;
use crate::document::tree::{Members, Tree};

/// The pass over the tree.
pub(in crate::document) struct Check<'a> {
    pub(in crate::document) diagnostics: &'a mut Diagnostics,
    /// What is told of places of the tree as it was read, before anything moved.
    pub(in crate::document) as_read: Diagnostics,
    /// Where a number or truth value stands for a text: only the source says how it was written.
    pub(super) texts: Vec<Pointer>,
    /// Items of lists that are broken. They stay until the pass is over, so that every pointer leads to the same place in the tree as in the text.
    pub(super) left_out: LeftOut,
    /// Where references stand that OpenAPI does not allow for, and for what.
    pub(super) inlines: Vec<(Pointer, Wanted)>,
    /// References and what they are to; `None` is a schema. They may lead out of what the tables cover.
    pub(super) references: HashMap<String, Option<&'static Object>>,
    /// What was moved, by where it is now. What makes an object one of OpenAPI 3.0 notes here what it moves.
    pub(in crate::document) moves: Moves,
    dialect: Rc<Dialect>,
}

impl<'a> Check<'a> {
    pub(super) fn new(dialect: Dialect, diagnostics: &'a mut Diagnostics) -> Self {
        Self {
            diagnostics,
            as_read: Diagnostics::default(),
            texts: Vec::new(),
            left_out: LeftOut::new(),
            inlines: Vec::new(),
            references: HashMap::new(),
            moves: Moves::default(),
            dialect: Rc::new(dialect),
        }
    }

    /// Holds a value against a shape; `Broken` says that it has to go.
    pub(super) fn value(&mut self, tree: &mut Tree, shape: &'static Shape, at: &Pointer) -> Result<(), Broken> {
        let is_part = matches!(shape, Shape::Text | Shape::List(_) | Shape::Map(_));
        if is_part && tree.reference().is_some() {
            self.inlines.push((at.clone(), Wanted::Shape(shape)));
            return Ok(());
        }
        self.empty(tree, shape, at);
        match shape {
            Shape::Any => Ok(()),
            Shape::Text => self.text(tree, at),
            Shape::Flag => self.flag(tree, at),
            Shape::Count => self.count(tree, at),
            Shape::Number => self.number(tree, at),
            Shape::Word(words) => self.word(tree, words, at),
            Shape::List(shape) => self.list(tree, shape, at),
            Shape::Map(shape) => self.map(tree, shape, at),
            Shape::Object(object) => self.object(tree, object, at),
            Shape::RefOr(object) => self.reference_or(tree, object, at),
            Shape::Schema => {
                schema::check(self, tree, at);
                Ok(())
            }
            Shape::SchemaOrFlag => {
                match tree {
                    Tree::Bool(_) => {}
                    Tree::String(text) if matches!(text.as_str(), "true" | "false") => return self.flag(tree, at),
                    _ => schema::check(self, tree, at),
                }
                Ok(())
            }
        }
    }

    /// Null for a list, map or object is an empty one: `responses: {200: }`.
    fn empty(&mut self, tree: &mut Tree, shape: &Shape, at: &Pointer) {
        if *tree != Tree::Null {
            return;
        }
        *tree = match shape {
            Shape::List(_) => Tree::Array(Vec::new()),
            Shape::Map(_) | Shape::Object(_) | Shape::RefOr(_) => Tree::Object(Members::new()),
            _ => return,
        };
        self.diagnostics.note(Code::WrongType, at, format!("null is read as {} without content", tree.kind()));
    }

    /// Says that a value is of the wrong kind and has to go.
    fn wrong(&mut self, tree: &Tree, expected: &str, at: &Pointer) -> Broken {
        let message = format!("{expected} is expected here, not {}; it is left out", tree.kind());
        self.diagnostics.warning(Code::WrongType, at, message);
        Broken
    }

    /// Says how a value of the wrong kind is read.
    fn read_as(&mut self, tree: &Tree, read: &Tree, expected: &str, at: &Pointer) {
        let message = format!("{expected} is expected here, not {}; it is read as one", tree.kind());
        let diagnostic = Diagnostic::new(Code::WrongType, Severity::Note, at, message);
        self.diagnostics.push(Diagnostic { fix: setting(at, read), ..diagnostic });
    }

    pub(super) fn text(&mut self, tree: &mut Tree, at: &Pointer) -> Result<(), Broken> {
        let text = match tree {
            Tree::String(_) => return Ok(()),
            Tree::Bool(value) => value.to_string(),
            Tree::Integer(value) => value.to_string(),
            Tree::BigInteger(text) => text.clone(),
            Tree::Float(value) => format!("{value:?}"),
            _ => return Err(self.wrong(tree, "a string", at)),
        };
        let text = Tree::String(text);
        self.read_as(tree, &text, "a string", at);
        self.texts.push(at.clone());
        *tree = text;
        Ok(())
    }

    fn flag(&mut self, tree: &mut Tree, at: &Pointer) -> Result<(), Broken> {
        let value = match tree {
            Tree::Bool(_) => return Ok(()),
            // Older YAML has more words for them.
            Tree::String(text) if ["true", "yes", "on"].iter().any(|word| text.eq_ignore_ascii_case(word)) => true,
            Tree::String(text) if ["false", "no", "off"].iter().any(|word| text.eq_ignore_ascii_case(word)) => false,
            _ => return Err(self.wrong(tree, "a boolean", at)),
        };
        self.read_as(tree, &Tree::Bool(value), "a boolean", at);
        *tree = Tree::Bool(value);
        Ok(())
    }

    fn count(&mut self, tree: &mut Tree, at: &Pointer) -> Result<(), Broken> {
        let expected = "an integer from 0";
        let count = match tree {
            Tree::Integer(value) if usize::try_from(*value).is_ok() => return Ok(()),
            Tree::Float(value) if value.fract() == 0.0 && (0.0..9e15).contains(value) => *value as i128,
            Tree::String(text) => match text.parse::<usize>() {
                Ok(value) => value as i128,
                Err(_) => return Err(self.wrong(tree, expected, at)),
            },
            _ => {
                let message = format!("{expected} is expected here; it is left out");
                self.diagnostics.warning(Code::WrongType, at, message);
                return Err(Broken);
            }
        };
        self.read_as(tree, &Tree::Integer(count), expected, at);
        *tree = Tree::Integer(count);
        Ok(())
    }

    fn number(&mut self, tree: &mut Tree, at: &Pointer) -> Result<(), Broken> {
        let number = match tree {
            Tree::Integer(_) | Tree::Float(_) => return Ok(()),
            Tree::BigInteger(_) => match tree.as_f64() {
                Some(_) => return Ok(()),
                None => return Err(self.wrong(tree, "a number that a float comes near to", at)),
            },
            Tree::String(text) => {
                let integer = text.parse::<i128>().ok().map(Tree::Integer);
                let float = || text.parse::<f64>().ok().filter(|value| value.is_finite()).map(Tree::Float);
                match integer.or_else(float) {
                    Some(number) => number,
                    None => return Err(self.wrong(tree, "a number", at)),
                }
            }
            _ => return Err(self.wrong(tree, "a number", at)),
        };
        self.read_as(tree, &number, "a number", at);
        *tree = number;
        Ok(())
    }

    fn word(&mut self, tree: &mut Tree, words: &[&'static str], at: &Pointer) -> Result<(), Broken> {
        let Tree::String(text) = tree else {
            return Err(self.wrong(tree, "a string", at));
        };
        if words.contains(&text.as_str()) {
            return Ok(());
        }
        if let Some(word) = words.iter().find(|word| word.eq_ignore_ascii_case(text)) {
            let message = format!("`{text}` is read as `{word}`");
            let diagnostic = Diagnostic::new(Code::WrongType, Severity::Note, at, message);
            *tree = Tree::from(*word);
            self.diagnostics.push(Diagnostic { fix: setting(at, tree), ..diagnostic });
            return Ok(());
        }
        let message = format!("`{text}` is none of the values that are allowed here; it is left out");
        let help = format!("use one of {}", words.join(", "));
        self.diagnostics.push(Diagnostic::new(Code::WrongType, Severity::Warning, at, message).help(help));
        Err(Broken)
    }

    fn list(&mut self, tree: &mut Tree, shape: &'static Shape, at: &Pointer) -> Result<(), Broken> {
        // One text for a list of texts, one requirement for a list of them.
        let single = match shape {
            Shape::Text => matches!(tree, Tree::String(_)),
            Shape::Map(_) => matches!(tree, Tree::Object(_)),
            _ => false,
        };
        if single {
            let list = Tree::Array(vec![tree.clone()]);
            self.read_as(tree, &list, "a list", at);
            *tree = list;
        }
        let Tree::Array(items) = tree else {
            return Err(self.wrong(tree, "a list", at));
        };
        for (index, item) in items.iter_mut().enumerate() {
            if self.value(item, shape, &at.child(index)).is_err() {
                self.leave_out(at.clone(), index);
            }
        }
        Ok(())
    }

    /// Leaves out an item of a list.
    pub(super) fn leave_out(&mut self, list: Pointer, index: usize) {
        let indices = self.left_out.entry(list).or_default();
        if let Err(place) = indices.binary_search(&index) {
            indices.insert(place, index);
        }
    }

    fn map(&mut self, tree: &mut Tree, shape: &'static Shape, at: &Pointer) -> Result<(), Broken> {
        let Tree::Object(members) = tree else {
            return Err(self.wrong(tree, "an object", at));
        };
        members.retain(|key, value| self.value(value, shape, &at.child(key)).is_ok());
        Ok(())
    }

    /// Holds a value against an object's table.
    pub(super) fn object(&mut self, tree: &mut Tree, object: &'static Object, at: &Pointer) -> Result<(), Broken> {
        let Tree::Object(members) = tree else {
            return Err(self.wrong(tree, object.name, at));
        };
        if is_misplaced_reference(members, object)
            && !content::schema_reference(self, members, object, at)
            && !at.as_str().is_empty()
        {
            self.inlines.push((at.clone(), Wanted::Object(object)));
            return Ok(());
        }
        Rc::clone(&self.dialect).object(self, object, members, at);
        self.spelled(members, object, at);
        if let Some(before) = object.before {
            before(self, members, at);
        }
        let mut lost = false;
        members.retain(|key, value| self.member(key, value, object, at));
        for field in object.fields {
            if members.contains_key(field.name) {
                continue;
            }
            lost |= match field.need {
                Need::Optional => false,
                Need::Required => {
                    let message = format!("the {} needs the field `{}`; it is left out", object.name, field.name);
                    self.diagnostics.warning(Code::MissingField, at, message);
                    true
                }
                Need::Else(substitute) => {
                    let message =
                        format!("the {} needs the field `{}`; an empty one is assumed", object.name, field.name);
                    let substitute = substitute();
                    let fix = Fix::set(at, field.name, substitute.to_json());
                    self.diagnostics.push(Diagnostic::new(Code::MissingField, Severity::Note, at, message).fix(fix));
                    members.insert(field.name.to_owned(), substitute);
                    false
                }
            };
        }
        if lost {
            return Err(Broken);
        }
        object.after.map_or(Ok(()), |after| after(self, members, at))
    }

    /// Reads a field in another case as the field: `readonly` and `operationID`.
    fn spelled(&mut self, members: &mut Members, object: &'static Object, at: &Pointer) {
        let is_field = |key: &str| object.fields.iter().any(|field| field.name == key);
        if object.names.is_some() || members.keys().all(|key| is_field(key)) {
            return;
        }
        for index in 0..members.len() {
            let Some((key, value)) = members.get_index(index) else { continue };
            let meant = object.fields.iter().find(|field| field.name.eq_ignore_ascii_case(key.trim()));
            let Some(meant) = meant.map(|field| field.name).filter(|name| !members.contains_key(*name)) else {
                continue;
            };
            let (key, value) = (key.clone(), value.clone());
            let message = format!("the {} has no field `{key}`; it is read as `{meant}`", object.name);
            let (place, to) = (at.child(&key), at.child(meant));
            let fix = Fix::remove(&place).and_set(at, meant, value.to_json());
            let fix = (value.size() <= LARGEST_FIX).then_some(fix);
            let diagnostic = Diagnostic::new(Code::MisspelledField, Severity::Warning, &place, message);
            self.diagnostics.push(Diagnostic { fix, ..diagnostic });
            self.moves.moved(&to, &place);
            members.shift_remove(&key);
            members.shift_insert(index, meant.to_owned(), value);
        }
    }

    /// Whether a member stays.
    fn member(&mut self, key: &str, value: &mut Tree, object: &'static Object, at: &Pointer) -> bool {
        let at = at.child(key);
        if let Some(field) = object.fields.iter().find(|field| field.name == key) {
            if *value == Tree::Null && !matches!(field.shape, Shape::Any) {
                let message = "null is read as if the field were absent";
                let diagnostic = Diagnostic::new(Code::WrongType, Severity::Note, &at, message);
                self.diagnostics.push(diagnostic.fix(Fix::remove(&at)));
                return false;
            }
            return self.value(value, &field.shape, &at).is_ok();
        }
        if object.extensions && key.starts_with("x-") {
            return true;
        }
        match &object.names {
            Some((allowed, shape)) if allowed(key) => self.value(value, shape, &at).is_ok(),
            _ => {
                self.unknown(key, value, object, &at);
                object.names.is_none()
            }
        }
    }

    fn unknown(&mut self, key: &str, value: &Tree, object: &'static Object, at: &Pointer) {
        let message = format!("the {} has no field `{key}`; it is ignored", object.name);
        // Schemas may have keywords of their own since OpenAPI 3.1; they may be misspelled ones all the same.
        let is_free = self.dialect.has_siblings() && std::ptr::eq(object, &schema::SCHEMA);
        let severity = if is_free { Severity::Note } else { Severity::Warning };
        let diagnostic = Diagnostic::new(Code::UnknownField, severity, at, message);
        let meant = similar(key, object.fields.iter().map(|field| field.name));
        self.diagnostics.push(match meant {
            Some(meant) => {
                let diagnostic = diagnostic.help(format!("did you mean `{meant}`?"));
                let object = at.split().map(|(object, _)| object).unwrap_or_default();
                diagnostic.fix(Fix::set(&object, meant, value.to_json()).and_remove(at))
            }
            None => diagnostic,
        });
    }

    fn reference_or(&mut self, tree: &mut Tree, object: &'static Object, at: &Pointer) -> Result<(), Broken> {
        if let Tree::Object(members) = tree
            && self.is_reference(members, at)
        {
            if std::ptr::eq(object, &objects::PATH_ITEM) {
                self.inlines.push((at.clone(), Wanted::Object(object)));
                return Ok(());
            }
            if content::schema_reference(self, members, object, at) {
                return self.object(tree, object, at);
            }
            self.refers(members, Some(object));
            if self.dialect.has_siblings() {
                Rc::clone(&self.dialect).reference(members);
                return Ok(());
            }
            for (key, _) in members.iter().filter(|(key, _)| *key != "$ref" && !key.starts_with("x-")) {
                let message = format!("what is beside a `$ref` is ignored here; `{key}` has no effect");
                self.diagnostics.warning(Code::UnknownField, &at.child(key), message);
            }
            return Ok(());
        }
        self.object(tree, object, at)
    }

    /// The version that the document is written in.
    pub(super) fn dialect(&self) -> Rc<Dialect> {
        Rc::clone(&self.dialect)
    }

    /// Notes that a text is a reference to a schema.
    pub(super) fn refers_to_schema(&mut self, text: &str) {
        self.references.entry(text.to_owned()).or_insert(None);
    }

    /// Notes where a reference leads.
    pub(super) fn refers(&mut self, members: &Members, object: Option<&'static Object>) {
        if let Some(text) = members.get("$ref").and_then(Tree::as_str)
            && !self.references.contains_key(text)
        {
            self.references.insert(text.to_owned(), object);
        }
    }

    /// Whether an object is a reference; a `$ref` that is no text is taken out.
    pub(super) fn is_reference(&mut self, members: &mut Members, at: &Pointer) -> bool {
        match members.get("$ref") {
            None => false,
            Some(Tree::String(_)) => true,
            Some(other) => {
                let _ = self.wrong(other, "the text of a reference", &at.child("$ref"));
                members.shift_remove("$ref");
                false
            }
        }
    }
}

/// What puts a value in its place; none for items of lists, which an overlay cannot replace.
pub(super) fn setting(at: &Pointer, value: &Tree) -> Option<Fix> {
    let (object, key) = at.split()?;
    let is_item = key.parse::<usize>().is_ok();
    (!is_item).then(|| Fix::set(&object, &key, value.to_json()))
}

/// The most values that a fix holds.
pub(super) const LARGEST_FIX: usize = 300;

/// Whether an object is a reference though OpenAPI allows for none there. For callbacks it does.
fn is_misplaced_reference(members: &Members, object: &'static Object) -> bool {
    members.get("$ref").is_some_and(|reference| reference.as_str().is_some())
        && !object.fields.iter().any(|field| field.name == "$ref")
        && !std::ptr::eq(object, &objects::CALLBACK)
}
