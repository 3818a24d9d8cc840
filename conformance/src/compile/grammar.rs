//! The tables of generated types, as they are written.

use proc_macro2::{TokenStream, TokenTree};
use syn::ext::IdentExt as _;
use syn::parse::{Parse, ParseStream};
use syn::{Ident, LitInt, LitStr, Result, Token, Type, braced, parenthesized};

/// `object! { Pet { "id" => id: required secret (minimum(1.0)), ..rest } }`
pub(super) struct Object {
    pub(super) name: Ident,
    pub(super) fields: Vec<Field>,
    pub(super) rest: Option<Ident>,
}

pub(super) struct Field {
    pub(super) wire: LitStr,
    pub(super) name: Ident,
    pub(super) presence: Ident,
}

/// `string_enum! { Size { Small => "small" } }` and `integer_enum! { Level { Low => 1 } }`
pub(super) struct Enum<Wire> {
    pub(super) name: Ident,
    pub(super) variants: Vec<(Ident, Wire)>,
}

/// An integer with its sign.
pub(super) struct Integer {
    pub(super) minus: Option<Token![-]>,
    pub(super) digits: LitInt,
}

/// `union! { Pet primitive by "kind" vacant Cat { Cat(Cat): object + string = "cat" | json "1", ..Unknown } }`
pub(super) struct Union {
    pub(super) name: Ident,
    pub(super) tag: Option<LitStr>,
    pub(super) variants: Vec<Variant>,
    pub(super) unknown: Option<Ident>,
}

pub(super) struct Variant {
    pub(super) name: Ident,
    pub(super) kinds: Vec<Ident>,
    pub(super) tags: Vec<LitStr>,
    /// Whether a tag is something else than a string.
    pub(super) json: bool,
}

/// `builder! { PetBuilder for Pet { ... } }`: the struct that is built.
pub(super) struct Builder {
    pub(super) of: Ident,
}

/// `newtype! { Pet }`
pub(super) struct Newtype {
    pub(super) name: Ident,
}

fn name(input: ParseStream<'_>) -> Result<Ident> {
    input.call(Ident::parse_any)
}

/// Skips a comma between entries.
fn comma(input: ParseStream<'_>) -> Result<()> {
    if input.is_empty() { Ok(()) } else { input.parse::<Token![,]>().map(drop) }
}

impl Parse for Object {
    fn parse(input: ParseStream<'_>) -> Result<Self> {
        let mut out = Self { name: name(input)?, fields: Vec::new(), rest: None };
        let inner;
        braced!(inner in input);
        while !inner.is_empty() {
            if inner.parse::<Option<Token![..]>>()?.is_some() {
                out.rest = Some(name(&inner)?);
                skip(&inner)?;
            } else {
                let wire = inner.parse()?;
                inner.parse::<Token![=>]>()?;
                let field = name(&inner)?;
                inner.parse::<Token![:]>()?;
                out.fields.push(Field { wire, name: field, presence: name(&inner)? });
                skip(&inner)?;
            }
            comma(&inner)?;
        }
        Ok(out)
    }
}

/// Passes over the rest of a row: `secret`, `escaped` and checks say nothing that derives say.
fn skip(row: ParseStream<'_>) -> Result<()> {
    while !row.is_empty() && !row.peek(Token![,]) {
        row.parse::<TokenTree>()?;
    }
    Ok(())
}

impl<Wire: Parse> Parse for Enum<Wire> {
    fn parse(input: ParseStream<'_>) -> Result<Self> {
        let mut out = Self { name: name(input)?, variants: Vec::new() };
        let inner;
        braced!(inner in input);
        while !inner.is_empty() {
            let variant = name(&inner)?;
            inner.parse::<Token![=>]>()?;
            out.variants.push((variant, inner.parse()?));
            comma(&inner)?;
        }
        Ok(out)
    }
}

impl Parse for Integer {
    fn parse(input: ParseStream<'_>) -> Result<Self> {
        Ok(Self { minus: input.parse()?, digits: input.parse()? })
    }
}

impl Parse for Union {
    fn parse(input: ParseStream<'_>) -> Result<Self> {
        let mut out = Self { name: name(input)?, tag: None, variants: Vec::new(), unknown: None };
        while input.peek(Ident::peek_any) {
            match name(input)?.to_string().as_str() {
                "by" => out.tag = Some(input.parse()?),
                "vacant" => drop(name(input)?),
                "primitive" => {}
                _ => return Err(input.error("an option of `union!` that is not known here")),
            }
        }
        let inner;
        braced!(inner in input);
        while !inner.is_empty() {
            if inner.parse::<Option<Token![..]>>()?.is_some() {
                out.unknown = Some(name(&inner)?);
            } else {
                out.variants.push(inner.parse()?);
            }
            comma(&inner)?;
        }
        Ok(out)
    }
}

impl Parse for Variant {
    fn parse(input: ParseStream<'_>) -> Result<Self> {
        let mut out = Self { name: name(input)?, kinds: Vec::new(), tags: Vec::new(), json: false };
        let inner;
        parenthesized!(inner in input);
        inner.parse::<Type>()?;
        input.parse::<Token![:]>()?;
        out.kinds.push(name(input)?);
        while input.parse::<Option<Token![+]>>()?.is_some() {
            out.kinds.push(name(input)?);
        }
        let mut more = input.parse::<Option<Token![=]>>()?.is_some();
        while more {
            if input.peek(Ident::peek_any) {
                name(input)?;
                out.json = true;
            }
            out.tags.push(input.parse()?);
            more = input.parse::<Option<Token![|]>>()?.is_some();
        }
        Ok(out)
    }
}

impl Parse for Builder {
    fn parse(input: ParseStream<'_>) -> Result<Self> {
        name(input)?;
        input.parse::<Token![for]>()?;
        let of = name(input)?;
        input.parse::<TokenStream>()?;
        Ok(Self { of })
    }
}

impl Parse for Newtype {
    fn parse(input: ParseStream<'_>) -> Result<Self> {
        let name = name(input)?;
        input.parse::<TokenStream>()?;
        Ok(Self { name })
    }
}
