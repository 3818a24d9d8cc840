//! The bodies of requests: which media types the client writes, and from what.

use indexmap::IndexMap;
use openapiv3::{Encoding, MediaType, QueryStyle, ReferenceOr, RequestBody};

use super::all_of::{Merged, Part};
use super::home::Home;
use super::kinds::Kinds;
use super::media::{Media, is_wildcard};
use super::style::query;
use super::{Lowering, naming};
use crate::diagnostic::{Code, Pointer};
use crate::document::downgrade::MEDIA_TYPE;
use crate::model::{Body, BodyKind, FormPart, Multipart, PartKind, Style, StyleKind, Type};

impl Lowering<'_> {
    /// The bodies that an operation takes, the likeliest first; each is offered by a function of its own.
    pub(super) fn bodies(&mut self, at: &Pointer, body: &ReferenceOr<RequestBody>, home: &Home) -> Vec<Body> {
        let said = self.document.said_of_reference(at);
        let Some((at, mut body)) = self.document.resolve::<RequestBody>(at, body, self.diagnostics) else {
            return Vec::new();
        };
        if said.is_some() {
            body.description = said;
        }
        body.content = self.in_order(&at, body.content);
        let mut bodies: Vec<Body> = Vec::new();
        // JSON comes first: it can say everything.
        let mut content: Vec<_> = body.content.iter().collect();
        content.sort_by_key(|(name, _)| (Media::of(name) != Media::Json, name.as_str() != "application/json"));
        for (name, media_type) in content {
            let at = at.child("content").child(name);
            let kind = self.body_kind(&at, name, media_type, home);
            // What differs in the media type alone is one body.
            if let Some(known) = bodies.iter_mut().find(|known| known.kind.is_like(&kind)) {
                known.media_types.push(name.clone());
                continue;
            }
            let media_types = vec![sent_as(&kind, name)];
            let (function, suffix) = (String::new(), String::new());
            let description = body.description.clone().unwrap_or_default();
            bodies.push(Body { media_types, kind, function, suffix, required: body.required, description });
        }
        let mut suffixes = naming::Scope::new(&format!("{}/requestBody", home.place), &[], self.given);
        for body in bodies.iter_mut().skip(1) {
            body.suffix = suffixes.name(&body.media_types[0], suffix(body), "_other");
        }
        suffixes.keep(&mut self.now);
        bodies
    }

    fn body_kind(&mut self, at: &Pointer, name: &str, media_type: &MediaType, home: &Home) -> BodyKind {
        match Media::of(name) {
            Media::Json => BodyKind::Json(self.body_type(at, media_type, &home.within("requestBody", "Body"))),
            Media::Form => {
                let ty = self.body_type(at, media_type, &home.within("requestBody", "Form"));
                BodyKind::Form(ty, styles(&media_type.encoding))
            }
            Media::Multipart => BodyKind::Multipart(self.multipart(at, media_type, home)),
            Media::Xml => BodyKind::Xml,
            Media::Text => BodyKind::Text,
            Media::Any if self.is_structured(at, media_type) => {
                let message = "any media type is taken; the client sends JSON";
                self.diagnostics.note(Code::MediaType, at, message);
                BodyKind::Json(self.body_type(at, media_type, &home.within("requestBody", "Body")))
            }
            Media::Any | Media::Events | Media::Lines | Media::Sequence | Media::Bytes => BodyKind::Bytes,
        }
    }

    fn body_type(&mut self, at: &Pointer, media_type: &MediaType, home: &Home) -> Type {
        let schema = media_type.schema.as_ref();
        schema.map_or(Type::Json, |schema| self.schema(&at.child("schema"), schema, home))
    }

    /// Whether a schema describes lists or objects, which only JSON can be meant to write.
    pub(super) fn is_structured(&mut self, at: &Pointer, media_type: &MediaType) -> bool {
        let Some(schema) = &media_type.schema else { return false };
        let Some((place, schema)) = self.target(&at.child("schema"), schema) else { return false };
        let home = Home::root(String::new(), false, "");
        let kinds = self.merged(&place, &schema, &home).told_kinds();
        kinds != Kinds::ANY && !kinds.contains(Kinds::STRING)
    }

    /// Whether a schema describes bytes.
    pub(super) fn is_file(&mut self, at: &Pointer, media_type: &MediaType) -> bool {
        let Some(schema) = &media_type.schema else { return false };
        let Some((place, schema)) = self.target(&at.child("schema"), schema) else { return false };
        let merged = self.merged(&place, &schema, &Home::root(String::new(), false, ""));
        merged.told_kinds() == Kinds::STRING && merged.format.as_deref() == Some("binary")
    }

    /// The parts of a form; none where the document does not list them.
    fn multipart(&mut self, at: &Pointer, media_type: &MediaType, home: &Home) -> Multipart {
        let name = format!("{}Parts", home.name);
        let mut parts = Vec::new();
        let listed = media_type.schema.as_ref().and_then(|schema| self.target(&at.child("schema"), schema));
        let Some((place, schema)) = listed else { return Multipart { name, parts } };
        let home = self.home_of(&place).unwrap_or_else(|| home.within("requestBody", "Form"));
        let merged = self.merged(&place, &schema, &home);
        let mut scope = naming::Scope::new(&format!("{} parts", home.place), &["self", "new"], self.given);
        for (wire, inner) in scope.in_order(merged.properties.iter().collect(), |(wire, _)| wire) {
            let (docs, _) = self.said_of(inner);
            if docs.read_only {
                continue;
            }
            let encoding = media_type.encoding.get(wire);
            let kind = self.part_kind(&place.child("properties").child(wire), inner, encoding, &home.property(wire));
            parts.push(FormPart {
                wire: wire.clone(),
                name: scope.name(wire, naming::value_name(wire), "_part"),
                // Of a file's schema nothing but its description is for people.
                description: docs.of_field(matches!(kind, PartKind::File(_) | PartKind::Files(_))),
                deprecated: docs.deprecated,
                required: merged.required.contains(wire),
                media_types: encoding.map(choices).unwrap_or_default(),
                headers: encoding.map(headers).unwrap_or_default(),
                kind,
            });
        }
        scope.keep(&mut self.now);
        Multipart { name, parts }
    }

    fn part_kind(&mut self, at: &Pointer, inner: &[Part], encoding: Option<&Encoding>, home: &Home) -> PartKind {
        let merged = self.merged_parts(inner);
        let said = encoding.and_then(|encoding| encoding.content_type.clone()).or_else(|| self.held(inner));
        let concrete = said.as_deref().map(first).filter(|media_type| !is_wildcard(media_type));
        let media_type = concrete.clone().unwrap_or_else(|| "application/octet-stream".to_owned());
        if self.is_binary(&merged, said.as_deref()) {
            return PartKind::File(media_type);
        }
        if merged.told_kinds() == Kinds::ARRAY {
            let said = said.or_else(|| self.held(&merged.items));
            let concrete = said.as_deref().map(first).filter(|media_type| !is_wildcard(media_type));
            let items = self.merged_parts(&merged.items);
            if self.is_binary(&items, said.as_deref()) && !merged.items.is_empty() {
                return PartKind::Files(concrete.unwrap_or(media_type));
            }
        }
        let is_list = merged.told_kinds() == Kinds::ARRAY;
        let ty = super::schema::not_null(self.parts(at, inner, home));
        if is_list && let Some(between) = encoding.and_then(between) {
            return PartKind::Joined(ty, between);
        }
        match concrete.filter(|media_type| media_type != "text/plain") {
            Some(media_type) => PartKind::ValueAs(ty, media_type),
            None => PartKind::Value(ty),
        }
    }

    /// Whether a part is bytes, by its schema and its media type.
    fn is_binary(&self, merged: &Merged, said: Option<&str>) -> bool {
        let other =
            said.is_some_and(|said| matches!(Media::of(&first(said)), Media::Bytes | Media::Any | Media::Multipart));
        let is_text = merged.told_kinds() == Kinds::STRING;
        // Since OpenAPI 3.1 what has no schema is of no type but `application/octet-stream` (section 4.8.14.4).
        let is_open = self.document.is_later()
            && merged.told_kinds() == Kinds::ANY
            && merged.choices.is_empty()
            && merged.enumeration.is_none();
        (is_text && (merged.format.as_deref() == Some("binary") || other)) || (is_open && (said.is_none() || other))
    }

    /// The media type that a schema says its values have.
    fn held(&mut self, parts: &[Part]) -> Option<String> {
        parts.iter().find_map(|part| {
            let (_, schema) = self.target(&part.at, &part.item)?;
            schema.schema_data.extensions.get(MEDIA_TYPE)?.as_str().map(str::to_owned)
        })
    }
}

