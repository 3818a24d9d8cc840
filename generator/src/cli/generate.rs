//! `oasmith generate`.

use std::io::{self, Write as _};
use std::path::PathBuf;

use clap::Args;
use oasmith::diagnostic::{Diagnostics, Severity};
use oasmith::{Error, Generator, Report, Runtime};
use serde::Serialize;

use super::Access;

/// Generate the client of SPEC, or all clients that oasmith.toml lists.
#[derive(Args)]
pub(super) struct Generate {
    /// The OpenAPI description, in JSON or YAML.
    spec: Option<PathBuf>,
    /// An OpenAPI Overlay that changes SPEC before it is read; given several times, in this order.
    #[arg(long, value_name = "FILE", requires = "spec")]
    overlay: Vec<PathBuf>,
    /// The crate's folder; by default it is called as the document.
    #[arg(long, value_name = "DIR", requires = "spec")]
    out: Option<PathBuf>,
    /// The crate's name; by default that of its folder.
    #[arg(long, value_name = "CRATE", requires = "spec")]
    name: Option<String>,
    /// The file that lists clients, where no SPEC is given.
    #[arg(long, value_name = "FILE", default_value = "oasmith.toml", conflicts_with = "spec")]
    config: PathBuf,
    /// Where the crate's runtime comes from: a copy in the crate, or the package in a folder relative to the crate.
    #[arg(long, value_name = "vendored|path=DIR", default_value = "vendored", value_parser = runtime)]
    runtime: Runtime,
    #[command(flatten)]
    access: Access,
    /// Write nothing; exit with status 1 if a file is stale.
    #[arg(long)]
    check: bool,
    /// Refuse documents that need a warning.
    #[arg(long)]
    strict: bool,
    /// Overwrite files that are not generated.
    #[arg(long)]
    force: bool,
    /// Write every diagnostic, and how much of each document the clients express, to a file of JSON.
    #[arg(long, value_name = "FILE.json")]
    report: Option<PathBuf>,
}

/// What a report says.
#[derive(Serialize)]
struct Entries {
    clients: Vec<Entry>,
}

/// What a report says of a client.
#[derive(Serialize)]
struct Entry {
    spec: PathBuf,
    /// None where the document was refused.
    client: Option<Counts>,
    diagnostics: Diagnostics,
    /// An overlay that would mend what of this is plain, for `--overlay`.
    #[serde(skip_serializing_if = "Option::is_none")]
    overlay: Option<serde_json::Value>,
}

#[derive(Serialize)]
struct Counts {
    out: PathBuf,
    operations: usize,
    types: usize,
    schemas: usize,
    untyped: usize,
}

fn runtime(text: &str) -> Result<Runtime, String> {
    match (text, text.strip_prefix("path=")) {
        ("vendored", _) => Ok(Runtime::Vendored),
        (_, Some(path)) if !path.is_empty() => Ok(Runtime::Path(path.to_owned())),
        _ => Err("it is `vendored` or `path=DIR`".to_owned()),
    }
}

fn entry(spec: PathBuf, result: &Result<Report, Error>) -> Option<Entry> {
    match result {
        Ok(Report { out, operations, types, schemas, untyped, diagnostics, .. }) => {
            let (operations, types, schemas, untyped) = (*operations, *types, *schemas, *untyped);
            let client = Some(Counts { out: out.clone(), operations, types, schemas, untyped });
            Some(Entry { spec, client, diagnostics: diagnostics.clone(), overlay: diagnostics.overlay() })
        }
        Err(Error::Document(diagnostics)) => {
            Some(Entry { spec, client: None, diagnostics: diagnostics.clone(), overlay: diagnostics.overlay() })
        }
        Err(_) => None,
    }
}

/// More files than this are counted, not listed.
const MOST: usize = 12;

impl Generate {
    pub(super) fn run(self) -> io::Result<u8> {
        let generators = match self.generators() {
            Ok(generators) => generators,
            Err(error) => return super::refuse(&error),
        };
        let mut status = 0;
        let mut entries = Vec::new();
        for generator in generators {
            let spec = generator.spec().to_owned();
            let result = generator.check(self.check).strict(self.strict).force(self.force).generate();
            entries.extend(entry(spec, &result));
            match result {
                Ok(report) => {
                    super::show(&report.diagnostics)?;
                    super::count(&report.diagnostics)?;
                    self.print(&report)?;
                    if self.check && !report.changes.is_empty() {
                        status = status.max(super::STALE);
                    }
                }
                Err(error) => status = status.max(super::refuse(&error)?),
            }
        }
        if let Some(path) = &self.report {
            let text = serde_json::to_string_pretty(&Entries { clients: entries })?;
            std::fs::write(path, text + "\n")?;
        }
        Ok(status)
    }

    fn generators(&self) -> Result<Vec<Generator>, Error> {
        let Some(spec) = &self.spec else { return Generator::from_config(&self.config) };
        let generator = self.access.applied(Generator::new(spec)).runtime(self.runtime.clone());
        let mut generator = super::overlaid(generator, &self.overlay);
        if let Some(out) = &self.out {
            generator = generator.out_dir(out);
        }
        if let Some(name) = &self.name {
            generator = generator.name(name);
        }
        Ok(vec![generator])
    }

    fn print(&self, report: &Report) -> io::Result<()> {
        let mut out = io::stdout().lock();
        let count = |number: usize, what: &str| format!("{number} {what}{}", if number == 1 { "" } else { "s" });
        let Report { spec, changes, diagnostics, .. } = report;
        writeln!(
            out,
            "read      {}: {}, {} ({}, {})",
            spec.display(),
            count(report.operations, "operation"),
            count(report.types, "type"),
            count(diagnostics.count(Severity::Warning), "warning"),
            count(diagnostics.count(Severity::Note), "note"),
        )?;
        let (write, delete) = if self.check { ("stale    ", "left over") } else { ("wrote    ", "deleted  ") };
        for (verb, paths) in [(write, &changes.written), (delete, &changes.deleted)] {
            for path in paths.iter().take(MOST) {
                writeln!(out, "{verb} {}", path.display())?;
            }
            if let Some(more) = paths.len().checked_sub(MOST).filter(|more| *more > 0) {
                writeln!(out, "{verb} and {more} more")?;
            }
        }
        let unchanged = count(changes.unchanged.len(), "file");
        let verdict = if self.check && changes.is_empty() { ": nothing is stale" } else { "" };
        writeln!(out, "unchanged {unchanged} in {}{verdict}", report.out.display())?;
        if self.check && !changes.is_empty() {
            writeln!(io::stderr(), "error: generated files are stale: run `oasmith generate` without --check")?;
        }
        Ok(())
    }
}
