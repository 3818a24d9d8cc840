//! Responses: what a call returns and which errors it documents.

use openapiv3::{MediaType, Operation as Documented, Response, StatusCode};

use super::home::Home;
use super::media::Media;
use super::{Lowering, naming};
use crate::diagnostic::{Code, Pointer};
use crate::model::{Outcome, Payload, Success, Type};

/// What an operation may answer.
pub(super) struct Answers {
    pub(super) success: Success,
    pub(super) errors: Vec<Outcome>,
    pub(super) accept: Option<String>,
}

impl Lowering<'_> {
    pub(super) fn answers(&mut self, at: &Pointer, method: &str, operation: &Documented, home: &Home) -> Answers {
        let at = at.child("responses");
        let mut responses: Vec<(String, _)> =
            operation.responses.responses.iter().map(|(status, item)| (wire(status), item.clone())).collect();
        if let Some(default) = &operation.responses.default {
            responses.push(("default".to_owned(), default.clone()));
        }
        let documents_success = responses.iter().any(|(status, _)| status.starts_with('2'));
        let mut accept = Vec::new();
        let mut successes = Vec::new();
        let mut errors = Vec::new();
        let mut taken = naming::Taken::default();
        for (status, item) in responses {
            let Some((place, response)) =
                self.document.resolve::<Response>(&at.child(&status), &item, self.diagnostics)
            else {
                continue;
            };
            let is_success = status.starts_with('2') || (status == "default" && !documents_success);
            let variant = variant(&status);
            let part = if is_success && variant == "Ok" { "Response" } else { &variant };
            let home = home.inline(part);
            let found = if method == "head" {
                // RFC 9110, section 9.3.2: the answer to a HEAD has no body, whatever its document shows.
                vec![(None, Payload::Empty)]
            } else {
                self.payloads(&place, &response, &home, &mut accept, is_success)
            };
            for (index, (media_type, payload)) in found.into_iter().enumerate() {
                let told = media_type.as_deref().filter(|_| index > 0);
                let more = told.map_or_else(String::new, |name| naming::type_name(subtype(name)));
                let name = taken.unique(format!("{variant}{more}"), "Status");
                let (status, description) = (status.clone(), response.description.clone());
                let outcome = Outcome { status, media_type, variant: name, payload, description };
                if is_success { successes.push(outcome) } else { errors.push(outcome) }
            }
        }
        Answers { success: success(successes, home), errors, accept: join(accept) }
    }

    /// What a response carries, by media type where that tells it.
    ///
    /// Of a success it is the likeliest of its media types, which is asked for. An error comes as the server likes, so that
    /// all that it may be are told apart; what has the schema of another is another spelling of it.
    fn payloads(
        &mut self,
        at: &Pointer,
        response: &Response,
        home: &Home,
        accept: &mut Vec<String>,
        is_success: bool,
    ) -> Vec<(Option<String>, Payload)> {
        let mut content: Vec<_> = response.content.iter().map(|(name, of)| (Media::of(name), name, of)).collect();
        // JSON comes first: it can say everything.
        content.sort_by_key(|(media, name, _)| (*media != Media::Json, name.as_str() != "application/json"));
        let Some((first, likeliest, schema)) =
            content.first().map(|(media, name, of)| (*media, (*name).clone(), of.schema.clone()))
        else {
            return vec![(None, Payload::Empty)];
        };
        let (mut found, mut others) = (Vec::<(Option<String>, Payload)>::new(), Vec::new());
        for (media, name, media_type) in content {
            let spelling = media != first && media_type.schema == schema;
            if is_success && media != first {
                if !spelling {
                    others.push(format!("`{name}`"));
                }
                continue;
            }
            if !spelling && !accept.contains(name) {
                accept.push(name.clone());
            }
            if spelling || (is_success && !found.is_empty()) {
                continue;
            }
            let inside = if found.is_empty() { home.clone() } else { home.inline(subtype(name)) };
            let payload = self.payload(&at.child("content").child(name), media_type, media, &inside, is_success);
            if found.iter().all(|(_, known)| *known != payload) {
                found.push((Some(name.clone()), payload));
            }
        }
        if !others.is_empty() {
            let message = format!("the client reads `{likeliest}`; it does not ask for {}", others.join(", "));
            self.diagnostics.note(Code::NotOffered, &at.child("content"), message);
        }
        if found.len() == 1 {
            found[0].0 = None;
        }
        found
    }

    fn payload(
        &mut self,
        at: &Pointer,
        media_type: &MediaType,
        media: Media,
        home: &Home,
        is_success: bool,
    ) -> Payload {
        match media {
            Media::Json => Payload::Json(self.content_type(at, media_type, home)),
            // An error is small, and is read whole.
            Media::Events | Media::Lines | Media::Sequence if !is_success => Payload::Text,
            Media::Events => Payload::Events(self.event_type(at, media_type, home)),
            Media::Lines => Payload::Lines(self.content_type(at, media_type, home)),
            Media::Sequence => Payload::Sequence(self.content_type(at, media_type, home)),
            Media::Xml | Media::Text => Payload::Text,
            Media::Any if self.is_structured(at, media_type) => Payload::Json(self.content_type(at, media_type, home)),
            Media::Any | Media::Form | Media::Multipart | Media::Bytes => Payload::Bytes,
        }
    }

    /// The type of JSON, or of each item of a stream of it.
    fn content_type(&mut self, at: &Pointer, media_type: &MediaType, home: &Home) -> Type {
        match &media_type.schema {
            Some(schema) => self.schema(&at.child("schema"), schema, home),
            None => {
                self.diagnostics.note(Code::MissingSchema, at, "the response has no schema; it is `serde_json::Value`");
                Type::Json
            }
        }
    }

    /// The type of the data of events: text where nothing is said of it.
    fn event_type(&mut self, at: &Pointer, media_type: &MediaType, home: &Home) -> Type {
        match &media_type.schema {
            Some(_) => self.content_type(at, media_type, home),
            None => Type::String,
        }
    }
}

