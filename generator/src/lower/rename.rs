//! Names that the settings give to parts of the document: they go before all others.

use std::collections::HashSet;

use openapiv3::Operation as Documented;

use super::home::escaped;
use super::{client_headers, naming};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Pointer, Setting, Severity, similar};
use crate::document::Document;
use crate::model::{Model, Names, Operation};
use crate::settings::Settings;

/// The table of names.
const RENAME: &str = "rename";
/// Where types of the document are.
const SCHEMAS: &str = "/components/schemas/";
/// What the methods that take credentials are parts of.
const SCHEMES: &str = "/components/securitySchemes";

/// Names that are to be given.
#[derive(Debug, Default)]
pub(super) struct Renames {
    all: Vec<Rename>,
    told: Vec<Diagnostic>,
}

#[derive(Debug)]
struct Rename {
    key: String,
    /// What the part is a part of, and the part.
    place: String,
    part: String,
    name: String,
    /// Where in the document what is called after it is.
    inside: Option<String>,
}

impl Renames {
    /// Finds the parts that names are set for, among those that the model of the document has.
    pub(super) fn new(document: &Document, settings: &Settings, model: &Model) -> Self {
        let parts = Parts { document, model };
        let mut renames = Self::default();
        for (key, name) in settings.rename.iter().filter(|(key, _)| !key.starts_with(TAG)) {
            match parts.find(key) {
                Ok((place, part)) => match renames.all.iter().find(|one| (&one.place, &one.part) == (&place, &part)) {
                    Some(other) => {
                        let setting = |key: &str| Setting::key([RENAME, key]);
                        let line = settings.line(&setting(&other.key));
                        let line = line.map(|line| format!(" of line {line}")).unwrap_or_default();
                        let message = format!("`{key}` is the same part as `{}`{line}", other.key);
                        let help = Some("rename it by one of them".to_owned());
                        renames.tell(&at(&place, &part), message, help, setting(key));
                    }
                    None => renames.add(model, key, place, part, name),
                },
                Err((at, help)) => {
                    let message = format!("`{key}` is to be renamed, but the document has nothing that is called so");
                    renames.tell(&at, message, help, Setting::key([RENAME, key]));
                }
            }
        }
        renames
    }

    fn add(&mut self, model: &Model, key: &str, place: String, part: String, name: &str) {
        let natural = model.names.0.get(&place).and_then(|parts| parts.get(&part)).map_or("", String::as_str);
        match naming::as_given(name, natural) {
            Ok(name) => {
                let operations = || model.apis.iter().flat_map(|api| &api.operations);
                let inside = match place.as_str() {
                    Names::TYPES => Some(part.clone()),
                    Names::OPERATIONS => operations().find(|one| one.name == natural).map(|one| one.pointer.clone()),
                    _ => None,
                };
                self.all.push(Rename { key: key.to_owned(), place, part, name, inside });
            }
            Err(other) => {
                let message = format!("`{key}` cannot be renamed to `{name}`: that is no name for it in Rust");
                let help = Some(format!("`{other}` is one"));
                self.tell(&at(&place, &part), message, help, Setting::value([RENAME, key]));
            }
        }
    }

    fn tell(&mut self, at: &Pointer, message: String, help: Option<String>, setting: Setting) {
        let error = Diagnostic::new(Code::Settings, Severity::Error, at, message).set_by(setting);
        self.told.push(match help {
            Some(help) => error.help(help),
            None => error,
        });
    }

    pub(super) fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// Whether a type has its name from here.
    pub(super) fn names_type(&self, part: &str) -> bool {
        self.all.iter().any(|rename| rename.place == Names::TYPES && rename.part == part)
    }

