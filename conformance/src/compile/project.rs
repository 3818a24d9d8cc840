//! The crates that are timed: the types as they are generated, the same with derives, and none.

use std::error::Error;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant, SystemTime};

use super::derives;
use crate::bundle::workspace::{root, sources, write_changed};
use crate::bundle::{self, Dependencies};

pub(super) const ROUNDS: usize = 3;

/// Dependencies of what a person would write.
const SERDE: &str = r#"
chrono = { version = "0.4", default-features = false, features = ["serde"] }
serde = { version = "1.0", features = ["derive"] }
uuid = { version = "1", default-features = false, features = ["serde"] }
"#;

/// The best times.
pub(super) struct Seconds {
    pub(super) empty: f64,
    pub(super) tables: f64,
    pub(super) derives: f64,
}

const SIDES: [&str; 3] = ["empty", "tables", "derives"];

/// What all crates depend on, so that nothing but the types differs.
pub(super) fn dependencies<'a>(clients: impl IntoIterator<Item = &'a Path>) -> Result<Dependencies, Box<dyn Error>> {
    bundle::workspace::dependencies(clients, SERDE)
}

/// Writes the crates of a client's types.
pub(super) fn write(folder: &Path, client: &Path, dependencies: &Dependencies) -> Result<(), Box<dyn Error>> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    for side in SIDES {
        let krate = folder.join(side);
        write_changed(&krate.join("Cargo.toml"), &bundle::manifest(side, dependencies))?;
        let mut lib = String::from("#![allow(dead_code)]\npub use oasmith_runtime as runtime;\n");
        if side != "empty" {
            lib.push_str("pub mod types;\n");
        }
        lib.push_str(derives::ROOT);
        write_changed(&krate.join("src/lib.rs"), &lib)?;
    }
    for path in sources(client)?.iter().filter(|path| path.starts_with("types")) {
        let text = fs::read_to_string(client.join("src").join(path))?;
        let derived = derives::derives(&text).map_err(|error| format!("{}: {error}", path.display()))?;
        write_changed(&folder.join("tables/src").join(path), &text)?;
        write_changed(&folder.join("derives/src").join(path), &derived)?;
    }
    root(folder, &SIDES)
}

/// Times the crates in turn, with all dependencies ready.
pub(super) fn time(folder: &Path, work: &Path) -> Result<Seconds, Box<dyn Error>> {
    for side in SIDES {
        check(folder, work, side)?;
    }
    let mut best = [Duration::MAX; 3];
    for _ in 0..ROUNDS {
        for (side, best) in SIDES.iter().zip(&mut best) {
            *best = check(folder, work, side)?.min(*best);
        }
    }
    let [empty, tables, derives] = best.map(|time| time.as_secs_f64());
    Ok(Seconds { empty, tables, derives })
}

fn check(folder: &Path, work: &Path, side: &str) -> Result<Duration, Box<dyn Error>> {
    let source = fs::File::options().write(true).open(folder.join(side).join("src/lib.rs"))?;
    source.set_modified(SystemTime::now())?;
    let start = Instant::now();
    let output = Command::new(env!("CARGO"))
        .args(["check", "--quiet", "-p", side])
        .current_dir(folder)
        .env("CARGO_INCREMENTAL", "0")
        .env("CARGO_TARGET_DIR", work.join("target"))
        .stdin(Stdio::null())
        .output()?;
    let time = start.elapsed();
    if output.status.success() {
        return Ok(time);
    }
    let said = String::from_utf8_lossy(&output.stderr);
    let error: Vec<&str> = said.lines().skip_while(|line| !line.starts_with("error")).take(12).collect();
    Err(format!("the crate `{side}` does not compile: {}", error.join("\n")).into())
}
