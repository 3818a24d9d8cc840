//! The arguments of calls, made from the schemas that the document's author wrote.

use std::error::Error;

use oasmith::model::{Body, BodyKind, Multipart, Operation, Parameter, ParameterPlace, PartKind};
use serde_json::Value;

use super::call;
use crate::sample::hash;
use crate::values::dialect::Formats;
use crate::values::explore;
use crate::values::json::Json;
use crate::values::original::{Original, escaped, reference};
use crate::values::strings::Strings;
use crate::values::validity::Validity;

/// Arguments by their keys.
pub(super) type Arguments = Vec<(String, Json)>;

/// How many values of a schema are made to find one that can be sent.
const TRIES: usize = 24;

/// The media types of forms.
const FORMS: [&str; 2] = ["application/x-www-form-urlencoded", "multipart/form-data"];

/// Makes the arguments of a document's operations.
pub(super) struct Maker<'a> {
    original: &'a Original,
    document: &'a str,
    seed: u64,
    validity: Validity,
    strings: Strings,
}

/// How much is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Extent {
    Required,
    Everything,
}

impl<'a> Maker<'a> {
    /// The original is the document as requests see it.
    pub(super) fn new(
        original: &'a Original,
        document: &'a str,
        operations: &[&Operation],
        seed: u64,
    ) -> Result<Self, Box<dyn Error>> {
        let mut pointers: Vec<String> = Vec::new();
        for operation in operations {
            let parameters = operation.parameters.iter();
            pointers.extend(parameters.filter_map(|parameter| parameter_schema(original, operation, parameter)));
            pointers.extend(operation.bodies.iter().filter_map(|body| body_schema(original, operation, body)));
        }
        pointers.sort_unstable();
        pointers.dedup();
        let validity = Validity::with(original, &pointers, Formats::Known)?;
        Ok(Self { original, document, seed, validity, strings: Strings::default() })
    }

    /// The arguments for a function of an operation; or what cannot be made, and why.
    pub(super) fn arguments(
        &mut self,
        operation: &Operation,
        body: usize,
        extent: Extent,
    ) -> Result<Arguments, String> {
        let mut arguments = Arguments::new();
        for parameter in &operation.parameters {
            if !parameter.required && extent == Extent::Required {
                continue;
            }
            let key = call::key(parameter);
            match self.parameter(operation, parameter, extent) {
                Ok(value) => arguments.push((key, value)),
                Err(reason) if parameter.required => return Err(format!("{key}: {reason}")),
                Err(_) => {}
            }
        }
        // One body is sent, also where several may be left out.
        if let Some(given) = operation.bodies.get(body)
            && (given.required || extent == Extent::Everything)
        {
            match self.body(operation, given, body, extent) {
                Ok(made) => arguments.extend(made),
                Err(reason) if given.required => return Err(format!("the body: {reason}")),
                Err(_) => {}
            }
        }
        Ok(arguments)
    }

    fn parameter(&mut self, operation: &Operation, parameter: &Parameter, extent: Extent) -> Result<Json, String> {
        let place = parameter.place;
        match parameter_schema(self.original, operation, parameter) {
            Some(pointer) => {
                let suits = |validity: &Validity, value: &Json| {
                    can_be_sent(value, place) && is_told(value, &|other| validity.check(&pointer, other).is_ok())
                };
                self.value(&pointer, extent, &suits)
            }
            None => Ok(Json::string("text")),
        }
    }

    fn body(&mut self, operation: &Operation, body: &Body, index: usize, extent: Extent) -> Result<Arguments, String> {
        let key = call::body_key(index);
        let schema = body_schema(self.original, operation, body);
        let mut make = |suits: &dyn Fn(&Json) -> bool| match &schema {
            Some(pointer) => self.value(pointer, extent, &|_, value| suits(value)),
            None => Ok(Json::string("text")),
        };
        match &body.kind {
            BodyKind::Json(_) => Ok(vec![(key, make(&|value| *value != Json::Null)?)]),
            BodyKind::Form(..) => Ok(vec![(key, make(&has_fields)?)]),
            BodyKind::Multipart(form) => {
                let value = make(&has_fields)?;
                Ok([(key, Json::Null)].into_iter().chain(parts(form, &value, index)).collect())
            }
            BodyKind::Xml => Ok(vec![(key, Json::string("<text/>"))]),
            BodyKind::Text | BodyKind::Bytes => {
                let value = make(&|value| matches!(value, Json::String(text) if !text.is_empty()));
                Ok(vec![(key, value.unwrap_or_else(|_| Json::string("text")))])
            }
        }
    }

