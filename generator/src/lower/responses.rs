//! Responses: what a call returns and which errors it documents.

use std::collections::BTreeSet;

use openapiv3::{MediaType, Operation as Documented, ReferenceOr, Response, StatusCode};

use super::home::Home;
use super::media::Media;
use super::{Lowering, naming};
use crate::diagnostic::{Code, Pointer};
use crate::model::{Alternative, Asked, Outcome, Payload, Success, Type};

/// What an operation may answer.
pub(super) struct Answers {
    pub(super) success: Success,
    /// What may be asked for instead of what is, each with the function that asks for it yet to be named.
    pub(super) alternatives: Vec<Alternative>,
    pub(super) headers: Vec<String>,
    pub(super) errors: Vec<Outcome>,
    pub(super) accept: Option<String>,
    /// What is asked for, by the statuses of the responses that come in it.
    pub(super) media_types: Vec<(String, Vec<String>)>,
    /// What is asked of what they carry beyond its type.
    pub(super) asked: Vec<Asked>,
    /// The headers of responses, by their statuses, and whether each has to come.
    pub(super) promised: Vec<(String, String, bool)>,
}

/// A response that the document describes.
struct Found {
    status: String,
    /// The name of its variant.
    variant: String,
    at: Pointer,
    response: Response,
    headers: Vec<String>,
}

/// Content of a success that can be asked for.
struct Offer {
    /// The media types of it; they are one to the client.
    names: Vec<String>,
    media: Media,
    content: MediaType,
}

