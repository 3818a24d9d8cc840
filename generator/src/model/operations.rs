//! Operations: what calls the client offers.

use serde::Serialize;
use serde_json::Value;

use super::pages::Pages;
use super::servers::Target;
use super::types::{Constraint, Type};

/// The operations of a tag.
#[derive(Clone, Debug, Serialize)]
pub struct Api {
    /// The module under `api`.
    pub module: String,
    /// The tag's name in the document; none for operations without a tag.
    pub tag: Option<String>,
    /// All tags whose operations are in the module.
    #[serde(skip)]
    pub tags: Vec<String>,
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
    /// The headers that it has from the client, by index into [`Client::headers`](super::Client), and whether it requires each.
    pub client_headers: Vec<(usize, bool)>,
    /// The bodies that the request may have, the likeliest first.
    pub bodies: Vec<Body>,
    /// Its own server, or the choice of one, where it is not the document's.
    pub server: Option<Target>,
    /// What a successful call returns.
    pub success: Success,
    /// What may be asked for instead.
    pub alternatives: Vec<Alternative>,
    /// The names of the headers of successes.
    pub headers: Vec<String>,
    /// How its pages follow each other, where it has pages.
    pub pages: Option<Pages>,
    /// Documented failures, in the document's order.
    pub errors: Vec<Outcome>,
    /// The media types to ask for, joined for the `Accept` header.
    pub accept: Option<String>,
    /// The media types that responses come in, by their statuses as the document writes them: of a success those that are read
    /// alike.
    pub media_types: Vec<(String, Vec<String>)>,
    /// What the document asks of answers beyond their types, where these have no names of their own.
    pub asked: Vec<Asked>,
    /// The headers of responses by their statuses and names in lower case, and whether each has to come.
    pub promised: Vec<(String, String, bool)>,
    /// The scopes of OAuth 2.0 that a token needs for it, by any of the alternatives.
    pub scopes: Vec<String>,
    /// Alternatives of combinations of credentials, by index into [`Client::credentials`](super::Client); none where
    /// the operation takes no credentials.
    pub security: Vec<Vec<usize>>,
    /// What each of the alternatives of `security` asks for beyond credentials.
    #[serde(skip)]
    pub requirements: Vec<Requirement>,
}

/// What an alternative of an operation's security asks for beyond credentials.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Requirement {
    /// The scopes that its tokens need.
    pub scopes: Vec<String>,
    /// The schemes that certificates of TLS meet, by their names in the document.
    pub certificates: Vec<String>,
}

/// What the document asks of an answer beyond its type.
#[derive(Clone, Debug, Serialize)]
pub struct Asked {
    /// The status as the document writes it.
    pub status: String,
    /// The media type of the answer.
    pub media_type: String,
    /// The type of the answer.
    pub ty: Type,
    /// What is asked of it.
    pub constraints: Vec<Constraint>,
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
    /// How the properties of a query string are written that is a form, where that is not as usual.
    pub properties: Vec<(String, Style)>,
    /// The type of its value.
    pub ty: Type,
    /// Whether it must be given.
    pub required: bool,
    /// What the document says is meant where it is left out.
    pub default: Option<Value>,
    /// What the document asks of its values beyond their type.
    pub constraints: Vec<Constraint>,
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
    /// A form as the whole query.
    FormQuery,
    /// JSON as the whole query.
    JsonQuery,
    /// Text as the whole query.
    TextQuery,
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
    /// The media types that it may have; where it is one that stands for no other, it is sent as that.
    pub media_types: Vec<String>,
    /// What it is made of.
    pub kind: BodyKind,
    /// The Rust name of the function that takes it.
    pub function: String,
    /// What tells that from the others; nothing for the first.
    pub suffix: String,
    /// Whether it must be given.
    pub required: bool,
    /// What the document asks of it beyond its type, where that has no name of its own.
    pub constraints: Vec<Constraint>,
    /// The document's text about it, in Markdown.
    pub description: String,
}

/// What a request's body is made of.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub enum BodyKind {
    /// JSON.
    Json(Type),
    /// A form, and the properties that have styles of their own.
    Form(Type, Vec<(String, Style)>),
    /// The parts of a form.
    Multipart(Multipart),
    /// XML, as text.
    Xml,
    /// Text.
    Text,
    /// Bytes.
    Bytes,
}

/// The parts of a body of `multipart/form-data`.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Multipart {
    /// The Rust name of the type that they are put together with.
    pub name: String,
    /// The parts; none where the document does not list them.
    pub parts: Vec<FormPart>,
}

/// A part of a form.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FormPart {
    /// The name in the form.
    pub wire: String,
    /// The Rust name.
    pub name: String,
    /// The document's text about it, in Markdown.
    pub description: String,
    /// Whether the document calls it deprecated.
    pub deprecated: bool,
    /// Whether it must be given.
    pub required: bool,
    /// The media types that it may have, where there are several or one that stands for many.
    pub media_types: Vec<String>,
    /// The names of the headers that it may have.
    pub headers: Vec<String>,
    /// What it is made of.
    pub kind: PartKind,
}

/// What a part of a form is made of.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub enum PartKind {
    /// A file of this media type, unless it says one itself.
    File(String),
    /// A part for each of some files.
    Files(String),
    /// A value.
    Value(Type),
    /// A value in a media type of its own.
    ValueAs(Type, String),
    /// A list as one text, with this between its items.
    Joined(Type, char),
}

impl Body {
    /// The Rust name of its argument, and of what sets it where it is optional.
    pub fn argument(&self) -> String {
        if self.suffix.is_empty() || self.required { "body".to_owned() } else { format!("body_{}", self.suffix) }
    }

