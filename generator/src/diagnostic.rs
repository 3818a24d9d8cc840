//! What the generator has to say about a document, and where in it.

use std::collections::HashSet;
use std::fmt;
use std::path::{Path, PathBuf};

use serde::{Serialize, Serializer};

/// How much a diagnostic weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The client is right; this is worth knowing.
    Note,
    /// Something of the document is not in the client, or not as exactly as the document states it.
    Warning,
    /// The document cannot become a client.
    Error,
}

/// A line and column of a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Place {
    /// The file, as it was given.
    pub file: PathBuf,
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
    /// How many characters it is long on that line; none where it goes on to the line's end.
    pub length: Option<usize>,
    /// The line's text, or what of a long line is near the place.
    #[serde(skip)]
    pub(crate) text: String,
    /// How many characters of `text` are before the place.
    #[serde(skip)]
    pub(crate) before: usize,
}

impl Place {
    /// A place of which the text is not known.
    pub(crate) fn new(file: &Path, line: usize, column: usize) -> Self {
        Self {
            file: file.to_owned(),
            line,
            column,
            length: None,
            text: String::new(),
            before: column.saturating_sub(1),
        }
    }

    /// Whether the text begins later than the line.
    pub(crate) fn is_cut(&self) -> bool {
        self.column > self.before + 1
    }
}

/// A JSON Pointer into a document ([RFC 6901](https://www.rfc-editor.org/rfc/rfc6901)).
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Pointer(String);

/// One thing that the generator has to say about a document. Its [`Display`](fmt::Display) is that of `rustc`: what is the
/// matter, the line of the document with the place underlined, and what to do.
///
/// In the JSON of `--report` it is an object, the same that serde writes:
///
/// ```json
/// {
///   "code": "unknown-field",
///   "severity": "warning",
///   "pointer": "/info/titel",
///   "place": { "file": "pets.yaml", "line": 3, "column": 3, "length": 5 },
///   "message": "the Info Object has no field `titel`; it is ignored",
///   "help": "did you mean `title`?",
///   "fix": [{ "target": "$['info']['titel']", "remove": true }]
/// }
/// ```
///
/// `place`, its `length`, `help` and `fix` may be null. `severity` is `note`, `warning` or `error`; `code` is one of those that
/// `oasmith explain` lists. `fix` has the actions of an [overlay](https://spec.openapis.org/overlay/v1.0.0) that mends the
/// document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Diagnostic {
    /// What kind of diagnostic it is.
    pub code: Code,
    /// How much it weighs.
    pub severity: Severity,
    /// Where in the document.
    pub pointer: Pointer,
    /// Where in the file, as soon as it has been looked up.
    pub place: Option<Place>,
    /// What is the matter, in a sentence without a full stop.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
    /// How an overlay would mend the document for good, if that is plain.
    pub fix: Option<Fix>,
    /// Which of the document's files the pointer leads into, as soon as that is known.
    #[serde(skip)]
    pub(crate) file: Option<usize>,
}

/// What an overlay does to mend a document ([OpenAPI Overlay 1.0](https://spec.openapis.org/overlay/v1.0.0)).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Fix {
    /// The overlay's actions, in their order.
    pub actions: Vec<Action>,
}

/// An action of an overlay.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Action {
    /// What it is about, as a JSON Pointer; it is printed as the JSONPath that an overlay needs.
    #[serde(serialize_with = "as_json_path")]
    pub target: Pointer,
    /// What it does.
    #[serde(flatten)]
    pub change: Change,
}

/// What an action does to its target.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Change {
    /// Merges a value into it.
    Update(serde_json::Value),
    /// Takes it out of what holds it; always `true`.
    Remove(bool),
}

fn as_json_path<S: Serializer>(pointer: &Pointer, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&pointer.json_path())
}

/// The diagnostics of a run, in the order in which they were found.
#[derive(Clone, Debug, Default, Serialize)]
#[serde(transparent)]
pub struct Diagnostics(Vec<Diagnostic>);

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

impl Pointer {
    /// The pointer to the whole document.
    pub fn root() -> Self {
        Self::default()
    }

