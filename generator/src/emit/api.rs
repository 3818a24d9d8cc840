//! Operations: the functions of the client, their errors, and what wraps their optional parameters.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::scope::{Scope, attributes, doc, format, literal, parse, tight};
use super::{Emitter, File, docs, parallel, rust};
use crate::model::{Api, Operation, Outcome, Parameter, ParameterPlace, Payload, Style, StyleKind, Success, Type};

/// What files of operations mention beside the types of the document.
const TAKEN: &[&str] = &[
    "Base64",
    "Bytes",
    "Client",
    "CookieValue",
    "HeaderValue",
    "Infallible",
    "Method",
    "Number",
    "PathValue",
    "QueryValue",
    "Request",
    "Style",
];

/// Methods of the traits of operators, which clippy wants no others to be called like.
const OPERATORS: &[&str] = &["add", "bitand", "bitor", "bitxor", "div", "mul", "rem", "shl", "shr", "sub"];

/// A function and the items that belong to it.
struct Printed {
    function: TokenStream,
    items: String,
}

impl Emitter<'_> {
    pub(super) fn apis(&self) -> Vec<File> {
        let apis = &self.model.apis;
        let mut index = String::from("//! The operations of the API, by tag.\n\n");
        apis.iter().for_each(|api| index.push_str(&format!("mod {};\n", api.module)));
        index.push('\n');
        for api in apis {
            for name in names(api) {
                index.push_str(&format!("pub use {}::{name};\n", api.module));
            }
        }
        let mut files = vec![rust("src/api/mod.rs".to_owned(), &index)];
        files.extend(parallel(apis, |api| self.api(api)));
        files
    }

    fn api(&self, api: &Api) -> File {
        let own = names(api);
        let mut scope = Scope::operations(own.iter().map(String::as_str));
        TAKEN.iter().for_each(|name| scope.take(name));
        let printed: Vec<Printed> =
            api.operations.iter().map(|operation| self.operation(operation, &mut scope)).collect();
        let functions = printed.iter().map(|printed| &printed.function);
        let client = format(quote!(impl crate::Client { #(#functions)* }));
        let mut out = String::new();
        let about = match (&api.tag, api.description.trim()) {
            (_, description) if !description.is_empty() => description.to_owned(),
            (Some(tag), _) => format!("Operations of `{}`.", tag.replace('`', "'")),
            (None, _) => "Operations without a tag.".to_owned(),
        };
        docs::lines(&about).iter().for_each(|line| out.push_str(&format!("//!{line}\n")));
        out.push('\n');
        out.push_str(&scope.imports());
        out.push_str(&client);
        for printed in &printed {
            out.push_str(&printed.items);
        }
        rust(format!("src/api/{}.rs", api.module), &out)
    }

    fn operation(&self, operation: &Operation, scope: &mut Scope) -> Printed {
        let name = parse(&operation.name);
        let (success, read) = self.success(operation, scope);
        let error = if operation.errors.is_empty() {
            quote!(::core::convert::Infallible)
        } else {
            parse(&format!("{}Error", operation.type_name))
        };
        let request = scope.runtime("Request");
        let wraps = wraps(operation);
        let wrapper = format_ident!("{}", operation.type_name);
        let returns = if wraps { quote!(#wrapper) } else { quote!(#request<#success, #error>) };
        let required = operation.parameters.iter().filter(|parameter| parameter.required);
        let arguments: Vec<_> = required.clone().map(|parameter| self.argument(parameter, scope)).collect();
        let body = operation.body.as_ref().map(|body| (body, self.borrowed(&body.ty, scope)));
        let body_argument = match &body {
            Some((body, ty)) if body.required => {
                let name = parse(&body.name);
                Some(quote!(#name: #ty))
            }
            _ => None,
        };
        let mut chain = self.chain(operation, required, scope);
        if let Some((body, _)) = body.as_ref().filter(|(body, _)| body.required) {
            chain.extend(send(body.media_type.as_str(), &parse(&body.name)));
        }
        chain.extend(read);
        let chain = if wraps { quote!(#wrapper(#chain)) } else { chain };
        let doc = attributes(&about(operation));
        let deprecated = if operation.deprecated { quote!(#[deprecated]) } else { quote!() };
        let count = arguments.len() + usize::from(body_argument.is_some());
        let many = if count > 6 { quote!(#[allow(clippy::too_many_arguments)]) } else { quote!() };
        let function = quote! {
            #doc #deprecated #many
            pub fn #name(&self, #(#arguments,)* #body_argument) -> #returns { #chain }
        };
        let mut items = String::new();
        if wraps {
            items.push_str(&self.wrapper(operation, &quote!(#request<#success, #error>), &success, &error, scope));
        }
        if let Success::Several(name, outcomes) = &operation.success {
            items.push_str(&self.outcomes(name, outcomes, "responses", "The successes of", operation, scope));
        }
        if !operation.errors.is_empty() {
            let name = format!("{}Error", operation.type_name);
            items.push_str(&self.outcomes(&name, &operation.errors, "errors", "The errors of", operation, scope));
        }
        Printed { function, items }
    }

    fn chain<'p>(
        &self,
        operation: &Operation,
        parameters: impl Iterator<Item = &'p Parameter>,
        scope: &mut Scope,
    ) -> TokenStream {
        let (request, method_type) = (scope.runtime("Request"), scope.runtime("Method"));
        let (method, path) = (format_ident!("{}", operation.method), &operation.path);
        let mut chain = quote!(#request::new(&self.core, #method_type::#method, #path));
        for parameter in parameters {
            chain.extend(give(parameter, scope));
        }
        if !operation.security.is_empty() {
            let alternatives = operation.security.iter().map(|combination| {
                let names =
                    combination.iter().map(|index| parse(&constant(&self.model.client.credentials[*index].name)));
                let names = names.map(|name| quote!(crate::client::#name));
                quote!(&[#(#names),*])
            });
            chain.extend(quote!(.security(&[#(#alternatives),*])));
        }
        if let Some(accept) = &operation.accept {
            chain.extend(quote!(.accept(#accept)));
        }
        chain
    }

    /// An argument of a required parameter.
    fn argument(&self, parameter: &Parameter, scope: &mut Scope) -> TokenStream {
        let name = parse(&parameter.name);
        let ty = self.value(parameter, scope);
        quote!(#name: #ty)
    }

    /// What a parameter is given as.
    fn value(&self, parameter: &Parameter, scope: &mut Scope) -> TokenStream {
        if *self.resolve(&parameter.ty) == Type::String {
            let value = scope.runtime(match parameter.place {
                ParameterPlace::Path => "PathValue",
                ParameterPlace::Header => "HeaderValue",
                ParameterPlace::Query => "QueryValue",
                ParameterPlace::Cookie => "CookieValue",
            });
            return quote!(impl #value);
        }
        let ty = self.borrowed(&parameter.ty, scope);
        if self.may_be_empty(parameter) {
            let option = scope.std("Option");
            return quote!(#option<#ty>);
        }
        ty
    }

    /// Whether the name may be sent alone. A list can be empty itself.
    fn may_be_empty(&self, parameter: &Parameter) -> bool {
        parameter.style.allow_empty && !matches!(self.resolve(&parameter.ty), Type::Array(_) | Type::String)
    }

    /// What a value of a type is given as: borrowed, unless it is as small as a reference.
    pub(super) fn borrowed(&self, ty: &Type, scope: &mut Scope) -> TokenStream {
        match self.resolve(ty) {
            Type::Array(items) => {
                let items = scope.ty(items);
                quote!(&[#items])
            }
            Type::String => quote!(&str),
            Type::Bool
            | Type::Integer(_)
            | Type::F64
            | Type::DateTime
            | Type::Date
            | Type::Uuid
            | Type::Ipv4
            | Type::Ipv6 => scope.ty(ty),
            _ => {
                let ty = scope.ty(ty);
                quote!(&#ty)
            }
        }
    }

    /// The type of a success and how it is read.
    fn success(&self, operation: &Operation, scope: &mut Scope) -> (TokenStream, TokenStream) {
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

    fn outcomes(
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
        let about = format!(" {what} [`{0}`](crate::Client::{0}).", operation.name);
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

    /// The type that optional parameters are chained on.
    fn wrapper(
        &self,
        operation: &Operation,
        request: &TokenStream,
        success: &TokenStream,
        error: &TokenStream,
        scope: &mut Scope,
    ) -> String {
        let ident = format_ident!("{}", operation.type_name);
        scope.runtime("operation");
        let mut setters = Vec::new();
        for parameter in operation.parameters.iter().filter(|parameter| !parameter.required) {
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
            setters.push(quote! {
                #doc #deprecated #confusing
                pub fn #name(self, #name: #ty) -> Self { Self(self.0 #give) }
            });
        }
        if let Some(body) = operation.body.as_ref().filter(|body| !body.required) {
            let (name, ty) = (parse(&body.name), self.borrowed(&body.ty, scope));
            let send = send(&body.media_type, &name);
            let doc =
                doc(if body.description.trim().is_empty() { "The body of the request." } else { &body.description });
            setters.push(quote!(#doc pub fn #name(self, #name: #ty) -> Self { Self(self.0 #send) }));
        }
        let about =
            format!(" A call of [`{0}`](crate::Client::{0}): optional parameters are chained on it.", operation.name);
        let items = format(quote! {
            #[doc = #about]
            #[must_use = "a request is sent when it is awaited"]
            pub struct #ident(#request);
            impl #ident { #(#setters)* }
        });
        let (success, error) = (tight(success), tight(error));
        format!("\n{items}\noperation! {{ {} => ({success}, {error}) }}\n", operation.type_name)
    }
}

/// Whether an operation has optional parts.
fn wraps(operation: &Operation) -> bool {
    operation.parameters.iter().any(|parameter| !parameter.required)
        || operation.body.as_ref().is_some_and(|body| !body.required)
}

/// The names of the items of a tag's file.
fn names(api: &Api) -> Vec<String> {
    let mut names = Vec::new();
    for operation in &api.operations {
        if wraps(operation) {
            names.push(operation.type_name.clone());
        }
        if let Success::Several(name, _) = &operation.success {
            names.push(name.clone());
        }
        if !operation.errors.is_empty() {
            names.push(format!("{}Error", operation.type_name));
        }
    }
    names.sort();
    names
}

/// The name of a credential's constant.
pub(super) fn constant(name: &str) -> String {
    name.trim_start_matches("r#").to_uppercase()
}

/// The call that gives a parameter to the request; its style is said where it is not that of its place.
fn give(parameter: &Parameter, scope: &mut Scope) -> TokenStream {
    let (call, usual) = match parameter.place {
        ParameterPlace::Path => ("path", StyleKind::Simple),
        ParameterPlace::Header => ("header", StyleKind::Simple),
        ParameterPlace::Query => ("query", StyleKind::Form),
        ParameterPlace::Cookie => ("cookie", StyleKind::Form),
    };
    let (wire, name) = (&parameter.wire, parse(&parameter.name));
    if parameter.style == Style::of(usual) {
        let call = format_ident!("{call}");
        return quote!(.#call(#wire, #name));
    }
    let (call, style) = (format_ident!("{call}_as"), style(parameter.style, scope));
    quote!(.#call(#wire, #style, #name))
}

/// A style, as the runtime calls it.
fn style(style: Style, scope: &mut Scope) -> TokenStream {
    let constant = format_ident!(
        "{}",
        match style.kind {
            StyleKind::Matrix => "MATRIX",
            StyleKind::Label => "LABEL",
            StyleKind::Simple => "SIMPLE",
            StyleKind::Form => "FORM",
            StyleKind::SpaceDelimited => "SPACE_DELIMITED",
            StyleKind::PipeDelimited => "PIPE_DELIMITED",
            StyleKind::DeepObject => "DEEP_OBJECT",
            StyleKind::Json => "JSON",
        }
    );
    let path = scope.runtime("Style");
    let explode = style.explode;
    let explode = (explode != style.kind.explodes()).then(|| quote!(.explode(#explode)));
    let reserved = style.allow_reserved.then(|| quote!(.allow_reserved()));
    let empty = style.allow_empty.then(|| quote!(.allow_empty()));
    quote!(#path::#constant #explode #reserved #empty)
}

fn send(media_type: &str, body: &TokenStream) -> TokenStream {
    if media_type == "application/json" { quote!(.json(#body)) } else { quote!(.json_as(#media_type, #body)) }
}

fn carried(payload: &Payload, scope: &mut Scope) -> Option<TokenStream> {
    match payload {
        Payload::Empty => None,
        Payload::Json(ty) => Some(scope.ty(ty)),
        Payload::Text => Some(scope.std("String")),
        Payload::Bytes => Some(scope.runtime("Bytes")),
    }
}

/// The documentation of a function: what it does, its parameters, and the operation.
fn about(operation: &Operation) -> Vec<String> {
    let mut lines = Vec::new();
    let summary = docs::sentence(&operation.summary);
    if !summary.is_empty() {
        lines.extend(docs::lines(&summary));
        lines.push(String::new());
    }
    if !operation.description.trim().is_empty() && operation.description.trim() != operation.summary.trim() {
        lines.extend(docs::lines(&operation.description));
        lines.push(String::new());
    }
    let required = operation.parameters.iter().filter(|parameter| parameter.required);
    let mut described = required.filter(|parameter| !parameter.description.trim().is_empty()).peekable();
    if described.peek().is_some() {
        for parameter in described {
            let text = format!("- `{}`: {}", parameter.name, docs::sentence(&parameter.description));
            lines.extend(docs::lines(&text));
        }
        lines.push(String::new());
    }
    lines.extend(docs::lines(&format!("`{} {}`", operation.method, operation.path.replace('`', "'"))));
    lines
}
