//! What a comparison found.

use serde::Serialize;

use super::rules::{Effect, Level, Rule};
use super::side::Ways;
use super::{Code, Place};

/// What a change asks of the crate's version, by the rules that Cargo has for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Bump {
    /// Nothing has changed.
    None,
    /// Only people notice.
    Patch,
    /// There is more than before, or requests and answers are others.
    Minor,
    /// Code that uses the crate may not compile, or do something else.
    Major,
}

/// A change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Change {
    /// The id of its rule, such as `property-removed-required`.
    pub rule: &'static str,
    /// Where it is in the document: a JSON Pointer, but by the names of parameters, bodies and the like. What is gone is in the
    /// old document, all else in the new one.
    pub place: String,
    /// What it is about, as Rust calls it.
    pub subject: String,
    /// What it is, as words that follow the subject.
    pub what: &'static str,
    /// What servers and clients of the API notice.
    pub wire: Level,
    /// What code that uses the crate notices.
    pub rust: Level,
    /// What the crate's version has to become.
    pub bump: Bump,
    /// The code before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<String>,
    /// The code after.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
    /// What to write instead.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub instead: Option<String>,
    /// Why it means what it means.
    pub why: &'static str,
}

/// What changed from one client to another.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Comparison {
    /// The changes, breaking ones first and then by place.
    pub changes: Vec<Change>,
    /// Those that were waived.
    pub waived: Vec<Change>,
}

impl Effect {
    /// What it means for values that go these ways.
    fn on(self, ways: Ways) -> Level {
        let requests = if ways.requests { self.requests } else { Level::None };
        requests.max(if ways.responses { self.responses } else { Level::None })
    }
}

impl Change {
    pub(super) fn new(rule: &'static Rule, place: &Place, code: Code) -> Self {
        let ways = place.ways;
        let wire = rule.wire.on(ways);
        // A type that nothing uses is public all the same.
        let public = if ways == Ways::default() { Ways::RESPONSES } else { ways };
        let rust = rule.rust.on(public);
        let bump = match (rust, wire) {
            (Level::Breaking, _) => Bump::Major,
            // The server changes under the old crate as it does under the new one, so that no upgrade breaks anything.
            (Level::Additive, _) | (Level::None, Level::Additive | Level::Breaking) => Bump::Minor,
            (Level::None, Level::None) => Bump::Patch,
        };
        let Code { before, after, instead } = code;
        let (place, subject) = (place.at.clone(), place.of.clone());
        Self { rule: rule.id, place, subject, what: rule.what, wire, rust, bump, before, after, instead, why: rule.why }
    }

    /// Breaking changes first: in Rust, then on the wire.
    fn rank(&self) -> impl Ord + use<> {
        std::cmp::Reverse((self.bump, self.rust, self.wire))
    }
}

impl Comparison {
    pub(super) fn new(mut changes: Vec<Change>) -> Self {
        changes.sort_by(|one, other| {
            one.rank().cmp(&other.rank()).then_with(|| (&one.place, one.rule).cmp(&(&other.place, other.rule)))
        });
        Self { changes, waived: Vec::new() }
    }

    /// What the crate's version has to become, but for what was waived.
    pub fn bump(&self) -> Bump {
        self.changes.iter().map(|change| change.bump).max().unwrap_or(Bump::None)
    }

    /// What servers and clients of the API notice.
    pub fn wire(&self) -> Level {
        self.changes.iter().map(|change| change.wire).max().unwrap_or(Level::None)
    }

    /// What code that uses the crate notices.
    pub fn rust(&self) -> Level {
        self.changes.iter().map(|change| change.rust).max().unwrap_or(Level::None)
    }
}

impl Level {
    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Additive => "additive",
            Self::Breaking => "breaking",
        }
    }
}

impl Bump {
    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Patch => "patch",
            Self::Minor => "minor",
            Self::Major => "major",
        }
    }
}
