//! Files on other hosts.

use url::Url;

use super::access::Access;
use super::reference::Lost;
#[cfg(feature = "remote")]
use super::source::LARGEST;
use super::source::Source;
use crate::diagnostic::Code;

/// Reads a file of a host that the caller allows for. The URL is where it was in the end.
pub(super) fn read(url: &Url, access: &Access, text: &str) -> Result<(Url, Source), Lost> {
    if !access.allows(url) {
        let host = url.host_str().unwrap_or_default();
        return Err(Lost::new(
            Code::ExternalReference,
            format!("`{text}` leads to another host, where nothing is fetched"),
        )
        .help(format!("keep a copy beside the document, or allow for it by `--allow-remote {host}`")));
    }
    fetch(url, access)
        .map_err(|reason| Lost::new(Code::ExternalReference, format!("`{text}` cannot be fetched: {reason}")))
}

/// Asks for a file; credentials of the URL are not sent, and redirects to other hosts are not followed.
#[cfg(feature = "remote")]
fn fetch(url: &Url, access: &Access) -> Result<(Url, Source), String> {
    use std::io::Read as _;
    use std::path::Path;
    use std::time::{Duration, Instant};

    use crate::diagnostic::Diagnostics;

    /// The longest that an answer takes, from the beginning.
    const LONGEST: Duration = Duration::from_secs(30);

    let begun = Instant::now();
    let hosts = access.clone();
    let redirects = reqwest::redirect::Policy::custom(move |attempt| {
        if attempt.previous().len() > 5 {
            attempt.error("too many redirects")
        } else if hosts.allows(attempt.url()) {
            attempt.follow()
        } else {
            attempt.error("it redirects to another host")
        }
    });
    let mut plain = url.clone();
    // Neither fails where there is a host.
    let _ = plain.set_username("").and_then(|()| plain.set_password(None));
    let client = reqwest::blocking::Client::builder().redirect(redirects).timeout(LONGEST).build();
    let answer =
        client.and_then(|client| client.get(plain).send()?.error_for_status()).map_err(|error| told(&error))?;
    if !answer.status().is_success() {
        return Err(format!("the answer is {}", answer.status()));
    }
    let end = answer.url().clone();
    let mut bytes = Vec::new();
    let mut answer = answer.take(LARGEST + 1);
    let mut piece = [0; 1 << 14];
    loop {
        let length = answer.read(&mut piece).map_err(|error| error.to_string())?;
        // The client's own limit is one of each read.
        if begun.elapsed() > LONGEST {
            return Err(format!("it takes longer than {} s", LONGEST.as_secs()));
        }
        match piece.get(..length) {
            Some(read) if !read.is_empty() => bytes.extend_from_slice(read),
            _ => break,
        }
    }
    let text = String::from_utf8(bytes).map_err(|_| "it is not UTF-8".to_owned())?;
    let mut diagnostics = Diagnostics::default();
    let source = Source::new(Path::new(end.as_str()), text, &mut diagnostics);
    source
        .map(|source| (end, source))
        .ok_or_else(|| diagnostics.iter().map(|one| one.message.clone()).collect::<Vec<_>>().join("; "))
}

/// An error with what it comes from, which says what is the matter.
#[cfg(feature = "remote")]
fn told(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut inner = error.source();
    while let Some(error) = inner {
        text.push_str(": ");
        text.push_str(&error.to_string());
        inner = error.source();
    }
    text
}

#[cfg(not(feature = "remote"))]
fn fetch(_: &Url, _: &Access) -> Result<(Url, Source), String> {
    Err("this build of the generator fetches nothing; it has the feature `remote` switched off".to_owned())
}