/// What is between the items of a list that is one part, where its encoding says so.
fn between(encoding: &Encoding) -> Option<char> {
    match encoding.style.as_ref().filter(|_| !encoding.explode)? {
        QueryStyle::Form => Some(','),
        QueryStyle::SpaceDelimited => Some(' '),
        QueryStyle::PipeDelimited => Some('|'),
        QueryStyle::DeepObject => None,
    }
}

/// The first of the media types that an encoding lists.
fn first(listed: &str) -> String {
    listed.split(',').next().unwrap_or_default().trim().to_owned()
}

/// The media types of a part, where the document leaves a choice.
fn choices(encoding: &Encoding) -> Vec<String> {
    let listed = encoding.content_type.as_deref().unwrap_or_default();
    if !listed.contains(',') && !listed.contains('*') {
        return Vec::new();
    }
    listed
        .split(',')
        .map(|media_type| media_type.trim().to_owned())
        .filter(|media_type| !media_type.is_empty())
        .collect()
}

/// The headers of a part. OpenAPI gives `Content-Type` to the encoding itself.
fn headers(encoding: &Encoding) -> Vec<String> {
    encoding.headers.keys().filter(|name| !name.eq_ignore_ascii_case("content-type")).cloned().collect()
}

/// The media type as it is sent.
fn sent_as(kind: &BodyKind, name: &str) -> String {
    match kind {
        BodyKind::Json(_) if is_wildcard(name) => "application/json".to_owned(),
        _ => name.to_owned(),
    }
}

