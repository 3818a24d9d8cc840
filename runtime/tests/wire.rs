//! What requests put on the wire and what becomes of answers, for all that a description may ask for.

#![expect(clippy::unwrap_used, reason = "helpers of tests, which may panic as tests do")]

#[path = "loopback/chunks.rs"]
mod chunks;
mod loopback;

use std::collections::BTreeMap;
use std::convert::Infallible;

use chunks::Chunks;
use loopback::{Seen, Server, answer};
use oasmith_runtime::runtime::{
    ByteStream, ClientHeader, Core, CoreBuilder, Error, Method, Request, SecurityScheme, StatusCode, Style, Upload,
    errors, operation, reqwest, responses,
};

const NO_CONTENT: &str = "HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n";
const HEADER: SecurityScheme = SecurityScheme::api_key_header("Header", "X-Key");
const QUERY: SecurityScheme = SecurityScheme::api_key_query("Query", "api key").set_by("query_key");
const COOKIE: SecurityScheme = SecurityScheme::api_key_cookie("Cookie", "session");
const BASIC: SecurityScheme = SecurityScheme::http_basic("Basic");
const BEARER: SecurityScheme = SecurityScheme::http_bearer("Bearer");

type Plain = Request<(), Infallible>;

fn core(server: &Server, set: impl Fn(CoreBuilder) -> CoreBuilder) -> Core {
    set(Core::builder(&server.url)).build().unwrap()
}

fn get(core: &Core) -> Plain {
    Request::new(core, Method::GET, "/x").success(&["204"])
}

/// What a request puts on the wire.
async fn sent(set: impl Fn(CoreBuilder) -> CoreBuilder, request: impl Fn(Plain) -> Plain) -> Seen {
    let server = Server::start([NO_CONTENT]);
    request(get(&core(&server, set))).await.unwrap();
    server.only()
}

/// What a request with a body puts on the wire.
async fn posted(request: impl Fn(Plain) -> Plain) -> Seen {
    let server = Server::start([NO_CONTENT]);
    request(Request::new(&core(&server, |core| core), Method::POST, "/x").success(&["204"])).await.unwrap();
    server.only()
}

/// Why a request is refused; nothing may have been sent.
async fn refused(set: impl Fn(CoreBuilder) -> CoreBuilder, request: impl Fn(Plain) -> Plain) -> String {
    let server = Server::start([NO_CONTENT]);
    let error = request(get(&core(&server, set))).await.unwrap_err();
    assert!(matches!(error, Error::Request(_)), "{error}");
    assert_eq!(server.connections(), 0);
    error.to_string()
}

#[tokio::test]
async fn a_query_string_is_one_value_and_a_method_may_be_any() {
    let object = BTreeMap::from([("a b".to_owned(), 1)]);
    let seen = sent(|core| core, |request| request.query_string("filter", Style::JSON, &object)).await;
    assert_eq!(seen.line, "GET /x?%7B%22a%20b%22%3A1%7D");
    let seen = sent(|core| core, |request| request.query_string("path", Style::SIMPLE, "$.a[?(@.b)]")).await;
    assert_eq!(seen.line, "GET /x?%24.a%5B%3F%28%40.b%29%5D");
    let lists = [("a", vec!["b", "c d"]), ("e", vec!["f", "g"])];
    let lists: BTreeMap<String, Vec<&str>> = lists.map(|(name, list)| (name.to_owned(), list)).into();
    let styles = [("e", Style::PIPE_DELIMITED)];
    let seen = sent(|core| core, |request| request.query_form("form", &styles, &lists)).await;
    assert_eq!(seen.line, "GET /x?a=b&a=c+d&e=f%7Cg");
    let server = Server::start([NO_CONTENT]);
    let request: Plain = Request::with_method(&core(&server, |core| core), "QUERY", "/x").success(&["204"]);
    request.await.unwrap();
    assert_eq!(server.only().line, "QUERY /x");
    let core = core(&server, |core| core);
    let refused: Plain = Request::with_method(&core, "NO METHOD", "/x").success(&["204"]);
    assert!(matches!(refused.await, Err(Error::Request(_))));
}

#[tokio::test]
async fn a_cookie_that_is_written_as_it_is_is_one_all_the_same() {
    let seen = sent(|core| core, |request| request.cookie_as("c", Style::FORM.allow_reserved(), "a=b;d:/")).await;
    assert_eq!(seen.header("cookie"), Some("c=a=b%3Bd:/"));
}

