//! Types and their tables.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::scope::{Scope, doc, format, literal, parse};
use super::{Emitter, File, rust};
use crate::model::{Definition, Field, Presence, Shape, Struct, Type, Variant};

impl Emitter<'_> {
    pub(super) fn types(&self) -> Vec<File> {
        let modules = self.modules();
        let mut index = String::from("//! The types of the API.\n\n");
        modules.keys().for_each(|module| index.push_str(&format!("mod {module};\n")));
        index.push('\n');
        for (module, definitions) in &modules {
            let mut names: Vec<_> = definitions.iter().map(|definition| &definition.name).collect();
            names.sort();
            names.iter().for_each(|name| index.push_str(&format!("pub use {module}::{name};\n")));
        }
        let mut files = vec![rust("src/types/mod.rs".to_owned(), &index)];
        files.extend(modules.iter().map(|(module, definitions)| self.module(module, definitions)));
        files
    }

    fn module(&self, module: &str, definitions: &[&Definition]) -> File {
        let mut scope = Scope::types(definitions.iter().map(|definition| definition.name.as_str()));
        let texts: Vec<String> = definitions.iter().map(|definition| self.definition(definition, &mut scope)).collect();
        rust(format!("src/types/{module}.rs"), &format!("{}{}", scope.imports(), texts.join("\n")))
    }

    fn definition(&self, definition: &Definition, scope: &mut Scope) -> String {
        let name = format_ident!("{}", definition.name);
        let mut text = definition.description.clone();
        if text.trim().is_empty() {
            text = format!("The schema `{}`.", definition.pointer.replace('`', "'"));
        }
        if definition.deprecated {
            text.push_str("\n\nDeprecated.");
        }
        let doc = doc(&text);
        match &definition.shape {
            Shape::Alias(ty) => {
                let ty = scope.ty(ty);
                format(quote!(#doc pub type #name = #ty;))
            }
            Shape::Newtype(ty) => {
                let ty = scope.ty(ty);
                scope.runtime("newtype");
                let item = format(quote!(#doc #[derive(Clone, PartialEq)] pub struct #name(pub #ty);));
                format!("{item}\nnewtype! {{ {name} }}\n")
            }
            Shape::StringEnum(variants) => string_enum(&definition.name, &doc, variants, scope),
            Shape::Struct(object) => self.object(&definition.name, &doc, object, scope),
        }
    }

    fn object(&self, name: &str, doc: &TokenStream, object: &Struct, scope: &mut Scope) -> String {
        let ident = format_ident!("{name}");
        let fields = object.fields.iter().map(|field| {
            let (name, ty) = (parse(&field.name), stored(field, scope));
            let doc = field_doc(field);
            quote!(#doc pub #name: #ty)
        });
        let mut fields: Vec<_> = fields.collect();
        if let Some((name, values)) = &object.additional_properties {
            let (name, ty) = (parse(name), scope.ty(&Type::Map(Box::new(values.clone()))));
            fields.push(quote!(#[doc = " All other properties."] pub #name: #ty));
        }
        let all_optional = !object.fields.iter().any(is_argument);
        let default = if all_optional && object.in_requests { quote!(, Default) } else { quote!() };
        let mut out = format(quote! {
            #doc
            #[derive(Clone, PartialEq #default)]
            #[non_exhaustive]
            pub struct #ident { #(#fields),* }
        });
        scope.runtime("object");
        out.push_str(&format!("\nobject! {{ {name} {{\n"));
        for field in &object.fields {
            let presence = match field.presence {
                Presence::Required => "required",
                Presence::Optional => "optional",
                Presence::Nullable => "nullable",
                Presence::OptionalNullable => "optional_nullable",
            };
            let secret = if field.secret { " secret" } else { "" };
            out.push_str(&format!("    {} => {}: {presence}{secret},\n", literal(&field.wire), field.name));
        }
        if let Some((name, _)) = &object.additional_properties {
            out.push_str(&format!("    ..{name}\n"));
        }
        out.push_str("} }\n");
        if object.in_requests {
            out.push('\n');
            out.push_str(&format(self.makers(name, object, all_optional, scope)));
        }
        out
    }

    /// `new` and a `with_…` for each field that need not be given.
    fn makers(&self, name: &str, object: &Struct, all_optional: bool, scope: &mut Scope) -> TokenStream {
        let ident = format_ident!("{name}");
        let mut arguments = Vec::new();
        let mut values = Vec::new();
        let mut setters = Vec::new();
        for field in &object.fields {
            let ident = parse(&field.name);
            let (ty, value) = self.given(field, &ident, scope);
            if is_argument(field) {
                arguments.push(quote!(#ident: #ty));
                values.push(if value.to_string() == ident.to_string() {
                    quote!(#ident)
                } else {
                    quote!(#ident: #value)
                });
                continue;
            }
            values.push(quote!(#ident: None));
            let setter = format_ident!("with_{}", field.name.trim_start_matches("r#"));
            let text = format!(" Sets [`{}`](Self::{}).", field.name.trim_start_matches("r#"), field.name);
            setters.push(quote! {
                #[doc = #text]
                pub fn #setter(mut self, #ident: #ty) -> Self {
                    self.#ident = Some(#value);
                    self
                }
            });
        }
        if let Some((field, values_type)) = &object.additional_properties {
            let (field_ident, setter) = (parse(field), format_ident!("with_{field}"));
            let ty = scope.ty(&Type::Map(Box::new(values_type.clone())));
            values.push(quote!(#field_ident: ::std::collections::BTreeMap::new()));
            setters.push(quote! {
                #[doc = " Sets all other properties."]
                pub fn #setter(mut self, #field_ident: #ty) -> Self {
                    self.#field_ident = #field_ident;
                    self
                }
            });
        }
        let many = if arguments.len() > 7 { quote!(#[allow(clippy::too_many_arguments)]) } else { quote!() };
        let made = if all_optional { quote!(Self::default()) } else { quote!(Self { #(#values),* }) };
        quote! {
            impl #ident {
                #[doc = " Makes one with its required properties."]
                #many
                pub fn new(#(#arguments),*) -> Self { #made }
                #(#setters)*
            }
        }
    }

    /// How a field is handed over: its type as an argument, and what is made of it.
    fn given(&self, field: &Field, ident: &TokenStream, scope: &mut Scope) -> (TokenStream, TokenStream) {
        let nullable = matches!(field.presence, Presence::Nullable | Presence::OptionalNullable);
        let ty = scope.ty(&field.ty);
        if nullable {
            let option = scope.std("Option");
            return (quote!(#option<#ty>), ident.clone());
        }
        match (&field.ty, self.resolve(&field.ty)) {
            (_, Type::String) => {
                let (into, string) = (scope.std("Into"), scope.std("String"));
                (quote!(impl #into<#string>), quote!(#ident.into()))
            }
            (Type::Boxed(inner), _) => {
                let (inner, boxed) = (scope.ty(inner), scope.std("Box"));
                (inner, quote!(#boxed::new(#ident)))
            }
            _ => (ty, ident.clone()),
        }
    }
}

fn is_argument(field: &Field) -> bool {
    matches!(field.presence, Presence::Required | Presence::Nullable)
}

/// The type of a field with its presence.
fn stored(field: &Field, scope: &mut Scope) -> TokenStream {
    let (ty, option) = (scope.ty(&field.ty), scope.std("Option"));
    match field.presence {
        Presence::Required => ty,
        Presence::Optional | Presence::Nullable => quote!(#option<#ty>),
        Presence::OptionalNullable => quote!(#option<#option<#ty>>),
    }
}

fn field_doc(field: &Field) -> TokenStream {
    let mut text = field.description.clone();
    if text.trim().is_empty() {
        text = format!("The property `{}`.", field.wire.replace('`', "'"));
    }
    if field.deprecated {
        text.push_str("\n\nDeprecated.");
    }
    doc(&text)
}

fn string_enum(name: &str, doc: &TokenStream, variants: &[Variant], scope: &mut Scope) -> String {
    let (ident, string) = (format_ident!("{name}"), scope.std("String"));
    scope.runtime("string_enum");
    let idents = variants.iter().map(|variant| {
        let (ident, text) = (format_ident!("{}", variant.name), format!("`{}`", variant.wire.replace('`', "'")));
        let doc = self::doc(&text);
        quote!(#doc #ident)
    });
    let mut out = format(quote! {
        #doc
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum #ident {
            #(#idents,)*
            #[doc = " A value that the document does not list."]
            Unknown(#string),
        }
    });
    out.push_str(&format!("\nstring_enum! {{ {name} {{\n"));
    for variant in variants {
        out.push_str(&format!("    {} => {},\n", variant.name, literal(&variant.wire)));
    }
    out.push_str("} }\n");
    out
}
