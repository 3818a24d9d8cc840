//! What a client tells of its calls to who collects traces, and what it never tells.

#![expect(clippy::unwrap_used, reason = "helpers of tests, which may panic as tests do")]

mod loopback;

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::fmt::{Debug, Write as _};
use std::sync::{Arc, Mutex};

use loopback::Server;
use loopback::clock::Moving;
use oasmith_runtime::runtime::{Core, CoreBuilder, Method, Request, Retry, Secret, SecurityScheme, Token};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Subscriber};
use tracing_subscriber::layer::{Context, Layer, SubscriberExt as _};
use tracing_subscriber::registry::LookupSpan;
use tracing_subscriber::util::SubscriberInitExt as _;

const HEADER: SecurityScheme = SecurityScheme::api_key_header("Header", "X-Key");
const QUERY: SecurityScheme = SecurityScheme::api_key_query("Query", "key");
const COOKIE: SecurityScheme = SecurityScheme::api_key_cookie("Cookie", "session");
const BEARER: SecurityScheme = SecurityScheme::http_bearer("Bearer");
const SOURCE: SecurityScheme = SecurityScheme::http_bearer("Source");

/// What credentials and values have in common, also where they are encoded.
const SECRET: &str = "s3cr3t";

/// Everything that was told, of any crate.
#[derive(Clone, Default)]
struct Told {
    /// The fields of the client's own spans, by their names.
    fields: Arc<Mutex<BTreeMap<String, String>>>,
    /// All fields of all spans and events, as text.
    all: Arc<Mutex<String>>,
}

impl Told {
    fn field(&self, name: &str) -> Option<String> {
        self.fields.lock().unwrap().get(name).cloned()
    }
}

/// Takes fields in.
struct Taken<'a> {
    told: &'a Told,
    of_client: bool,
}

impl Visit for Taken<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        let text = format!("{value:?}");
        writeln!(self.told.all.lock().unwrap(), "{} = {text}", field.name()).unwrap();
        if self.of_client {
            let text = text.trim_matches('"').to_owned();
            self.told.fields.lock().unwrap().insert(field.name().to_owned(), text);
        }
    }
}

impl<S: Subscriber + for<'l> LookupSpan<'l>> Layer<S> for Told {
    fn on_new_span(&self, attributes: &Attributes<'_>, _: &Id, _: Context<'_, S>) {
        attributes.record(&mut Taken { told: self, of_client: attributes.metadata().target() == "oasmith" });
    }

    fn on_record(&self, id: &Id, values: &Record<'_>, context: Context<'_, S>) {
        let of_client = context.metadata(id).is_some_and(|metadata| metadata.target() == "oasmith");
        values.record(&mut Taken { told: self, of_client });
    }

    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        event.record(&mut Taken { told: self, of_client: false });
    }
}

/// What is told of a call where nothing is to be: of path, query, header, cookie, body and credentials.
async fn told<const N: usize>(answers: [&str; N], set: impl Fn(CoreBuilder) -> CoreBuilder) -> Told {
    let told = Told::default();
    let _guard = tracing_subscriber::registry().with(told.clone()).set_default();
    let server = Server::start(answers);
    let secret = |kind: &str| Secret::from(format!("{kind}&{SECRET}"));
    let core = Core::builder(&format!("{}/v1?fixed={SECRET}", server.url)).clock(Moving::new());
    let core = core.credential(HEADER, secret("h")).credential(QUERY, secret("q")).credential(COOKIE, secret("c"));
    let core = set(core.credential(BEARER, format!("b-{SECRET}"))).build().unwrap();
    let request = Request::<(), Infallible>::new(&core, Method::PUT, "/people/{id}").path("id", SECRET);
    let request = request.query("q", SECRET).header("X-Value", SECRET).cookie("value", SECRET).json(SECRET);
    let request = request.security(&[&[HEADER, QUERY, COOKIE, SOURCE], &[HEADER, QUERY, COOKIE, BEARER]]);
    // Whether it succeeds or not, it is told of.
    let _ = request.success::<()>(&["200"]).await;
    told.field("server.port").inspect(|port| assert!(server.url.ends_with(port.as_str())));
    told
}

fn check(told: &Told, expected: &[(&str, &str)]) {
    let all = told.all.lock().unwrap().clone();
    assert!(all.contains("http.request.method") && !all.contains(SECRET), "{all}");
    let mut fields = told.fields.lock().unwrap().clone();
    fields.remove("server.port");
    let of_every = [
        ("otel.kind", "client"),
        ("otel.name", "PUT /people/{id}"),
        ("http.request.method", "PUT"),
        ("url.template", "/people/{id}"),
    ];
    let expected: BTreeMap<_, _> = of_every.iter().chain(expected).copied().collect();
    let fields: BTreeMap<_, _> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    assert_eq!(fields, expected);
}

/// An answer that repeats what is secret.
fn repeating(status: &str) -> String {
    let body = format!("{{\"message\": \"b-{SECRET}\"}}");
    let headers = format!("Content-Type: application/json\r\nSet-Cookie: session={SECRET}");
    format!("HTTP/1.1 {status}\r\n{headers}\r\nContent-Length: {}\r\n\r\n{body}", body.len())
}

const ADDRESS: (&str, &str) = ("server.address", "127.0.0.1");

#[tokio::test]
async fn a_success_is_told_by_its_status() {
    let told = told([&repeating("200 OK")], |core| core).await;
    check(&told, &[ADDRESS, ("http.response.status_code", "200")]);
}

#[tokio::test]
async fn attempts_redirects_and_tokens_tell_no_more() {
    let busy = "HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n";
    let redirect = format!("HTTP/1.1 307 Elsewhere\r\nLocation: /x?key={SECRET}\r\nContent-Length: 0\r\n\r\n");
    let token = |core: CoreBuilder| {
        core.token_source(SOURCE, || async { Ok::<_, std::io::Error>(Token::new(format!("t-{SECRET}"))) })
    };
    let told = told([busy, &redirect, &repeating("401 Unauthorized"), &repeating("200 OK")], token).await;
    check(&told, &[ADDRESS, ("http.request.resend_count", "1"), ("http.response.status_code", "200")]);
}

#[tokio::test]
async fn errors_are_told_by_their_type() {
    let failed = |kind| [ADDRESS, ("error.type", kind), ("otel.status_code", "ERROR")];
    for (answer, status, kind) in [("404 Not Found", "404", "404"), ("206 Partial", "206", "response")] {
        let told = told([&repeating(answer)], |core| core).await;
        check(&told, &[&failed(kind)[..], &[("http.response.status_code", status)]].concat());
    }
    // The connection ends before there is an answer, or the body before its end.
    check(&told([""], |core| core.retry(Retry::none())).await, &failed("transport"));
    let cut = told(["HTTP/1.1 500 Oops\r\nContent-Length: 9\r\nConnection: close\r\n\r\n{"], |core| core).await;
    check(&cut, &[&failed("transport")[..], &[("http.response.status_code", "500")]].concat());
    let refused = told([""], |core| {
        core.token_source(SOURCE, || async { Err::<Token, _>(format!("h&{SECRET}, b-{SECRET}, q%26{SECRET}")) })
    });
    check(&refused.await, &failed("request"));
}
