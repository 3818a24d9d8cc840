//! The kinds of diagnostics.

use serde::{Serialize, Serializer};

macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $variant:ident = $text:literal,)+) => {
        /// The kinds of diagnostics; their texts are stable.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Code {
            $($(#[doc = $doc])+ $variant,)+
        }

        impl Code {
            /// Every code there is.
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// The code as it is printed.
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $text,)+
                }
            }

            /// What a diagnostic with this code means.
            pub fn explanation(self) -> &'static str {
                match self {
                    $(Self::$variant => concat!($($doc, "\n"),+),)+
                }
            }
        }
    };
}

codes! {
    /// The file cannot be read.
    Unreadable = "unreadable",
    /// The text is not valid JSON or YAML.
    Syntax = "syntax",
    /// The document is larger or nested deeper than the generator accepts.
    TooLarge = "too-large",
    /// The document is of a version of OpenAPI that the generator does not read.
    UnsupportedVersion = "unsupported-version",
    /// A key occurs twice in one object; the last one counts.
    DuplicateKey = "duplicate-key",
    /// A value has another type than OpenAPI gives it.
    WrongType = "wrong-type",
    /// A field that OpenAPI requires is missing.
    MissingField = "missing-field",
    /// OpenAPI knows no such field; it is ignored.
    UnknownField = "unknown-field",
    /// A field in another case or with spaces around it; it is read as the field of OpenAPI that it is but for that.
    MisspelledField = "misspelled-field",
    /// A parameter or header has the fields of a schema beside its own, as in Swagger 2.0; they are read as its schema's.
    SwaggerParameter = "swagger-parameter",
    /// A body is a parameter, as in Swagger 2.0; it is read as the request body.
    BodyParameter = "body-parameter",
    /// A schema stands where something that has a schema is wanted, such as a response or the content of a body; it is read
    /// as the schema of that.
    MisplacedSchema = "misplaced-schema",
    /// A list has no `items`; every value is allowed in it.
    MissingItems = "missing-items",
    /// Values that are no lists are listed for a list; they are read as those of its items.
    MisplacedEnum = "misplaced-enum",
    /// A status code is written in another way than OpenAPI's; it is read as the code or the range that it means.
    StatusCode = "status-code",
    /// The name of a media type is none, such as `json`; it is read as the one that it means.
    MediaTypeName = "media-type-name",
    /// Fields beside a `$ref`; they are kept, as if the reference were a member of an `allOf`.
    RefSiblings = "ref-siblings",
    /// A reference leads nowhere.
    DanglingReference = "dangling-reference",
    /// A reference does not lead to what is wanted where it is, but there is one component that it can mean; it is taken for
    /// that.
    MendedReference = "mended-reference",
    /// A reference leads to itself.
    CyclicReference = "cyclic-reference",
    /// A reference leads into another file or to another host.
    ExternalReference = "external-reference",
    /// A schema that no precise Rust type expresses; its values are `serde_json::Value`.
    UntypedSchema = "untyped-schema",
    /// A body has no schema; its values are `serde_json::Value`.
    MissingSchema = "missing-schema",
    /// Several members of a union allow for the same objects, so that a value is read as the one that keeps most of it.
    AmbiguousUnion = "ambiguous-union",
    /// A discriminator that does not tell its schemas apart as it stands; values that it does not tell are told by their
    /// keys, or kept as they are.
    Discriminator = "discriminator",
    /// A schema contradicts itself, so that its type is guessed.
    ContradictorySchema = "contradictory-schema",
    /// A schema says more of its values than their type does: the type holds all of them, and others too.
    Loosened = "loosened",
    /// Schemas of a dialect of JSON Schema other than OpenAPI's own; what the dialects say differently is read as OpenAPI
    /// means it.
    SchemaDialect = "schema-dialect",
    /// A schema requires a value of itself within itself, which no finite value has; the property is optional.
    EndlessSchema = "endless-schema",
    /// An operation that the client cannot express yet; it is left out.
    UnsupportedOperation = "unsupported-operation",
    /// A parameter that the client cannot express yet; the operation is left out.
    UnsupportedParameter = "unsupported-parameter",
    /// An optional parameter that the client cannot express yet; it is left out.
    OmittedParameter = "omitted-parameter",
    /// A parameter in a style of which OpenAPI leaves open how it writes lists and objects within others.
    UndefinedStyle = "undefined-style",
    /// A path's template and its path parameters do not agree; the operation is left out.
    PathTemplate = "path-template",
    /// A path has a parameter that the document does not declare; a string is assumed.
    UndeclaredParameter = "undeclared-parameter",
    /// A path parameter is declared that the path does not have; it is left out.
    UnusedParameter = "unused-parameter",
    /// The template of a path and the declaration of its parameter differ in the parameter's name, its place or in how a
    /// parameter is written; they are taken for one.
    ParameterName = "parameter-name",
    /// A parameter is listed twice under one name and for one place; the last one counts.
    DuplicateParameter = "duplicate-parameter",
    /// A path has a query, which OpenAPI gives to parameters. What is in braces there becomes parameters of the query, and
    /// the rest is sent as it is.
    PathQuery = "path-query",
    /// Paths that differ in nothing but the names of their parameters, so that a server takes them for one; all are kept.
    AlikePaths = "alike-paths",
    /// Two operations have one `operationId`; the later one is named by its method and path.
    DuplicateOperationId = "duplicate-operation-id",
    /// A security requirement names a scheme that the document does not define; this alternative is left out. Where none is
    /// left, requests carry no credentials.
    UndefinedSecurity = "undefined-security",
    /// Content that any media type may have; the client chooses one.
    MediaType = "media-type",
    /// A security requirement that the client cannot meet yet.
    UnsupportedSecurity = "unsupported-security",
    /// A variable of a server's URL that its description does not fit: it has no default, its default is none of its values,
    /// or the URL does not have it.
    ServerVariable = "server-variable",
    /// A construct that the client does not offer yet, such as links.
    NotOffered = "not-offered",
    /// Two parts of the document claim one Rust name; the later one is told apart by its place.
    NameTaken = "name-taken",
    /// The pages that `oasmith.toml` or the generator's caller sets for an operation do not fit the document: there is no such
    /// operation, no such parameter, or nothing at a place in its answer. The message tells what there is.
    Pages = "pages",
    /// A setting in `oasmith.toml`, or one that the generator's caller gives, that there is not, that has no such value, or that
    /// is about what the document does not have; or a folder for the client that has the client of another document.
    Settings = "settings",
    /// An overlay is not JSONPath where it selects parts of the document.
    OverlayQuery = "overlay-query",
    /// An action of an overlay cannot be done to what it selects, or a part of it has no effect.
    OverlayAction = "overlay-action",
    /// An action of an overlay selects nothing in the document, so that it does nothing.
    OverlayUnmatched = "overlay-unmatched",
    /// An overlay says that it is made for another document than the one that it is applied to.
    OverlayExtends = "overlay-extends",
}

impl Serialize for Code {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_told_apart() {
        let mut texts: Vec<_> = Code::ALL.iter().map(|code| code.as_str()).collect();
        texts.sort_unstable();
        texts.dedup();
        assert_eq!(texts.len(), Code::ALL.len());
    }
}
