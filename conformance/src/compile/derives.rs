//! Generated types as a person would write them: with derives of `serde` in place of tables.

use std::error::Error;

use proc_macro2::TokenStream;
use quote::quote;
use syn::ext::IdentExt as _;
use syn::{Attribute, Fields, Ident, Item, ItemEnum, ItemMacro, ItemStruct, LitStr, UseTree, parse_quote};

use super::grammar::{Builder, Enum, Integer, Newtype, Object, Union, Variant};

/// What the root of the crate has beside the modules: what is there is told apart from what is missing, be it `null`.
pub(super) const ROOT: &str = "
fn present<'de, T, D>(deserializer: D) -> Result<Option<T>, D::Error>
where
    T: serde::Deserialize<'de>,
    D: serde::Deserializer<'de>,
{
    T::deserialize(deserializer).map(Some)
}
";

/// The macros that are replaced.
const TABLES: [&str; 5] = ["integer_enum", "newtype", "object", "string_enum", "union"];

/// The same file with derives; all but the tables stays.
pub(super) fn derives(source: &str) -> Result<String, Box<dyn Error>> {
    let mut file = syn::parse_file(source)?;
    let mut items = Vec::with_capacity(file.items.len());
    let mut tables = Vec::new();
    for item in file.items {
        match item {
            Item::Macro(table) if is_table(&table) => tables.push(table),
            Item::Use(item) if imports_table(&item.tree) => {}
            other => items.push(other),
        }
    }
    file.items = items;
    for table in &tables {
        let name = macro_name(table);
        apply(&name, table.mac.tokens.clone(), &mut file.items).map_err(|error| format!("{name}!: {error}"))?;
    }
    let builders: Vec<Item> = file.items.iter().filter_map(built).collect();
    file.items.extend(builders);
    Ok(prettyplease::unparse(&file))
}

fn macro_name(item: &ItemMacro) -> String {
    item.mac.path.segments.last().map(|segment| segment.ident.to_string()).unwrap_or_default()
}

fn is_table(item: &ItemMacro) -> bool {
    TABLES.contains(&macro_name(item).as_str())
}

fn imports_table(tree: &UseTree) -> bool {
    match tree {
        UseTree::Path(path) => imports_table(&path.tree),
        UseTree::Name(name) => TABLES.contains(&name.ident.to_string().as_str()),
        _ => false,
    }
}

fn apply(name: &str, tokens: TokenStream, items: &mut Vec<Item>) -> Result<(), Box<dyn Error>> {
    match name {
        "object" => {
            let table: Object = syn::parse2(tokens)?;
            object(&table, structure(&table.name, items)?)
        }
        "newtype" => {
            let table: Newtype = syn::parse2(tokens)?;
            let item = structure(&table.name, items)?;
            derive(&mut item.attrs);
            item.attrs.push(parse_quote!(#[serde(transparent)]));
            Ok(())
        }
        "string_enum" => {
            let table: Enum<LitStr> = syn::parse2(tokens)?;
            string_enum(&table, enumeration(&table.name, items)?)?;
            items.extend(texts(&table));
            Ok(())
        }
        "integer_enum" => {
            let table: Enum<Integer> = syn::parse2(tokens)?;
            enumeration(&table.name, items)?.attrs.push(parse_quote!(#[derive(Debug, PartialEq, Eq, Hash)]));
            items.extend(integer_enum(&table));
            Ok(())
        }
        _ => {
            let table: Union = syn::parse2(tokens)?;
            union(&table, enumeration(&table.name, items)?)
        }
    }
}

fn structure<'a>(name: &Ident, items: &'a mut [Item]) -> Result<&'a mut ItemStruct, Box<dyn Error>> {
    let found = items.iter_mut().find_map(|item| match item {
        Item::Struct(item) if item.ident == *name => Some(item),
        _ => None,
    });
    found.ok_or_else(|| format!("there is no struct `{name}` in the file").into())
}

fn enumeration<'a>(name: &Ident, items: &'a mut [Item]) -> Result<&'a mut ItemEnum, Box<dyn Error>> {
    let found = items.iter_mut().find_map(|item| match item {
        Item::Enum(item) if item.ident == *name => Some(item),
        _ => None,
    });
    found.ok_or_else(|| format!("there is no enum `{name}` in the file").into())
}

