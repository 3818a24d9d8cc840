//! What is decided while a value is made, and by whom.

use std::collections::{HashMap, HashSet};

use rand::RngExt as _;
use rand_pcg::Pcg64;

/// What a choice is about; the earlier ones matter more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum About {
    /// Which schema or type, or `null`.
    Shape,
    /// How many items or members.
    Length,
    /// Which text or number.
    Leaf,
}

/// A choice that was met, and could have gone another way.
#[derive(Clone, Debug)]
pub(super) struct Choice {
    pub(super) key: String,
    pub(super) ways: usize,
    pub(super) chosen: usize,
    pub(super) about: About,
}

/// How much of a value is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Extent {
    /// What is required.
    Least,
    /// Everything, so many levels below the focus.
    Full(usize),
    /// As chance decides.
    Random,
}

/// Decides.
pub(super) struct Chooser {
    pub(super) overrides: HashMap<String, usize>,
    /// The place that the value is about: what leads to it is made, and what is below it to the extent.
    pub(super) focus: String,
    pub(super) extent: Extent,
    pub(super) rng: Pcg64,
    /// What chooses other leaves for the second item of an array than for the first.
    pub(super) offset: usize,
    pub(super) met: Vec<Choice>,
    seen: HashSet<String>,
}

impl Chooser {
    pub(super) fn new(rng: Pcg64, extent: Extent) -> Self {
        Self {
            overrides: HashMap::new(),
            focus: String::new(),
            extent,
            rng,
            offset: 0,
            met: Vec::new(),
            seen: HashSet::new(),
        }
    }

    /// Chooses one of some ways at a place; `what` tells choices at the same place apart.
    pub(super) fn choose(&mut self, at: &str, what: &str, ways: usize, usual: usize, about: About) -> usize {
        if ways < 2 {
            return 0;
        }
        let key = format!("{at}|{what}");
        if let Some(way) = self.overrides.get(&key) {
            return (*way).min(ways - 1);
        }
        let chosen = match self.extent {
            Extent::Random => self.rng.random_range(0..ways),
            _ if about == About::Leaf => (usual + self.offset) % ways,
            _ => usual,
        };
        if self.is_full(at) && self.seen.insert(key.clone()) {
            self.met.push(Choice { key, ways, chosen, about });
        }
        chosen
    }

    /// Whether everything at a place is made.
    pub(super) fn is_full(&self, at: &str) -> bool {
        match self.extent {
            Extent::Full(levels) => is_below(at, &self.focus) && depth(at) < depth(&self.focus) + levels,
            _ => false,
        }
    }

    /// Whether a place leads to the focus.
    pub(super) fn leads(&self, at: &str) -> bool {
        is_below(&self.focus, at) || (self.extent == Extent::Random && depth(at) < 4)
    }

    /// Whether an optional part at a place is made.
    pub(super) fn wants(&mut self, at: &str) -> bool {
        match self.extent {
            Extent::Random => depth(at) < 4 && self.rng.random_bool(0.6),
            _ => is_below(&self.focus, at),
        }
    }
}

/// How many steps a place is within the value.
pub(super) fn depth(at: &str) -> usize {
    at.bytes().filter(|byte| *byte == b'/').count()
}

fn is_below(at: &str, above: &str) -> bool {
    at.strip_prefix(above).is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '|']))
}
