//! What references lead to outside the components becomes one of them: parts of other files, `$defs`, and what documents keep
//! under names of their own.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::Path;

use super::{Object, objects};
use crate::diagnostic::Pointer;
use crate::document::origin::{FILES, Moves};
use crate::document::reference::{self, Refused, Ways};
use crate::document::tree::{Members, Tree};
use crate::document::visit;

/// Moves what references lead to among the components. It is called by its own place: by the component that stands for it,
/// else by its key or its file.
pub(super) fn hoist(
    tree: &mut Tree,
    references: &HashMap<String, Option<&'static Object>>,
    refused: &Refused,
) -> Moves {
    let mut moves = Moves::default();
    // The places that are moved, each with its section of the components, and the references that lead there.
    let mut targets: BTreeMap<Pointer, &'static str> = BTreeMap::new();
    let mut texts: BTreeMap<&str, Pointer> = BTreeMap::new();
    let mut sorted: Vec<_> = references.iter().collect();
    sorted.sort_by_key(|(text, _)| *text);
    let mut ways = Ways::new(tree, refused);
    for (text, object) in sorted {
        let Some(section) = section(*object) else { continue };
        // What is nothing but a reference is not worth a name.
        let Some(place) = ways.follow(text) else { continue };
        // What was broken is null by now.
        if is_elsewhere(&place) && tree.at(&place).is_some_and(|value| *value != Tree::Null) {
            targets.entry(place.clone()).or_insert(section);
            texts.insert(text, place);
        }
    }
    let keys = keys(tree, &targets, refused);
    let mut moved = Vec::new();
    // What is within another goes first.
    for (place, section) in targets.iter().rev() {
        let Some(key) = keys.get(place) else { continue };
        let to = Pointer::root().child("components").child(section).child(key);
        let refer = Tree::Object([("$ref".to_owned(), Tree::String(reference::to(&to)))].into_iter().collect());
        let Some(value) = tree.at_mut(place).map(|place| std::mem::replace(place, refer)) else { continue };
        moves.moved(&to, place);
        moved.push((section, key, value));
    }
    for (section, key, value) in moved.into_iter().rev() {
        if let Some(components) = component_section(tree, section) {
            components.insert(key.clone(), value);
        }
    }
    let texts: HashMap<&str, String> = texts
        .into_iter()
        .filter_map(|(text, place)| {
            let to = Pointer::root().child("components").child(targets.get(&place)?).child(keys.get(&place)?);
            Some((text, reference::to(&to)))
        })
        .collect();
    if let Tree::Object(members) = tree {
        members.shift_remove(FILES);
    }
    visit::rewrite(tree, |text| texts.get(text).cloned());
    moves
}

/// The section of the components that an object belongs to; `None` is a schema.
fn section(object: Option<&'static Object>) -> Option<&'static str> {
    let Some(object) = object else { return Some("schemas") };
    let sections: [(&'static Object, &'static str); 8] = [
        (&objects::PARAMETER, "parameters"),
        (&objects::RESPONSE, "responses"),
        (&objects::REQUEST_BODY, "requestBodies"),
        (&objects::HEADER, "headers"),
        (&objects::EXAMPLE, "examples"),
        (&objects::LINK, "links"),
        (&objects::CALLBACK, "callbacks"),
        (&objects::SECURITY_SCHEME, "securitySchemes"),
    ];
    sections.into_iter().find(|(one, _)| std::ptr::eq(*one, object)).map(|(_, section)| section)
}

/// Whether a place is outside what the tables cover, or among the definitions of a schema.
fn is_elsewhere(place: &Pointer) -> bool {
    let Some(first) = place.tokens().next() else { return false };
    !objects::OPENAPI.fields.iter().any(|field| field.name == first)
        || place.tokens().any(|token| matches!(token.as_str(), "$defs" | "definitions"))
}

fn component_section<'t>(tree: &'t mut Tree, section: &str) -> Option<&'t mut Members> {
    let mut at = tree;
    for name in ["components", section] {
        let Tree::Object(members) = at else { return None };
        at = members.entry(name.to_owned()).or_insert_with(Tree::empty_object);
    }
    match at {
        Tree::Object(members) => Some(members),
        _ => None,
    }
}

