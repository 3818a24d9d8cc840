//! Enums of values that a document lists.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use crate::emit::docs::shown;
use crate::emit::scope::{Scope, doc, format, literal};
use crate::model::Variant;

/// The enum of texts.
pub(super) fn string_enum(name: &str, doc: &TokenStream, variants: &[Variant<String>], scope: &mut Scope) -> String {
    let string = scope.std("String");
    let derives = quote!(#[derive(Clone)]);
    let item = item(name, doc, variants, &derives, &string, |text| shown(text));
    scope.runtime("string_enum");
    format!("{item}\n{}", table("string_enum", name, variants, |text| literal(text)))
}

/// The enum of whole numbers.
pub(super) fn integer_enum(name: &str, doc: &TokenStream, variants: &[Variant<i64>], scope: &mut Scope) -> String {
    let derives = quote!(#[derive(Clone, Copy)]);
    let item = item(name, doc, variants, &derives, &quote!(i64), |number| format!("`{number}`"));
    scope.runtime("integer_enum");
    format!("{item}\n{}", table("integer_enum", name, variants, i64::to_string))
}

fn item<T>(
    name: &str,
    doc: &TokenStream,
    variants: &[Variant<T>],
    derives: &TokenStream,
    unknown: &TokenStream,
    shown: impl Fn(&T) -> String,
) -> String {
    let ident = format_ident!("{name}");
    let variants = variants.iter().map(|variant| {
        let text = [shown(&variant.wire), variant.description.clone()];
        let text: Vec<String> = text.into_iter().filter(|text| !text.is_empty()).collect();
        let (ident, doc) = (format_ident!("{}", variant.name), self::doc(&text.join("\n\n")));
        quote!(#doc #ident)
    });
    format(quote! {
        #doc
        #derives
        #[non_exhaustive]
        pub enum #ident {
            #(#variants,)*
            #[doc = " A value that the document does not list."]
            Unknown(#unknown),
        }
    })
}

fn table<T>(name: &str, ty: &str, variants: &[Variant<T>], literal: impl Fn(&T) -> String) -> String {
    let lines: String =
        variants.iter().map(|variant| format!("    {} => {},\n", variant.name, literal(&variant.wire))).collect();
    format!("{name}! {{ {ty} {{\n{lines}}} }}\n")
}
