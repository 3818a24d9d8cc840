//! What a page is made of: the types of the model, walked by JSON Pointers.

use std::collections::HashMap;

use super::names::{self, is_one};
use crate::diagnostic::Pointer;
use crate::model::{Definition, Field, Items, Shape, Step, Struct, Type};

/// The types of the client, by their names.
pub(super) struct Types<'m>(HashMap<&'m str, &'m Definition>);

/// Something that pages say, with its place.
#[derive(Clone)]
pub(super) struct Said<'m> {
    pub(super) at: Pointer,
    pub(super) name: &'m str,
    pub(super) ty: &'m Type,
    /// Where its schema is in the document, if it has one of its own.
    pub(super) schema: Pointer,
}

/// The items of a page, as they are found.
pub(super) struct FoundItems<'m> {
    /// The object that holds them.
    pub(super) holder: Said<'m>,
    pub(super) items: Items,
    /// Whether their name tells that they are the items; else they are the only list that there is.
    pub(super) is_named: bool,
}

impl<'m> Types<'m> {
    pub(super) fn new(types: &'m [Definition]) -> Self {
        Self(types.iter().map(|definition| (definition.name.as_str(), definition)).collect())
    }

    /// What an alias, a box or an `Option` stands for.
    pub(super) fn resolve(&self, ty: &'m Type) -> &'m Type {
        match ty {
            Type::Boxed(inner) | Type::Nullable(inner) => self.resolve(inner),
            Type::Named(name) => match self.0.get(name.as_str()).map(|definition| &definition.shape) {
                Some(Shape::Alias(target)) => self.resolve(target),
                _ => ty,
            },
            _ => ty,
        }
    }

    /// The definition and the fields of an object.
    pub(super) fn object(&self, ty: &'m Type) -> Option<(&'m Definition, &'m Struct)> {
        let Type::Named(name) = self.resolve(ty) else { return None };
        let definition = self.0.get(name.as_str())?;
        match &definition.shape {
            Shape::Struct(object) => Some((definition, object)),
            _ => None,
        }
    }

    /// What an object says, property by property.
    pub(super) fn said(&self, ty: &'m Type, at: &Pointer) -> Vec<Said<'m>> {
        let Some((definition, object)) = self.object(ty) else { return Vec::new() };
        let schema = Pointer::parse(&definition.pointer).child("properties");
        let said = |field: &'m Field| Said {
            at: at.child(&field.wire),
            name: &field.wire,
            ty: self.resolve(&field.ty),
            schema: schema.child(&field.wire),
        };
        object.fields.iter().filter(|field| is_simple(&field.wire)).map(said).collect()
    }

    /// The type at a place; what there is instead where the pointer leads nowhere.
    pub(super) fn at(&self, page: &'m Type, pointer: &str) -> Result<&'m Type, String> {
        if !pointer.is_empty() && !pointer.starts_with('/') {
            return Err(format!("`{pointer}` is no JSON Pointer: it begins with no slash"));
        }
        let (mut ty, mut at) = (self.resolve(page), Pointer::root());
        for token in Pointer::parse(pointer).tokens() {
            let known = self.said(ty, &at);
            ty = match known.iter().find(|said| said.name == token) {
                Some(said) => said.ty,
                None if matches!(ty, Type::Json) => ty,
                None => match ty {
                    Type::Map(values) => self.resolve(values),
                    _ => return Err(nowhere(pointer, &at, &known)),
                },
            };
            at = at.child(token);
        }
        Ok(ty)
    }

    /// The items at a place.
    pub(super) fn items(&self, page: &'m Type, pointer: &str) -> Result<Items, String> {
        self.at(page, pointer)?;
        let (mut ty, mut fields) = (page, Vec::new());
        for token in Pointer::parse(pointer).tokens() {
            let field = self.object(ty).and_then(|(_, object)| object.fields.iter().find(|field| field.wire == token));
            let Some(field) = field else { break };
            fields.push(Step { name: field.name.clone(), presence: field.presence });
            ty = &field.ty;
        }
        match self.list(ty) {
            Some(items) => Ok(Items { at: pointer.to_owned(), ty: items.clone(), fields }),
            None => Err(format!("what is at `{pointer}` is no list{}", offers(&self.lists(page)))),
        }
    }

    /// The type of the items of a list, where it is one and nothing around it.
    fn list(&self, ty: &'m Type) -> Option<&'m Type> {
        match ty {
            Type::Array(items) => Some(items),
            Type::Named(name) => match &self.0.get(name.as_str())?.shape {
                Shape::Alias(target) => self.list(target),
                _ => None,
            },
            _ => None,
        }
    }

    /// The lists of a page, and of the objects in it.
    pub(super) fn lists(&self, page: &'m Type) -> Vec<String> {
        let outer = self.said(page, &Pointer::root());
        let inner = outer.iter().flat_map(|said| self.said(said.ty, &said.at));
        let all = outer.iter().cloned().chain(inner);
        all.filter(|said| matches!(said.ty, Type::Array(_))).map(|said| said.at.as_str().to_owned()).collect()
    }

    /// Where the items of a page are, where that is plain.
    pub(super) fn find_items(&self, page: &'m Type, path: &str) -> Option<FoundItems<'m>> {
        let root = Said { at: Pointer::root(), name: "", ty: page, schema: Pointer::root() };
        // An `Option` around the page is nothing that a list or its fields can be taken from.
        if matches!(page, Type::Nullable(_)) {
            return None;
        }
        if self.list(page).is_some() {
            return Some(FoundItems { holder: root, items: self.items(page, "").ok()?, is_named: true });
        }
        let said = self.said(page, &Pointer::root());
        let wraps = said.iter().filter(|said| is_one(said.name, names::WRAPS) && self.object(said.ty).is_some());
        [root].into_iter().chain(wraps.cloned()).find_map(|holder| {
            let said = self.said(holder.ty, &holder.at);
            let (list, is_named) = items_among(&said, path)?;
            Some(FoundItems { items: self.items(page, list.at.as_str()).ok()?, holder, is_named })
        })
    }

    /// The scalars that a page says of itself: beside its items, around them, and in objects that are about the page.
    /// Each with the name of the object that holds it.
    pub(super) fn scalars(&self, page: &'m Type, holder: &Said<'m>) -> Vec<(&'m str, Said<'m>)> {
        let mut found = Vec::new();
        let mut around = vec![Said { at: Pointer::root(), name: "", ty: page, schema: Pointer::root() }];
        if !holder.at.as_str().is_empty() {
            around.push(holder.clone());
        }
        // Objects of cursors and links may be in one about the page.
        for depth in 0..3 {
            let mut deeper = Vec::new();
            for object in around {
                for said in self.said(object.ty, &object.at) {
                    if self.object(said.ty).is_some() {
                        let is_next = plain_next(&said) && is_one(object.name, names::OBJECTS_OF_LINKS);
                        if depth < 2 && (is_one(said.name, names::ENVELOPES) || is_next) {
                            deeper.push(said);
                        }
                    } else {
                        found.push((object.name, said));
                    }
                }
            }
            around = deeper;
        }
        found
    }
}

/// Whether it is called `next`.
pub(super) fn plain_next(said: &Said<'_>) -> bool {
    is_one(said.name, &["next"])
}

/// The list that is the items: by its name, as what the path is about, or as the only one. Whether it has such a name.
fn items_among<'s, 'm>(said: &'s [Said<'m>], path: &str) -> Option<(&'s Said<'m>, bool)> {
    // What is called as items are may be an object with a key for each of them; lists beside it are something else.
    if said.iter().any(|said| matches!(said.ty, Type::Map(_)) && is_one(said.name, names::ITEMS)) {
        return None;
    }
    let lists = || said.iter().filter(|said| matches!(said.ty, Type::Array(_)) && !is_one(said.name, names::ASIDE));
    let only = |wanted: &dyn Fn(&Said<'_>) -> bool| {
        let mut found = lists().filter(|said| wanted(said));
        found.next().filter(|_| found.next().is_none())
    };
    let segment = path.rsplit('/').find(|segment| !segment.is_empty() && !segment.contains('{')).unwrap_or_default();
    let segment = names::plain(segment.split(['.', '?', ':', '#']).next().unwrap_or_default());
    let segment = segment.trim_end_matches('s');
    let named = only(&|said| is_one(said.name, names::ITEMS))
        .or_else(|| only(&|said| !segment.is_empty() && names::plain(said.name).trim_end_matches('s') == segment));
    named.map(|list| (list, true)).or_else(|| only(&|_| true).map(|list| (list, false)))
}

/// Whether the runtime finds a property by this name as it is.
fn is_simple(name: &str) -> bool {
    !name.contains(|character: char| character == '"' || character == '\\' || character.is_control())
}

fn nowhere(pointer: &str, at: &Pointer, known: &[Said<'_>]) -> String {
    let there: Vec<_> = known.iter().map(|said| said.at.as_str().to_owned()).collect();
    let place = if at.as_str().is_empty() { "a page".to_owned() } else { format!("what is at `{}`", at.as_str()) };
    match there.is_empty() {
        true => format!("`{pointer}` leads nowhere: {place} is no object with known properties"),
        false => format!("`{pointer}` leads nowhere{}", offers(&there)),
    }
}

/// What there is, to end a sentence with.
pub(super) fn offers(known: &[String]) -> String {
    if known.is_empty() {
        return String::new();
    }
    let known: Vec<_> = known.iter().map(|one| format!("`{one}`")).collect();
    format!("; there is {}", known.join(", "))
}
