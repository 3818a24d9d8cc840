//! Clients that a test keeps up to date.

use std::fmt;

use crate::{Changes, Error, Generator, Report};

/// The most lines of a diff that a test shows.
const STALE_LINES: usize = 200;

impl Generator {
    /// Brings the client up to date, and fails if it was not: for a test, so that what is checked in is what the document says.
    /// With `CI` set, or in a [`check`](Self::check), nothing is written. Where files were edited that is the error, as in
    /// [`Generator::generate`].
    ///
    /// ```no_run
    /// #[test]
    /// fn the_client_is_fresh() -> Result<(), oasmith::Error> {
    ///     oasmith::Generator::new("spec/petstore.yaml").out_dir("petstore").ensure_fresh()
    /// }
    /// # fn main() {}
    /// ```
    pub fn ensure_fresh(&self) -> Result<(), Error> {
        self.freshen(!self.check && std::env::var_os("CI").is_none())
    }

    fn freshen(&self, update: bool) -> Result<(), Error> {
        let report = self.clone().check(true).generate()?;
        if report.changes.is_empty() {
            return Ok(());
        }
        if update {
            self.clone().check(false).generate()?;
        }
        Err(Error::Stale { report: Box::new(report), updated: update })
    }
}

impl Report {
    /// What a test that fails for stale files says.
    pub(crate) fn stale(&self, updated: bool, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let out = self.out.display();
        if updated {
            writeln!(f, "the client in {out} was stale, and is up to date now: review and commit these files")?;
        } else {
            writeln!(f, "the client in {out} is stale: generate it anew, and commit these files")?;
        }
        let Changes { written, deleted, .. } = &self.changes;
        written.iter().chain(deleted).try_for_each(|path| writeln!(f, "  {}", path.display()))?;
        write!(f, "\n{}", self.differences.unified(STALE_LINES, false))
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    const DOCUMENT: &str = "openapi: 3.0.3\ninfo: {title: Pets, version: '1'}\npaths: {}\n\
                            components: {schemas: {Pet: {type: object, description: A pet.}}}\n";

    #[test]
    fn a_stale_client_is_updated_and_told_once() {
        let folder = tempfile::tempdir().unwrap();
        let document = folder.path().join("api.yaml");
        let generator = Generator::new(&document).out_dir(folder.path().join("client"));
        fs::write(&document, DOCUMENT).unwrap();
        generator.generate().unwrap();
        fs::write(&document, DOCUMENT.replace("A pet.", "A dog.")).unwrap();
        for update in [false, true] {
            let told = generator.freshen(update).unwrap_err().to_string().replace('\\', "/");
            assert_eq!(told.contains("is up to date now"), update, "{told}");
            assert!(told.contains("/client/src/types/pet.rs\n") && told.contains("\n+/// A dog.\n"), "{told}");
        }
        generator.freshen(true).unwrap();
    }

    #[test]
    fn what_was_edited_is_not_updated() {
        let folder = tempfile::tempdir().unwrap();
        let document = folder.path().join("api.yaml");
        let generator = Generator::new(&document).out_dir(folder.path().join("client"));
        fs::write(&document, DOCUMENT).unwrap();
        generator.generate().unwrap();
        let edited = folder.path().join("client/src/types/pet.rs");
        fs::write(&edited, "mine").unwrap();
        assert!(matches!(generator.freshen(true), Err(Error::Edited(paths)) if paths == [edited.clone()]));
        assert_eq!(fs::read_to_string(edited).unwrap(), "mine");
    }
}
