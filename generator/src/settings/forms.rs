//! Forms of texts in `oasmith.toml`.

use syn::Ident;
use syn::ext::IdentExt as _;
use syn::parse::Parser as _;

use super::Selector;
use crate::compare::Waiver;

/// What texts have in common that a setting may be.
pub(super) struct Form {
    /// A regular expression of JSON Schema (draft 7, section 6.3.3) that no such text fails, for editors; they may take more.
    #[cfg_attr(not(test), expect(dead_code, reason = "the schema for editors is written by a test"))]
    pub(super) pattern: &'static str,
    pub(super) check: fn(&str) -> Result<(), Wrong>,
}

/// What is wrong with a text, and what to do.
#[derive(Debug)]
pub(crate) struct Wrong {
    pub(crate) message: String,
    pub(crate) help: Option<String>,
}

/// A part of a document that is wanted.
pub(super) const SELECTOR: Form = Form {
    pattern: r"^(tag|op|path|type):[\s\S]",
    check: |text| text.parse::<Selector>().map(drop).map_err(|message| Wrong { message, help: None }),
};

/// A host, with its port if need be.
pub(super) const HOST: Form = Form {
    pattern: "^[^/@?#]+$",
    check: |text| {
        if !text.is_empty() && !text.contains(['/', '@', '?', '#']) {
            return Ok(());
        }
        let message = format!("`{text}` is no host");
        Err(Wrong { message, help: Some("write it as `example.com` or `example.com:8443`".to_owned()) })
    },
};

/// The name of a package.
pub(super) const PACKAGE: Form =
    Form { pattern: r"^[^\x00-@\[-\^`{-\x7f][^\x00-,./:-@\[-\^`{-\x7f]*$", check: package };

/// The name of the crate itself.
pub(super) const CRATE: Form = Form {
    pattern: concat!(
        "^(?!(_|Self|abstract|as|async|await|become|box|break|const|continue|crate|do|dyn|else|enum|extern|false|final|fn|for|if|impl|",
        "in|let|loop|macro|match|mod|move|mut|override|priv|pub|ref|return|self|static|struct|super|trait|true|try|type|typeof|unsafe|",
        r"unsized|use|virtual|where|while|yield)$)[^\x00-@\[-\^`{-\x7f][^\x00-,./:-@\[-\^`{-\x7f]*$",
    ),
    check: krate,
};

/// The rule of changes that are fine, and the place where they are.
pub(super) const WAIVER: Form = Form { pattern: r"^\s*[a-z0-9-]+\s*($| at\s+/)", check: waiver };

/// Whether cargo takes a name for that of a package.
pub(super) fn package(name: &str) -> Result<(), Wrong> {
    let is_name = !name.starts_with('-') && Ident::parse_any.parse_str(&name.replace('-', "_")).is_ok();
    if is_name { Ok(()) } else { Err(misnamed(name)) }
}

/// Whether it takes a name for that of a package whose users can name it in Rust.
pub(super) fn krate(name: &str) -> Result<(), Wrong> {
    if package(name).is_ok() && is_ident(name) { Ok(()) } else { Err(misnamed(name)) }
}

fn misnamed(name: &str) -> Wrong {
    let message = format!("`{name}` is no name that a crate can have");
    Wrong { message, help: Some(format!("`{}` is one", fitted(name))) }
}

/// A name that a crate can have, as near as may be to another.
pub(super) fn fitted(name: &str) -> String {
    let is_plain = |character: &char| character.is_ascii_alphanumeric() || *character == '_';
    let name: String = name.chars().map(|character| if is_plain(&character) { character } else { '-' }).collect();
    let name = name.trim_matches('-');
    let is_name = name.starts_with(|first: char| first.is_ascii_alphabetic()) && is_ident(name);
    if is_name { name.to_owned() } else { format!("client-{name}").trim_end_matches('-').to_owned() }
}

fn is_ident(name: &str) -> bool {
    syn::parse_str::<Ident>(&name.replace('-', "_")).is_ok()
}

fn waiver(text: &str) -> Result<(), Wrong> {
    Waiver::parse(text).map(drop).map_err(|(message, help)| Wrong { message, help: Some(help) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_crates_are_those_that_cargo_and_rust_take() {
        for name in ["petstore", "Pet_store-2", "_x", "caf\u{e9}"] {
            assert!(package(name).is_ok() && krate(name).is_ok(), "{name}");
        }
        assert!(package("fn").is_ok());
        for (name, meant) in [
            ("a b", "a-b"),
            ("", "client"),
            ("2pets", "client-2pets"),
            ("-x", "x"),
            ("a/b.c", "a-b-c"),
            ("fn", "client-fn"),
            ("_", "client-_"),
        ] {
            let wrong = krate(name).unwrap_err();
            assert_eq!(wrong.help, Some(format!("`{meant}` is one")), "{name}");
            assert!(krate(meant).is_ok(), "{meant}");
        }
    }

    /// Texts that a form takes, and texts that it does not.
    const TEXTS: &[(&Form, &[&str], &[&str])] = &[
        (&SELECTOR, &["tag:pets", "path:/v2/**", "op:GET /pets", "type:\n"], &["pets", "tag:", "tags:x", ""]),
        (&HOST, &["example.com", "localhost:8080", "[::1]:80"], &["https://example.com", "user@host", ""]),
        (&PACKAGE, &["petstore", "_x-2", "fn", "caf\u{e9}"], &["a b", "a.b", "a/b", "2pets", "-x", "a`b", "[a", ""]),
        (
            &CRATE,
            &["petstore", "_x-2", "caf\u{e9}", "fns"],
            &["a b", "a.b", "2pets", "-x", "fn", "self", "crate", "_", ""],
        ),
        (
            &WAIVER,
            &["type-added", " type-added at /components/schemas/Pet", "type-added at /x at y"],
            &["Type-added", "type-added at Pet"],
        ),
    ];

    #[test]
    fn editors_are_told_the_same() {
        for (form, taken, others) in TEXTS {
            let schema = serde_json::json!({"type": "string", "pattern": form.pattern});
            let validator = jsonschema::validator_for(&schema).unwrap();
            for (texts, is_taken) in [(taken, true), (others, false)] {
                for text in *texts {
                    assert_eq!((form.check)(text).is_ok(), is_taken, "{text}");
                    assert_eq!(validator.is_valid(&serde_json::Value::from(*text)), is_taken, "{text}");
                }
            }
        }
    }
}