#[tokio::test]
async fn parameters_travel_in_their_default_styles() {
    let object = BTreeMap::from([("R".to_owned(), 100), ("G".to_owned(), 200)]);
    let seen = sent(
        |core| core.user_agent("test/1"),
        |request| {
            let request = request.query("q", "a b&c=d+e/\u{e9}").query("list", vec![1, 2]).query("object", &object);
            let request =
                request.query("none", None::<bool>).header("X-List", vec!["a", "b"]).header("X-None", None::<i32>);
            request.header("X-Object", &object).cookie("c", "a;b c").cookie("d", true)
        },
    )
    .await;
    assert_eq!(seen.line, "GET /x?q=a%20b%26c%3Dd%2Be%2F%C3%A9&list=1&list=2&G=200&R=100");
    assert_eq!(seen.header("x-list"), Some("a,b"));
    assert_eq!(seen.header("x-object"), Some("G,200,R,100"));
    assert_eq!(seen.header("x-none"), None);
    assert_eq!(seen.header("cookie"), Some("c=a%3Bb%20c; d=true"));
    assert_eq!(seen.header("user-agent"), Some("test/1"));
    assert_eq!((seen.header("content-length"), seen.body.as_str()), (None, ""));
}

#[tokio::test]
async fn parameters_travel_in_styles_of_their_own() {
    let list = vec![1, 2];
    let seen = sent(
        |core| core,
        |request| {
            let request = request.query_as("q", Style::PIPE_DELIMITED, &list).query_as("e", Style::JSON, &list);
            request.header_as("X-Json", Style::JSON, &list).cookie_as("c", Style::FORM.explode(false), &list)
        },
    )
    .await;
    assert_eq!(seen.line, "GET /x?q=1%7C2&e=%5B1%2C2%5D");
    assert_eq!((seen.header("x-json"), seen.header("cookie")), (Some("[1,2]"), Some("c=1,2")));
}

#[tokio::test]
async fn bodies_are_forms_or_sent_as_they_are() {
    let object = BTreeMap::from([("a b", vec!["1", "é"]), ("c", vec![])]);
    let object: BTreeMap<String, Vec<&str>> = object.into_iter().map(|(key, list)| (key.to_owned(), list)).collect();
    let seen = posted(|request| request.form(&[], &object)).await;
    assert_eq!(seen.header("content-type"), Some("application/x-www-form-urlencoded"));
    assert_eq!(seen.body, "a+b=1&a+b=%C3%A9");

    let seen = posted(|request| request.upload("image/png", "PNG")).await;
    assert_eq!((seen.header("content-type"), seen.header("content-length")), (Some("image/png"), Some("3")));
    assert_eq!((seen.header("transfer-encoding"), seen.body.as_str()), (None, "PNG"));

    let stream = || Upload::from(reqwest::Body::wrap_stream(Chunks(vec!["one ", "two"])));
    let seen = posted(|request| request.upload("text/plain", stream().length(7))).await;
    assert_eq!((seen.header("transfer-encoding"), seen.body.as_str()), (None, "one two"));
    let seen = posted(|request| request.upload("text/plain", stream())).await;
    assert_eq!((seen.header("transfer-encoding"), seen.body.as_str()), (Some("chunked"), "one two"));

    assert!(refused(|core| core, |request| request.upload("image/*", "x")).await.contains("`image/*`"));
    assert!(refused(|core| core, |request| request.form(&[], vec![1])).await.contains("object"));
}

