//! Servers.

use std::collections::HashMap;

use openapiv3::Server as Documented;

use super::{Lowering, naming};
use crate::diagnostic::{Code, Pointer};
use crate::document::downgrade::SERVER_NAME;
use crate::model::{Api, ListedVariable, Names, Server, ServerVariable, Servers, Target, Variant};

/// The methods that types of servers have.
const METHODS: &[&str] = &["all", "clone", "default", "eq", "fmt", "from", "into", "url"];

/// The types of servers so far.
pub(super) struct Known {
    pub(super) types: Vec<Servers>,
    names: naming::Scope,
    /// The servers of paths and operations, by their places.
    own: HashMap<Pointer, Target>,
}

impl Known {
    pub(super) fn new(given: &Names) -> Self {
        // What files of servers mention beside them.
        let names = naming::Scope::new("servers", &["Into", "ServerUrl", "String"], given);
        Self { types: Vec::new(), names, own: HashMap::new() }
    }

    pub(super) fn into_types(self, now: &mut Names) -> Vec<Servers> {
        self.names.keep(now);
        self.types
    }
}

/// Whose servers they are.
pub(super) struct Owner<'a> {
    /// What the names of types begin with; nothing for those of the document.
    pub(super) prefix: &'a str,
    /// The path or the operation.
    pub(super) of: Option<String>,
}

/// What the variables of some servers list: more than one list where servers disagree.
type Listed = HashMap<String, Vec<Vec<String>>>;

impl Lowering<'_> {
    /// The server of the document, or the choice of one.
    pub(super) fn server(&mut self) -> Option<Target> {
        let at = Pointer::root().child("servers");
        self.target_among(&at, &self.document.openapi.servers, &Owner { prefix: "", of: None })
    }

    /// The server of a path or an operation, or the choice of one, where it is not the document's.
    pub(super) fn own_server(&mut self, at: &Pointer, servers: &[Documented], owner: &Owner<'_>) -> Option<Target> {
        if servers == self.document.openapi.servers {
            return None;
        }
        if let Some(known) = self.servers.own.get(at) {
            return Some(known.clone());
        }
        let target = self.target_among(&at.child("servers"), servers, owner)?;
        self.servers.own.insert(at.clone(), target.clone());
        Some(target)
    }

    fn target_among(&mut self, at: &Pointer, servers: &[Documented], owner: &Owner<'_>) -> Option<Target> {
        match servers {
            [] => return None,
            [one] if placeholders(&one.url).is_empty() => {
                self.superfluous(&at.child(0), one);
                return Some(Target::Fixed(one.url.clone()));
            }
            _ => {}
        }
        let name = self.servers.names.name(at.as_str(), format!("{}Server", owner.prefix), "");
        let mut types = Servers { name: name.clone(), of: owner.of.clone(), servers: Vec::new(), listed: Vec::new() };
        let listed = listed(servers);
        let mut scope = naming::Scope::new(at.as_str(), METHODS, self.given);
        for (index, documented) in servers.iter().enumerate() {
            let name = server_name(documented, &mut scope);
            let own = format!("{} {}", at.as_str(), documented.url);
            // Where there is one server, its variables are set on the type itself.
            let has_type = servers.len() > 1 && !placeholders(&documented.url).is_empty();
            let words = naming::type_name(name.trim_start_matches("r#"));
            let words = words.strip_suffix("Server").filter(|words| !words.is_empty()).unwrap_or(&words);
            let stem = format!("{}{words}", owner.prefix);
            let type_name = has_type.then(|| self.servers.names.name(&own, format!("{stem}Server"), ""));
            let mut own = naming::Scope::new(&own, METHODS, self.given);
            let names = if has_type { &mut own } else { &mut scope };
            let place = at.child(index);
            let variables =
                self.variables(&place, documented, names, (owner.prefix, &stem), &listed, &mut types.listed);
            own.keep(&mut self.now);
            self.superfluous(&place, documented);
            let description = documented.description.clone().unwrap_or_default();
            types.servers.push(Server { name, type_name, description, url: documented.url.clone(), variables });
        }
        scope.keep(&mut self.now);
        self.servers.types.push(types);
        Some(Target::Chosen(name))
    }

    /// The variables of a server. The types of their values begin with `short`, or with `long` where servers disagree.
    fn variables(
        &mut self,
        at: &Pointer,
        server: &Documented,
        names: &mut naming::Scope,
        (short, long): (&str, &str),
        listed: &Listed,
        types: &mut Vec<ListedVariable>,
    ) -> Vec<ServerVariable> {
        let mut variables = Vec::new();
        for wire in placeholders(&server.url) {
            let mut variable = self.variable(at, server, wire);
            variable.name = names.name(&format!("{{{wire}}}"), naming::value_name(wire), "_variable");
            let values = values(server, wire);
            if !values.is_empty() {
                let is_one = listed.get(wire).is_some_and(|lists| lists.len() == 1);
                let name = format!("{}{}", if is_one { short } else { long }, naming::type_name(wire));
                variable.ty = Some(self.listed_variable(wire, name, values, &variable.description, types));
            }
            variables.push(variable);
        }
        variables
    }

    /// The type of a variable's values, which other servers may have too.
    fn listed_variable(
        &mut self,
        wire: &str,
        name: String,
        values: &[String],
        description: &str,
        types: &mut Vec<ListedVariable>,
    ) -> String {
        let values = variants(values);
        let is_same = |one: &&ListedVariable| {
            let same = one.values.iter().map(|value| &value.wire).eq(values.iter().map(|value| &value.wire));
            one.wire == wire && same
        };
        if let Some(known) = types.iter().find(is_same) {
            return known.name.clone();
        }
        let name = self.servers.names.name(&format!("{{{wire}}} {name}"), name, "Variable");
        types.push(ListedVariable {
            wire: wire.to_owned(),
            name: name.clone(),
            description: description.to_owned(),
            values,
        });
        name
    }

    /// A variable without its name and the type of its values.
    fn variable(&mut self, at: &Pointer, server: &Documented, wire: &str) -> ServerVariable {
        let known = server.variables.as_ref().and_then(|variables| variables.get(wire));
        let default = known.map(|variable| variable.default.clone());
        match (&default, known) {
            (Some(default), Some(variable))
                if !variable.enumeration.is_empty() && !variable.enumeration.contains(default) =>
            {
                let message = format!(
                    "the default of the variable, `{default}`, is none of its values; it stands unless one of them is chosen"
                );
                let at = at.child("variables").child(wire).child("default");
                self.diagnostics.warning(Code::ServerVariable, &at, message);
            }
            (None, _) => {
                let message =
                    format!("the variable `{wire}` is not described: it has no value unless the caller sets one");
                self.diagnostics.warning(Code::ServerVariable, &at.child("url"), message);
            }
            _ => {}
        }
        let description = known.and_then(|variable| variable.description.clone()).unwrap_or_default();
        ServerVariable { wire: wire.to_owned(), name: String::new(), default, ty: None, description }
    }

    /// Tells of variables that the URL does not have.
    fn superfluous(&mut self, at: &Pointer, server: &Documented) {
        let wanted = placeholders(&server.url);
        for wire in server.variables.iter().flat_map(|variables| variables.keys()) {
            if !wanted.contains(&wire.as_str()) {
                let message = format!("the URL has no `{{{wire}}}`; the variable is left out");
                self.diagnostics.note(Code::ServerVariable, &at.child("variables").child(wire), message);
            }
        }
    }
}

