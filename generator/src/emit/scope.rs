//! The names that a file can see, and every path that generated code mentions.

use std::collections::{BTreeSet, HashSet};

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

use super::docs;
use crate::model::{Dates, Type};

/// The names of the standard library that are bare unless a type of the document takes them.
const PRELUDE: &[(&str, &str)] = &[
    ("Box", "::std::boxed::Box"),
    ("Into", "::core::convert::Into"),
    ("Option", "::core::option::Option"),
    ("Result", "::core::result::Result"),
    ("String", "::std::string::String"),
    ("Vec", "::std::vec::Vec"),
];

/// The names of a file.
#[derive(Default)]
pub(super) struct Scope {
    /// Names that the file itself defines.
    own: HashSet<String>,
    /// Whether those are types of the document; operations have types of their own.
    defines_types: bool,
    /// Names of the runtime that the file imports, and other names that are taken.
    taken: HashSet<String>,
    /// Paths that the file imports.
    imports: BTreeSet<String>,
}

impl Scope {
    /// The scope of a file that defines these types of the document.
    pub(super) fn types<'a>(own: impl IntoIterator<Item = &'a str>) -> Self {
        Self { defines_types: true, ..Self::operations(own) }
    }

    /// The scope of a file that defines these types of operations.
    pub(super) fn operations<'a>(own: impl IntoIterator<Item = &'a str>) -> Self {
        Self { own: own.into_iter().map(str::to_owned).collect(), ..Self::default() }
    }

    /// Keeps a name from being imported from the document.
    pub(super) fn take(&mut self, name: &str) {
        self.taken.insert(name.to_owned());
    }

    /// A name of the runtime, imported where no type of the file has it.
    pub(super) fn runtime(&mut self, name: &str) -> TokenStream {
        if self.own.contains(name) || self.imports.contains(&format!("crate::types::{name}")) {
            return parse(&format!("crate::runtime::{name}"));
        }
        self.imports.insert(format!("crate::runtime::{name}"));
        parse(name)
    }

    /// A name of the prelude: absolute where a type of the document has the same.
    pub(super) fn std(&self, name: &str) -> TokenStream {
        let absolute = PRELUDE.iter().find(|(bare, _)| *bare == name).map_or(name, |(_, absolute)| absolute);
        parse(if self.own.contains(name) { absolute } else { name })
    }

    /// A type of the document.
    fn named(&mut self, name: &str) -> TokenStream {
        if self.own.contains(name) {
            return if self.defines_types { parse(name) } else { parse(&format!("crate::types::{name}")) };
        }
        let prelude = PRELUDE.iter().any(|(bare, _)| *bare == name);
        if prelude || self.taken.contains(name) || self.imports.contains(&format!("crate::runtime::{name}")) {
            return parse(&format!("crate::types::{name}"));
        }
        self.imports.insert(format!("crate::types::{name}"));
        parse(name)
    }

    /// Any type.
    pub(super) fn ty(&mut self, ty: &Type) -> TokenStream {
        match ty {
            Type::Bool => quote!(bool),
            Type::Integer(integer) => parse(integer.as_str()),
            Type::F64 => quote!(f64),
            Type::String => self.std("String"),
            Type::DateTime(Dates::Chrono) => quote!(::chrono::DateTime<::chrono::Utc>),
            Type::DateTime(Dates::Time) => quote!(::time::OffsetDateTime),
            Type::DateTime(Dates::Jiff) => quote!(::jiff::Timestamp),
            Type::Date(Dates::Chrono) => quote!(::chrono::NaiveDate),
            Type::Date(Dates::Time) => quote!(::time::Date),
            Type::Date(Dates::Jiff) => quote!(::jiff::civil::Date),
            Type::Uuid => quote!(::uuid::Uuid),
            Type::Ipv4 => quote!(::std::net::Ipv4Addr),
            Type::Ipv6 => quote!(::std::net::Ipv6Addr),
            Type::Number => self.runtime("Number"),
            Type::Base64 => self.runtime("Base64"),
            Type::Json => quote!(::serde_json::Value),
            Type::Foreign(path) => {
                let (serde, path) = (self.runtime("Serde"), parse(path));
                quote!(#serde<#path>)
            }
            Type::Array(items) => self.generic("Vec", items),
            Type::FixedArray(items, length) => {
                let (items, length) = (self.ty(items), proc_macro2::Literal::usize_unsuffixed(*length));
                quote!([#items; #length])
            }
            Type::Nullable(inner) => self.generic("Option", inner),
            Type::Boxed(inner) => self.generic("Box", inner),
            Type::Map(values) => {
                let (key, values) = (self.std("String"), self.ty(values));
                quote!(::std::collections::BTreeMap<#key, #values>)
            }
            Type::Named(name) => self.named(name),
        }
    }

    fn generic(&mut self, outer: &str, inner: &Type) -> TokenStream {
        let (outer, inner) = (self.std(outer), self.ty(inner));
        quote!(#outer<#inner>)
    }

    /// The imports, one a line.
    pub(super) fn imports(&self) -> String {
        let mut out: String = self.imports.iter().map(|path| format!("use {path};\n")).collect();
        if !out.is_empty() {
            out.push('\n');
        }
        out
    }
}

/// Tokens of a text that the generator itself wrote.
pub(super) fn parse(text: &str) -> TokenStream {
    text.parse().unwrap_or_default()
}

/// The text of tokens without the spaces that nobody writes.
pub(super) fn tight(tokens: &TokenStream) -> String {
    let text = tokens.to_string().replace(" < ", "<").replace(" >", ">").replace(" :: ", "::").replace(":: ", "::");
    text.replace(" ,", ",").replace(",::", ", ::").replace("& ", "&").replace("[ ", "[").replace(" ]", "]")
}

/// A literal: characters that change the direction of text are escaped, since Rust refuses them.
pub(super) fn literal(text: &str) -> String {
    let mut out = String::from("\"");
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            other if other.is_control() || is_directional(other) => out.push_str(&other.escape_unicode().to_string()),
            other => out.push(other),
        }
    }
    out.push('"');
    out
}

/// Characters that `rustc` refuses in literals and comments.
pub(super) fn is_directional(character: char) -> bool {
    matches!(character, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{200E}' | '\u{200F}')
}

/// Documentation, as attributes.
pub(super) fn doc(markdown: &str) -> TokenStream {
    attributes(&docs::lines(markdown))
}

/// Lines of documentation that are safe already.
pub(super) fn attributes(lines: &[String]) -> TokenStream {
    lines.iter().map(|line| quote!(#[doc = #line])).collect()
}

/// Formats items.
pub(super) fn format(items: impl ToTokens) -> String {
    match syn::parse2::<syn::File>(items.to_token_stream()) {
        Ok(file) => spaced(&prettyplease::unparse(&file)),
        // The tokens are better than nothing: the compiler tells what is wrong with them.
        Err(_) => items.to_token_stream().to_string(),
    }
}

/// The same with a blank line before each item and method that follows another.
fn spaced(text: &str) -> String {
    let mut out = String::new();
    let mut previous = "";
    for line in text.lines() {
        let starts = |line: &str| {
            let line = line.trim_start();
            line.starts_with("///")
                || line.starts_with("#[")
                || line.starts_with("pub")
                || line.starts_with("impl ")
                || line.starts_with("fn ")
                || line.starts_with("async fn ")
        };
        // Constants stay together, and so do imports; a line of documentation ends nothing.
        let is_documentation = previous.trim_start().starts_with("///");
        let ended = matches!(previous, "}" | "    }")
            || (previous.starts_with("    pub const") && previous.ends_with(';'))
            || (previous.ends_with(';') && !line.starts_with([' ', 'u']) && !line.starts_with("pub(crate) const"));
        if starts(line) && ended && !is_documentation {
            out.push('\n');
        }
        out.push_str(line);
        out.push('\n');
        previous = line;
    }
    out
}