    /// A pointer from its text, such as `/components/schemas/Pet`, or of the fragment of a reference without its `#`.
    pub fn parse(text: &str) -> Self {
        Self(text.to_owned())
    }

    /// The pointer to a member of what this one leads to.
    pub fn child(&self, token: impl fmt::Display) -> Self {
        let token = token.to_string();
        let mut text = String::with_capacity(self.0.len() + token.len() + 1);
        text.push_str(&self.0);
        text.push('/');
        for character in token.chars() {
            match character {
                '~' => text.push_str("~0"),
                '/' => text.push_str("~1"),
                other => text.push(other),
            }
        }
        Self(text)
    }

    /// The pointer's tokens, unescaped, from the document's root on.
    pub fn tokens(&self) -> impl Iterator<Item = String> {
        self.0.split('/').skip(1).map(|token| token.replace("~1", "/").replace("~0", "~"))
    }

    /// Whether what this leads to is a part of what another one leads to, or the same.
    pub(crate) fn is_within(&self, outer: &Self) -> bool {
        self.0.strip_prefix(&outer.0).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }

    /// The pointer to what holds what this one leads to, and its token there; none at the document's root.
    pub(crate) fn split(&self) -> Option<(Self, String)> {
        let (outer, token) = self.0.rsplit_once('/')?;
        Some((Self(outer.to_owned()), token.replace("~1", "/").replace("~0", "~")))
    }

    /// This pointer within what another one leads to.
    pub(crate) fn under(&self, outer: &Self) -> Self {
        Self(format!("{}{}", outer.0, self.0))
    }

    /// What is left of this pointer within what another one leads to, if it is there.
    pub(crate) fn within(&self, outer: &Self) -> Option<Self> {
        self.is_within(outer).then(|| Self(self.0.get(outer.0.len()..).unwrap_or_default().to_owned()))
    }

    /// The same place as a normalized JSONPath ([RFC 9535, section 2.7](https://www.rfc-editor.org/rfc/rfc9535#section-2.7)).
    /// What leads into a list is told by the field that OpenAPI has for it.
    pub fn json_path(&self) -> String {
        /// The fields that hold lists.
        const LISTS: &[&str] = &[
            "allOf",
            "anyOf",
            "consumes",
            "enum",
            "examples",
            "oneOf",
            "parameters",
            "prefixItems",
            "produces",
            "required",
            "schemes",
            "security",
            "servers",
            "tags",
            "type",
        ];
        let mut path = "$".to_owned();
        // What holds the token, and what holds that.
        let (mut outer, mut last) = (String::new(), String::new());
        for token in self.tokens() {
            let is_index = token.bytes().all(|byte| byte.is_ascii_digit()) && !token.is_empty();
            let is_list = LISTS.contains(&last.as_str()) && !matches!(outer.as_str(), "components" | "properties");
            if is_index && is_list {
                path.push_str(&format!("[{token}]"));
            } else {
                path.push_str(&format!("['{}']", quoted(&token)));
            }
            outer = std::mem::replace(&mut last, token);
        }
        path
    }

    /// The pointer's text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A text between single quotes of a JSONPath.
fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\'' => out.push_str("\\'"),
            '\\' => out.push_str("\\\\"),
            control if control < ' ' => out.push_str(&format!("\\u{:04x}", u32::from(control))),
            other => out.push(other),
        }
    }
    out
}

impl fmt::Display for Pointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        })
    }
}

impl Diagnostic {
    /// A diagnostic without help.
    pub fn new(code: Code, severity: Severity, pointer: &Pointer, message: impl Into<String>) -> Self {
        Self {
            code,
            severity,
            pointer: pointer.clone(),
            place: None,
            message: message.into(),
            help: None,
            fix: None,
            file: None,
        }
    }

    /// The same with a word on what to do.
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// The same with what would mend the document for good.
    pub fn fix(mut self, fix: Fix) -> Self {
        self.fix = Some(fix);
        self
    }
}

impl Fix {
    /// Sets a member of the object at a place.
    pub fn set(object: &Pointer, key: &str, value: impl Into<serde_json::Value>) -> Self {
        Self::default().and_set(object, key, value)
    }

