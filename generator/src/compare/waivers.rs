//! Changes that are fine for good: `waive` in `oasmith.toml`.

use super::Comparison;
use super::rules;
use crate::diagnostic::similar;

/// A change that is fine for good, by its rule, and by its place where it is fine there alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Waiver {
    rule: String,
    place: Option<String>,
}

impl Waiver {
    /// Reads `property-removed-required` or `property-removed-required at /components/schemas/Pet`; else tells what is wrong and
    /// what helps.
    pub(crate) fn parse(text: &str) -> Result<Self, (String, String)> {
        let (rule, place) = match text.split_once(" at ") {
            Some((rule, place)) => (rule.trim(), Some(place.trim().to_owned())),
            None => (text.trim(), None),
        };
        if let Some(place) = place.as_ref().filter(|place| !place.starts_with('/')) {
            let help = "a place is a JSON Pointer, which begins with `/`".to_owned();
            return Err((format!("`{place}` is no place in a document"), help));
        }
        let ids = || rules::all().map(|known| known.id);
        if ids().any(|known| known == rule) {
            return Ok(Self { rule: rule.to_owned(), place });
        }
        let likeness = |known: &&str| strsim::jaro_winkler(known, rule);
        let nearest = || ids().max_by(|one, other| likeness(one).total_cmp(&likeness(other)));
        // One that was begun is meant before one that is like it.
        let begun = ids().find(|known| known.starts_with(rule) && !rule.is_empty());
        let meant = begun.or_else(|| similar(rule, ids())).or_else(nearest).unwrap_or_default();
        Err((format!("no change has the rule `{rule}`"), format!("did you mean `{meant}`?")))
    }
}

impl Comparison {
    /// Waives changes: `property-removed-required` all of a rule, `property-removed-required at /components/schemas/Pet` those
    /// at that place or within it. An error tells of a rule that does not exist.
    pub fn waive<T: AsRef<str>>(mut self, waivers: &[T]) -> Result<Self, String> {
        let waivers = waivers.iter().map(|text| Waiver::parse(text.as_ref())).collect::<Result<Vec<_>, _>>();
        let waivers = waivers.map_err(|(message, help)| format!("{message}: {help}"))?;
        let is_waived = |change: &super::Change| {
            waivers.iter().any(|waiver| {
                waiver.rule == change.rule
                    && waiver.place.as_ref().is_none_or(|place| {
                        let rest = change.place.strip_prefix(place.as_str());
                        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/') || place.ends_with('/'))
                    })
            })
        };
        let (waived, kept) = std::mem::take(&mut self.changes).into_iter().partition(is_waived);
        self.changes = kept;
        self.waived.extend::<Vec<_>>(waived);
        Ok(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_waiver_names_a_rule_and_maybe_a_place() {
        let everywhere = Waiver { rule: "type-added".to_owned(), place: None };
        assert_eq!(Waiver::parse("type-added"), Ok(everywhere));
        let there = Waiver { rule: "type-added".to_owned(), place: Some("/components/schemas/Pet".to_owned()) };
        assert_eq!(Waiver::parse("type-added at /components/schemas/Pet"), Ok(there));
        for (text, meant) in [
            ("type-added at ", "begins with `/`"),
            ("type-added at Pet", "begins with `/`"),
            ("type-aded", "did you mean `type-added`?"),
            ("property-removed", "`property-removed-"),
        ] {
            let (_, help) = Waiver::parse(text).unwrap_err();
            assert!(help.contains(meant), "{text}: {help}");
        }
    }
}
