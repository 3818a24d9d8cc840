//! Where operations and their parameters are.

use super::Repair;
use crate::diagnostic::Pointer;
use crate::document::grammar::METHODS;
use crate::document::tree::{Members, Tree};

/// A path with operations.
#[derive(Clone)]
pub(super) struct Site {
    pub(super) path: String,
    /// The place of the path.
    pub(super) at: Pointer,
    /// The place of its Path Item Object, which references may lead to.
    pub(super) item: Pointer,
    /// The places of its operations.
    pub(super) operations: Vec<Pointer>,
}

/// A parameter in a list.
#[derive(Clone)]
pub(super) struct Parameter {
    /// Where it is in its list.
    pub(super) at: Pointer,
    /// The place of its Parameter Object, which references may lead to.
    pub(super) place: Pointer,
    /// What its `in` says.
    pub(super) kind: String,
    pub(super) name: String,
}

impl Parameter {
    /// Whether it is sent in the same way and under the same name: HTTP takes headers that differ in case for one.
    pub(super) fn is_same(&self, other: &Self) -> bool {
        let is_named = match self.kind.as_str() {
            "header" => self.name.eq_ignore_ascii_case(&other.name),
            _ => self.name == other.name,
        };
        self.kind == other.kind && is_named
    }
}

impl Repair<'_> {
    /// The paths, in the document's order.
    pub(super) fn sites(&self) -> Vec<Site> {
        let paths = Pointer::root().child("paths");
        let Some(members) = self.object(&paths) else { return Vec::new() };
        let site = |path: &String| {
            let at = paths.child(path);
            let item = self.resolved(&at)?;
            let members = self.object(&item)?;
            let is_operation = |key: &&str| members.get(*key).is_some_and(|value| value.as_object().is_some());
            let operations = METHODS.iter().copied().filter(is_operation).map(|method| item.child(method)).collect();
            Some(Site { path: path.clone(), at, item, operations })
        };
        members.keys().filter(|path| path.starts_with('/')).filter_map(site).collect()
    }

    /// Makes a path's item its own, so that it can be changed for this path alone.
    pub(super) fn own_site(&mut self, site: &mut Site) {
        self.own(&site.at);
        for operation in &mut site.operations {
            if let Some(inner) = operation.within(&site.item) {
                *operation = inner.under(&site.at);
            }
        }
        site.item = site.at.clone();
    }

    /// The parameters that a Path Item Object or an operation lists.
    pub(super) fn listed(&self, of: &Pointer) -> Vec<Parameter> {
        let list = of.child("parameters");
        let Some(Tree::Array(items)) = self.tree.at(&list) else { return Vec::new() };
        let parameter = |index: usize| {
            let at = list.child(index);
            let place = self.resolved(&at)?;
            let members = self.object(&place)?;
            let text = |key: &str| members.get(key).and_then(Tree::as_str).map(str::to_owned);
            Some(Parameter { kind: text("in")?, name: text("name")?, at, place })
        };
        (0..items.len()).filter_map(parameter).collect()
    }

    /// The parameters of an operation, those of its path included that it does not override.
    pub(super) fn effective(&self, site: &Site, operation: &Pointer) -> Vec<Parameter> {
        let own = self.listed(operation);
        let mut parameters = self.listed(&site.item);
        parameters.retain(|shared| !own.iter().any(|own| own.is_same(shared)));
        parameters.extend(own);
        parameters.retain(|parameter| !self.removals.contains(&parameter.at));
        parameters
    }
}

/// The names of a path's placeholders, in its order.
pub(super) fn placeholders(path: &str) -> Vec<&str> {
    let mut names = Vec::new();
    let mut rest = path;
    while let Some((name, after)) = rest.split_once('{').and_then(|(_, rest)| rest.split_once('}')) {
        if !names.contains(&name) {
            names.push(name);
        }
        rest = after;
    }
    names
}

/// A name without what spellings differ in: `petId`, `pet_id` and `pet-ID` are one.
pub(super) fn plain(name: &str) -> String {
    name.chars().filter(|character| character.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// A Parameter Object for a text.
pub(super) fn text_parameter(kind: &str, name: &str) -> Tree {
    let schema = Members::from_iter([("type".to_owned(), Tree::from("string"))]);
    Tree::Object(Members::from_iter([
        ("name".to_owned(), Tree::from(name)),
        ("in".to_owned(), Tree::from(kind)),
        ("required".to_owned(), Tree::Bool(kind == "path")),
        ("schema".to_owned(), Tree::Object(schema)),
    ]))
}
