//! The keys of `oasmith.toml`: one table, which the file is held against and editors are told.

use super::forms::{CRATE, Form, HOST, PACKAGE, SELECTOR, WAIVER};

/// A key of a table.
pub(super) struct Key {
    pub(super) name: &'static str,
    pub(super) kind: Kind,
    pub(super) is_required: bool,
    /// What it is for, in a sentence.
    pub(super) about: &'static str,
}

/// What the value of a key is.
pub(super) enum Kind {
    Bool,
    Integer,
    Text,
    /// A text of a form.
    Form(&'static Form),
    /// One of these texts.
    Word(&'static [&'static str]),
    /// `false`, and not `true`.
    False,
    /// A list.
    List(&'static Kind),
    /// A table with these keys.
    Table(&'static [Key]),
    /// A table whose keys are data.
    Map(&'static Kind),
    /// A table whose keys are data of a form.
    MapOf(&'static Form, &'static Kind),
    /// One of these, of which none is like another.
    Either(&'static [Kind]),
}

const fn key(name: &'static str, kind: Kind, about: &'static str) -> Key {
    Key { name, kind, is_required: false, about }
}

const fn required(name: &'static str, kind: Kind, about: &'static str) -> Key {
    Key { name, kind, is_required: true, about }
}

const TEXTS: Kind = Kind::List(&Kind::Text);

/// The keys of the whole file.
pub(super) const FILE: &[Key] = &[
    key("client", Kind::List(&Kind::Table(CLIENT)), "The clients, each generated from a document."),
    key("diff", Kind::Table(DIFF), "What `oasmith diff` is told."),
];

const DIFF: &[Key] = &[key(
    "waive",
    Kind::List(&Kind::Form(&WAIVER)),
    "The changes that are fine for good, by rule, or by rule and place.",
)];

/// The keys of a client.
const CLIENT: &[Key] = &[
    required("spec", Kind::Text, "The OpenAPI description, in JSON or YAML, from the folder of this file."),
    required("out", Kind::Text, "The crate's folder, from the folder of this file."),
    key("name", Kind::Form(&CRATE), "The crate's name; by default that of its folder."),
    key("overlays", TEXTS, "OpenAPI Overlays that change the description before it is read, in this order."),
    key("manifest", Kind::Bool, "Whether the crate gets a `Cargo.toml` and a `README.md`; by default it does."),
    key(
        "runtime",
        Kind::Either(&[Kind::Word(&["vendored"]), Kind::Table(RUNTIME)]),
        "Where the crate's runtime comes from; by default a copy of it is a module of the crate.",
    ),
    key(
        "validate",
        Kind::Bool,
        "Whether types get a `validate` that holds values against the description's constraints; by default they do not.",
    ),
    key(
        "allow-outside",
        Kind::Bool,
        "Whether references may lead to files outside the description's folder; by default they may not.",
    ),
    key(
        "allow-remote",
        Kind::List(&Kind::Form(&HOST)),
        "The hosts that references may lead to; by default there is none.",
    ),
    key(
        "pages",
        Kind::Map(&Kind::Either(&[Kind::False, Kind::Table(PAGES)])),
        "How the pages of an operation follow each other, by its `operationId` or as `GET /pets`; `false` where it has none.",
    ),
    key(
        "rename",
        Kind::Map(&Kind::Text),
        "Rust names, by what the description calls its parts: `Pet`, `Pet.owner`, `Status.active`, `listPets`, `GET /pets`, `tag:pets`.",
    ),
    key(
        "client-headers",
        TEXTS,
        "Header parameters, such as `SlashID-OrgID`, that are set once on the client's builder and are no arguments of operations.",
    ),
    key(
        "dates",
        Kind::Word(&["chrono", "time", "jiff", "string"]),
        "The crate whose types `date-time` and `date` have; by default `chrono`, and texts with `string`.",
    ),
    key(
        "types",
        Kind::Map(&Kind::Text),
        "Types of other crates, by the names of the schemas that they are instead of: `::my_money::Money`.",
    ),
    key(
        "formats",
        Kind::Map(&Kind::Text),
        "Types of other crates, by the formats of texts and numbers that they are for.",
    ),
    key(
        "dependencies",
        Kind::MapOf(&PACKAGE, &Kind::Either(&[Kind::Text, Kind::Table(DEPENDENCY)])),
        "What the crate depends on beside, as in a `Cargo.toml`.",
    ),
    key(
        "derives",
        Kind::Either(&[TEXTS, Kind::Map(&TEXTS)]),
        "What types derive beside what they have: for all, or by schema, where `*` is all.",
    ),
    key(
        "enums",
        Kind::Either(&[ENUMS, Kind::Map(&ENUMS)]),
        "Whether enums keep values that the description does not list: for all, or by schema, where `*` is all; by default `open`.",
    ),
    key(
        "modules",
        Kind::Word(&["files", "single"]),
        "How types are laid out: a file for each schema, which is the default, or a single one.",
    ),
    key(
        "only",
        Kind::List(&Kind::Form(&SELECTOR)),
        "What is wanted of the description: `tag:pets`, `op:listPets`, `path:/v2/**`, `type:Pet`; by default all of it.",
    ),
    key(
        "features",
        Kind::Word(&["none", "tags"]),
        "Whether the crate has a feature of cargo for the operations of each tag; by default it has `none`.",
    ),
];

/// What cargo knows of a dependency, but for `workspace`: the crate has a workspace of its own.
const DEPENDENCY: &[Key] = &[
    key("version", Kind::Text, "The versions that will do."),
    key("path", Kind::Text, "The folder of the package, from the crate's folder."),
    key("git", Kind::Text, "The URL of a repository."),
    key("branch", Kind::Text, "The branch of the repository."),
    key("tag", Kind::Text, "The tag in the repository."),
    key("rev", Kind::Text, "The commit of the repository."),
    key("features", TEXTS, "Features that are on."),
    key("default-features", Kind::Bool, "Whether the features are on that are so by default."),
    key("optional", Kind::Bool, "Whether it is there only with a feature of its name."),
    key("package", Kind::Form(&PACKAGE), "The package's name, where the crate calls it otherwise."),
    key("registry", Kind::Text, "The registry that it is from, by the name that cargo is configured with."),
    key("registry-index", Kind::Text, "The URL of the registry's index."),
    key("public", Kind::Bool, "Whether its types are part of what the crate offers; of nightly versions of cargo."),
    key("base", Kind::Text, "What `path` is from; of nightly versions of cargo."),
    key("artifact", Kind::Either(&[Kind::Text, TEXTS]), "What is built of it; of nightly versions of cargo."),
    key("lib", Kind::Bool, "Whether it is a library beside its artifact; of nightly versions of cargo."),
    key("target", Kind::Text, "What its artifact is built for; of nightly versions of cargo."),
];

const ENUMS: Kind = Kind::Word(&["open", "closed"]);

const RUNTIME: &[Key] =
    &[required("path", Kind::Text, "The folder of the package `oasmith-runtime`, from the crate's folder.")];

const PAGES: &[Key] = &[
    key("kind", Kind::Word(&["offset", "page"]), "What `parameter` counts: items or pages."),
    key("parameter", Kind::Text, "The query parameter that asks for the next page."),
    key("next", Kind::Text, "Where a page has the cursor of the next one, or its URL: a JSON Pointer."),
    key("last", Kind::Text, "Where the last item of a page has the cursor of the next page: a JSON Pointer."),
    key("link", Kind::Bool, "Whether the URL of the next page is in the header `Link`."),
    key("items", Kind::Text, "Where a page has its items: a JSON Pointer."),
    key("more", Kind::Text, "Where a page says whether there are more: a JSON Pointer."),
    key("total", Kind::Text, "Where a page says how many items there are in all: a JSON Pointer."),
    key("total_pages", Kind::Text, "Where a page says how many pages there are: a JSON Pointer."),
    key("first", Kind::Integer, "The number of the first item or page."),
];
