//! Which values the schemas of a document allow.

use std::collections::HashMap;
use std::error::Error;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chrono::NaiveDate;
use jsonschema::{Draft, Validator};
use serde_json::{Map, Value};

use super::dialect::{Formats, Siblings, convert, has_siblings};
use super::json::Json;
use super::original::Original;

/// The schemas of a document, compiled once for all.
pub(crate) struct Validity {
    indices: HashMap<String, usize>,
    /// One for each way to read what is beside a `$ref`, where it matters: a value has to be valid both ways.
    validators: Vec<Validator>,
}

impl Validity {
    pub(crate) fn new(document: &Original, pointers: &[String]) -> Result<Self, Box<dyn Error>> {
        Self::with(document, pointers, Formats::Sure)
    }

    pub(crate) fn with(document: &Original, pointers: &[String], formats: Formats) -> Result<Self, Box<dyn Error>> {
        let readings: &[Siblings] = if document.is_later() {
            &[Siblings::Heeded]
        } else if has_siblings(&document.root) {
            &[Siblings::Heeded, Siblings::Ignored]
        } else {
            &[Siblings::Ignored]
        };
        let validators = readings
            .iter()
            .map(|siblings| compile(&convert(document, pointers, *siblings, formats), draft_of(document)));
        let validators = validators.collect::<Result<_, _>>()?;
        let indices = pointers.iter().enumerate().map(|(index, pointer)| (pointer.clone(), index)).collect();
        Ok(Self { indices, validators })
    }

    /// Holds a value against the schema at a pointer.
    pub(crate) fn check(&self, pointer: &str, value: &Json) -> Result<(), Broken> {
        let Some(index) = self.indices.get(pointer) else {
            return Err(Broken { keyword: "$ref".to_owned(), reason: format!("there is no schema at {pointer}") });
        };
        let value = Value::Object(Map::from_iter([(index.to_string(), value.to_value())]));
        for validator in &self.validators {
            // The quick answer first: most values are valid.
            if !validator.is_valid(&value) {
                return validator.validate(&value).map_err(|error| Broken::new(&error));
            }
        }
        Ok(())
    }
}

/// The version of JSON Schema that a document's schemas are of.
fn draft_of(document: &Original) -> Draft {
    if document.is_later() { Draft::Draft202012 } else { Draft::Draft4 }
}

fn compile(schema: &Value, draft: Draft) -> Result<Validator, Box<dyn Error>> {
    let options = jsonschema::options()
        .with_draft(draft)
        .offline()
        .should_validate_formats(true)
        .with_format("byte", |text: &str| STANDARD.decode(text).is_ok())
        .with_format("date", |text: &str| text.len() == 10 && text.parse::<NaiveDate>().is_ok())
        .with_format("url", |text: &str| text.contains("://"))
        .with_format("uuid", |text: &str| text.len() == 36 && uuid::Uuid::try_parse(text).is_ok());
    Ok(options.build(schema).map_err(|error| error.to_string())?)
}

/// Why a value is not valid.
#[derive(Debug)]
pub(crate) struct Broken {
    /// The keyword that it breaks.
    pub(crate) keyword: String,
    /// Where, and how.
    pub(crate) reason: String,
}

impl Broken {
    fn new(error: &jsonschema::ValidationError<'_>) -> Self {
        let (path, place) = (error.schema_path().to_string(), error.instance_path().to_string());
        let keyword = path.rsplit('/').find(|part| part.parse::<usize>().is_err()).unwrap_or_default();
        let message: String = error.to_string().chars().take(300).collect();
        Self { keyword: keyword.to_owned(), reason: format!("{place} {path}: {message}") }
    }
}

/// Whether texts are valid for each of some schemas; those that mean nothing are left out.
pub(crate) fn texts(schemas: &[Value]) -> impl Fn(&str) -> bool + use<> {
    let validators: Vec<Validator> = schemas.iter().filter_map(|schema| compile(schema, Draft::Draft4).ok()).collect();
    move |text| {
        let value = Value::String(text.to_owned());
        validators.iter().all(|validator| validator.is_valid(&value))
    }
}
