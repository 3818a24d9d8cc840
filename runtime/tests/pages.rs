//! Pages: what is asked for, in which order, and where it ends.

#![expect(clippy::panic, clippy::unwrap_used, reason = "helpers of tests, which may panic as tests do")]

#[path = "loopback/chunks.rs"]
mod chunks;
mod loopback;

use chunks::Chunks;
use loopback::{Server, answer};
use oasmith_runtime::runtime::{
    Core, CoreBuilder, Error, Items, Method, Pages, Paging, Request, Retry, SecurityScheme, Upload, errors, object,
};

/// A page as most documents have it.
#[derive(Clone)]
struct Page {
    data: Option<Vec<Item>>,
    meta: Option<Meta>,
}
object! { Page { "data" => data: optional, "meta" => meta: optional } }

#[derive(Clone)]
struct Item {
    id: i64,
}
object! { Item { "id" => id: required } }

#[derive(Clone)]
struct Meta {
    next: Option<Option<String>>,
    more: Option<bool>,
    total: Option<i64>,
}
object! { Meta { "next" => next: optional_nullable, "a/more" => more: optional, "total" => total: optional } }

#[derive(Clone, Debug, PartialEq)]
enum Failed {
    NotFound(Item),
}
errors! { Failed { "404" => NotFound(json) } }

const KEY: SecurityScheme = SecurityScheme::api_key_query("Key", "key");
const CURSOR: Paging = Paging::cursor("cursor", "/meta/next");

fn core(server: &Server) -> CoreBuilder {
    Core::builder(&server.url).retry(Retry::none())
}

fn list(server: &Server) -> Request<Page, Failed> {
    Request::new(&core(server).build().unwrap(), Method::GET, "/pets").success(&["200"])
}

/// A page with items of these numbers.
fn page(ids: impl IntoIterator<Item = i64>, meta: &str) -> String {
    let items: Vec<_> = ids.into_iter().map(|id| format!("{{\"id\":{id}}}")).collect();
    answer("200 OK", "application/json", &format!("{{\"data\":[{}],\"meta\":{meta}}}", items.join(",")))
}

fn items(pages: Pages<Page, Failed>) -> Items<Item, Page, Failed> {
    pages.items(|page| page.data.unwrap_or_default())
}

/// The numbers of all items, and what ended them where that was an error.
async fn all(pages: Pages<Page, Failed>) -> (Vec<i64>, Option<Error<Failed>>) {
    let (mut items, mut ids) = (items(pages), Vec::new());
    while let Some(item) = items.next().await {
        match item {
            Ok(item) => ids.push(item.id),
            Err(error) => {
                assert!(items.next().await.is_none(), "nothing comes after an error");
                return (ids, Some(error));
            }
        }
    }
    (ids, None)
}

/// What was asked for, without the path.
fn queries(server: &Server) -> Vec<String> {
    server.seen().iter().map(|seen| seen.line.trim_start_matches("GET /pets").to_owned()).collect()
}

