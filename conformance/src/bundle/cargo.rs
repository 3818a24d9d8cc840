//! One run of cargo over bundles.

use std::collections::{BTreeSet, HashMap};
use std::error::Error;
use std::io::{BufRead as _, BufReader, Read as _};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::Arc;

use super::messages::{Level, Line, Message};
use super::{Bundle, Finding, Options};

/// What became of a bundle.
#[derive(Debug, Default)]
pub(super) struct Outcome {
    /// Whether it compiles.
    pub(super) finished: bool,
    pub(super) executable: Option<PathBuf>,
    /// What was said of modules, each with its module.
    said: Vec<(String, Finding)>,
    /// What was said of nothing in particular.
    other: Vec<String>,
    /// What cargo printed, where it may tell why the compiler stopped.
    printed: Arc<str>,
}

impl Outcome {
    /// What was said, with the documents of the modules. Of a bundle that compiles, what is about no module counts too,
    /// under the bundle's name.
    pub(super) fn findings(&self, bundle: &Bundle) -> Vec<Finding> {
        let document = |name: &str| bundle.modules.iter().find(|module| module.name == name);
        let finding = |(name, finding): &(String, Finding)| {
            document(name).map(|module| Finding { document: module.client.document.clone(), ..finding.clone() })
        };
        let other = self.other.iter().filter(|_| self.finished).map(|text| Finding {
            document: bundle.name.clone(),
            file: String::new(),
            line: 0,
            level: Level::Warning,
            code: None,
            message: text.clone(),
        });
        self.said.iter().filter_map(finding).chain(other).collect()
    }

    /// The modules that do not compile.
    pub(super) fn failing(&self) -> BTreeSet<&str> {
        self.said.iter().filter(|(_, finding)| finding.level == Level::Error).map(|(name, _)| name.as_str()).collect()
    }

    /// Why there is no crate, where no module is named.
    pub(super) fn last_words(&self) -> String {
        let printed = self.printed.lines().filter(|line| !line.trim().is_empty());
        let lines: Vec<&str> = self.other.iter().map(String::as_str).chain(printed).collect();
        lines[lines.len().saturating_sub(3)..].join(" / ")
    }

    fn hear(&mut self, message: Message) {
        let Some(level) = message.level().filter(|_| !message.is_summary()) else { return };
        let Some(place) = message.place() else {
            self.other.push(message.rendered.unwrap_or(message.message));
            return;
        };
        let finding = Finding {
            document: String::new(),
            file: place.file.to_owned(),
            line: place.line,
            level,
            code: message.code(),
            message: message.message.clone(),
        };
        self.said.push((place.module.to_owned(), finding));
    }
}

/// Runs the command over the bundles; the outcomes are by their names.
pub(super) fn run(options: &Options<'_>, bundles: &[Bundle]) -> Result<HashMap<String, Outcome>, Box<dyn Error>> {
    let mut command = Command::new(env!("CARGO"));
    command.args(options.command).args(["--message-format=json", "--keep-going", "--jobs", &options.jobs.to_string()]);
    bundles.iter().for_each(|bundle| {
        command.args(["-p", &bundle.name]);
    });
    let mut child = command
        .current_dir(options.folder)
        .env("CARGO_TARGET_DIR", options.folder.join("target"))
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()?;
    let (Some(stdout), Some(mut stderr)) = (child.stdout.take(), child.stderr.take()) else {
        return Err("cargo has no output".into());
    };
    let printed = std::thread::spawn(move || {
        let mut bytes = Vec::new();
        let _ = stderr.read_to_end(&mut bytes);
        String::from_utf8_lossy(&bytes).into_owned()
    });
    let mut outcomes: HashMap<String, Outcome> =
        bundles.iter().map(|bundle| (bundle.name.clone(), Outcome::default())).collect();
    let mut foreign = Vec::new();
    for line in BufReader::new(stdout).lines() {
        match serde_json::from_str(&line?) {
            Ok(Line::CompilerMessage { target, message }) => match outcomes.get_mut(&target.name) {
                Some(outcome) => outcome.hear(message),
                None if message.level() == Some(Level::Error) => foreign.extend(message.rendered),
                None => {}
            },
            Ok(Line::CompilerArtifact { target, executable }) => {
                if let Some(outcome) = outcomes.get_mut(&target.name) {
                    (outcome.finished, outcome.executable) = (true, executable);
                    let bundle = bundles.iter().find(|bundle| bundle.name == target.name);
                    options.progress.inc(bundle.map_or(0, |bundle| bundle.modules.iter().map(|one| one.size).sum()));
                }
            }
            // What a build script prints is not for us.
            Ok(Line::Other) | Err(_) => {}
        }
    }
    let status = child.wait()?;
    let printed: Arc<str> = printed.join().unwrap_or_default().into();
    let started = outcomes.values().any(|outcome| outcome.finished || !outcome.said.is_empty())
        || printed.contains("could not compile `bundle_");
    if !foreign.is_empty() || (!status.success() && !started) {
        return Err(format!("cargo {} fails: {}{printed}", options.command.join(" "), foreign.concat()).into());
    }
    for outcome in outcomes.values_mut() {
        outcome.printed = Arc::clone(&printed);
    }
    Ok(outcomes)
}
