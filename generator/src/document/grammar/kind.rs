//! What is at a place, by the tables.

use super::{Object, Shape, objects, schema};
use crate::diagnostic::Pointer;

/// What OpenAPI says is at a place, if that is no schema; none where it is one, or where the tables say nothing of it.
pub(super) fn other_than_schema(place: &Pointer) -> Option<&'static str> {
    let mut at = At::Object(&objects::OPENAPI);
    for token in place.tokens() {
        at = at.child(&token)?;
    }
    match at {
        At::Object(object) => (!std::ptr::eq(object, &schema::SCHEMA)).then_some(object.name),
        At::Shape(shape) => match shape {
            Shape::Schema | Shape::SchemaOrFlag | Shape::Any => None,
            Shape::Object(object) | Shape::RefOr(object) => Some(object.name),
            Shape::List(_) => Some("list"),
            Shape::Map(_) => Some("map"),
            Shape::Text | Shape::Word(_) => Some("text"),
            Shape::Flag => Some("boolean"),
            Shape::Count | Shape::Number => Some("number"),
        },
    }
}

#[derive(Clone, Copy)]
enum At {
    Object(&'static Object),
    Shape(&'static Shape),
}

impl At {
    fn child(self, token: &str) -> Option<Self> {
        let object = match self {
            Self::Object(object) => object,
            Self::Shape(Shape::Object(object) | Shape::RefOr(object)) => object,
            Self::Shape(Shape::Schema | Shape::SchemaOrFlag) => &schema::SCHEMA,
            Self::Shape(Shape::List(shape) | Shape::Map(shape)) => return Some(Self::Shape(shape)),
            Self::Shape(_) => return None,
        };
        if let Some(field) = object.fields.iter().find(|field| field.name == token) {
            return Some(Self::Shape(&field.shape));
        }
        let (allowed, shape) = object.names.as_ref()?;
        allowed(token).then_some(Self::Shape(shape))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_of_schemas_are_told_from_others() {
        for (place, kind) in [
            ("", Some("OpenAPI Object")),
            ("/info", Some("Info Object")),
            ("/components/schemas", Some("map")),
            ("/components/schemas/A", None),
            ("/components/schemas/A/properties/b/items/allOf/0", None),
            ("/components/schemas/A/properties", Some("map")),
            ("/components/parameters/P", Some("Parameter Object")),
            ("/components/parameters/P/schema", None),
            ("/paths/~1a/get/responses/200/content/a~1b/schema", None),
            ("/paths/~1a/get/responses/200", Some("Response Object")),
            ("/definitions/A", None),
            ("/components/schemas/A/x-more/b", None),
        ] {
            assert_eq!(other_than_schema(&Pointer::parse(place)), kind, "{place}");
        }
    }
}
