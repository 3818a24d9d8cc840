//! `host`, `basePath` and `schemes` become servers.

use super::{Places, Upgrade, object};
use crate::diagnostic::{Code, Pointer};
use crate::document::tree::{Members, Tree};

/// What is said of an operation's server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Scheme {
    Https,
    Http,
    /// Nothing is said of it.
    Open,
}

impl Upgrade<'_, '_> {
    /// The servers of the document. One that is reached by several schemes is one server: nobody would rather send
    /// credentials in the clear, and who has to can set the URL.
    pub(super) fn servers(&mut self, root: &Members) {
        if root.contains_key("servers") {
            return;
        }
        let at = Pointer::root();
        let scheme = self.scheme_of(root, &at);
        let servers = match root.get("x-servers") {
            Some(servers @ Tree::Array(_)) => {
                self.moved(&at.child("servers"), &at.child("x-servers"));
                self.take_section("x-servers");
                Some(servers.clone())
            }
            _ => self.server(root, scheme).map(|server| Tree::Array(vec![server])),
        };
        if let (Some(servers), Tree::Object(members)) = (servers, &mut self.tree) {
            members.insert("servers".to_owned(), servers);
        }
    }

    /// The servers of an operation, where it has schemes of its own and they make a difference.
    pub(super) fn own_servers(&mut self, operation: &Members, places: Places<'_>) -> Option<Tree> {
        let is_said = |members: &Members| members.contains_key("servers") || members.contains_key("x-servers");
        if is_said(operation) || !operation.contains_key("schemes") {
            return None;
        }
        let before = std::rc::Rc::clone(&self.before);
        let root = before.as_object()?;
        let schemes = places.from.child("schemes");
        let scheme = self.scheme_of(operation, places.from);
        // What the document says of its schemes is told of once.
        let known = chosen(&texts(root.get("schemes")));
        if scheme == Scheme::Open || is_said(root) || known == scheme {
            return None;
        }
        self.copied(&places.to.child("servers"), &schemes);
        let server = self.server(root, scheme)?;
        let same = self.server(root, known)?;
        (server != same).then(|| Tree::Array(vec![server]))
    }

    fn scheme_of(&mut self, of: &Members, at: &Pointer) -> Scheme {
        let said = texts(of.get("schemes"));
        let place = at.child("schemes");
        match of.get("schemes") {
            None => {}
            Some(Tree::Array(_)) => {
                let is_web = |one: &String| matches!(one.to_ascii_lowercase().as_str(), "http" | "https");
                if !said.is_empty() && !said.iter().any(is_web) {
                    let message = "the client speaks HTTP and HTTPS only; HTTPS is assumed";
                    self.check.as_read.warning(Code::NotOffered, &place, message);
                }
            }
            Some(other) => {
                let message = format!("a list of schemes is expected here, not {}", other.kind());
                self.check.as_read.warning(Code::WrongType, &place, message);
            }
        }
        chosen(&said)
    }

    /// The server; none where nothing is said of it.
    fn server(&mut self, root: &Members, scheme: Scheme) -> Option<Tree> {
        if let Some(Tree::Object(host)) = root.get("x-ms-parameterized-host")
            && let Some(server) = self.parameterized(root, host, scheme)
        {
            return Some(server);
        }
        let host = root.get("host").and_then(Tree::as_str).map(str::trim).filter(|host| !host.is_empty());
        let path = path(root);
        let url = match host {
            None if path.is_empty() => return None,
            None => path,
            Some(host) => format!("{}{path}", self.origin(host, scheme)),
        };
        let from = Pointer::root().child(if host.is_some() { "host" } else { "basePath" });
        self.copied(&Pointer::root().child("servers"), &from);
        Some(object("url", Tree::String(url)))
    }

    /// The scheme and the host. Where no scheme is said it is the one by which the document is served: the client cannot
    /// know it, and takes the one that is safe, unless the host is this machine.
    fn origin(&mut self, host: &str, scheme: Scheme) -> String {
        let (said, host) = match host.split_once("://") {
            Some((said, host)) => {
                let message = "a `host` has no scheme, which goes to `schemes`; it is read all the same";
                self.check.as_read.warning(Code::WrongType, &Pointer::root().child("host"), message);
                (Some(said.to_ascii_lowercase()), host)
            }
            None => (None, host.trim_start_matches('/')),
        };
        let host = host.trim_end_matches('/');
        let name = host.split([':', '/']).next().unwrap_or_default();
        let is_here = name.eq_ignore_ascii_case("localhost") || name == "0.0.0.0" || name.starts_with("127.");
        let scheme = match (scheme, said.as_deref()) {
            (Scheme::Https, _) | (Scheme::Open, Some("https")) => "https",
            (Scheme::Http, _) | (Scheme::Open, Some("http")) => "http",
            (Scheme::Open, _) if is_here => "http",
            (Scheme::Open, _) => "https",
        };
        format!("{scheme}://{host}")
    }

    /// A host with variables, as descriptions of Azure have it.
    fn parameterized(&mut self, root: &Members, host: &Members, scheme: Scheme) -> Option<Tree> {
        let template = host.get("hostTemplate")?.as_str()?.trim_end_matches('/');
        let at = Pointer::root().child("x-ms-parameterized-host");
        let prefixed = host.get("useSchemePrefix") != Some(&Tree::Bool(false));
        let url = if prefixed { self.origin(template, scheme) } else { template.to_owned() };
        let before = std::rc::Rc::clone(&self.before);
        let mut variables = Members::new();
        if let Some(Tree::Array(items)) = host.get("parameters") {
            for (index, item) in items.iter().enumerate() {
                let place = at.child("parameters").child(index);
                let Some((place, Tree::Object(parameter))) = Self::read(&before, &place, item) else { continue };
                let Some(name) = parameter.get("name").and_then(Tree::as_str) else { continue };
                let mut variable = parameter.clone();
                variable.retain(|key, _| matches!(key.as_str(), "default" | "description" | "enum"));
                // Without a default the caller sets it, or there is no URL.
                if variable.contains_key("default") || variable.contains_key("enum") {
                    self.copied(&Pointer::root().child("servers").child(0).child("variables").child(name), &place);
                    variables.insert(name.to_owned(), Tree::Object(variable));
                }
            }
        }
        self.copied(&Pointer::root().child("servers"), &at);
        let mut server = Members::from_iter([("url".to_owned(), Tree::String(format!("{url}{}", path(root))))]);
        if !variables.is_empty() {
            server.insert("variables".to_owned(), Tree::Object(variables));
        }
        Some(Tree::Object(server))
    }
}

/// What all paths begin with.
fn path(root: &Members) -> String {
    let path = root.get("basePath").and_then(Tree::as_str).unwrap_or_default();
    match path.trim().trim_matches('/') {
        "" => String::new(),
        path => format!("/{path}"),
    }
}

fn texts(list: Option<&Tree>) -> Vec<String> {
    match list {
        Some(Tree::Array(items)) => items.iter().filter_map(Tree::as_str).map(str::to_owned).collect(),
        Some(Tree::String(one)) => vec![one.clone()],
        _ => Vec::new(),
    }
}

/// The scheme that a client is best to use.
fn chosen(schemes: &[String]) -> Scheme {
    let has = |scheme: &str| schemes.iter().any(|one| one.eq_ignore_ascii_case(scheme));
    match () {
        () if schemes.is_empty() => Scheme::Open,
        () if has("https") => Scheme::Https,
        () if has("http") => Scheme::Http,
        () => Scheme::Https,
    }
}
