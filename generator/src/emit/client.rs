//! The client and its builder.

use quote::{format_ident, quote};

use super::operations::constant;
use super::scope::{doc, format, parse};
use super::{Emitter, File, rust};
use crate::model::{Credential, CredentialKind, Server, ServerPart};

impl Emitter<'_> {
    pub(super) fn client(&self) -> File {
        let model = &self.model.client;
        let constants = model.credentials.iter().map(scheme);
        let methods = model.credentials.iter().map(method);
        let (server_use, server) = match model.servers.first() {
            None => (quote!(""), None),
            Some(first) if model.servers.len() == 1 && first.variables.is_empty() => {
                let url = first.url();
                (quote!(#url), None)
            }
            Some(first) => {
                let name = parse(&first.name);
                (quote!(Server::#name().url()), Some(servers(&model.servers)))
            }
        };
        let choose = server.as_ref().map(|_| {
            quote! {
                #[doc = " The server to call, of those that the document names."]
                pub fn server(self, server: Server) -> Self { Self(self.0.server(server.url())) }
            }
        });
        let server_url = if server.is_some() { quote!(&#server_use) } else { server_use };
        let security = if model.credentials.is_empty() { quote!() } else { quote!(Secret, SecurityScheme,) };
        let tokens =
            if model.credentials.iter().any(|one| one.source.is_some()) { quote!(TokenSource,) } else { quote!() };
        let fetched = if model.credentials.iter().any(|one| one.client.is_some()) {
            quote!(ClientCredentials,)
        } else {
            quote!()
        };
        let unused = if self.model.apis.is_empty() {
            quote!(#[expect(dead_code, reason = "the document has no operation that uses it")])
        } else {
            quote!()
        };
        let about = format!(" A client of {}.", super::docs::inline(&model.title));
        let text = format(quote! {
            use std::time::Duration;
            use crate::runtime::{BuildError, #fetched Core, CoreBuilder, Retry, #security #tokens Transport, reqwest};

            #(#constants)*

            #[doc = #about]
            #[doc = ""]
            #[doc = " Clones are cheap and share one pool of connections."]
            #[derive(Clone, Debug)]
            pub struct Client { #unused pub(crate) core: Core }

            impl Client {
                #[doc = " A builder for the document's server, without credentials."]
                pub fn builder() -> ClientBuilder { ClientBuilder(Core::builder(#server_url)) }
            }

            #[doc = " Builds a [`Client`]."]
            #[derive(Debug)]
            #[must_use = "a client is made by `build`"]
            pub struct ClientBuilder(CoreBuilder);

            impl ClientBuilder {
                #(#methods)*
                #choose

                #[doc = " The server to call, instead of the document's: `https://` or `http://`, a host, and if need be a port, a path"]
                #[doc = " under which the API lives, and a query that every request has."]
                pub fn base_url(self, url: impl AsRef<str>) -> Self { Self(self.0.base_url(url)) }

                #[doc = " What to send as `User-Agent`; without it none is sent."]
                pub fn user_agent(self, name: impl Into<String>) -> Self { Self(self.0.user_agent(name)) }

                #[doc = " When requests that failed are sent again: what is safe to repeat is, three times in all, if not set."]
                pub fn retry(self, retry: Retry) -> Self { Self(self.0.retry(retry)) }

                #[doc = " The time limit for a connection to be made: ten seconds if not set."]
                pub fn connect_timeout(self, limit: Duration) -> Self { Self(self.0.connect_timeout(limit)) }

                #[doc = " The time limit for each piece of a body: a minute if not set, none for events, which may be far between."]
                pub fn read_timeout(self, limit: Duration) -> Self { Self(self.0.read_timeout(limit)) }

                #[doc = " The time limit of a whole call, attempts, redirects and body included: a minute if not set. What is streamed takes"]
                #[doc = " as long as it takes."]
                pub fn timeout(self, limit: Duration) -> Self { Self(self.0.timeout(limit)) }

                #[doc = " The largest body of an answer that is taken, in bytes: 8 MiB if not set."]
                pub fn max_body(self, bytes: usize) -> Self { Self(self.0.max_body(bytes)) }

                #[doc = " How connections are made: proxies, certificates and the like. Redirects, retries and `Referer` are not up to it."]
                pub fn http_client(self, builder: reqwest::ClientBuilder) -> Self { Self(self.0.http_client(builder)) }

                #[doc = " What carries requests, instead of a client that is built here: a finished `reqwest::Client`, or middleware. It"]
                #[doc = " must not follow redirects."]
                pub fn transport(self, transport: impl Transport + 'static) -> Self { Self(self.0.transport(transport)) }

                #[doc = " Checks the settings and makes the client."]
                pub fn build(self) -> Result<Client, BuildError> { Ok(Client { core: self.0.build()? }) }
            }

            #server
        });
        rust("src/client.rs".to_owned(), &text)
    }
}

fn scheme(credential: &Credential) -> proc_macro2::TokenStream {
    let (name, wire) = (format_ident!("{}", constant(&credential.name)), &credential.wire);
    let made = match &credential.kind {
        CredentialKind::HeaderKey(header) => quote!(api_key_header(#wire, #header)),
        CredentialKind::QueryKey(query) => quote!(api_key_query(#wire, #query)),
        CredentialKind::CookieKey(cookie) => quote!(api_key_cookie(#wire, #cookie)),
        CredentialKind::Basic => quote!(http_basic(#wire)),
        CredentialKind::Bearer => quote!(http_bearer(#wire)),
        CredentialKind::Token(None) => quote!(oauth2(#wire)),
        CredentialKind::Token(Some(url)) => quote!(oauth2(#wire).token_endpoint(#url)),
    };
    let method = credential.name.trim_start_matches("r#");
    quote!(pub(crate) const #name: SecurityScheme = SecurityScheme::#made.set_by(#method);)
}

fn method(credential: &Credential) -> proc_macro2::TokenStream {
    let (name, constant) = (parse(&credential.name), format_ident!("{}", constant(&credential.name)));
    let about = match (&credential.kind, credential.description.trim()) {
        (_, description) if !description.is_empty() => description.to_owned(),
        (CredentialKind::HeaderKey(wire), _) => format!("The API key, sent in the header `{wire}`."),
        (CredentialKind::QueryKey(wire), _) => format!("The API key, sent in the query parameter `{wire}`."),
        (CredentialKind::CookieKey(wire), _) => format!("The API key, sent in the cookie `{wire}`."),
        (CredentialKind::Basic, _) => "The user and the password, sent by HTTP basic authentication.".to_owned(),
        (CredentialKind::Bearer | CredentialKind::Token(_), _) => {
            "The token, sent as `Authorization: Bearer`.".to_owned()
        }
    };
    let doc = doc(&about);
    if matches!(credential.kind, CredentialKind::Basic) {
        return quote! {
            #doc
            pub fn #name(self, user: impl Into<String>, password: impl Into<Secret>) -> Self {
                Self(self.0.basic(#constant, user, password))
            }
        };
    }
    let is_token = matches!(credential.kind, CredentialKind::Bearer | CredentialKind::Token(_));
    let argument = if is_token { quote!(token) } else { quote!(key) };
    let plain = credential.name.trim_start_matches("r#");
    let source = credential.source.as_deref().map(parse).map(|source| {
        let about = format!(" Where the tokens for [`{plain}`](Self::{plain}) come from: they are kept, and renewed before they end.");
        quote! {
            #[doc = #about]
            pub fn #source(self, source: impl TokenSource + 'static) -> Self { Self(self.0.token_source(#constant, source)) }
        }
    });
    let client = credential.client.as_deref().map(parse).map(|client| {
        let about = format!(" What the tokens for [`{plain}`](Self::{plain}) are fetched with (RFC 6749, section 4.4).");
        quote! {
            #[doc = #about]
            pub fn #client(self, credentials: ClientCredentials) -> Self { Self(self.0.client_credentials(#constant, credentials)) }
        }
    });
    quote! {
        #doc
        pub fn #name(self, #argument: impl Into<Secret>) -> Self { Self(self.0.credential(#constant, #argument)) }
        #source
        #client
    }
}

/// A type for the servers of the document: a function each, and a setter for each of their variables.
fn servers(servers: &[Server]) -> proc_macro2::TokenStream {
    let mut setters = std::collections::BTreeMap::new();
    let makers: Vec<_> = servers
        .iter()
        .map(|server| {
            let (name, mut template) = (parse(&server.name), String::new());
            for part in &server.parts {
                match part {
                    ServerPart::Text(text) => template.push_str(text),
                    ServerPart::Variable(index) => template.push_str(&format!("{{{}}}", server.variables[*index].wire)),
                }
            }
            let pairs = server.variables.iter().map(|variable| {
                let (wire, default) = (&variable.wire, &variable.default);
                setters.entry(variable.name.clone()).or_insert_with(|| variable.clone());
                quote!((#wire, String::from(#default)))
            });
            let pairs: Vec<_> = pairs.collect();
            let text =
                if server.description.trim().is_empty() { format!("`{template}`") } else { server.description.clone() };
            let doc = doc(&text);
            quote!(#doc pub fn #name() -> Self { Self { template: #template, variables: vec![#(#pairs),*] } })
        })
        .collect();
    let setters = setters.values().map(|variable| {
        let (wire, name) = (&variable.wire, format_ident!("with_{}", variable.name.trim_start_matches("r#")));
        let mut text = if variable.description.trim().is_empty() {
            format!("Sets the variable `{wire}`.")
        } else {
            variable.description.clone()
        };
        if !variable.values.is_empty() {
            let values: Vec<_> = variable.values.iter().map(|value| format!("`{value}`")).collect();
            text.push_str(&format!("\n\nOne of {}.", values.join(", ")));
        }
        let doc = doc(&text);
        quote!(#doc pub fn #name(self, value: impl Into<String>) -> Self { self.with(#wire, value.into()) })
    });
    let with = if setters.len() == 0 {
        quote!()
    } else {
        quote! {
            fn with(mut self, name: &str, value: String) -> Self {
                self.variables.iter_mut().filter(|(known, _)| *known == name).for_each(|(_, old)| old.clone_from(&value));
                self
            }
        }
    };
    quote! {
        #[doc = " A server of the API."]
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub struct Server { template: &'static str, variables: Vec<(&'static str, String)> }

        impl Server {
            #(#makers)*
            #(#setters)*
            #with

            #[doc = " The address."]
            pub fn url(&self) -> String {
                self.variables.iter().fold(self.template.to_owned(), |url, (name, value)| url.replace(&format!("{{{name}}}"), value))
            }
        }
    }
}
