//! The values of a schema: the least, the most, and one for each way that each choice can go.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap, HashSet};

use rand::SeedableRng as _;
use rand_pcg::Pcg64;

use super::chooser::{About, Choice, Chooser, Extent, depth};
use super::json::Json;
use super::maker::Maker;
use super::original::Original;
use super::strings::Strings;

/// How large values may become where nothing requires it.
const LARGEST: usize = 300;

/// How many ways of one choice are tried, the first and the last always.
const WAYS: usize = 30;

/// How many values are as chance decides.
const RANDOM: u64 = 4;

/// A value that was made.
#[derive(Clone, Debug)]
pub(crate) struct Made {
    pub(crate) value: Json,
    /// Whether it is, or holds, an example or a default of the document.
    pub(crate) is_shown: bool,
}

/// A value to make.
struct Task {
    overrides: HashMap<String, usize>,
    focus: String,
    extent: Extent,
}

/// Makes values until there are enough.
pub(crate) struct Explorer<'a, 'm> {
    document: &'a Original,
    pointer: &'m str,
    seed: u64,
    strings: &'m mut Strings,
    values: Vec<Made>,
    texts: HashSet<String>,
    /// The tasks by how much they matter, and when they were found.
    queue: BinaryHeap<Reverse<(usize, usize)>>,
    tasks: Vec<Task>,
    known: HashSet<String>,
}

/// At most so many different values of the schema at a pointer, the telling ones first.
pub(crate) fn values(document: &Original, pointer: &str, seed: u64, most: usize, strings: &mut Strings) -> Vec<Made> {
    let mut explorer = Explorer {
        document,
        pointer,
        seed,
        strings,
        values: Vec::new(),
        texts: HashSet::new(),
        queue: BinaryHeap::new(),
        tasks: Vec::new(),
        known: HashSet::new(),
    };
    explorer.push(0, HashMap::new(), String::new(), Extent::Least);
    explorer.push(0, HashMap::new(), String::new(), Extent::Full(4));
    for _ in 0..RANDOM {
        explorer.push(2, HashMap::new(), String::new(), Extent::Random);
    }
    // Many ways can lead to the same value, or to none.
    let tries = 4 * most + 20;
    for _ in 0..tries {
        if explorer.values.len() >= most {
            break;
        }
        let Some(Reverse((_, index))) = explorer.queue.pop() else { break };
        explorer.run(index);
    }
    explorer.values
}

impl Explorer<'_, '_> {
    fn push(&mut self, rank: usize, overrides: HashMap<String, usize>, focus: String, extent: Extent) {
        self.queue.push(Reverse((rank, self.tasks.len())));
        self.tasks.push(Task { overrides, focus, extent });
    }

    /// Makes the value of a task, with fewer levels where it would become too large.
    fn run(&mut self, index: usize) {
        let Some(Task { overrides, focus, extent }) = self.tasks.get(index) else { return };
        let (overrides, focus, mut extent) = (overrides.clone(), focus.clone(), *extent);
        loop {
            let mut rng = Pcg64::seed_from_u64(self.seed ^ (index as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15));
            let mut chooser = Chooser::new(rng.clone(), extent);
            chooser.overrides.clone_from(&overrides);
            chooser.focus.clone_from(&focus);
            let strings = &mut *self.strings;
            let mut maker =
                Maker { document: self.document, strings, rng: &mut rng, chooser, making: Vec::new(), left: LARGEST };
            let value = maker.make(self.pointer);
            let (left, met) = (maker.left, std::mem::take(&mut maker.chooser.met));
            if let Extent::Full(levels @ 2..) = extent
                && left == 0
            {
                extent = Extent::Full(levels - 1);
                continue;
            }
            if let Ok(value) = value {
                let is_shown = overrides.keys().any(|key| key.ends_with("|sample"));
                self.keep(Made { value, is_shown });
            }
            met.into_iter().for_each(|choice| self.explore(&choice, &overrides));
            return;
        }
    }

    fn keep(&mut self, made: Made) {
        if self.texts.insert(made.value.to_string()) {
            self.values.push(made);
        }
    }

    /// Plans a value for each other way of a choice.
    fn explore(&mut self, choice: &Choice, overrides: &HashMap<String, usize>) {
        if !self.known.insert(choice.key.clone()) {
            return;
        }
        let place = choice.key.rfind('|').map_or("", |end| &choice.key[..end]);
        for (order, way) in ways(choice).into_iter().enumerate() {
            let mut overrides = overrides.clone();
            overrides.insert(choice.key.clone(), way);
            let rank = 2 * depth(place) + if order < 2 { choice.about as usize } else { 2 + order / 4 };
            let focus = match choice.about {
                About::Shape => format!("{}={way}", choice.key),
                _ => place.to_owned(),
            };
            let is_decided =
                ["union", "heir"].iter().any(|what| choice.key[place.len()..].starts_with(&format!("|{what}")));
            let focus = if is_decided { focus } else { place.to_owned() };
            if choice.about == About::Shape {
                self.push(rank, overrides.clone(), focus.clone(), Extent::Least);
            }
            self.push(rank, overrides, focus, Extent::Full(2));
        }
    }
}

/// The ways that were not gone: the last, the first, then the others, spread.
fn ways(choice: &Choice) -> Vec<usize> {
    let last = choice.ways - 1;
    let step = choice.ways.div_ceil(WAYS);
    let mut ways = vec![last, 0];
    // All members of a union are tried, and many values of an enum.
    let step = if choice.about == About::Shape { 1 } else { step };
    ways.extend((1..last).step_by(step));
    let mut seen = HashSet::from([choice.chosen]);
    ways.retain(|way| seen.insert(*way));
    ways
}