impl Lowering<'_> {
    pub(super) fn answers(&mut self, at: &Pointer, method: &str, operation: &Documented, home: &Home) -> Answers {
        let (successes, failures) = self.responses(&at.child("responses"), method, operation);
        let headers: BTreeSet<String> = successes.iter().flat_map(|found| found.headers.clone()).collect();
        let offers: Vec<Vec<Offer>> = successes.iter().map(|found| offers(&found.response)).collect();
        let firsts: Vec<Option<&Offer>> = offers.iter().map(|offers| offers.first()).collect();
        let asked = successes.iter().zip(&firsts).filter_map(|(found, offer)| Some((found, (*offer)?)));
        let mut media_types: Vec<_> = asked.map(|(found, offer)| (found.status.clone(), offer.names.clone())).collect();
        let outcomes = self.successes(&successes, &firsts, home, None);
        let usual: Vec<Payload> = outcomes.iter().map(|outcome| outcome.payload.clone()).collect();
        let success = success(outcomes, format!("{}Success", home.name));
        let alternatives = self.alternatives(&successes, &offers, &usual, home);
        let errors = self.failures(&failures, home, &mut media_types);
        let both = || successes.iter().chain(&failures);
        let mut asked = Vec::new();
        both().for_each(|found| self.asked_of_response(found, home, &mut asked));
        let promised = both().flat_map(|found| self.promised(&found.at, &found.status, &found.response)).collect();
        let accept = join(media_types.iter().flat_map(|(_, names)| names.clone()).collect());
        let headers = headers.into_iter().collect();
        Answers { success, alternatives, headers, errors, accept, media_types, asked, promised }
    }

    /// What is asked of each content of a response whose type has no name of its own, and that is read.
    fn asked_of_response(&mut self, found: &Found, home: &Home, asked: &mut Vec<Asked>) {
        for (media_type, content) in &found.response.content {
            let at = found.at.child("content").child(media_type);
            let Some(Some(ty)) = self.lowered.get(&at.child("schema")).cloned() else { continue };
            if matches!(content.schema, Some(ReferenceOr::Item(_))) && !matches!(ty, Type::Named(_)) {
                let constraints = self.asked_of_content(&at, content, home);
                asked.push(Asked { status: found.status.clone(), media_type: media_type.clone(), ty, constraints });
            }
        }
    }

    /// What may be asked for instead of what is.
    fn alternatives(
        &mut self,
        found: &[Found],
        offers: &[Vec<Offer>],
        usual: &[Payload],
        home: &Home,
    ) -> Vec<Alternative> {
        let mut alternatives: Vec<Alternative> = Vec::new();
        for name in offers.iter().flat_map(|offers| offers.iter().skip(1)).map(|offer| &offer.names[0]) {
            if alternatives.iter().any(|known| known.media_type == *name) {
                continue;
            }
            let chosen: Vec<Option<&Offer>> = offers
                .iter()
                .map(|offers| offers.iter().find(|offer| offer.names.contains(name)).or(offers.first()))
                .collect();
            let outcomes = self.successes(found, &chosen, home, Some(name));
            // What is read into the very types of the usual one is another spelling of it.
            let like = outcomes.iter().map(|outcome| &outcome.payload).eq(usual);
            if like && outcomes.iter().any(|outcome| outcome.payload.ty().is_some()) {
                continue;
            }
            let words = subtype(name);
            let success = success(outcomes, format!("{}{}Success", home.name, naming::type_name(words)));
            alternatives.push(Alternative { media_type: name.clone(), function: format!("accept {words}"), success });
        }
        alternatives
    }

    /// The responses: the successes, and the others.
    fn responses(&mut self, at: &Pointer, method: &str, operation: &Documented) -> (Vec<Found>, Vec<Found>) {
        let responses = statuses(operation);
        let documents_success = responses.iter().any(|(status, _)| status.starts_with('2'));
        let mut found = (Vec::new(), Vec::new());
        for (status, item) in responses {
            let place = at.child(&status);
            let Some((at, mut response)) = self.document.resolve::<Response>(&place, &item, self.diagnostics) else {
                continue;
            };
            if let Some(description) = self.document.said_of_reference(&place) {
                response.description = description;
            }
            response.content = self.in_order(&at, response.content);
            if method == "head" {
                // RFC 9110, section 9.3.2: the answer to a HEAD has no body, whatever its document shows.
                response.content.clear();
            }
            let is_success = status.starts_with('2') || (status == "default" && !documents_success);
            let (variant, headers) = (variant(&status), self.headers(&at, &response));
            let side = if is_success { &mut found.0 } else { &mut found.1 };
            side.push(Found { status, variant, at, response, headers });
        }
        found
    }

    /// The successes, each with the content that is asked for.
    fn successes(
        &mut self,
        found: &[Found],
        chosen: &[Option<&Offer>],
        home: &Home,
        instead: Option<&str>,
    ) -> Vec<Outcome> {
        let mut taken = naming::Taken::default();
        let mut outcomes = Vec::new();
        for (found, offer) in found.iter().zip(chosen) {
            let part = if found.variant == "Ok" { "Response" } else { &found.variant };
            let mut home = home.within(&format!("responses/{}", found.status), part);
            // The usual content is taken as whatever the server calls it; what is asked for instead is not.
            let asked = offer.and_then(|offer| instead.filter(|name| offer.names[0] == *name));
            let payload = match offer {
                None => Payload::Empty,
                Some(offer) => {
                    let name = &offer.names[0];
                    if asked.is_some() {
                        home = home.inline(subtype(name));
                    }
                    let at = found.at.child("content").child(name);
                    self.payload(&at, &offer.content, offer.media, &home, true)
                }
            };
            outcomes.push(Outcome {
                status: found.status.clone(),
                media_type: asked.map(str::to_owned),
                variant: taken.unique(found.variant.clone(), "Status"),
                payload,
                headers: found.headers.clone(),
                description: found.response.description.clone(),
            });
        }
        outcomes
    }

    /// The errors. They come as the server likes, so that all that they may be are told apart by media type.
    fn failures(&mut self, found: &[Found], home: &Home, media_types: &mut Vec<(String, Vec<String>)>) -> Vec<Outcome> {
        let mut taken = naming::Taken::default();
        let mut outcomes = Vec::new();
        for found in found {
            let home = home.within(&format!("responses/{}", found.status), &found.variant);
            let mut accept = Vec::new();
            let contents = self.contents(found, &home, &mut accept);
            media_types.extend((!accept.is_empty()).then(|| (found.status.clone(), accept)));
            for (index, (media_type, payload)) in contents.into_iter().enumerate() {
                let told = media_type.as_deref().filter(|_| index > 0);
                let more = told.map_or_else(String::new, |name| naming::type_name(subtype(name)));
                outcomes.push(Outcome {
                    status: found.status.clone(),
                    media_type,
                    variant: taken.unique(format!("{}{more}", found.variant), "Status"),
                    payload,
                    headers: found.headers.clone(),
                    description: found.response.description.clone(),
                });
            }
        }
        outcomes
    }

    /// What an error carries, by media type where that tells it. What has the schema of another is another spelling of it.
    fn contents(&mut self, of: &Found, home: &Home, accept: &mut Vec<String>) -> Vec<(Option<String>, Payload)> {
        let content = contents(&of.response);
        let Some((first, _, likeliest)) = content.first() else { return vec![(None, Payload::Empty)] };
        let mut found = Vec::<(Option<String>, Payload)>::new();
        for (media, name, media_type) in &content {
            if media != first && media_type.schema == likeliest.schema {
                continue;
            }
            accept.push((*name).clone());
            let inside = if found.is_empty() { home.clone() } else { home.inline(subtype(name)) };
            let payload = self.payload(&of.at.child("content").child(name), media_type, *media, &inside, false);
            if found.iter().all(|(_, known)| *known != payload) {
                found.push((Some((*name).clone()), payload));
            }
        }
        if found.len() == 1 {
            found[0].0 = None;
        }
        found
    }

    pub(super) fn payload(
        &mut self,
        at: &Pointer,
        media_type: &MediaType,
        media: Media,
        home: &Home,
        is_success: bool,
    ) -> Payload {
        match media {
            // A file is as it is, whatever it holds.
            Media::Json | Media::Xml | Media::Text if self.is_file(at, media_type) => Payload::Bytes,
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
                self.diagnostics.note(Code::MissingSchema, at, "the body has no schema; it is `serde_json::Value`");
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

/// The contents of a response. JSON comes first: it can say everything.
fn contents(response: &Response) -> Vec<(Media, &String, &MediaType)> {
    let mut contents: Vec<_> = response.content.iter().map(|(name, of)| (Media::of(name), name, of)).collect();
    contents.sort_by_key(|(media, name, _)| (*media != Media::Json, name.as_str() != "application/json"));
    contents
}

/// What of a success can be asked for, the likeliest first.
fn offers(response: &Response) -> Vec<Offer> {
    let mut offers: Vec<Offer> = Vec::new();
    for (media, name, of) in contents(response) {
        if let Some(first) = offers.first_mut() {
            let same = of.schema == first.content.schema;
            // Texts and bytes are read alike, whatever they are.
            let alike = media == first.media && (same || matches!(media, Media::Text | Media::Bytes | Media::Any));
            if alike {
                first.names.push(name.clone());
                continue;
            }
            let structured = matches!(media, Media::Json | Media::Xml | Media::Any);
            let spells = !matches!(media, Media::Events | Media::Lines | Media::Sequence);
            if (same && spells && (structured || of.schema.is_some())) || !is_askable(name) {
                continue;
            }
        }
        offers.push(Offer { names: vec![name.clone()], media, content: of.clone() });
    }
    offers
}

fn success(outcomes: Vec<Outcome>, name: String) -> Success {
    match outcomes.first() {
        None => Success::One(vec!["2XX".to_owned()], Payload::Empty),
        Some(first) if outcomes.iter().all(|outcome| outcome.payload == first.payload) => {
            Success::One(outcomes.iter().map(Outcome::entry).collect(), first.payload.clone())
        }
        Some(_) => Success::Several(name, outcomes),
    }
}

/// Whether a header can ask for a media type.
fn is_askable(media_type: &str) -> bool {
    media_type.contains('/') && media_type.bytes().all(|byte| matches!(byte, b' '..=b'~'))
}

fn join(mut accept: Vec<String>) -> Option<String> {
    let mut seen = BTreeSet::new();
    accept.retain(|media_type| is_askable(media_type) && seen.insert(media_type.clone()));
    accept.sort_by_key(|media_type| media_type != "application/json");
    if accept.is_empty() { None } else { Some(accept.join(", ")) }
}

/// The documented responses by their statuses, `default` last.
pub(super) fn statuses(operation: &Documented) -> Vec<(String, ReferenceOr<Response>)> {
    let responses = &operation.responses;
    let mut all: Vec<_> = responses.responses.iter().map(|(status, item)| (wire(status), item.clone())).collect();
    all.sort_by(|(one, _), (other, _)| one.cmp(other));
    all.extend(responses.default.iter().map(|item| ("default".to_owned(), item.clone())));
    all
}

fn wire(status: &StatusCode) -> String {
    match status {
        StatusCode::Code(code) => code.to_string(),
        StatusCode::Range(range) => format!("{range}XX"),
    }
}

/// The reason phrase (RFC 9110, section 15) as a variant's name.
pub(super) fn variant(status: &str) -> String {
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
