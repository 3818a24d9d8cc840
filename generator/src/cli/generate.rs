//! `oasmith generate`.

use std::io::{self, Write};
use std::path::PathBuf;

use clap::Args;
use oasmith::diagnostic::{Diagnostics, Severity};
use oasmith::{Error, Features, Generator, LeftOut, Renamed, Report, Runtime};
use serde::Serialize;

use super::{Access, Selection};

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
    selection: Selection,
    /// Give the crate a feature of cargo for each tag, so that who uses it compiles what is used.
    #[arg(long, value_name = "tags|none", default_value = "none", value_parser = features, requires = "spec")]
    features: Features,
    #[command(flatten)]
    access: Access,
    /// Write nothing; show what differs, and exit with status 1 if a file is stale.
    #[arg(long)]
    check: bool,
    /// Refuse documents that need a warning.
    #[arg(long)]
    strict: bool,
    /// Overwrite and delete files even if they were edited or never generated, and settle a conflict in oasmith.lock.
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
    /// What was not selected, if anything was.
    #[serde(skip_serializing_if = "Option::is_none")]
    left_out: Option<Missing>,
    /// What is called otherwise or is elsewhere by now.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    renames: Vec<Moved>,
}

/// A part that is called otherwise or is elsewhere.
#[derive(Serialize)]
struct Moved {
    from: String,
    to: String,
    old_name: String,
    new_name: String,
}

impl From<&Renamed> for Moved {
    fn from(one: &Renamed) -> Self {
        let Renamed { from, to, old_name, new_name, .. } = one.clone();
        Self { from, to, old_name, new_name }
    }
}

/// How much was not selected.
#[derive(Serialize)]
struct Missing {
    operations: usize,
    types: usize,
    webhooks: usize,
}

fn runtime(text: &str) -> Result<Runtime, String> {
    match (text, text.strip_prefix("path=")) {
        ("vendored", _) => Ok(Runtime::Vendored),
        (_, Some(path)) if !path.is_empty() => Ok(Runtime::Path(path.to_owned())),
        _ => Err("it is `vendored` or `path=DIR`".to_owned()),
    }
}

fn features(text: &str) -> Result<Features, String> {
    match text {
        "none" => Ok(Features::None),
        "tags" => Ok(Features::Tags),
        _ => Err("it is `tags` or `none`".to_owned()),
    }
}

fn entry(spec: PathBuf, result: &Result<Report, Error>) -> Option<Entry> {
    match result {
        Ok(Report { out, operations, types, schemas, untyped, diagnostics, left_out, renames, .. }) => {
            let (operations, types, schemas, untyped) = (*operations, *types, *schemas, *untyped);
            let left_out = left_out.map(|LeftOut { operations, types, webhooks }| Missing {
                operations: operations.0,
                types: types.0,
                webhooks: webhooks.0,
            });
            let renames = renames.iter().map(Moved::from).collect();
            let client = Some(Counts { out: out.clone(), operations, types, schemas, untyped, left_out, renames });
            Some(Entry { spec, client, diagnostics: diagnostics.clone(), overlay: diagnostics.overlay() })
        }
        Err(Error::Document(diagnostics) | Error::Config(diagnostics)) => {
            Some(Entry { spec, client: None, diagnostics: diagnostics.clone(), overlay: diagnostics.overlay() })
        }
        Err(_) => None,
    }
}

/// More files than this are counted, not listed.
const MOST: usize = 12;

/// The most lines of a diff that are shown.
const LINES: usize = 200;

/// How wide the word is that a line begins with.
const WORD: usize = 9;

