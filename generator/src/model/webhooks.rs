//! Requests that the API sends: webhooks, and the callbacks of operations.

use serde::Serialize;

use super::{ParameterPlace, Payload, Tag, Type};

/// What the API sends of itself: its webhooks, or the callbacks of its operations.
#[derive(Clone, Debug, Serialize)]
pub struct Webhooks {
    /// Which of the two.
    pub kind: WebhookKind,
    /// Each of them, in the document's order.
    pub webhooks: Vec<Webhook>,
    /// The property that tells all their payloads apart, where there is one.
    pub tag: Option<String>,
}

/// What the document calls a request that the API sends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum WebhookKind {
    /// A webhook: set up by other means than the API.
    Webhook,
    /// A callback: asked for by a call.
    Callback,
}

/// A request that the API sends.
#[derive(Clone, Debug, Serialize)]
pub struct Webhook {
    /// What it is called where its reader is chosen: the document's name, with what tells it from others of the name.
    pub wire: String,
    /// The Rust name of its variant.
    pub variant: String,
    /// The Rust name of the function that reads its payload.
    pub function: String,
    /// Where it is in the document, as a JSON Pointer.
    pub pointer: String,
    /// The HTTP method in capitals.
    pub method: String,
    /// A line about it.
    pub summary: String,
    /// The document's text about it, in Markdown.
    pub description: String,
    /// Whether the document calls it deprecated.
    pub deprecated: bool,
    /// Where it is sent to, as an expression over the call that asks for it; none for webhooks.
    pub address: Option<String>,
    /// The Rust names of the functions that ask for it.
    pub after: Vec<String>,
    /// What comes with it beside its payload.
    pub parameters: Vec<WebhookParameter>,
    /// What its body carries.
    pub payload: Payload,
    /// Whether the body has to be there.
    pub required: bool,
    /// The values of the tag that mean it.
    pub tags: Vec<Tag>,
    /// What it may be answered with.
    pub answers: Vec<Answer>,
}

/// A parameter of a request that the API sends.
#[derive(Clone, Debug, Serialize)]
pub struct WebhookParameter {
    /// The name in the request.
    pub wire: String,
    /// Where it is.
    pub place: ParameterPlace,
    /// What its values are, in the words of the document: `integer`, `array of string`.
    pub kind: String,
    /// Whether it has to come.
    pub required: bool,
    /// The document's text about it, in Markdown.
    pub description: String,
}

/// A documented answer to a request that the API sends.
#[derive(Clone, Debug, Serialize)]
pub struct Answer {
    /// The status as the document writes it: `204`, `2XX` or `default`.
    pub status: String,
    /// The document's text about it, in Markdown.
    pub description: String,
    /// The type of its body, where that is JSON.
    pub ty: Option<Type>,
}

impl WebhookKind {
    /// The module that they are in.
    pub fn module(self) -> &'static str {
        match self {
            Self::Webhook => "webhooks",
            Self::Callback => "callbacks",
        }
    }

    /// The Rust name of the enum of all of them.
    pub fn type_name(self) -> &'static str {
        match self {
            Self::Webhook => "Webhook",
            Self::Callback => "Callback",
        }
    }

    /// What one of them is called.
    pub fn word(self) -> &'static str {
        match self {
            Self::Webhook => "webhook",
            Self::Callback => "callback",
        }
    }
}

impl Webhook {
    /// The types of the document that it is made of.
    pub fn types(&self) -> impl Iterator<Item = &Type> {
        self.payload.ty().into_iter().chain(self.answers.iter().filter_map(|answer| answer.ty.as_ref()))
    }
}
