//! The kinds of changes: a row each, with what it means on the wire and in Rust, and why.
//!
//! Invariant: what a change means is said here and nowhere else; the passes only find out which row it is.

mod answers;
mod client;
mod operations;
mod types;

pub(super) use answers::*;
pub(super) use client::*;
pub(super) use operations::*;
pub(super) use types::*;

use serde::Serialize;

/// What a change means on one side.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Level {
    /// Nobody notices.
    None,
    /// There is more than before, and what worked works.
    Additive,
    /// What worked may not work.
    Breaking,
}

/// What a change means, by which way the values go that it is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Effect {
    /// In requests.
    pub requests: Level,
    /// In responses.
    pub responses: Level,
}

/// The rule of the change back.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum Mirror {
    /// The id of the rule.
    Rule(&'static str),
    /// There is none, for this reason.
    None(&'static str),
}

/// A kind of change.
#[derive(Debug)]
#[non_exhaustive]
pub struct Rule {
    /// What it is called where it is waived; stable.
    pub id: &'static str,
    /// The rule of the change back.
    pub mirror: Mirror,
    /// What servers and clients of the API notice.
    pub wire: Effect,
    /// What code that uses the crate notices.
    pub rust: Effect,
    /// What is to be said of what has changed.
    pub what: &'static str,
    /// Why it means what it means.
    pub why: &'static str,
    /// Why `cargo semver-checks` may say less of Rust: none where it always says as much.
    pub unseen: Option<&'static str>,
}

impl Rule {
    /// All rules.
    pub fn all() -> impl Iterator<Item = &'static Self> {
        all()
    }

    /// A page about it.
    pub fn page(&self) -> String {
        let side = |effect: Effect| {
            let (requests, responses) = (effect.requests.as_str(), effect.responses.as_str());
            if requests == responses {
                return requests.to_owned();
            }
            format!("{requests} in requests, {responses} in responses")
        };
        let back = match self.mirror {
            Mirror::Rule(id) => id.to_owned(),
            Mirror::None(reason) => reason.to_owned(),
        };
        let unseen =
            self.unseen.map(|why| format!("\n`cargo semver-checks` may not tell: {why}.\n")).unwrap_or_default();
        format!(
            "{}: what it is about {}.\n\n  on the wire  {}\n  in Rust      {}\n  back         {back}\n\n{}\n{unseen}",
            self.id,
            self.what,
            side(self.wire),
            side(self.rust),
            self.why,
        )
    }
}

const NONE: Effect = sides(Level::None, Level::None);
const ADDITIVE: Effect = sides(Level::Additive, Level::Additive);
const BREAKING: Effect = sides(Level::Breaking, Level::Breaking);
/// More is taken in requests, or in responses more may come.
const WIDER: Effect = sides(Level::Additive, Level::Breaking);
/// Less is taken in requests, or in responses less may come.
const NARROWER: Effect = sides(Level::Breaking, Level::Additive);
/// Only who makes values notices.
const MAKERS: Effect = sides(Level::Breaking, Level::None);

/// Types are found by the compiler alone.
const TYPES: &str = "it does not compare the types of fields, arguments and results";
/// What code does is found by nobody.
const MEANING: &str = "it compares what is declared and not what code does";
/// What is swapped is found by nobody else.
const ORDER: &str = "arguments have no names, and it does not compare their types";
/// Most implementations are found by the compiler alone.
const IMPLEMENTATIONS: &str = "of implementations it looks only at derived ones";
/// What fails when it runs.
const CALLS: &str = "it looks at no call";
/// Macros of other crates are looked at by nobody.
const DERIVES: &str = "of derived implementations it knows those of the standard library";
/// What the manifest says.
const FEATURES: &str = "it is shown what is there with the default features, and not the crate's manifest";
/// What depends on the folder and not on the document.
const COPY: &str = "only a crate with a copy of the runtime has it, and a part may be nothing but implementations";

/// The reason of most rules that have no mirror.
const SAME_BACK: Mirror = Mirror::None("a change of the same kind");

const fn sides(requests: Level, responses: Level) -> Effect {
    Effect { requests, responses }
}

const fn stated(reasons: &[&'static str]) -> Option<&'static str> {
    match reasons {
        [reason] => Some(*reason),
        _ => None,
    }
}

/// Declares the rules of a file: the documentation of each is its reason.
macro_rules! rules {
    ($($(#[doc = $why:literal])+ $name:ident = $id:literal, $mirror:expr, wire $wire:expr, rust $rust:expr,
        $(unseen $unseen:expr,)? $what:literal;)+) => {
        $($(#[doc = $why])+ pub(in crate::compare) static $name: Rule =
            Rule { id: $id, mirror: $mirror, wire: $wire, rust: $rust, what: $what, why: concat!($($why),+).trim_ascii_start(),
            unseen: super::stated(&[$($unseen)?]) };)+

        /// The rules of this file.
        pub(super) static RULES: &[&Rule] = &[$(&$name),+];
    };
}
use rules;

/// All rules.
pub(super) fn all() -> impl Iterator<Item = &'static Rule> {
    types::RULES.iter().chain(operations::RULES).chain(answers::RULES).chain(client::RULES).copied()
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn each_rule_has_a_mirror_or_a_reason() {
        let ids: HashSet<&str> = all().map(|rule| rule.id).collect();
        assert_eq!(ids.len(), all().count(), "an id occurs twice");
        for rule in all() {
            match rule.mirror {
                Mirror::Rule(mirror) => assert!(ids.contains(mirror) && mirror != rule.id, "{}: {mirror}", rule.id),
                Mirror::None(reason) => assert!(!reason.is_empty(), "{}", rule.id),
            }
        }
    }

    #[test]
    fn what_breaks_says_why() {
        for rule in all() {
            assert!(!rule.what.is_empty() && !rule.why.starts_with(' ') && rule.why.ends_with('.'), "{}", rule.id);
        }
    }

    #[test]
    fn what_may_be_unseen_is_noticed_in_rust() {
        let unseen: Vec<&Rule> = all().filter(|rule| rule.unseen.is_some()).collect();
        assert!(unseen.iter().any(|rule| rule.id == "type-changed"));
        for rule in unseen {
            assert_ne!(rule.rust, NONE, "{}", rule.id);
            assert!(rule.page().contains("may not tell: "), "{}", rule.id);
        }
    }

    #[test]
    fn a_mirror_of_what_is_additive_breaks_or_is_not_noticed() {
        for rule in all().filter(|rule| rule.rust == ADDITIVE) {
            let Mirror::Rule(mirror) = rule.mirror else { continue };
            let mirror = all().find(|other| other.id == mirror).unwrap();
            assert_ne!(mirror.rust, ADDITIVE, "{}", rule.id);
        }
    }
}
