//! The bodies of requests: which media types the client writes, and from what.

use indexmap::{IndexMap, IndexSet};
use openapiv3::{Encoding, MediaType, QueryStyle, ReferenceOr, RequestBody};

use super::all_of::{Choice, Merged, Part};
use super::home::Home;
use super::kinds::Kinds;
use super::media::{Media, is_wildcard};
use super::style::query;
use super::{Lowering, naming};
use crate::diagnostic::{Code, Diagnostic, Pointer, Severity};
use crate::document::downgrade::MEDIA_TYPE;
use crate::model::{Body, BodyKind, FormPart, Multipart, PartKind, Style, StyleKind, Type};

/// How many unions within each other are looked into for the parts of a form.
const CHOICES: usize = 4;

/// What a form may have parts of.
struct Listed {
    /// The ways in which each property is described, each by schemas that hold together.
    properties: IndexMap<String, Vec<Vec<Part>>>,
    /// Those that every form has.
    required: IndexSet<String>,
}

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
            let constraints = self.asked_of_content(&at, media_type, home);
            let required = body.required;
            bodies.push(Body { media_types, kind, function, suffix, required, constraints, description });
        }
        let mut suffixes = naming::Scope::new(&format!("{}/requestBody/content", home.place), &[], self.given);
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
            Media::Events | Media::Lines | Media::Sequence => {
                if media_type.schema.is_some() {
                    let message = format!("the items of `{name}` have no type in requests; the caller writes them");
                    let diagnostic = Diagnostic::new(Code::NotOffered, Severity::Note, &at.child("schema"), message);
                    self.diagnostics.push(diagnostic.help("send their bytes, or a stream of them, as an `Upload`"));
                }
                BodyKind::Bytes
            }
            Media::Any | Media::Bytes => BodyKind::Bytes,
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
        let form = home.within("requestBody", "Form");
        let is_here = place == at.child("schema");
        let home = self.home_of(&place).unwrap_or_else(|| if is_here { form } else { form.of_other() });
        if is_here {
            self.keep_home(&place, &home);
        }
        let merged = self.merged(&place, &schema, &home);
        let listed = self.possible(&merged, CHOICES);
        let mut scope = naming::Scope::new(&format!("{} parts", home.place), &["self", "new"], self.given);
        for (wire, mut ways) in scope.in_order(listed.properties.into_iter().collect(), |(wire, _)| wire) {
            ways.retain(|way| !self.said_of(way).0.read_only);
            let Some((docs, _)) = ways.first().map(|way| self.said_of(way)) else { continue };
            let encoding = media_type.encoding.get(&wire);
            let kind = self.part_kind(&place.child("properties").child(&wire), &ways, encoding, &home.property(&wire));
            parts.push(FormPart {
                name: scope.name(&wire, naming::value_name(&wire), "_part"),
                // Of a file's schema nothing but its description is for people.
                description: docs.of_field(matches!(kind, PartKind::File(_) | PartKind::Files(_))),
                deprecated: docs.deprecated,
                required: listed.required.contains(&wire),
                media_types: encoding.map(choices).unwrap_or_default(),
                headers: encoding.map(headers).unwrap_or_default(),
                kind,
                wire,
            });
        }
        scope.keep(&mut self.now);
        Multipart { name, parts }
    }

    /// The properties of a schema and of all that its unions let a value be.
    fn possible(&mut self, merged: &Merged, depth: usize) -> Listed {
        let own = merged.properties.iter().map(|(name, parts)| (name.clone(), vec![parts.clone()]));
        let mut all = Listed { properties: own.collect(), required: merged.required.clone() };
        for choice in merged.choices.iter().filter(|_| depth > 0) {
            let mut shared: Option<IndexSet<String>> = None;
            for part in &choice.members {
                let member = self.merged_member(&choice.at, Merged::default(), part);
                if !self.kinds(&member).contains(Kinds::OBJECT) {
                    continue;
                }
                let member = self.possible(&member, depth - 1);
                match &mut shared {
                    Some(shared) => shared.retain(|name| member.required.contains(name)),
                    None => shared = Some(member.required),
                }
                // What is beside the union holds for each of its members.
                let new = member.properties.into_iter().filter(|(name, _)| !merged.properties.contains_key(name));
                for (name, ways) in new {
                    let known = all.properties.entry(name).or_default();
                    for way in ways {
                        if known.iter().all(|other| !are_same(other, &way)) {
                            known.push(way);
                        }
                    }
                }
            }
            all.required.extend(shared.into_iter().flatten());
        }
        all
    }

    /// What a part is made of, whose schemas are those of one of these ways.
    fn part_kind(&mut self, at: &Pointer, ways: &[Vec<Part>], encoding: Option<&Encoding>, home: &Home) -> PartKind {
        let said = encoding.and_then(|encoding| encoding.content_type.clone());
        let files: Vec<_> = ways.iter().map(|way| self.file_kind(way, said.clone())).collect();
        if let [Some(first), others @ ..] = files.as_slice()
            && others.iter().all(|other| other.as_ref() == Some(first))
        {
            return first.clone();
        }
        let said = said.or_else(|| ways.iter().find_map(|way| self.held(way)));
        let merged = match ways {
            [way] => self.merged_parts(way),
            _ => self.one_of(at, ways),
        };
        let is_list = self.kinds(&merged) == Kinds::ARRAY;
        let ty = match ways {
            [way] => self.parts(at, way, home),
            _ => self.typed(at, merged, home),
        };
        let ty = super::schema::not_null(ty);
        if is_list && let Some(between) = encoding.and_then(between) {
            return PartKind::Joined(ty, between);
        }
        match said.as_deref().and_then(concrete).filter(|media_type| media_type != "text/plain") {
            Some(media_type) => PartKind::ValueAs(ty, media_type),
            None => PartKind::Value(ty),
        }
    }

    /// What says that a value is of one of these schemas.
    fn one_of(&mut self, at: &Pointer, ways: &[Vec<Part>]) -> Merged {
        // Of several that hold together the last one says the most.
        let members = ways.iter().filter_map(|way| self.telling(way).pop()).collect();
        let choice = Choice { at: at.clone(), keyword: "anyOf", members, discriminator: None };
        Merged { choices: vec![choice], ..Merged::default() }
    }

    /// The file or the files that a part is, if it is bytes.
    fn file_kind(&mut self, way: &[Part], said: Option<String>) -> Option<PartKind> {
        let merged = self.merged_parts(way);
        let said = said.or_else(|| self.held(way));
        let media_type = said.as_deref().and_then(concrete).unwrap_or_else(|| "application/octet-stream".to_owned());
        if self.is_binary(&merged, said.as_deref()) {
            return Some(PartKind::File(media_type));
        }
        if merged.told_kinds() != Kinds::ARRAY || merged.items.is_empty() {
            return None;
        }
        let said = said.or_else(|| self.held(&merged.items));
        let items = self.merged_parts(&merged.items);
        let media_type = said.as_deref().and_then(concrete).unwrap_or(media_type);
        self.is_binary(&items, said.as_deref()).then_some(PartKind::Files(media_type))
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

/// Whether schemas that hold together are those of another place.
fn are_same(one: &[Part], other: &[Part]) -> bool {
    one.len() == other.len() && one.iter().zip(other).all(|(one, other)| one.item == other.item)
}

/// The first of the media types that an encoding lists, if it is one.
fn concrete(listed: &str) -> Option<String> {
    Some(first(listed)).filter(|media_type| !is_wildcard(media_type))
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
pub(super) fn styles(encoding: &IndexMap<String, Encoding>) -> Vec<(String, Style)> {
    let style = |encoding: &Encoding| {
        if encoding.content_type.as_deref().is_some_and(|media_type| Media::of(media_type) == Media::Json) {
            return Style::of(StyleKind::Json);
        }
        let kind = encoding.style.as_ref().map_or(StyleKind::Form, query);
        let explode = if kind == StyleKind::DeepObject { true } else { encoding.explode };
        Style { explode, allow_reserved: encoding.allow_reserved, ..Style::of(kind) }
    };
    let mut styles: Vec<(String, Style)> = encoding
        .iter()
        .map(|(wire, encoding)| (wire.clone(), style(encoding), encoding.style.is_some()))
        .filter(|(_, style, said)| *said || *style != Style::of(StyleKind::Form))
        .map(|(wire, style, _)| (wire, style))
        .collect();
    styles.sort_by(|(one, _), (other, _)| one.cmp(other));
    styles
}
