//! Operations.

use std::rc::Rc;

use openapiv3::{Operation as Documented, PathItem};

use super::home::Home;
use super::parameters::{Found, placeholders};
use super::server::Owner;
use super::{Lowering, naming, rename};
use crate::diagnostic::{Code, Pointer};
use crate::document::downgrade::OPERATIONS;
use crate::model::{Api, Names, Operation, Target};

/// What the caller of an operation meets beside its parameters.
const TAKEN: &[&str] = &["body", "self", "response", "into_future", "send_blocking", "response_blocking"];

/// An operation where the document has it.
struct Site<'a> {
    /// Its method and path.
    called: String,
    /// The place of its path.
    path_at: Pointer,
    /// Its own place.
    at: Pointer,
    path: &'a str,
    item: Rc<PathItem>,
    method: String,
    documented: Documented,
}

impl<'a> Lowering<'a> {
    /// The operations by tag, sorted by module.
    pub(super) fn operations(&mut self) -> Vec<Api> {
        let mut apis: Vec<Api> = Vec::new();
        let mut scope = naming::Scope::new(Names::OPERATIONS, &["new", "builder", "clone", "fmt"], self.given);
        for site in scope.in_order(self.sites(), |site| &site.called) {
            let Some(operation) = self.operation(&site, &mut scope) else { continue };
            let tag = site.documented.tags.first().cloned();
            let module = tag.as_deref().map_or_else(|| "default".to_owned(), |tag| self.module_of(tag));
            match apis.iter_mut().find(|api| api.module == module) {
                Some(api) => {
                    api.operations.push(operation);
                    let known = api.tags.clone();
                    api.tags.extend(tag.filter(|tag| !known.contains(tag)));
                }
                None => {
                    let tags = tag.iter().cloned().collect();
                    apis.push(Api { module, tag, tags, description: String::new(), operations: vec![operation] });
                }
            }
        }
        apis.iter_mut().for_each(|api| self.describe(api));
        // All operations have their names by now.
        for operation in apis.iter_mut().flat_map(|api| &mut api.operations) {
            for body in &mut operation.bodies {
                body.function = match body.suffix.trim_start_matches("r#") {
                    "" => operation.name.clone(),
                    _ if !body.required => operation.name.clone(),
                    suffix => {
                        let part = format!("{} {} body {suffix}", operation.method, operation.path);
                        let name = format!("{}_{suffix}", operation.name.trim_start_matches("r#"));
                        scope.name(&part, name, "_operation")
                    }
                };
            }
        }
        scope.keep(&mut self.now);
        apis.sort_by(|one, other| one.module.cmp(&other.module));
        apis
    }

