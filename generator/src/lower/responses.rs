//! Responses: what a call returns and which errors it documents.

use openapiv3::{MediaType, Operation as Documented, Response, StatusCode};

use super::home::Home;
use super::{Lowering, naming};
use crate::diagnostic::{Code, Pointer};
use crate::model::{Outcome, Payload, Success};

/// What an operation may answer.
pub(super) struct Answers {
    pub(super) success: Success,
    pub(super) errors: Vec<Outcome>,
    pub(super) accept: Option<String>,
}

/// Whether a media type is JSON (RFC 6838, section 4.2.8 for `+json`).
pub(super) fn is_json(media_type: &str) -> bool {
    let essence = media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    essence.ends_with("/json") || essence.ends_with("+json")
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
            let payload = match self.payload(&place, &response, &home.inline(part), &mut accept) {
                // RFC 9110, section 9.3.2: the answer to a HEAD has no body, whatever its document shows.
                _ if method == "head" => Payload::Empty,
                payload => payload,
            };
            let name = taken.unique(variant, "Status");
            let outcome = Outcome { status, variant: name, payload, description: response.description };
            if is_success { successes.push(outcome) } else { errors.push(outcome) }
        }
        Answers { success: success(successes, home), errors, accept: join(accept) }
    }

    fn payload(&mut self, at: &Pointer, response: &Response, home: &Home, accept: &mut Vec<String>) -> Payload {
        for media_type in response.content.keys() {
            if !accept.contains(media_type) {
                accept.push(media_type.clone());
            }
        }
        let json = response.content.iter().find(|(media_type, _)| is_json(media_type));
        match json {
            Some((name, media_type)) => {
                if response.content.len() > 1 {
                    // The client reads one of them, so it asks for no other.
                    accept.retain(|other| is_json(other) || !response.content.contains_key(other));
                }
                self.json(&at.child("content").child(name), media_type, home)
            }
            None => match response.content.keys().next() {
                None => Payload::Empty,
                Some(media_type) if media_type.starts_with("text/") => Payload::Text,
                Some(_) => Payload::Bytes,
            },
        }
    }

    fn json(&mut self, at: &Pointer, media_type: &MediaType, home: &Home) -> Payload {
        match &media_type.schema {
            Some(schema) => Payload::Json(self.schema(&at.child("schema"), schema, home)),
            None => {
                self.diagnostics.note(Code::UntypedSchema, at, "the response has no schema; it is `serde_json::Value`");
                Payload::Json(crate::model::Type::Json)
            }
        }
    }
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
    accept.retain(|media_type| media_type.bytes().all(|byte| matches!(byte, b' '..=b'~')));
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
