//! What `cargo semver-checks` says.

use oasmith::Level;

/// What was found between two crates.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Verdict {
    pub(super) level: Level,
    /// The lints that found something.
    pub(super) lints: Vec<String>,
}

impl Verdict {
    /// Reads what was told of each lint, and the summary; none where it came to no end.
    pub(super) fn read(told: &str, summary: &str) -> Option<Self> {
        let said = summary.lines().find_map(|line| line.trim_start().strip_prefix("Summary "))?;
        let level = match said.trim_start() {
            said if said.starts_with("no semver update required") => Level::None,
            said if said.starts_with("semver requires new minor version") => Level::Additive,
            said if said.starts_with("semver requires new major version") => Level::Breaking,
            _ => return None,
        };
        let lint = |line: &str| Some(line.strip_prefix("--- failure ")?.split_once(':')?.0.to_owned());
        Some(Self { level, lints: told.lines().filter_map(lint).collect() })
    }

    /// Where nothing is gone: whether there is something new, by what the verdict on the way back says is gone.
    pub(super) fn with_what_is_new(mut self, back: Self) -> Self {
        let gone = back.lints.into_iter().filter(|lint| lint.ends_with("_missing") || lint.ends_with("_impl_removed"));
        self.lints.extend(gone.map(|lint| format!("back:{lint}")));
        if !self.lints.is_empty() {
            self.level = self.level.max(Level::Additive);
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FAILED: &str = "\n--- failure enum_variant_missing: pub enum variant removed or renamed ---\n\nDescription:\n\
        A variant.\n        ref: https://example.com\n\nFailed in:\n  variant Pet::Fish, previously in file pet.rs:14\n\n\
        --- failure enum_missing: pub enum removed or renamed ---\n";

    #[test]
    fn a_verdict_has_its_level_and_its_lints() {
        let summary = "    Checking <unknown> v0.1.0 -> v0.1.0 (assume patch change)\n     Checked [   0.091s] 229 checks: \
            227 pass, 2 fail, 0 warn, 31 skip\n\n     Summary semver requires new major version: 2 major and 0 minor \
            checks failed\n    Finished [   0.166s] <unknown>\n";
        let verdict = Verdict::read(FAILED, summary).unwrap();
        assert_eq!(verdict.level, Level::Breaking);
        assert_eq!(verdict.lints, ["enum_variant_missing", "enum_missing"]);
        let minor = summary.replace("new major version: 2 major and 0", "new minor version: 0 major and 2");
        assert_eq!(Verdict::read(FAILED, &minor).unwrap().level, Level::Additive);
    }

    #[test]
    fn what_is_gone_on_the_way_back_is_new() {
        let verdict = |lint: &str| Verdict { level: Level::Breaking, lints: vec![lint.to_owned()] };
        let nothing = || Verdict { level: Level::None, lints: Vec::new() };
        let new = nothing().with_what_is_new(verdict("inherent_method_missing"));
        assert_eq!(new, Verdict { level: Level::Additive, lints: vec!["back:inherent_method_missing".to_owned()] });
        assert_eq!(nothing().with_what_is_new(verdict("enum_no_repr_variant_discriminant_changed")), nothing());
    }

    #[test]
    fn nothing_found_is_a_verdict_and_no_end_is_none() {
        let summary =
            "     Checked [   0.117s] 229 checks: 229 pass, 31 skip\n     Summary no semver update required\n";
        assert_eq!(Verdict::read("", summary), Some(Verdict { level: Level::None, lints: Vec::new() }));
        assert_eq!(Verdict::read("", "error: unsupported rustdoc format v99\n"), None);
        assert_eq!(Verdict::read("", "     Summary something new\n"), None);
    }
}
