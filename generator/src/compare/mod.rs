//! Model x Model -> what changed for users of the crate.
//!
//! Invariant: it reads models and nothing else; which kind of change something is is found out here, what that means is said by
//! `rules/`, and how it is shown by `report/`.

mod bodies;
mod called;
mod change;
mod client;
mod client_headers;
mod constraints;
mod features;
mod git;
mod implementations;
mod matching;
mod media_types;
mod names;
mod operations;
mod parameters;
mod relation;
mod renames;
mod report;
mod responses;
mod revision;
mod rules;
mod servers;
mod shapes;
mod side;
mod structs;
mod types;
mod waivers;
mod webhooks;

use std::collections::{HashMap, HashSet};

use crate::model::{Model, Operation, Type};
use relation::Relation;
use side::{Side, Ways};

pub(crate) use called::Called;
pub use change::{Bump, Change, Comparison};
pub use report::Format;
pub use revision::Revision;
pub use rules::{Effect, Level, Mirror, Rule};
pub(crate) use waivers::Waiver;

/// What changed from one client to another, for servers and clients of the API and for code that uses the crate.
///
/// ```no_run
/// let (old, _) = oasmith::Generator::new("old.yaml").model()?;
/// let (new, _) = oasmith::Generator::new("new.yaml").model()?;
/// let comparison = oasmith::compare(&old, &new);
/// println!("{}", comparison.shown(oasmith::Format::Text));
/// # Ok::<(), oasmith::Error>(())
/// ```
pub fn compare(old: &Model, new: &Model) -> Comparison {
    let mut differ = Differ {
        old: Side::new(old),
        new: Side::new(new),
        types: HashMap::new(),
        types_back: HashMap::new(),
        credentials: HashMap::new(),
        changes: Vec::new(),
    };
    let operations = matching::operations(old, new);
    differ.pair_types(&operations);
    differ.client();
    differ.operations(&operations);
    differ.types();
    differ.features(&operations);
    differ.webhooks();
    differ.finish()
}

/// A comparison under way.
struct Differ<'a> {
    old: Side<'a>,
    new: Side<'a>,
    /// The names that old types have now, and those that new ones had.
    types: HashMap<&'a str, &'a str>,
    types_back: HashMap<&'a str, &'a str>,
    /// What schemes of security were called before, by what they are called now.
    credentials: HashMap<&'a str, &'a str>,
    changes: Vec<Change>,
}

/// What is compared with what.
type Pairs<'a> = Vec<(&'a Operation, &'a Operation)>;

/// Where a change is, and what it is about.
#[derive(Clone, Debug)]
struct Place {
    /// A JSON Pointer into the document, by names where the pointer would count.
    at: String,
    /// What it is in the crate.
    of: String,
    /// Which ways its values go.
    ways: Ways,
}

/// The code on both sides of a change.
#[derive(Clone, Debug, Default)]
struct Code {
    before: Option<String>,
    after: Option<String>,
    /// What to write instead.
    instead: Option<String>,
}

impl Place {
    fn new(at: impl Into<String>, of: impl Into<String>, ways: Ways) -> Self {
        Self { at: at.into(), of: of.into(), ways }
    }

    /// A part of it, by what it is in the document.
    fn child(&self, parts: &[&str], of: impl Into<String>) -> Self {
        let mut at = self.at.clone();
        for part in parts {
            at.push('/');
            at.push_str(&part.replace('~', "~0").replace('/', "~1"));
        }
        Self { at, of: of.into(), ways: self.ways }
    }

    fn with_ways(self, ways: Ways) -> Self {
        Self { ways, ..self }
    }
}

impl Code {
    fn before(text: impl Into<String>) -> Self {
        Self { before: Some(text.into()), ..Self::default() }
    }

    fn after(text: impl Into<String>) -> Self {
        Self { after: Some(text.into()), ..Self::default() }
    }

    fn both(before: impl Into<String>, after: impl Into<String>) -> Self {
        Self { before: Some(before.into()), after: Some(after.into()), instead: None }
    }

    fn instead(self, text: impl Into<String>) -> Self {
        Self { instead: Some(text.into()), ..self }
    }

    fn none() -> Self {
        Self::default()
    }
}