/// What a media type is beside its kind, without parameters.
fn subtype(media_type: &str) -> &str {
    let essence = media_type.split(';').next().unwrap_or_default();
    essence.rsplit('/').next().unwrap_or_default()
}

fn success(outcomes: Vec<Outcome>, home: &Home) -> Success {
    match outcomes.first() {
        None => Success::One(vec!["2XX".to_owned()], Payload::Empty),
        Some(first) if outcomes.iter().all(|outcome| outcome.payload == first.payload) => {
            Success::One(outcomes.iter().map(|outcome| outcome.status.clone()).collect(), first.payload.clone())
        }
        Some(_) => Success::Several(format!("{}Success", home.name), outcomes),
    }
}

fn join(mut accept: Vec<String>) -> Option<String> {
    accept.retain(|media_type| media_type.contains('/') && media_type.bytes().all(|byte| matches!(byte, b' '..=b'~')));
    accept.sort_by_key(|media_type| media_type != "application/json");
    if accept.is_empty() { None } else { Some(accept.join(", ")) }
}

fn wire(status: &StatusCode) -> String {
    match status {
        StatusCode::Code(code) => code.to_string(),
        StatusCode::Range(range) => format!("{range}XX"),
    }
}

/// The reason phrase (RFC 9110, section 15) as a variant's name.
fn variant(status: &str) -> String {
    let phrase = match status {
        "default" => "Default",
        "1XX" => "Informational",
        "2XX" => "Success",
        "3XX" => "Redirection",
        "4XX" => "ClientError",
        "5XX" => "ServerError",
        code => match code.parse().ok().and_then(|code| http::StatusCode::from_u16(code).ok()) {
            Some(known) => match known.canonical_reason() {
                Some(reason) => return naming::type_name(reason),
                None => return format!("Status{code}"),
            },
            None => return format!("Status{}", naming::type_name(code)),
        },
    };
    phrase.to_owned()
}
