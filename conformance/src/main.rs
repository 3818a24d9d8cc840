//! Holds generated clients against real specs, real servers and peers.

mod documents;
mod tables;

use std::process::ExitCode;

fn main() -> ExitCode {
    let result = match std::env::args().nth(1).as_deref() {
        Some("tables") => tables::run(),
        Some("documents") => documents::run(std::env::args().skip(2)),
        _ => Err("usage: conformance tables | conformance documents PATH...".into()),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}