    /// Whether the caller says the media type: there are several, or one that stands for many.
    pub fn is_open(&self) -> bool {
        let [one] = self.media_types.as_slice() else {
            return matches!(self.kind, BodyKind::Text | BodyKind::Bytes);
        };
        let boundary = one.starts_with("multipart/");
        matches!(self.kind, BodyKind::Text | BodyKind::Bytes) && (one.contains('*') || !one.contains('/') || boundary)
    }
}

impl BodyKind {
    /// The types of the document that it is made of.
    pub fn types(&self) -> impl Iterator<Item = &Type> {
        let (one, parts) = match self {
            Self::Json(ty) | Self::Form(ty, _) => (Some(ty), [].as_slice()),
            Self::Multipart(form) => (None, form.parts.as_slice()),
            Self::Xml | Self::Text | Self::Bytes => (None, [].as_slice()),
        };
        one.into_iter().chain(parts.iter().filter_map(|part| match &part.kind {
            PartKind::Value(ty) | PartKind::ValueAs(ty, _) | PartKind::Joined(ty, _) => Some(ty),
            PartKind::File(_) | PartKind::Files(_) => None,
        }))
    }

    /// Whether one function does for both.
    pub fn is_like(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Multipart(_), Self::Multipart(_)) => true,
            _ => self == other,
        }
    }
}

/// What a successful call returns.
#[derive(Clone, Debug, Serialize)]
pub enum Success {
    /// The same for each of these statuses.
    One(Vec<String>, Payload),
    /// An enum of this Rust name.
    Several(String, Vec<Outcome>),
}

/// What a call returns where another media type is asked for.
#[derive(Clone, Debug, Serialize)]
pub struct Alternative {
    /// The media type.
    pub media_type: String,
    /// The Rust name of the function that asks for it.
    pub function: String,
    /// What a successful call returns then.
    pub success: Success,
}

/// A documented response.
#[derive(Clone, Debug, Serialize)]
pub struct Outcome {
    /// The status as the document writes it: `404`, `4XX` or `default`.
    pub status: String,
    /// The media type that tells it from others of the status.
    pub media_type: Option<String>,
    /// The Rust name of its variant.
    pub variant: String,
    /// What it carries.
    pub payload: Payload,
    /// The names of its headers.
    pub headers: Vec<String>,
    /// The document's text about it, in Markdown.
    pub description: String,
}

/// A header of responses.
#[derive(Clone, Debug, Serialize)]
pub struct Header {
    /// The name in the response.
    pub wire: String,
    /// The Rust name of its constant.
    pub name: String,
    /// The type of its value.
    pub ty: Type,
    /// How the value is written.
    pub kind: HeaderKind,
    /// The document's text about it, in Markdown.
    pub description: String,
}

/// How the value of a header is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum HeaderKind {
    /// As one text, or as JSON.
    One,
    /// As values with commas between.
    List,
    /// As a line for each value.
    Lines,
}

impl Outcome {
    /// Its entry in the table of the operation's answers: the status, and the media type where that tells.
    pub fn entry(&self) -> String {
        match &self.media_type {
            Some(media_type) => format!("{} {media_type}", self.status),
            None => self.status.clone(),
        }
    }
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
    /// Bytes of any other media type: a stream where it is a success.
    Bytes,
    /// Events, with the type of their data.
    Events(Type),
    /// Values of JSON, one a line.
    Lines(Type),
    /// Values of JSON, each after a record separator.
    Sequence(Type),
}

impl Payload {
    /// The type of the document that it carries.
    pub fn ty(&self) -> Option<&Type> {
        match self {
            Self::Json(ty) | Self::Events(ty) | Self::Lines(ty) | Self::Sequence(ty) => Some(ty),
            Self::Empty | Self::Text | Self::Bytes => None,
        }
    }

    /// Whether a success is left to the caller to read.
    pub fn is_open(&self) -> bool {
        matches!(self, Self::Bytes | Self::Events(_) | Self::Lines(_) | Self::Sequence(_))
    }
}

impl Parameter {
    /// What the function of a client begins with that changes one of its headers.
    pub(crate) const WITH: &str = "with_";

    /// The function of the client that changes it, where it is a header of the client.
    pub fn change(&self) -> String {
        format!("{}{}", Self::WITH, self.name.trim_start_matches("r#"))
    }
}

impl Operation {
    /// The name of its function as links and other names take it: keywords are not raw there.
    pub fn plain_name(&self) -> &str {
        self.name.trim_start_matches("r#")
    }

    /// The names of its functions: one, or one for each body that it must have.
    pub fn functions(&self) -> impl Iterator<Item = &str> {
        [&self.name].into_iter().chain(self.bodies.iter().map(|body| &body.function)).map(String::as_str)
    }

    /// What it returns, and what it returns where something else is asked for.
    pub fn successes(&self) -> impl Iterator<Item = &Success> {
        [&self.success].into_iter().chain(self.alternatives.iter().map(|alternative| &alternative.success))
    }

    /// The type of its own servers, where the caller chooses one.
    pub fn servers(&self) -> Option<&str> {
        match &self.server {
            Some(Target::Chosen(name)) => Some(name),
            _ => None,
        }
    }

    /// What all documented responses carry.
    pub fn payloads(&self) -> impl Iterator<Item = &Payload> {
        let successes = self.successes().flat_map(|success| {
            let (one, several) = match success {
                Success::One(_, payload) => (Some(payload), &[][..]),
                Success::Several(_, outcomes) => (None, outcomes.as_slice()),
            };
            one.into_iter().chain(several.iter().map(|outcome| &outcome.payload))
        });
        successes.chain(self.errors.iter().map(|outcome| &outcome.payload))
    }
}
