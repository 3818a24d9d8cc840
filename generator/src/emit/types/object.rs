//! Structs, their tables, and how they are made.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::derived;
use crate::emit::Emitter;
use crate::emit::scope::{Scope, doc, format, literal, parse, tight};
use crate::model::{AdditionalProperties, Constraint, Default, Definition, Field, Presence, Struct, Type};

impl Emitter<'_> {
    pub(super) fn object(
        &self,
        definition: &Definition,
        doc: &TokenStream,
        object: &Struct,
        scope: &mut Scope,
    ) -> String {
        let name = definition.name.as_str();
        let (more, allowed) = derived(definition);
        let ident = format_ident!("{name}");
        let fields = object.fields.iter().map(|field| {
            let (name, ty) = (parse(&field.name), stored(field, scope));
            let doc = field_doc(field);
            quote!(#doc pub #name: #ty)
        });
        let mut fields: Vec<_> = fields.collect();
        if let Some(rest) = &object.additional_properties {
            let (name, ty) = (parse(&rest.name), scope.ty(&Type::Map(Box::new(rest.ty.clone()))));
            fields.push(quote!(#[doc = " All other properties."] pub #name: #ty));
        }
        let all_optional = !object.fields.iter().any(Field::is_argument);
        let default = if all_optional { quote!(, Default) } else { quote!() };
        let mut out = format(quote! {
            #doc
            #[derive(Clone #default #more)]
            #allowed
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
                Presence::OptionalNullable | Presence::OptionalJson => "optional_nullable",
            };
            let escaped = if field.wire.contains(|c| matches!(c, '"' | '\\' | '\0'..' ')) { " escaped" } else { "" };
            let expected = if field.expected { " expected" } else { "" };
            let secret = if field.secret { " secret" } else { "" };
            let asked = self.asked(&field.constraints);
            out.push_str(&format!(
                "    {} => {}: {presence}{expected}{escaped}{secret}{asked},\n",
                literal(&field.wire),
                field.name
            ));
        }
        if let Some(rest) = &object.additional_properties {
            let secret = if rest.secret { " secret" } else { "" };
            out.push_str(&format!("    ..{}{secret}{}\n", rest.name, self.asked(&rest.constraints)));
        }
        out.push_str("} }\n");
        let constants = object.fields.iter().filter_map(|field| constant(field, scope));
        let mut methods: Vec<TokenStream> = constants.collect();
        methods.extend(self.validate(scope));
        if object.in_requests {
            methods.extend(self.makers(object, all_optional, scope));
        }
        if !methods.is_empty() {
            out.push('\n');
            out.push_str(&format(quote!(impl #ident { #(#methods)* })));
        }
        if let Some(builder) = &object.builder {
            out.push('\n');
            out.push_str(&self.builder(name, builder, object, scope));
        }
        out
    }

    /// Constraints as the table states them, where they are to be held.
    fn asked(&self, asked: &[Constraint]) -> String {
        match constraints(asked) {
            held if held.is_empty() || !self.model.validate => String::new(),
            held => format!(" ({held})"),
        }
    }

    /// The steps of a builder, one for each field that must be given.
    fn builder(&self, name: &str, builder: &str, object: &Struct, scope: &mut Scope) -> String {
        scope.runtime("builder");
        let mut out = format!("builder! {{ {builder} for {name} {{\n");
        for field in object.fields.iter().filter(|field| field.is_argument()) {
            let nullable = field.presence == Presence::Nullable;
            let (ty, how) = match (&field.ty, self.resolve(&field.ty)) {
                (ty, _) if nullable => {
                    let (ty, option) = (scope.ty(ty), scope.std("Option"));
                    (quote!(#option<#ty>), "")
                }
                (ty, Type::String | Type::Foreign(_)) => (scope.ty(ty), " => into"),
                (Type::Boxed(inner), _) => (scope.ty(inner), " => boxed"),
                (ty, _) => (scope.ty(ty), ""),
            };
            out.push_str(&format!("    {}: {}{how},\n", field.name, tight(&ty)));
        }
        out.push_str("} }\n");
        out
    }

    /// `new`, unless there is a builder, and a `with_…` for each field that need not be given.
    fn makers(&self, object: &Struct, all_optional: bool, scope: &mut Scope) -> Vec<TokenStream> {
        let mut arguments = Vec::new();
        let mut values = Vec::new();
        let mut setters = Vec::new();
        for field in &object.fields {
            let ident = parse(&field.name);
            let (ty, value) = self.given(field, &ident, scope);
            if field.is_argument() {
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
            let text = format!(" Sets [`{0}`](Self::{0}).", field.name.trim_start_matches("r#"));
            setters.push(quote! {
                #[doc = #text]
                pub fn #setter(mut self, #ident: #ty) -> Self {
                    self.#ident = Some(#value);
                    self
                }
            });
        }
        if let Some(AdditionalProperties { name, ty: values_type, .. }) = &object.additional_properties {
            let (field_ident, setter) = (parse(name), format_ident!("with_{name}"));
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
        if object.builder.is_none() {
            let made = if all_optional { quote!(Self::default()) } else { quote!(Self { #(#values),* }) };
            let text = if all_optional { " Makes an empty one." } else { " Makes one with its required properties." };
            setters.insert(0, quote!(#[doc = #text] pub fn new(#(#arguments),*) -> Self { #made }));
        }
        setters
    }

    /// How a field is handed over: its type as an argument, and what is made of it.
    pub(in crate::emit) fn given(
        &self,
        field: &Field,
        ident: &TokenStream,
        scope: &mut Scope,
    ) -> (TokenStream, TokenStream) {
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
            (_, Type::Foreign(_)) => {
                let into = scope.std("Into");
                (quote!(impl #into<#ty>), quote!(#ident.into()))
            }
            (Type::Boxed(inner), _) => {
                let (inner, boxed) = (scope.ty(inner), scope.std("Box"));
                (inner, quote!(#boxed::new(#ident)))
            }
            _ => (ty, ident.clone()),
        }
    }
}

/// Whether clippy takes a number for one of mathematics.
fn is_known(value: f64) -> bool {
    use std::f64::consts::*;
    let known = [
        E,
        FRAC_1_PI,
        FRAC_1_SQRT_2,
        FRAC_2_PI,
        FRAC_2_SQRT_PI,
        FRAC_PI_2,
        FRAC_PI_3,
        FRAC_PI_4,
        FRAC_PI_6,
        FRAC_PI_8,
        LN_2,
        LN_10,
        LOG2_10,
        LOG2_E,
        LOG10_2,
        LOG10_E,
        PI,
        SQRT_2,
        TAU,
    ];
    known.iter().any(|one| (one - value).abs() < 0.01)
}

/// Constraints as the table states them, but for those that it does not hold.
fn constraints(constraints: &[Constraint]) -> String {
    let texts: Vec<String> = constraints.iter().filter_map(constraint).collect();
    texts.join(", ")
}

fn constraint(asked: &Constraint) -> Option<String> {
    let within = |what: &str, inner: &[Constraint]| {
        let inner = constraints(inner);
        (!inner.is_empty()).then(|| format!("{what}({inner})"))
    };
    Some(match asked {
        Constraint::MinLength(count) => format!("min_length({count})"),
        Constraint::MaxLength(count) => format!("max_length({count})"),
        Constraint::Pattern(pattern) => format!("pattern({})", literal(pattern)),
        Constraint::Minimum(bound) => format!("minimum({bound})"),
        Constraint::Maximum(bound) => format!("maximum({bound})"),
        Constraint::ExclusiveMinimum(bound) => format!("exclusive_minimum({bound})"),
        Constraint::ExclusiveMaximum(bound) => format!("exclusive_maximum({bound})"),
        Constraint::MultipleOf(factor) => format!("multiple_of({factor})"),
        Constraint::MinItems(count) => format!("min_items({count})"),
        Constraint::MaxItems(count) => format!("max_items({count})"),
        Constraint::UniqueItems => "unique_items".to_owned(),
        Constraint::MinProperties(count) => format!("min_properties({count})"),
        Constraint::MaxProperties(count) => format!("max_properties({count})"),
        Constraint::Items(inner) => return within("items", inner),
        Constraint::Values(inner) => return within("values", inner),
        Constraint::Listed(_) | Constraint::Format(_) => return None,
    })
}

/// The constant of what is meant where a field is absent.
fn constant(field: &Field, scope: &mut Scope) -> Option<TokenStream> {
    let name = format_ident!("DEFAULT_{}", field.name.trim_start_matches("r#").to_uppercase());
    let text = format!(" What is meant where [`{0}`](Self::{0}) is absent.", field.name.trim_start_matches("r#"));
    let ty = scope.ty(&field.ty);
    let (ty, value) = match field.default.as_ref()? {
        Default::Bool(value) => (ty, quote!(#value)),
        Default::Integer(value) => (ty, parse(&value.to_string())),
        Default::Number(value) => (ty, parse(&format!("{value:?}"))),
        Default::String(text) => (quote!(&'static ::core::primitive::str), parse(&literal(text))),
        Default::Variant(owner, variant) => {
            let (owner, variant) = (scope.ty(&Type::Named(owner.clone())), format_ident!("{variant}"));
            (owner.clone(), quote!(#owner::#variant))
        }
    };
    let known = matches!(field.default, Some(Default::Number(value)) if is_known(value));
    let known = if known { quote!(#[allow(clippy::approx_constant)]) } else { quote!() };
    Some(quote!(#[doc = #text] #known pub const #name: #ty = #value;))
}

/// The type of a field with its presence.
pub(in crate::emit) fn stored(field: &Field, scope: &mut Scope) -> TokenStream {
    let (ty, option) = (scope.ty(&field.ty), scope.std("Option"));
    match field.presence {
        Presence::Required => ty,
        Presence::Optional | Presence::Nullable | Presence::OptionalJson => quote!(#option<#ty>),
        Presence::OptionalNullable => quote!(#option<#option<#ty>>),
    }
}

fn field_doc(field: &Field) -> TokenStream {
    let mut text = field.description.clone();
    if text.trim().is_empty() {
        text = match field.wire.as_str() {
            "" => "The property without a name.".to_owned(),
            wire => format!("The property `{}`.", wire.replace('`', "'")),
        };
    }
    if field.deprecated {
        text.push_str("\n\nDeprecated.");
    }
    doc(&text)
}
