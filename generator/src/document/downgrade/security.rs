//! Security schemes ([OpenAPI 3.2.0, section 4.27](https://spec.openapis.org/oas/v3.2.0#security-scheme-object)).

use super::{MUTUAL_TLS, rename};
use crate::document::tree::{Members, Tree};

/// A certificate of the client is shown by TLS: nothing of it is in a request.
pub(super) fn scheme(members: &mut Members) {
    if members.get("type").and_then(Tree::as_str) == Some("mutualTLS") {
        members.insert("type".to_owned(), Tree::from("http"));
        members.insert("scheme".to_owned(), Tree::from("mutual"));
        members.insert(MUTUAL_TLS.to_owned(), Tree::Bool(true));
    }
    rename(members, "deprecated", "x-oasmith-deprecated");
    rename(members, "oauth2MetadataUrl", "x-oasmith-metadata-url");
}

/// A token that a device gets is one that the caller gives.
pub(super) fn flows(members: &mut Members) {
    rename(members, "deviceAuthorization", "x-oasmith-device-authorization");
}

/// A requirement names a scheme, or refers to it by a URI.
pub(super) fn requirements(members: &mut Members) {
    let Some(Tree::Array(requirements)) = members.get_mut("security") else { return };
    for requirement in requirements {
        let Tree::Object(schemes) = requirement else { continue };
        if schemes.keys().any(|name| name.starts_with(SCHEMES)) {
            let named = std::mem::take(schemes).into_iter().map(|(name, scopes)| {
                let known = name.strip_prefix(SCHEMES).map(|name| name.replace("~1", "/").replace("~0", "~"));
                (known.unwrap_or(name), scopes)
            });
            *schemes = named.collect();
        }
    }
}

const SCHEMES: &str = "#/components/securitySchemes/";