    /// The names that parts were given before, with these.
    pub(super) fn over(&mut self, mut given: Names, natural: &Names) -> Names {
        let renamed: HashSet<(&str, &str)> =
            self.all.iter().map(|rename| (rename.place.as_str(), rename.part.as_str())).collect();
        let mut taken = Vec::new();
        for Rename { key, place, part, name, .. } in &self.all {
            let before = given.0.get(place).into_iter().flatten();
            let others = before.chain(natural.0.get(place).into_iter().flatten());
            let mut others = others.filter(|(other, _)| !renamed.contains(&(place.as_str(), other.as_str())));
            if let Some((other, _)) = others.find(|(_, taken)| naming::are_alike(taken, name)) {
                let message = format!("`{key}` cannot be renamed to `{name}`: another part is called so, `{other}`");
                taken.push((at(place, part), message, Setting::value([RENAME, key])));
            }
        }
        for (at, message, setting) in taken {
            self.tell(&at, message, Some("rename that one too, or choose another name".to_owned()), setting);
        }
        for Rename { place, part, name, inside, .. } in &self.all {
            let is_new = given.0.get(place).and_then(|parts| parts.get(part)) != Some(name);
            // What is within is called after it, and keeps its name from then on.
            if let Some(inside) = inside.as_ref().filter(|_| is_new) {
                let (inner, body) = (format!("{inside}/"), format!("{part} body "));
                for parts in given.0.values_mut() {
                    parts.retain(|other, _| !other.starts_with(&inner) && !other.starts_with(&body));
                }
            }
            let parts = given.0.entry(place.clone()).or_default();
            if let Some(given) = parts.get_mut(part) {
                name.clone_into(given);
                continue;
            }
            // Parts keep their order: it comes after the one that the document has before it.
            let order = natural.0.get(place);
            let before = order.and_then(|order| {
                let index = order.get_index_of(part)?;
                order.keys().take(index).rev().find_map(|other| parts.get_index_of(other))
            });
            parts.shift_insert(before.map_or(0, |index| index + 1), part.clone(), name.clone());
        }
        given
    }

    /// Tells what could not be done.
    pub(super) fn finish(mut self, names: &Names, diagnostics: &mut Diagnostics) {
        let kept = |rename: &&Rename| {
            names.0.get(&rename.place).and_then(|parts| parts.get(&rename.part)) != Some(&rename.name)
        };
        let unmet: Vec<_> =
            self.all.iter().filter(kept).map(|one| (at(&one.place, &one.part), one.key.clone())).collect();
        for (at, key) in unmet {
            if self.told.iter().all(|one| one.pointer != at) {
                let message = format!("`{key}` cannot be renamed so: the name is kept for what is not of the document");
                self.tell(&at, message, Some("choose another name".to_owned()), Setting::value([RENAME, &key]));
            }
        }
        self.told.into_iter().for_each(|one| diagnostics.push(one));
    }
}

/// What a key begins with that is about a tag.
const TAG: &str = "tag:";

/// The module of a tag that the settings give one.
pub(super) fn module(settings: &Settings, tag: &str) -> Option<String> {
    settings.rename.get(&format!("{TAG}{tag}")).map(|name| naming::module(name))
}

/// Tells of tags that are to be renamed and that no operation has, and of names that no module can have.
pub(super) fn tags(settings: &Settings, model: &Model, diagnostics: &mut Diagnostics) {
    let tags = || model.apis.iter().flat_map(|api| &api.tags).map(String::as_str);
    for (key, name) in &settings.rename {
        let Some(tag) = key.strip_prefix(TAG) else { continue };
        let (message, help, setting) = if !tags().any(|known| known == tag) {
            let message = format!("`{key}` is to be renamed, but no operation has such a tag first");
            let help = similar(tag, tags()).map(|meant| format!("did you mean `{TAG}{meant}`?"));
            (message, help, Setting::key([RENAME, key]))
        } else if naming::module(name) != *name {
            let message = format!("`{key}` cannot be renamed to `{name}`: that is no name of a module");
            (message, Some(format!("`{}` is one", naming::module(name))), Setting::value([RENAME, key]))
        } else {
            continue;
        };
        let error = Diagnostic::of_setting(setting, message);
        diagnostics.push(match help {
            Some(help) => error.help(help),
            None => error,
        });
    }
}

/// Where a part is in the document, as near as its place tells.
fn at(place: &str, part: &str) -> Pointer {
    let found = [part, place].into_iter().find(|text| text.starts_with('/')).unwrap_or_default();
    Pointer::parse(found)
}

/// Where a part was looked for, and what may have been meant.
type Unmet = (Pointer, Option<String>);

/// The parts of a document, by what people call them.
struct Parts<'a> {
    document: &'a Document,
    model: &'a Model,
}

