//! Paths with a query: `/search?q={q}&v=2` and `/search{?q,page}`. OpenAPI gives queries to parameters
//! ([OpenAPI 3.0.3, Parameter Locations](https://spec.openapis.org/oas/v3.0.3#parameter-locations)).

use super::Repair;
use super::site::{Parameter, Site, placeholders, text_parameter};
use crate::diagnostic::Severity::{Note, Warning};
use crate::diagnostic::{Code, Diagnostic, Pointer};

/// Makes parameters of what a path's query has placeholders for. What is fixed there is sent as it is.
pub(super) fn path_query(repair: &mut Repair<'_>) {
    for mut site in repair.sites().into_iter().filter(|site| site.path.contains('?')) {
        let mut query = Query::of(&site.path);
        if query.base.is_empty() || query.named.is_empty() && query.fixed.is_empty() {
            continue;
        }
        repair.own_site(&mut site);
        let alone = query.path(&[]) == query.base || !repair.has_path(&query.base);
        declared_too(repair, &site, &mut query, alone);
        let Some(path) = [query.path(&[]), query.path(&query.named)]
            .into_iter()
            .find(|path| *path == site.path || !repair.has_path(path))
        else {
            continue;
        };
        for (key, name) in &query.named {
            parameter(repair, &site, key, name);
        }
        tell(repair, &site, &query, &path);
        if path != site.path {
            repair.rename(&site.path, &path);
        }
    }
}

/// A path that has a query, taken apart.
struct Query {
    base: String,
    /// The keys and the names of what is in braces.
    named: Vec<(String, String)>,
    /// What is to stay.
    fixed: Vec<String>,
    fragment: String,
}

impl Query {
    fn of(path: &str) -> Self {
        let (path, fragment) = match path.split_once('#') {
            Some((path, fragment)) => (path, format!("#{fragment}")),
            None => (path, String::new()),
        };
        let (mut named, mut fixed) = (Vec::new(), Vec::new());
        let path = without_lists(path, &mut named);
        let (base, query) = path.split_once('?').unwrap_or((&path, ""));
        let is_in_base = |name: &str| placeholders(base).contains(&name);
        for part in query.split('&').filter(|part| !part.is_empty()) {
            let (key, value) = part.split_once('=').unwrap_or((part, ""));
            match value.strip_prefix('{').and_then(|value| value.strip_suffix('}')) {
                Some(name) if !name.contains(['{', '}']) && !key.contains('{') && !is_in_base(name) => {
                    named.push((key.to_owned(), name.to_owned()));
                }
                _ => fixed.push(part.to_owned()),
            }
        }
        Self { base: base.to_owned(), named, fixed, fragment }
    }

    /// The path with what is fixed, told apart from others by these names in a fragment, which is never sent.
    fn path(&self, names: &[(String, String)]) -> String {
        let Self { base, fixed, fragment, .. } = self;
        let query = if fixed.is_empty() { String::new() } else { format!("?{}", fixed.join("&")) };
        let keys: Vec<&str> = names.iter().map(|(key, _)| key.as_str()).collect();
        let dash = match (keys.is_empty(), fragment.is_empty()) {
            (true, _) => "",
            (false, true) => "#",
            (false, false) => "&",
        };
        format!("{base}{query}{fragment}{dash}{}", keys.join("&"))
    }
}

/// Takes `{?a,b}` and `{&a,b}` out of a path ([RFC 6570, section 3.2.8](https://www.rfc-editor.org/rfc/rfc6570#section-3.2.8)).
fn without_lists(path: &str, named: &mut Vec<(String, String)>) -> String {
    let (mut out, mut rest) = (String::new(), path);
    while let Some((before, list, after)) = ["{?", "{&"].iter().find_map(|open| {
        let (before, rest) = rest.split_once(open)?;
        let (list, after) = rest.split_once('}')?;
        Some((before, list, after))
    }) {
        out.push_str(before);
        let names = list.split(',').map(|name| name.trim().trim_end_matches('*'));
        named.extend(names.filter(|name| !name.is_empty()).map(|name| (name.to_owned(), name.to_owned())));
        rest = after;
    }
    out + rest
}

/// What a query fixes is not to be sent by a parameter too: it is an example, unless it tells paths apart.
fn declared_too(repair: &mut Repair<'_>, site: &Site, query: &mut Query, is_alone: bool) {
    let mut examples = Vec::new();
    for part in &query.fixed {
        let key = part.split('=').next().unwrap_or_default();
        for operation in &site.operations {
            let found = repair.effective(site, operation);
            let Some(parameter) = found.iter().find(|one| one.kind == "query" && one.name == key) else { continue };
            if is_alone {
                examples.push(part.clone());
                continue;
            }
            let message = format!("the path has `{part}` already; this parameter is left out");
            repair.tell(Diagnostic::new(Code::PathQuery, Warning, &parameter.at, message));
            repair.remove(&parameter.at);
        }
    }
    for part in &examples {
        let message = format!("`{part}` in the path is taken for an example, as there is a parameter for it");
        repair.tell(Diagnostic::new(Code::PathQuery, Warning, &site.at, message));
    }
    query.fixed.retain(|part| !examples.contains(part));
}

/// Makes a parameter of the query what the template has, for each operation.
fn parameter(repair: &mut Repair<'_>, site: &Site, key: &str, name: &str) {
    let is_known = |one: &Parameter| one.kind == "query" && (one.name == key || one.name == name);
    let mut undeclared = Vec::new();
    for operation in &site.operations {
        let found = repair.effective(site, operation);
        let known = found.iter().any(is_known);
        match found.iter().find(|one| one.kind == "path" && one.name == name) {
            Some(parameter) if known => repair.remove(&parameter.at),
            Some(Parameter { at, .. }) => {
                repair.own(at);
                repair.rescue(at);
                repair.set(at, "in", "query");
                repair.set(at, "name", key);
                repair.unset(at, "style");
            }
            None if known => {}
            None => undeclared.push(operation),
        }
    }
    let is_everywhere = undeclared.len() == site.operations.len();
    let places: Vec<&Pointer> = if is_everywhere { vec![&site.item] } else { undeclared };
    for of in places {
        let message =
            format!("the query has `{{{name}}}` but no such parameter is declared; an optional string is assumed");
        repair.tell(Diagnostic::new(Code::UndeclaredParameter, Warning, of, message));
        repair.append(of, "parameters", text_parameter("query", key));
    }
}

fn tell(repair: &mut Repair<'_>, site: &Site, query: &Query, path: &str) {
    let message = match query.named.is_empty() {
        true => "a path has no query; what this one has is sent as it is".to_owned(),
        false => format!("a path has no query; its parameters are those of the operation, and it is read as `{path}`"),
    };
    let diagnostic = Diagnostic::new(Code::PathQuery, Note, &site.at, message);
    let fix = (path != site.path).then(|| repair.renaming(&site.path, path)).flatten();
    let help = "declare each parameter of a query with `in: query`";
    repair.tell(Diagnostic { fix, ..diagnostic.help(help) });
}
