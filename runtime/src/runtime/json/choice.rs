//! Which variant of a union a value is read into.
//!
//! What tells variants apart decides: the kind of JSON, then the value of a key, then the keys that must be there. Only
//! where all that leaves several are they tried in order, and the one that loses least is taken.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ptr;

use super::decimal::{Decimal, Whole};
use super::union::{Kinds, OneOf, Tag, Union, Variant};
use super::{ReadError, Reader, Table, refusal};

type Result<T> = std::result::Result<T, ReadError>;

/// What a reader knows of the unions that it reads.
#[derive(Default)]
pub(super) struct Unions {
    /// Those that are being read, with their places.
    open: Vec<(usize, &'static Union)>,
    /// How many tries of variants are going on, one within the other.
    tries: usize,
    /// What was taken, or why nothing could be, by the place and the union.
    ///
    /// While variants are tried a text is read several times. What was decided then is not decided again, else the time
    /// would double with each union within another.
    decided: BTreeMap<(usize, usize), Result<usize>>,
}

impl Unions {
    /// Whether what is read may be one of several variants, of which the one that loses least is wanted.
    pub(super) fn are_tried(&self) -> bool {
        self.tries > 0
    }
}

/// The variants that are left.
type Candidates = Vec<usize>;

impl Reader<'_> {
    /// Reads a value that is one of several types.
    pub fn union(&mut self, union: &'static Union, value: &mut dyn OneOf) -> Result<()> {
        let kind = self.kind()?;
        let place = self.position;
        let decided = (place, ptr::from_ref(union).addr());
        if self.unions.tries > 0 {
            match self.unions.decided.get(&decided).cloned() {
                Some(Ok(variant)) => return self.variant(union, variant, value),
                Some(Err(error)) => return Err(error),
                None => {}
            }
        }
        let mut around = self.unions.open.iter().rev().take_while(|(other, _)| *other == place);
        if around.any(|(_, other)| ptr::eq(*other, union)) {
            return Err(ReadError::new(format!("`{}` holds nothing but itself", union.name)));
        }
        self.unions.open.push((place, union));
        let result = self.decide(union, kind, value);
        self.unions.open.pop();
        if self.unions.tries > 0 {
            self.unions.decided.insert(decided, result.clone());
        }
        result.map(drop)
    }

    /// Decides on a variant and reads it.
    fn decide(&mut self, union: &'static Union, kind: Kinds, value: &mut dyn OneOf) -> Result<usize> {
        let fits = |variant: &Variant| variant.kinds.holds(kind);
        let mut candidates: Candidates = (0..union.variants.len()).filter(|at| fits(&union.variants[*at])).collect();
        if candidates.is_empty() {
            return Err(match kind {
                Kinds::FRACTION => self.expected(&refusal::kinds(union), "a number that is not whole"),
                _ => self.unexpected(&refusal::kinds(union)),
            });
        }
        if let (Some(tag), Kinds::OBJECT) = (union.tag, kind) {
            match self.tagged(union, tag)? {
                Some(listed) if !listed.is_empty() => candidates = listed,
                None if union.keeps_unknown => return self.untagged(union, candidates, value),
                Some(_) if union.keeps_unknown => candidates = vec![union.variants.len()],
                _ if candidates.iter().any(|at| union.variants[*at].tags.is_empty()) => {
                    candidates.retain(|at| union.variants[*at].tags.is_empty());
                }
                _ => {}
            }
        }
        self.choose(union, kind, candidates, value)
    }

    /// Reads an object without the tag: as the variant that it fits, else as one that is not known.
    fn untagged(&mut self, union: &'static Union, candidates: Candidates, value: &mut dyn OneOf) -> Result<usize> {
        let start = (self.position, self.depth, self.lost);
        if let Ok(variant) = self.choose(union, Kinds::OBJECT, candidates, value) {
            return Ok(variant);
        }
        (self.position, self.depth, self.lost) = start;
        let unknown = union.variants.len();
        self.variant(union, unknown, value).map(|()| unknown)
    }

    /// Reads a value as one of several variants.
    fn choose(
        &mut self,
        union: &'static Union,
        kind: Kinds,
        mut candidates: Candidates,
        value: &mut dyn OneOf,
    ) -> Result<usize> {
        if candidates.len() > 1 && kind == Kinds::OBJECT {
            self.with_keys(union, &mut candidates)?;
        }
        match *candidates {
            [variant] => self.variant(union, variant, value).map(|()| variant),
            _ => self.best(union, &candidates, value),
        }
    }

    fn variant(&mut self, union: &Union, variant: usize, value: &mut dyn OneOf) -> Result<()> {
        self.lose(variant == union.variants.len());
        value.hold(variant).read(self)
    }

