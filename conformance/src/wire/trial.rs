//! The calls of one document.

use std::error::Error;
use std::path::Path;
use std::sync::{Mutex, PoisonError, RwLock};
use std::time::Duration;

use indicatif::ProgressBar;

use super::answer;
use super::exchange::{Exchange, Message};
use super::given::missing;
use super::judge::{Doubt, Expected, doubt, is_broken_off, judge};
use super::prism::{self, Prism};
use super::program::Program;
use super::report::{Failure, Record, Settled};
use super::subject::{Call, Called, Subject};
use super::tee::Tee;
use crate::parallel::parallel;

/// How many operations are called at a time: some calls wait before they are made again.
const AT_A_TIME: usize = 4;

/// How long a server that broke a connection off may take to be gone.
const END: Duration = Duration::from_millis(200);

/// A server that is started again where it ends by itself.
struct Server<'a> {
    program: &'a prism::Program,
    document: &'a Path,
    running: Mutex<Prism>,
    /// Held by all who call it, by one alone who calls it again after it ended.
    turn: RwLock<()>,
}

/// What came of the calls of an operation.
#[derive(Default)]
struct Tried {
    failures: Vec<Failure>,
    settled: Vec<Settled>,
}

/// Calls the operations of a document; `module` is its client's in the program.
pub(super) fn run(
    subject: &Subject,
    mut record: Record,
    executable: &Path,
    module: &str,
    server: &prism::Program,
) -> Result<Record, Box<dyn Error>> {
    let mut servers = Vec::new();
    for document in &subject.served {
        match Prism::start(server, document)? {
            Ok(running) => servers.push(Server {
                program: server,
                document,
                running: Mutex::new(running),
                turn: RwLock::default(),
            }),
            Err(said) => {
                record.failures.push(Failure::of_document(vec![format!("the server does not start: {said}")]));
                return Ok(record);
            }
        }
    }
    let tried = parallel(&subject.operations, AT_A_TIME, &ProgressBar::hidden(), |called| {
        let server = servers.get(called.layer).ok_or("no server has the operation's layer")?;
        let try_it = || operation(subject, called, executable, module, server);
        tried(&server.turn, try_it, || server.revive()).map_err(|error| error.to_string())
    })?;
    record.calls = subject.operations.iter().map(|called| called.calls.len()).sum();
    for tried in tried {
        record.failures.extend(tried.failures);
        record.settled.extend(tried.settled);
    }
    Ok(record)
}

/// What comes of the calls of an operation. Where connections break off, the server may have ended over a call of another
/// operation: it is started again, and the calls are made once more while nobody else calls it.
fn tried(
    turn: &RwLock<()>,
    try_it: impl Fn() -> Result<Tried, Box<dyn Error>>,
    revive: impl Fn() -> Result<(), Box<dyn Error>>,
) -> Result<Tried, Box<dyn Error>> {
    let tried = {
        let _with_others = turn.read().unwrap_or_else(PoisonError::into_inner);
        try_it()?
    };
    if !tried.failures.iter().any(|failure| failure.wrong.iter().any(|wrong| is_broken_off(wrong))) {
        return Ok(tried);
    }
    std::thread::sleep(END);
    let _alone = turn.write().unwrap_or_else(PoisonError::into_inner);
    revive()?;
    try_it()
}

/// Makes the calls of an operation, one after the other.
fn operation(
    subject: &Subject,
    called: &Called,
    executable: &Path,
    module: &str,
    server: &Server<'_>,
) -> Result<Tried, Box<dyn Error>> {
    let tee = Tee::to(server.address())?;
    let program = Program::new(executable, module, tee.url());
    let mut caller = Caller { subject, called, tee, program };
    let mut tried = Tried::default();
    for call in &called.calls {
        let (mut wrong, mut exchange) = caller.call(call, call.asked)?;
        let doubts: Option<Vec<Doubt>> = wrong.iter().map(|one| doubt(one)).collect();
        if let Some(doubts) = doubts.filter(|doubts| !doubts.is_empty())
            && let Some(again) = caller.call_again(call, &exchange)?
        {
            if again.0.is_empty() {
                let (operation, call) = (called.name.clone(), call.what.clone());
                let is_refuted = doubts.contains(&Doubt::Request);
                tried.settled.push(Settled { operation, call, is_refuted, said: std::mem::take(&mut wrong) });
            } else {
                (wrong, exchange) = again;
            }
        }
        if !wrong.is_empty() {
            tried.failures.push(Failure {
                operation: called.name.clone(),
                call: call.what.clone(),
                wrong,
                request: shown(&exchange.request),
                answer: exchange.answer.as_ref().map(shown).unwrap_or_default(),
                explained: None,
            });
        }
    }
    Ok(tried)
}

