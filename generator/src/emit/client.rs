//! The client and its builder.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::operations::{constant, style};
use super::scope::{Scope, doc, format, parse};
use super::{Emitter, File, rust};
use crate::model::{Credential, CredentialKind, Parameter, Style, StyleKind, Target};

impl Emitter<'_> {
    pub(super) fn client(&self) -> File {
        let model = &self.model.client;
        let mut scope = self.full();
        let headers: Vec<_> = model.headers.iter().map(|one| self.header(one, &mut scope)).collect();
        let setters: Vec<_> = model.headers.iter().map(|one| self.set_header(one, &mut scope)).collect();
        let changes: Vec<_> = model.headers.iter().map(|one| self.with_header(one, &mut scope)).collect();
        let imports = parse(&scope.imports());
        let constants = model.credentials.iter().map(scheme).chain(headers);
        let methods = model.credentials.iter().map(method).chain(setters);
        let (start, choose) = self.start();
        let has_source = model.credentials.iter().any(|one| one.source.is_some());
        let has_client = model.credentials.iter().any(|one| one.client.is_some());
        let mut used = vec!["BuildError", "Core", "CoreBuilder", "Retry", "Transport", "reqwest"];
        used.extend((!model.credentials.is_empty()).then_some(["Secret", "SecurityScheme"]).into_iter().flatten());
        used.extend(has_source.then_some("TokenSource"));
        used.extend(has_client.then_some("ClientCredentials"));
        used.sort_unstable();
        // An item each, so that one more changes no other line.
        let used = used.into_iter().map(|name| format_ident!("{name}"));
        let unused = if self.gates.is_some() && !self.model.apis.is_empty() {
            quote!(#[allow(dead_code, reason = "operations use it, where their features are on")])
        } else if self.model.apis.is_empty() {
            quote!(#[expect(dead_code, reason = "the document has no operation that uses it")])
        } else {
            quote!()
        };
        let certificate = model.has_certificate.then(|| {
            quote! {
                #[doc = ""]
                #[doc = " The API asks for a certificate of the client, which TLS shows: give it here, as `reqwest::Identity`."]
            }
        });
        let about = format!(" A client of {}.", super::docs::inline(&model.title));
        let text = format(quote! {
            use std::time::Duration;
            #(use crate::runtime::#used;)*
            #imports

            #(#constants)*

            #[doc = #about]
            #[doc = ""]
            #[doc = " Clones are cheap and share one pool of connections."]
            #[derive(Clone, Debug)]
            pub struct Client { #unused pub(crate) core: Core }

            impl Client {
                #[doc = " A builder for the document's server, without credentials."]
                pub fn builder() -> ClientBuilder { ClientBuilder(#start) }
                #(#changes)*
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
                #certificate
                pub fn http_client(self, builder: reqwest::ClientBuilder) -> Self { Self(self.0.http_client(builder)) }

                #[doc = " What carries requests, instead of a client that is built here: a finished `reqwest::Client`, or middleware. It"]
                #[doc = " must not follow redirects."]
                pub fn transport(self, transport: impl Transport + 'static) -> Self { Self(self.0.transport(transport)) }

                #[doc = " Checks the settings and makes the client."]
                pub fn build(self) -> Result<Client, BuildError> { Ok(Client { core: self.0.build()? }) }
            }
        });
        rust("src/client.rs".to_owned(), &text)
    }

    /// A scope in which types of the document have full paths.
    fn full(&self) -> Scope {
        let types = self.model.types.iter().map(|definition| definition.name.as_str());
        Scope::operations(types)
    }

    /// The constant of a header that is set on the builder.
    fn header(&self, header: &Parameter, scope: &mut Scope) -> TokenStream {
        let (name, wire) = (format_ident!("{}", constant(&header.name)), &header.wire);
        let method = header.name.trim_start_matches("r#");
        let usual = header.style == Style::of(StyleKind::Simple);
        let style = (!usual).then(|| style(header.style, scope)).map(|style| quote!(.style(#style)));
        let of = scope.runtime("ClientHeader");
        quote!(pub(crate) const #name: #of = #of::new(#wire, #method) #style;)
    }

    /// What sets it.
    fn set_header(&self, header: &Parameter, scope: &mut Scope) -> TokenStream {
        let (name, constant) = (parse(&header.name), format_ident!("{}", constant(&header.name)));
        let ty = self.value(header, scope);
        let wire = header.wire.replace('`', "'");
        let about = match header.description.trim() {
            "" => format!("The header `{wire}` of all requests that have it."),
            text => format!("{text}\n\nThe header `{wire}` of all requests that have it."),
        };
        let doc = doc(&about);
        let deprecated = if header.deprecated { quote!(#[deprecated]) } else { quote!() };
        quote! {
            #doc #deprecated
            pub fn #name(self, #name: #ty) -> Self { Self(self.0.header(#constant, #name)) }
        }
    }

    /// What gives a clone of the client another one.
    fn with_header(&self, header: &Parameter, scope: &mut Scope) -> TokenStream {
        let (name, constant) = (parse(&header.name), format_ident!("{}", constant(&header.name)));
        let (change, ty) = (parse(&header.change()), self.value(header, scope));
        let wire = header.wire.replace('`', "'");
        let about = format!(
            "The same client with another header `{wire}`, for one call or for many: they share one pool of connections.\n\
             A value that no header can carry is told by the calls that send it."
        );
        let doc = doc(&about);
        let deprecated = if header.deprecated { quote!(#[deprecated]) } else { quote!() };
        quote! {
            #doc #deprecated
            #[must_use = "it is another client"]
            pub fn #change(&self, #name: #ty) -> Self { Self { core: self.core.with_header(#constant, #name) } }
        }
    }

    /// What the builder begins with, and the method that chooses a server.
    fn start(&self) -> (TokenStream, Option<TokenStream>) {
        let model = &self.model.client;
        let optional = model.is_server_optional.then(|| quote!(.server_optional()));
        match &model.server {
            None => (quote!(Core::builder("")#optional), None),
            Some(Target::Fixed(url)) => (quote!(Core::builder(#url)#optional), None),
            Some(Target::Chosen(name)) => {
                let name = parse(&format!("crate::servers::{name}"));
                let choose = quote! {
                    #[doc = " The server to call, of those that the document names: the first unless one is chosen."]
                    pub fn server(self, server: impl Into<#name>) -> Self { Self(self.0.server(server.into())) }
                };
                (quote!(Core::builder(#name::default())#optional), Some(choose))
            }
        }
    }
}

fn scheme(credential: &Credential) -> TokenStream {
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

fn method(credential: &Credential) -> TokenStream {
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
