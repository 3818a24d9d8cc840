//! The types of servers: a function for each server, and setters for its variables.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::docs::shown;
use super::scope::{doc, format, literal, parse};
use super::{Emitter, File, rust};
use crate::model::{ListedVariable, Server, ServerVariable, Servers};

impl Emitter<'_> {
    /// The file of servers, where there are any to choose from.
    pub(super) fn servers(&self) -> Option<File> {
        let all = &self.model.servers;
        if all.is_empty() {
            return None;
        }
        let is_listed = all.iter().any(|one| !one.listed.is_empty());
        let used = ["ServerUrl"].into_iter().chain(is_listed.then_some("server_variable")).chain(["servers"]);
        let used: String = used.map(|name| format!("use crate::runtime::{name};\n")).collect();
        let mut out = format!("//! The servers of the API.\n\n{used}");
        for servers in all {
            out.push_str(&choice(servers));
            for server in &servers.servers {
                out.push_str(&own_type(server));
            }
            for variable in &servers.listed {
                out.push_str(&listed_variable(variable));
            }
        }
        Some(rust("src/servers.rs".to_owned(), &out))
    }
}

/// The type of which each server is a value.
fn choice(servers: &Servers) -> String {
    let ident = format_ident!("{}", servers.name);
    let about = match &servers.of {
        None => " A server of the API.".to_owned(),
        Some(of) => format!(" A server of `{}`.", of.replace('`', "'")),
    };
    let makers = servers.servers.iter().map(|server| {
        let (name, url) = (parse(&server.name), &server.url);
        let text = match server.description.trim() {
            "" => shown(url),
            description => format!("{description}\n\n{}", shown(url)),
        };
        let doc = doc(&text);
        let defaults = server.variables.iter().filter_map(|variable| {
            let (wire, default) = (&variable.wire, variable.default.as_ref()?);
            Some(quote!((#wire, #default)))
        });
        let made = quote!(ServerUrl::new(#url, &[#(#defaults),*]));
        match &server.type_name {
            None => quote!(#doc pub fn #name() -> Self { Self(#made) }),
            Some(own) => {
                let own = format_ident!("{own}");
                quote!(#doc pub fn #name() -> #own { #own(#made) })
            }
        }
    });
    let setters = servers.servers.iter().filter(|server| server.type_name.is_none());
    let setters = setters.flat_map(|server| &server.variables).map(setter);
    let items = format(quote! {
        #[doc = #about]
        #[derive(Clone, Debug, PartialEq, Eq)]
        #[must_use = "a server is chosen by giving it to `server`"]
        pub struct #ident(ServerUrl);
        impl #ident { #(#makers)* #(#setters)* }
    });
    let lines: String = servers
        .servers
        .iter()
        .map(|server| match &server.type_name {
            None => format!("    {},\n", server.name),
            Some(own) => format!("    {}: {own},\n", server.name),
        })
        .collect();
    format!("\n{items}\nservers! {{ {} {{\n{lines}}} }}\n", servers.name)
}

/// The type of a server with variables.
fn own_type(server: &Server) -> String {
    let Some(name) = &server.type_name else { return String::new() };
    let ident = format_ident!("{name}");
    let setters = server.variables.iter().map(setter);
    let about = format!("The server {}, whose variables have their defaults unless they are set.", shown(&server.url));
    let doc = doc(&about);
    let items = format(quote! {
        #doc
        #[derive(Clone, Debug, PartialEq, Eq)]
        #[must_use = "a server is chosen by giving it to `server`"]
        pub struct #ident(ServerUrl);
        impl #ident { #(#setters)* }
    });
    format!("\n{items}")
}

/// What sets a variable.
fn setter(variable: &ServerVariable) -> TokenStream {
    let (wire, name) = (&variable.wire, parse(&variable.name));
    let text = match variable.description.trim() {
        "" => format!("The variable `{}`.", wire.replace('`', "'")),
        description => description.to_owned(),
    };
    let default = match &variable.default {
        None => "It has to be set.".to_owned(),
        Some(default) if default.is_empty() => "Nothing if not set.".to_owned(),
        Some(default) => format!("{} if not set.", shown(default)),
    };
    let doc = doc(&format!("{text}\n\n{default}"));
    match &variable.ty {
        None => quote! {
            #doc
            pub fn #name(self, value: impl Into<String>) -> Self { Self(self.0.set(#wire, value)) }
        },
        Some(ty) => {
            let ty = format_ident!("{ty}");
            quote!(#doc pub fn #name(self, value: #ty) -> Self { Self(self.0.choose(#wire, value.as_str())) })
        }
    }
}

/// The enum of a variable's values.
fn listed_variable(variable: &ListedVariable) -> String {
    let ident = format_ident!("{}", variable.name);
    let text = match variable.description.trim() {
        "" => format!("The variable `{}` of a server.", variable.wire.replace('`', "'")),
        description => description.to_owned(),
    };
    let about = doc(&text);
    let variants = variable.values.iter().map(|value| {
        let (ident, doc) = (format_ident!("{}", value.name), doc(&shown(&value.wire)));
        quote!(#doc #ident)
    });
    let item = format(quote! {
        #about
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum #ident { #(#variants),* }
    });
    let lines: String =
        variable.values.iter().map(|value| format!("    {} => {},\n", value.name, literal(&value.wire))).collect();
    format!("\n{item}\nserver_variable! {{ {} {{\n{lines}}} }}\n", variable.name)
}
