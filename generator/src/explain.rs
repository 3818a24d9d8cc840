//! The pages that explain diagnostics: what they mean, a document that causes one, and what to do.

use crate::diagnostic::Code;

macro_rules! pages {
    ($($code:literal,)+) => {
        /// The pages by their codes.
        const PAGES: &[(&str, &str)] = &[$(($code, include_str!(concat!("../docs/codes/", $code, ".md")))),+];
    };
}

pages! {
    "alike-paths",
    "ambiguous-union",
    "body-parameter",
    "contradictory-schema",
    "cyclic-reference",
    "dangling-reference",
    "discriminator",
    "duplicate-key",
    "duplicate-operation-id",
    "duplicate-parameter",
    "endless-schema",
    "external-reference",
    "loosened",
    "media-type",
    "media-type-name",
    "mended-reference",
    "misplaced-enum",
    "misplaced-schema",
    "missing-field",
    "missing-items",
    "missing-schema",
    "misspelled-field",
    "name-taken",
    "not-offered",
    "omitted-parameter",
    "overlay-action",
    "overlay-extends",
    "overlay-query",
    "overlay-unmatched",
    "pages",
    "parameter-name",
    "path-query",
    "path-template",
    "ref-siblings",
    "schema-dialect",
    "server-variable",
    "settings",
    "status-code",
    "swagger-parameter",
    "syntax",
    "too-large",
    "undeclared-parameter",
    "undefined-security",
    "undefined-style",
    "unknown-field",
    "unreadable",
    "unsupported-operation",
    "unsupported-parameter",
    "unsupported-security",
    "unsupported-version",
    "untyped-schema",
    "unused-parameter",
    "wrong-type",
}

impl Code {
    /// What a diagnostic with this code means, with an example and what to do, in Markdown.
    pub fn page(self) -> &'static str {
        PAGES.iter().find(|(code, _)| *code == self.as_str()).map_or_else(|| self.explanation(), |(_, page)| page)
    }

    /// What a diagnostic with this code means, in a sentence.
    pub fn summary(self) -> String {
        let text = self.explanation().split_whitespace().collect::<Vec<_>>().join(" ");
        // A point within a word ends no sentence.
        let end = [". ", "; "].iter().filter_map(|end| text.find(end)).min();
        let end = end.unwrap_or_else(|| text.trim_end_matches('.').len());
        text.get(..end).unwrap_or(&text).to_owned() + "."
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_a_page_and_every_page_a_code() {
        let codes: Vec<_> = Code::ALL.iter().map(|code| code.as_str()).collect();
        for code in &codes {
            let (_, page) =
                PAGES.iter().find(|(name, _)| name == code).unwrap_or_else(|| panic!("`{code}` has no page"));
            assert!(page.starts_with(&format!("# {code}\n\n")), "{code}");
            for part in ["\n## Example\n", "\n## What to do\n"] {
                assert!(page.contains(part), "{code}");
            }
        }
        assert!(PAGES.iter().all(|(code, _)| codes.contains(code)));
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/codes");
        assert_eq!(std::fs::read_dir(folder).unwrap().count(), PAGES.len());
    }

    #[test]
    fn a_summary_is_a_sentence() {
        assert_eq!(Code::DuplicateKey.summary(), "A key occurs twice in one object.");
        assert!(Code::ALL.iter().all(|code| code.summary().len() > 10));
    }
}
