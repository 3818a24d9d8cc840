//! Responses: what a call returns, and its errors.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use crate::emit::Emitter;
use crate::emit::scope::{Scope, doc, format, literal, parse};
use crate::model::{Operation, Outcome, Payload, Success, Type};

impl Emitter<'_> {
    /// The type of a success and how it is read.
    pub(super) fn success(&self, operation: &Operation, scope: &mut Scope) -> (TokenStream, TokenStream) {
        match &operation.success {
            Success::One(statuses, payload) => {
                let read = match payload {
                    Payload::Text => quote!(.success_text(&[#(#statuses),*])),
                    _ => quote!(.success(&[#(#statuses),*])),
                };
                (carried(payload, true, scope).unwrap_or_else(|| quote!(())), read)
            }
            Success::Several(name, outcomes) => {
                let (name, statuses) = (parse(name), outcomes.iter().map(Outcome::entry));
                (name, quote!(.success(&[#(#statuses),*])))
            }
        }
    }

    pub(super) fn outcomes(
        &self,
        name: &str,
        outcomes: &[Outcome],
        table: &str,
        what: &str,
        operation: &Operation,
        scope: &mut Scope,
    ) -> String {
        let ident = format_ident!("{name}");
        scope.runtime(table);
        let is_success = table == "responses";
        let is_open = is_success && outcomes.iter().any(|outcome| outcome.payload.is_open());
        let variants = outcomes.iter().map(|outcome| {
            let (variant, carried) =
                (format_ident!("{}", outcome.variant), carried(&outcome.payload, is_success, scope));
            let text = match outcome.description.trim() {
                "" => format!("`{}`", outcome.entry().replace('`', "'")),
                text => format!("`{}`: {text}", outcome.entry().replace('`', "'")),
            };
            let doc = doc(&text);
            let carried = carried.map(|ty| quote!((#ty)));
            quote!(#doc #variant #carried)
        });
        let variants: Vec<_> = variants.collect();
        let uneven = if self.is_uneven(outcomes) { quote!(#[allow(clippy::large_enum_variant)]) } else { quote!() };
        // What is still to come can be neither copied nor compared.
        let derives = if is_open { quote!(#[derive(Debug)]) } else { quote!(#[derive(Clone, Debug, PartialEq)]) };
        let about = format!(" {what} [`{0}`](crate::Client::{0}).", operation.plain_name());
        let mut out = format!(
            "\n{}",
            format(quote! {
                #[doc = #about]
                #uneven
                #derives
                #[non_exhaustive]
                pub enum #ident { #(#variants),* }
            })
        );
        out.push_str(&format!("\n{table}! {{ {name} {{\n"));
        for outcome in outcomes {
            let kind = match outcome.payload {
                Payload::Empty => "",
                Payload::Json(_) => "(json)",
                Payload::Text => "(text)",
                _ if is_success => "(open)",
                _ => "(bytes)",
            };
            out.push_str(&format!("    {} => {}{kind},\n", literal(&outcome.entry()), outcome.variant));
        }
        out.push_str("} }\n");
        out
    }
}

/// The type that a response carries: a stream of it, where it is a success that comes in pieces.
fn carried(payload: &Payload, is_success: bool, scope: &mut Scope) -> Option<TokenStream> {
    let stream = |name: &str, ty: &Type, scope: &mut Scope| {
        let (name, ty) = (scope.runtime(name), scope.ty(ty));
        quote!(#name<#ty>)
    };
    Some(match payload {
        Payload::Empty => return None,
        Payload::Json(ty) => scope.ty(ty),
        Payload::Text => scope.std("String"),
        Payload::Bytes => scope.runtime(if is_success { "ByteStream" } else { "Bytes" }),
        Payload::Events(ty) => stream("EventStream", ty, scope),
        Payload::Lines(ty) => stream("ItemStream", ty, scope),
        Payload::Sequence(ty) => {
            let (name, ty, parted) = (scope.runtime("ItemStream"), scope.ty(ty), scope.runtime("Sequence"));
            quote!(#name<#ty, #parted>)
        }
    })
}
