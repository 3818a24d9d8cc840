//! The client as a whole.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::diagnostic::Pointer;
use crate::{Features, Modules};

use super::{Api, BodyKind, Definition, Header, Names, Parameter, Servers, Target, Webhook, Webhooks};

/// Everything that the emitter prints.
#[derive(Clone, Debug, Serialize)]
pub struct Model {
    /// The client type and what it is built from.
    pub client: Client,
    /// The types of servers, those of the document first.
    pub servers: Vec<Servers>,
    /// The named types, sorted by module and then in the document's order.
    pub types: Vec<Definition>,
    /// The operations by tag, sorted by module.
    pub apis: Vec<Api>,
    /// The headers of responses, sorted by name.
    pub headers: Vec<Header>,
    /// What the API sends of itself: webhooks, then callbacks, where it has any.
    pub webhooks: Vec<Webhooks>,
    /// How much of the document's structure the types express.
    pub coverage: Coverage,
    /// Which features of cargo the crate has for parts of the API.
    #[serde(skip)]
    pub features: Features,
    /// Whether types can be held against the document's constraints.
    #[serde(skip)]
    pub validate: bool,
    /// The files that types are in.
    #[serde(skip)]
    pub modules: Modules,
    /// Whether dates and times are texts, as the settings ask for.
    #[serde(skip)]
    pub has_dates_as_texts: bool,
    /// The places of what the document has and the client has not, as it was not selected: operations, what the API sends,
    /// and by their names credentials and headers.
    #[serde(skip)]
    pub left_out: BTreeSet<String>,
    /// The names that were given, those of what was not selected among them.
    #[serde(skip)]
    pub names: Names,
    /// The places of the schemas that coverage counts.
    #[serde(skip)]
    pub(crate) described: Vec<Pointer>,
}

impl Model {
    /// All requests that the API sends.
    pub fn received(&self) -> impl Iterator<Item = &Webhook> {
        self.webhooks.iter().flat_map(|of_kind| &of_kind.webhooks)
    }

    /// Whether a module holds what the API sends.
    pub(crate) fn is_received(&self, module: &str) -> bool {
        self.webhooks.iter().any(|of_kind| of_kind.kind.module() == module)
    }

    /// Whether an operation sends a body of `multipart/form-data`.
    pub fn has_forms(&self) -> bool {
        let operations = self.apis.iter().flat_map(|api| &api.operations);
        operations.flat_map(|operation| &operation.bodies).any(|body| matches!(body.kind, BodyKind::Multipart(_)))
    }
}

/// How much of a document's structure has a precise type.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Coverage {
    /// The schemas that say something about their values.
    pub schemas: usize,
    /// Those of them whose values are `serde_json::Value`; each has a diagnostic that says why.
    pub untyped: usize,
}

/// The client type and what it is built from.
#[derive(Clone, Debug, Serialize)]
pub struct Client {
    /// The API's title.
    pub title: String,
    /// The API's version, as the document states it.
    pub version: String,
    /// The document's text about the API, in Markdown.
    pub description: String,
    /// The server, or the choice of one; none where the document names none.
    pub server: Option<Target>,
    /// Whether a client can do without it: operations have servers of their own, and it cannot be called as it stands.
    pub is_server_optional: bool,
    /// The header parameters that are set once, on its builder.
    pub headers: Vec<Parameter>,
    /// The ways to prove who calls, in the document's order.
    pub credentials: Vec<Credential>,
    /// Whether it proves who calls by a certificate of its own too, which TLS shows and no request.
    pub has_certificate: bool,
}

/// A way to prove who calls.
#[derive(Clone, Debug, Serialize)]
pub struct Credential {
    /// The scheme's name in the document.
    pub wire: String,
    /// The Rust name of the builder's method.
    pub name: String,
    /// The Rust name of the method that takes a source of tokens, where it is a token.
    pub source: Option<String>,
    /// The Rust name of the method that takes the client's own credentials, where tokens are fetched with them.
    pub client: Option<String>,
    /// How it is sent.
    pub kind: CredentialKind,
    /// The document's text about it, in Markdown.
    pub description: String,
}

/// How a credential is sent.
#[derive(Clone, Debug, Serialize)]
pub enum CredentialKind {
    /// A key in the header of this name.
    HeaderKey(String),
    /// A key in the query parameter of this name.
    QueryKey(String),
    /// A key in the cookie of this name.
    CookieKey(String),
    /// User and password (RFC 7617).
    Basic,
    /// A token (RFC 6750).
    Bearer,
    /// A token of OAuth 2.0 or OpenID Connect, and the URL that gives tokens for a client's own credentials, if one does.
    Token(Option<String>),
}
