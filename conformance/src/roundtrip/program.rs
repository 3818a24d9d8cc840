//! The program that reads values into the types of many clients and writes them again.

use std::error::Error;
use std::fs::{self, File};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::values::json::Json;

/// A whole document's values take seconds.
const LIMIT: Duration = Duration::from_secs(300);

/// What follows the modules in `main.rs`: the types are given as `m0017` and their names.
pub(super) fn source<'a>(types: impl Iterator<Item = (&'a str, &'a str)>) -> String {
    let mut out = MAIN.to_owned();
    out.push_str("\nstatic TYPES: &[(&str, Trip)] = &[\n");
    for (module, name) in types {
        out.push_str(&format!("    (\"{module}/{name}\", trip::<{module}::types::{name}>),\n"));
    }
    out.push_str("];\n");
    out
}

const MAIN: &str = r#"
use std::collections::HashMap;
use std::io::{BufRead as _, Write as _};

use oasmith_runtime::json;

type Trip = fn(&[u8]) -> Result<Vec<u8>, String>;

fn trip<T: json::Slot>(text: &[u8]) -> Result<Vec<u8>, String> {
    let value: T = json::from_slice(text).map_err(|error| format!("{}\t{error}", error.path()))?;
    json::to_vec(&value).map_err(|error| format!("$\t{error}"))
}

/// Each line is a type, a tab and JSON; each answer `ok` and JSON, or `error`, where it is, and what it is.
fn main() {
    std::panic::set_hook(Box::new(|_| {}));
    let types: HashMap<&str, Trip> = TYPES.iter().copied().collect();
    let mut out = std::io::stdout().lock();
    for line in std::io::stdin().lock().lines() {
        let line = line.expect("a line");
        let (name, text) = line.split_once('\t').expect("a tab");
        let trip = types.get(name).expect("a type");
        let answer = std::panic::catch_unwind(|| trip(text.as_bytes()));
        let mut answer = match answer {
            Ok(Ok(text)) => [b"ok\t", text.as_slice()].concat(),
            Ok(Err(error)) => format!("error\t{}", error.replace(['\r', '\n'], " ")).into_bytes(),
            Err(_) => b"error\t$\tit panics".to_vec(),
        };
        answer.push(b'\n');
        out.write_all(&answer).expect("an output");
    }
}
"#;

/// What became of a value.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Answer {
    Written(Json),
    /// Where in the value, as a JSONPath, and why.
    Refused {
        path: String,
        reason: String,
    },
}

/// Sends values, each with its type as `m0017/Name`, through the program; the answers are in the same order.
pub(super) fn run(executable: &Path, values: &[(String, &Json)]) -> Result<Vec<Answer>, Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let (input, output) = (folder.path().join("in"), folder.path().join("out"));
    let mut answers = Vec::with_capacity(values.len());
    while answers.len() < values.len() {
        let lines: String = values[answers.len()..].iter().map(|(name, value)| format!("{name}\t{value}\n")).collect();
        fs::write(&input, lines)?;
        let died = once(executable, &input, &output)?;
        let text = fs::read_to_string(&output)?;
        answers.extend(text.lines().map(answer));
        if let Some(reason) = died.filter(|_| answers.len() < values.len()) {
            answers.push(Answer::Refused { path: "$".to_owned(), reason });
        } else if answers.len() < values.len() {
            return Err("the program answers less than it is asked".into());
        }
    }
    Ok(answers)
}

/// Runs the program; tells how it died, if it did.
fn once(executable: &Path, input: &Path, output: &Path) -> Result<Option<String>, Box<dyn Error>> {
    let mut child = Command::new(executable)
        .stdin(Stdio::from(File::open(input)?))
        .stdout(Stdio::from(File::create(output)?))
        .stderr(Stdio::null())
        .spawn()?;
    let start = Instant::now();
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok((!status.success()).then(|| format!("the program dies: {status}")));
        }
        if start.elapsed() > LIMIT {
            child.kill()?;
            child.wait()?;
            return Ok(Some("no answer in time".to_owned()));
        }
        std::thread::sleep(Duration::from_millis(5));
    }
}

fn answer(line: &str) -> Answer {
    let refused = |path: &str, reason: &str| Answer::Refused { path: path.to_owned(), reason: reason.to_owned() };
    match line.split_once('\t') {
        Some(("ok", text)) => match Json::parse(text.as_bytes()) {
            Ok(value) => Answer::Written(value),
            Err(error) => refused("$", &format!("what is written is no JSON: {error}")),
        },
        Some((_, rest)) => {
            let (path, reason) = rest.split_once('\t').unwrap_or(("$", rest));
            let reason = reason.strip_suffix(&format!(" at `{path}`")).unwrap_or(reason);
            refused(path, reason)
        }
        None => refused("$", line),
    }
}
