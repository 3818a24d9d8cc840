//! Requests that the API sends: webhooks, and the callbacks of operations.

use std::collections::HashSet;
use std::rc::Rc;

use indexmap::IndexMap;
use openapiv3::{
    Operation, Parameter as Documented, ParameterSchemaOrContent, PathItem, ReferenceOr, RequestBody, Response,
};
use serde::de::IgnoredAny;

use super::all_of::Part;
use super::home::{Home, ending};
use super::media::Media;
use super::operation::wire_method;
use super::parameters::place_of;
use super::responses::{statuses, variant};
use super::union::Member;
use super::{Lowering, naming};
use crate::diagnostic::{Code, Pointer};
use crate::document::{Members, Tree};
use crate::model::{Answer, Api, ParameterPlace, Payload, Type, Webhook, WebhookKind, WebhookParameter, Webhooks};

/// Where a document lists its webhooks: the field of OpenAPI 3.1, and the extension that stands for it in those of 3.0.
pub(super) const LISTS: [&str; 2] = ["webhooks", "x-webhooks"];

/// How deep lists in lists are looked into.
const DEPTH: usize = 4;

/// A path item of requests that the API sends.
struct Source<'t> {
    /// What they are called.
    wire: String,
    at: Pointer,
    item: &'t Tree,
    /// Where they are sent to.
    address: Option<String>,
    /// The functions that ask for them.
    after: Vec<String>,
}

/// A callback, and the functions whose operations have it.
struct Callback<'t> {
    wire: String,
    tree: &'t Tree,
    after: Vec<String>,
}

impl<'a> Lowering<'a> {
    /// What the API sends: webhooks, then callbacks, where it has any.
    pub(super) fn webhooks(&mut self, apis: &[Api]) -> Vec<Webhooks> {
        let kinds = [(WebhookKind::Webhook, self.listed()), (WebhookKind::Callback, self.called_back(apis))];
        let lowered = kinds.map(|(kind, sources)| self.of_kind(kind, &sources));
        lowered.into_iter().filter(|of_kind| !of_kind.webhooks.is_empty()).collect()
    }

