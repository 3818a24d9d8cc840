//! The program that makes calls through many clients.

use std::error::Error;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use super::values::Arguments;

/// What the program depends on beside the clients, as lines of a manifest.
pub(super) const DEPENDENCIES: &str =
    "tokio = { version = \"1\", default-features = false, features = [\"rt\", \"net\", \"time\"] }\n";

/// What follows the modules in `main.rs`.
pub(super) fn source<'a>(modules: impl Iterator<Item = &'a str>) -> String {
    let modules: String = modules.map(|module| format!("    ({module:?}, {module}::calls::CALLS),\n")).collect();
    format!("{MAIN}\nstatic MODULES: &[(&str, &[(&str, fn(&Given<'_>) -> Called)])] = &[\n{modules}];\n")
}

const MAIN: &str = r#"
use std::any::Any;
use std::cell::RefCell;
use std::collections::HashMap;
use std::future::Future;
use std::io::{BufRead as _, Write as _};
use std::pin::Pin;

use oasmith_runtime::{BuildError, Error, Failure, Responding, json, reqwest};

/// A call that is ready to be made, or why it is not.
pub type Called = Result<Pin<Box<dyn Future<Output = String>>>, String>;

thread_local! {
    static CLIENTS: RefCell<HashMap<String, Box<dyn Any>>> = RefCell::new(HashMap::new());
}

/// The arguments of a call, and what it is to prefer.
pub struct Given<'a> {
    url: &'a str,
    prefer: &'a str,
    arguments: HashMap<&'a str, &'a str>,
}

impl Given<'_> {
    pub fn has(&self, key: &str) -> bool {
        self.arguments.contains_key(key)
    }

    pub fn optional<T: json::Slot>(&self, key: &str) -> Result<Option<T>, String> {
        let Some(text) = self.arguments.get(key) else { return Ok(None) };
        match json::from_slice(text.as_bytes()) {
            Ok(value) => Ok(Some(value)),
            Err(error) => Err(format!("argument\t{key}: {error}")),
        }
    }

    pub fn required<T: json::Slot>(&self, key: &str) -> Result<T, String> {
        self.optional(key)?.ok_or_else(|| format!("argument\t{key}: it is missing"))
    }

    /// A client that asks for what is preferred, with a connection for each call.
    pub fn client<C: Clone + 'static>(
        &self,
        make: impl FnOnce(&str, reqwest::ClientBuilder) -> Result<C, BuildError>,
    ) -> Result<C, String> {
        let known = CLIENTS.with_borrow(|clients| clients.get(self.prefer)?.downcast_ref::<C>().cloned());
        if let Some(client) = known {
            return Ok(client);
        }
        let mut headers = reqwest::header::HeaderMap::new();
        if !self.prefer.is_empty() {
            headers.insert("prefer", self.prefer.parse().map_err(|_| "argument\tprefer")?);
        }
        let http = reqwest::Client::builder().no_proxy().pool_max_idle_per_host(0).default_headers(headers);
        let client = make(self.url, http).map_err(|error| format!("request\t{error}"))?;
        CLIENTS.with_borrow_mut(|clients| clients.insert(self.prefer.to_owned(), Box::new(client.clone())));
        Ok(client)
    }
}

pub fn finish<T: 'static, E: Failure + 'static>(call: Responding<T, E>) -> Called {
    Ok(Box::pin(async move {
        match call.await {
            Ok(response) => format!("success\t{}", response.status().as_u16()),
            Err(Error::Api(error)) => format!("error\t{}", error.status().as_u16()),
            Err(Error::Request(error)) => format!("request\t{error}"),
            Err(Error::Transport(error)) => format!("transport\t{error}"),
            Err(error) => format!("response\t{error}"),
        }
    }))
}