    /// A valid value that suits: the plainest, or the fullest of those that come first.
    fn value(
        &mut self,
        pointer: &str,
        extent: Extent,
        suits: &dyn Fn(&Validity, &Json) -> bool,
    ) -> Result<Json, String> {
        let seed = hash(self.seed, &format!("{}{pointer}", self.document));
        let made = explore::values(self.original, pointer, seed, TRIES, &mut self.strings);
        let mut reason = "no value could be made".to_owned();
        let mut valid = made.into_iter().map(|made| made.value).filter(|value| {
            let checked = self.validity.check(pointer, value);
            if let Err(broken) = &checked {
                reason.clone_from(&broken.reason);
            }
            checked.is_ok() && suits(&self.validity, value) && is_exact(value)
        });
        let least = valid.next();
        let value = if extent == Extent::Everything { valid.next().or(least) } else { least };
        drop(valid);
        value.ok_or(reason)
    }
}

/// The arguments for the parts of a form.
fn parts(form: &Multipart, value: &Json, index: usize) -> Arguments {
    let given = form.parts.iter().filter_map(|part| {
        let value = value.member(&part.wire)?.clone();
        let value = match (&part.kind, value) {
            (PartKind::File(_), Json::String(text)) => Json::String(text),
            (PartKind::File(_), _) => Json::string("text"),
            (PartKind::Files(_), Json::Array(files)) => Json::Array(files),
            (PartKind::Files(_), _) => Json::Array(vec![Json::string("text")]),
            (PartKind::Value(_) | PartKind::ValueAs(..) | PartKind::Joined(..), value) => value,
        };
        Some((call::part_key(index, part), value))
    });
    given.collect()
}

/// Whether a server that holds numbers in double precision reads those of a value as they are written.
fn is_exact(value: &Json) -> bool {
    match value {
        Json::Number(text) => text.parse::<f64>().is_ok_and(|number| number.abs() < 9_007_199_254_740_992.0),
        Json::Array(items) => items.iter().all(is_exact),
        Json::Object(members) => members.iter().all(|(_, member)| is_exact(member)),
        _ => true,
    }
}

/// Whether a value has a text that its place can carry, and that means it.
fn can_be_sent(value: &Json, place: ParameterPlace) -> bool {
    match value {
        Json::Null => false,
        Json::Bool(_) | Json::Number(_) => true,
        Json::String(text) => match place {
            ParameterPlace::Path => !matches!(text.as_str(), "" | "." | "..") && !text.contains(char::is_control),
            ParameterPlace::Header | ParameterPlace::Cookie => {
                !text.is_empty() && text.trim() == text && text.bytes().all(|byte| matches!(byte, b' '..=b'~'))
            }
            ParameterPlace::Query => !text.is_empty(),
        },
        Json::Array(items) => !items.is_empty() && items.iter().all(|item| can_be_sent(item, place)),
        Json::Object(members) => !members.is_empty() && members.iter().all(|(_, member)| can_be_sent(member, place)),
    }
}

/// Whether a value is an object of which a form says each member: it has no word for `null`, nor for a list of nothing.
fn has_fields(value: &Json) -> bool {
    let Json::Object(members) = value else { return false };
    members.iter().all(|(_, member)| match member {
        Json::Null => false,
        Json::Array(items) => !items.is_empty() && !items.contains(&Json::Null),
        _ => true,
    })
}

/// Whether a text tells its value: where numbers and texts are both allowed, `42` may be either.
fn is_told(value: &Json, is_valid: &dyn Fn(&Json) -> bool) -> bool {
    match value {
        Json::Number(text) => !is_valid(&Json::string(text.as_str())),
        Json::Bool(bool) => !is_valid(&Json::string(bool.to_string())),
        Json::String(text) => match Json::parse(text.as_bytes()) {
            Ok(other @ (Json::Number(_) | Json::Bool(_) | Json::Null)) => !is_valid(&other),
            _ => true,
        },
        _ => true,
    }
}

/// The pointer of what a place of the document leads to, over references.
pub(super) fn followed(original: &Original, pointer: String) -> Option<String> {
    let mut pointer = pointer;
    for _ in 0..16 {
        match reference(original.at(&pointer)?) {
            Some(text) => pointer = original.target(text)?.0,
            None => return Some(pointer),
        }
    }
    None
}

