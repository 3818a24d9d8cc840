//! Tokens for a client's own credentials (RFC 6749, section 4.4).

use std::error::Error as StdError;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use reqwest::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderValue};
use reqwest::{Method, StatusCode};
use serde_json::Value;
use url::Url;

use crate::runtime::receive;
use crate::runtime::secret::Secret;
use crate::runtime::token::{Fetching, Token, TokenSource};
use crate::runtime::transport::Transport;

/// An answer of the token endpoint is small.
const LARGEST: usize = 1 << 20;

/// What a client has to show for a token: its ID and its secret.
///
/// ```text
/// Client::builder().oauth_client(ClientCredentials::new("id", "secret").scope("read"))
/// ```
#[derive(Clone, Debug)]
pub struct ClientCredentials {
    id: String,
    secret: Secret,
    scopes: Vec<String>,
    parameters: Vec<(String, String)>,
    in_body: bool,
}

impl ClientCredentials {
    /// The ID and the secret of a client. They are sent by HTTP basic authentication (RFC 6749, section 2.3.1).
    pub fn new(id: impl Into<String>, secret: impl Into<Secret>) -> Self {
        Self { id: id.into(), secret: secret.into(), scopes: Vec::new(), parameters: Vec::new(), in_body: false }
    }

    /// Asks for a scope (RFC 6749, section 3.3).
    pub fn scope(mut self, scope: impl Into<String>) -> Self {
        self.scopes.push(scope.into());
        self
    }

    /// Sends a parameter of the server's own, such as `audience`.
    pub fn parameter(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.parameters.push((name.into(), value.into()));
        self
    }

    /// Sends the ID and the secret in the body, for servers that take them only there.
    pub fn in_body(mut self) -> Self {
        self.in_body = true;
        self
    }

    /// The secrets, which are not to be shown.
    pub(crate) fn secret(&self) -> &Secret {
        &self.secret
    }

    fn request(&self, url: &Url) -> reqwest::Request {
        let mut form = url::form_urlencoded::Serializer::new(String::new());
        form.append_pair("grant_type", "client_credentials");
        if !self.scopes.is_empty() {
            form.append_pair("scope", &self.scopes.join(" "));
        }
        form.extend_pairs(&self.parameters);
        let mut request = reqwest::Request::new(Method::POST, url.clone());
        let headers = request.headers_mut();
        headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/x-www-form-urlencoded"));
        if self.in_body {
            form.append_pair("client_id", &self.id).append_pair("client_secret", self.secret.expose());
        } else {
            // Both are encoded as a form's values are before they are put together.
            let encoded = |text: &str| url::form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
            let pair = format!("{}:{}", encoded(&self.id), encoded(self.secret.expose()));
            if let Ok(mut value) = HeaderValue::from_str(&format!("Basic {}", BASE64.encode(pair))) {
                value.set_sensitive(true);
                headers.insert(AUTHORIZATION, value);
            }
        }
        *request.body_mut() = Some(form.finish().into());
        request
    }
}

/// A token endpoint, with what is shown to it.
pub(crate) struct Endpoint {
    pub(crate) transport: Arc<dyn Transport>,
    pub(crate) url: Url,
    pub(crate) credentials: ClientCredentials,
}

impl TokenSource for Endpoint {
    fn token(&self) -> Fetching<'_> {
        Box::pin(self.fetch())
    }
}

impl Endpoint {
    async fn fetch(&self) -> Result<Token, Box<dyn StdError + Send + Sync>> {
        let host = self.url.host_str().unwrap_or_default();
        let response = self.transport.send(self.credentials.request(&self.url)).await.map_err(|error| {
            match error.downcast::<reqwest::Error>() {
                Ok(error) => Box::new(error.without_url()),
                Err(error) => error,
            }
        })?;
        let status = response.status();
        if status.is_redirection() {
            return Err(format!("the token endpoint at {host} redirects ({status}), which is not followed").into());
        }
        let (mut chunks, mut body) = (pin!(response.bytes_stream()), Vec::new());
        while let Some(chunk) = receive::next(chunks.as_mut()).await {
            let chunk = chunk.map_err(reqwest::Error::without_url)?;
            if chunk.len() > LARGEST - body.len() {
                return Err(format!("the token endpoint at {host} answers more than {LARGEST} bytes").into());
            }
            body.extend_from_slice(&chunk);
        }
        read(status, &body).map_err(|reason| format!("the token endpoint at {host} {reason}").into())
    }
}

/// Reads an answer (RFC 6749, sections 5.1 and 5.2). The reason never holds a token.
fn read(status: StatusCode, body: &[u8]) -> Result<Token, String> {
    let answer: Value = serde_json::from_slice(body).unwrap_or_default();
    let text = |key: &str| answer.get(key).and_then(Value::as_str).filter(|text| !text.is_empty());
    if !status.is_success() {
        let said = text("error_description").or_else(|| text("error")).unwrap_or("nothing that could be read");
        let said: String = said.chars().filter(|character| !character.is_control()).take(300).collect();
        return Err(format!("answers {}: {said}", status.as_u16()));
    }
    let Some(token) = text("access_token") else { return Err("gives no `access_token`".to_owned()) };
    if let Some(kind) = text("token_type").filter(|kind| !kind.eq_ignore_ascii_case("bearer")) {
        let kind: String = kind.chars().filter(|character| !character.is_control()).take(40).collect();
        return Err(format!("gives a token of the type `{kind}`, and only `bearer` can be sent"));
    }
    // Some servers write the number as a string.
    let seconds = answer.get("expires_in").and_then(|value| match value {
        Value::String(text) => text.parse().ok(),
        value => value.as_f64(),
    });
    let token = Token::new(token);
    Ok(match seconds.and_then(|seconds| Duration::try_from_secs_f64(seconds).ok()) {
        Some(lifetime) => token.lifetime(lifetime),
        None => token,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_token_is_told_without_secrets() {
        let refused = |status: u16, body: &str| {
            read(StatusCode::from_u16(status).unwrap(), body.as_bytes()).map(|_| ()).unwrap_err()
        };
        let denied = refused(400, r#"{"error":"invalid_client","error_description":"Who\nare you?"}"#);
        assert_eq!(denied, "answers 400: Whoare you?");
        assert_eq!(refused(401, r#"{"error":"invalid_client"}"#), "answers 401: invalid_client");
        assert_eq!(refused(500, "<html>"), "answers 500: nothing that could be read");
        assert_eq!(refused(200, "{}"), "gives no `access_token`");
        assert!(refused(200, r#"{"access_token":"s3cr3t","token_type":"mac"}"#).contains("`mac`"));
    }

    #[test]
    fn the_lifetime_may_be_a_number_or_a_text() {
        let lifetime = |value: &str| {
            let body = format!(r#"{{"access_token":"t","token_type":"Bearer"{value}}}"#);
            format!("{:?}", read(StatusCode::OK, body.as_bytes()).unwrap())
        };
        for value in [r#","expires_in":3600"#, r#","expires_in":"3600""#, r#","expires_in":3600.0"#] {
            assert!(lifetime(value).contains("3600s"), "{value}");
        }
        assert!(lifetime("").contains("None"));
        assert!(lifetime(r#","expires_in":-1"#).contains("None"));
        assert!(!lifetime("").contains("\"t\""));
    }
}
