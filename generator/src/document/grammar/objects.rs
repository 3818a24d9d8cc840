//! The objects of OpenAPI 3.0 but for the Schema Object, in the order of the specification
//! ([OpenAPI 3.0.3](https://spec.openapis.org/oas/v3.0.3)).

use super::Need::{Else, Required};
use super::Shape::{Any, Flag, List, Map, Object, RefOr, Schema, Text, Word};
use super::check::Check;
use super::{content, mend, object, status, swagger};
use crate::diagnostic::Pointer;
use crate::document::tree::{Members, Tree};

fn empty_text() -> Tree {
    Tree::String(String::new())
}

fn empty_object() -> Tree {
    Tree::Object(Members::new())
}

object!(OPENAPI = "OpenAPI Object" {
    "openapi": Text => Required,
    "info": Object(&INFO) => Else(empty_info),
    "servers": List(&Object(&SERVER)),
    "paths": Object(&PATHS) => Else(empty_object),
    // Of OpenAPI 3.1, and what documents of 3.0 call the same.
    "webhooks": Map(&RefOr(&PATH_ITEM)),
    "x-webhooks": Map(&RefOr(&PATH_ITEM)),
    "components": Object(&COMPONENTS),
    "security": List(&Map(&List(&Text))),
    "tags": List(&Object(&TAG)),
    "externalDocs": Object(&EXTERNAL_DOCS),
} before: Some(mend::root));

fn empty_info() -> Tree {
    let field = |name: &str| (name.to_owned(), empty_text());
    Tree::Object([field("title"), field("version")].into_iter().collect())
}

object!(INFO = "Info Object" {
    "title": Text => Else(empty_text),
    "description": Text,
    "termsOfService": Text,
    "contact": Object(&CONTACT),
    "license": Object(&LICENSE),
    "version": Text => Else(empty_text),
});

object!(CONTACT = "Contact Object" {
    "name": Text,
    "url": Text,
    "email": Text,
});

object!(LICENSE = "License Object" {
    "name": Text => Else(empty_text),
    "url": Text,
});

object!(SERVER = "Server Object" {
    "url": Text => Required,
    "description": Text,
    "variables": Map(&Object(&SERVER_VARIABLE)),
});

object!(SERVER_VARIABLE = "Server Variable Object" {
    "enum": List(&Text),
    "default": Text => Required,
    "description": Text,
} before: Some(mend::server_variable));

object!(COMPONENTS = "Components Object" {
    "schemas": Map(&Schema),
    "responses": Map(&RefOr(&RESPONSE)),
    "parameters": Map(&RefOr(&PARAMETER)),
    "examples": Map(&RefOr(&EXAMPLE)),
    "requestBodies": Map(&RefOr(&REQUEST_BODY)),
    "headers": Map(&RefOr(&HEADER)),
    "securitySchemes": Map(&RefOr(&SECURITY_SCHEME)),
    "links": Map(&RefOr(&LINK)),
    "callbacks": Map(&RefOr(&CALLBACK)),
    // Of OpenAPI 3.1 and 3.2; references lead there.
    "pathItems": Map(&RefOr(&PATH_ITEM)),
    "mediaTypes": Map(&Object(&MEDIA_TYPE)),
});

object!(PATHS = "Paths Object" {} names: Some((|name| name.starts_with('/'), RefOr(&PATH_ITEM))), before: Some(mend::paths));

/// The methods that a Path Item Object has operations for.
pub(in crate::document) const METHODS: [&str; 8] =
    ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

object!(PATH_ITEM = "Path Item Object" {
    "$ref": Text,
    "summary": Text,
    "description": Text,
    "get": Object(&OPERATION),
    "put": Object(&OPERATION),
    "post": Object(&OPERATION),
    "delete": Object(&OPERATION),
    "options": Object(&OPERATION),
    "head": Object(&OPERATION),
    "patch": Object(&OPERATION),
    "trace": Object(&OPERATION),
    "servers": List(&Object(&SERVER)),
    "parameters": List(&RefOr(&PARAMETER)),
    // Of methods that 3.0 does not know.
    "x-oasmith-operations": Map(&Object(&OPERATION)),
});

object!(OPERATION = "Operation Object" {
    "tags": List(&Text),
    "summary": Text,
    "description": Text,
    "externalDocs": Object(&EXTERNAL_DOCS),
    "operationId": Text,
    "parameters": List(&RefOr(&PARAMETER)),
    "requestBody": RefOr(&REQUEST_BODY),
    "responses": Object(&RESPONSES) => Else(empty_object),
    "callbacks": Map(&Object(&CALLBACK)),
    "deprecated": Flag,
    "security": List(&Map(&List(&Text))),
    "servers": List(&Object(&SERVER)),
});

object!(EXTERNAL_DOCS = "External Documentation Object" {
    "description": Text,
    "url": Text => Required,
});

object!(PARAMETER = "Parameter Object" {
    "name": Text => Required,
    "in": Word(&["query", "header", "path", "cookie"]) => Required,
    "description": Text,
    "required": Flag,
    "deprecated": Flag,
    "allowEmptyValue": Flag,
    "style": Word(&["matrix", "label", "form", "simple", "spaceDelimited", "pipeDelimited", "deepObject"]),
    "explode": Flag,
    "allowReserved": Flag,
    "schema": Schema,
    "example": Any,
    "examples": Map(&RefOr(&EXAMPLE)),
    "content": Map(&Object(&MEDIA_TYPE)),
} before: Some(described), after: Some(mend::parameter));

