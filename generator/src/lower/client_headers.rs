//! Header parameters that the settings have set once, on the client's builder.

use std::collections::BTreeSet;

use openapiv3::Parameter as Documented;

use super::home::Home;
use super::security::BUILDER;
use super::{Lowering, naming};
use crate::diagnostic::{Code, Diagnostic, Pointer, Setting, similar};
use crate::model::{Api, Credential, Operation, Parameter, ParameterPlace, Type};

/// What the headers of a client are parts of.
pub(super) const PLACE: &str = "client headers";

/// What is known of the headers of the client.
#[derive(Default)]
pub(super) struct ClientHeaders {
    pub(super) known: Vec<Parameter>,
    /// Those of the operation at hand: their indices, and whether it requires them.
    pub(super) of_operation: Vec<(usize, bool)>,
    /// The headers that operations have as parameters.
    seen: BTreeSet<String>,
}

impl Lowering<'_> {
    /// Whether a header is set on the client's builder. Names of headers are the same in any case (RFC 9110, section 5.1).
    pub(super) fn is_of_client(&mut self, wire: &str) -> bool {
        self.client_headers.seen.insert(wire.to_owned());
        self.settings.client_headers.iter().any(|name| name.eq_ignore_ascii_case(wire))
    }

    /// Takes a parameter of an operation for a header of the client.
    pub(super) fn client_header(&mut self, at: &Pointer, documented: &Documented, home: &Home) {
        let data = documented.parameter_data_ref();
        let ty = match self.parameter_type(at, documented, data, home) {
            Ok(ty) => ty,
            Err(what) => {
                let message = format!("the header `{}` {what}; it cannot be set on the client", data.name);
                return self.diagnostics.error(Code::Settings, at, message);
            }
        };
        let style = self.style(at, documented, &ty);
        let known = &mut self.client_headers.known;
        let index = known.iter().position(|one| one.wire.eq_ignore_ascii_case(&data.name)).unwrap_or(known.len());
        let description = data.description.clone().unwrap_or_default();
        match known.get_mut(index) {
            Some(header) => {
                header.required |= data.required;
                header.deprecated &= data.deprecated.unwrap_or(false);
                if header.description.trim().is_empty() {
                    header.description = description;
                }
                // Where operations do not agree, it is what all of them take: one text.
                if header.ty != ty || header.style != style {
                    header.ty = Type::String;
                }
            }
            None => known.push(Parameter {
                wire: data.name.clone(),
                name: String::new(),
                place: ParameterPlace::Header,
                style,
                ty,
                required: data.required,
                description,
                deprecated: data.deprecated.unwrap_or(false),
                properties: Vec::new(),
                default: None,
                constraints: Vec::new(),
            }),
        }
        self.client_headers.of_operation.push((index, data.required));
    }

    /// The headers of the client with their names, once all operations are known: those are methods of the client, as is what
    /// changes a header.
    pub(super) fn named_client_headers(&mut self, credentials: &[Credential], apis: &[Api]) -> Vec<Parameter> {
        let others = credentials.iter().flat_map(|one| [Some(&one.name), one.source.as_ref(), one.client.as_ref()]);
        let others = others.flatten().map(|name| name.trim_start_matches("r#"));
        let functions = apis.iter().flat_map(|api| &api.operations).flat_map(Operation::functions);
        let functions = functions.filter_map(|name| name.strip_prefix(Parameter::WITH));
        let reserved: Vec<&str> = BUILDER.iter().copied().chain(others).chain(functions).collect();
        let mut scope = naming::Scope::new(PLACE, &reserved, self.given);
        let mut headers = std::mem::take(&mut self.client_headers.known);
        for header in &mut headers {
            header.name = scope.name(&header.wire, naming::value_name(&header.wire), "_header");
        }
        scope.keep(&mut self.now);
        for name in &self.settings.client_headers {
            if headers.iter().any(|header| header.wire.eq_ignore_ascii_case(name)) {
                continue;
            }
            let message = format!("`{name}` is to be set on the client, but no operation has such a header parameter");
            let error = Diagnostic::of_setting(Setting::value(["client-headers", name]), message);
            let meant = similar(name, self.client_headers.seen.iter().map(String::as_str));
            self.diagnostics.push(match meant {
                Some(meant) => error.help(format!("did you mean `{meant}`?")),
                None => error,
            });
        }
        headers
    }
}
