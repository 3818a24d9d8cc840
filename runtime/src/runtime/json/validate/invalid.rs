//! What is wrong with a value that the document does not allow.

use std::fmt;

/// How many violations are told in words.
const MAX_TOLD: usize = 8;

/// What a value is not that the document asks of it.
#[derive(Clone, PartialEq, Eq)]
pub struct Invalid {
    violations: Vec<Violation>,
    has_more: bool,
}

/// One constraint that a value does not hold to.
#[derive(Clone, PartialEq, Eq)]
pub struct Violation {
    path: String,
    reason: String,
}

impl Invalid {
    pub(super) fn new(violations: Vec<Violation>, has_more: bool) -> Self {
        Self { violations, has_more }
    }

    /// The first hundred violations, in the order of the fields.
    pub fn violations(&self) -> &[Violation] {
        &self.violations
    }

    /// Whether there are more violations than those that are told.
    pub fn has_more(&self) -> bool {
        self.has_more
    }
}

impl Violation {
    pub(super) fn new(path: String, reason: String) -> Self {
        Self { path, reason }
    }

    /// Where the value is, as a JSONPath ([RFC 9535](https://www.rfc-editor.org/rfc/rfc9535)): `$.items[0].name`.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// What was expected, and what was found: never the value itself.
    pub fn reason(&self) -> &str {
        &self.reason
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at `{}`", self.reason, self.path)
    }
}

impl fmt::Debug for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Violation({self})")
    }
}

impl fmt::Display for Invalid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, violation) in self.violations.iter().take(MAX_TOLD).enumerate() {
            let between = if index == 0 { "" } else { "; " };
            write!(f, "{between}{violation}")?;
        }
        match self.violations.len().saturating_sub(MAX_TOLD) {
            0 => Ok(()),
            more if self.has_more => write!(f, "; and more than {more} others"),
            more => write!(f, "; and {more} more"),
        }
    }
}

impl fmt::Debug for Invalid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Invalid({self})")
    }
}

impl std::error::Error for Invalid {}
