//! A document, its client, and the calls to make.

use std::collections::BTreeMap;
use std::error::Error;
use std::path::PathBuf;

use oasmith::diagnostic::Diagnostics;
use oasmith::model::{BodyKind, Operation};
use serde_json::Value;

use super::body::Body;
use super::direction::without;
use super::report::Record;
use super::values::{Arguments, Extent, Maker, body_schema, responses};
use super::{call, served};
use crate::bundle;
use crate::client::Generated;
use crate::document::Document;
use crate::sample::hash;
use crate::values::json::Json;
use crate::values::original::{Original, escaped};

/// A document whose operations are called.
pub(super) struct Subject {
    pub(super) document: String,
    /// The document as the servers are given it, each of its layers.
    pub(super) served: Vec<PathBuf>,
    pub(super) operations: Vec<Called>,
    /// How many operations the document has.
    pub(super) documented: usize,
    /// How many of them the client leaves out, by the cause.
    pub(super) not_offered: BTreeMap<String, usize>,
    /// The document as answers see it.
    pub(super) answers: Original,
    folder: PathBuf,
}

/// An operation and its calls.
pub(super) struct Called {
    /// Its method and path, as in the document.
    pub(super) name: String,
    /// The layer of the document that describes it.
    pub(super) layer: usize,
    pub(super) calls: Vec<Call>,
    /// Why it cannot be called, where no arguments could be made.
    pub(super) untried: Option<String>,
    /// The pointers of its responses by their statuses.
    pub(super) responses: Vec<(String, String)>,
}

/// A call.
pub(super) struct Call {
    /// What tells it from the operation's others: `required`, `everything`, or the status that is asked for.
    pub(super) what: String,
    /// The function's name in the program.
    pub(super) function: String,
    /// The status that the server is asked for.
    pub(super) asked: Option<u16>,
    pub(super) arguments: Arguments,
    /// What of them is the body.
    pub(super) body: Option<Body>,
}

impl Subject {
    /// Generates the client of a document and decides its calls; none where it becomes no client.
    pub(super) fn prepare(document: &Document, most: usize, seed: u64) -> Result<Option<Self>, Box<dyn Error>> {
        let Some(client) = Generated::of(document, "wire")? else { return Ok(None) };
        let offered: Vec<&Operation> = client.model.apis.iter().flat_map(|api| &api.operations).collect();
        let all = documented(&client.original);
        let not_offered = left_out(&all, &offered, &client.diagnostics);
        let chosen = choose(offered, most, seed);
        let requests = without(&client.original, "readOnly");
        let mut maker = Maker::new(&requests, &document.name, &chosen, seed)?;
        let operations = chosen.iter().map(|operation| called(&client.original, operation, &mut maker)).collect();
        let code = call::module(&client.model, &chosen);
        bundle::workspace::write_changed(&client.folder.join("src/calls.rs"), &code)?;
        let root = client.folder.join("src/lib.rs");
        let text = std::fs::read_to_string(&root)?;
        bundle::workspace::write_changed(&root, &format!("{text}\npub mod calls;\n"))?;
        Ok(Some(Self {
            document: document.name.clone(),
            served: served::files(&document.path, &client.original, &client.folder)?,
            operations,
            documented: all.len(),
            not_offered,
            answers: without(&client.original, "writeOnly"),
            folder: client.folder,
        }))
    }

    /// What there is to tell before any call.
    pub(super) fn record(&self) -> Record {
        let untried = self.operations.iter().filter_map(|called| Some((called.name.clone(), called.untried.clone()?)));
        Record {
            document: self.document.clone(),
            documented: self.documented,
            not_offered: self.not_offered.clone(),
            operations: self.operations.iter().filter(|called| !called.calls.is_empty()).count(),
            names: self.operations.iter().map(|called| called.name.clone()).chain([String::new()]).collect(),
            untried: untried.collect(),
            ..Record::default()
        }
    }

    pub(super) fn client(&self) -> bundle::Client {
        bundle::Client { document: self.document.clone(), folder: self.folder.clone() }
    }
}

/// The pointers of the operations that a document has.
fn documented(original: &Original) -> Vec<String> {
    let paths = original.root.get("paths").and_then(Value::as_object);
    let mut pointers = Vec::new();
    for (path, item) in paths.into_iter().flatten().filter(|(path, _)| path.starts_with('/')) {
        for method in ["get", "put", "post", "delete", "options", "head", "patch", "trace"] {
            if item.get(method).is_some() {
                pointers.push(format!("/paths/{}/{method}", escaped(path)));
            }
        }
    }
    pointers
}