/// What a function is called after, where it is not the first.
fn suffix(body: &Body) -> String {
    let name = match (&body.kind, body.media_types.as_slice()) {
        (BodyKind::Form(..), _) => "form",
        (BodyKind::Multipart(_), _) => "multipart",
        (BodyKind::Xml, _) => "xml",
        (BodyKind::Text, [one]) if one.starts_with("text/plain") => "text",
        (BodyKind::Text, [one]) | (BodyKind::Json(_), [one, ..]) => {
            let essence = one.split(';').next().unwrap_or_default();
            return naming::value_name(essence.rsplit('/').next().unwrap_or_default());
        }
        (BodyKind::Text, _) => "text",
        (BodyKind::Json(_), _) => "json",
        (BodyKind::Bytes, _) => "bytes",
    };
    name.to_owned()
}

/// The styles of a form's properties that are not the usual ones.
fn styles(encoding: &IndexMap<String, Encoding>) -> Vec<(String, Style)> {
    let style = |encoding: &Encoding| {
        if encoding.content_type.as_deref().is_some_and(|media_type| Media::of(media_type) == Media::Json) {
            return Style::of(StyleKind::Json);
        }
        let kind = encoding.style.as_ref().map_or(StyleKind::Form, query);
        let explode = if kind == StyleKind::DeepObject { true } else { encoding.explode };
        Style { explode, allow_reserved: encoding.allow_reserved, ..Style::of(kind) }
    };
    encoding
        .iter()
        .map(|(wire, encoding)| (wire.clone(), style(encoding), encoding.style.is_some()))
        .filter(|(_, style, said)| *said || *style != Style::of(StyleKind::Form))
        .map(|(wire, style, _)| (wire, style))
        .collect()
}