/// What is wrong with a call, and what went over the wire.
type Judged = (Vec<String>, Exchange);

/// What makes the calls of an operation.
struct Caller<'a> {
    subject: &'a Subject,
    called: &'a Called,
    tee: Tee,
    program: Program,
}

impl Caller<'_> {
    /// Makes a call that is to come to a status.
    fn call(&mut self, call: &Call, asked: Option<u16>) -> Result<Judged, Box<dyn Error>> {
        let prefer = call.asked.map_or_else(String::new, |asked| format!("code={asked}"));
        let outcome = self.program.call(&call.function, &prefer, &call.arguments)?;
        let exchange = self.tee.take().last().map(Exchange::read);
        let expected = Expected {
            original: &self.subject.answers,
            responses: &self.called.responses,
            asked,
            arguments: &call.arguments,
            body: call.body.as_ref(),
        };
        let mut wrong = judge(&expected, &outcome, exchange.as_ref());
        if let Some(exchange) = &exchange {
            wrong.extend(missing(&call.arguments, &exchange.request));
        }
        Ok((wrong, exchange.unwrap_or_default()))
    }

    /// Makes a call again, which is answered with what is drawn from the document; none where nothing can be drawn.
    fn call_again(&mut self, call: &Call, first: &Exchange) -> Result<Option<Judged>, Box<dyn Error>> {
        let responses = &self.called.responses;
        let drawn = call.asked.or_else(|| answer::usual(responses)).and_then(|status| {
            let at = answer::response(responses, status)?;
            let accept = first.request.header("accept").unwrap_or_default();
            Some((status, answer::drawn(&self.subject.answers, at, status, accept)?))
        });
        let Some((status, bytes)) = drawn else { return Ok(None) };
        self.tee.answer(Some(bytes));
        let again = self.call(call, Some(status));
        self.tee.answer(None);
        again.map(Some)
    }
}

impl Server<'_> {
    fn address(&self) -> std::net::SocketAddr {
        self.running.lock().unwrap_or_else(PoisonError::into_inner).address
    }

    /// Starts it again where it ended.
    fn revive(&self) -> Result<(), Box<dyn Error>> {
        let mut running = self.running.lock().unwrap_or_else(PoisonError::into_inner);
        if !running.is_alive() {
            *running = Prism::start(self.program, self.document)??;
        }
        Ok(())
    }
}

/// A message in a line.
fn shown(message: &Message) -> String {
    let body: String = String::from_utf8_lossy(&message.body).chars().take(2_000).collect();
    format!("{} | {} | {body}", message.start, message.told())
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    #[test]
    fn calls_that_break_off_are_made_once_more_by_themselves() {
        let turn = RwLock::default();
        for (wrong, expected) in [("broken off: why", (2, 1)), ("wrong status: why", (1, 0))] {
            let (tries, starts) = (Cell::new(0), Cell::new(0));
            let try_it = || {
                tries.set(tries.get() + 1);
                let is_alone = turn.try_read().is_err();
                let failures = if is_alone { vec![] } else { vec![Failure::of_document(vec![wrong.to_owned()])] };
                Ok(Tried { failures, settled: vec![] })
            };
            let revive = || {
                starts.set(starts.get() + 1);
                Ok(())
            };
            let tried = tried(&turn, try_it, revive).unwrap();
            assert_eq!((tries.get(), starts.get()), expected, "{wrong}");
            assert_eq!(tried.failures.is_empty(), expected.1 == 1, "{wrong}");
        }
    }
}