#[cfg(feature = "multipart")]
#[tokio::test]
async fn forms_have_parts() {
    use oasmith_runtime::runtime::Multipart;

    let object = BTreeMap::from([("R".to_owned(), 1)]);
    let seen = posted(|request| {
        let form = Multipart::new().part("text", "a b").part("list", vec![1, 2]).part("none", None::<i32>);
        let form = form.part_joined("joined", ',', vec!["a", "b c"]).part_joined("empty", '|', Vec::<i32>::new());
        let form = form.part("object", &object).part_as("csv", "text/csv", "x,y").part_as("json", "a/b", vec![1]);
        let form = form.file("plain \"file\"", "image/png", "PNG");
        let named = Upload::from("GIF").file_name("é\r\n\".gif").media_type("image/gif").header("X-Id", "7");
        request.multipart(form.files("named", "image/png", [named]))
    })
    .await;
    let boundary = seen.header("content-type").unwrap().strip_prefix("multipart/form-data; boundary=").unwrap();
    let part =
        |head: &str, body: &str| format!("--{boundary}\r\nContent-Disposition: form-data; {head}\r\n\r\n{body}\r\n");
    let expected = [
        part("name=\"text\"", "a b"),
        part("name=\"list\"", "1"),
        part("name=\"list\"", "2"),
        part("name=\"joined\"", "a,b c"),
        part("name=\"object\"\r\nContent-Type: application/json", "{\"R\":1}"),
        part("name=\"csv\"\r\nContent-Type: text/csv", "x,y"),
        part("name=\"json\"\r\nContent-Type: a/b", "[1]"),
        part("name=\"plain %22file%22\"; filename=\"plain %22file%22\"\r\nContent-Type: image/png", "PNG"),
        part("name=\"named\"; filename=\"é%0D%0A%22.gif\"\r\nContent-Type: image/gif\r\nx-id: 7", "GIF"),
        format!("--{boundary}--\r\n"),
    ];
    assert_eq!(seen.body, expected.concat());
    assert_eq!(seen.header("content-length"), Some(seen.body.len().to_string().as_str()));

    let seen = posted(|request| request.multipart(Multipart::new())).await;
    let boundary = seen.header("content-type").unwrap().strip_prefix("multipart/form-data; boundary=").unwrap();
    assert_eq!(seen.body, format!("--{boundary}--\r\n"));

    let joined =
        refused(|core| core, |request| request.multipart(Multipart::new().part_joined("list", '|', vec!["a|b"])));
    assert!(joined.await.contains("`list` holds `|`"));
    let refused = |make: fn() -> Upload| {
        refused(|core| core, move |request| request.multipart(Multipart::new().file("f", "image/png", make())))
    };
    assert!(refused(|| Upload::from("x").media_type("a b")).await.contains("`f`"));
    assert!(refused(|| Upload::from("x").header("X", "a\r\nb")).await.contains("`f`"));
}

#[tokio::test]
async fn paths_are_filled_below_the_base() {
    let server = Server::start([NO_CONTENT]);
    let core = Core::builder(&format!("{}/v1/", server.url)).build().unwrap();
    let request = Request::new(&core, Method::DELETE, "/a/{x}.{y}/{z}?fixed=1");
    let request: Plain = request.path("x", 1).path("y", "j/s").path("z", vec!["p,q", "r"]).success(&["204"]);
    request.await.unwrap();
    assert_eq!(server.only().line, "DELETE /v1/a/1.j%2Fs/p%2Cq,r?fixed=1");
}

#[tokio::test]
async fn what_cannot_travel_is_refused() {
    let bare = |core: CoreBuilder| core;
    assert!(refused(bare, |request| request.header("X", vec!["a,b", "c"])).await.contains("comma"));
    assert!(refused(bare, |request| request.header("X", "a\u{e9}")).await.contains("not ASCII"));
    assert!(refused(bare, |request| request.query("q", f64::NAN)).await.contains("finite"));
    assert!(refused(bare, |request| request.json_as("a\nb", 1)).await.contains("media type `a\\nb`"));
    let nan = refused(bare, |request| request.json(vec![f64::INFINITY])).await;
    assert!(nan.contains("the body cannot be written as JSON"), "{nan}");
}

#[tokio::test]
async fn credentials_travel_where_their_scheme_says() {
    let all = |core: CoreBuilder| {
        let core = core.credential(HEADER, "h k").credential(QUERY, "q&k").credential(COOKIE, "c-k");
        core.basic(BASIC, "user", "pass:word").credential(BEARER, "t")
    };
    let seen = sent(all, |request| request.query("q", 1).security(&[&[HEADER, QUERY, COOKIE, BASIC]])).await;
    assert_eq!(seen.line, "GET /x?q=1&api%20key=q%26k");
    assert_eq!(seen.header("x-key"), Some("h k"));
    assert_eq!(seen.header("cookie"), Some("session=c-k"));
    assert_eq!(seen.header("authorization"), Some("Basic dXNlcjpwYXNzOndvcmQ="));

    // Two schemes may name one place.
    const AGAIN: SecurityScheme = SecurityScheme::api_key_query("Again", "api key");
    let twice = |core: CoreBuilder| core.credential(QUERY, "q").credential(AGAIN, "q");
    let seen = sent(twice, |request| request.security(&[&[QUERY, AGAIN]])).await;
    assert_eq!(seen.line, "GET /x?api%20key=q");

    let seen = sent(all, |request| request.security(&[&[BEARER], &[HEADER]])).await;
    assert_eq!((seen.header("authorization"), seen.header("x-key")), (Some("Bearer t"), None));

    let seen = sent(all, |request| request).await;
    assert_eq!((seen.header("authorization"), seen.header("x-key"), seen.line.as_str()), (None, None, "GET /x"));
}

