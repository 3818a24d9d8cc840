//! Servers.

use openapiv3::Server as Documented;

use super::{Lowering, naming};
use crate::diagnostic::{Code, Pointer};
use crate::model::{Server, ServerPart, ServerVariable};

impl Lowering<'_> {
    /// The servers of the document, in its order: the first is the default.
    pub(super) fn servers(&mut self) -> Vec<Server> {
        let mut taken = naming::Taken::default();
        self.document.openapi.servers.iter().map(|server| lower(server, &mut taken)).collect()
    }

    /// The server of a path or an operation: the first of those that it names, as it is unless its variables are set.
    pub(super) fn own_server(&mut self, at: &Pointer, servers: &[Documented]) -> Option<String> {
        let server = lower(servers.first()?, &mut naming::Taken::default());
        if servers.len() > 1 || !server.variables.is_empty() {
            let message =
                "of the servers that are named here, the client calls the first, with its variables as they are";
            self.diagnostics.note(Code::NotOffered, &at.child("servers"), message);
        }
        Some(server.url())
    }
}

fn lower(server: &Documented, taken: &mut naming::Taken) -> Server {
    let known = server.variables.clone().unwrap_or_default();
    let mut parts = Vec::new();
    let mut variables: Vec<ServerVariable> = Vec::new();
    let mut names = naming::Taken::default();
    let mut rest = server.url.as_str();
    while let Some((before, (wire, after))) =
        rest.split_once('{').and_then(|(before, after)| Some((before, after.split_once('}')?)))
    {
        push_text(&mut parts, before);
        match known.get(wire) {
            Some(variable) => {
                let index = variables.iter().position(|other| other.wire == wire).unwrap_or_else(|| {
                    variables.push(ServerVariable {
                        wire: wire.to_owned(),
                        name: names.unique(naming::value_name(wire), "_variable"),
                        default: variable.default.clone(),
                        values: variable.enumeration.clone(),
                        description: variable.description.clone().unwrap_or_default(),
                    });
                    variables.len() - 1
                });
                parts.push(ServerPart::Variable(index));
            }
            None => push_text(&mut parts, &format!("{{{wire}}}")),
        }
        rest = after;
    }
    push_text(&mut parts, rest);
    let description = server.description.clone().unwrap_or_default();
    Server { name: taken.unique(name(server, &description), "_server"), description, parts, variables }
}

fn push_text(parts: &mut Vec<ServerPart>, text: &str) {
    if !text.is_empty() {
        parts.push(ServerPart::Text(text.to_owned()));
    }
}

/// A short description names a server best; its host does otherwise.
fn name(server: &Documented, description: &str) -> String {
    if !description.trim().is_empty() && description.split_whitespace().count() <= 4 {
        return naming::value_name(description);
    }
    let host = server.url.split("://").last().unwrap_or_default();
    let host = host.split('/').find(|part| !part.is_empty()).unwrap_or("root");
    naming::value_name(host)
}
