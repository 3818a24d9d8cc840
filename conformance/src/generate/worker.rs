//! The process that generates: jobs come by standard input, one a line, and results go by standard output.

use std::collections::BTreeMap;
use std::error::Error;
use std::io::{BufRead as _, Write as _};
use std::panic::{self, AssertUnwindSafe};
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

use oasmith::diagnostic::{Code, Diagnostic, Diagnostics, Severity};
use oasmith::{Generator, Report, Runtime};

use super::cause::cause;
use super::{Cause, Generated, Job, Outcome, Reason};

/// What the first panic of a job said, and where; threads of the generator may panic too.
static PANIC: Mutex<Option<String>> = Mutex::new(None);

/// Does jobs until there are none.
pub(crate) fn work() -> Result<(), Box<dyn Error>> {
    panic::set_hook(Box::new(|info| {
        let payload = info.payload();
        let text = payload.downcast_ref::<&str>().map(|text| (*text).to_owned());
        let text = text.or_else(|| payload.downcast_ref::<String>().cloned()).unwrap_or_default();
        let place = info.location().map(|place| format!(" at {place}")).unwrap_or_default();
        PANIC.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(format!("{text}{place}"));
    }));
    let mut stdout = std::io::stdout().lock();
    for line in std::io::stdin().lock().lines() {
        let job: Job = serde_json::from_str(&line?)?;
        let start = Instant::now();
        let mut generated = panic::catch_unwind(AssertUnwindSafe(|| generate(&job))).unwrap_or_else(|_| {
            let message = PANIC.lock().unwrap_or_else(PoisonError::into_inner).take().unwrap_or_default();
            Generated::of(Outcome::Panic { message }, 0.0)
        });
        generated.seconds = start.elapsed().as_secs_f64();
        serde_json::to_writer(&mut stdout, &generated)?;
        stdout.write_all(b"\n")?;
        stdout.flush()?;
    }
    Ok(())
}

fn generate(job: &Job) -> Generated {
    let runtime = concat!(env!("CARGO_MANIFEST_DIR"), "/../runtime").to_owned();
    let generator = Generator::new(&job.document).out_dir(&job.out).name("client").runtime(Runtime::Path(runtime));
    match generator.check(!job.keep).generate() {
        Ok(report) => client(&report, job),
        Err(oasmith::Error::Document(diagnostics)) => {
            let generated = Generated::of(refusal(&diagnostics), 0.0);
            Generated { diagnostics: counts(&diagnostics), listed: listed(&diagnostics, job), ..generated }
        }
        Err(error) => Generated::of(Outcome::Broken { message: error.to_string() }, 0.0),
    }
}

fn client(report: &Report, job: &Job) -> Generated {
    let mut causes = BTreeMap::<String, Cause>::new();
    for diagnostic in report.diagnostics.iter().filter(|diagnostic| diagnostic.code == Code::UntypedSchema) {
        let pointer = || diagnostic.pointer.as_str().to_owned();
        let cause = causes.entry(cause(&diagnostic.message)).or_insert_with(|| Cause { count: 0, pointer: pointer() });
        cause.count += 1;
    }
    Generated {
        operations: report.operations,
        types: report.types,
        schemas: report.schemas,
        untyped: report.untyped,
        causes,
        diagnostics: counts(&report.diagnostics),
        listed: listed(&report.diagnostics, job),
        ..Generated::of(Outcome::Client, 0.0)
    }
}

fn refusal(diagnostics: &Diagnostics) -> Outcome {
    let errors: Vec<_> = diagnostics.iter().filter(|diagnostic| diagnostic.severity == Severity::Error).collect();
    match errors[..] {
        // A file of another kind is refused by the same code at the document's root.
        [error] if error.code == Code::UnsupportedVersion && !error.pointer.as_str().is_empty() => {
            Outcome::Version { version: error.message.clone() }
        }
        _ => Outcome::Refused { reasons: errors.into_iter().map(reason).collect() },
    }
}

fn listed(diagnostics: &Diagnostics, job: &Job) -> Vec<Reason> {
    let Some(code) = &job.list else { return Vec::new() };
    diagnostics.iter().filter(|diagnostic| diagnostic.code.as_str() == code).map(reason).collect()
}

fn reason(diagnostic: &Diagnostic) -> Reason {
    Reason {
        code: diagnostic.code.as_str().to_owned(),
        pointer: diagnostic.pointer.as_str().to_owned(),
        message: diagnostic.message.clone(),
    }
}

fn counts(diagnostics: &Diagnostics) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::<String, usize>::new();
    for diagnostic in diagnostics {
        *counts.entry(diagnostic.code.as_str().to_owned()).or_default() += 1;
    }
    counts
}
