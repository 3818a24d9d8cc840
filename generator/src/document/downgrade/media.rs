//! Content: streams of items, encodings, examples
//! ([OpenAPI 3.2.0, section 4.14](https://spec.openapis.org/oas/v3.2.0#media-type-object)).

use super::schema::any_of;
use super::{Later, conditions};
use crate::diagnostic::{Code, Pointer};
use crate::document::grammar::Check;
use crate::document::tree::{Members, Tree};

/// How the items of content follow each other.
enum Items {
    Events,
    /// Values of JSON, each for itself.
    Values,
    Parts,
    /// In one list.
    List,
}

impl Items {
    fn of(media_type: &str) -> Self {
        let essence = media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        let subtype = essence.split_once('/').map_or("", |(_, subtype)| subtype);
        match subtype {
            "event-stream" => Self::Events,
            "jsonl" | "x-jsonl" | "jsonlines" | "json-lines" | "x-json-lines" | "ndjson" | "x-ndjson" | "json-seq"
            | "stream+json" | "x-json-stream" => Self::Values,
            subtype if subtype.ends_with("+json-seq") => Self::Values,
            _ if essence.starts_with("multipart/") => Self::Parts,
            _ => Self::List,
        }
    }
}

/// The schema of a stream is that of its items.
pub(super) fn media_type(later: &Later, check: &mut Check<'_>, members: &mut Members, at: &Pointer) {
    encoding(check, members, at);
    let name = at.split().map(|(_, name)| name).unwrap_or_default();
    let (place, from) = (at.child("schema"), at.child("itemSchema"));
    let Some(item) = members.shift_remove("itemSchema") else {
        if later.is_newest && matches!(Items::of(&name), Items::Values | Items::Events) {
            whole(later, check, members, &name, at);
        }
        return;
    };
    match Items::of(&name) {
        Items::Events => {
            check.moves.moved(&place, &from);
            let data = data(later, check, item, &place);
            members.insert("schema".to_owned(), data);
        }
        Items::Values => {
            check.moves.moved(&place, &from);
            members.insert("schema".to_owned(), item);
        }
        Items::Parts => {
            let message = format!("the parts of `{name}` are not told apart; its content is bytes");
            check.diagnostics.note(Code::NotOffered, &from, message);
        }
        Items::List if !members.contains_key("schema") => {
            check.moves.moved(&place.child("items"), &from);
            let list = [("type".to_owned(), Tree::from("array")), ("items".to_owned(), item)];
            members.insert("schema".to_owned(), Tree::Object(Members::from_iter(list)));
        }
        Items::List => {}
    }
}

/// The schema of a stream as one list, of which the items come one by one.
fn whole(later: &Later, check: &mut Check<'_>, members: &mut Members, name: &str, at: &Pointer) {
    let Some(schema) = members.get("schema") else { return };
    let (from, target) = match schema.reference().and_then(|text| later.target(text)) {
        Some((place, target)) => (place, target),
        None => (at.child("schema"), schema),
    };
    if target.child("type").and_then(Tree::as_str) != Some("array") {
        return;
    }
    let item = target.child("items").cloned().unwrap_or_else(Tree::empty_object);
    let place = at.child("schema");
    check.moves.moved(&place, &from.child("items"));
    let item = if matches!(Items::of(name), Items::Events) { data(later, check, item, &place) } else { item };
    members.insert("schema".to_owned(), item);
}

/// The schema of what events are about, from that of events: they are objects with `data`, whose text may hold JSON.
fn data(later: &Later, check: &mut Check<'_>, event: Tree, at: &Pointer) -> Tree {
    const FIELDS: [&str; 4] = ["data", "event", "id", "retry"];
    check.moves.stays(at);
    let place = match event.reference().and_then(|text| later.target(text)) {
        Some((place, _)) => place,
        None => at.clone(),
    };
    let properties = conditions::properties(later, &event, at);
    let Some(found) = properties.get("data") else {
        let is_event = FIELDS.iter().any(|field| properties.contains_key(*field)) && place == *at;
        let text = Members::from_iter([("type".to_owned(), Tree::from("string"))]);
        return if is_event { Tree::Object(text) } else { event };
    };
    let of_text = |(schema, place): &(Tree, Pointer)| {
        let is_json = schema.child("contentMediaType").and_then(Tree::as_str).is_some_and(is_json);
        match schema.child("contentSchema") {
            Some(content) if is_json => (content.clone(), place.child("contentSchema")),
            _ => (schema.clone(), place.clone()),
        }
    };
    let schemas: Vec<(Tree, Pointer)> = found.iter().map(of_text).collect();
    any_of(check, schemas, at)
}

fn is_json(media_type: &str) -> bool {
    let essence = media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    essence.ends_with("/json") || essence.ends_with("+json")
}

/// Encodings of parts by their places, which no form has.
pub(super) fn encoding(check: &mut Check<'_>, members: &mut Members, at: &Pointer) {
    for key in ["itemEncoding", "prefixEncoding"] {
        if members.shift_remove(key).is_some() {
            let message = "how parts without names are written is left to the caller";
            check.diagnostics.note(Code::NotOffered, &at.child(key), message);
        }
    }
}

/// An encoding's own parts.
pub(super) fn nested(check: &mut Check<'_>, members: &mut Members, at: &Pointer) {
    encoding(check, members, at);
    if members.shift_remove("encoding").is_some() {
        let message = "how the parts of a part are written is left to the caller";
        check.diagnostics.note(Code::NotOffered, &at.child("encoding"), message);
    }
}

/// An example is the value, however it is written.
pub(super) fn example(members: &mut Members) {
    let (data, serialized) = (members.shift_remove("dataValue"), members.shift_remove("serializedValue"));
    if let Some(value) = data.or(serialized) {
        members.entry("value".to_owned()).or_insert(value);
    }
}
