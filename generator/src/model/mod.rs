//! The client as data: what the emitter prints and nothing else.
//!
//! Invariant: no OpenAPI and no Rust tokens in here. Everything is decided; names are final Rust identifiers.

mod client;
mod examples;
mod names;
mod operations;
mod pages;
mod servers;
mod types;
mod webhooks;

pub use client::{Client, Coverage, Credential, CredentialKind, Model};
pub(crate) use examples::Example;
pub use names::Names;
pub use operations::{
    Alternative, Api, Asked, Body, BodyKind, FormPart, Header, HeaderKind, Multipart, Operation, Outcome, Parameter,
    ParameterPlace, PartKind, Payload, Requirement, Style, StyleKind, Success,
};
pub use pages::{Follows, Items, Pages, Step};
pub use servers::{ListedVariable, Server, ServerVariable, Servers, Target};
pub use types::{
    AdditionalProperties, Constraint, Dates, Default, Definition, Direction, Field, Integer, Presence, Shape, Specific,
    Struct, Tag, Type, Union, UnionVariant, Variant,
};
pub use webhooks::{Answer, Webhook, WebhookKind, WebhookParameter, Webhooks};
