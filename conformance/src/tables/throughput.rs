//! Reading and writing 40 MB of objects with ten mixed fields.

use std::collections::BTreeMap;
use std::error::Error;
use std::hint::black_box;
use std::time::{Duration, Instant};

use oasmith_runtime::{json, object, string_enum};
use serde::{Deserialize, Serialize};

const SIZE: usize = 40_000_000;
const ROUNDS: usize = 9;

#[derive(Clone)]
struct Table {
    id: i64,
    display_name: String,
    kind: TableKind,
    active: bool,
    score: Option<f64>,
    note: Option<String>,
    parent_id: Option<i64>,
    tags: Vec<String>,
    labels: Option<BTreeMap<String, String>>,
    children: Option<Vec<Table>>,
}

object! { Table {
    "id" => id: required,
    "displayName" => display_name: required,
    "kind" => kind: required,
    "active" => active: required,
    "score" => score: optional,
    "note" => note: optional,
    "parent_id" => parent_id: nullable,
    "tags" => tags: required,
    "labels" => labels: optional,
    "children" => children: optional,
} }

#[derive(Clone)]
pub(super) enum TableKind {
    Small,
    Large,
    Unknown(String),
}
string_enum! { TableKind { Small => "small", Large => "large" } }

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Derived {
    id: i64,
    #[serde(rename = "displayName")]
    display_name: String,
    kind: DerivedKind,
    active: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    score: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<String>,
    parent_id: Option<i64>,
    tags: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    labels: Option<BTreeMap<String, String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    children: Option<Vec<Derived>>,
}

/// Without the variant for unknown values, which costs derives much.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum DerivedKind {
    Small,
    Large,
}

fn record(number: i64, depth: usize) -> Derived {
    let some = |every: i64| number % every == 0;
    Derived {
        id: number * 7_919,
        display_name: format!("Record number {number} of the whole list"),
        kind: if some(3) { DerivedKind::Small } else { DerivedKind::Large },
        active: some(2),
        score: some(2).then(|| number as f64 / 64.0),
        note: some(5).then(|| format!("A note of some length,\nwith \"quotes\" and é {number}")),
        parent_id: some(3).then_some(number / 2),
        tags: (0..number % 4).map(|tag| format!("tag-{tag}")).collect(),
        labels: some(4).then(|| BTreeMap::from([("region".to_owned(), "eu-west-1".to_owned())])),
        children: (depth > 0 && some(3)).then(|| vec![record(number + 1, depth - 1), record(number + 2, 0)]),
    }
}

pub(super) fn run() -> Result<(), Box<dyn Error>> {
    let mut derived = Vec::new();
    let mut size = 0;
    while size < SIZE {
        let next = record(derived.len().try_into()?, 2);
        size += serde_json::to_vec(&next)?.len() + 1;
        derived.push(next);
    }
    let text = serde_json::to_vec(&derived)?;
    let tables: Vec<Table> = json::from_slice(&text)?;
    if json::to_vec(&tables)? != text {
        return Err("the two write different texts".into());
    }
    println!("{:.1} MB of objects of ten fields, best of {ROUNDS}:", text.len() as f64 / 1e6);
    let mut best = [Duration::MAX; 4];
    for _ in 0..ROUNDS {
        time(&mut best[0], || drop(black_box(json::from_slice::<Vec<Table>>(&text))));
        time(&mut best[1], || drop(black_box(serde_json::from_slice::<Vec<Derived>>(&text))));
        time(&mut best[2], || drop(black_box(json::to_vec(&tables))));
        time(&mut best[3], || drop(black_box(serde_json::to_vec(&derived))));
    }
    let [read, derived_read, write, derived_write] = best.map(|time| text.len() as f64 / 1e6 / time.as_secs_f64());
    super::print("read", read, derived_read, "MB/s", read / derived_read, read / derived_read >= 0.9, "at least 0.9");
    super::print(
        "write",
        write,
        derived_write,
        "MB/s",
        write / derived_write,
        write / derived_write >= 1.0,
        "at least 1.0",
    );
    Ok(())
}

fn time(best: &mut Duration, run: impl FnOnce()) {
    let start = Instant::now();
    run();
    *best = start.elapsed().min(*best);
}
