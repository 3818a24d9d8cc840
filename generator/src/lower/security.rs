//! Security schemes become credentials.

use std::collections::HashSet;

use openapiv3::{APIKeyLocation, SecurityRequirement, SecurityScheme};

use super::{Lowering, naming};
use crate::diagnostic::{Code, Pointer};
use crate::document::downgrade::MUTUAL_TLS;
use crate::model::{Credential, CredentialKind, Requirement};

/// The methods that every builder has.
pub(super) const BUILDER: &[&str] = &[
    "base_url",
    "build",
    "connect_timeout",
    "http_client",
    "max_body",
    "read_timeout",
    "retry",
    "server",
    "timeout",
    "transport",
    "user_agent",
];

impl Lowering<'_> {
    /// The credentials that the document's schemes ask for; fills [`Lowering::credentials`].
    pub(super) fn credentials(&mut self) -> Vec<Credential> {
        let at = Pointer::root().child("components").child("securitySchemes");
        let document = self.document;
        let schemes = document.openapi.components.iter().flat_map(|components| &components.security_schemes);
        let mut scope = naming::Scope::new(at.as_str(), BUILDER, self.given);
        let mut credentials = Vec::new();
        for (wire, scheme) in scope.in_order(schemes.collect(), |(wire, _)| wire) {
            let place = at.child(wire);
            let Some((place, scheme)) = self.document.resolve::<SecurityScheme>(&place, scheme, self.diagnostics)
            else {
                continue;
            };
            if matches!(&scheme, SecurityScheme::HTTP { extensions, .. } if extensions.contains_key(MUTUAL_TLS)) {
                self.certificates.insert(wire.clone());
                continue;
            }
            let Some((kind, description)) = self.credential(&place, &scheme) else { continue };
            self.credentials.insert(wire.clone(), credentials.len());
            self.schemes.push(kind.clone());
            let name = scope.name(wire, naming::value_name(wire), "_scheme");
            credentials.push(Credential {
                wire: wire.clone(),
                name,
                source: None,
                client: None,
                kind,
                description: description.unwrap_or_default(),
            });
        }
        // All have their names by now.
        for credential in &mut credentials {
            let plain = credential.name.trim_start_matches("r#").to_owned();
            let mut name =
                |what: &str| scope.name(&format!("{} {what}", credential.wire), format!("{plain}_{what}"), "_scheme");
            let (is_token, is_fetched) = match &credential.kind {
                CredentialKind::Token(url) => (true, url.is_some()),
                kind => (matches!(kind, CredentialKind::Bearer), false),
            };
            credential.source = is_token.then(|| name("source"));
            credential.client = is_fetched.then(|| name("client"));
        }
        scope.keep(&mut self.now);
        credentials
    }

    fn credential(&mut self, at: &Pointer, scheme: &SecurityScheme) -> Option<(CredentialKind, Option<String>)> {
        let (kind, description) = match scheme {
            SecurityScheme::APIKey { location, name, description, .. } => {
                let kind = match location {
                    APIKeyLocation::Header => CredentialKind::HeaderKey(name.clone()),
                    APIKeyLocation::Query => CredentialKind::QueryKey(name.clone()),
                    APIKeyLocation::Cookie => CredentialKind::CookieKey(name.clone()),
                };
                (kind, description)
            }
            SecurityScheme::HTTP { scheme, description, .. } if scheme.eq_ignore_ascii_case("basic") => {
                (CredentialKind::Basic, description)
            }
            SecurityScheme::HTTP { scheme, description, .. } if scheme.eq_ignore_ascii_case("bearer") => {
                (CredentialKind::Bearer, description)
            }
            SecurityScheme::HTTP { scheme, .. } => {
                let message = format!("the HTTP authentication scheme `{scheme}` is not offered yet");
                self.diagnostics.warning(Code::UnsupportedSecurity, &at.child("scheme"), message);
                return None;
            }
            SecurityScheme::OAuth2 { flows, description, .. } => {
                let flow = flows.client_credentials.as_ref();
                (CredentialKind::Token(flow.map(|flow| flow.token_url.clone())), description)
            }
            SecurityScheme::OpenIDConnect { description, .. } => (CredentialKind::Token(None), description),
        };
        Some((kind, description.clone()))
    }

    /// The scopes that tokens need, of all the alternatives that the client can meet.
    pub(super) fn scopes(&self, requirements: Option<&Vec<SecurityRequirement>>) -> Vec<String> {
        let requirements = requirements.or(self.document.openapi.security.as_ref());
        let mut scopes = Vec::new();
        for (scheme, asked) in requirements.into_iter().flatten().flatten() {
            let credential = self.credentials.get(scheme).and_then(|index| self.schemes.get(*index));
            let is_token = matches!(credential, Some(CredentialKind::Token(_)));
            scopes.extend(asked.iter().filter(|_| is_token).cloned());
        }
        let mut seen = HashSet::new();
        scopes.retain(|scope| seen.insert(scope.clone()));
        scopes
    }

    /// Alternatives of combinations, by index into the credentials, and what each asks for beyond them; none where the client can meet none of them.
    pub(super) fn security(
        &mut self,
        at: &Pointer,
        requirements: Option<&Vec<SecurityRequirement>>,
    ) -> Option<(Vec<Vec<usize>>, Vec<Requirement>)> {
        let (at, requirements) = match requirements {
            Some(own) => (at.child("security"), own.clone()),
            None => (Pointer::root().child("security"), self.document.openapi.security.clone().unwrap_or_default()),
        };
        let mut alternatives = Vec::new();
        let mut beyond = Vec::new();
        for (index, requirement) in requirements.iter().enumerate() {
            let mut combination = Vec::new();
            let mut met = true;
            let mut asked = Requirement::default();
            for (scheme, scopes) in requirement {
                match self.credentials.get(scheme) {
                    Some(credential) => {
                        combination.push(*credential);
                        if matches!(self.schemes.get(*credential), Some(CredentialKind::Token(_))) {
                            asked.scopes.extend(scopes.iter().cloned());
                        }
                    }
                    // Nothing of it is in a request.
                    None if self.certificates.contains(scheme) => asked.certificates.push(scheme.clone()),
                    None => {
                        met = false;
                        let message =
                            format!("no scheme `{scheme}` that the client can meet; this alternative is left out");
                        self.diagnostics.warning(Code::UnsupportedSecurity, &at.child(index).child(scheme), message);
                    }
                }
            }
            if met {
                combination.sort_unstable();
                alternatives.push(combination);
                beyond.push(asked);
            }
        }
        if alternatives.is_empty() && !requirements.is_empty() {
            let message = "the client can meet none of the security requirements; the operation is left out";
            self.diagnostics.warning(Code::UnsupportedSecurity, &at, message);
            return None;
        }
        Some((alternatives, beyond))
    }
}
