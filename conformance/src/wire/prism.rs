//! Prism, a server that holds requests against a document and answers with what the document shows.

use std::error::Error;
use std::fs::File;
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::bundle::workspace::write_changed;
use crate::document::{home, node_package};

const PACKAGE: &str = "@stoplight/prism-cli";

/// Ends the server where its input ends, so that it does not outlive whoever started it; and keeps it from ending over
/// headers that are lists: it splits the text of one that is not there, or of one that it made itself and has as a list.
const GUARD: &str = r#"process.stdin.on('close', () => process.exit()).resume();

const simple = require('@stoplight/prism-http/dist/validator/deserializers/style/simple.js');
const read = simple.deserializeSimpleStyle;
simple.deserializeSimpleStyle = (name, parameters, ...rest) =>
  typeof parameters[name] === 'string' ? read(name, parameters, ...rest) : parameters[name];
"#;

/// Documents of some megabytes take it a minute.
const PATIENCE: Duration = Duration::from_secs(180);

/// A server under way; it ends with this value.
pub(super) struct Prism {
    child: Child,
    pub(super) address: SocketAddr,
}

/// How the server is started.
pub(super) struct Program {
    script: PathBuf,
    guard: PathBuf,
}

/// The program, installed once.
pub(super) fn install() -> Result<Program, Box<dyn Error>> {
    let script = node_package(PACKAGE)?.join("dist/index.js");
    let folder = home().join("node");
    let guard = folder.join("guard.cjs");
    write_changed(&guard, GUARD)?;
    Ok(Program { script, guard })
}

impl Prism {
    /// Starts it for a document; or why it does not start, in its words.
    pub(super) fn start(program: &Program, document: &Path) -> Result<Result<Self, String>, Box<dyn Error>> {
        let address = free()?;
        let mut log = tempfile::NamedTempFile::new()?;
        let child = Command::new("node")
            .arg("--require")
            .args([&program.guard, &program.script])
            .args(["mock", "--errors", "--multiprocess=false", "--verboseLevel", "fatal"])
            .args(["--host", "127.0.0.1", "--port", &address.port().to_string()])
            .arg(document)
            .stdin(Stdio::piped())
            .stdout(log.reopen()?)
            .stderr(log.reopen()?)
            .spawn()?;
        let mut prism = Self { child, address };
        let start = Instant::now();
        while TcpStream::connect(address).is_err() {
            let ended = prism.child.try_wait()?.is_some();
            if ended || start.elapsed() > PATIENCE {
                let said = last_words(log.as_file_mut())?;
                return Ok(Err(if ended { said } else { format!("it takes too long: {said}") }));
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        Ok(Ok(prism))
    }

    /// Whether it still runs.
    pub(super) fn is_alive(&mut self) -> bool {
        matches!(self.child.try_wait(), Ok(None))
    }
}

impl Drop for Prism {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// An address that nobody listens at.
fn free() -> Result<SocketAddr, Box<dyn Error>> {
    Ok(TcpListener::bind(("127.0.0.1", 0))?.local_addr()?)
}

/// The line that tells what is wrong, of all that it printed.
fn last_words(log: &mut File) -> Result<String, Box<dyn Error>> {
    use std::io::{Read as _, Seek as _};
    let mut bytes = Vec::new();
    log.rewind()?;
    log.read_to_end(&mut bytes)?;
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let telling = lines.clone().find(|line| line.contains("rror"));
    let line = telling.or_else(|| lines.next_back()).unwrap_or("it says nothing");
    Ok(line.chars().take(300).collect())
}
