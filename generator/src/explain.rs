//! The pages that explain diagnostics: what they mean, a document that causes one, and what to do.

use crate::diagnostic::Code;

macro_rules! pages {
    ($($code:literal,)+) => {
        /// The pages by their codes.
        const PAGES: &[(&str, &str)] = &[$(($code, include_str!(concat!("../docs/codes/", $code, ".md")))),+];
    };
}

pages! {
    "ambiguous-union",
    "contradictory-schema",
    "cyclic-reference",
    "dangling-reference",
    "discriminator",
    "duplicate-key",
    "endless-schema",
    "external-reference",
    "media-type",
    "missing-field",
    "missing-schema",
    "name-taken",
    "not-offered",
    "omitted-parameter",
    "overlay-action",
    "overlay-extends",
    "overlay-query",
    "overlay-unmatched",
    "pages",
    "path-template",
    "ref-siblings",
    "server-variable",
    "syntax",
    "too-large",
    "undefined-style",
    "unknown-field",
    "unreadable",
    "unsupported-parameter",
    "unsupported-security",
    "unsupported-version",
    "untyped-schema",
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
        let end = text.find(['.', ';']).unwrap_or(text.len());
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
