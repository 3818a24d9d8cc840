//! Responses: what a call returns, and its errors.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use crate::emit::Emitter;
use crate::emit::scope::{Scope, doc, format, literal, parse};
use crate::model::{Operation, Outcome, Payload, Success};

impl Emitter<'_> {
    /// The type of a success and how it is read.
    pub(super) fn success(&self, operation: &Operation, scope: &mut Scope) -> (TokenStream, TokenStream) {
        match &operation.success {
            Success::One(statuses, payload) => {
                let read = match payload {
                    Payload::Text => quote!(.success_text(&[#(#statuses),*])),
                    Payload::Bytes => quote!(.success_bytes(&[#(#statuses),*])),
                    Payload::Empty | Payload::Json(_) => quote!(.success(&[#(#statuses),*])),
                };
                (carried(payload, scope).unwrap_or_else(|| quote!(())), read)
            }
            Success::Several(name, outcomes) => {
                let (name, statuses) = (parse(name), outcomes.iter().map(|outcome| &outcome.status));
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
        let variants = outcomes.iter().map(|outcome| {
            let (variant, carried) = (format_ident!("{}", outcome.variant), carried(&outcome.payload, scope));
            let text = match outcome.description.trim() {
                "" => format!("`{}`", outcome.status),
                text => format!("`{}`: {text}", outcome.status),
            };
            let doc = doc(&text);
            let carried = carried.map(|ty| quote!((#ty)));
            quote!(#doc #variant #carried)
        });
        let variants: Vec<_> = variants.collect();
        let uneven = if self.is_uneven(outcomes) { quote!(#[allow(clippy::large_enum_variant)]) } else { quote!() };
        let about = format!(" {what} [`{0}`](crate::Client::{0}).", operation.plain_name());
        let mut out = format!(
            "\n{}",
            format(quote! {
                #[doc = #about]
                #uneven
                #[derive(Clone, Debug, PartialEq)]
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
                Payload::Bytes => "(bytes)",
            };
            out.push_str(&format!("    {} => {}{kind},\n", literal(&outcome.status), outcome.variant));
        }
        out.push_str("} }\n");
        out
    }
}

fn carried(payload: &Payload, scope: &mut Scope) -> Option<TokenStream> {
    match payload {
        Payload::Empty => None,
        Payload::Json(ty) => Some(scope.ty(ty)),
        Payload::Text => Some(scope.std("String")),
        Payload::Bytes => Some(scope.runtime("Bytes")),
    }
}
