//! Hashes of texts. Line ends are no difference: a checkout may have given files those of the system.

use std::borrow::Cow;
use std::fmt::Write as _;

use sha2::{Digest as _, Sha256};

/// The bytes of the hash of a file: enough to tell that somebody edited it.
const SHORT: usize = 8;

/// The hash of a generated file.
pub(super) fn short(text: &str) -> String {
    hex(digest(text).get(..SHORT).unwrap_or_default())
}

/// The hash of a document in one file is that of the file; in several, that of their hashes.
pub(super) fn of_all<'a>(texts: impl Iterator<Item = &'a str>) -> String {
    let hashes: Vec<String> = texts.map(|text| hex(&digest(text))).collect();
    match &hashes[..] {
        [one] => one.clone(),
        several => hex(&digest(&several.join("\n"))),
    }
}

fn digest(text: &str) -> [u8; 32] {
    let text = if text.contains('\r') { Cow::from(text.replace("\r\n", "\n")) } else { Cow::from(text) };
    Sha256::digest(text.as_bytes()).into()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut out, byte| {
        let _ = write!(out, "{byte:02x}");
        out
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_of_one_file_is_the_one_that_other_programs_tell() {
        let hash = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(of_all(["abc"].into_iter()), hash);
        assert_eq!(short("abc"), "ba7816bf8f01cfea");
    }

    #[test]
    fn line_ends_are_no_difference_and_which_file_holds_a_text_is_one() {
        assert_eq!(short("a\r\nb\r\n"), short("a\nb\n"));
        assert_ne!(of_all(["ab", "c"].into_iter()), of_all(["a", "bc"].into_iter()));
        assert_ne!(of_all(["a", "b"].into_iter()), of_all(["b", "a"].into_iter()));
    }
}
