//! The functions of the client.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use super::about::about;
use super::bodies::parts_type;
use super::parameters::give;
use super::wrapper::wraps;
use super::{Printed, constant, server};
use crate::emit::Emitter;
use crate::emit::scope::{Scope, attributes, parse};
use crate::model::{Body, Operation, Success};

/// The types of an operation's request.
struct Types {
    success: TokenStream,
    error: TokenStream,
    /// The request itself.
    request: TokenStream,
    /// What wraps it, where something does.
    wrapper: Option<Ident>,
}

impl Emitter<'_> {
    pub(super) fn operation(&self, operation: &Operation, scope: &mut Scope) -> Printed {
        let (success, read) = self.success(&operation.success, scope);
        let error = if operation.errors.is_empty() {
            quote!(::core::convert::Infallible)
        } else {
            parse(&format!("{}Error", operation.type_name))
        };
        let request = scope.runtime("Request");
        let request = quote!(#request<#success, #error>);
        let wrapper = wraps(operation).then(|| format_ident!("{}", operation.type_name));
        let types = Types { success, error, request, wrapper };
        let mut required = operation.bodies.iter().filter(|body| body.required).peekable();
        let functions = if required.peek().is_none() {
            vec![self.function(operation, None, &types, &read, scope)]
        } else {
            required.map(|body| self.function(operation, Some(body), &types, &read, scope)).collect()
        };
        let mut items = String::new();
        if types.wrapper.is_some() {
            items.push_str(&self.wrapper(operation, &types.request, &types.success, &types.error, scope));
        }
        for form in operation.bodies.iter().filter_map(parts_type) {
            items.push_str(&self.parts(operation, form, scope));
        }
        for success in operation.successes() {
            if let Success::Several(name, outcomes) = success {
                items.push_str(&self.outcomes(name, outcomes, "responses", "The successes of", operation, scope));
            }
        }
        if !operation.errors.is_empty() {
            let name = format!("{}Error", operation.type_name);
            items.push_str(&self.outcomes(&name, &operation.errors, "errors", "The errors of", operation, scope));
        }
        Printed { functions, items }
    }

    /// A function: the operation with one of the bodies that it must have, or with none.
    fn function(
        &self,
        operation: &Operation,
        body: Option<&Body>,
        types: &Types,
        read: &TokenStream,
        scope: &mut Scope,
    ) -> TokenStream {
        let name = parse(body.map_or(&operation.name, |body| &body.function));
        let (request, path) = (scope.runtime("Request"), &operation.path);
        let mut chain = match operation.method.as_str() {
            known @ ("GET" | "PUT" | "POST" | "DELETE" | "OPTIONS" | "HEAD" | "PATCH" | "TRACE") => {
                let (methods, method) = (scope.runtime("Method"), format_ident!("{known}"));
                quote!(#request::new(&self.core, #methods::#method, #path))
            }
            other => quote!(#request::with_method(&self.core, #other, #path)),
        };
        chain.extend(server::own(operation));
        let mut arguments = Vec::new();
        for parameter in operation.parameters.iter().filter(|parameter| parameter.required) {
            arguments.push(self.argument(parameter, scope));
            chain.extend(give(parameter, scope));
        }
        chain.extend(self.client_headers(operation));
        chain.extend(self.rights(operation));
        if let Some(accept) = &operation.accept {
            chain.extend(quote!(.accept(#accept)));
        }
        let mut told = String::new();
        if let Some(body) = body {
            let given = self.body(body, &quote!(body), scope);
            arguments.extend(given.arguments);
            chain.extend(given.send);
            told = given.about;
        }
        chain.extend(read.clone());
        let (returns, chain) = match &types.wrapper {
            Some(wrapper) => (quote!(#wrapper), quote!(#wrapper(#chain))),
            None => (types.request.clone(), chain),
        };
        // Where there are several successes, each tells of its own.
        let headers = match operation.success {
            Success::One(..) => self.headers_of(&operation.headers),
            Success::Several(..) => Vec::new(),
        };
        let doc = attributes(&about(operation, &told, headers));
        let deprecated = if operation.deprecated { quote!(#[deprecated]) } else { quote!() };
        let many = if arguments.len() > 6 { quote!(#[allow(clippy::too_many_arguments)]) } else { quote!() };
        quote! {
            #doc #deprecated #many
            pub fn #name(&self, #(#arguments),*) -> #returns { #chain }
        }
    }

    /// The headers that the client gives.
    fn client_headers(&self, operation: &Operation) -> TokenStream {
        let headers = operation.client_headers.iter().map(|(index, is_required)| {
            let name = parse(&constant(&self.model.client.headers[*index].name));
            let required = is_required.then(|| quote!(.required()));
            quote!(.client_header(crate::client::#name #required))
        });
        headers.collect()
    }

    /// What authorizes the call.
    fn rights(&self, operation: &Operation) -> TokenStream {
        if operation.security.is_empty() {
            return quote!();
        }
        let alternatives = operation.security.iter().map(|combination| {
            let names = combination.iter().map(|index| parse(&constant(&self.model.client.credentials[*index].name)));
            let names = names.map(|name| quote!(crate::client::#name));
            quote!(&[#(#names),*])
        });
        quote!(.security(&[#(#alternatives),*]))
    }
}
