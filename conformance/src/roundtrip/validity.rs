//! Which values the schemas of a document allow.

use std::collections::HashMap;
use std::error::Error;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chrono::NaiveDate;
use jsonschema::{Draft, Validator};
use serde_json::{Map, Value};

use super::dialect::{Siblings, convert, has_siblings};
use super::original::Original;
use super::json::Json;

/// The schemas of a document, compiled once for all.
pub(super) struct Validity {
    indices: HashMap<String, usize>,
    /// One for each way to read what is beside a `$ref`, where it matters: a value has to be valid both ways.
    validators: Vec<Validator>,
}

impl Validity {
    pub(super) fn new(document: &Original, pointers: &[String]) -> Result<Self, Box<dyn Error>> {
        let readings: &[Siblings] = if has_siblings(&document.root) {
            &[Siblings::Heeded, Siblings::Ignored]
        } else {
            &[Siblings::Ignored]
        };
        let validators = readings.iter().map(|siblings| compile(&convert(document, pointers, *siblings)));
        let validators = validators.collect::<Result<_, _>>()?;
        let indices = pointers.iter().enumerate().map(|(index, pointer)| (pointer.clone(), index)).collect();
        Ok(Self { indices, validators })
    }

    /// Holds a value against the schema at a pointer; an error says why it is not valid: the keyword that it breaks.
    pub(super) fn check(&self, pointer: &str, value: &Json) -> Result<(), String> {
        let index = self.indices.get(pointer).ok_or("unknown schema")?;
        let value = Value::Object(Map::from_iter([(index.to_string(), value.to_value())]));
        for validator in &self.validators {
            if !validator.is_valid(&value) {
                return Err(validator.validate(&value).err().map_or_else(String::new, |error| keyword(&error)));
            }
        }
        Ok(())
    }
}

fn compile(schema: &Value) -> Result<Validator, Box<dyn Error>> {
    let options = jsonschema::options()
        .with_draft(Draft::Draft4)
        .offline()
        .should_validate_formats(true)
        .with_format("byte", |text: &str| STANDARD.decode(text).is_ok())
        .with_format("date", |text: &str| text.len() == 10 && text.parse::<NaiveDate>().is_ok())
        .with_format("uuid", |text: &str| text.len() == 36 && uuid::Uuid::try_parse(text).is_ok());
    Ok(options.build(schema).map_err(|error| error.to_string())?)
}

fn keyword(error: &jsonschema::ValidationError<'_>) -> String {
    let path = error.schema_path().to_string();
    path.rsplit('/').find(|part| part.parse::<usize>().is_err()).unwrap_or_default().to_owned()
}

/// Whether texts are valid for each of some schemas; those that mean nothing are left out.
pub(super) fn texts(schemas: &[Value]) -> impl Fn(&str) -> bool + use<> {
    let validators: Vec<Validator> = schemas.iter().filter_map(|schema| compile(schema).ok()).collect();
    move |text| {
        let value = Value::String(text.to_owned());
        validators.iter().all(|validator| validator.is_valid(&value))
    }
}