    /// The kind of the value that comes next.
    fn kind(&mut self) -> Result<Kinds> {
        Ok(match self.peek() {
            Some(b'{') => Kinds::OBJECT,
            Some(b'[') => Kinds::ARRAY,
            Some(b'"') => Kinds::STRING,
            Some(b't' | b'f') => Kinds::BOOLEAN,
            Some(b'n') => Kinds::NULL,
            Some(b'-' | b'0'..=b'9') if self.is_whole()? => Kinds::INTEGER,
            Some(b'-' | b'0'..=b'9') => Kinds::FRACTION,
            _ => return Err(self.unexpected("a value")),
        })
    }

    /// The variants that the value of a key is listed for; nothing where the object has no such key.
    fn tagged(&mut self, union: &Union, tag: &str) -> Result<Option<Candidates>> {
        let mut found = None;
        self.members(&mut |key, reader| {
            if key != tag {
                return Ok(true);
            }
            let listed = |wanted: &dyn Fn(&Tag) -> bool| -> Candidates {
                (0..union.variants.len()).filter(|at| union.variants[*at].tags.iter().any(wanted)).collect()
            };
            found = Some(if reader.peek() == Some(b'"') {
                let text = reader.string()?;
                listed(&|tag| tag.is_text && tag.text == text)
            } else {
                let start = reader.position;
                reader.skip()?;
                let text = spelled(&reader.text[start..reader.position]);
                let exact = listed(&|tag| !tag.is_text && spelled(tag.text) == text);
                // A `mapping` has texts only, whatever the type of the property.
                if exact.is_empty() { listed(&|tag| tag.is_text && tag.text == text) } else { exact }
            });
            Ok(false)
        })?;
        Ok(found)
    }

    /// Keeps those variants whose required keys the object has.
    fn with_keys(&mut self, union: &Union, candidates: &mut Candidates) -> Result<()> {
        let mut keys = Vec::new();
        self.members(&mut |key, _| {
            keys.push(key.to_owned());
            Ok(true)
        })?;
        keys.sort_unstable();
        let has = |key: &str| keys.binary_search_by(|other| other.as_str().cmp(key)).is_ok();
        let all = candidates.clone();
        candidates.retain(|at| (union.variants[*at].table)().is_none_or(|table| required(table).all(has)));
        if candidates.is_empty() { Err(refusal::keys(union, &all)) } else { Ok(()) }
    }

    /// Looks at the members of the object that comes next, without passing over it, for as long as it is told to.
    fn members(&mut self, look: &mut dyn FnMut(&str, &mut Self) -> Result<bool>) -> Result<()> {
        let (position, depth) = (self.position, self.depth);
        self.enter(b'{', "an object")?;
        let mut more = self.first(b'}');
        while more {
            let key = self.key()?;
            let value = self.position;
            if !look(&key, self).map_err(|error| error.in_key(&key))? {
                break;
            }
            if self.position == value {
                self.skip().map_err(|error| error.in_key(&key))?;
            }
            more = self.more(b'}', "`,` or `}`")?;
        }
        (self.position, self.depth) = (position, depth);
        Ok(())
    }

    /// Reads the value into the variant that loses least of it.
    fn best(&mut self, union: &'static Union, candidates: &[usize], value: &mut dyn OneOf) -> Result<usize> {
        self.unions.tries += 1;
        let result = self.least(union, candidates, value);
        self.unions.tries -= 1;
        if self.unions.tries == 0 {
            self.unions.decided.clear();
        }
        result
    }

    fn least(&mut self, union: &'static Union, candidates: &[usize], value: &mut dyn OneOf) -> Result<usize> {
        let start = (self.position, self.depth, self.lost);
        let mut best: Option<(usize, usize)> = None;
        let mut errors = Vec::new();
        for &variant in candidates {
            (self.position, self.depth, self.lost) = start;
            match self.variant(union, variant, value) {
                Ok(()) if self.lost == start.2 => return Ok(variant),
                Ok(()) if best.is_none_or(|(_, least)| self.lost < least) => best = Some((variant, self.lost)),
                Ok(()) => {}
                Err(error) => errors.push((union.variants[variant].name, error)),
            }
        }
        (self.position, self.depth, self.lost) = start;
        let Some((variant, _)) = best else { return Err(refusal::all(union, &errors)) };
        self.variant(union, variant, value).map(|()| variant)
    }
}

/// The one spelling of whole numbers; anything else as it is.
fn spelled(text: &str) -> Cow<'_, str> {
    let is_number = text.starts_with(|first: char| first == '-' || first.is_ascii_digit());
    match Decimal::new(text).whole() {
        Whole::Number(number) if is_number => Cow::Owned(number.to_string()),
        _ => Cow::Borrowed(text),
    }
}

/// The keys that a schema requires.
pub(super) fn required(table: &Table) -> impl Iterator<Item = &'static str> {
    table.fields.iter().filter(|field| field.rule.expected).map(|field| field.name())
}