/// How many operations are not offered, by the code of what the generator says of them or of their path.
fn left_out(all: &[String], offered: &[&Operation], diagnostics: &Diagnostics) -> BTreeMap<String, usize> {
    let mut causes = BTreeMap::new();
    for pointer in all.iter().filter(|pointer| offered.iter().all(|operation| operation.pointer != **pointer)) {
        let leaves_out = |code: &str| code.starts_with("unsupported-") || code == "path-template";
        let item = pointer.rsplit_once('/').map_or("", |(item, _)| item);
        let shared = format!("{item}/parameters");
        let cause = diagnostics.into_iter().find(|one| {
            let at = one.pointer.as_str();
            (at.starts_with(pointer.as_str()) || at.starts_with(&shared)) && leaves_out(one.code.as_str())
        });
        let cause = cause.map_or_else(
            || "no diagnostic says why".to_owned(),
            |one| format!("{}: {}", one.code.as_str(), one.message),
        );
        *causes.entry(cause).or_default() += 1;
    }
    causes
}

/// At most so many operations, as the seed draws them, in the document's order.
pub(super) fn choose(operations: Vec<&Operation>, most: usize, seed: u64) -> Vec<&Operation> {
    let mut drawn: Vec<(u64, &str)> =
        operations.iter().map(|operation| (hash(seed, &operation.pointer), operation.pointer.as_str())).collect();
    drawn.sort_unstable();
    drawn.truncate(most);
    let kept: std::collections::HashSet<&str> = drawn.into_iter().map(|(_, pointer)| pointer).collect();
    operations.into_iter().filter(|operation| kept.contains(operation.pointer.as_str())).collect()
}

/// The calls of an operation: with what is required, with everything, with each further body, and for each status.
fn called(original: &Original, operation: &Operation, maker: &mut Maker<'_>) -> Called {
    let responses = responses(original, operation);
    let name = format!("{} {}", operation.method, operation.path);
    let layer = served::layer(original, &operation.path);
    let mut called = Called { name, layer, calls: Vec::new(), untried: None, responses };
    let required = match maker.arguments(operation, 0, Extent::Required) {
        Ok(arguments) => arguments,
        Err(reason) => {
            called.untried = Some(reason);
            return called;
        }
    };
    let call = |what: String, body: usize, asked, arguments| {
        let function = if operation.bodies.get(body).is_some_and(|body| body.required) { body } else { 0 };
        let body = given_body(original, operation, body, &arguments);
        Call { what, function: call::id(operation, function), asked, arguments, body }
    };
    called.calls.push(call("required".to_owned(), 0, None, required.clone()));
    for body in 0..operation.bodies.len().max(1) {
        if let Ok(arguments) = maker.arguments(operation, body, Extent::Everything)
            && (body > 0 || arguments.iter().any(|argument| !required.contains(argument)))
        {
            let what = operation.bodies.get(body).map_or_else(String::new, |body| format!(" {}", body.suffix));
            called.calls.push(call(format!("everything{}", what.trim_end()), body, None, arguments));
        }
    }
    for asked in statuses(&called.responses) {
        called.calls.push(call(asked.to_string(), 0, Some(asked), required.clone()));
    }
    called
}

/// What of some arguments is the body, of the operation's body of that index.
fn given_body(original: &Original, operation: &Operation, index: usize, arguments: &Arguments) -> Option<Body> {
    let body = operation.bodies.get(index)?;
    let key = call::body_key(index);
    let value = || arguments.iter().find(|(known, _)| *known == key).map(|(_, value)| value.clone());
    let members = match (&body.kind, value()?) {
        (BodyKind::Form(..), Json::Object(members)) => members,
        (BodyKind::Multipart(_), _) => {
            let part = |key: &str| key.strip_prefix(&call::body_key(index))?.strip_prefix('/').map(str::to_owned);
            arguments.iter().filter_map(|(key, value)| Some((part(key)?, value.clone()))).collect()
        }
        (_, value) => return Some(Body::Whole(value)),
    };
    let media = body_schema(original, operation, body).and_then(|at| Some(at.strip_suffix("/schema")?.to_owned()));
    let encoding = media.and_then(|at| original.at(&format!("{at}/encoding")).cloned());
    Some(Body::Form(members, encoding.unwrap_or_default()))
}

/// The statuses to ask for. Those below 200 announce an answer and are none.
fn statuses(responses: &[(String, String)]) -> Vec<u16> {
    let codes: Vec<u16> = responses.iter().filter_map(|(status, _)| status.parse().ok()).collect();
    let ranges = responses.iter().filter_map(|(status, _)| {
        let digit = status.strip_suffix("XX").or_else(|| status.strip_suffix("xx"))?.parse::<u16>().ok()?;
        (digit * 100..digit * 100 + 100).find(|code| !codes.contains(code))
    });
    let mut all: Vec<u16> = codes.iter().copied().chain(ranges).filter(|code| (200..600).contains(code)).collect();
    all.sort_unstable();
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_is_asked_for_by_a_status_that_is_not_documented() {
        let responses = ["400", "4XX", "5XX", "default", "101", "200"].map(|status| (status.to_owned(), String::new()));
        assert_eq!(statuses(&responses), [200, 400, 401, 500]);
    }
}