#[tokio::test]
async fn headers_of_the_client_are_in_the_requests_that_have_them() {
    const ORG: ClientHeader = ClientHeader::new("X-Org", "x_org");
    let set = |core: CoreBuilder| core.header(ORG, "s3cret\n").header(ORG, "one two");
    let seen = sent(set, |request| request.client_header(ORG.required())).await;
    assert_eq!(seen.header("x-org"), Some("one two"));
    assert_eq!(sent(set, |request| request).await.header("x-org"), None);
    assert_eq!(sent(|core| core, |request| request.client_header(ORG)).await.header("x-org"), None);
    let told = refused(|core| core, |request| request.client_header(ORG.required())).await;
    assert!(told.contains("`X-Org`") && told.contains("`.x_org(..)`"), "{told}");
    let told = Core::builder("https://example.com").header(ORG, "s3cret\r\nX: y").build().unwrap_err().to_string();
    assert!(told.contains("`X-Org`") && told.contains("line break") && !told.contains("s3cret"), "{told}");
}

#[tokio::test]
async fn a_clone_of_a_client_may_have_other_headers() {
    const ORG: ClientHeader = ClientHeader::new("X-Org", "x_org");
    const TRACE: ClientHeader = ClientHeader::new("X-Trace", "x_trace");
    let server = Server::start([NO_CONTENT, NO_CONTENT, NO_CONTENT]);
    let client = core(&server, |core| core.header(TRACE, "t"));
    let request = |core: &Core| get(core).client_header(ORG.required()).client_header(TRACE);
    request(&client).await.unwrap_err();
    let other = client.with_header(ORG, "a").with_header(ORG, "b").with_header(TRACE, "u");
    for core in [&client.with_header(ORG, "a"), &other] {
        request(core).await.unwrap();
    }
    // What a request does not have is not sent, whatever its value.
    let broken = client.with_header(ORG, "s3cret\r\nX: y");
    get(&broken).client_header(TRACE).await.unwrap();
    let told = request(&broken).await.unwrap_err().to_string();
    assert!(told.contains("`X-Org`") && told.contains("line break") && !told.contains("s3cret"), "{told}");
    let seen = server.seen();
    let sent: Vec<_> = seen.iter().map(|one| (one.header("x-org"), one.header("x-trace"))).collect();
    assert_eq!(sent, [(Some("a"), Some("t")), (Some("b"), Some("u")), (None, Some("t"))]);
}

#[tokio::test]
async fn the_first_alternative_that_the_client_holds_is_taken() {
    let held = |core: CoreBuilder| core.credential(QUERY, "q");
    let seen = sent(held, |request| request.security(&[&[BEARER], &[QUERY]])).await;
    assert_eq!(seen.line, "GET /x?api%20key=q");
    let seen = sent(held, |request| request.security(&[&[BEARER], &[]])).await;
    assert_eq!((seen.line.as_str(), seen.header("authorization")), ("GET /x", None));
    let reason = refused(held, |request| request.security(&[&[BEARER], &[QUERY, HEADER]])).await;
    assert!(reason.contains("a credential for `Bearer`") && reason.contains("`Header`"), "{reason}");
    let reason = refused(|core| core, |request| request.security(&[&[QUERY]])).await;
    assert!(reason.contains("`.query_key(..)`"), "{reason}");
}

#[tokio::test]
async fn a_get_follows_its_origin_and_keeps_its_credentials_there() {
    let redirect = "HTTP/1.1 302 Found\r\nLocation: /y\r\nContent-Length: 0\r\n\r\n";
    let server = Server::start([redirect, NO_CONTENT]);
    get(&core(&server, |core| core.credential(HEADER, "k"))).security(&[&[HEADER]]).await.unwrap();
    let seen = server.seen();
    assert_eq!(
        (seen[1].line.as_str(), seen[1].header("x-key"), seen[1].header("referer")),
        ("GET /y", Some("k"), None)
    );

    let circle = Server::start([redirect]);
    let error = get(&core(&circle, |core| core)).await.unwrap_err();
    assert!(error.to_string().contains("there were 10 before"), "{error}");
    assert_eq!(circle.seen().len(), 11);
}

#[derive(Debug, PartialEq)]
pub enum Found {
    Here(String),
    Later,
}
responses! { Found { "200" => Here(json), "202" => Later } }

#[derive(Debug, PartialEq)]
pub enum Failed {
    Gone,
    Client(String),
    Other(Vec<i64>),
}
errors! { Failed { "410" => Gone, "4XX" => Client(text), "default" => Other(json) } }

async fn outcome(text: &str) -> Result<Found, Error<Failed>> {
    let server = Server::start([text]);
    Request::new(&core(&server, |core| core.max_body(64)), Method::GET, "/x").success(&["200", "202"]).await
}

