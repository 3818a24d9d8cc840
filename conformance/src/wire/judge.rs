//! What an answer and the client's word on it mean: what is wrong with a call, if anything is.

use serde_json::Value;

use super::answer::response;
use super::body::Body;
use super::exchange::{Exchange, Message};
use super::given::is_in_query;
use super::program::Outcome;
use super::values::{Arguments, followed, media_schema};
use crate::values::json::Json;
use crate::values::original::{Original, escaped, list};
use crate::values::validity::Validity;

/// What a call was to come to.
pub(super) struct Expected<'a> {
    /// The document as answers see it.
    pub(super) original: &'a Original,
    /// The pointers of the documented responses by their statuses.
    pub(super) responses: &'a [(String, String)],
    /// The status that was asked for.
    pub(super) asked: Option<u16>,
    /// What was given, and what of it is the body.
    pub(super) arguments: &'a Arguments,
    pub(super) body: Option<&'a Body>,
}

/// What can be doubted of what is wrong: the server's word on something that the wire shows to be right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Doubt {
    /// It finds fault with a part of the request that is as it was given.
    Request,
    /// Its answer breaks the document, or it cannot write one.
    Answer,
}

/// What can be doubted of something that is wrong.
pub(super) fn doubt(wrong: &str) -> Option<Doubt> {
    let starts = |starts: &[&str]| starts.iter().any(|start| wrong.starts_with(start));
    if starts(&[AS_GIVEN, WITHOUT_IT]) {
        return Some(Doubt::Request);
    }
    // The server tells what is wrong with the request before it comes to write an answer.
    starts(&["response: ", BREAKS, BESIDE, "NO_COMPLEX_OBJECT_TEXT: ", "UNKNOWN: Cannot find serializer "])
        .then_some(Doubt::Answer)
}

/// Whether something that is wrong is that the connection ended before the answer did.
pub(super) fn is_broken_off(wrong: &str) -> bool {
    wrong.starts_with(BROKEN_OFF)
}

const BROKEN_OFF: &str = "broken off: ";
const AS_GIVEN: &str = "request as given";
const WITHOUT_IT: &str = "request without it";
const BREAKS: &str = "the answer breaks the document: ";
const BESIDE: &str = "the answer is null, of which the document says nothing: ";

/// What is wrong with a call, each thing in a sentence.
pub(super) fn judge(expected: &Expected<'_>, outcome: &Outcome, exchange: Option<&Exchange>) -> Vec<String> {
    if let Outcome::Other(kind, reason) = outcome {
        match kind.as_str() {
            "response" => {}
            "argument" => return vec![format!("an argument cannot be read: {reason}")],
            "request" => return vec![format!("not sent: {reason}")],
            "transport" => return vec![format!("{BROKEN_OFF}{reason}")],
            _ => return vec![format!("{kind}: {reason}")],
        }
    }
    let Some((status, answer)) = exchange.and_then(|one| Some((one.status()?, one.answer.as_ref()?))) else {
        return vec!["no answer went over the wire".to_owned()];
    };
    let mut wrong = violations(answer);
    if !wrong.is_empty() {
        let request = exchange.map(|exchange| &exchange.request);
        return wrong.into_iter().map(|one| qualified(expected, request, one)).collect();
    }
    if let Some(asked) = expected.asked.filter(|asked| *asked != status) {
        wrong.push(format!("wrong status: {asked} is asked for, the answer is {status}"));
    }
    let is_success = (200..300).contains(&status);
    match outcome {
        Outcome::Success(_) if !is_success => wrong.push(format!("the error {status} comes as a success")),
        Outcome::Error(_) if is_success => wrong.push(format!("the success {status} comes as an error")),
        Outcome::Success(told) | Outcome::Error(told) if *told != status => {
            wrong.push(format!("the answer is {status}, the client tells {told}"));
        }
        Outcome::Success(_) | Outcome::Error(_) => {}
        Outcome::Other(_, reason) => {
            let broken = broken(expected, status, answer);
            wrong.push(broken.unwrap_or_else(|| format!("unreadable: {reason}")));
        }
    }
    wrong
}