    /// The path items of webhooks.
    fn listed(&self) -> Vec<Source<'a>> {
        let tree = self.document.tree();
        let lists = LISTS.iter().filter_map(|list| Some((Pointer::root().child(list), tree.child(list)?.as_object()?)));
        let source = |list: &Pointer, name: &String, item: &'a Tree| {
            let (wire, at) = (name.clone(), list.child(name));
            Source { wire, at, item, address: None, after: Vec::new() }
        };
        lists.flat_map(|(at, list)| list.iter().map(move |(name, item)| source(&at, name, item))).collect()
    }

    /// The path items of callbacks. One among the components is the same for all operations that refer to it.
    fn called_back(&mut self, apis: &[Api]) -> Vec<Source<'a>> {
        let tree = self.document.tree();
        let mut callbacks: IndexMap<Pointer, Callback<'a>> = IndexMap::new();
        for operation in apis.iter().flat_map(|api| &api.operations) {
            let at = Pointer::parse(&operation.pointer);
            let Some(documented) = tree.at(&at) else { continue };
            let id = documented.child("operationId").and_then(Tree::as_str).map(str::to_owned);
            let id = id.unwrap_or_else(|| format!("{} {}", operation.method, operation.path));
            let listed = documented.child("callbacks").and_then(Tree::as_object);
            for (name, written) in listed.into_iter().flatten() {
                let Some((place, callback)) = self.callback(&at.child("callbacks").child(name), written) else {
                    continue;
                };
                let wire = shared(&place).unwrap_or_else(|| format!("{id}.{name}"));
                let known = callbacks.entry(place).or_insert(Callback { wire, tree: callback, after: Vec::new() });
                known.after.push(operation.name.clone());
            }
        }
        callbacks.into_iter().flat_map(|(at, callback)| sources(&at, &callback)).collect()
    }

    /// A callback and its place, which a reference may lead to.
    fn callback(&mut self, at: &Pointer, written: &'a Tree) -> Option<(Pointer, &'a Tree)> {
        let Some(reference) = written.callback_reference() else { return Some((at.clone(), written)) };
        let item = ReferenceOr::Reference { reference: reference.to_owned() };
        let (place, _) = self.document.resolve::<IndexMap<String, IgnoredAny>>(at, &item, self.diagnostics)?;
        let tree = self.document.tree().at(&place)?;
        Some((place, tree))
    }

    fn of_kind(&mut self, kind: WebhookKind, sources: &[Source<'_>]) -> Webhooks {
        let (mut webhooks, mut parts) = (Vec::new(), Vec::new());
        let mut wires = HashSet::new();
        let mut scope = naming::Scope::new(kind.module(), &["Unknown"], self.given);
        let mut requests = Vec::new();
        for source in sources {
            let Some(item) = self.path_item(source).map(Rc::new) else { continue };
            let methods = self.methods(&item.0, &item.1);
            let several = methods.len() > 1;
            requests.extend(methods.into_iter().map(|(method, at, operation)| {
                let called = source.at.child(&method).as_str().to_owned();
                (called, source, item.clone(), several, (wire_method(&method), at, operation))
            }));
        }
        for (called, source, item, several, (method, at, operation)) in scope.in_order(requests, |request| &request.0) {
            let mut wire = if several { format!("{} {method}", source.wire) } else { source.wire.clone() };
            let name = scope.name(&called, naming::type_name(&wire), kind.type_name());
            if !wires.insert(wire.clone()) {
                wire.clone_from(&name);
            }
            let (webhook, part) = self.webhook(&item, (&at, &operation), (wire, name, method), source);
            webhooks.push(webhook);
            parts.push(part);
        }
        scope.keep(&mut self.now);
        let tag = self.told_by(&mut webhooks, parts);
        Webhooks { kind, webhooks, tag }
    }

    fn path_item(&mut self, source: &Source<'_>) -> Option<(Pointer, PathItem)> {
        let Source { at, item, .. } = source;
        if let Some(reference) = item.reference() {
            let item = ReferenceOr::Reference { reference: reference.to_owned() };
            return self.document.resolve::<PathItem>(at, &item, self.diagnostics);
        }
        let found = self.document.get::<PathItem>(at);
        if found.is_none() {
            self.diagnostics.warning(Code::WrongType, at, "this cannot be read as a Path Item Object; it is left out");
        }
        found.map(|item| (at.clone(), item))
    }

    fn webhook(
        &mut self,
        (item_at, item): &(Pointer, PathItem),
        (at, operation): (&Pointer, &Operation),
        (wire, name, method): (String, String, String),
        source: &Source<'_>,
    ) -> (Webhook, Option<Part>) {
        if !operation.callbacks.is_empty() {
            let message = "callbacks of what the API sends itself are not part of a client";
            self.diagnostics.note(Code::NotOffered, &at.child("callbacks"), message);
        }
        let parameters = self.found_parameters(item_at, &item.parameters, at, &operation.parameters);
        let parameters = parameters.iter().map(|(at, parameter)| {
            let data = parameter.parameter_data_ref();
            let description = data.description.clone().unwrap_or_default();
            let kind = kind_of(self.document.tree(), at, parameter);
            WebhookParameter {
                wire: data.name.clone(),
                place: place_of(parameter),
                kind,
                required: data.required || place_of(parameter) == ParameterPlace::Path,
                description,
            }
        });
        let parameters = parameters.collect();
        let function = naming::value_name(&format!("read {name}"));
        let own = name.trim_end_matches('_');
        let place = |part: &str| format!("{}{part}", at.as_str());
        let home =
            |own: String, place| Home { name: own, module: naming::module(&name), named: false, place, own: true };
        let (payload, part) = match &operation.request_body {
            Some(body) => {
                self.received(&at.child("requestBody"), body, &home(ending(own, "Payload"), place("/requestBody")))
            }
            None => (Payload::Empty, None),
        };
        let answers = self.replies(at, operation, &home(own.to_owned(), place("")));
        let text = |own: &Option<String>, around: &Option<String>| own.clone().or_else(|| around.clone());
        let webhook = Webhook {
            wire,
            variant: name,
            function,
            pointer: at.as_str().to_owned(),
            method,
            summary: text(&operation.summary, &item.summary).unwrap_or_default(),
            description: text(&operation.description, &item.description).unwrap_or_default(),
            deprecated: operation.deprecated,
            address: source.address.clone(),
            after: source.after.clone(),
            parameters,
            required: operation.request_body.as_ref().is_some_and(|body| {
                let found = self.document.resolve::<RequestBody>(&at.child("requestBody"), body, self.diagnostics);
                found.is_some_and(|(_, body)| body.required)
            }),
            payload,
            tags: Vec::new(),
            answers,
        };
        (webhook, part)
    }

    /// What a body carries, in the likeliest of its media types, and its schema where that is JSON.
    fn received(&mut self, at: &Pointer, body: &ReferenceOr<RequestBody>, home: &Home) -> (Payload, Option<Part>) {
        let Some((at, mut body)) = self.document.resolve::<RequestBody>(at, body, self.diagnostics) else {
            return (Payload::Empty, None);
        };
        body.content = self.in_order(&at, body.content);
        let at = at.child("content");
        let mut content: Vec<_> = body.content.iter().map(|(name, of)| (Media::of(name), name, of)).collect();
        // JSON comes first: it can say everything.
        content.sort_by_key(|(media, name, _)| (*media != Media::Json, name.as_str() != "application/json"));
        let Some((media, name, media_type)) = content.first().copied() else { return (Payload::Empty, None) };
        let others: Vec<_> = content.iter().filter(|(other, ..)| *other != media).collect();
        if !others.is_empty() {
            let others: Vec<_> = others.iter().map(|(_, name, _)| format!("`{name}`")).collect();
            let message = format!("the body is read as `{name}`, not as {}", others.join(", "));
            self.diagnostics.note(Code::NotOffered, &at, message);
        }
        let at = at.child(name);
        let payload = self.payload(&at, media_type, media, home, false);
        if payload == Payload::Bytes {
            let message = format!("a body of `{name}` is not read; it is handed over as bytes");
            self.diagnostics.note(Code::NotOffered, &at, message);
        }
        let json = matches!(payload, Payload::Json(_));
        let part = media_type.schema.clone().filter(|_| json);
        (payload, part.map(|item| self.schemas.part(at.child("schema"), &item, home.clone())))
    }

    /// What a request may be answered with; of the bodies those of JSON have types.
    fn replies(&mut self, at: &Pointer, operation: &Operation, home: &Home) -> Vec<Answer> {
        let at = at.child("responses");
        let mut answers = Vec::new();
        for (status, item) in statuses(operation) {
            let place = at.child(&status);
            let Some((place, response)) = self.document.resolve::<Response>(&place, &item, self.diagnostics) else {
                continue;
            };
            let json = response.content.iter().find(|(name, _)| Media::of(name) == Media::Json);
            let schema = json.and_then(|(name, media_type)| Some((name, media_type.schema.as_ref()?)));
            let ty = schema.map(|(name, schema)| {
                let home = home.within(&format!("responses/{status}"), &format!("{}Answer", variant(&status)));
                self.schema(&place.child("content").child(name).child("schema"), schema, &home)
            });
            answers.push(Answer { status, description: response.description, ty });
        }
        answers
    }

    /// The property by whose values all payloads are told apart, if there is one; then each webhook has its values.
    fn told_by(&mut self, webhooks: &mut [Webhook], parts: Vec<Option<Part>>) -> Option<String> {
        let is_value = |webhook: &Webhook| matches!(webhook.payload.ty(), Some(ty) if !matches!(ty, Type::Nullable(_)));
        if !webhooks.iter().all(is_value) {
            return None;
        }
        let parts: Vec<Part> = parts.into_iter().collect::<Option<_>>()?;
        let mut members: Vec<Member> = parts.into_iter().map(|part| self.member(part)).collect();
        if !members.iter().all(Member::is_object) {
            return None;
        }
        for member in &mut members {
            self.count_constants(member);
        }
        let tag = self.implied_tag(&mut members)?;
        for (webhook, member) in webhooks.iter_mut().zip(members) {
            webhook.tags = member.tags;
        }
        Some(tag)
    }
}