    /// The operations where the document has them.
    fn sites(&mut self) -> Vec<Site<'a>> {
        let mut sites = Vec::new();
        for (path, item) in &self.document.openapi.paths.paths {
            let at = Pointer::root().child("paths").child(path);
            let Some((path_at, item)) = self.document.resolve::<PathItem>(&at, item, self.diagnostics) else {
                continue;
            };
            let item = Rc::new(item);
            for (method, at, documented) in self.methods(&path_at, &item) {
                let called = format!("{} {path}", wire_method(&method));
                let (path_at, item) = (path_at.clone(), item.clone());
                sites.push(Site { called, path_at, at, path, item, method, documented });
            }
        }
        sites
    }

    /// The operations of a path item with their methods and places: those that 3.0 knows, then the others.
    pub(super) fn methods(&mut self, at: &Pointer, item: &PathItem) -> Vec<(String, Pointer, Documented)> {
        let known = item.iter().map(|(method, operation)| (method.to_owned(), at.child(method), operation.clone()));
        let mut methods: Vec<_> = known.collect();
        let more = item.extensions.get(OPERATIONS).and_then(serde_json::Value::as_object);
        for method in more.into_iter().flat_map(|operations| operations.keys()) {
            let place = at.child(OPERATIONS).child(method);
            if http::Method::from_bytes(method.as_bytes()).is_err() {
                let message = format!("no method can be called `{method}`; the operation is left out");
                self.diagnostics.warning(Code::UnsupportedOperation, &place, message);
            } else if let Some(operation) = self.document.get::<Documented>(&place) {
                methods.push((method.clone(), place, operation));
            }
        }
        methods
    }

    /// Says what operations have in common. Where several tags are one module, it is what the document says of one of them, or else
    /// of that which is called as the module: not of whose operation comes first.
    fn describe(&self, api: &mut Api) {
        let mut tags: Vec<&String> = api.tags.iter().collect();
        tags.sort_by_key(|tag| (self.tag(tag).trim().is_empty(), **tag != api.module, *tag));
        if let Some(tag) = tags.first().map(|tag| (*tag).clone()) {
            api.description = self.tag(&tag);
            api.tag = Some(tag);
        }
    }

    fn module_of(&self, tag: &str) -> String {
        rename::module(self.settings, tag).unwrap_or_else(|| naming::module(tag))
    }

    fn tag(&self, tag: &str) -> String {
        let tags = &self.document.openapi.tags;
        let found = tags.iter().find(|documented| documented.name == tag);
        found.and_then(|documented| documented.description.clone()).unwrap_or_default()
    }

    fn operation(&mut self, site: &Site<'_>, scope: &mut naming::Scope) -> Option<Operation> {
        let Site { called, path_at, at, path, item, method, documented } = site;
        let words = documented.operation_id.clone().filter(|id| id.chars().any(char::is_alphanumeric));
        let words = words.unwrap_or_else(|| format!("{method} {path}"));
        let name = scope.name(called, naming::value_name(&words), "_operation");
        let type_name = naming::type_name(name.trim_start_matches("r#"));
        let server = self.target_of(site, &type_name);
        let place = at.as_str().to_owned();
        let home = Home { name: type_name.clone(), module: naming::module(&name), named: false, place, own: true };
        let found = self.found_parameters(path_at, &item.parameters, at, &documented.parameters);
        self.agrees(at, path, &found)?;
        let (security, requirements) = self.security(at, documented.security.as_ref())?;
        // What the caller meets beside parameters.
        let reserved: &[&str] = if matches!(server, Some(Target::Chosen(_))) { &["server"] } else { &[] };
        let mut within = naming::Scope::new(at.as_str(), &[TAKEN, reserved].concat(), self.given);
        // The types of a path's parameters are no single operation's.
        let of_path = Home::root(naming::type_name(path), false, path_at.as_str());
        self.client_headers.of_operation.clear();
        let parameters = self.parameters(&found, &security, (at, &home, &of_path), &mut within)?;
        let bodies = match &documented.request_body {
            Some(body) => self.bodies(&at.child("requestBody"), body, &home),
            None => Vec::new(),
        };
        let mut answers = self.answers(at, method, documented, &home);
        for alternative in &mut answers.alternatives {
            let part = format!("accept {}", alternative.media_type);
            alternative.function = within.name(&part, naming::value_name(&alternative.function), "_content");
        }
        within.keep(&mut self.now);
        self.hint(at, documented.operation_id.as_ref(), &found);
        Some(Operation {
            name,
            type_name,
            pointer: at.as_str().to_owned(),
            method: wire_method(method),
            path: (*path).to_owned(),
            summary: documented.summary.clone().unwrap_or_default(),
            description: documented.description.clone().unwrap_or_default(),
            deprecated: documented.deprecated,
            parameters,
            client_headers: std::mem::take(&mut self.client_headers.of_operation),
            bodies,
            server,
            success: answers.success,
            alternatives: answers.alternatives,
            headers: answers.headers,
            pages: None,
            errors: answers.errors,
            accept: answers.accept,
            media_types: answers.media_types,
            asked: answers.asked,
            promised: answers.promised,
            scopes: self.scopes(documented.security.as_ref()),
            security,
            requirements,
        })
    }

    /// The server of an operation, or of its path.
    fn target_of(&mut self, site: &Site<'_>, type_name: &str) -> Option<Target> {
        let path = site.path;
        if site.documented.servers.is_empty() {
            let owner = Owner { prefix: &naming::type_name(path), of: Some(path.to_owned()) };
            return self.own_server(&site.path_at, &site.item.servers, &owner);
        }
        let of = Some(format!("{} {path}", wire_method(&site.method)));
        self.own_server(&site.at, &site.documented.servers, &Owner { prefix: type_name, of })
    }

    /// Whether the path's placeholders and its parameters are the same.
    fn agrees(&mut self, at: &Pointer, path: &str, found: &[Found]) -> Option<()> {
        let wanted = placeholders(path);
        let given: Vec<&str> = found
            .iter()
            .filter(|(_, parameter)| matches!(parameter, openapiv3::Parameter::Path { .. }))
            .map(|(_, parameter)| parameter.parameter_data_ref().name.as_str())
            .collect();
        let missing = wanted.iter().find(|name| !given.contains(name));
        let superfluous = given.iter().find(|name| !wanted.contains(name));
        let message = match (missing, superfluous) {
            (None, None) => return Some(()),
            (Some(name), _) => {
                format!("the path has `{{{name}}}` but no such path parameter; the operation is left out")
            }
            (None, Some(name)) => format!("the path has no `{{{name}}}` for this parameter; the operation is left out"),
        };
        self.diagnostics.warning(Code::PathTemplate, at, message);
        None
    }
}

/// A method as it is sent: the fields of 3.0 are in lower case, the names of other methods are as they are (RFC 9110,
/// section 9.1).
pub(super) fn wire_method(method: &str) -> String {
    match method {
        "get" | "put" | "post" | "delete" | "options" | "head" | "patch" | "trace" => method.to_ascii_uppercase(),
        other => other.to_owned(),
    }
}
