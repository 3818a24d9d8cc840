//! Enums of values that a document lists.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::derived;
use crate::emit::docs::shown;
use crate::emit::scope::{Scope, doc, format, literal};
use crate::model::{Definition, Variant};

/// The enum of texts.
pub(super) fn string_enum(
    definition: &Definition,
    doc: &TokenStream,
    variants: &[Variant<String>],
    scope: &mut Scope,
) -> String {
    let string = scope.std("String");
    let copy = if definition.closed { quote!(, Copy) } else { quote!() };
    let item = item(definition, doc, variants, &copy, &string, |text| shown(text));
    scope.runtime("string_enum");
    format!("{item}\n{}", table("string_enum", definition, variants, |text| literal(text)))
}

/// The enum of whole numbers.
pub(super) fn integer_enum(
    definition: &Definition,
    doc: &TokenStream,
    variants: &[Variant<i64>],
    scope: &mut Scope,
) -> String {
    let item = item(definition, doc, variants, &quote!(, Copy), &quote!(i64), |number| format!("`{number}`"));
    scope.runtime("integer_enum");
    format!("{item}\n{}", table("integer_enum", definition, variants, i64::to_string))
}

fn item<T>(
    definition: &Definition,
    doc: &TokenStream,
    variants: &[Variant<T>],
    copy: &TokenStream,
    unknown: &TokenStream,
    shown: impl Fn(&T) -> String,
) -> String {
    let ident = format_ident!("{}", definition.name);
    let (more, allowed) = derived(definition);
    let variants = variants.iter().map(|variant| {
        let text = [shown(&variant.wire), variant.description.clone()];
        let text: Vec<String> = text.into_iter().filter(|text| !text.is_empty()).collect();
        let (ident, doc) = (format_ident!("{}", variant.name), self::doc(&text.join("\n\n")));
        quote!(#doc #ident)
    });
    // Who closes an enum wants to match on it without an arm for what else may come.
    let (open, unknown) = if definition.closed {
        (quote!(), quote!())
    } else {
        let unknown = quote! {
            #[doc = " A value that the document does not list."]
            Unknown(#unknown),
        };
        (quote!(#[non_exhaustive]), unknown)
    };
    format(quote! {
        #doc
        #[derive(Clone #copy #more)]
        #allowed
        #open
        pub enum #ident {
            #(#variants,)*
            #unknown
        }
    })
}

fn table<T>(name: &str, of: &Definition, variants: &[Variant<T>], literal: impl Fn(&T) -> String) -> String {
    let lines: String =
        variants.iter().map(|variant| format!("    {} => {},\n", variant.name, literal(&variant.wire))).collect();
    let closed = if of.closed { " closed" } else { "" };
    format!("{name}! {{ {}{closed} {{\n{lines}}} }}\n", of.name)
}
