//! Parameters: what they are given as, and how they are given to the request.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use crate::emit::Emitter;
use crate::emit::scope::{Scope, parse};
use crate::model::{Parameter, ParameterPlace, Style, StyleKind, Type};

impl Emitter<'_> {
    /// An argument of a required parameter.
    pub(super) fn argument(&self, parameter: &Parameter, scope: &mut Scope) -> TokenStream {
        let name = parse(&parameter.name);
        let ty = self.value(parameter, scope);
        quote!(#name: #ty)
    }

    /// What a parameter is given as.
    pub(in crate::emit) fn value(&self, parameter: &Parameter, scope: &mut Scope) -> TokenStream {
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
    pub(in crate::emit) fn may_be_empty(&self, parameter: &Parameter) -> bool {
        parameter.style.allow_empty && !matches!(self.resolve(&parameter.ty), Type::Array(_) | Type::String)
    }

    /// What a value of a type is given as: borrowed, unless it is as small as a reference.
    pub(in crate::emit) fn borrowed(&self, ty: &Type, scope: &mut Scope) -> TokenStream {
        match self.resolve(ty) {
            Type::Array(items) => {
                let items = scope.ty(items);
                quote!(&[#items])
            }
            Type::String => quote!(&str),
            small if small.is_small() => scope.ty(ty),
            _ => {
                let ty = scope.ty(ty);
                quote!(&#ty)
            }
        }
    }
}

/// The call that gives a parameter to the request; its style is said where it is not that of its place.
pub(super) fn give(parameter: &Parameter, scope: &mut Scope) -> TokenStream {
    let (call, usual) = match parameter.place {
        ParameterPlace::Path => ("path", StyleKind::Simple),
        ParameterPlace::Header => ("header", StyleKind::Simple),
        ParameterPlace::Query => ("query", StyleKind::Form),
        ParameterPlace::Cookie => ("cookie", StyleKind::Form),
    };
    let (wire, name) = (&parameter.wire, parse(&parameter.name));
    if parameter.style.kind == StyleKind::FormQuery {
        let styles = styles_of(&parameter.properties, scope);
        return quote!(.query_form(#wire, #styles, #name));
    }
    if matches!(parameter.style.kind, StyleKind::JsonQuery | StyleKind::TextQuery) {
        let style = style(parameter.style, scope);
        return quote!(.query_string(#wire, #style, #name));
    }
    if parameter.style == Style::of(usual) {
        let call = format_ident!("{call}");
        return quote!(.#call(#wire, #name));
    }
    let (call, style) = (format_ident!("{call}_as"), style(parameter.style, scope));
    quote!(.#call(#wire, #style, #name))
}

/// The styles of a form's properties, as the runtime takes them.
pub(super) fn styles_of(styles: &[(String, Style)], scope: &mut Scope) -> TokenStream {
    let styles = styles.iter().map(|(wire, of)| {
        let style = style(*of, scope);
        quote!((#wire, #style))
    });
    quote!(&[#(#styles),*])
}

/// A style, as the runtime calls it.
pub(in crate::emit) fn style(style: Style, scope: &mut Scope) -> TokenStream {
    let constant = format_ident!(
        "{}",
        match style.kind {
            StyleKind::Matrix => "MATRIX",
            StyleKind::Label => "LABEL",
            StyleKind::Simple => "SIMPLE",
            StyleKind::Form | StyleKind::FormQuery => "FORM",
            StyleKind::SpaceDelimited => "SPACE_DELIMITED",
            StyleKind::PipeDelimited => "PIPE_DELIMITED",
            StyleKind::DeepObject => "DEEP_OBJECT",
            StyleKind::Json | StyleKind::JsonQuery => "JSON",
            StyleKind::TextQuery => "SIMPLE",
        }
    );
    let path = scope.runtime("Style");
    let explode = style.explode;
    let explode = (explode != style.kind.explodes()).then(|| quote!(.explode(#explode)));
    let reserved = style.allow_reserved.then(|| quote!(.allow_reserved()));
    let empty = style.allow_empty.then(|| quote!(.allow_empty()));
    quote!(#path::#constant #explode #reserved #empty)
}