/// The rules of one kind of place for types that differ.
struct TypeRules {
    widened: &'static Rule,
    opened: &'static Rule,
    narrowed: &'static Rule,
    changed: &'static Rule,
    represented: &'static Rule,
}

/// Of what schemas become.
static SCHEMA: TypeRules = TypeRules {
    widened: &rules::TYPE_WIDENED,
    opened: &rules::TYPE_OPENED,
    narrowed: &rules::TYPE_NARROWED,
    changed: &rules::TYPE_CHANGED,
    represented: &rules::TYPE_REPRESENTED,
};

/// Of what functions take.
static ARGUMENT: TypeRules = TypeRules {
    widened: &rules::ARGUMENT_TYPE_WIDENED,
    opened: &rules::ARGUMENT_TYPE_WIDENED,
    narrowed: &rules::ARGUMENT_TYPE_NARROWED,
    changed: &rules::ARGUMENT_TYPE_CHANGED,
    represented: &rules::ARGUMENT_TYPE_REPRESENTED,
};

/// Of what responses carry.
static ANSWER: TypeRules = TypeRules {
    widened: &rules::ANSWER_TYPE_WIDENED,
    opened: &rules::ANSWER_TYPE_OPENED,
    narrowed: &rules::ANSWER_TYPE_NARROWED,
    changed: &rules::ANSWER_TYPE_CHANGED,
    represented: &rules::ANSWER_TYPE_REPRESENTED,
};

impl TypeRules {
    fn rule(&self, relation: Relation) -> Option<&'static Rule> {
        match relation {
            Relation::Same => None,
            Relation::Represented => Some(self.represented),
            Relation::Wider => Some(self.widened),
            Relation::Kept => Some(self.opened),
            Relation::Narrower => Some(self.narrowed),
            Relation::Other => Some(self.changed),
        }
    }
}

impl Differ<'_> {
    /// Whether two names are of one and the same type.
    fn is_same(&self, old: &str, new: &str) -> bool {
        self.types.get(old).is_some_and(|known| *known == new)
    }

    fn tell(&mut self, rule: &'static Rule, place: &Place, code: Code) {
        let left_out = |side: &Side<'_>| side.model.left_out.contains(&place.at);
        if left_out(&self.old) || left_out(&self.new) {
            // What is not selected is in the document all the same.
            let place = place.clone().with_ways(Ways::default());
            return self.changes.push(Change::new(rule, &place, code));
        }
        self.changes.push(Change::new(rule, place, code));
    }

    /// Tells of a type that differs; whether it does.
    fn differing(
        &mut self,
        rules: &TypeRules,
        place: &Place,
        types: (&Type, &Type),
        code: impl FnOnce() -> Code,
    ) -> bool {
        let rule = rules.rule(self.relation(types.0, types.1));
        if let Some(rule) = rule {
            self.tell(rule, place, code());
        }
        rule.is_some()
    }

    /// Tells of another Rust name of the same thing.
    fn renamed(&mut self, place: &Place, old: &str, new: &str) {
        if old != new {
            let code = Code::both(old, new).instead(format!("write `{new}` for `{old}`"));
            self.tell(&rules::MEMBER_RENAMED, place, code);
        }
    }

    /// Tells of other words.
    fn described<T: PartialEq>(&mut self, place: &Place, old: T, new: T) {
        if old != new {
            self.tell(&rules::DOCUMENTATION_CHANGED, place, Code::none());
        }
    }

    /// Tells of deprecation that the compiler tells of.
    fn deprecated(&mut self, place: &Place, old: bool, new: bool) {
        match (old, new) {
            (false, true) => self.tell(&rules::DEPRECATED, place, Code::none()),
            (true, false) => self.tell(&rules::UNDEPRECATED, place, Code::none()),
            _ => {}
        }
    }

    /// All changes: what is about another change's place and says less is left out.
    fn finish(self) -> Comparison {
        let mut changes = self.changes;
        let documentation = rules::DOCUMENTATION_CHANGED.id;
        let told: HashSet<String> =
            changes.iter().filter(|change| change.rule != documentation).map(|change| change.place.clone()).collect();
        let mut seen = HashSet::new();
        changes.retain(|change| {
            change.rule != documentation || (!told.contains(&change.place) && seen.insert(change.place.clone()))
        });
        Comparison::new(changes)
    }
}