    /// Takes out what is at a place.
    pub fn remove(at: &Pointer) -> Self {
        Self::default().and_remove(at)
    }

    /// The same, and then sets a member of the object at a place.
    pub fn and_set(mut self, object: &Pointer, key: &str, value: impl Into<serde_json::Value>) -> Self {
        let update = serde_json::Value::Object([(key.to_owned(), value.into())].into_iter().collect());
        self.actions.push(Action { target: object.clone(), change: Change::Update(update) });
        self
    }

    /// The same, and then takes out what is at a place.
    pub fn and_remove(mut self, at: &Pointer) -> Self {
        self.actions.push(Action { target: at.clone(), change: Change::Remove(true) });
        self
    }
}

impl Diagnostics {
    /// Adds one.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.0.push(diagnostic);
    }

    /// Adds an error.
    pub fn error(&mut self, code: Code, pointer: &Pointer, message: impl Into<String>) {
        self.push(Diagnostic::new(code, Severity::Error, pointer, message));
    }

    /// Adds a warning.
    pub fn warning(&mut self, code: Code, pointer: &Pointer, message: impl Into<String>) {
        self.push(Diagnostic::new(code, Severity::Warning, pointer, message));
    }

    /// Adds a note.
    pub fn note(&mut self, code: Code, pointer: &Pointer, message: impl Into<String>) {
        self.push(Diagnostic::new(code, Severity::Note, pointer, message));
    }

    /// Whether one of them is an error.
    pub fn has_errors(&self) -> bool {
        self.0.iter().any(|diagnostic| diagnostic.severity == Severity::Error)
    }

    /// Sorts them by file and line, and forgets what was said before of the same place.
    pub(crate) fn in_order(&mut self) {
        let mut seen = HashSet::new();
        self.0.retain(|one| seen.insert((one.code, one.file, one.pointer.clone(), one.message.clone())));
        let place = |one: &Diagnostic| one.place.as_ref().map(|place| (place.line, place.column));
        self.0.sort_by_key(|one| (one.file, place(one)));
    }

    /// Forgets those that a function does not keep.
    pub(crate) fn retain(&mut self, keep: impl FnMut(&Diagnostic) -> bool) {
        self.0.retain(keep);
    }

    /// How many there are of a severity.
    pub fn count(&self, severity: Severity) -> usize {
        self.0.iter().filter(|diagnostic| diagnostic.severity == severity).count()
    }

    /// All of them.
    pub fn iter(&self) -> std::slice::Iter<'_, Diagnostic> {
        self.0.iter()
    }

    /// All of them, to be completed.
    pub fn iter_mut(&mut self) -> std::slice::IterMut<'_, Diagnostic> {
        self.0.iter_mut()
    }
}

impl<'a> IntoIterator for &'a Diagnostics {
    type Item = &'a Diagnostic;
    type IntoIter = std::slice::Iter<'a, Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pointers_escape_their_tokens() {
        let pointer = Pointer::root().child("paths").child("/a~b/{c}").child(0);
        assert_eq!(pointer.as_str(), "/paths/~1a~0b~1{c}/0");
        assert_eq!(pointer.tokens().collect::<Vec<_>>(), ["paths", "/a~b/{c}", "0"]);
    }

    #[test]
    fn places_are_told_as_json_paths() {
        for (pointer, path) in [
            ("", "$"),
            ("/paths/~1it's/get/parameters/0/schema", "$['paths']['/it\\'s']['get']['parameters'][0]['schema']"),
            ("/components/parameters/0", "$['components']['parameters']['0']"),
            ("/paths/~1a/get/responses/200", "$['paths']['/a']['get']['responses']['200']"),
        ] {
            assert_eq!(Pointer::parse(pointer).json_path(), path);
        }
    }

    #[test]
    fn codes_are_told_apart() {
        let mut texts: Vec<_> = Code::ALL.iter().map(|code| code.as_str()).collect();
        texts.sort_unstable();
        texts.dedup();
        assert_eq!(texts.len(), Code::ALL.len());
    }
}
