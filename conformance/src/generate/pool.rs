//! The processes that generate, and their time limit.

use std::error::Error;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use super::{Generated, Job, Outcome};

/// The largest documents take a few seconds.
const LIMIT: Duration = Duration::from_secs(60);

/// A process, and the lines that it writes.
struct Worker {
    child: Child,
    stdin: ChildStdin,
    lines: Receiver<std::io::Result<String>>,
}

/// Does all jobs, in the order given, `workers` at a time; the results are in the same order. `done` hears of each.
pub(crate) fn generate(
    jobs: &[Job],
    workers: usize,
    done: &(dyn Fn() + Sync),
) -> Result<Vec<Generated>, Box<dyn Error>> {
    let next = AtomicUsize::new(0);
    let work = || -> std::io::Result<Vec<(usize, Generated)>> {
        let mut results = Vec::new();
        let mut worker = None;
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            let Some(job) = jobs.get(index) else {
                worker.map(finish).transpose()?;
                return Ok(results);
            };
            results.push((index, run(&mut worker, job)?));
            done();
        }
    };
    let parts: Vec<_> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..workers.clamp(1, jobs.len().max(1))).map(|_| scope.spawn(work)).collect();
        threads.into_iter().map(std::thread::ScopedJoinHandle::join).collect()
    });
    let mut results = Vec::new();
    for part in parts {
        results.extend(part.map_err(|_| "a thread failed")??);
    }
    results.sort_by_key(|(index, _)| *index);
    Ok(results.into_iter().map(|(_, generated)| generated).collect())
}

/// Does a job; a worker that fails is replaced for the next one.
fn run(slot: &mut Option<Worker>, job: &Job) -> std::io::Result<Generated> {
    let mut worker = match slot.take() {
        Some(worker) => worker,
        None => start()?,
    };
    let begin = Instant::now();
    let mut line = serde_json::to_string(job)?;
    line.push('\n');
    // Where this fails the worker is dead, which shows below.
    let _ = worker.stdin.write_all(line.as_bytes());
    let outcome = match worker.lines.recv_timeout(LIMIT) {
        Ok(line) => {
            let generated = serde_json::from_str(&line?)?;
            *slot = Some(worker);
            return Ok(generated);
        }
        Err(RecvTimeoutError::Timeout) => {
            worker.child.kill()?;
            worker.child.wait()?;
            Outcome::TimeOut
        }
        Err(RecvTimeoutError::Disconnected) => Outcome::Crash { message: last_words(&mut worker.child)? },
    };
    Ok(Generated::of(outcome, begin.elapsed().as_secs_f64()))
}

fn start() -> std::io::Result<Worker> {
    let mut child = Command::new(std::env::current_exe()?)
        .arg("worker")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()?;
    let (Some(stdin), Some(stdout)) = (child.stdin.take(), child.stdout.take()) else {
        return Err(std::io::Error::other("a worker has no input or output"));
    };
    let (sender, lines) = mpsc::channel();
    std::thread::spawn(move || {
        for line in BufReader::new(stdout).lines() {
            if sender.send(line).is_err() {
                break;
            }
        }
    });
    Ok(Worker { child, stdin, lines })
}

/// A worker ends as soon as no more jobs can come.
fn finish(Worker { mut child, stdin, .. }: Worker) -> std::io::Result<()> {
    drop(stdin);
    child.wait().map(drop)
}

/// How a process ended, and what it said last.
fn last_words(child: &mut Child) -> std::io::Result<String> {
    let status = child.wait()?;
    let mut text = Vec::new();
    if let Some(mut stderr) = child.stderr.take() {
        stderr.read_to_end(&mut text)?;
    }
    let text = String::from_utf8_lossy(&text);
    let last = text.lines().rfind(|line| !line.trim().is_empty()).unwrap_or_default();
    Ok(format!("{status} {last}").trim_end().to_owned())
}
