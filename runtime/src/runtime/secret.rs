//! Values that must never be shown, and the taking of them out of text.

use std::fmt;
use std::sync::Arc;

/// A value that is never shown: its `Debug` is redacted and it has no `Display`.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// The value itself. Take care where it goes.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(..)")
    }
}

impl From<String> for Secret {
    fn from(value: String) -> Self {
        Self(value)
    }
}

impl From<&str> for Secret {
    fn from(value: &str) -> Self {
        Self(value.to_owned())
    }
}

impl From<&String> for Secret {
    fn from(value: &String) -> Self {
        Self(value.clone())
    }
}

impl From<&Secret> for Secret {
    fn from(value: &Secret) -> Self {
        value.clone()
    }
}

/// What stands where a secret was.
pub(crate) const HIDDEN: &str = "[hidden]";

/// Shorter secrets are not looked for in text: they would be found in innocent words.
const SHORTEST: usize = 4;

/// The secrets of a client, to be taken out of what a server says before it is shown.
///
/// Some servers repeat the credential that they refuse in the body of the answer.
#[derive(Clone, Default)]
pub(crate) struct Hidden(Arc<[String]>);

impl Hidden {
    pub(crate) fn new(mut secrets: Vec<String>) -> Self {
        secrets.retain(|secret| secret.len() >= SHORTEST);
        // As `Debug` writes them.
        let escaped: Vec<_> = secrets.iter().map(|secret| secret.escape_debug().to_string()).collect();
        secrets.extend(escaped);
        // The longest first: one secret may be a part of another.
        secrets.sort_by_key(|secret| std::cmp::Reverse(secret.len()));
        secrets.dedup();
        Self(secrets.into())
    }

    /// The same with secrets that came later.
    pub(crate) fn with(&self, secrets: &[Secret]) -> Self {
        if secrets.is_empty() {
            return self.clone();
        }
        let known = self.0.iter().cloned();
        Self::new(known.chain(secrets.iter().map(|secret| secret.0.clone())).collect())
    }

    /// The text without the secrets.
    pub(crate) fn scrub(&self, text: impl Into<String>) -> String {
        let mut text = text.into();
        for secret in self.0.iter() {
            if text.contains(secret.as_str()) {
                text = text.replace(secret.as_str(), HIDDEN);
            }
        }
        text
    }
}

impl fmt::Debug for Hidden {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Hidden(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_not_shown() {
        assert_eq!(format!("{:?}", Secret::from("k-123")), "Secret(..)");
    }

    #[test]
    fn secrets_are_taken_out_of_text_longest_first() {
        let hidden = Hidden::new(vec!["abcd".into(), "abcdef".into(), "x".into()]);
        assert_eq!(hidden.scrub("key abcdef, abcd, x"), "key [hidden], [hidden], x");
        assert!(!format!("{hidden:?}").contains("abcd"));
        assert_eq!(Hidden::new(vec!["ab\"cd".into()]).scrub(format!("{:?}", "ab\"cd")), "\"[hidden]\"");
    }
}
