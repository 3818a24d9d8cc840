//! The code that calls the generated functions with arguments given as JSON.
//!
//! Invariant: this file alone knows what generated functions take; it is told so by the model.

use std::collections::HashMap;

use oasmith::model::{
    Body, BodyKind, CredentialKind, Definition, FormPart, Model, Multipart, Operation, Parameter, ParameterPlace,
    PartKind, Shape, Type,
};

/// The module `calls` of a client, which the program reaches by its `CALLS`: functions by the pointers of their
/// operations and the indices of their bodies.
pub(super) fn module(model: &Model, operations: &[&Operation]) -> String {
    let printer = Printer::new(model);
    let mut out = String::from(
        "//! Calls with arguments as JSON.\n#![allow(warnings)]\n\nuse super::super::{Called, Given, finish};\n\n",
    );
    out.push_str(&printer.client(model));
    let mut table = String::new();
    for (index, operation) in operations.iter().enumerate() {
        for body in functions(operation) {
            let name = format!("call_{index}_{body}");
            out.push_str(&printer.function(&name, operation, body));
            table.push_str(&format!("    ({:?}, {name}),\n", id(operation, body)));
        }
    }
    out.push_str(&format!("\npub static CALLS: &[(&str, fn(&Given<'_>) -> Called)] = &[\n{table}];\n"));
    out
}

/// What a function is found by: the operation and the index of the body that it must have.
pub(super) fn id(operation: &Operation, body: usize) -> String {
    format!("{}#{body}", operation.pointer)
}

/// The key of a parameter among the arguments.
pub(super) fn key(parameter: &Parameter) -> String {
    let place = match parameter.place {
        ParameterPlace::Path => "path",
        ParameterPlace::Header => "header",
        ParameterPlace::Query => "query",
        ParameterPlace::Cookie => "cookie",
    };
    format!("{place}/{}", parameter.wire)
}

/// The key of a body by its index.
pub(super) fn body_key(index: usize) -> String {
    format!("body{index}")
}

/// The key of a part of a body.
pub(super) fn part_key(index: usize, part: &FormPart) -> String {
    format!("body{index}/{}", part.wire)
}

/// The indices of the bodies that have functions of their own; zero alone where there is one function for all.
fn functions(operation: &Operation) -> Vec<usize> {
    let required: Vec<usize> =
        operation.bodies.iter().enumerate().filter(|(_, body)| body.required).map(|(index, _)| index).collect();
    if required.is_empty() { vec![0] } else { required }
}

struct Printer<'a> {
    definitions: HashMap<&'a str, &'a Definition>,
}

impl<'a> Printer<'a> {
    fn new(model: &'a Model) -> Self {
        Self { definitions: model.types.iter().map(|one| (one.name.as_str(), one)).collect() }
    }

    /// The function that makes a client with every credential.
    fn client(&self, model: &Model) -> String {
        let credentials: String = model
            .client
            .credentials
            .iter()
            .map(|credential| match credential.kind {
                CredentialKind::Basic => format!(".{}(\"user\", \"secret\")", credential.name),
                _ => format!(".{}(\"secret\")", credential.name),
            })
            .collect();
        format!(
            "fn client(given: &Given<'_>) -> Result<crate::Client, String> {{\n    given.client(|url, http| \
             crate::Client::builder(){credentials}.base_url(url).http_client(http).build())\n}}\n"
        )
    }

    fn function(&self, name: &str, operation: &Operation, body: usize) -> String {
        let mut lines = Vec::new();
        let mut arguments = Vec::new();
        for (index, parameter) in operation.parameters.iter().filter(|parameter| parameter.required).enumerate() {
            let variable = format!("a{index}");
            lines.push(format!(
                "let {variable}: {} = given.required({:?})?;",
                self.rust(&parameter.ty),
                key(parameter)
            ));
            arguments.push(self.parameter(parameter, &variable));
        }
        let required = operation.bodies.get(body).filter(|body| body.required);
        if let Some(given) = required {
            let (made, passed) = self.body(given, body);
            lines.extend(made);
            arguments.extend(passed);
        }
        let function = required.map_or(&operation.name, |body| &body.function);
        lines.push(format!("let call = client(given)?.{function}({});", arguments.join(", ")));
        for parameter in operation.parameters.iter().filter(|parameter| !parameter.required) {
            lines.push(format!(
                "let call = match given.optional::<{}>({:?})? {{ Some(value) => call.{}({}), None => call }};",
                self.rust(&parameter.ty),
                key(parameter),
                parameter.name,
                self.parameter(parameter, "value")
            ));
        }
        for (index, body) in operation.bodies.iter().enumerate().filter(|(_, body)| !body.required) {
            let (made, passed) = self.body(body, index);
            lines.push(format!(
                "let call = if given.has({:?}) {{ {} call.{}({}) }} else {{ call }};",
                body_key(index),
                made.join(" "),
                body.argument(),
                passed.join(", ")
            ));
        }
        format!(
            "\nfn {name}(given: &Given<'_>) -> Called {{\n    {}\n    finish(call.response())\n}}\n",
            lines.join("\n    ")
        )
    }

