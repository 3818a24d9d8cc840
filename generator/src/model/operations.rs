//! Operations: what calls the client offers.

use serde::Serialize;

use super::types::Type;

/// The operations of a tag.
#[derive(Clone, Debug, Serialize)]
pub struct Api {
    /// The module under `api`.
    pub module: String,
    /// The tag's name in the document; none for operations without a tag.
    pub tag: Option<String>,
    /// The document's text about the tag, in Markdown.
    pub description: String,
    /// The operations, in the document's order.
    pub operations: Vec<Operation>,
}

/// A call.
#[derive(Clone, Debug, Serialize)]
pub struct Operation {
    /// The Rust name of its function.
    pub name: String,
    /// The Rust name of what its types are called after: `AddHandlesToPerson`.
    pub type_name: String,
    /// Where it is in the document, as a JSON Pointer.
    pub pointer: String,
    /// The HTTP method in capitals.
    pub method: String,
    /// The template of its path.
    pub path: String,
    /// A line about it.
    pub summary: String,
    /// The document's text about it, in Markdown.
    pub description: String,
    /// Whether the document calls it deprecated.
    pub deprecated: bool,
    /// Required parameters first, each group in the order path, header, query, cookie.
    pub parameters: Vec<Parameter>,
    /// The request's body.
    pub body: Option<Body>,
    /// What a successful call returns.
    pub success: Success,
    /// Documented failures, in the document's order.
    pub errors: Vec<Outcome>,
    /// The media types to ask for, joined for the `Accept` header.
    pub accept: Option<String>,
    /// Alternatives of combinations of credentials, by index into [`Client::credentials`](super::Client); none where
    /// the operation takes no credentials.
    pub security: Vec<Vec<usize>>,
}

/// Where a parameter goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub enum ParameterPlace {
    /// In the path.
    Path,
    /// A header.
    Header,
    /// In the query.
    Query,
    /// A cookie.
    Cookie,
}

/// A parameter.
#[derive(Clone, Debug, Serialize)]
pub struct Parameter {
    /// The name in the request.
    pub wire: String,
    /// The Rust name.
    pub name: String,
    /// Where it goes.
    pub place: ParameterPlace,
    /// How it is written there.
    pub style: Style,
    /// The type of its value.
    pub ty: Type,
    /// Whether it must be given.
    pub required: bool,
    /// The document's text about it, in Markdown.
    pub description: String,
    /// Whether the document calls it deprecated.
    pub deprecated: bool,
}

/// How a parameter, or a property of a form, is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Style {
    /// The style.
    pub kind: StyleKind,
    /// Whether each item or property is written as a value of its own.
    pub explode: bool,
    /// Whether reserved characters are written as they are.
    pub allow_reserved: bool,
    /// Whether the name is sent with an empty value where there is no value.
    pub allow_empty: bool,
}

/// The styles of OpenAPI, and JSON for what is described by `content`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum StyleKind {
    /// `;name=value`
    Matrix,
    /// `.value`
    Label,
    /// `value`
    Simple,
    /// `name=value`
    Form,
    /// `name=one%20two`
    SpaceDelimited,
    /// `name=one%7Ctwo`
    PipeDelimited,
    /// `name[key]=value`
    DeepObject,
    /// JSON as one text.
    Json,
}

impl Style {
    /// The style as it is unless something else is said.
    pub fn of(kind: StyleKind) -> Self {
        Self { kind, explode: kind.explodes(), allow_reserved: false, allow_empty: false }
    }
}

impl StyleKind {
    /// Whether it explodes unless something else is said.
    pub fn explodes(self) -> bool {
        matches!(self, Self::Form | Self::DeepObject)
    }
}

/// A request's body.
#[derive(Clone, Debug, Serialize)]
pub struct Body {
    /// The media type.
    pub media_type: String,
    /// The type of its value.
    pub ty: Type,
    /// Whether it must be given.
    pub required: bool,
    /// The Rust name of its argument.
    pub name: String,
    /// The document's text about it, in Markdown.
    pub description: String,
}

/// What a successful call returns.
#[derive(Clone, Debug, Serialize)]
pub enum Success {
    /// The same for each of these statuses.
    One(Vec<String>, Payload),
    /// An enum of this Rust name.
    Several(String, Vec<Outcome>),
}

/// A documented response.
#[derive(Clone, Debug, Serialize)]
pub struct Outcome {
    /// The status as the document writes it: `404`, `4XX` or `default`.
    pub status: String,
    /// The Rust name of its variant.
    pub variant: String,
    /// What it carries.
    pub payload: Payload,
    /// The document's text about it, in Markdown.
    pub description: String,
}

/// What the body of a response carries.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub enum Payload {
    /// Nothing.
    Empty,
    /// JSON.
    Json(Type),
    /// Text.
    Text,
    /// Bytes of any other media type.
    Bytes,
}

impl Operation {
    /// What all documented responses carry.
    pub fn payloads(&self) -> impl Iterator<Item = &Payload> {
        let (one, several) = match &self.success {
            Success::One(_, payload) => (Some(payload), &[][..]),
            Success::Several(_, outcomes) => (None, outcomes.as_slice()),
        };
        one.into_iter().chain(several.iter().chain(&self.errors).map(|outcome| &outcome.payload))
    }
}