/// What comes with tables.
fn derive(attributes: &mut Vec<Attribute>) {
    attributes.push(parse_quote!(#[derive(Debug, PartialEq, ::serde::Serialize, ::serde::Deserialize)]));
}

fn object(table: &Object, item: &mut ItemStruct) -> Result<(), Box<dyn Error>> {
    derive(&mut item.attrs);
    let Fields::Named(fields) = &mut item.fields else { return Err("its fields have no names".into()) };
    for field in &mut fields.named {
        let Some(name) = &field.ident else { continue };
        if table.rest.as_ref() == Some(name) {
            field.attrs.push(parse_quote!(#[serde(flatten)]));
            continue;
        }
        let Some(row) = table.fields.iter().find(|row| row.name == *name) else {
            return Err(format!("the field `{name}` has no row").into());
        };
        let mut options = Vec::new();
        if name.unraw() != row.wire.value() {
            let wire = &row.wire;
            options.push(quote!(rename = #wire));
        }
        match row.presence.to_string().as_str() {
            "required" | "nullable" => {}
            "optional" => options.push(quote!(skip_serializing_if = "::core::option::Option::is_none")),
            "optional_nullable" => options.push(quote! {
                default,
                skip_serializing_if = "::core::option::Option::is_none",
                deserialize_with = "crate::present"
            }),
            other => return Err(format!("the presence `{other}` is not known here").into()),
        }
        if !options.is_empty() {
            field.attrs.push(parse_quote!(#[serde(#(#options),*)]));
        }
    }
    Ok(())
}

fn string_enum(table: &Enum<LitStr>, item: &mut ItemEnum) -> Result<(), Box<dyn Error>> {
    derive(&mut item.attrs);
    item.attrs.push(parse_quote!(#[derive(Eq, Hash)]));
    for variant in &mut item.variants {
        match table.variants.iter().find(|(name, _)| *name == variant.ident) {
            Some((name, wire)) if name.unraw() == wire.value() => {}
            Some((_, wire)) => variant.attrs.push(parse_quote!(#[serde(rename = #wire)])),
            None => variant.attrs.push(parse_quote!(#[serde(untagged)])),
        }
    }
    Ok(())
}

/// What callers have of an enum of texts beside `serde`, as the table gives it and as a person would write it.
fn texts(table: &Enum<LitStr>) -> [Item; 3] {
    let name = &table.name;
    let to = table.variants.iter().map(|(variant, wire)| quote!(Self::#variant => #wire));
    let from = table.variants.iter().map(|(variant, wire)| quote!(#wire => Self::#variant));
    [
        parse_quote! {
            impl #name {
                /// The text as the document writes it.
                pub fn as_str(&self) -> &::core::primitive::str {
                    match self { #(#to,)* Self::Unknown(text) => text }
                }
            }
        },
        parse_quote! {
            impl ::core::convert::From<&::core::primitive::str> for #name {
                fn from(text: &::core::primitive::str) -> Self {
                    match text { #(#from,)* other => Self::Unknown(::core::convert::From::from(other)) }
                }
            }
        },
        parse_quote! {
            impl ::core::fmt::Display for #name {
                fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                    f.pad(self.as_str())
                }
            }
        },
    ]
}

/// `serde` has no derives for numbers.
fn integer_enum(table: &Enum<Integer>) -> [Item; 2] {
    let name = &table.name;
    let rows: Vec<_> =
        table.variants.iter().map(|(variant, Integer { minus, digits })| (variant, quote!(#minus #digits))).collect();
    let to = rows.iter().map(|(variant, number)| quote!(Self::#variant => #number));
    let from = rows.iter().map(|(variant, number)| quote!(#number => Self::#variant));
    let serialize = parse_quote! {
        impl ::serde::Serialize for #name {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> ::core::result::Result<S::Ok, S::Error> {
                serializer.serialize_i64(match self { #(#to,)* Self::Unknown(other) => *other })
            }
        }
    };
    let deserialize = parse_quote! {
        impl<'de> ::serde::Deserialize<'de> for #name {
            fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> ::core::result::Result<Self, D::Error> {
                let number = <i64 as ::serde::Deserialize>::deserialize(deserializer)?;
                ::core::result::Result::Ok(match number { #(#from,)* other => Self::Unknown(other) })
            }
        }
    };
    [serialize, deserialize]
}

fn union(table: &Union, item: &mut ItemEnum) -> Result<(), Box<dyn Error>> {
    derive(&mut item.attrs);
    let is_tagged = |variant: &Variant| {
        !variant.tags.is_empty() && !variant.json && matches!(&variant.kinds[..], [kind] if kind == "object")
    };
    let Some(tag) = table.tag.as_ref().filter(|_| table.variants.iter().all(is_tagged)) else {
        item.attrs.push(parse_quote!(#[serde(untagged)]));
        return Ok(());
    };
    item.attrs.push(parse_quote!(#[serde(tag = #tag)]));
    for variant in &mut item.variants {
        if table.unknown.as_ref() == Some(&variant.ident) {
            variant.attrs.push(parse_quote!(#[serde(untagged)]));
            continue;
        }
        let row = table.variants.iter().find(|row| row.name == variant.ident);
        let Some([first, others @ ..]) = row.map(|row| row.tags.as_slice()) else {
            return Err(format!("the variant `{}` has no row", variant.ident).into());
        };
        variant.attrs.push(parse_quote!(#[serde(rename = #first #(, alias = #others)*)]));
    }
    Ok(())
}

/// Builders begin with a vacant value, which tables give: without them, with one that costs the compiler next to nothing.
fn built(item: &Item) -> Option<Item> {
    let Item::Macro(item) = item else { return None };
    if macro_name(item) != "builder" {
        return None;
    }
    let Builder { of } = syn::parse2(item.mac.tokens.clone()).ok()?;
    Some(parse_quote! {
        const _: () = {
            use crate::runtime::json::{Encode, ReadError, Reader, Slot, View};
            impl Encode for #of {
                fn view(&self) -> View<'_> { View::Null }
            }
            impl Slot for #of {
                fn vacant() -> Self { ::core::unimplemented!() }
                fn read(&mut self, _: &mut Reader<'_>) -> ::core::result::Result<(), ReadError> { ::core::unimplemented!() }
            }
        };
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Holds the result against what is expected, whatever the white space.
    fn check(source: &str, expected: &str) {
        let expected = prettyplease::unparse(&syn::parse_file(expected).unwrap());
        assert_eq!(derives(source).unwrap(), expected);
    }

    #[test]
    fn structs() {
        check(
            r#"use crate::runtime::object;
            use crate::types::B;
            /// A.
            #[derive(Clone)]
            pub struct A { /// x
                pub r#type: u8, pub b: Option<B>, pub c: Option<u8>, pub d: Option<Option<u8>>, pub rest: M }
            object! { A { "type" => r#type: required, "B-b" => b: optional, "c" => c: nullable secret (minimum(1.0)),
                "d" => d: optional_nullable, ..rest } }"#,
            r#"use crate::types::B;
            /// A.
            #[derive(Clone)]
            #[derive(Debug, PartialEq, ::serde::Serialize, ::serde::Deserialize)]
            pub struct A { /// x
                pub r#type: u8,
                #[serde(rename = "B-b", skip_serializing_if = "::core::option::Option::is_none")]
                pub b: Option<B>,
                pub c: Option<u8>,
                #[serde(default, skip_serializing_if = "::core::option::Option::is_none", deserialize_with = "crate::present")]
                pub d: Option<Option<u8>>,
                #[serde(flatten)]
                pub rest: M }"#,
        );
        check(
            "pub struct A(pub Vec<A>); crate::runtime::newtype! { A }",
            "#[derive(Debug, PartialEq, ::serde::Serialize, ::serde::Deserialize)] #[serde(transparent)] pub struct A(pub Vec<A>);",
        );
    }

    #[test]
    fn enums() {
        let source =
            r#"#[derive(Clone)] pub enum A { X, YZ, Unknown(String) } string_enum! { A { X => "X", YZ => "y z" } }"#;
        let text = derives(source).unwrap();
        let item = r##"#[derive(Clone)]
#[derive(Debug, PartialEq, ::serde::Serialize, ::serde::Deserialize)]
#[derive(Eq, Hash)]
pub enum A {
    X,
    #[serde(rename = "y z")]
    YZ,
    #[serde(untagged)]
    Unknown(String),
}
"##;
        assert!(text.starts_with(item), "{text}");
        for part in ["Self::YZ => \"y z\",", "\"y z\" => Self::YZ,", "Display for A", "as_str(&self)"] {
            assert!(text.contains(part), "{text}");
        }
        let text = derives("pub enum A { X, Y, Unknown(i64) } integer_enum! { A { X => 1, Y => -1 } }").unwrap();
        for part in ["Self::Y => -1,", "-1 => Self::Y,", "Self::Unknown(other) => *other", "for A"] {
            assert!(text.contains(part), "{text}");
        }
    }

    #[test]
    fn unions() {
        check(
            r#"pub enum A { X(X), Y(Box<Y>), Unknown(V) }
            union! { A by "k" { X(X): object = "x" | "z", Y(Box<Y>): object = "y", ..Unknown } }"#,
            r#"#[derive(Debug, PartialEq, ::serde::Serialize, ::serde::Deserialize)] #[serde(tag = "k")]
            pub enum A { #[serde(rename = "x", alias = "z")] X(X), #[serde(rename = "y")] Y(Box<Y>),
                #[serde(untagged)] Unknown(V) }"#,
        );
        for table in [
            r#"union! { A by "k" { X(X): object = "x", Y(Vec<u8>): array } }"#,
            r#"union! { A by "k" { X(X): object = json "1", Y(Vec<u8>): object = "2" } }"#,
            "union! { A primitive vacant Y { X(X): integer + string, Y(Vec<u8>): any, } }",
        ] {
            check(
                &format!("pub enum A {{ X(X), Y(Vec<u8>) }} {table}"),
                "#[derive(Debug, PartialEq, ::serde::Serialize, ::serde::Deserialize)] #[serde(untagged)]
                pub enum A { X(X), Y(Vec<u8>) }",
            );
        }
    }

    #[test]
    fn builders_stay() {
        let source =
            "pub struct A { pub x: u8 } object! { A { \"x\" => x: required } } builder! { AB for A { x: u8 } }";
        let text = derives(source).unwrap();
        assert!(text.contains("builder!") && text.contains("impl Slot for A"), "{text}");
    }

    #[test]
    fn a_table_that_does_not_fit_is_an_error() {
        for source in [
            "object! { A { } }",
            "pub struct A { pub x: u8 } object! { A { } }",
            "pub struct A { pub x: u8 } object! { A { \"x\" => x: perhaps } }",
            "pub enum A { X(X) } union! { A sometimes { X(X): any } }",
        ] {
            assert!(derives(source).is_err(), "{source}");
        }
    }
}
