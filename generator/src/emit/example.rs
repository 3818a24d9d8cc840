//! The quick start: a client, and a call of the first operation.

use super::Emitter;
use super::scope::Scope;
use crate::model::{BodyKind, CredentialKind, Operation, Parameter, Payload, Success, Type};

/// A piece of code that compiles once the hidden lines are around it.
pub(super) struct Example {
    /// What is in scope besides: arguments of the function around the code, each with its type.
    given: Vec<String>,
    lines: Vec<String>,
}

impl Example {
    /// As documentation: `rustdoc` compiles it, hides what is around it, and does not run it.
    pub(super) fn documentation(&self) -> Vec<String> {
        let arguments = self.given.join(", ");
        let mut lines = vec![
            "```no_run".to_owned(),
            format!("# async fn example({arguments}) -> Result<(), Box<dyn std::error::Error>> {{"),
        ];
        lines.extend(self.lines.iter().cloned());
        lines.extend(["# Ok(())", "# }", "```"].map(str::to_owned));
        lines
    }

    /// The code alone.
    pub(super) fn code(&self) -> String {
        let shown: Vec<&str> = self.lines.iter().map(String::as_str).filter(|line| !line.starts_with('#')).collect();
        shown.join("\n")
    }
}

impl Emitter<'_> {
    /// The example for the crate's front page.
    pub(super) fn example(&self) -> Example {
        let krate = self.layout.name.replace('-', "_");
        let mut example = Example { given: Vec::new(), lines: vec![self.building(&krate)] };
        let mut operations = self.model.apis.iter().flat_map(|api| &api.operations);
        match operations.find(|operation| !operation.deprecated) {
            Some(operation) => self.call(operation, &krate, &mut example),
            None => example.lines.push("# let _ = client;".to_owned()),
        }
        example
    }

    fn building(&self, krate: &str) -> String {
        let client = &self.model.client;
        let credential = client.credentials.first().map_or_else(String::new, |credential| {
            let arguments = match credential.kind {
                CredentialKind::Basic => "\"user\", \"password\"",
                CredentialKind::Bearer | CredentialKind::Token(_) => "\"token\"",
                _ => "\"key\"",
            };
            format!(".{}({arguments})", credential.name)
        });
        let server = if client.servers.is_empty() { ".base_url(\"https://api.example.com\")" } else { "" };
        format!("let client = {krate}::Client::builder(){credential}{server}.build()?;")
    }

    fn call(&self, operation: &Operation, krate: &str, example: &mut Example) {
        // Every type by its path: the example imports nothing.
        let types = self.model.types.iter().map(|definition| definition.name.as_str());
        let mut scope = Scope::operations(types.chain(["Base64", "Number"]));
        let tight =
            |tokens: proc_macro2::TokenStream| super::scope::tight(&tokens).replace("crate::", &format!("{krate}::"));
        let mut arguments = Vec::new();
        let mut give = |name: &str, ty: String, simple: Option<String>| {
            arguments.push(simple.unwrap_or_else(|| {
                example.given.push(format!("{name}: {ty}"));
                name.to_owned()
            }));
        };
        for Parameter { name, ty, wire, .. } in operation.parameters.iter().filter(|parameter| parameter.required) {
            let simple = match self.resolve(ty) {
                Type::String => Some(super::scope::literal(wire)),
                Type::Bool => Some("true".to_owned()),
                Type::Integer(_) => Some("1".to_owned()),
                Type::F64 => Some("1.0".to_owned()),
                _ => None,
            };
            let printed = if simple.is_some() { String::new() } else { tight(self.borrowed(ty, &mut scope)) };
            give(name, printed, simple);
        }
        if let Some(body) = operation.bodies.iter().find(|body| body.required) {
            if body.is_open() {
                let media_type = body.media_types.iter().find(|known| known.contains('/') && !known.contains('*'));
                let media_type = media_type.map_or("application/octet-stream", String::as_str);
                give("media_type", String::new(), Some(super::scope::literal(media_type)));
            }
            match &body.kind {
                BodyKind::Json(ty) | BodyKind::Form(ty, _) => {
                    give("body", tight(self.borrowed(ty, &mut scope)), None);
                }
                BodyKind::Multipart(form) if form.parts.is_empty() => {
                    give("body", format!("{krate}::runtime::Multipart"), None);
                }
                BodyKind::Multipart(form) => give("body", format!("{krate}::api::{}", form.name), None),
                BodyKind::Xml | BodyKind::Text => give("body", String::new(), Some("\"text\"".to_owned())),
                BodyKind::Bytes => give("body", String::new(), Some("\"bytes\"".to_owned())),
            }
        }
        let silent = matches!(operation.success, Success::One(_, Payload::Empty));
        let start = if silent { "" } else { "let answer = " };
        example.lines.push(format!("{start}client.{}({}).await?;", operation.name, arguments.join(", ")));
        if !silent {
            example.lines.push("# let _ = answer;".to_owned());
        }
    }
}
