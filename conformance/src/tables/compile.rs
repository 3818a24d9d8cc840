//! 1,000 structs of ten mixed fields: `cargo check` and `cargo build`.

use std::error::Error;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant, SystemTime};

const STRUCTS: usize = 1_000;
const ROUNDS: usize = 3;

/// The fields of each struct: the wire name, the Rust name, the presence and the type. `{}` is another struct.
const FIELDS: [(&str, &str, &str, &str); 10] = [
    ("id", "id", "required", "i64"),
    ("displayName", "display_name", "required", "String"),
    ("kind", "kind", "required", "Kind"),
    ("active", "active", "required", "bool"),
    ("score", "score", "optional", "Option<f64>"),
    ("note", "note", "optional", "Option<String>"),
    ("parent_id", "parent_id", "nullable", "Option<i64>"),
    ("tags", "tags", "required", "Vec<String>"),
    ("labels", "labels", "optional", "Option<BTreeMap<String, String>>"),
    ("children", "children", "optional", "Option<Vec<{}>>"),
];

pub(super) fn run() -> Result<(), Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let runtime = Path::new(env!("CARGO_MANIFEST_DIR")).join("../runtime").canonicalize()?;
    let tables = project(folder.path(), "tables", &runtime, &source(true))?;
    let derives = project(folder.path(), "derives", &runtime, &source(false))?;
    println!("{STRUCTS} structs of {} fields, best of {ROUNDS}, CARGO_INCREMENTAL=0:", FIELDS.len());
    for (command, part, bar) in [("check", 5.0, "at most 1/5"), ("build", 4.0, "at most 1/4")] {
        for project in [&tables, &derives] {
            time(project, folder.path(), command)?;
        }
        let mut best = [Duration::MAX; 2];
        for _ in 0..ROUNDS {
            for (project, best) in [&tables, &derives].into_iter().zip(&mut best) {
                *best = time(project, folder.path(), command)?.min(*best);
            }
        }
        let [tables, derives] = best.map(|time| time.as_secs_f64());
        let ratio = tables / derives;
        super::print(command, tables, derives, "s", ratio, ratio * part <= 1.0, bar);
    }
    Ok(())
}

fn project(folder: &Path, name: &str, runtime: &Path, source: &str) -> Result<PathBuf, Box<dyn Error>> {
    let project = folder.join(name);
    std::fs::create_dir_all(project.join("src"))?;
    let manifest = format!(
        "[package]\nname = {name:?}\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\n\
         oasmith-runtime = {{ path = {runtime:?} }}\nserde = {{ version = \"1\", features = [\"derive\"] }}\n\n[workspace]\n"
    );
    std::fs::write(project.join("Cargo.toml"), manifest)?;
    std::fs::write(project.join("src/lib.rs"), source)?;
    Ok(project)
}

/// The time of a command with all dependencies ready and the project itself to be compiled.
fn time(project: &Path, target: &Path, command: &str) -> Result<Duration, Box<dyn Error>> {
    let source = std::fs::File::options().write(true).open(project.join("src/lib.rs"))?;
    source.set_modified(SystemTime::now())?;
    let start = Instant::now();
    let status = Command::new(env!("CARGO"))
        .args([command, "--quiet"])
        .current_dir(project)
        .env("CARGO_INCREMENTAL", "0")
        .env("CARGO_TARGET_DIR", target.join("target"))
        .status()?;
    if status.success() { Ok(start.elapsed()) } else { Err(format!("cargo {command} failed").into()) }
}

fn source(tables: bool) -> String {
    let mut out = String::from("#![allow(missing_docs)]\nuse std::collections::BTreeMap;\n");
    out.push_str(if tables { TABLES } else { DERIVES });
    for number in 0..STRUCTS {
        let other = format!("Struct{}", number / 2);
        out.push_str(if tables {
            "#[derive(Clone)]\n#[non_exhaustive]\n"
        } else {
            "#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]\n#[non_exhaustive]\n"
        });
        let _ = writeln!(out, "pub struct Struct{number} {{");
        for (wire, name, presence, ty) in FIELDS {
            if !tables && presence == "optional" {
                out.push_str("    #[serde(skip_serializing_if = \"Option::is_none\")]\n");
            }
            if !tables && wire != name {
                let _ = writeln!(out, "    #[serde(rename = {wire:?})]");
            }
            let _ = writeln!(out, "    pub {name}: {},", ty.replace("{}", &other));
        }
        out.push_str("}\n");
        if tables {
            let _ = writeln!(out, "object! {{ Struct{number} {{");
            for (wire, name, presence, _) in FIELDS {
                let _ = writeln!(out, "    {wire:?} => {name}: {presence},");
            }
            out.push_str("} }\n");
        }
    }
    out
}

const TABLES: &str = r#"
use oasmith_runtime::{object, string_enum};

#[derive(Clone)]
pub enum Kind {
    Small,
    Large,
    Unknown(String),
}

string_enum! { Kind { Small => "small", Large => "large" } }
"#;

const DERIVES: &str = r#"
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Kind {
    #[serde(rename = "small")]
    Small,
    #[serde(rename = "large")]
    Large,
    #[serde(untagged)]
    Unknown(String),
}
"#;
