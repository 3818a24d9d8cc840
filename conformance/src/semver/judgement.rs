//! What is to be said of a pair.

use std::collections::BTreeSet;

use oasmith::{Comparison, Level, Rule};

use super::verdict::Verdict;

/// A pair, and what is said of it.
pub(super) struct Judgement {
    pub(super) name: String,
    /// What `oasmith diff` says of Rust.
    pub(super) ours: Level,
    pub(super) theirs: Verdict,
    /// The rules of what is at our level.
    pub(super) rules: BTreeSet<&'static str>,
    pub(super) outcome: Outcome,
}

/// How ours compares with theirs.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    Equal,
    /// The reasons that the rules have.
    Stricter(BTreeSet<&'static str>),
    /// Stricter, by these rules that have no reason.
    Unexplained(BTreeSet<&'static str>),
    Laxer,
}

impl Outcome {
    pub(super) fn is_fine(&self) -> bool {
        matches!(self, Self::Equal | Self::Stricter(_))
    }
}

impl Judgement {
    pub(super) fn new(name: String, comparison: &Comparison, theirs: Verdict) -> Self {
        let ours = comparison.rust();
        let at = |level| comparison.changes.iter().filter(move |change| change.rust == level).map(|change| change.rule);
        let stricter = comparison.changes.iter().filter(|change| change.rust > theirs.level).map(|change| change.rule);
        let outcome = outcome(ours, theirs.level, stricter.collect());
        Self { name, ours, rules: at(ours).collect(), theirs, outcome }
    }
}

fn outcome(ours: Level, theirs: Level, stricter: BTreeSet<&'static str>) -> Outcome {
    match ours.cmp(&theirs) {
        std::cmp::Ordering::Less => return Outcome::Laxer,
        std::cmp::Ordering::Equal => return Outcome::Equal,
        std::cmp::Ordering::Greater => {}
    }
    let mut reasons = BTreeSet::new();
    let mut unexplained = BTreeSet::new();
    for rule in Rule::all().filter(|rule| stricter.contains(rule.id)) {
        match rule.unseen {
            Some(reason) => reasons.insert(reason),
            None => unexplained.insert(rule.id),
        };
    }
    if unexplained.is_empty() { Outcome::Stricter(reasons) } else { Outcome::Unexplained(unexplained) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(ours: Level, theirs: Level, rules: &[&'static str]) -> Outcome {
        outcome(ours, theirs, rules.iter().copied().collect())
    }

    #[test]
    fn what_is_milder_fails_whatever_the_rules_say() {
        assert_eq!(of(Level::Breaking, Level::Breaking, &[]), Outcome::Equal);
        assert_eq!(of(Level::None, Level::Additive, &[]), Outcome::Laxer);
        assert!(!of(Level::Additive, Level::Breaking, &["type-changed"]).is_fine());
    }

    #[test]
    fn what_is_stricter_needs_a_reason_of_each_rule() {
        let known = of(Level::Breaking, Level::None, &["type-changed", "argument-order-changed"]);
        assert!(matches!(&known, Outcome::Stricter(reasons) if reasons.len() == 2), "{known:?}");
        let unknown = of(Level::Breaking, Level::Additive, &["type-changed", "type-removed"]);
        assert_eq!(unknown, Outcome::Unexplained(["type-removed"].into()));
    }
}