impl Parts<'_> {
    /// What a part is a part of, and the part.
    fn find(&self, key: &str) -> Result<(String, String), Unmet> {
        if let Some(place) = self.type_of(key) {
            return Ok((Names::TYPES.to_owned(), place));
        }
        if let Some(operation) = self.operation(key) {
            return Ok((Names::OPERATIONS.to_owned(), line(operation)));
        }
        for place in [SCHEMES, client_headers::PLACE] {
            if self.members(place).any(|member| member == key) {
                return Ok((place.to_owned(), key.to_owned()));
            }
        }
        // A name may have points itself.
        for (index, _) in key.rmatch_indices('.') {
            let (owner, member) = (&key[..index], &key[index + 1..]);
            if let Some(place) = self.owner(owner) {
                return self.member(owner, &place, member);
            }
        }
        let known: Vec<String> = self.known().collect();
        let meant = similar(key, known.iter().map(String::as_str));
        Err((Pointer::root(), meant.map(|meant| format!("did you mean `{meant}`?"))))
    }

    /// The place of a type: by its schema's name, by its name in Rust, or by its place itself.
    fn type_of(&self, key: &str) -> Option<String> {
        let types = self.model.names.0.get(Names::TYPES)?;
        let key = key.strip_prefix("type:").unwrap_or(key);
        let wanted = [format!("{SCHEMAS}{}", escaped(key)), key.to_owned()];
        let by_place = wanted.into_iter().find(|place| types.contains_key(place));
        by_place.or_else(|| types.iter().find(|(_, name)| *name == key).map(|(place, _)| place.clone()))
    }

    /// An operation by its `operationId`, or by its method and path.
    fn operation(&self, key: &str) -> Option<&Operation> {
        let key = key.strip_prefix("op:").unwrap_or(key);
        self.operations().find(|one| line(one) == key || self.id(one).as_deref() == Some(key))
    }

    fn operations(&self) -> impl Iterator<Item = &Operation> {
        self.model.apis.iter().flat_map(|api| &api.operations)
    }

    fn id(&self, operation: &Operation) -> Option<String> {
        self.document.get::<Documented>(&Pointer::parse(&operation.pointer))?.operation_id
    }

    /// The place of what has members: a type, the type of a property within it, or an operation.
    fn owner(&self, key: &str) -> Option<String> {
        if let Some(place) = self.type_of(key) {
            return Some(place);
        }
        if let Some(operation) = self.operation(key) {
            return Some(operation.pointer.clone());
        }
        let (outer, property) = key.rsplit_once('.')?;
        let place = format!("{}/properties/{}", self.owner(outer)?, escaped(property));
        let types = self.model.names.0.get(Names::TYPES)?;
        [place.clone(), format!("{place}/items")].into_iter().find(|place| types.contains_key(place))
    }

    fn members(&self, place: &str) -> impl Iterator<Item = &str> {
        self.model.names.0.get(place).into_iter().flatten().map(|(part, _)| part.as_str())
    }

    /// A part of what is at a place: by what it is called there, or by the last word of that.
    fn member(&self, owner: &str, place: &str, member: &str) -> Result<(String, String), Unmet> {
        let exact = self.members(place).find(|part| *part == member);
        let found = exact.or_else(|| self.members(place).find(|part| plain(part) == member));
        if let Some(part) = found {
            return Ok((place.to_owned(), part.to_owned()));
        }
        let known: Vec<String> = self.members(place).map(plain).collect();
        let help = match similar(member, known.iter().map(String::as_str)) {
            Some(meant) => format!("did you mean `{owner}.{meant}`?"),
            None if known.is_empty() => format!("`{owner}` has no parts that can be renamed"),
            None => {
                format!("`{owner}` has {}", known.iter().map(|one| format!("`{one}`")).collect::<Vec<_>>().join(", "))
            }
        };
        Err((Pointer::parse(place), Some(help)))
    }

    /// All keys without a member.
    fn known(&self) -> impl Iterator<Item = String> {
        let types = self.model.names.0.get(Names::TYPES).into_iter().flatten();
        let types = types.map(|(place, name)| match place.strip_prefix(SCHEMAS) {
            Some(schema) if !schema.contains('/') => plain(schema),
            _ => name.clone(),
        });
        let operations = self.operations().flat_map(|one| [Some(line(one)), self.id(one)]).flatten();
        types.chain(operations).chain(self.members(SCHEMES).map(str::to_owned))
    }
}

/// An operation by its method and path.
fn line(operation: &Operation) -> String {
    format!("{} {}", operation.method, operation.path)
}

/// The last word of what a part is called: the name of a parameter, or that of a schema by its place.
fn plain(part: &str) -> String {
    part.rsplit(['/', ' ']).next().unwrap_or_default().replace("~1", "/").replace("~0", "~")
}
