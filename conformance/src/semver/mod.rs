//! `oasmith diff` against `cargo semver-checks`, which looks at the crates that are generated before and after a change.
//!
//! Invariant: what a rule says of Rust is never milder than what `cargo semver-checks` finds, and where it is stricter the
//! rule says why.

mod crates;
mod judgement;
mod pairs;
mod report;
mod tool;
mod verdict;

use std::error::Error;
use std::path::PathBuf;

use clap::Args;
use oasmith::{Level, Runtime};

use crate::document::home;
use crate::parallel;
use crates::Crates;
use judgement::Judgement;
use pairs::Pair;
use tool::Tool;

/// Compare what `oasmith diff` says of Rust with what `cargo semver-checks` says of the generated crates.
#[derive(Args)]
pub(crate) struct Arguments {
    /// Files with the document before, `---`, and the document after, which are compared in both directions, by the settings in
    /// a file beside that ends with `.toml`; and folders with the versions of one document in the order of their names. Instead
    /// of the files of `generator/tests/diff`.
    pairs: Vec<PathBuf>,
    /// The versions of documents in `OASMITH_SPECS/history` too.
    #[arg(long)]
    history: bool,
    /// Only those with this in their names.
    #[arg(long, value_name = "TEXT")]
    only: Option<String>,
    /// With a copy of the runtime in each crate, which takes minutes more.
    #[arg(long)]
    vendored: bool,
    /// Print the lints that found something.
    #[arg(long)]
    list: bool,
    /// How many things are done at a time; by default as many as there are cores.
    #[arg(long)]
    jobs: Option<usize>,
}

/// Runs all of it; tells whether no rule is milder, and each that is stricter says why.
pub(crate) fn run(arguments: &Arguments) -> Result<bool, Box<dyn Error>> {
    let jobs = parallel::jobs(arguments.jobs)?;
    let tool = Tool::find()?;
    let pairs = pairs::pairs(&arguments.pairs, arguments.history, arguments.only.as_deref())?;
    let (folder, runtime) = match arguments.vendored {
        true => ("semver-vendored", Runtime::Vendored),
        false => ("semver", Runtime::Path(crates::runtime()?)),
    };
    let crates = Crates::generate(home().join(folder), &pairs, &runtime, jobs)?;
    crates.describe(jobs)?;
    let bar = parallel::bar(pairs.len() as u64, "compare", "{pos}/{len}");
    let judgements = parallel::parallel(&pairs, jobs, &bar, |pair| {
        judge(&tool, &crates, pair).map_err(|error| format!("{}: {error}", pair.name))
    })?;
    report::print(&judgements, &tool.version, arguments.list);
    Ok(judgements.iter().all(|judgement| judgement.outcome.is_fine()))
}

fn judge(tool: &Tool, crates: &Crates, pair: &Pair) -> Result<Judgement, Box<dyn Error>> {
    let (old, new) = (crates.of(&pair.old)?, crates.of(&pair.new)?);
    let mut theirs = tool.compare(&old.description, &new.description)?;
    if theirs.level == Level::None {
        // Few lints look for what is new, but what is missing on the way back is.
        let back = tool.compare(&new.description, &old.description)?;
        theirs = theirs.with_what_is_new(back);
    }
    Ok(Judgement::new(pair.name.clone(), &oasmith::compare(&old.model, &new.model), theirs))
}