#[tokio::test]
async fn each_status_has_its_entry() {
    assert_eq!(outcome(&answer("200 OK", "application/json", "\"a\"")).await.unwrap(), Found::Here("a".to_owned()));
    assert_eq!(outcome(&answer("202 Accepted", "text/html", "<p>")).await.unwrap(), Found::Later);
    for (status, content_type, body, expected) in [
        ("410 Gone", "text/plain", "x", Failed::Gone),
        ("409 Conflict", "text/plain", "both", Failed::Client("both".to_owned())),
        ("503 Busy", "application/problem+json", "[1]", Failed::Other(vec![1])),
    ] {
        let error = outcome(&answer(status, content_type, body)).await.unwrap_err();
        assert_eq!(error.api(), Some(&expected), "{error}");
    }
    // `default` is about errors where successes are documented.
    let error = outcome(&answer("206 Partial", "application/json", "[1]")).await.unwrap_err();
    assert!(matches!(error, Error::Response(_)), "{error}");
}

#[tokio::test]
async fn a_body_beyond_the_limit_is_not_taken() {
    let long = format!("\"{}\"", "x".repeat(64));
    for text in [
        answer("200 OK", "application/json", &long),
        format!("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n42\r\n{long}\r\n0\r\n\r\n"),
        "HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n".to_owned(),
    ] {
        let error = outcome(&text).await.unwrap_err();
        assert!(error.to_string().contains("larger than 64 bytes"), "{error}");
        assert_eq!(error.status(), Some(StatusCode::OK));
    }
}

#[must_use = "a request is sent when it is awaited"]
pub struct Wrapped(Request<(), Infallible>);
operation! { Wrapped => ((), Infallible) }

#[tokio::test]
async fn a_wrapped_request_is_sent_as_it_is() {
    let server = Server::start([NO_CONTENT]);
    let core = core(&server, |core| core);
    Wrapped(get(&core).query("limit", 5)).await.unwrap();
    let response = Wrapped(get(&core)).response().await.unwrap();
    assert_eq!(response.status(), StatusCode::NO_CONTENT);
    assert_eq!(format!("{:?}", Wrapped(get(&core))), "Request(GET /x)");
    let lines: Vec<_> = server.seen().into_iter().map(|seen| seen.line).collect();
    assert_eq!(lines, ["GET /x?limit=5", "GET /x"]);
}

#[tokio::test]
async fn nothing_is_sent_before_it_is_awaited() {
    let server = Server::start([NO_CONTENT]);
    drop(get(&core(&server, |core| core)));
    assert_eq!(server.connections(), 0);
}

#[tokio::test]
async fn a_client_that_goes_elsewhere_by_itself_is_told_of() {
    let elsewhere = Server::start([NO_CONTENT]);
    let redirect = format!("HTTP/1.1 307 Elsewhere\r\nLocation: {}/y\r\nContent-Length: 0\r\n\r\n", elsewhere.url);
    let server = Server::start([&redirect]);
    let error = get(&core(&server, |core| core.transport(reqwest::Client::new()))).await.unwrap_err();
    let cause = std::error::Error::source(&error).map(ToString::to_string).unwrap_or_default();
    assert!(format!("{error} {cause}").contains("redirect to another origin"), "{error} {cause}");
}

#[tokio::test]
async fn what_is_set_twice_is_what_was_set_last() {
    let seen = sent(|core| core, |request| request.query("a", ["x", "y"]).query("b", 1).query("a", "z")).await;
    assert_eq!(seen.line, "GET /x?b=1&a=z");
}

#[tokio::test]
async fn content_of_another_media_type_is_not_taken_for_what_was_asked_for() {
    let [csv, html] = ["text/csv", "text/html"].map(|kind| answer("200 OK", kind, "a,b"));
    let server = Server::start([&csv, &html, &html]);
    let core = core(&server, |core| core);
    let ask = || -> Request<(), Infallible> { Request::new(&core, Method::GET, "/x").accept("text/csv") };
    assert_eq!(ask().success_text(&["200 text/csv"]).await.unwrap(), "a,b");
    let error = ask().success_text(&["200 text/csv"]).await.unwrap_err();
    assert!(matches!(&error, Error::Response(refused) if refused.body() == "a,b"), "{error}");
    assert!(error.to_string().contains("not of the media type that was asked for (text/html"), "{error}");
    let streamed = ask().success::<ByteStream>(&["200 text/csv"]).await;
    assert!(matches!(streamed, Err(Error::Response(_))));
}
