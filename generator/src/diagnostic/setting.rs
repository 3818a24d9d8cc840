//! Which setting a diagnostic is about.

/// A setting of a client by its keys in `oasmith.toml`; what is in a list by its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Setting {
    pub(crate) keys: Vec<String>,
    /// Whether it is the last key that is wrong, and not what it is set to.
    pub(crate) is_key: bool,
}

impl Setting {
    /// A key that is wrong.
    pub(crate) fn key<const N: usize>(keys: [&str; N]) -> Self {
        Self { keys: keys.map(str::to_owned).into(), is_key: true }
    }

    /// What a key is set to, or an item of a list.
    pub(crate) fn value<const N: usize>(keys: [&str; N]) -> Self {
        Self { is_key: false, ..Self::key(keys) }
    }
}
