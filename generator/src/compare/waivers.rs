//! Changes that are fine for good: `waive` in `oasmith.toml`.

use super::Comparison;
use super::rules;

/// A change that is fine for good, by its rule, and by its place where it is fine there alone.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Waiver {
    rule: String,
    place: Option<String>,
}

impl Waiver {
    /// Reads `property-removed-required` or `property-removed-required at /components/schemas/Pet`.
    fn parse(text: &str) -> Result<Self, String> {
        let (rule, place) = match text.split_once(" at ") {
            Some((rule, place)) => (rule.trim(), Some(place.trim().to_owned())),
            None => (text.trim(), None),
        };
        if let Some(place) = place.as_ref().filter(|place| !place.starts_with('/')) {
            return Err(format!("`{place}` is no place in a document, which begins with `/`"));
        }
        if rules::all().any(|known| known.id == rule) {
            return Ok(Self { rule: rule.to_owned(), place });
        }
        let likeness = |known: &str| strsim::jaro_winkler(known, rule);
        let closest = rules::all().max_by(|one, other| likeness(one.id).total_cmp(&likeness(other.id)));
        let closest = closest.map_or("", |rule| rule.id);
        Err(format!("no change has the rule `{rule}`; the closest is `{closest}`"))
    }
}

impl Comparison {
    /// Waives changes: `property-removed-required` all of a rule, `property-removed-required at /components/schemas/Pet` those
    /// at that place or within it. An error tells of a rule that does not exist.
    pub fn waive<T: AsRef<str>>(mut self, waivers: &[T]) -> Result<Self, String> {
        let waivers = waivers.iter().map(|text| Waiver::parse(text.as_ref())).collect::<Result<Vec<_>, _>>()?;
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
        assert!(Waiver::parse("type-added at ").unwrap_err().contains("begins with `/`"));
        let refused = Waiver::parse("type-aded").unwrap_err();
        assert!(refused.contains("`type-added`"), "{refused}");
    }
}
