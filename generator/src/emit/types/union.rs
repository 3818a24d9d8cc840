//! Unions: enums of types, and the table of how they are told apart.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::derived;
use crate::emit::Emitter;
use crate::emit::scope::{Scope, doc, format, literal, tight};
use crate::model::{Definition, Tag, Union, UnionVariant};

impl Emitter<'_> {
    pub(super) fn union(&self, definition: &Definition, doc: &TokenStream, union: &Union, scope: &mut Scope) -> String {
        let abouts: Vec<_> = union.variants.iter().map(|variant| self::doc(&about(variant, union))).collect();
        self.union_of(&definition.name, derived(definition), doc, union, &abouts, scope)
    }

    /// The same with a documentation of each variant.
    pub(in crate::emit) fn union_of(
        &self,
        name: &str,
        (more, allowed): (TokenStream, TokenStream),
        doc: &TokenStream,
        union: &Union,
        abouts: &[TokenStream],
        scope: &mut Scope,
    ) -> String {
        let ident = format_ident!("{name}");
        let types: Vec<TokenStream> = union.variants.iter().map(|variant| scope.ty(&variant.ty)).collect();
        let mut variants: Vec<TokenStream> = union
            .variants
            .iter()
            .zip(abouts)
            .zip(&types)
            .map(|((variant, doc), ty)| {
                let ident = format_ident!("{}", variant.name);
                quote!(#doc #ident(#ty))
            })
            .collect();
        if union.keeps_unknown {
            variants.push(quote!(
                #[doc = " A value that the document does not describe."]
                Unknown(::serde_json::Value)
            ));
        }
        let uneven = self.are_uneven(union.variants.iter().map(|variant| &variant.ty));
        let uneven = if uneven { quote!(#[allow(clippy::large_enum_variant)]) } else { quote!() };
        let item = format(quote! {
            #doc
            #uneven
            #[derive(Clone #more)]
            #allowed
            #[non_exhaustive]
            pub enum #ident { #(#variants),* }
        });
        scope.runtime("union");
        let validate = self.validate(scope).map(|method| format(quote!(impl #ident { #method })));
        format!(
            "{item}\n{}{}",
            table(name, union, &types),
            validate.map_or_else(String::new, |text| format!("\n{text}"))
        )
    }
}

fn table(name: &str, union: &Union, types: &[TokenStream]) -> String {
    let mut out = format!("union! {{ {name}");
    if union.primitive {
        out.push_str(" primitive");
    }
    if let Some(tag) = &union.tag {
        out.push_str(&format!(" by {}", literal(tag)));
    }
    if let Some(vacant) = union.vacant {
        out.push_str(&format!(" vacant {}", union.variants[vacant].name));
    }
    out.push_str(" {\n");
    let mut order: Vec<usize> = (0..union.variants.len()).collect();
    order.sort_by_key(|index| union.variants[*index].rank);
    for index in order {
        let variant = &union.variants[index];
        let kinds = if variant.kinds.is_empty() { "any".to_owned() } else { variant.kinds.join(" + ") };
        out.push_str(&format!("    {}({}): {kinds}", variant.name, tight(&types[index])));
        let tags: Vec<String> = variant.tags.iter().map(value).collect();
        if !tags.is_empty() {
            out.push_str(&format!(" = {}", tags.join(" | ")));
        }
        out.push_str(",\n");
    }
    if union.keeps_unknown {
        out.push_str("    ..Unknown\n");
    }
    out.push_str("} }\n");
    out
}

fn value(tag: &Tag) -> String {
    match tag {
        Tag::String(text) => literal(text),
        Tag::Raw(json) => format!("json {}", literal(json)),
    }
}

/// What a variant is, in a line where the document says nothing.
fn about(variant: &UnionVariant, union: &Union) -> String {
    if !variant.description.trim().is_empty() {
        return variant.description.clone();
    }
    let shown = |tag: &Tag| match tag {
        Tag::String(text) | Tag::Raw(text) => format!("`{}`", text.replace('`', "'")),
    };
    match (&union.tag, variant.tags.as_slice()) {
        (Some(tag), tags @ [_, ..]) => {
            let values: Vec<String> = tags.iter().take(8).map(shown).collect();
            let more = if tags.len() > values.len() { " and others" } else { "" };
            format!("`{}` is {}{more}.", tag.replace('`', "'"), values.join(" or "))
        }
        _ if variant.kinds.is_empty() => "Any value.".to_owned(),
        _ => {
            let kinds: Vec<String> = variant.kinds.iter().map(|kind| with_article(kind)).collect();
            let text = kinds.join(" or ");
            let mut letters = text.chars();
            let first = letters.next().map(|letter| letter.to_ascii_uppercase());
            format!("{}{}.", first.into_iter().collect::<String>(), letters.as_str())
        }
    }
}

fn with_article(kind: &str) -> String {
    let article = if kind.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
    format!("{article} {kind}")
}
