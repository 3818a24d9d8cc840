//! `oasmith diff`.

use std::io::{self, Write as _};
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use oasmith::{Bump, Comparison, Error, Revision};

use super::Access;

/// Tell what changes for servers, clients and code from the client of OLD to that of NEW.
///
/// What oasmith.toml names as the document or the folder of a client is read as that client is generated, and from git as the
/// oasmith.toml of the revision says. A document that it does not name is read as the other side is.
#[derive(Args)]
pub(super) struct Diff {
    /// The OpenAPI description as it was: a file, a folder with an oasmith.lock, or git:REV:PATH.
    old: String,
    /// The OpenAPI description as it is.
    new: String,
    /// How the result is written.
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
    /// Exit with status 1 if a change asks for such a version of the crate, or for more.
    #[arg(long, value_enum)]
    deny: Option<Deny>,
    /// The file that lists the clients and what is waived; by default oasmith.toml, which need not be there.
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    #[command(flatten)]
    access: Access,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    Text,
    Markdown,
    Json,
}

#[derive(Clone, Copy, ValueEnum)]
enum Deny {
    Major,
    Minor,
}

impl Diff {
    pub(super) fn run(self) -> io::Result<u8> {
        let comparison = match self.comparison() {
            Ok(comparison) => comparison,
            Err(error) => return super::refuse(&error),
        };
        let format = match self.format {
            Format::Text => oasmith::Format::Text,
            Format::Markdown => oasmith::Format::Markdown,
            Format::Json => oasmith::Format::Json,
        };
        write!(io::stdout(), "{}", comparison.shown(format))?;
        let denied = match self.deny {
            Some(Deny::Major) => comparison.bump() >= Bump::Major,
            Some(Deny::Minor) => comparison.bump() >= Bump::Minor,
            None => false,
        };
        if denied {
            let bump = comparison.bump().as_str();
            writeln!(
                io::stderr(),
                "error: a change asks for a {bump} version: waive it in oasmith.toml if that is fine"
            )?;
        }
        Ok(if denied { super::STALE } else { 0 })
    }

    fn comparison(&self) -> Result<Comparison, Error> {
        if let Some(config) = self.config.as_ref().filter(|config| !config.exists()) {
            return Err(Error::Settings(format!("{}: there is no such file", config.display())));
        }
        let config = self.config.clone().unwrap_or_else(|| PathBuf::from("oasmith.toml"));
        let open = |text: &str| Revision::open(text, &config, self.access.allow_outside);
        let (old, new) = (open(&self.old)?, open(&self.new)?);
        let comparison =
            Comparison::of(&self.access.applied(old.generator(&new)), &self.access.applied(new.generator(&old)))?;
        comparison.waived_by(&config)
    }
}
