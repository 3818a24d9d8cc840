//! `oasmith explain`.

use std::io::{self, Write as _};

use clap::Args;
use oasmith::Rule;
use oasmith::diagnostic::Code;

/// Tell what a diagnostic means, with an example and what to do, or a rule of `diff`; without a code, list all diagnostics.
#[derive(Args)]
pub(super) struct Explain {
    /// The code, such as `untyped-schema` or `property-added-required`.
    code: Option<String>,
}

impl Explain {
    pub(super) fn run(self) -> io::Result<u8> {
        let Some(name) = self.code else {
            list(&mut io::stdout().lock())?;
            return Ok(0);
        };
        // As it is printed: `warning[untyped-schema]`.
        let name = name.rsplit('[').next().unwrap_or_default().trim_end_matches(']');
        if let Some(rule) = Rule::all().find(|rule| rule.id == name) {
            write!(io::stdout(), "{}", rule.page())?;
            return Ok(0);
        }
        match Code::ALL.iter().find(|code| code.as_str() == name) {
            Some(code) => {
                write!(io::stdout(), "{}", code.page())?;
                Ok(0)
            }
            None => {
                let mut out = io::stderr().lock();
                writeln!(out, "error: no diagnostic has the code `{name}`; there are:")?;
                list(&mut out)?;
                Ok(super::USAGE)
            }
        }
    }
}

fn list(out: &mut impl io::Write) -> io::Result<()> {
    let width = Code::ALL.iter().map(|code| code.as_str().len()).max().unwrap_or_default();
    Code::ALL.iter().try_for_each(|code| writeln!(out, "{:width$}  {}", code.as_str(), code.summary()))
}
