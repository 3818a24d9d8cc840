//! What can be wrong with JSON.

use std::fmt;

/// Why JSON could not be read into a type: what was expected, what was found, and where.
#[derive(Clone)]
pub struct ReadError(Box<Problem>);

#[derive(Clone)]
struct Problem {
    reason: String,
    /// From the innermost step outwards.
    path: Vec<Step>,
}

#[derive(Clone)]
enum Step {
    Key(String),
    Index(usize),
}

impl ReadError {
    pub(super) fn new(reason: impl Into<String>) -> Self {
        Self(Box::new(Problem { reason: reason.into(), path: Vec::new() }))
    }

    /// A value is none of those that an enum lists.
    #[doc(hidden)]
    pub fn unlisted(found: &str, listed: &[&str]) -> Self {
        const MOST: usize = 12;
        let mut known: Vec<String> = listed.iter().take(MOST).map(|one| format!("`{one}`")).collect();
        if listed.len() > MOST {
            known.push(format!("{} more", listed.len() - MOST));
        }
        let found: String = found.chars().take(64).collect();
        Self::new(format!("expected one of {}, found `{}`", known.join(", "), found.escape_debug()))
    }

    /// The same error, seen from the object around it.
    pub(super) fn in_key(mut self, key: &str) -> Self {
        self.0.path.push(Step::Key(key.to_owned()));
        self
    }

    /// The same error, seen from the array around it.
    pub(super) fn in_item(mut self, index: usize) -> Self {
        self.0.path.push(Step::Index(index));
        self
    }

    /// How many steps the place is away.
    pub(super) fn depth(&self) -> usize {
        self.0.path.len()
    }

    /// The same error with more to be said, if it is not long already.
    pub(super) fn noting(mut self, longest: usize, more: &str) -> Self {
        if self.0.reason.len() < longest {
            self.0.reason.push_str(more);
        }
        self
    }

    /// The error as a part of another one that tells the place around it.
    pub(super) fn within(&self) -> String {
        match self.path().strip_prefix('$') {
            Some(path) if !path.is_empty() => format!("{} at `{path}`", self.0.reason),
            _ => self.0.reason.clone(),
        }
    }

    /// Where the error is, as a JSONPath ([RFC 9535](https://www.rfc-editor.org/rfc/rfc9535)): `$.errors[0].message`.
    pub fn path(&self) -> String {
        let mut path = String::from("$");
        for step in self.0.path.iter().rev() {
            match step {
                Step::Index(index) => push_index(&mut path, *index),
                Step::Key(key) => push_key(&mut path, key),
            }
        }
        path
    }
}

/// A step from an array to one of its items, in a JSONPath.
pub(super) fn push_index(path: &mut String, index: usize) {
    path.push_str(&format!("[{index}]"));
}

/// A step from an object to the value of a key, in a JSONPath.
pub(super) fn push_key(path: &mut String, key: &str) {
    if is_shorthand(key) {
        path.push('.');
        path.push_str(key);
    } else {
        path.push_str(&format!("[{}]", serde_json::Value::from(key)));
    }
}

/// RFC 9535, section 2.5.1.1: `member-name-shorthand`, in ASCII.
fn is_shorthand(key: &str) -> bool {
    !key.starts_with(|first: char| first.is_ascii_digit())
        && !key.is_empty()
        && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at `{}`", self.0.reason, self.path())
    }
}

impl fmt::Debug for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ReadError({self})")
    }
}

impl std::error::Error for ReadError {}

/// Why a value cannot be written as JSON.
#[derive(Debug)]
pub struct WriteError(pub(super) &'static str);

impl WriteError {
    /// The `serde` of a type that is not of the client failed.
    pub(crate) fn of_serde() -> Self {
        Self("a value could not be written by its own `serde`")
    }
}

impl fmt::Display for WriteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl std::error::Error for WriteError {}
