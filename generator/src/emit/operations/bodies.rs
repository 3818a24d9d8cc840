//! Bodies: what they are given as, how they are given to the request, and what forms are put together with.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::parameters::styles_of;
use crate::emit::Emitter;
use crate::emit::docs;
use crate::emit::scope::{Scope, doc, format, parse};
use crate::model::{Body, BodyKind, FormPart, Multipart, Operation, PartKind};

/// A body, given to a function.
pub(in crate::emit) struct Given {
    pub(in crate::emit) arguments: Vec<TokenStream>,
    /// The call that gives it to the request.
    pub(super) send: TokenStream,
    /// What is to be said of it.
    pub(super) about: String,
}

impl Emitter<'_> {
    /// A body that is given under a name.
    pub(in crate::emit) fn body(&self, body: &Body, name: &TokenStream, scope: &mut Scope) -> Given {
        let mut arguments = Vec::new();
        let known: Vec<_> = body.media_types.iter().map(|known| format!("`{}`", known.replace('`', "'"))).collect();
        let mut about = String::new();
        let media_type = if body.is_open() {
            arguments.push(quote!(media_type: &str));
            about = format!("`media_type` is that of the body: {}.", known.join(", "));
            quote!(media_type)
        } else {
            if !body.suffix.is_empty() {
                about = format!("The body is {}.", known.first().map_or("", String::as_str));
            }
            let media_type = body.media_types.first();
            quote!(#media_type)
        };
        let (argument, send) = match &body.kind {
            BodyKind::Json(ty) => {
                let json = body.media_types.first().is_none_or(|media_type| media_type == "application/json");
                let send = if json { quote!(.json(#name)) } else { quote!(.json_as(#media_type, #name)) };
                (self.borrowed(ty, scope), send)
            }
            BodyKind::Form(ty, styles) => {
                let styles = styles_of(styles, scope);
                (self.borrowed(ty, scope), quote!(.form(#styles, #name)))
            }
            BodyKind::Multipart(form) if form.parts.is_empty() => {
                (scope.runtime("Multipart"), quote!(.multipart(#name)))
            }
            BodyKind::Multipart(form) => (parse(&form.name), quote!(.multipart(#name.0))),
            BodyKind::Xml | BodyKind::Text => {
                let (into, string) = (scope.std("Into"), scope.std("String"));
                (quote!(impl #into<#string>), quote!(.text(#media_type, #name)))
            }
            BodyKind::Bytes => {
                let (into, upload) = (scope.std("Into"), scope.runtime("Upload"));
                (quote!(impl #into<#upload>), quote!(.upload(#media_type, #name)))
            }
        };
        arguments.push(quote!(#name: #argument));
        Given { arguments, send, about }
    }

    /// The type that the parts of a form are put together with.
    pub(super) fn parts(&self, operation: &Operation, form: &Multipart, scope: &mut Scope) -> String {
        let (name, multipart) = (format_ident!("{}", form.name), scope.runtime("Multipart"));
        let required: Vec<&FormPart> = form.parts.iter().filter(|part| part.required).collect();
        let mut chain = quote!(#multipart::new());
        let mut arguments = Vec::new();
        for part in &required {
            let (argument, add) = self.part(part, scope);
            arguments.push(argument);
            chain.extend(add);
        }
        let told = |part: &&FormPart| format!("{} {}", docs::sentence(&part.description), choice(part).trim_start());
        let told = required.iter().map(|part| (part, told(part))).filter(|(_, told)| !told.trim().is_empty());
        let described: Vec<_> = told.map(|(part, told)| format!("- `{}`: {}", part.name, told.trim())).collect();
        let new_doc = match described.as_slice() {
            [] => doc("The form with the parts that it must have."),
            described => doc(&format!("The form with the parts that it must have.\n\n{}", described.join("\n"))),
        };
        let many = if arguments.len() > 7 { quote!(#[allow(clippy::too_many_arguments)]) } else { quote!() };
        let setters = form.parts.iter().filter(|part| !part.required).map(|part| {
            let (argument, add) = self.part(part, scope);
            let setter = format_ident!("with_{}", part.name.trim_start_matches("r#"));
            let text = match part.description.trim() {
                "" => format!("Adds `{}`.", part.wire.replace('`', "'")),
                text => text.to_owned(),
            };
            let doc = doc(&format!("{text}{}", choice(part)));
            let deprecated = if part.deprecated { quote!(#[deprecated]) } else { quote!() };
            quote!(#doc #deprecated pub fn #setter(self, #argument) -> Self { Self(self.0 #add) })
        });
        let setters: Vec<_> = setters.collect();
        let default = required.is_empty().then(|| {
            quote! {
                impl ::core::default::Default for #name {
                    fn default() -> Self { Self::new() }
                }
            }
        });
        let about = format!(" The parts of the form that [`{0}`](crate::Client::{0}) sends.", operation.plain_name());
        let items = format(quote! {
            #[doc = #about]
            #[derive(Debug)]
            pub struct #name(#multipart);

            impl #name {
                #new_doc #many
                pub fn new(#(#arguments),*) -> Self { Self(#chain) }
                #(#setters)*
            }

            #default
        });
        format!("\n{items}")
    }

    /// What a part is given as, and the call that adds it.
    pub(in crate::emit) fn part(&self, part: &FormPart, scope: &mut Scope) -> (TokenStream, TokenStream) {
        let (name, wire) = (parse(&part.name), &part.wire);
        match &part.kind {
            PartKind::File(media_type) => {
                let (into, upload) = (scope.std("Into"), scope.runtime("Upload"));
                (quote!(#name: impl #into<#upload>), quote!(.file(#wire, #media_type, #name)))
            }
            PartKind::Files(media_type) => {
                let upload = scope.runtime("Upload");
                let iterator = quote!(impl ::core::iter::IntoIterator<Item = #upload>);
                (quote!(#name: #iterator), quote!(.files(#wire, #media_type, #name)))
            }
            PartKind::Value(ty) => {
                let ty = self.borrowed(ty, scope);
                (quote!(#name: #ty), quote!(.part(#wire, #name)))
            }
            PartKind::ValueAs(ty, media_type) => {
                let ty = self.borrowed(ty, scope);
                (quote!(#name: #ty), quote!(.part_as(#wire, #media_type, #name)))
            }
            PartKind::Joined(ty, between) => {
                let ty = self.borrowed(ty, scope);
                (quote!(#name: #ty), quote!(.part_joined(#wire, #between, #name)))
            }
        }
    }
}

/// What the caller may say of a file, as a paragraph after its description.
fn choice(part: &FormPart) -> String {
    if !matches!(part.kind, PartKind::File(_) | PartKind::Files(_)) {
        return String::new();
    }
    let list = |names: &[String]| {
        names.iter().map(|name| format!("`{}`", name.replace('`', "'"))).collect::<Vec<_>>().join(", ")
    };
    let mut told = Vec::new();
    if !part.media_types.is_empty() {
        told.push(format!("Its media type, set by `Upload::media_type`: {}.", list(&part.media_types)));
    }
    if !part.headers.is_empty() {
        told.push(format!("Its headers, set by `Upload::header`: {}.", list(&part.headers)));
    }
    if told.is_empty() { String::new() } else { format!("\n\n{}", told.join(" ")) }
}

/// The form of a body whose parts the document lists.
pub(super) fn parts_type(body: &Body) -> Option<&Multipart> {
    match &body.kind {
        BodyKind::Multipart(form) if !form.parts.is_empty() => Some(form),
        _ => None,
    }
}