impl Generate {
    pub(super) fn run(self) -> io::Result<u8> {
        let generators = match self.generators() {
            Ok(generators) => generators,
            Err(error) => return super::refuse(&error),
        };
        let mut status = 0;
        let mut entries = Vec::new();
        let mut stale = None;
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
                        *stale.get_or_insert(0) += report.changes.edited.len();
                    }
                }
                Err(error) => status = status.max(super::refuse(&error)?),
            }
        }
        if let Some(path) = &self.report {
            let text = serde_json::to_string_pretty(&Entries { clients: entries })?;
            std::fs::write(path, text + "\n")?;
        }
        if let Some(edited) = stale {
            mend(edited)?;
        }
        Ok(status)
    }

    fn generators(&self) -> Result<Vec<Generator>, Error> {
        let Some(spec) = &self.spec else { return Generator::from_config(&self.config) };
        let generator = self.access.applied(Generator::new(spec)).runtime(self.runtime.clone());
        let generator = generator.features(self.features);
        let mut generator = self.selection.applied(super::overlaid(generator, &self.overlay));
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
        if let Some(left_out) = report.left_out {
            writeln!(out, "left out  {left_out} (--only)")?;
        }
        listed(&mut out, report.renames.iter().map(renamed))?;
        let (write, delete) = if self.check { ("stale    ", "left over") } else { ("wrote    ", "deleted  ") };
        listed(&mut out, changes.written.iter().map(|path| format!("{write} {}", path.display())))?;
        listed(&mut out, changes.deleted.iter().map(|path| format!("{delete} {}", path.display())))?;
        listed(&mut out, changes.edited.iter().map(|path| format!("edited    {}", path.display())))?;
        let unchanged = count(changes.unchanged.len(), "file");
        let verdict = if self.check && changes.is_empty() { ": nothing is stale" } else { "" };
        writeln!(out, "unchanged {unchanged} in {}{verdict}", report.out.display())?;
        if self.check {
            if let Some(version) = &report.generated_by {
                writeln!(out, "note      oasmith {version} wrote them, and this is {}", env!("CARGO_PKG_VERSION"))?;
            }
            let diff = report.differences.unified(LINES, true);
            write!(anstream::AutoStream::auto(out), "{diff}")?;
        }
        Ok(())
    }
}

/// Writes lines, or how many there are beyond the first; each begins with a word as wide as the others.
fn listed(out: &mut impl Write, lines: impl ExactSizeIterator<Item = String>) -> io::Result<()> {
    let more = lines.len().saturating_sub(MOST);
    for (index, line) in lines.enumerate() {
        match index {
            MOST => writeln!(out, "{} and {more} more", line.get(..WORD).unwrap_or_default())?,
            index if index < MOST => writeln!(out, "{line}")?,
            _ => break,
        }
    }
    Ok(())
}

fn renamed(one: &Renamed) -> String {
    let Renamed { from, to, old_name, new_name, .. } = one;
    if old_name == new_name {
        format!("moved     {new_name} ({from} -> {to})")
    } else {
        format!("renamed   {old_name} is {new_name} now ({from} -> {to})")
    }
}

/// Says which command brings stale files up to date.
fn mend(edited: usize) -> io::Result<()> {
    let given = std::env::args_os().skip(1).map(|argument| argument.to_string_lossy().into_owned());
    let command = command(given, edited > 0);
    let lost = match edited {
        0 => String::new(),
        1 => "; one was edited, which is lost then".to_owned(),
        several => format!("; {several} were edited, which is lost then"),
    };
    writeln!(io::stderr(), "error: generated files are stale: `{command}` brings them up to date{lost}")
}

/// The command with these arguments as a shell reads it, but without `--check`, and with `--force` if that is wanted.
fn command(arguments: impl Iterator<Item = String>, force: bool) -> String {
    let is_plain = |character: char| character.is_alphanumeric() || "-_./=:,@%+".contains(character);
    let mut given: Vec<String> = arguments.collect();
    let flags = given.iter().position(|argument| argument == "--").unwrap_or(given.len());
    let values = given.split_off(flags);
    given.retain(|argument| argument != "--check" && (!force || argument != "--force"));
    if force {
        given.push("--force".to_owned());
    }
    let mut out = "oasmith".to_owned();
    for argument in given.iter().chain(&values) {
        out.push(' ');
        if !argument.is_empty() && argument.chars().all(is_plain) {
            out.push_str(argument);
        } else {
            out.push_str(&format!("'{}'", argument.replace('\'', r"'\''")));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_that_mends_is_the_one_that_was_given() {
        let told = |given: &[&str], force| command(given.iter().map(|argument| (*argument).to_owned()), force);
        let given = ["generate", "my api.yaml", "--check", "--out", "it's", "--name", "a-b"];
        assert_eq!(told(&given, false), r"oasmith generate 'my api.yaml' --out 'it'\''s' --name a-b");
        assert_eq!(told(&["generate", "--force", "--check"], false), "oasmith generate --force");
        assert_eq!(told(&["generate", "--check", "--", "--check"], true), "oasmith generate --force -- --check");
    }

    #[test]
    fn long_lists_are_cut_and_counted() {
        let mut out = Vec::new();
        listed(&mut out, (0..15).map(|number| format!("stale     {number}"))).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert!(text.ends_with("stale     11\nstale     and 3 more\n"), "{text}");
    }
}
