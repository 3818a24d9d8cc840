//! The command: one file a subcommand, no logic of its own.

mod diff;
mod explain;
mod generate;
mod inspect;

use std::io::{self, Write as _};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};
use oasmith::diagnostic::Diagnostics;
use oasmith::{Error, Generator, Selector};

/// Some checked-in files are stale, or a change was denied.
const STALE: u8 = 1;
/// The command was used wrongly, or a file could not be read or written.
const USAGE: u8 = 2;
/// The document cannot become a client.
const DOCUMENT: u8 = 3;

/// Generates Rust clients from OpenAPI descriptions.
#[derive(Parser)]
#[command(name = "oasmith", version)]
struct Command {
    #[command(subcommand)]
    subcommand: Sub,
}

#[derive(Subcommand)]
enum Sub {
    Generate(generate::Generate),
    Inspect(inspect::Inspect),
    Diff(diff::Diff),
    Explain(explain::Explain),
}

/// What references in SPEC may lead to.
#[derive(Args)]
struct Access {
    /// Read files outside the folder of SPEC where it refers to them.
    #[arg(long)]
    allow_outside: bool,
    /// Fetch files from this host where SPEC refers to them; nothing is fetched unless its host is named.
    #[arg(long, value_name = "HOST", value_parser = host)]
    allow_remote: Vec<String>,
}

/// What of SPEC is wanted.
#[derive(Args)]
struct Selection {
    /// Generate only what this selects and what that needs: the operations of a tag, one by its operationId or as `GET /pets`,
    /// those of the paths that a pattern such as `/v1/**` matches, or a type; given several times, all of that.
    #[arg(long, value_name = "tag:T|op:ID|path:GLOB|type:T", requires = "spec")]
    only: Vec<Selector>,
}

impl Selection {
    fn applied(&self, generator: Generator) -> Generator {
        self.only.iter().cloned().fold(generator, Generator::only)
    }
}

fn host(text: &str) -> Result<String, String> {
    if text.is_empty() || text.contains(['/', '@', '?', '#']) {
        return Err("it is a host alone, such as `example.com` or `example.com:8443`".to_owned());
    }
    Ok(text.to_owned())
}

impl Access {
    fn applied(&self, generator: Generator) -> Generator {
        // What the settings of a client allow for is not taken back.
        let generator = if self.allow_outside { generator.allow_outside(true) } else { generator };
        self.allow_remote.iter().fold(generator, |generator, host| generator.allow_remote(host))
    }
}

fn overlaid(generator: Generator, overlays: &[PathBuf]) -> Generator {
    overlays.iter().fold(generator, |generator, overlay| generator.overlay(overlay))
}

/// Runs the command that the arguments ask for.
pub(crate) fn run() -> ExitCode {
    let result = match Command::parse().subcommand {
        Sub::Generate(generate) => generate.run(),
        Sub::Inspect(inspect) => inspect.run(),
        Sub::Diff(diff) => diff.run(),
        Sub::Explain(explain) => explain.run(),
    };
    match result {
        Ok(code) => ExitCode::from(code),
        // Nobody reads on: that is no error.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(io::stderr(), "error: {error}");
            ExitCode::from(USAGE)
        }
    }
}

/// Shows diagnostics where they do not get in the way of results: in colours on a terminal, unless `NO_COLOR` is set.
fn show(diagnostics: &Diagnostics) -> io::Result<()> {
    let mut out = anstream::stderr().lock();
    write!(out, "{}", diagnostics.rendered(true))
}

/// Counts diagnostics at the end of them.
fn count(diagnostics: &Diagnostics) -> io::Result<()> {
    let Some(worst) = diagnostics.iter().map(|diagnostic| diagnostic.severity).max() else { return Ok(()) };
    let summary = diagnostics.summary().unwrap_or_default();
    writeln!(io::stderr(), "{worst}: {summary}")
}

/// Shows why there is no client; the exit status.
fn refuse(error: &Error) -> io::Result<u8> {
    match error {
        Error::Document(diagnostics) => {
            show(diagnostics)?;
            let summary = diagnostics.summary().unwrap_or_default();
            let reason = if diagnostics.has_errors() {
                "cannot become a client"
            } else {
                "needs repairs, which --strict refuses"
            };
            writeln!(io::stderr(), "error: the document {reason}: {summary}")?;
            Ok(DOCUMENT)
        }
        Error::Config(diagnostics) => {
            show(diagnostics)?;
            let summary = diagnostics.summary().unwrap_or_default();
            writeln!(io::stderr(), "error: the settings cannot be followed: {summary}")?;
            Ok(USAGE)
        }
        other => {
            writeln!(io::stderr(), "error: {other}")?;
            Ok(USAGE)
        }
    }
}
