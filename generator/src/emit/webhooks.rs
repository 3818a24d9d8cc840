//! What the API sends of itself: an enum of its webhooks or of its callbacks, and what reads their payloads.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::scope::{Scope, attributes, format, parse};
use super::{Emitter, File, docs, rust};
use crate::model::{
    Answer, ParameterPlace, Payload, Specific, Type, Union, UnionVariant, Webhook, WebhookKind, Webhooks,
};

impl Emitter<'_> {
    pub(super) fn webhooks(&self) -> Vec<File> {
        self.model.webhooks.iter().map(|of_kind| self.of_kind(of_kind)).collect()
    }

    fn of_kind(&self, of_kind: &Webhooks) -> File {
        let kind = of_kind.kind;
        let mut scope = Scope::operations([kind.type_name()]);
        scope.runtime("PayloadError");
        let item = self.received(of_kind, &mut scope);
        let readers = self.readers(of_kind, &mut scope);
        let functions = of_kind.webhooks.iter().filter_map(|webhook| function(kind, webhook, &mut scope));
        let functions = format(functions.collect::<TokenStream>());
        let about = match kind {
            WebhookKind::Webhook => "The webhooks of the API: requests that it sends, and what reads their payloads.",
            WebhookKind::Callback => {
                "The callbacks of the API: requests that it sends where a call asked for them, and what reads their payloads."
            }
        };
        let trust = "Whether a request is from the API at all is to be found out first, such as by its signature.";
        let out = format!("//! {about}\n//!\n//! {trust}\n\n{}{item}\n{readers}\n{functions}", scope.imports());
        rust(format!("src/{}.rs", kind.module()), &out)
    }

    /// The enum of all of them: a union, where a property tells them apart.
    fn received(&self, of_kind: &Webhooks, scope: &mut Scope) -> String {
        let kind = of_kind.kind;
        let doc = match kind {
            WebhookKind::Webhook => quote!(#[doc = " A webhook: a request that the API sends."]),
            WebhookKind::Callback => {
                quote!(#[doc = " A callback: a request that the API sends where a call asked for it."])
            }
        };
        let abouts: Vec<_> = of_kind.webhooks.iter().map(|webhook| attributes(&self.about(kind, webhook))).collect();
        if let Some(union) = union(of_kind) {
            return self.union_of(kind.type_name(), Default::default(), &doc, &union, &abouts, scope);
        }
        let name = format_ident!("{}", kind.type_name());
        let variants = of_kind.webhooks.iter().zip(&abouts).map(|(webhook, about)| {
            let variant = format_ident!("{}", webhook.variant);
            let carried = carried(&webhook.payload, scope).map(|ty| quote!((#ty)));
            quote!(#about #variant #carried)
        });
        let variants: Vec<_> = variants.collect();
        let uneven = self.are_uneven(of_kind.webhooks.iter().filter_map(|webhook| webhook.payload.ty()));
        let uneven = if uneven { quote!(#[allow(clippy::large_enum_variant)]) } else { quote!() };
        format(quote! {
            #doc
            #uneven
            #[derive(Clone, Debug, PartialEq)]
            #[non_exhaustive]
            pub enum #name { #(#variants),* }
        })
    }

    /// What reads one of them by its name, and whichever it is.
    fn readers(&self, of_kind: &Webhooks, scope: &mut Scope) -> String {
        let (name, error) = (format_ident!("{}", of_kind.kind.type_name()), scope.runtime("PayloadError"));
        let result = scope.std("Result");
        let arms = of_kind.webhooks.iter().map(|webhook| {
            let (wire, variant) = (&webhook.wire, format_ident!("{}", webhook.variant));
            match &webhook.payload {
                Payload::Empty => quote!(#wire => #result::Ok(Self::#variant),),
                Payload::Bytes => quote!(#wire => #result::Ok(Self::#variant(crate::runtime::payload::bytes(body))),),
                _ => {
                    let function = parse(&webhook.function);
                    quote!(#wire => #function(body).map(Self::#variant),)
                }
            }
        });
        let arms: Vec<_> = arms.collect();
        let is_read = of_kind.webhooks.iter().any(|webhook| webhook.payload != Payload::Empty);
        let unread = if is_read { quote!() } else { quote!(let _ = body;) };
        let any = of_kind.tag.as_ref().map(|tag| {
            let doc = super::scope::doc(&format!(
                "Reads the payload of whichever {} it is, which `{}` tells. One that the document does not describe is \
                 `Unknown`.",
                of_kind.kind.word(),
                tag.replace('`', "'")
            ));
            quote!(#doc pub fn read_any(body: &[u8]) -> #result<Self, #error> { crate::runtime::payload::any(body) })
        });
        let about = format!(
            " Reads the payload of the {} of a name, which the documentation of its variant tells.",
            of_kind.kind.word()
        );
        format(quote! {
            impl #name {
                #[doc = #about]
                pub fn read(name: &str, body: &[u8]) -> #result<Self, #error> {
                    #unread
                    match name {
                        #(#arms)*
                        _ => #result::Err(#error::unknown(name)),
                    }
                }
                #any
            }
        })
    }
}

/// The function that reads one of them, where there is something to read.
fn function(kind: WebhookKind, webhook: &Webhook, scope: &mut Scope) -> Option<TokenStream> {
    let reader = match webhook.payload {
        Payload::Json(_) => quote!(json),
        Payload::Text => quote!(text),
        _ => return None,
    };
    let ty = carried(&webhook.payload, scope)?;
    let (result, error, name) = (scope.std("Result"), scope.runtime("PayloadError"), parse(&webhook.function));
    let about = format!(" Reads the payload of [`{0}::{1}`].", kind.type_name(), webhook.variant);
    let wire = &webhook.wire;
    Some(quote! {
        #[doc = #about]
        pub fn #name(body: &[u8]) -> #result<#ty, #error> { crate::runtime::payload::#reader(#wire, body) }
    })
}

fn carried(payload: &Payload, scope: &mut Scope) -> Option<TokenStream> {
    Some(match payload {
        Payload::Empty => return None,
        Payload::Text => scope.std("String"),
        Payload::Bytes => scope.runtime("Bytes"),
        Payload::Json(ty) | Payload::Events(ty) | Payload::Lines(ty) | Payload::Sequence(ty) => scope.ty(ty),
    })
}

/// Those that a property tells apart, as a union.
fn union(of_kind: &Webhooks) -> Option<Union> {
    let tag = of_kind.tag.clone()?;
    let variant = |webhook: &Webhook| {
        Some(UnionVariant {
            name: webhook.variant.clone(),
            ty: webhook.payload.ty()?.clone(),
            kinds: vec!["object"],
            tags: webhook.tags.clone(),
            rank: (Specific::Object, 0),
            description: String::new(),
        })
    };
    let variants = of_kind.webhooks.iter().map(variant).collect::<Option<_>>()?;
    Some(Union { variants, tag: Some(tag), keeps_unknown: true, vacant: None, primitive: false })
}

impl Emitter<'_> {
    /// The documentation of one of them: what it is, where it is sent, what comes with it and how it is answered.
    fn about(&self, kind: WebhookKind, webhook: &Webhook) -> Vec<String> {
        let mut lines = Vec::new();
        let mut paragraph = |text: &str| {
            if !text.trim().is_empty() {
                lines.extend(docs::lines(text));
                lines.push(String::new());
            }
        };
        paragraph(&docs::sentence(&webhook.summary));
        if webhook.description.trim() != webhook.summary.trim() {
            paragraph(&webhook.description);
        }
        let parameters = webhook.parameters.iter().map(|parameter| {
            let place = match parameter.place {
                ParameterPlace::Path => "in the path",
                ParameterPlace::Header => "a header",
                ParameterPlace::Query => "in the query",
                ParameterPlace::Cookie => "a cookie",
            };
            item(&format!("`{}`, {place}", ticked(&parameter.wire)), &parameter.description)
        });
        let parameters: Vec<String> = parameters.collect();
        if !parameters.is_empty() {
            paragraph(&format!("It comes with:\n{}", parameters.join("\n")));
        }
        let answers: Vec<String> = webhook.answers.iter().map(answer).collect();
        if !answers.is_empty() {
            paragraph(&format!("It is answered with:\n{}", answers.join("\n")));
        }
        if webhook.deprecated {
            paragraph("Deprecated.");
        }
        // A function that a feature has may not be there to be linked to.
        lines.extend(origin(kind, webhook, self.gates.is_none()));
        lines
    }
}

/// What it is called, and where and after which calls it is sent.
fn origin(kind: WebhookKind, webhook: &Webhook, linked: bool) -> Vec<String> {
    let mut text = format!(" The {} `{}`: `{}`", kind.word(), ticked(&webhook.wire), webhook.method);
    if let Some(address) = &webhook.address {
        text.push_str(&format!(" to `{}`", ticked(address)));
    }
    const MOST: usize = 8;
    let plain = |name: &String| name.trim_start_matches("r#").to_owned();
    let link = |name: String| if linked { format!("[`{name}`](crate::Client::{name})") } else { format!("`{name}`") };
    let mut after: Vec<String> = webhook.after.iter().take(MOST).map(plain).map(link).collect();
    if webhook.after.len() > MOST {
        after.push("others".to_owned());
    }
    match after.split_last() {
        Some((last, [])) => text.push_str(&format!(", asked for by {last}")),
        Some((last, others)) => text.push_str(&format!(", asked for by {} and {last}", others.join(", "))),
        None => {}
    }
    vec![format!("{text}.")]
}

/// An answer that the document describes.
fn answer(answer: &Answer) -> String {
    let ty = match &answer.ty {
        Some(Type::Named(name)) => format!(" with `{name}` as JSON"),
        Some(_) => " with JSON".to_owned(),
        None => String::new(),
    };
    item(&format!("`{}`{ty}", ticked(&answer.status)), &answer.description)
}

/// An item of a list, in one line.
fn item(start: &str, description: &str) -> String {
    match docs::sentence(description) {
        description if description.is_empty() => format!("- {start}"),
        description => format!("- {start}: {description}"),
    }
}

/// A text that may stand in a span of code.
fn ticked(text: &str) -> String {
    docs::sentence(text).replace('`', "'")
}
