//! Types as tables against the same types with the derives of `serde`: time to compile, and throughput.

mod compile;
mod throughput;

use std::error::Error;

/// Measures and prints both, in one run.
pub(crate) fn run() -> Result<(), Box<dyn Error>> {
    throughput::run()?;
    compile::run()
}

/// A figure, what it is held against, and the bar.
fn print(what: &str, tables: f64, derives: f64, unit: &str, ratio: f64, holds: bool, bar: &str) {
    let verdict = if holds { "holds" } else { "MISSED" };
    println!(
        "{what:<6} tables {tables:8.2} {unit}, derives {derives:8.2} {unit}, ratio {ratio:.3} (bar: {bar}) {verdict}"
    );
}
