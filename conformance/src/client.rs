//! The client of a document, in a folder of its own.

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use oasmith::diagnostic::Diagnostics;
use oasmith::model::Model;
use oasmith::{Generator, Runtime};

use crate::document::{Document, home};
use crate::sample::hash;
use crate::values::original::Original;

/// A generated client, and what it was generated from.
pub(crate) struct Generated {
    pub(crate) model: Model,
    pub(crate) diagnostics: Diagnostics,
    pub(crate) original: Original,
    /// The crate's folder.
    pub(crate) folder: PathBuf,
}

impl Generated {
    /// Generates the client of a document for a measurement; none where it becomes no client.
    pub(crate) fn of(document: &Document, measurement: &str) -> Result<Option<Self>, Box<dyn Error>> {
        let folder = home().join(measurement).join("clients").join(format!("{:016x}", hash(0, &document.name)));
        if folder.exists() {
            fs::remove_dir_all(&folder)?;
        }
        let runtime = Path::new(env!("CARGO_MANIFEST_DIR")).join("../runtime").canonicalize()?;
        let generator =
            Generator::new(&document.path).out_dir(&folder).runtime(Runtime::Path(runtime.display().to_string()));
        let (model, diagnostics) = match generator.model() {
            Ok(decided) => decided,
            Err(oasmith::Error::Document(_)) => return Ok(None),
            Err(error) => return Err(error.into()),
        };
        generator.generate()?;
        match Original::read(&document.path) {
            Ok(original) => Ok(Some(Self { model, diagnostics, original, folder })),
            Err(error) => {
                eprintln!("{}  -  left out, it cannot be read: {error}", document.name);
                Ok(None)
            }
        }
    }
}