/// Each line is a call: its function, what it is to prefer, and its arguments, each a key and JSON, all of them after tabs.
/// Each answer is a line too: what came of it, a tab, and the status or the reason.
fn main() {
    std::panic::set_hook(Box::new(|_| {}));
    let words: Vec<String> = std::env::args().collect();
    let (module, url) = (&words[1], &words[2]);
    let calls = MODULES.iter().find(|(name, _)| name == module).expect("a module").1;
    let calls: HashMap<&str, _> = calls.iter().copied().collect();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let mut out = std::io::stdout().lock();
    for line in std::io::stdin().lock().lines() {
        let line = line.expect("a line");
        let words: Vec<&str> = line.split('\t').collect();
        let arguments = words[2..].chunks_exact(2).map(|pair| (pair[0], pair[1])).collect();
        let given = Given { url, prefer: words[1], arguments };
        let call = std::panic::AssertUnwindSafe(|| {
            let _inside = runtime.enter();
            match calls.get(words[0]).expect("a function")(&given) {
                Ok(future) => runtime.block_on(future),
                Err(refused) => refused,
            }
        });
        let answer = std::panic::catch_unwind(call).unwrap_or_else(|_| "panic\tit panics".to_owned());
        writeln!(out, "{}", answer.replace(['\r', '\n'], " ")).expect("an output");
        out.flush().expect("an output");
    }
}
"#;

/// What came of a call, as the client tells it.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Outcome {
    /// A success with its status.
    Success(u16),
    /// A documented error with its status.
    Error(u16),
    /// Anything else: what kind of thing, and why.
    Other(String, String),
}

/// A program under way, which calls one client.
pub(super) struct Program {
    executable: PathBuf,
    module: String,
    url: String,
    running: Option<Running>,
}

struct Running {
    child: Child,
    stdin: ChildStdin,
    stdout: BufReader<ChildStdout>,
}

impl Program {
    pub(super) fn new(executable: &Path, module: &str, url: String) -> Self {
        Self { executable: executable.to_owned(), module: module.to_owned(), url, running: None }
    }

    /// Makes a call and waits for what comes of it.
    pub(super) fn call(
        &mut self,
        function: &str,
        prefer: &str,
        arguments: &Arguments,
    ) -> Result<Outcome, Box<dyn Error>> {
        let arguments: String = arguments.iter().map(|(key, value)| format!("\t{key}\t{value}")).collect();
        let running = self.running()?;
        let mut line = String::new();
        let asked = writeln!(running.stdin, "{function}\t{prefer}{arguments}");
        if asked.is_ok() && running.stdout.read_line(&mut line)? > 0 {
            return Ok(outcome(line.trim_end_matches('\n')));
        }
        self.stop();
        Ok(Outcome::Other("panic".to_owned(), "the program dies".to_owned()))
    }

    fn running(&mut self) -> Result<&mut Running, Box<dyn Error>> {
        if self.running.is_none() {
            let mut child = Command::new(&self.executable)
                .args([&self.module, &self.url])
                .stdin(Stdio::piped())
                .stdout(Stdio::piped())
                .stderr(Stdio::null())
                .spawn()?;
            let (Some(stdin), Some(stdout)) = (child.stdin.take(), child.stdout.take()) else {
                return Err("the program has no input".into());
            };
            self.running = Some(Running { child, stdin, stdout: BufReader::new(stdout) });
        }
        self.running.as_mut().ok_or_else(|| "the program does not run".into())
    }

    fn stop(&mut self) {
        if let Some(mut running) = self.running.take() {
            // It may have ended by itself.
            let _ = running.child.kill();
            let _ = running.child.wait();
        }
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        self.stop();
    }
}

fn outcome(line: &str) -> Outcome {
    let (kind, rest) = line.split_once('\t').unwrap_or(("panic", line));
    match (kind, rest.parse()) {
        ("success", Ok(status)) => Outcome::Success(status),
        ("error", Ok(status)) => Outcome::Error(status),
        _ => Outcome::Other(kind.to_owned(), rest.to_owned()),
    }
}