/// The names of the components that places become. None depends on the order of others.
fn keys(tree: &Tree, targets: &BTreeMap<Pointer, &'static str>, refused: &Refused) -> HashMap<Pointer, String> {
    let mut keys = HashMap::new();
    let mut open: Vec<(&Pointer, usize)> = Vec::new();
    let mut taken: HashSet<(&str, String)> = HashSet::new();
    let mut standing: HashMap<Pointer, String> = HashMap::new();
    let mut ways = Ways::new(tree, refused);
    let sections = tree.child("components").and_then(Tree::as_object);
    for (section, members) in sections.into_iter().flatten() {
        for (key, value) in members.as_object().into_iter().flatten() {
            taken.insert((section, plain(key)));
            let alone = value.as_object().is_some_and(|members| members.len() == 1);
            if let Some(text) = value.reference().filter(|_| alone)
                && let Some(place) = ways.follow(text)
                && targets.get(&place) == Some(&section.as_str())
            {
                standing.entry(place).or_insert_with(|| key.clone());
            }
        }
    }
    for place in targets.keys() {
        match standing.remove(place) {
            Some(key) => {
                keys.insert(place.clone(), key);
            }
            None => open.push((place, 0)),
        }
    }
    // All that would have one name get longer ones.
    while !open.is_empty() {
        let section = |place: &Pointer| targets.get(place).copied().unwrap_or_default();
        let mut wanted: HashMap<(&str, String), usize> = HashMap::new();
        for (place, length) in &open {
            *wanted.entry((section(place), plain(&name(place, *length)))).or_default() += 1;
        }
        let mut longer = Vec::new();
        for (place, length) in open {
            let own = name(place, length);
            let key = (section(place), plain(&own));
            let is_whole = own == name(place, length + 1);
            if (wanted.get(&key) == Some(&1) || is_whole) && !taken.contains(&key) {
                taken.insert(key);
                keys.insert(place.clone(), own);
            } else if is_whole {
                let numbered = (2..).map(|number| format!("{own}_{number}"));
                let free = numbered.into_iter().find(|name| taken.insert((section(place), plain(name))));
                keys.extend(free.map(|name| (place.clone(), name)));
            } else {
                longer.push((place, length + 1));
            }
        }
        open = longer;
    }
    keys
}

/// A name as it counts when names are told apart.
fn plain(name: &str) -> String {
    name.chars().filter(|character| character.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The name of a place: its last word, and as many words before it as are asked for.
fn name(place: &Pointer, more: usize) -> String {
    /// What says nothing of what is in it.
    const SILENT: &[&str] = &[
        "$defs",
        "allOf",
        "anyOf",
        "components",
        "content",
        "definitions",
        "headers",
        "index",
        "items",
        "oneOf",
        "parameters",
        "properties",
        "requestBodies",
        "responses",
        "schema",
        "schemas",
    ];
    let mut words: Vec<String> = Vec::new();
    let mut tokens = place.tokens().peekable();
    if tokens.peek().is_some_and(|first| first == FILES) {
        tokens.next();
        let file = tokens.next().unwrap_or_default();
        let path = Path::new(&file);
        let folders = path.parent().into_iter().flat_map(Path::components);
        words.extend(folders.map(|part| part.as_os_str().to_string_lossy().into_owned()));
        words.push(path.file_stem().unwrap_or_default().to_string_lossy().into_owned());
    }
    words.extend(tokens);
    let telling: Vec<String> = words.iter().filter(|word| !SILENT.contains(&word.as_str())).cloned().collect();
    let words = if telling.is_empty() { words } else { telling };
    // A number alone is no name.
    let is_number = words.last().is_some_and(|word| word.bytes().all(|byte| byte.is_ascii_digit()));
    let length = (1 + more + usize::from(is_number)).min(words.len());
    words.get(words.len() - length..).unwrap_or_default().join("_")
}
