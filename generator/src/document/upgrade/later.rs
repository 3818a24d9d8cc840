//! What documents of Swagger 2.0 have of OpenAPI 3.0 all the same.

use super::Upgrade;
use crate::diagnostic::{Code, Diagnostics, Pointer};
use crate::document::tree::Members;

/// Fields of 3.0 that 2.0 has not, by the object that has them there.
pub(super) const ROOT: &[&str] = &["components", "servers"];
pub(super) const PATH_ITEM: &[&str] = &["servers", "trace"];
pub(super) const OPERATION: &[&str] = &["callbacks", "requestBody", "servers"];
pub(super) const PARAMETER: &[&str] =
    &["allowReserved", "content", "example", "examples", "explode", "schema", "style"];
pub(super) const RESPONSE: &[&str] = &["content", "links"];
pub(super) const SCHEMA: &[&str] = &["anyOf", "deprecated", "not", "nullable", "oneOf", "writeOnly"];
pub(super) const SECURITY_SCHEME: &[&str] = &["bearerFormat", "flows", "openIdConnectUrl", "scheme"];

impl Upgrade<'_, '_> {
    /// Tells of what is of OpenAPI 3.0, where it means what it means there.
    pub(super) fn later(&mut self, members: &Members, fields: &[&str], at: &Pointer) {
        tell(&mut self.check.as_read, members, fields, at);
    }
}

/// Tells of what is of OpenAPI 3.0, where it means what it means there.
pub(super) fn tell(diagnostics: &mut Diagnostics, members: &Members, fields: &[&str], at: &Pointer) {
    for key in fields.iter().filter(|key| members.contains_key(**key)) {
        let message = format!("Swagger 2.0 has no `{key}` here; it is read as OpenAPI 3.0 has it");
        diagnostics.note(Code::UnknownField, &at.child(key), message);
    }
}
