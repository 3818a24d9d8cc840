//! Responses: what a call returns, and its errors.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use crate::emit::scope::{Scope, attributes, format, literal, parse, tight};
use crate::emit::{Emitter, docs};
use crate::model::{Operation, Outcome, Payload, Success, Type};

/// The longest line of a list in documentation.
const WIDTH: usize = 110;

impl Emitter<'_> {
    /// The type of a success and how it is read.
    pub(in crate::emit) fn success(&self, success: &Success, scope: &mut Scope) -> (TokenStream, TokenStream) {
        match success {
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

    /// What is to be said of the headers of a response, as a paragraph of documentation that follows another.
    pub(super) fn headers_of(&self, names: &[String]) -> Vec<String> {
        let known = self.model.headers.iter().filter(|header| names.contains(&header.name));
        let links: Vec<_> = known.map(|header| format!("[`{0}`](crate::headers::{0})", header.name)).collect();
        if links.is_empty() {
            return Vec::new();
        }
        let mut lines = vec![" Headers of the response:".to_owned()];
        for link in links {
            match lines.last_mut() {
                Some(line) if line.len() + link.len() < WIDTH => line.push_str(&format!(" {link},")),
                _ => lines.push(format!(" {link},")),
            }
        }
        if let Some(line) = lines.last_mut() {
            line.pop();
            line.push('.');
        }
        lines
    }

    /// The type of the document that all errors carry.
    pub(in crate::emit) fn shared<'t>(&self, outcomes: &'t [Outcome]) -> Option<&'t Type> {
        let first = outcomes.first()?.payload.ty()?;
        // What is of another crate can be made from nothing of this one.
        let is_own = matches!(self.resolve(first), Type::Named(_));
        (is_own && outcomes.iter().all(|outcome| outcome.payload.ty() == Some(first))).then_some(first)
    }

    /// The documentation of a variant.
    fn about_outcome(&self, outcome: &Outcome) -> Vec<String> {
        let mut lines = docs::lines(&match outcome.description.trim() {
            "" => format!("`{}`", outcome.entry().replace('`', "'")),
            text => format!("`{}`: {text}", outcome.entry().replace('`', "'")),
        });
        let headers = self.headers_of(&outcome.headers);
        if !headers.is_empty() {
            lines.push(String::new());
            lines.extend(headers);
        }
        lines
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
            let doc = attributes(&self.about_outcome(outcome));
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
        let shared = if is_success { None } else { self.shared(outcomes) };
        let shared = shared.map_or_else(String::new, |ty| format!(": {}", tight(&scope.ty(ty))));
        out.push_str(&format!("\n{table}! {{ {name}{shared} {{\n"));
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
pub(in crate::emit) fn carried(payload: &Payload, is_success: bool, scope: &mut Scope) -> Option<TokenStream> {
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