    /// A parameter as it is passed.
    fn parameter(&self, parameter: &Parameter, variable: &str) -> String {
        let passed = self.passed(&parameter.ty, variable);
        let list_or_text = matches!(self.resolve(&parameter.ty), Type::Array(_) | Type::String);
        if parameter.style.allow_empty && !list_or_text { format!("Some({passed})") } else { passed }
    }

    /// The lines that make a body of its arguments, and how it is passed.
    fn body(&self, body: &Body, index: usize) -> (Vec<String>, Vec<String>) {
        let key = body_key(index);
        let (made, passed) = match &body.kind {
            BodyKind::Json(ty) | BodyKind::Form(ty, _) => {
                (vec![format!("let body: {} = given.required({key:?})?;", self.rust(ty))], self.passed(ty, "body"))
            }
            BodyKind::Multipart(form) => (self.form(form, index), "body".to_owned()),
            BodyKind::Xml | BodyKind::Text | BodyKind::Bytes => {
                (vec![format!("let body: String = given.required({key:?})?;")], "body".to_owned())
            }
        };
        let media_type = body.is_open().then(|| format!("{:?}", concrete(body)));
        (made, media_type.into_iter().chain([passed]).collect())
    }

    fn form(&self, form: &Multipart, index: usize) -> Vec<String> {
        if form.parts.is_empty() {
            return vec!["let body = crate::runtime::Multipart::new().part(\"part\", \"text\");".to_owned()];
        }
        let mut lines = Vec::new();
        let mut arguments = Vec::new();
        for (number, part) in form.parts.iter().filter(|part| part.required).enumerate() {
            let (ty, passed) = self.part(part, &format!("p{number}"));
            lines.push(format!("let p{number}: {ty} = given.required({:?})?;", part_key(index, part)));
            arguments.push(passed);
        }
        lines.push(format!("let body = crate::api::{}::new({});", form.name, arguments.join(", ")));
        for part in form.parts.iter().filter(|part| !part.required) {
            let (ty, passed) = self.part(part, "value");
            lines.push(format!(
                "let body = match given.optional::<{ty}>({:?})? {{ Some(value) => body.with_{}({passed}), None => body }};",
                part_key(index, part),
                part.name.trim_start_matches("r#")
            ));
        }
        lines
    }

    /// The type that a part is read as, and how it is passed.
    fn part(&self, part: &FormPart, variable: &str) -> (String, String) {
        match &part.kind {
            PartKind::File(_) => {
                ("String".to_owned(), format!("crate::runtime::Upload::from({variable}).file_name(\"file\")"))
            }
            PartKind::Files(_) => (
                "Vec<String>".to_owned(),
                format!("{variable}.into_iter().map(|file| crate::runtime::Upload::from(file).file_name(\"file\"))"),
            ),
            PartKind::Value(ty) | PartKind::ValueAs(ty, _) | PartKind::Joined(ty, _) => {
                (self.rust(ty), self.passed(ty, variable))
            }
        }
    }

    /// A value as it is passed: borrowed, unless it is as small as a reference.
    fn passed(&self, ty: &Type, variable: &str) -> String {
        match self.resolve(ty) {
            Type::String => format!("{variable}.as_str()"),
            small if small.is_small() => variable.to_owned(),
            _ => format!("&{variable}"),
        }
    }

    fn resolve<'t>(&'t self, ty: &'t Type) -> &'t Type {
        let Type::Named(name) = ty else { return ty };
        match self.definitions.get(name.as_str()).map(|definition| &definition.shape) {
            Some(Shape::Alias(target)) => self.resolve(target),
            _ => ty,
        }
    }

    /// A type in Rust.
    fn rust(&self, ty: &Type) -> String {
        match ty {
            Type::Bool => "bool".to_owned(),
            Type::Integer(integer) => integer.as_str().to_owned(),
            Type::F64 => "f64".to_owned(),
            Type::String => "String".to_owned(),
            Type::DateTime(_) => "::chrono::DateTime<::chrono::Utc>".to_owned(),
            Type::Date(_) => "::chrono::NaiveDate".to_owned(),
            Type::Uuid => "::uuid::Uuid".to_owned(),
            Type::Ipv4 => "::std::net::Ipv4Addr".to_owned(),
            Type::Ipv6 => "::std::net::Ipv6Addr".to_owned(),
            Type::Number => "crate::runtime::Number".to_owned(),
            Type::Base64 => "crate::runtime::Base64".to_owned(),
            Type::Json => "::serde_json::Value".to_owned(),
            Type::Foreign(path) => format!("crate::runtime::Serde<{path}>"),
            Type::Array(items) => format!("Vec<{}>", self.rust(items)),
            Type::FixedArray(items, length) => format!("[{}; {length}]", self.rust(items)),
            Type::Map(values) => format!("::std::collections::BTreeMap<String, {}>", self.rust(values)),
            Type::Named(name) => format!("crate::types::{name}"),
            Type::Nullable(inner) => format!("Option<{}>", self.rust(inner)),
            Type::Boxed(inner) => format!("Box<{}>", self.rust(inner)),
        }
    }
}

/// A media type to send, where the caller says it.
pub(super) fn concrete(body: &Body) -> &str {
    let known = body.media_types.iter().find(|known| known.contains('/') && !known.contains('*'));
    known.map_or("application/octet-stream", String::as_str)
}
