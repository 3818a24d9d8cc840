//! Servers: where requests go, and what the caller chooses.

use serde::Serialize;

use super::Variant;

/// The server of all operations, or of one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub enum Target {
    /// The URL of the only one.
    Fixed(String),
    /// One that is chosen: a value of the type of this Rust name, of [`Model::servers`](super::Model).
    Chosen(String),
}

/// Servers of which one is chosen.
#[derive(Clone, Debug, Serialize)]
pub struct Servers {
    /// The Rust name of the type.
    pub name: String,
    /// The path or the operation that they are of; none of the document's.
    pub of: Option<String>,
    /// The servers, the default one first.
    pub servers: Vec<Server>,
    /// The variables that have listed values, by the Rust names of their types.
    pub listed: Vec<ListedVariable>,
}

/// A server.
#[derive(Clone, Debug, Serialize)]
pub struct Server {
    /// The Rust name of the function that makes it.
    pub name: String,
    /// The Rust name of its own type, where it has variables and is not the only one.
    pub type_name: Option<String>,
    /// The document's text about it, in Markdown.
    pub description: String,
    /// Its URL, with variables in braces.
    pub url: String,
    /// Its variables, in the URL's order.
    pub variables: Vec<ServerVariable>,
}

/// A variable of a server's URL.
#[derive(Clone, Debug, Serialize)]
pub struct ServerVariable {
    /// The name in the document.
    pub wire: String,
    /// The Rust name.
    pub name: String,
    /// The value that stands for it unless set; none where the document has none.
    pub default: Option<String>,
    /// The Rust name of the type of its listed values; none where any text will do.
    pub ty: Option<String>,
    /// The document's text about it, in Markdown.
    pub description: String,
}

/// The listed values of a variable.
#[derive(Clone, Debug, Serialize)]
pub struct ListedVariable {
    /// The name in the document.
    pub wire: String,
    /// The Rust name of the type.
    pub name: String,
    /// The document's text about the variable, in Markdown.
    pub description: String,
    /// The values, in the document's order.
    pub values: Vec<Variant<String>>,
}

impl Servers {
    /// The Rust names of what belongs to them.
    pub fn names(&self) -> impl Iterator<Item = &String> {
        let servers = self.servers.iter().flat_map(|server| {
            let variables = server.variables.iter().map(|variable| &variable.name);
            variables.chain(&server.type_name).chain([&server.name])
        });
        let listed = self.listed.iter().flat_map(|one| one.values.iter().map(|value| &value.name).chain([&one.name]));
        servers.chain(listed).chain([&self.name])
    }
}
