//! `oasmith inspect`.

use std::collections::BTreeMap;
use std::io::{self, Write as _};
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use oasmith::Generator;
use oasmith::diagnostic::Diagnostics;
use oasmith::model::Model;

use super::{Access, Selection};

/// Tell what the client of SPEC will be: operations, types, and what was repaired or lost.
#[derive(Args)]
pub(super) struct Inspect {
    /// The OpenAPI description, in JSON or YAML.
    spec: PathBuf,
    /// How the result is written.
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
    /// An OpenAPI Overlay that changes SPEC before it is read; given several times, in this order.
    #[arg(long, value_name = "FILE")]
    overlay: Vec<PathBuf>,
    #[command(flatten)]
    selection: Selection,
    #[command(flatten)]
    access: Access,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    Text,
    Json,
}

impl Inspect {
    pub(super) fn run(self) -> io::Result<u8> {
        let generator = self.access.applied(Generator::new(&self.spec));
        match self.selection.applied(super::overlaid(generator, &self.overlay)).model() {
            Ok((model, diagnostics)) => {
                super::show(&diagnostics)?;
                super::count(&diagnostics)?;
                match self.format {
                    Format::Text => text(&model, &diagnostics)?,
                    Format::Json => writeln!(io::stdout(), "{}", serde_json::to_string_pretty(&model)?)?,
                }
                Ok(0)
            }
            Err(error) => super::refuse(&error),
        }
    }
}

fn text(model: &Model, diagnostics: &Diagnostics) -> io::Result<()> {
    let mut out = io::stdout().lock();
    writeln!(out, "{} {}", model.client.title, model.client.version)?;
    for api in &model.apis {
        writeln!(out, "\n{}", api.tag.as_deref().unwrap_or("(no tag)"))?;
        for operation in &api.operations {
            writeln!(out, "  {:<40} {} {}", operation.name, operation.method, operation.path)?;
        }
    }
    for of_kind in &model.webhooks {
        writeln!(out, "\n({})", of_kind.kind.module())?;
        for webhook in &of_kind.webhooks {
            let address = webhook.address.as_deref().unwrap_or_default();
            writeln!(out, "  {:<40} {} {address}", webhook.wire, webhook.method)?;
        }
    }
    writeln!(out, "\n{} types", model.types.len())?;
    let mut counts = BTreeMap::<&str, usize>::new();
    diagnostics.iter().for_each(|diagnostic| *counts.entry(diagnostic.code.as_str()).or_default() += 1);
    counts.iter().try_for_each(|(code, count)| writeln!(out, "{count:>5} {code}"))
}