/// Whether a client can be built without a server: some operations have absolute URLs of their own, and the document has
/// none for the others.
pub(super) fn is_optional(server: Option<&Target>, types: &[Servers], apis: &[Api]) -> bool {
    let is_absolute = |target: &Target| match target {
        Target::Fixed(url) => url.contains("://"),
        Target::Chosen(name) => types.iter().find(|one| one.name == *name).is_some_and(|one| {
            let first = one.servers.first();
            first.is_some_and(|first| first.url.contains("://") || first.url.starts_with('{'))
        }),
    };
    let mut own = apis.iter().flat_map(|api| &api.operations).filter_map(|operation| operation.server.as_ref());
    !server.is_some_and(is_absolute) && own.any(is_absolute)
}

/// The variables of a URL, in its order, each once.
fn placeholders(url: &str) -> Vec<&str> {
    let mut names = super::parameters::placeholders(url);
    let mut seen = std::collections::HashSet::new();
    names.retain(|name| seen.insert(*name));
    names
}

/// The values that a variable lists.
fn values<'a>(server: &'a Documented, wire: &str) -> &'a [String] {
    let variable = server.variables.as_ref().and_then(|variables| variables.get(wire));
    variable.map_or(&[], |variable| &variable.enumeration)
}

fn listed(servers: &[Documented]) -> Listed {
    let mut listed = Listed::new();
    for server in servers {
        for wire in placeholders(&server.url) {
            let values = values(server, wire);
            let lists = listed.entry(wire.to_owned()).or_default();
            if !values.is_empty() && !lists.iter().any(|list| list == values) {
                lists.push(values.to_vec());
            }
        }
    }
    listed
}

fn variants(values: &[String]) -> Vec<Variant<String>> {
    let mut taken = naming::Taken::default();
    let mut variants: Vec<Variant<String>> = Vec::new();
    for wire in values {
        if variants.iter().all(|variant| variant.wire != *wire) {
            let name = taken.unique(naming::type_name(wire), "Value");
            variants.push(Variant { wire: wire.clone(), name, description: String::new() });
        }
    }
    variants
}

/// A short description names a server best; its host does otherwise, and all of its URL where two have the same.
fn server_name(server: &Documented, scope: &mut naming::Scope) -> String {
    let own = server.extensions.get(SERVER_NAME).and_then(serde_json::Value::as_str);
    let description = own.or(server.description.as_deref()).unwrap_or_default();
    let name = if !description.trim().is_empty() && description.split_whitespace().count() <= 4 {
        naming::value_name(description)
    } else {
        let host = server.url.split("://").last().unwrap_or_default();
        let host = host.split('/').find(|part| !part.is_empty()).unwrap_or("root");
        naming::value_name(host)
    };
    scope.name_or(&server.url, name, naming::value_name(&server.url), "_server")
}
