//! The tree becomes an `openapiv3::OpenAPI`.

use openapiv3::{
    Example, Header, Link, OpenAPI, Operation, Parameter, ReferenceOr, RequestBody, Response, Schema, SecurityScheme,
};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde::de::value::Error;

use super::tree::{Members, Tree};
use crate::diagnostic::{Code, Diagnostics, Pointer};

/// Reads the whole document. A part that cannot be read is an error at its place, and taken out of the tree.
pub(super) fn parse(tree: &mut Tree, diagnostics: &mut Diagnostics) -> Option<OpenAPI> {
    let refused = match OpenAPI::deserialize(&*tree) {
        Ok(openapi) => return Some(openapi),
        Err(error) => error,
    };
    blame(tree, diagnostics);
    match OpenAPI::deserialize(&*tree) {
        Ok(openapi) => {
            if !diagnostics.has_errors() {
                diagnostics.error(Code::WrongType, &Pointer::root(), refused.to_string());
            }
            Some(openapi)
        }
        Err(error) => {
            diagnostics.error(Code::WrongType, &Pointer::root(), format!("the document cannot be read: {error}"));
            None
        }
    }
}

/// The parser's errors name no place: what is refused is found by reading the parts one by one.
fn blame(tree: &mut Tree, diagnostics: &mut Diagnostics) {
    let root = Pointer::root();
    if let Some(Tree::Object(components)) = tree.at_mut(&root.child("components")) {
        for (kind, members) in components {
            let at = root.child("components").child(kind);
            let Tree::Object(members) = members else { continue };
            let read: fn(&Tree) -> Result<(), Error> = match kind.as_str() {
                "schemas" => reads::<ReferenceOr<Schema>>,
                "responses" => reads::<ReferenceOr<Response>>,
                "parameters" => reads::<ReferenceOr<Parameter>>,
                "examples" => reads::<ReferenceOr<Example>>,
                "requestBodies" => reads::<ReferenceOr<RequestBody>>,
                "headers" => reads::<ReferenceOr<Header>>,
                "securitySchemes" => reads::<ReferenceOr<SecurityScheme>>,
                "links" => reads::<ReferenceOr<Link>>,
                _ => continue,
            };
            sift(members, &at, diagnostics, |_, value| read(value));
        }
    }
    if let Some(Tree::Object(paths)) = tree.at_mut(&root.child("paths")) {
        for (path, item) in paths {
            let Tree::Object(item) = item else { continue };
            sift(item, &root.child("paths").child(path), diagnostics, |key, value| match key {
                "get" | "put" | "post" | "delete" | "options" | "head" | "patch" | "trace" => reads::<Operation>(value),
                "parameters" => reads::<Vec<ReferenceOr<Parameter>>>(value),
                _ => Ok(()),
            });
        }
    }
}

fn reads<T: DeserializeOwned>(tree: &Tree) -> Result<(), Error> {
    T::deserialize(tree).map(drop)
}

fn sift(
    members: &mut Members,
    at: &Pointer,
    diagnostics: &mut Diagnostics,
    read: impl Fn(&str, &Tree) -> Result<(), Error>,
) {
    members.retain(|key, value| match read(key, value) {
        Ok(()) => true,
        Err(error) => {
            diagnostics.error(Code::WrongType, &at.child(key), format!("this cannot be read: {error}"));
            false
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_refused_is_told_with_its_place_and_the_rest_is_read() {
        let mut tree: Tree = serde_json::from_str(
            r#"{"openapi": "3.0.0", "info": {"title": "", "version": ""},
                "paths": {"/a": {"get": {"responses": {}}, "put": {"responses": 5}}},
                "components": {"schemas": {"A": {"type": "string"}, "B": {"properties": {"x": {"maxLength": "y"}}}}}}"#,
        )
        .unwrap();
        let mut diagnostics = Diagnostics::default();
        let openapi = parse(&mut tree, &mut diagnostics).unwrap();
        let places: Vec<_> = diagnostics.iter().map(|one| one.pointer.as_str()).collect();
        assert_eq!(places, ["/components/schemas/B", "/paths/~1a/put"]);
        assert!(diagnostics.has_errors());
        assert_eq!((openapi.operations().count(), openapi.components.unwrap().schemas.len()), (1, 1));
    }
}