fn told(end: Option<Error<Failed>>) -> String {
    match end {
        Some(Error::Response(error)) => error.to_string(),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_cursor_leads_from_page_to_page() {
    let server = Server::start([
        &page([1, 2], r#"{"next":"a&b"}"#),
        &page([], r#"{"next":"c"}"#),
        &page([3], r#"{"next":null}"#),
    ]);
    let request = list(&server).query("cursor", "start").query("limit", 2);
    assert!(server.seen().is_empty());
    let (ids, end) = all(request.pages(CURSOR)).await;
    assert!(end.is_none(), "{end:?}");
    assert_eq!(ids, [1, 2, 3]);
    assert_eq!(queries(&server), ["?cursor=start&limit=2", "?limit=2&cursor=a%26b", "?limit=2&cursor=c"]);
}

#[tokio::test]
async fn pages_come_as_they_are_and_no_sooner_than_they_are_asked_for() {
    let server = Server::start([&page([1], r#"{"next":"a"}"#), &page([2], r#"{"next":""}"#)]);
    let mut pages = list(&server).pages(CURSOR);
    assert_eq!(pages.next().await.unwrap().unwrap().data.unwrap().len(), 1);
    assert_eq!(server.seen().len(), 1);
    assert_eq!(pages.next().await.unwrap().unwrap().data.unwrap().len(), 1);
    assert!(pages.next().await.is_none());
    assert!(pages.next().await.is_none());
    assert_eq!(server.seen().len(), 2);
}

#[tokio::test]
async fn a_cursor_that_leads_back_ends_with_an_error() {
    let server = Server::start([&page([1], r#"{"next":"a"}"#), &page([2], r#"{"next":"a"}"#)]);
    let (ids, end) = all(list(&server).pages(CURSOR)).await;
    assert_eq!(ids, [1, 2]);
    let error = told(end);
    assert!(
        error.starts_with("GET /pets: 200 OK: the next page is not asked for") && error.contains("`cursor`"),
        "{error}"
    );
    assert_eq!(server.seen().len(), 2);
}

#[tokio::test]
async fn a_page_may_say_that_it_is_the_last() {
    let server =
        Server::start([&page([1], r#"{"next":"a","a/more":true}"#), &page([2], r#"{"next":"b","a/more":false}"#)]);
    let (ids, end) = all(list(&server).pages(CURSOR.more("/meta/a~1more"))).await;
    assert!(end.is_none());
    assert_eq!((ids, server.seen().len()), (vec![1, 2], 2));
}

#[tokio::test]
async fn the_last_item_may_be_the_cursor() {
    let paging = Paging::last("after", "/id").items("/data").more("/meta/a~1more");
    let server = Server::start([&page([1, 7], r#"{"a/more":true}"#), &page([9], "{}"), &page([], "{}")]);
    let (ids, end) = all(list(&server).pages(paging)).await;
    assert!(end.is_none());
    assert_eq!(ids, [1, 7, 9]);
    assert_eq!(queries(&server), ["", "?after=7", "?after=9"]);

    let server = Server::start([&page([1, 7], r#"{"a/more":false}"#)]);
    assert_eq!(all(list(&server).pages(paging)).await.0, [1, 7]);
    assert_eq!(server.seen().len(), 1);
}

#[tokio::test]
async fn an_offset_grows_by_what_came() {
    let paging = Paging::offset("offset").items("/data");
    let answers = [page(1..=3, "{}"), page([4, 5], "{}"), page([], "{}")];
    let server = Server::start([&answers[0], &answers[1], &answers[2]]);
    let (ids, end) = all(list(&server).query("limit", 3).pages(paging)).await;
    assert!(end.is_none());
    assert_eq!(ids, [1, 2, 3, 4, 5]);
    assert_eq!(queries(&server), ["?limit=3", "?limit=3&offset=3", "?limit=3&offset=5"]);

    // From where the caller begins, up to the total; a total of nothing tells nothing.
    let server = Server::start([&page([11, 12], r#"{"total":0}"#), &page([13], r#"{"total":13}"#)]);
    let (ids, end) = all(list(&server).query("offset", 10).pages(paging.total("/meta/total"))).await;
    assert!(end.is_none());
    assert_eq!(ids, [11, 12, 13]);
    assert_eq!(queries(&server), ["?offset=10", "?offset=12"]);

    let server = Server::start([&page([1, 2], r#"{"total":3}"#), &page([3], r#"{"total":3}"#)]);
    let paging = paging.first(1).total("/meta/total");
    assert_eq!(all(list(&server).pages(paging)).await.0, [1, 2, 3]);
    assert_eq!(queries(&server), ["", "?offset=3"]);
}

#[tokio::test]
async fn pages_are_counted() {
    let paging = Paging::page("page").items("/data");
    let server = Server::start([&page([1, 2], "{}"), &page([3], "{}"), &page([], "{}")]);
    assert_eq!(all(list(&server).pages(paging)).await.0, [1, 2, 3]);
    assert_eq!(queries(&server), ["", "?page=2", "?page=3"]);

    let server = Server::start([&page([1], r#"{"total":2}"#), &page([2], r#"{"total":2}"#)]);
    assert_eq!(all(list(&server).pages(paging.first(0).total_pages("/meta/total"))).await.0, [1, 2]);
    assert_eq!(queries(&server), ["", "?page=1"]);

    let server = Server::start([&page([1, 2], r#"{"total":3}"#), &page([3], r#"{"total":3}"#)]);
    assert_eq!(all(list(&server).query("page", 1).pages(paging.total("/meta/total"))).await.0, [1, 2, 3]);
    assert_eq!(queries(&server), ["?page=1", "?page=2"]);

    let server = Server::start([&page([1], "{}")]);
    let error = told(all(list(&server).query("page", "x").pages(paging)).await.1);
    assert!(error.contains("`page`, from which it is counted"), "{error}");
}

/// An answer with a `Link` header.
fn linked(link: &str) -> String {
    page([1], "{}").replacen("\r\n", &format!("\r\nLink: {link}\r\n"), 1)
}

#[tokio::test]
async fn a_link_is_followed_with_the_credentials_once() {
    let server = Server::start([
        &linked("<?page=2&key=s%20cret>; rel=\"next\""),
        &linked("</pets?page=3&limit=1>; rel=\"prev next\", </pets?page=1>; rel=\"first\""),
        &linked("</pets?page=2>; rel=\"prev\""),
    ]);
    let core = core(&server).base_url(format!("{}/?v=1", server.url)).credential(KEY, "s cret").build().unwrap();
    let request: Request<Page, Failed> = Request::new(&core, Method::GET, "/pets").success(&["200"]);
    let (ids, end) = all(request.security(&[&[KEY]]).query("limit", 1).pages(Paging::link())).await;
    assert!(end.is_none(), "{end:?}");
    assert_eq!(ids, [1, 1, 1]);
    let expected = ["?v=1&limit=1&key=s%20cret", "?page=2&v=1&key=s%20cret", "?page=3&limit=1&v=1&key=s%20cret"];
    assert_eq!(queries(&server), expected);
}

#[tokio::test]
async fn no_page_is_asked_for_at_another_origin() {
    let other = Server::start([&page([2], "{}")]);
    let elsewhere = format!("{}/pets?page=2", other.url);
    for link in [elsewhere.as_str(), "https://127.0.0.1/pets?key=k", "//evil/pets", "data:text/plain,x"] {
        let server = Server::start([&linked(&format!("<{link}>; rel=\"next\""))]);
        let (ids, end) = all(list(&server).pages(Paging::link())).await;
        assert_eq!(ids, [1]);
        let error = told(end);
        assert!(error.contains("at another origin") && !error.contains("key="), "{error}");

        let server = Server::start([&page([1], &format!("{{\"next\":\"{link}\"}}"))]);
        let error = told(all(list(&server).pages(Paging::url("/meta/next"))).await.1);
        assert!(error.contains("at another origin"), "{error}");
        assert_eq!(server.seen().len(), 1);
    }
    assert!(other.seen().is_empty());
    let server = Server::start([&page([1], r#"{"next":"http://["}"#)]);
    let error = told(all(list(&server).pages(Paging::url("/meta/next"))).await.1);
    assert!(error.contains("not a URL"), "{error}");
}

#[tokio::test]
async fn the_url_of_the_next_page_may_be_in_the_page() {
    let server = Server::start([
        &page([1], r#"{"next":"/pets?cursor=a"}"#),
        &page([2], r#"{"next":"/pets?cursor=b#x"}"#),
        &page([3], r#"{"next":null}"#),
    ]);
    let (ids, end) = all(list(&server).query("limit", 1).pages(Paging::url("/meta/next"))).await;
    assert!(end.is_none(), "{end:?}");
    assert_eq!(ids, [1, 2, 3]);
    assert_eq!(queries(&server), ["?limit=1", "?cursor=a", "?cursor=b"]);

    let server = Server::start([&page([1], r#"{"next":"/pets?cursor=a"}"#)]);
    let (ids, end) = all(list(&server).pages(Paging::url("/meta/next"))).await;
    assert_eq!(ids, [1, 1]);
    assert!(told(end).contains("its own URL"));
}

#[tokio::test]
async fn an_error_in_the_middle_is_the_end() {
    let missing = answer("404 Not Found", "application/json", "{\"id\":7}");
    let server = Server::start([&page([1], r#"{"next":"a"}"#), &missing, &page([2], "{}")]);
    let (ids, end) = all(list(&server).pages(CURSOR)).await;
    assert_eq!(ids, [1]);
    assert!(matches!(end.as_ref().and_then(Error::api), Some(Failed::NotFound(Item { id: 7 }))), "{end:?}");
    assert_eq!(server.seen().len(), 2);

    let server = Server::start([&page([1], r#"{"next":"a"}"#), ""]);
    let (ids, end) = all(list(&server).pages(CURSOR)).await;
    assert_eq!(ids, [1]);
    assert!(matches!(end, Some(Error::Transport(_))), "{end:?}");
}

#[tokio::test]
async fn a_body_is_sent_again_where_it_can_be() {
    let server = Server::start([&page([1], r#"{"next":"a"}"#), &page([2], "{}")]);
    let core = core(&server).build().unwrap();
    let search = || -> Request<Page, Failed> { Request::new(&core, Method::POST, "/pets").success(&["200"]) };
    assert_eq!(all(search().json(7).pages(CURSOR)).await.0, [1, 2]);
    assert_eq!(server.seen().iter().map(|seen| seen.body.as_str()).collect::<Vec<_>>(), ["7", "7"]);

    let stream = Upload::from(oasmith_runtime::reqwest::Body::wrap_stream(Chunks(vec!["x"])));
    let (_, end) = all(search().upload("text/plain", stream).pages(CURSOR)).await;
    assert!(matches!(end, Some(Error::Request(_))), "{end:?}");
    // What is refused is told once, and nothing is sent.
    let (_, end) = all(search().query("f", f64::NAN).pages(CURSOR)).await;
    assert!(end.unwrap().to_string().contains("finite"));
    assert_eq!(server.seen().len(), 2);
}

#[cfg(feature = "blocking")]
#[test]
fn pages_can_be_waited_for() {
    let server = Server::start([&page([1, 2], r#"{"next":"b"}"#), &page([3], "{}")]);
    let mut found = items(list(&server).pages(CURSOR));
    let ids: Vec<i64> = std::iter::from_fn(|| found.next_blocking()).map(|item| item.unwrap().id).collect();
    assert_eq!(ids, [1, 2, 3]);
    let mut pages = list(&server).pages(CURSOR);
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let refused = runtime.block_on(async { (pages.next_blocking(), pages.next_blocking()) });
    assert!(matches!(refused, (Some(Err(Error::Request(_))), None)));
}

#[tokio::test]
async fn pages_that_lead_to_each_other_end() {
    let (one, other) = (page([1], r#"{"next":"b"}"#), page([2], r#"{"next":"a"}"#));
    let server = Server::start([&one, &other, &one, &other]);
    let (ids, end) = all(list(&server).query("cursor", "a").pages(CURSOR)).await;
    assert_eq!(ids, [1, 2]);
    assert!(told(end).contains("one of those before"));
}

#[tokio::test]
async fn a_server_that_does_not_count_is_not_asked_for_ever() {
    let same = page([1, 2], "{}");
    let server = Server::start([&same, &same, &same]);
    let (ids, end) = all(list(&server).pages(Paging::offset("offset").items("/data"))).await;
    assert_eq!(ids, [1, 2, 1, 2]);
    assert!(told(end).contains("does not count"));
}
