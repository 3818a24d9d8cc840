//! The calls of one document.

use std::error::Error;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use indicatif::ProgressBar;

use super::exchange::{Exchange, Message};
use super::given::missing;
use super::judge::{Expected, judge};
use super::prism::{self, Prism};
use super::program::Program;
use super::report::{Failure, Record};
use super::subject::{Called, Subject};
use super::tee::Tee;
use crate::parallel::parallel;

/// How many operations are called at a time: some calls wait before they are made again.
const AT_A_TIME: usize = 4;

/// A server that is started again where it ends by itself.
struct Server<'a> {
    program: &'a prism::Program,
    document: &'a Path,
    running: Mutex<Prism>,
}

/// Calls the operations of a document; `module` is its client's in the program.
pub(super) fn run(
    subject: &Subject,
    mut record: Record,
    executable: &Path,
    module: &str,
    server: &prism::Program,
) -> Result<Record, Box<dyn Error>> {
    let running = match Prism::start(server, &subject.served)? {
        Ok(running) => Mutex::new(running),
        Err(said) => {
            record.failures.push(Failure::of_document(vec![format!("the server does not start: {said}")]));
            return Ok(record);
        }
    };
    let server = Server { program: server, document: &subject.served, running };
    let tried = parallel(&subject.operations, AT_A_TIME, &ProgressBar::hidden(), |called| {
        let try_it = || operation(subject, called, executable, module, &server);
        let tried = match try_it() {
            // The server may have ended over another call.
            Ok(_) if server.revive().map_err(|error| error.to_string())? => try_it(),
            tried => tried,
        };
        tried.map_err(|error| error.to_string())
    })?;
    record.calls = subject.operations.iter().map(|called| called.calls.len()).sum();
    record.failures.extend(tried.into_iter().flatten());
    Ok(record)
}

/// Makes the calls of an operation, one after the other; what is wrong comes back.
fn operation(
    subject: &Subject,
    called: &Called,
    executable: &Path,
    module: &str,
    server: &Server<'_>,
) -> Result<Vec<Failure>, Box<dyn Error>> {
    let tee = Tee::to(server.address())?;
    let mut program = Program::new(executable, module, tee.url());
    let mut failures = Vec::new();
    for call in &called.calls {
        let prefer = call.asked.map_or_else(String::new, |asked| format!("code={asked}"));
        let outcome = program.call(&call.function, &prefer, &call.arguments)?;
        let exchange = tee.take().last().map(Exchange::read);
        let body = call.whole.as_ref().and_then(|key| call.arguments.iter().find(|(known, _)| known == key));
        let expected = Expected {
            original: &subject.answers,
            responses: &called.responses,
            asked: call.asked,
            body: body.map(|(_, value)| value),
        };
        let mut wrong = judge(&expected, &outcome, exchange.as_ref());
        if let Some(exchange) = &exchange {
            wrong.extend(missing(&call.arguments, &exchange.request));
        }
        if !wrong.is_empty() {
            let exchange = exchange.unwrap_or_default();
            failures.push(Failure {
                operation: called.name.clone(),
                call: call.what.clone(),
                wrong,
                request: shown(&exchange.request),
                answer: exchange.answer.as_ref().map(shown).unwrap_or_default(),
                explained: None,
            });
        }
    }
    Ok(failures)
}

impl Server<'_> {
    fn address(&self) -> std::net::SocketAddr {
        self.running.lock().unwrap_or_else(PoisonError::into_inner).address
    }

    /// Starts it again where it ended; tells whether it did.
    fn revive(&self) -> Result<bool, Box<dyn Error>> {
        let mut running = self.running.lock().unwrap_or_else(PoisonError::into_inner);
        if running.is_alive() {
            return Ok(false);
        }
        *running = Prism::start(self.program, self.document)??;
        Ok(true)
    }
}

/// A message in a line.
fn shown(message: &Message) -> String {
    let body: String = String::from_utf8_lossy(&message.body).chars().take(2_000).collect();
    format!("{} | {} | {body}", message.start, message.told())
}