impl Lowering<'_> {
    /// Counts the properties that have one value alone among those that are required: it is their default where they are
    /// not, as those who write schemas from classes have it.
    fn count_constants(&mut self, member: &mut Member) {
        for (name, parts) in &member.merged.properties {
            let listed = self.merged_parts(parts).enumeration;
            if listed.is_some_and(|values| values.len() == 1) {
                member.merged.required.insert(name.clone());
            }
        }
    }
}

/// What the values of a parameter are, in the words of the document.
fn kind_of(tree: &Tree, at: &Pointer, parameter: &Documented) -> String {
    let schema = match &parameter.parameter_data_ref().format {
        ParameterSchemaOrContent::Schema(_) => tree.at(at).and_then(|found| found.child("schema")),
        ParameterSchemaOrContent::Content(content) => {
            return content.first().map_or_else(String::new, |(media_type, _)| media_type.clone());
        }
    };
    kind(tree, schema, DEPTH)
}

fn kind(tree: &Tree, schema: Option<&Tree>, depth: usize) -> String {
    let Some(mut schema) = schema.filter(|_| depth > 0) else { return "anything".to_owned() };
    if let Some(reference) = schema.reference() {
        let local = reference.strip_prefix('#').and_then(|place| tree.at(&Pointer::parse(place)));
        match local {
            Some(found) if found.reference().is_none() => schema = found,
            _ => return reference.to_owned(),
        }
    }
    let text = |keyword: &str| schema.child(keyword).and_then(Tree::as_str);
    match (text("type").unwrap_or("anything"), text("format")) {
        ("array", _) => format!("array of {}", kind(tree, schema.child("items"), depth - 1)),
        (of, Some(format)) => format!("{of} ({format})"),
        (of, None) => of.to_owned(),
    }
}

/// The path items of a callback.
fn sources<'t>(at: &Pointer, callback: &Callback<'t>) -> Vec<Source<'t>> {
    let items = callback.tree.as_object().into_iter().flat_map(Members::iter);
    let items: Vec<_> = items.filter(|(_, item)| item.as_object().is_some_and(|item| !item.is_empty())).collect();
    let several = items.len() > 1;
    let source = |(address, item): (&String, &'t Tree)| {
        let wire = if several { format!("{} {address}", callback.wire) } else { callback.wire.clone() };
        let (address, after) = (Some(address.clone()), callback.after.clone());
        Source { wire, at: at.child(address.as_deref().unwrap_or_default()), item, address, after }
    };
    items.into_iter().map(source).collect()
}

/// The name of a callback among the components.
fn shared(place: &Pointer) -> Option<String> {
    let tokens: Vec<String> = place.tokens().collect();
    match tokens.as_slice() {
        [components, callbacks, name] if components == "components" && callbacks == "callbacks" => Some(name.clone()),
        _ => None,
    }
}