fn parameter_schema(original: &Original, operation: &Operation, parameter: &Parameter) -> Option<String> {
    let place = match parameter.place {
        ParameterPlace::Path => "path",
        ParameterPlace::Header => "header",
        ParameterPlace::Query => "query",
        ParameterPlace::Cookie => "cookie",
    };
    let (item, _) = operation.pointer.rsplit_once('/')?;
    let lists = [format!("{}/parameters", operation.pointer), format!("{item}/parameters")];
    let listed = lists.iter().flat_map(|list| {
        let count = original.at(list).and_then(Value::as_array).map_or(0, Vec::len);
        (0..count).map(move |index| format!("{list}/{index}"))
    });
    let mut found = listed.filter_map(|pointer| followed(original, pointer)).filter(|pointer| {
        let stated = |key: &str| original.at(pointer).and_then(|one| one.get(key)).and_then(Value::as_str);
        stated("in") == Some(place) && stated("name") == Some(&parameter.wire)
    });
    schema(original, &found.next()?)
}

/// The pointer of the schema of a body.
pub(super) fn body_schema(original: &Original, operation: &Operation, body: &Body) -> Option<String> {
    let at = followed(original, format!("{}/requestBody", operation.pointer))?;
    let content = original.at(&at)?.get("content")?.as_object()?;
    let known = content.keys().find(|name| body.media_types.contains(name));
    // The fields of a form in Swagger 2.0 are those of each kind of form that the operation consumes; the converter of
    // such documents states one kind.
    let is_form = |name: &&String| FORMS.contains(&name.as_str());
    let form = || content.keys().find(is_form).filter(|_| body.media_types.iter().any(|name| is_form(&name)));
    let open = || content.keys().find(|name| name.contains('*') || !name.contains('/'));
    let name = known.or_else(form).or_else(open)?;
    media_schema(original, &format!("{at}/content/{}", escaped(name)))
}

/// The schema of a parameter: its own, or that of its content.
fn schema(original: &Original, at: &str) -> Option<String> {
    if let Some(schema) = media_schema(original, at) {
        return Some(schema);
    }
    let name = original.at(at)?.get("content")?.as_object()?.keys().next()?;
    media_schema(original, &format!("{at}/content/{}", escaped(name)))
}

pub(super) fn media_schema(original: &Original, at: &str) -> Option<String> {
    original.at(at)?.get("schema")?;
    Some(format!("{at}/schema"))
}

/// The pointers of the documented responses of an operation by their statuses, as the document writes them.
pub(super) fn responses(original: &Original, operation: &Operation) -> Vec<(String, String)> {
    let at = format!("{}/responses", operation.pointer);
    let documented = original.at(&at).and_then(Value::as_object);
    let statuses = documented.into_iter().flat_map(|responses| responses.keys());
    statuses
        .filter(|status| !status.starts_with("x-"))
        .filter_map(|status| Some((status.clone(), followed(original, format!("{at}/{status}"))?)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_not_told_where_it_may_be_a_number_too() {
        let any = |_: &Json| true;
        let texts = |value: &Json| matches!(value, Json::String(_));
        let number = Json::Number("42".to_owned());
        assert!(!is_told(&number, &any) && is_told(&number, &|value| !texts(value)));
        assert!(!is_told(&Json::string("42"), &any) && is_told(&Json::string("42"), &texts));
        assert!(is_told(&Json::string("text"), &any));
    }

    #[test]
    fn a_form_has_a_field_for_each_member() {
        for (text, expected) in [
            (r#"{"a":1,"b":["x"],"c":{"d":null}}"#, true),
            ("{}", true),
            (r#"{"a":null}"#, false),
            (r#"{"a":[]}"#, false),
            (r#"{"a":["x",null]}"#, false),
            ("[1]", false),
        ] {
            assert_eq!(has_fields(&Json::parse(text.as_bytes()).unwrap()), expected, "{text}");
        }
    }

    #[test]
    fn what_has_no_text_in_a_place_is_not_sent() {
        for (value, place, expected) in [
            (Json::string(".."), ParameterPlace::Path, false),
            (Json::string(".."), ParameterPlace::Query, true),
            (Json::string("\u{e9}"), ParameterPlace::Header, false),
            (Json::string("\u{e9}"), ParameterPlace::Path, true),
            (Json::Array(vec![]), ParameterPlace::Query, false),
            (Json::Array(vec![Json::Null]), ParameterPlace::Query, false),
            (Json::Object(vec![("a".to_owned(), Json::Bool(true))]), ParameterPlace::Query, true),
        ] {
            assert_eq!(can_be_sent(&value, place), expected, "{value} {place:?}");
        }
    }
}
