//! What wraps the request of an operation with optional parts.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::parameters::give;
use super::server;
use crate::emit::Emitter;
use crate::emit::scope::{Scope, doc, format, parse, tight};
use crate::model::{Alternative, Operation, Parameter};

/// Methods of the traits of operators, which clippy wants no others to be called like.
const OPERATORS: &[&str] = &["add", "bitand", "bitor", "bitxor", "div", "mul", "rem", "shl", "shr", "sub"];

impl Emitter<'_> {
    /// The type that optional parameters are chained on.
    pub(super) fn wrapper(
        &self,
        operation: &Operation,
        request: &TokenStream,
        success: &TokenStream,
        error: &TokenStream,
        scope: &mut Scope,
    ) -> String {
        let ident = format_ident!("{}", operation.type_name);
        scope.runtime("operation");
        let optional = operation.parameters.iter().filter(|parameter| !parameter.required);
        let mut setters: Vec<_> = optional.map(|parameter| self.setter(parameter, scope)).collect();
        for body in operation.bodies.iter().filter(|body| !body.required) {
            let name = parse(&body.argument());
            let given = self.body(body, &name, scope);
            let (arguments, send) = (given.arguments, given.send);
            let about = if body.description.trim().is_empty() { "The body of the request." } else { &body.description };
            let doc = doc(format!("{about}\n\n{}", given.about).trim_end());
            setters.push(quote!(#doc pub fn #name(self, #(#arguments),*) -> Self { Self(self.0 #send) }));
        }
        setters.extend(server::setter(operation, scope));
        setters.extend(operation.alternatives.iter().map(|alternative| self.alternative(alternative, error, scope)));
        setters.extend(self.pages(operation, success, error, scope));
        let about = format!(
            " A call of [`{0}`](crate::Client::{0}): what is optional is chained on it.",
            operation.plain_name()
        );
        let items = format(quote! {
            #[doc = #about]
            #[must_use = "a request is sent when it is awaited"]
            pub struct #ident(#request);
            impl #ident { #(#setters)* }
        });
        let (success, error) = (tight(success), tight(error));
        format!("\n{items}\noperation! {{ {} => ({success}, {error}) }}\n", operation.type_name)
    }

    /// What asks for another media type, which is read into another type.
    fn alternative(&self, alternative: &Alternative, error: &TokenStream, scope: &mut Scope) -> TokenStream {
        let (name, media_type) = (parse(&alternative.function), &alternative.media_type);
        let (success, read) = self.success(&alternative.success, scope);
        let request = scope.runtime("Request");
        let doc = doc(&format!("Asks for `{}`.", media_type.replace('`', "'")));
        quote! {
            #doc
            pub fn #name(self) -> #request<#success, #error> { self.0.accept(#media_type) #read }
        }
    }

    /// What sets an optional parameter.
    fn setter(&self, parameter: &Parameter, scope: &mut Scope) -> TokenStream {
        let (name, give) = (parse(&parameter.name), give(parameter, scope));
        let ty = self.value(parameter, scope);
        let text = if parameter.description.trim().is_empty() {
            format!("The parameter `{}`.", parameter.wire.replace('`', "'"))
        } else {
            parameter.description.clone()
        };
        let empty = if self.may_be_empty(parameter) { "\n\n`None` sends the name without a value." } else { "" };
        let doc = doc(&format!("{text}{empty}"));
        let deprecated = if parameter.deprecated { quote!(#[deprecated]) } else { quote!() };
        let confusing = OPERATORS.contains(&parameter.name.as_str());
        let confusing = if confusing { quote!(#[allow(clippy::should_implement_trait)]) } else { quote!() };
        quote! {
            #doc #deprecated #confusing
            pub fn #name(self, #name: #ty) -> Self { Self(self.0 #give) }
        }
    }
}

/// Whether an operation has optional parts, or pages.
pub(in crate::emit) fn wraps(operation: &Operation) -> bool {
    operation.pages.is_some()
        || operation.parameters.iter().any(|parameter| !parameter.required)
        || operation.bodies.iter().any(|body| !body.required)
        || !operation.alternatives.is_empty()
        || operation.servers().is_some()
}
