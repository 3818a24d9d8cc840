//! What sets how parts of a document look in Rust, for callers of the library.

use super::{DateLibrary, Dependency, Enums, Modules};
use crate::Generator;

impl Generator {
    /// Gives a part of the document its Rust name, instead of what the generator would call it. The part is given as in
    /// `[client.rename]` of `oasmith.toml`: `Pet` is a schema, `Pet.owner` its property, `listPets` or `GET /pets` an
    /// operation.
    pub fn rename(mut self, part: impl Into<String>, name: impl Into<String>) -> Self {
        self.settings.rename.insert(part.into(), name.into());
        self
    }

    /// Has a header parameter, such as `SlashID-OrgID`, set once on the client's builder: it is no argument of operations. An
    /// operation that requires it is refused before anything is sent where the builder was not given it. `with_` and the name of
    /// the builder's method gives a client that has another one, for a call or for many.
    pub fn client_header(mut self, name: impl Into<String>) -> Self {
        self.settings.client_headers.push(name.into());
        self
    }

    /// The crate whose types dates and times have: `chrono` unless told otherwise.
    pub fn dates(mut self, dates: DateLibrary) -> Self {
        self.settings.dates = dates;
        self
    }

    /// Has a type of another crate instead of that of a schema: `::my_money::Money`. It has to have `Clone`, `Default`,
    /// `Serialize` and `Deserialize`; what it is of is a [`dependency`](Self::dependency).
    pub fn schema_type(mut self, schema: impl Into<String>, path: impl Into<String>) -> Self {
        self.settings.types.insert(schema.into(), path.into());
        self
    }

    /// Has a type of another crate for a format of texts or numbers, as [`schema_type`](Self::schema_type) has one for a schema.
    pub fn format_type(mut self, format: impl Into<String>, path: impl Into<String>) -> Self {
        self.settings.formats.insert(format.into(), path.into());
        self
    }

    /// Adds a dependency to the crate's manifest, by name and version. One that the crate has already is replaced.
    pub fn dependency(mut self, name: impl Into<String>, version: impl Into<String>) -> Self {
        self.settings.dependencies.insert(name.into(), Dependency::version(version.into()));
        self
    }

    /// Has the type of a schema derive more, by paths such as `Hash` or `::zeroize::Zeroize`; `*` is all types. What of the
    /// standard library not all types can have is derived for those that can, where all are meant.
    pub fn derives<T: Into<String>>(mut self, schema: impl Into<String>, paths: impl IntoIterator<Item = T>) -> Self {
        self.settings.derives.entry(schema.into()).or_default().extend(paths.into_iter().map(Into::into));
        self
    }

    /// Whether the enum of a schema keeps values that the document does not list; `*` is all enums. They do unless told
    /// otherwise.
    pub fn enums(mut self, schema: impl Into<String>, enums: Enums) -> Self {
        self.settings.enums.insert(schema.into(), enums);
        self
    }

    /// How types are laid out in files: a file for each schema unless told otherwise.
    pub fn modules(mut self, modules: Modules) -> Self {
        self.settings.modules = modules;
        self
    }
}
