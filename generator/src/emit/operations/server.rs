//! The servers of an operation.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::scope::{Scope, parse};
use crate::model::{Operation, Target};

/// The link of the chain that names the operation's own server, where it has one.
pub(super) fn own(operation: &Operation) -> Option<TokenStream> {
    operation.server.as_ref().map(|server| match server {
        Target::Fixed(url) => quote!(.server(#url)),
        Target::Chosen(name) => {
            let name = parse(&format!("crate::servers::{name}"));
            quote!(.server(#name::default()))
        }
    })
}

/// What chooses one of the operation's own servers, where it has several.
pub(super) fn setter(operation: &Operation, scope: &Scope) -> Option<TokenStream> {
    let name = parse(&format!("crate::servers::{}", operation.servers()?));
    let into = scope.std("Into");
    Some(quote! {
        #[doc = " The server to call: the first of its own unless one is chosen. It goes before the client's base URL."]
        pub fn server(self, server: impl #into<#name>) -> Self { Self(self.0.choose_server(server.into())) }
    })
}