/// What the server says about the request, or about its own answer: with an error, or beside a documented answer.
fn violations(answer: &Message) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut listed: Vec<Value> = Vec::new();
    if let Some(text) = answer.header("sl-violations") {
        match serde_json::from_str::<Vec<Value>>(text) {
            Ok(all) => {
                found.extend(all.iter().filter(|one| one["location"][0] == "request").filter_map(violation));
                listed = all;
            }
            Err(_) if text.contains("[\"request\"") => {
                found.push("request: more violations than a header can hold".to_owned());
            }
            // Those of the answer are in its body too.
            Err(_) => {}
        }
    }
    let is_problem = answer.header("content-type").is_some_and(|kind| kind.starts_with("application/problem+json"));
    if is_problem && answer.body.is_empty() {
        // To HEAD, an error of its own comes without the body that tells what it is.
        found.extend(listed.iter().filter(|one| one["location"][0] == "response").filter_map(violation));
    }
    let problem: Value = serde_json::from_slice(&answer.body).unwrap_or_default();
    let code = problem["type"].as_str().and_then(|text| text.split_once("/prism/errors#")).map(|(_, code)| code);
    let Some(code) = code.filter(|_| is_problem) else { return found };
    let listed: Vec<String> =
        problem["validation"].as_array().map(|all| all.iter().filter_map(violation).collect()).unwrap_or_default();
    if listed.is_empty() {
        let said = ["title", "detail"].map(|key| problem[key].as_str().unwrap_or_default());
        found.push(format!("{code}: {}", said.join(" ").trim()));
    } else {
        found.extend(listed);
    }
    found.sort();
    found.dedup();
    found
}

/// What is said of a request, with what shows that it is not the client's doing: the body is the one that was given, or the
/// parameter was not given and is not in the request at all.
fn qualified(expected: &Expected<'_>, request: Option<&Message>, wrong: String) -> String {
    let Some(request) = request else { return wrong };
    if wrong.starts_with("request: body") && expected.body.is_some_and(|body| body.is_in(request)) {
        return wrong.replacen("request", AS_GIVEN, 1);
    }
    let Some(place) = wrong.strip_prefix("request: query.") else { return wrong };
    let name = place.split(['.', ':']).next().unwrap_or_default();
    let is_given = expected.arguments.iter().any(|(key, _)| key.strip_prefix("query/") == Some(name));
    if is_given || is_in_query(name, request) { wrong } else { wrong.replacen("request", WITHOUT_IT, 1) }
}

/// A violation in a sentence; none where it is only a warning.
fn violation(one: &Value) -> Option<String> {
    if one["severity"] != "Error" {
        return None;
    }
    let steps = one["location"].as_array().into_iter().flatten();
    let steps: Vec<String> = steps.map(|step| step.as_str().map_or_else(|| step.to_string(), str::to_owned)).collect();
    let message = one["message"].as_str().unwrap_or_default();
    let (side, place) = match steps.split_first() {
        Some((side, rest)) if side == "request" || side == "response" => (side.as_str(), rest.join(".")),
        _ => ("request", steps.join(".")),
    };
    Some(format!("{side}: {place}: {message}"))
}

/// Why the document does not allow for a body, or says nothing about it, where that is so.
fn broken(expected: &Expected<'_>, status: u16, answer: &Message) -> Option<String> {
    let at = response(expected.responses, status)?;
    let kind = answer.header("content-type")?.split(';').next()?.trim().to_ascii_lowercase();
    if !kind.contains("json") {
        return None;
    }
    let value = match Json::parse(&answer.body) {
        Ok(value) => value,
        Err(error) => return Some(format!("{BREAKS}it is no JSON: {error}")),
    };
    let content = expected.original.at(at)?.get("content")?.as_object()?;
    let name =
        content.keys().find(|name| name.split(';').next().unwrap_or_default().trim().eq_ignore_ascii_case(&kind))?;
    let schema = media_schema(expected.original, &format!("{at}/content/{}", escaped(name)))?;
    let validity = Validity::new(expected.original, std::slice::from_ref(&schema)).ok()?;
    if let Err(broken) = validity.check(&schema, &value) {
        return Some(format!("{BREAKS}{}", broken.reason));
    }
    // What only says what an object holds allows for anything else, which is not what it is about.
    let is_null = value == Json::Null && speaks_of_objects(expected.original, &schema, 0) == Some(true);
    is_null.then(|| format!("{BESIDE}its schema is of objects and states no type"))
}

