//! Signatures: what a model has as it is written in Rust, in a line, for people who read of a change.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::TokenStream;
use quote::quote;

use super::scope::{Scope, tight};
use super::types::stored;
use super::{Emitter, Layout, operations};
use crate::model::{
    Body, Credential, CredentialKind, Definition, Field, FormPart, Model, Operation, Outcome, Parameter, Payload,
    Shape, Struct, Success, Type,
};

/// What signatures do not depend on.
static LAYOUT: Layout = Layout {
    name: String::new(),
    manifest: false,
    runtime: crate::Runtime::Vendored,
    modules: crate::Modules::Files,
    dependencies: BTreeMap::new(),
};

/// The signatures of a model.
pub(crate) struct Signatures<'a>(Emitter<'a>);

impl<'a> Signatures<'a> {
    pub(crate) fn new(model: &'a Model) -> Self {
        Self(Emitter::new(model, &LAYOUT))
    }

    /// The parts of the runtime that a copy of it has.
    pub(crate) fn features(&self) -> Vec<&'static str> {
        self.0.features()
    }

    /// The features of cargo that users of the crate may choose for parts of the API, if it has such.
    pub(crate) fn offered(&self) -> Option<BTreeSet<&str>> {
        self.0.gates.as_ref().map(|gates| gates.features().collect())
    }

    /// The feature with which a module of operations, or of what the API sends, is there.
    pub(crate) fn feature(&self, module: &str) -> Option<&str> {
        self.0.gates.as_ref()?.feature(module)
    }

    /// The features with which a type is there; none where it always is.
    pub(crate) fn features_of(&self, definition: &Definition) -> Option<&BTreeSet<String>> {
        self.0.gates.as_ref()?.of_types(&definition.module)
    }

    pub(crate) fn ty(&self, ty: &Type) -> String {
        tight(&Scope::default().ty(ty))
    }

    /// What a response carries.
    pub(crate) fn payload(&self, payload: &Payload, is_success: bool) -> String {
        operations::carried(payload, is_success, &mut Scope::default()).map_or("()".to_owned(), |ty| tight(&ty))
    }

    pub(crate) fn success(&self, success: &Success) -> String {
        tight(&self.0.success(success, &mut Scope::default()).0)
    }

    /// Whether a call returns a type of its own, on which what is optional is chained.
    pub(crate) fn wraps(operation: &Operation) -> bool {
        operations::wraps(operation)
    }

    /// Whether all errors carry one type of the document.
    pub(crate) fn shares(&self, outcomes: &[Outcome]) -> bool {
        self.0.shared(outcomes).is_some()
    }

    /// What a call returns.
    pub(crate) fn returns(&self, operation: &Operation) -> String {
        if Self::wraps(operation) {
            return operation.type_name.clone();
        }
        let error = if operation.errors.is_empty() { "Infallible" } else { &format!("{}Error", operation.type_name) };
        format!("Request<{}, {error}>", self.success(&operation.success))
    }

    /// The function of an operation, with one of the bodies that it must have.
    pub(crate) fn function(&self, operation: &Operation, body: Option<&Body>) -> String {
        let required = operation.parameters.iter().filter(|parameter| parameter.required);
        let mut arguments: Vec<String> = required.map(|parameter| self.argument(parameter)).collect();
        arguments.extend(body.map(|body| self.body(body)));
        let name = body.map_or(&operation.name, |body| &body.function);
        let of_self = if arguments.is_empty() { "&self" } else { "&self, " };
        format!("pub fn {name}({of_self}{}) -> {}", arguments.join(", "), self.returns(operation))
    }

    /// A parameter as an argument.
    pub(crate) fn argument(&self, parameter: &Parameter) -> String {
        format!("{}: {}", parameter.name, tight(&self.0.value(parameter, &mut Scope::default())))
    }

    /// Whether a parameter is given as an `Option`, since its name may be sent alone.
    pub(crate) fn is_option(&self, parameter: &Parameter) -> bool {
        self.0.may_be_empty(parameter)
    }

    /// The arguments that a body is given by.
    pub(crate) fn body(&self, body: &Body) -> String {
        let given = self.0.body(body, &quote!(body), &mut Scope::default());
        given.arguments.iter().map(told).collect::<Vec<_>>().join(", ")
    }

    /// What sets an optional parameter.
    pub(crate) fn setter(&self, parameter: &Parameter) -> String {
        format!("pub fn {}(self, {}) -> Self", parameter.name, self.argument(parameter))
    }

    /// What sets an optional body.
    pub(crate) fn body_setter(&self, body: &Body) -> String {
        format!("pub fn {}(self, {}) -> Self", body.argument(), self.body(body))
    }

    /// A part of a form as an argument.
    pub(crate) fn part(&self, part: &FormPart) -> String {
        let argument = told(&self.0.part(part, &mut Scope::default()).0);
        if part.required {
            return argument;
        }
        format!("pub fn with_{}(self, {argument}) -> Self", part.name.trim_start_matches("r#"))
    }

    /// What a form is made with.
    pub(crate) fn form(&self, parts: &[FormPart]) -> String {
        let required = parts.iter().filter(|part| part.required);
        format!("pub fn new({}) -> Self", required.map(|part| self.part(part)).collect::<Vec<_>>().join(", "))
    }

    pub(crate) fn field(&self, field: &Field) -> String {
        format!("pub {}: {}", field.name, tight(&stored(field, &mut Scope::default())))
    }

    /// What a struct of requests is made with.
    pub(crate) fn maker(&self, object: &Struct) -> String {
        let given = object.fields.iter().filter(|field| field.is_argument());
        if let Some(builder) = &object.builder {
            let steps: Vec<String> = given.map(|field| format!(".{}(…)", field.name)).collect();
            return format!("pub fn builder() -> {builder}, then {}", steps.concat());
        }
        let arguments = given.map(|field| {
            let ident = super::scope::parse(&field.name);
            let (ty, _) = self.0.given(field, &ident, &mut Scope::default());
            format!("{}: {}", field.name, tight(&ty))
        });
        format!("pub fn new({}) -> Self", arguments.collect::<Vec<_>>().join(", "))
    }

    pub(crate) fn definition(&self, definition: &Definition) -> String {
        let name = &definition.name;
        match &definition.shape {
            Shape::Struct(_) => format!("pub struct {name} {{ … }}"),
            Shape::StringEnum(_) | Shape::IntegerEnum(_) | Shape::Union(_) => format!("pub enum {name} {{ … }}"),
            Shape::Alias(ty) => format!("pub type {name} = {}", self.ty(ty)),
            Shape::Newtype(ty) => format!("pub struct {name}(pub {})", self.ty(ty)),
        }
    }

    /// The method of the builder that takes a credential.
    pub(crate) fn credential(credential: &Credential) -> String {
        let arguments = match credential.kind {
            CredentialKind::Basic => "user: impl Into<String>, password: impl Into<Secret>",
            CredentialKind::Bearer | CredentialKind::Token(_) => "token: impl Into<Secret>",
            _ => "key: impl Into<Secret>",
        };
        format!("pub fn {}(self, {arguments}) -> Self", credential.name)
    }
}

/// An argument as people write it.
fn told(argument: &TokenStream) -> String {
    tight(argument).replacen(" : ", ": ", 1)
}
