//! Operations, and the bodies of their requests.

use openapiv3::{Operation as Documented, PathItem, ReferenceOr, RequestBody};

use super::home::Home;
use super::parameters::{Found, placeholders};
use super::responses::is_json;
use super::{Lowering, naming};
use crate::diagnostic::{Code, Pointer};
use crate::model::{Api, Body, Operation};

impl Lowering<'_> {
    /// The operations by tag, sorted by module.
    pub(super) fn operations(&mut self) -> Vec<Api> {
        let mut apis: Vec<Api> = Vec::new();
        let mut taken = naming::Taken::default();
        taken.reserve(&["new", "builder", "clone", "fmt"]);
        for (path, item) in &self.document.openapi.paths.paths {
            let at = Pointer::root().child("paths").child(path);
            let Some((at, item)) = self.document.resolve::<PathItem>(&at, item, self.diagnostics) else { continue };
            for (method, documented) in item.iter() {
                let place = at.child(method);
                let Some(operation) = self.operation(&at, &place, (path, &item), method, documented, &mut taken) else {
                    continue;
                };
                let tag = documented.tags.first().cloned();
                let module = tag.as_deref().map_or_else(|| "default".to_owned(), naming::module);
                match apis.iter_mut().find(|api| api.module == module) {
                    Some(api) => api.operations.push(operation),
                    None => {
                        let description = self.tag(tag.as_deref());
                        apis.push(Api { module, tag, description, operations: vec![operation] });
                    }
                }
            }
        }
        apis.sort_by(|one, other| one.module.cmp(&other.module));
        apis
    }

    fn tag(&self, tag: Option<&str>) -> String {
        let tags = &self.document.openapi.tags;
        let found = tags.iter().find(|documented| Some(documented.name.as_str()) == tag);
        found.and_then(|documented| documented.description.clone()).unwrap_or_default()
    }

    fn operation(
        &mut self,
        path_at: &Pointer,
        at: &Pointer,
        (path, item): (&str, &PathItem),
        method: &str,
        documented: &Documented,
        taken: &mut naming::Taken,
    ) -> Option<Operation> {
        let words = documented.operation_id.clone().filter(|id| id.chars().any(char::is_alphanumeric));
        let words = words.unwrap_or_else(|| format!("{method} {path}"));
        let name = taken.unique(naming::value_name(&words), "_operation");
        let type_name = naming::type_name(name.trim_start_matches("r#"));
        if !documented.servers.is_empty() || !item.servers.is_empty() {
            let message = "servers of a path or an operation are not followed yet; the operation is left out";
            self.diagnostics.warning(Code::UnsupportedOperation, &at.child("servers"), message);
            return None;
        }
        if !documented.callbacks.is_empty() {
            self.diagnostics.note(Code::NotOffered, &at.child("callbacks"), "callbacks are not part of a client");
        }
        let home = Home { name: type_name.clone(), module: naming::module(&name), named: false };
        let found = self.found_parameters(path_at, &item.parameters, at, &documented.parameters);
        self.agrees(at, path, &found)?;
        let parameters = self.parameters(&found, &home)?;
        let body = match &documented.request_body {
            Some(body) => Some(self.body(&at.child("requestBody"), body, &home)?),
            None => None,
        };
        let security = self.security(at, documented.security.as_ref())?;
        let answers = self.answers(at, method, documented, &home);
        Some(Operation {
            name,
            type_name,
            pointer: at.as_str().to_owned(),
            method: method.to_ascii_uppercase(),
            path: path.to_owned(),
            summary: documented.summary.clone().unwrap_or_default(),
            description: documented.description.clone().unwrap_or_default(),
            deprecated: documented.deprecated,
            parameters,
            body,
            success: answers.success,
            errors: answers.errors,
            accept: answers.accept,
            security,
        })
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

    /// The body of the request; none where the client cannot write it.
    fn body(&mut self, at: &Pointer, body: &ReferenceOr<RequestBody>, home: &Home) -> Option<Body> {
        let (at, body) = self.document.resolve::<RequestBody>(at, body, self.diagnostics)?;
        let json = body.content.iter().find(|(media_type, _)| is_json(media_type) && media_type.is_ascii());
        let Some((name, media_type)) = json else {
            let kinds: Vec<_> = body.content.keys().map(|kind| format!("`{kind}`")).collect();
            let message =
                format!("the client cannot write a body of {} yet; the operation is left out", kinds.join(", "));
            self.diagnostics.warning(Code::UnsupportedBody, &at.child("content"), message);
            return None;
        };
        let place = at.child("content").child(name).child("schema");
        let ty = match &media_type.schema {
            Some(schema) => self.schema(&place, schema, &home.inline("Body")),
            None => crate::model::Type::Json,
        };
        Some(Body {
            media_type: name.clone(),
            ty,
            required: body.required,
            name: "body".to_owned(),
            description: body.description.unwrap_or_default(),
        })
    }
}
