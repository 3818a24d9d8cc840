//! `oasmith explain`.

use std::io::{self, Write as _};

use clap::Args;
use oasmith::diagnostic::Code;

/// Tell what a diagnostic means.
#[derive(Args)]
pub(super) struct Explain {
    /// The code, such as `untyped-schema`.
    code: String,
}

impl Explain {
    pub(super) fn run(self) -> io::Result<u8> {
        match Code::ALL.iter().find(|code| code.as_str() == self.code) {
            Some(code) => {
                let text: Vec<_> = code.explanation().lines().map(str::trim).collect();
                writeln!(io::stdout(), "{}: {}", self.code, text.join("\n").trim())?;
                Ok(0)
            }
            None => {
                writeln!(io::stderr(), "error: no diagnostic has the code `{}`; there are:", self.code)?;
                Code::ALL.iter().try_for_each(|code| writeln!(io::stderr(), "  {}", code.as_str()))?;
                Ok(super::USAGE)
            }
        }
    }
}