/// What parameters and headers have in common.
fn described(check: &mut Check<'_>, members: &mut Members, at: &Pointer) {
    swagger::fields(check, members, at);
    content::names(check, members, at);
}

object!(REQUEST_BODY = "Request Body Object" {
    "description": Text,
    "content": Map(&Object(&MEDIA_TYPE)) => Else(empty_object),
    "required": Flag,
} before: Some(content::body));

object!(MEDIA_TYPE = "Media Type Object" {
    "schema": Schema,
    "example": Any,
    "examples": Map(&RefOr(&EXAMPLE)),
    "encoding": Map(&Object(&ENCODING)),
} before: Some(content::media_type));

object!(ENCODING = "Encoding Object" {
    "contentType": Text,
    "headers": Map(&RefOr(&HEADER)),
    "style": Word(&["form", "spaceDelimited", "pipeDelimited", "deepObject"]),
    "explode": Flag,
    "allowReserved": Flag,
} after: Some(mend::encoding));

object!(RESPONSES = "Responses Object" {
    "default": RefOr(&RESPONSE),
} names: Some((is_status, RefOr(&RESPONSE))), before: Some(status::statuses));

/// Whether a name is a status code, or a range of them such as `4XX`.
pub(super) fn is_status(name: &str) -> bool {
    match name.as_bytes() {
        [b'1'..=b'9', second, third] => second.is_ascii_digit() && third.is_ascii_digit() || is_range(name),
        _ => false,
    }
}

fn is_range(name: &str) -> bool {
    matches!(name.as_bytes(), [b'1'..=b'9', b'X' | b'x', b'X' | b'x'])
}

object!(RESPONSE = "Response Object" {
    "description": Text => Else(empty_text),
    "headers": Map(&RefOr(&HEADER)),
    "content": Map(&Object(&MEDIA_TYPE)),
    "links": Map(&RefOr(&LINK)),
} before: Some(content::body));

object!(CALLBACK = "Callback Object" {} names: Some((|_| true, RefOr(&PATH_ITEM))), extensions: false, before: Some(mend::callback));

object!(EXAMPLE = "Example Object" {
    "summary": Text,
    "description": Text,
    "value": Any,
    "externalValue": Text,
});

object!(LINK = "Link Object" {
    "operationRef": Text,
    "operationId": Text,
    "parameters": Map(&Any),
    "requestBody": Any,
    "description": Text,
    "server": Object(&SERVER),
} after: Some(mend::link));

object!(HEADER = "Header Object" {
    "description": Text,
    "required": Flag,
    "deprecated": Flag,
    "allowEmptyValue": Flag,
    "style": Word(&["simple"]),
    "explode": Flag,
    "allowReserved": Flag,
    "schema": Schema,
    "example": Any,
    "examples": Map(&RefOr(&EXAMPLE)),
    "content": Map(&Object(&MEDIA_TYPE)),
} before: Some(described), after: Some(mend::header));

object!(TAG = "Tag Object" {
    "name": Text => Required,
    "description": Text,
    "externalDocs": Object(&EXTERNAL_DOCS),
});

object!(DISCRIMINATOR = "Discriminator Object" {
    "propertyName": Text => Required,
    "mapping": Map(&Text),
});

object!(XML = "XML Object" {
    "name": Text,
    "namespace": Text,
    "prefix": Text,
    "attribute": Flag,
    "wrapped": Flag,
});

object!(SECURITY_SCHEME = "Security Scheme Object" {
    "type": Word(&["apiKey", "http", "oauth2", "openIdConnect"]) => Required,
    "description": Text,
    "name": Text,
    "in": Word(&["query", "header", "cookie"]),
    "scheme": Text,
    "bearerFormat": Text,
    "flows": Object(&OAUTH_FLOWS),
    "openIdConnectUrl": Text,
} before: Some(mend::basic), after: Some(mend::security_scheme));

object!(OAUTH_FLOWS = "OAuth Flows Object" {
    "implicit": Object(&IMPLICIT_FLOW),
    "password": Object(&TOKEN_FLOW),
    "clientCredentials": Object(&TOKEN_FLOW),
    "authorizationCode": Object(&CODE_FLOW),
});

object!(IMPLICIT_FLOW = "OAuth Flow Object" {
    "authorizationUrl": Text => Required,
    "tokenUrl": Text,
    "refreshUrl": Text,
    "scopes": Map(&Text) => Else(empty_object),
});

object!(TOKEN_FLOW = "OAuth Flow Object" {
    "authorizationUrl": Text,
    "tokenUrl": Text => Required,
    "refreshUrl": Text,
    "scopes": Map(&Text) => Else(empty_object),
});

object!(CODE_FLOW = "OAuth Flow Object" {
    "authorizationUrl": Text => Required,
    "tokenUrl": Text => Required,
    "refreshUrl": Text,
    "scopes": Map(&Text) => Else(empty_object),
});