/// Whether a schema says what an object holds, and that alone; none where it says something of values of other types.
fn speaks_of_objects(original: &Original, schema: &str, depth: usize) -> Option<bool> {
    let at = followed(original, schema.to_owned()).filter(|_| depth < 16)?;
    let schema = original.at(&at)?;
    if ["type", "nullable", "enum", "const", "oneOf", "anyOf", "not"]
        .iter()
        .any(|keyword| schema.get(keyword).is_some())
    {
        return None;
    }
    let own = schema.get("properties").is_some();
    (0..list(schema, "allOf").len()).try_fold(own, |speaks, index| {
        Some(speaks | speaks_of_objects(original, &format!("{at}/allOf/{index}"), depth + 1)?)
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::tee::Recording;
    use super::*;

    fn original() -> Original {
        let content = json!({
            "application/json": { "schema": { "type": "object", "required": ["id"] } },
            "a/json": { "schema": { "allOf": [{ "$ref": "#/untyped" }, {}] } },
            "b/json": { "schema": { "allOf": [{ "$ref": "#/untyped" }, { "nullable": true }] } },
        });
        Original::new(
            json!({ "responses": { "200": { "content": content } }, "untyped": { "properties": { "id": {} } } }),
        )
    }

    fn judged(asked: Option<u16>, outcome: &Outcome, head: &str, body: &str) -> Vec<String> {
        let response = format!("HTTP/1.1 {head}\r\n\r\n{body}").into_bytes();
        let request = b"GET /?a=1 HTTP/1.1\r\n\r\n".to_vec();
        let exchange = Exchange::read(&Recording { request, response });
        let responses = [("200".to_owned(), "/responses/200".to_owned())];
        let original = original();
        let expected = Expected { original: &original, responses: &responses, asked, arguments: &vec![], body: None };
        judge(&expected, outcome, Some(&exchange))
    }

    fn other(kind: &str) -> Outcome {
        Outcome::Other(kind.to_owned(), "why".to_owned())
    }

    #[test]
    fn a_documented_answer_has_to_come_as_what_it_is() {
        assert_eq!(judged(None, &Outcome::Success(200), "200 OK", "{}"), [""; 0]);
        assert_eq!(judged(Some(404), &Outcome::Error(404), "404 Not Found", ""), [""; 0]);
        assert_eq!(judged(None, &Outcome::Error(200), "200 OK", ""), ["the success 200 comes as an error"]);
        assert_eq!(judged(None, &Outcome::Success(400), "400 No", ""), ["the error 400 comes as a success"]);
        let wrong = judged(Some(404), &Outcome::Success(200), "200 OK", "");
        assert_eq!(wrong, ["wrong status: 404 is asked for, the answer is 200"]);
    }

    #[test]
    fn what_is_not_sent_has_no_answer() {
        assert_eq!(judged(None, &other("request"), "200 OK", ""), ["not sent: why"]);
        assert_eq!(judged(None, &other("argument"), "200 OK", ""), ["an argument cannot be read: why"]);
        let original = original();
        let expected = Expected { original: &original, responses: &[], asked: None, arguments: &vec![], body: None };
        assert_eq!(judge(&expected, &Outcome::Success(200), None), ["no answer went over the wire"]);
    }

    #[test]
    fn an_answer_that_cannot_be_read_is_held_against_the_document() {
        let head = "200 OK\r\nContent-Type: application/json; charset=utf-8";
        assert_eq!(judged(None, &other("response"), head, "{\"id\":1}"), ["unreadable: why"]);
        let wrong = judged(None, &other("response"), head, "{}");
        assert!(wrong[0].starts_with("the answer breaks the document: "), "{wrong:?}");
        let wrong = judged(None, &other("response"), head, "");
        assert!(wrong[0].starts_with("the answer breaks the document: it is no JSON"), "{wrong:?}");
        let head = "200 OK\r\nContent-Type: a/json";
        assert_eq!(judged(None, &other("response"), head, "{}"), ["unreadable: why"]);
        assert_eq!(judged(None, &other("response"), &head.replace("a/", "b/"), "null"), ["unreadable: why"]);
        let wrong = judged(None, &other("response"), head, "null");
        assert!(wrong[0].starts_with("the answer is null, of which the document says nothing: "), "{wrong:?}");
    }

    #[test]
    fn violations_stand_beside_an_answer_or_are_the_answer() {
        let listed = json!([
            { "location": ["request", "query", "a"], "severity": "Error", "code": "type", "message": "must be integer" },
            { "location": ["request", "query", "b"], "severity": "Warning", "message": "old" },
            { "location": ["response", "body"], "severity": "Error", "message": "must be string" },
        ]);
        let head = format!("422 No\r\nsl-violations: {listed}");
        assert_eq!(judged(None, &Outcome::Error(422), &head, "{}"), ["request: query.a: must be integer"]);
        let head = "422 No\r\nContent-Type: application/problem+json";
        let problem = json!({
            "type": "https://stoplight.io/prism/errors#UNPROCESSABLE_ENTITY",
            "validation": [{ "location": ["body", "x", 0], "severity": "Error", "message": "must be y" }],
        });
        let wrong = judged(None, &other("response"), head, &problem.to_string());
        assert_eq!(wrong, ["request: body.x.0: must be y"]);
        let listed = json!([{ "location": ["response", "body"], "severity": "Error", "message": "must be object" }]);
        let to_head = format!("{head}\r\nsl-violations: {listed}");
        assert_eq!(judged(None, &other("response"), &to_head, ""), ["response: body: must be object"]);
        let problem = json!({ "type": "https://stoplight.io/prism/errors#UNAUTHORIZED", "detail": "none" });
        assert_eq!(judged(None, &Outcome::Error(401), head, &problem.to_string()), ["UNAUTHORIZED: none"]);
    }
    #[test]
    fn what_is_said_of_a_request_is_held_against_the_wire() {
        let head = "422 No\r\nContent-Type: application/problem+json";
        let problem = json!({
            "type": "https://stoplight.io/prism/errors#UNPROCESSABLE_ENTITY",
            "validation": [{ "location": ["body", "x", 0], "severity": "Error", "message": "must be y" }],
        });
        let body = b"POST / HTTP/1.1\r\n\r\n{\"x\":1}".to_vec();
        let response = format!("HTTP/1.1 {head}\r\n\r\n{problem}").into_bytes();
        let exchange = Exchange::read(&Recording { request: body, response });
        for (given, said) in
            [("{ \"x\": 1 }", "request as given: body.x.0: must be y"), ("{}", "request: body.x.0: must be y")]
        {
            let given = Body::Whole(Json::parse(given.as_bytes()).unwrap());
            let original = original();
            let expected =
                Expected { original: &original, responses: &[], asked: None, arguments: &vec![], body: Some(&given) };
            assert_eq!(judge(&expected, &other("response"), Some(&exchange)), [said]);
        }
        let listed =
            json!([{ "location": ["request", "query", "f", "a"], "severity": "Error", "message": "must be y" }]);
        let response = format!("HTTP/1.1 422 No\r\nsl-violations: {listed}\r\n\r\n").into_bytes();
        for (given, target, said) in [
            ("query/ff", "/?ff=1", "request without it: query.f.a: must be y"),
            ("header/f", "/", "request without it: query.f.a: must be y"),
            ("query/f", "/", "request: query.f.a: must be y"),
            ("query/b", "/?b=1&f%5Ba%5D=1", "request: query.f.a: must be y"),
        ] {
            let arguments = vec![(given.to_owned(), Json::Bool(true))];
            let request = format!("GET {target} HTTP/1.1\r\n\r\n").into_bytes();
            let exchange = Exchange::read(&Recording { request, response: response.clone() });
            let original = original();
            let expected =
                Expected { original: &original, responses: &[], asked: None, arguments: &arguments, body: None };
            assert_eq!(judge(&expected, &Outcome::Error(422), Some(&exchange)), [said]);
        }
    }

    #[test]
    fn what_the_wire_shows_to_be_right_is_doubted_and_nothing_else() {
        for said in ["request as given: body: must be y", "request without it: query.f: must be y"] {
            assert_eq!(doubt(said), Some(Doubt::Request), "{said}");
        }
        for said in ["response: body: must be y", "the answer breaks the document: x", "NO_COMPLEX_OBJECT_TEXT: x"] {
            assert_eq!(doubt(said), Some(Doubt::Answer), "{said}");
        }
        for said in
            ["request: body: must be y", "unreadable: x", "NOT_ACCEPTABLE: x", "the error 400 comes as a success"]
        {
            assert_eq!(doubt(said), None, "{said}");
        }
    }
}
