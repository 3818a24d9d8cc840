//! Holds generated clients against real specs, real servers and peers.

mod bundle;
mod client;
mod compile;
mod corpus;
mod document;
mod general;
mod generate;
mod history;
mod parallel;
mod roundtrip;
mod sample;
mod semver;
mod tables;
mod values;
mod wire;

use std::error::Error;
use std::process::ExitCode;

use clap::Parser;

/// Measurements of the generator and of what it generates.
#[derive(Parser)]
#[command(version, propagate_version = true)]
enum Command {
    /// Types as tables against the same types with derives of serde: time to compile, and throughput.
    Tables,
    Corpus(corpus::Arguments),
    Roundtrip(roundtrip::Arguments),
    Compile(compile::Arguments),
    Wire(wire::Arguments),
    History(history::Arguments),
    Semver(semver::Arguments),
    /// Generates what standard input asks for; `corpus` starts it.
    #[command(hide = true)]
    Worker,
}

fn main() -> ExitCode {
    let result = match Command::parse() {
        Command::Tables => tables::run().map(|()| true),
        Command::Corpus(arguments) => corpus::run(&arguments),
        Command::Roundtrip(arguments) => roundtrip::run(&arguments),
        Command::Compile(arguments) => compile::run(&arguments),
        Command::Wire(arguments) => wire::run(&arguments),
        Command::History(arguments) => history::run(&arguments),
        Command::Semver(arguments) => semver::run(&arguments),
        Command::Worker => generate::work().map(|()| true),
    };
    report(result)
}

/// Whether all is as it should be; what is not was printed.
fn report(result: Result<bool, Box<dyn Error>>) -> ExitCode {
    match result {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}
