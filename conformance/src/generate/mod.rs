//! Clients of many documents, generated in parallel by processes of their own: a document that exhausts the stack or
//! never ends is one document's failure.

mod cause;
mod pool;
mod worker;

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use crate::document::home;
use crate::sample::hash;

pub(crate) use pool::generate;
pub(crate) use worker::work;

/// What is asked of a worker.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Job {
    pub(crate) document: PathBuf,
    /// The crate's folder.
    pub(crate) out: PathBuf,
    /// Whether files are written; all else is done in any case.
    pub(crate) keep: bool,
    /// A code whose diagnostics are wanted one by one.
    pub(crate) list: Option<String>,
}

/// What the generator made of a document.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Generated {
    pub(crate) outcome: Outcome,
    pub(crate) operations: usize,
    pub(crate) types: usize,
    /// Positions that describe structure, where the generator counts them.
    pub(crate) schemas: Option<usize>,
    /// Of these, the ones that became `serde_json::Value`.
    pub(crate) untyped: usize,
    /// Why, by cause.
    pub(crate) causes: BTreeMap<String, Cause>,
    /// How many diagnostics there are of each code.
    pub(crate) diagnostics: BTreeMap<String, usize>,
    /// Those that were asked for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) listed: Vec<Reason>,
    pub(crate) seconds: f64,
}

/// Whether there is a client.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub(crate) enum Outcome {
    Client,
    /// Refused for reasons that are in the document.
    Refused {
        reasons: Vec<Reason>,
    },
    /// Refused for its version alone.
    Version {
        version: String,
    },
    Panic {
        message: String,
    },
    /// The process died.
    Crash {
        message: String,
    },
    TimeOut,
    /// The generator could not read or write a file.
    Broken {
        message: String,
    },
}

/// A diagnostic.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct Reason {
    pub(crate) code: String,
    pub(crate) pointer: String,
    pub(crate) message: String,
}

/// How often something occurs, and the first place where it does.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Cause {
    pub(crate) count: usize,
    pub(crate) pointer: String,
}

impl Outcome {
    /// The word for it.
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::Client => "client",
            Self::Refused { .. } => "refused",
            Self::Version { .. } => "version not read",
            Self::Panic { .. } => "panic",
            Self::Crash { .. } => "crash",
            Self::TimeOut => "time-out",
            Self::Broken { .. } => "broken",
        }
    }

    /// What went wrong that never should.
    pub(crate) fn failure(&self) -> Option<&str> {
        match self {
            Self::Client | Self::Refused { .. } | Self::Version { .. } => None,
            Self::Panic { message } | Self::Crash { message } | Self::Broken { message } => Some(message),
            Self::TimeOut => Some("no client in time"),
        }
    }
}

/// The folder of a document's client.
pub(crate) fn folder(document: &str) -> PathBuf {
    let plain: String = document.chars().map(|one| if one.is_ascii_alphanumeric() { one } else { '-' }).collect();
    let start = plain.len().saturating_sub(60);
    home().join("clients").join(format!("{}-{:016x}", &plain[start..], hash(0, document)))
}

impl Generated {
    /// Of a document of which nothing else is known.
    fn of(outcome: Outcome, seconds: f64) -> Self {
        Self {
            outcome,
            operations: 0,
            types: 0,
            schemas: None,
            untyped: 0,
            causes: BTreeMap::new(),
            diagnostics: BTreeMap::new(),
            listed: Vec::new(),
            seconds,
        }
    }
}
