//! The quick start: a client, and a call of an operation.

use super::Emitter;
use super::scope::{Scope, literal, tight};
use crate::model::{BodyKind, Credential, CredentialKind, Example, Operation, Parameter, Payload, Success, Type};

/// A piece of code that compiles once the hidden lines are around it.
pub(super) struct Code {
    /// What is in scope besides: arguments of the function around the code, each with its type.
    given: Vec<String>,
    lines: Vec<String>,
    /// Whether it needs a feature that is on by default.
    is_gated: bool,
}

/// A call of an operation.
pub(super) struct Call {
    /// What is to be given to it, each with its type.
    pub(super) given: Vec<String>,
    pub(super) arguments: Vec<String>,
    /// The function with its arguments.
    pub(super) text: String,
    /// Whether a success says nothing.
    pub(super) is_silent: bool,
}

impl Call {
    fn give(&mut self, name: &str, ty: String) {
        let name = own(name);
        self.given.push(format!("{name}: {ty}"));
        self.arguments.push(name);
    }
}

impl Code {
    /// As documentation: `rustdoc` compiles it, hides what is around it, and does not run it.
    pub(super) fn documentation(&self) -> Vec<String> {
        let arguments = self.given.join(", ");
        let mut lines = vec!["```no_run".to_owned()];
        lines.extend(self.is_gated.then(|| "# #[cfg(feature = \"default\")]".to_owned()));
        lines.extend([format!("# async fn example({arguments}) -> Result<(), Box<dyn std::error::Error>> {{")]);
        lines.extend(self.lines.iter().cloned());
        lines.extend(["# Ok(())", "# }", "```"].map(str::to_owned));
        lines
    }
}

impl Emitter<'_> {
    /// The example for the crate's front page.
    pub(super) fn example(&self) -> Code {
        let krate = self.layout.name.replace('-', "_");
        let operation = self.model.example(Example::Call);
        let mut example =
            Code { given: Vec::new(), lines: vec![self.building(&krate, operation)], is_gated: self.gates.is_some() };
        match operation {
            Some(operation) => self.call(operation, &krate, &mut example),
            None => example.lines.push("# let _ = client;".to_owned()),
        }
        example
    }

    /// What makes a client with what an operation asks for first.
    pub(super) fn building(&self, krate: &str, operation: Option<&Operation>) -> String {
        let asked = operation.and_then(|operation| operation.security.first()).into_iter().flatten();
        let credentials: String = asked.map(|index| giving(&self.model.client.credentials[*index])).collect();
        let headers: String = operation.into_iter().flat_map(|one| self.example_headers(one)).collect();
        format!("let client = {krate}::Client::builder(){credentials}{headers}{}.build()?;", self.example_server())
    }

    /// What gives the builder the headers that an operation requires, where they are simple.
    fn example_headers(&self, operation: &Operation) -> impl Iterator<Item = String> {
        let required = operation.client_headers.iter().filter(|(_, is_required)| *is_required);
        required.filter_map(|(index, _)| {
            let header = &self.model.client.headers[*index];
            let value = match self.resolve(&header.ty) {
                Type::String => literal(&header.wire),
                Type::Bool => "true".to_owned(),
                Type::Integer(_) => "1".to_owned(),
                Type::F64 => "1.0".to_owned(),
                _ => return None,
            };
            Some(format!(".{}({value})", header.name))
        })
    }

    /// The server of an example, where the document names none.
    pub(super) fn example_server(&self) -> &'static str {
        if self.model.client.server.is_none() { ".base_url(\"https://api.example.com\")" } else { "" }
    }

    fn call(&self, operation: &Operation, krate: &str, example: &mut Code) {
        let call = self.example_of(operation, krate);
        example.given.extend(call.given);
        let start = if call.is_silent { "" } else { "let answer = " };
        example.lines.push(format!("{start}client.{}.await?;", call.text));
        if !call.is_silent {
            example.lines.push("# let _ = answer;".to_owned());
        }
    }

    /// A call of an operation with what it must have: simple values are made up, others are given to it.
    pub(super) fn example_of(&self, operation: &Operation, krate: &str) -> Call {
        let mut call = Call { given: Vec::new(), arguments: Vec::new(), text: String::new(), is_silent: false };
        for Parameter { name, ty, wire, .. } in operation.parameters.iter().filter(|parameter| parameter.required) {
            self.example_value(name, wire, ty, krate, &mut call);
        }
        if let Some(body) = operation.bodies.iter().find(|body| body.required) {
            if body.is_open() {
                let media_type = body.media_types.iter().find(|known| known.contains('/') && !known.contains('*'));
                call.arguments.push(literal(media_type.map_or("application/octet-stream", String::as_str)));
            }
            match &body.kind {
                BodyKind::Json(ty) | BodyKind::Form(ty, _) => call.give("body", self.example_type(ty, krate)),
                BodyKind::Multipart(form) if form.parts.is_empty() => {
                    call.give("body", format!("{krate}::runtime::Multipart"));
                }
                BodyKind::Multipart(form) => call.give("body", format!("{krate}::api::{}", form.name)),
                BodyKind::Xml | BodyKind::Text => call.arguments.push("\"text\"".to_owned()),
                BodyKind::Bytes => call.arguments.push("\"bytes\"".to_owned()),
            }
        }
        call.is_silent = matches!(operation.success, Success::One(_, Payload::Empty));
        call.text = format!("{}({})", operation.name, call.arguments.join(", "));
        call
    }

    /// An argument of a type.
    pub(super) fn example_value(&self, name: &str, wire: &str, ty: &Type, krate: &str, call: &mut Call) {
        match self.resolve(ty) {
            Type::String => call.arguments.push(literal(wire)),
            Type::Bool => call.arguments.push("true".to_owned()),
            Type::Integer(_) => call.arguments.push("1".to_owned()),
            Type::F64 => call.arguments.push("1.0".to_owned()),
            _ => call.give(name, self.example_type(ty, krate)),
        }
    }

    /// A type by its path: an example imports nothing of the document.
    fn example_type(&self, ty: &Type, krate: &str) -> String {
        let types = self.model.types.iter().map(|definition| definition.name.as_str());
        let mut scope = Scope::operations(types.chain(["Base64", "Number"]));
        tight(&self.borrowed(ty, &mut scope)).replace("crate::", &format!("{krate}::"))
    }
}

/// The name of an argument, where examples have no variable of that name.
pub(super) fn own(name: &str) -> String {
    const VARIABLES: &[&str] = &["answer", "bytes", "client", "error", "event", "file", "form", "item", "stream"];
    if VARIABLES.contains(&name) { format!("{name}_value") } else { name.to_owned() }
}

/// What gives a credential to the builder.
pub(super) fn giving(credential: &Credential) -> String {
    let arguments = match credential.kind {
        CredentialKind::Basic => "\"user\", \"password\"",
        CredentialKind::Bearer | CredentialKind::Token(_) => "\"token\"",
        _ => "\"key\"",
    };
    format!(".{}({arguments})", credential.name)
}
