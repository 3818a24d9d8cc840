//! Which server a request goes to.

#![expect(clippy::unwrap_used, reason = "helpers of tests, which may panic as tests do")]

mod loopback;

use std::convert::Infallible;

use loopback::Server as Listener;
use oasmith_runtime::runtime::{Core, Error, Method, Request, ServerUrl, server_variable, servers};

const NO_CONTENT: &str = "HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n";

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Server(ServerUrl);

impl Server {
    pub fn main() -> MainServer {
        MainServer(ServerUrl::new("http://{host}:{port}/{version}", &[("host", "127.0.0.1"), ("version", "v1")]))
    }
    pub fn relative() -> Self {
        Self(ServerUrl::new("/relative?key=1", &[]))
    }
}

servers! { Server { main: MainServer, relative } }

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MainServer(ServerUrl);

impl MainServer {
    pub fn port(self, value: impl Into<String>) -> Self {
        Self(self.0.set("port", value))
    }
    pub fn version(self, value: Version) -> Self {
        Self(self.0.choose("version", value.as_str()))
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Version {
    V1,
    V2,
}

server_variable! { Version { V1 => "v1", V2 => "v2" } }

fn get(core: &Core) -> Request<(), Infallible> {
    Request::new(core, Method::GET, "/x").success(&["204"])
}

fn port(listener: &Listener) -> &str {
    listener.url.rsplit(':').next().unwrap()
}

#[tokio::test]
async fn the_variables_are_in_the_url() {
    let listener = Listener::start([NO_CONTENT]);
    let server = Server::main().port(port(&listener)).version(Version::V2);
    assert_eq!(Server::from(server.clone()).url().unwrap(), format!("{}/v2", listener.url));
    let core = Core::builder(Server::default()).server(Server::from(server)).build().unwrap();
    get(&core).await.unwrap();
    assert_eq!(listener.only().line, "GET /v2/x");
}

#[test]
fn what_does_not_fit_is_told_when_the_client_is_built() {
    let refused = |server: MainServer| Core::builder(Server::from(server)).build().unwrap_err().to_string();
    assert!(refused(Server::main()).contains("the variable `port` of the server's URL has no value"));
    let told = refused(Server::main().port("1@evil.com"));
    assert!(told.contains("the variable `port` of the server's URL is no port") && !told.contains("evil"), "{told}");
    // What is not called need not be right.
    Core::builder(Server::default()).base_url("https://api.example.com").build().unwrap();
}

#[tokio::test]
async fn an_operation_has_servers_of_its_own() {
    let (own, base) = (Listener::start([NO_CONTENT]), Listener::start([NO_CONTENT]));
    let first = Server::from(Server::main().port(port(&own)));
    let document = Core::builder(&base.url).build().unwrap();
    get(&document).server(first.clone()).await.unwrap();
    get(&document).server(first.clone()).choose_server(Server::relative()).await.unwrap();
    let given = Core::builder("").base_url(format!("{}/base", base.url)).build().unwrap();
    get(&given).server(first.clone()).await.unwrap();
    get(&given).server(Server::relative()).choose_server(first).await.unwrap();
    get(&given).choose_server(Server::relative()).await.unwrap();
    let lines = |listener: &Listener| listener.seen().into_iter().map(|seen| seen.line).collect::<Vec<_>>();
    assert_eq!(lines(&own), ["GET /v1/x", "GET /v1/x"]);
    assert_eq!(lines(&base), ["GET /relative/x?key=1", "GET /base/x", "GET /relative/x?key=1"]);
}

#[tokio::test]
async fn operations_with_servers_need_no_other() {
    let listener = Listener::start([NO_CONTENT]);
    for document in ["", "/v1"] {
        assert!(Core::builder(document).build().is_err());
        let core = Core::builder(document).server_optional().build().unwrap();
        get(&core).server(&listener.url).await.unwrap();
        for refused in [get(&core), get(&core).server("/v1"), get(&core).server("https://{x}")] {
            let told = refused.await.unwrap_err();
            assert!(matches!(told, Error::Request(_)), "{told}");
        }
    }
    assert!(Core::builder("").server_optional().base_url("x").build().is_err());
}

#[test]
fn servers_and_values_are_listed() {
    assert_eq!(Server::all(), [Server::from(Server::main()), Server::relative()]);
    assert_eq!(Server::all()[0], Server::default());
    assert_eq!(Version::all(), [Version::V1, Version::V2]);
    assert_eq!("v2".parse::<Version>().unwrap(), Version::V2);
    assert!("v3".parse::<Version>().unwrap_err().to_string().contains("`v3` is no value"));
    assert_eq!(Version::V1.to_string(), "v1");
}
