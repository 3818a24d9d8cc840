//! The crate around the client: its root, its manifest, its README and its copy of the runtime.

use super::gates::DEFAULT;
use super::scope::literal;
use super::{Emitter, File, HEADER, docs, rust};
use crate::Runtime;
use crate::model::{Dates, Payload, Servers, Shape, Target, Type};

/// What a crate with its own copy of the runtime depends on.
const DEPENDENCIES: &str = r#"base64 = { version = "0.23", default-features = false, features = ["alloc"] }
bytes = "1.12"
futures-core = { version = "0.3.31", default-features = false }
httpdate = "1.0"
itoa = "1.0"
reqwest = { version = "0.13.5", default-features = false, features = ["http2", {multipart}"rustls", "stream", "system-proxy"] }
serde = { version = "1.0", default-features = false, features = ["alloc"] }
serde_json = { version = "1.0", default-features = false, features = ["float_roundtrip", "std"] }
tokio = { version = "1.54", default-features = false, features = ["sync"] }
tracing = { version = "0.1.44", default-features = false, features = ["attributes", "std"] }
url = "2.5.8"
"#;

/// What it depends on beside, by where it runs: a browser has no files, and clocks of its own.
const DEPENDENCIES_BY_TARGET: &str = r#"
[target.'cfg(not(target_arch = "wasm32"))'.dependencies]
tokio = { version = "1.54", default-features = false, features = ["fs", "time"] }

[target.'cfg(target_arch = "wasm32")'.dependencies]
gloo-timers = { version = "0.4", features = ["futures"] }
web-time = "1.1"
"#;

/// A feature of the runtime that only some clients need.
struct Feature {
    name: &'static str,
    /// What its sources' paths begin with.
    sources: &'static str,
    /// What it depends on, where that is not of every client.
    dependency: Option<&'static str>,
    /// Whether types mention the dependency by its own name.
    in_types: bool,
}

const FEATURES: &[Feature] = &[
    Feature {
        name: "chrono",
        sources: "formats/chrono.rs",
        dependency: Some("chrono = { version = \"0.4.45\", default-features = false, features = [\"alloc\"] }"),
        in_types: true,
    },
    Feature {
        name: "jiff",
        sources: "formats/jiff.rs",
        dependency: Some("jiff = { version = \"0.2\", default-features = false, features = [\"alloc\"] }"),
        in_types: true,
    },
    Feature { name: "multipart", sources: "multipart.rs", dependency: None, in_types: false },
    Feature {
        name: "time",
        sources: "formats/time.rs",
        dependency: Some(
            "time = { version = \"0.3\", default-features = false, features = [\"alloc\", \"formatting\", \"parsing\"] }",
        ),
        in_types: true,
    },
    Feature {
        name: "uuid",
        sources: "formats/uuid.rs",
        dependency: Some("uuid = { version = \"1.29\", default-features = false }"),
        in_types: true,
    },
    Feature {
        name: "validate",
        sources: "json/validate/",
        dependency: Some("regress = { version = \"0.12\", default-features = false, features = [\"std\"] }"),
        in_types: false,
    },
    Feature { name: "webhooks", sources: "payload.rs", dependency: None, in_types: false },
];

/// A feature that the crate offers to its users: its name, what it is for, and what a copy of the runtime needs for it.
pub(super) const OFFERED: &[(&str, &str, &[&str])] =
    &[("blocking", "Calls that block the thread, for programs without an async runtime.", &["tokio/rt"])];

impl Emitter<'_> {
    pub(super) fn krate(&self) -> Vec<File> {
        let mut files = vec![self.root(), unformatted()];
        if self.layout.manifest {
            files.push(self.manifest());
            files.push(self.readme());
        }
        if matches!(self.layout.runtime, Runtime::Vendored) {
            let features = self.features();
            let used =
                |path: &str| FEATURES.iter().all(|one| !path.starts_with(one.sources) || features.contains(&one.name));
            let sources = oasmith_runtime::sources::SOURCES.iter().filter(|(path, _)| used(path));
            files.extend(sources.map(|(path, text)| {
                // Its tests are run where it is written.
                let text = text.split("\n#[cfg(test)]\nmod tests").next().unwrap_or(text);
                let text = format!("{HEADER}\n\n{}", without_features(text, &features));
                File { path: format!("src/runtime/{path}"), text }
            }));
        }
        files
    }

    fn root(&self) -> File {
        let client = &self.model.client;
        let mut lines = docs::lines(&client.title);
        if !client.description.trim().is_empty() {
            lines.push(String::new());
            lines.extend(docs::lines(&client.description));
        }
        lines.push(String::new());
        lines.extend(self.example().documentation().iter().map(|line| format!(" {line}")));
        let mut out: String = lines.iter().map(|line| format!("//!{line}\n")).collect();
        out.push_str("#![warn(missing_docs)]\n");
        let lints = [("disallowed_names", self.has_placeholder()), ("type_complexity", self.has_long_types())];
        for (lint, _) in lints.iter().filter(|(_, wanted)| *wanted) {
            out.push_str(&format!("#![allow(clippy::{lint})]\n"));
        }
        if self.has_scripts() {
            out.push_str("#![allow(confusable_idents, mixed_script_confusables, uncommon_codepoints)]\n");
        }
        out.push('\n');
        let vendored = matches!(self.layout.runtime, Runtime::Vendored);
        let mut modules = vec![("pub ", "api"), ("", "client"), ("pub ", "types")];
        modules.extend((!self.model.headers.is_empty()).then_some(("pub ", "headers")));
        modules.extend(vendored.then_some(("pub ", "runtime")));
        modules.extend((!self.model.servers.is_empty()).then_some(("pub ", "servers")));
        modules.extend(self.model.webhooks.iter().map(|of_kind| ("pub ", of_kind.kind.module())));
        modules.sort_by_key(|(_, module)| *module);
        for (visibility, module) in modules {
            let gate = if self.model.is_received(module) { self.gate(module) } else { String::new() };
            out.push_str(&format!("{gate}{visibility}mod {module};\n"));
        }
        out.push_str("\npub use client::{Client, ClientBuilder};\n");
        if !vendored {
            out.push_str("pub use oasmith_runtime as runtime;\n");
        }
        out.push_str("pub use runtime::{ApiError, BuildError, Error, Request, Response, Secret};\n");
        if let Some(Target::Chosen(name)) = &client.server {
            out.push_str(&format!("pub use servers::{name};\n"));
        }
        if self.layout.manifest {
            // The examples of the README are compiled with those of the documentation.
            let condition = if self.gates.is_some() { "all(doctest, feature = \"default\")" } else { "doctest" };
            out.push_str(&format!("\n#[cfg({condition})]\n#[doc = include_str!(\"../README.md\")]\nstruct Readme;\n"));
        }
        rust("src/lib.rs".to_owned(), &out)
    }

    /// Whether the document has a name that clippy takes for a placeholder.
    fn has_placeholder(&self) -> bool {
        let parameters = self.model.apis.iter().flat_map(|api| &api.operations).flat_map(|one| &one.parameters);
        let parameters = parameters.chain(&self.model.client.headers);
        let fields = self.model.types.iter().flat_map(|definition| match &definition.shape {
            Shape::Struct(object) => object.fields.as_slice(),
            _ => &[],
        });
        let mut names = parameters.map(|one| &one.name).chain(fields.map(|one| &one.name));
        names.any(|name| ["foo", "baz", "quux"].contains(&name.as_str()))
    }

    /// Whether a name is not ASCII: the compiler warns of letters that look alike, and the document wants them all.
    fn has_scripts(&self) -> bool {
        let operations = || self.model.apis.iter().flat_map(|api| &api.operations);
        let types = self.model.types.iter().flat_map(|definition| {
            let inner: Vec<&String> = match &definition.shape {
                Shape::Struct(object) => object.fields.iter().map(|field| &field.name).collect(),
                Shape::StringEnum(variants) => variants.iter().map(|variant| &variant.name).collect(),
                Shape::Union(union) => union.variants.iter().map(|variant| &variant.name).collect(),
                _ => Vec::new(),
            };
            inner.into_iter().chain([&definition.name])
        });
        let parameters = operations().flat_map(|operation| &operation.parameters).chain(&self.model.client.headers);
        let parameters = parameters.map(|parameter| &parameter.name);
        let received = self.model.received().map(|webhook| &webhook.variant);
        let servers = self.model.servers.iter().flat_map(Servers::names);
        let others = operations().map(|operation| &operation.name).chain(received).chain(servers);
        let mut names = types.chain(parameters).chain(others);
        names.any(|name| !name.is_ascii())
    }

    fn manifest(&self) -> File {
        let Self { model, layout, .. } = self;
        let mut out = format!(
            "# Generated by oasmith from the OpenAPI description. Do not edit.\n[package]\nname = {}\ndescription = {}\n\
             version = \"0.1.0\"\nedition = \"2024\"\nrust-version = \"1.89\"\n\n[dependencies]\n",
            literal(&layout.name),
            literal(&format!("A client of {}", docs::sentence(&model.client.title))),
        );
        let features = self.features();
        let mut dependencies: Vec<String> = Vec::new();
        match &layout.runtime {
            Runtime::Vendored => {
                let reqwest = if features.contains(&"multipart") { "\"multipart\", " } else { "" };
                let fill = |line: &str| line.replace("{multipart}", reqwest);
                dependencies.extend(DEPENDENCIES.lines().map(fill));
            }
            Runtime::Path(path) => {
                let features: Vec<_> = features.iter().map(|name| format!(", {name:?}")).collect();
                dependencies.push(format!(
                    "oasmith-runtime = {{ path = {}, default-features = false, features = [\"client\"{}] }}",
                    literal(path),
                    features.concat()
                ));
                if self.uses(&|ty| *ty == Type::Json) {
                    dependencies.push(
                        "serde_json = { version = \"1.0\", default-features = false, features = [\"float_roundtrip\", \"std\"] }".to_owned(),
                    );
                }
            }
        }
        // What types mention by its own name, and what a copy of the runtime calls.
        let vendored = matches!(layout.runtime, Runtime::Vendored);
        let used = FEATURES.iter().filter(|one| features.contains(&one.name) && (vendored || one.in_types));
        dependencies.extend(used.filter_map(|one| one.dependency).map(str::to_owned));
        // What the settings say goes before.
        let name_of = |line: &String| line.split_once(" = ").map_or("", |(name, _)| name).to_owned();
        dependencies.retain(|line| !layout.dependencies.contains_key(&name_of(line)));
        dependencies.extend(layout.dependencies.iter().map(|(name, line)| format!("{name} = {line}")));
        dependencies.sort();
        out.push_str(&dependencies.join("\n"));
        out.push('\n');
        if vendored {
            out.push_str(DEPENDENCIES_BY_TARGET);
        }
        out.push_str(&self.offered(vendored));
        out.push_str("\n# A crate of its own, also where it lies in the folder of a workspace.\n[workspace]\n");
        File { path: "Cargo.toml".to_owned(), text: out }
    }

    /// The features that the crate offers to its users.
    fn offered(&self, vendored: bool) -> String {
        let mut out = "\n[features]\n".to_owned();
        if let Some(gates) = &self.gates {
            let all: String = gates.features().map(|feature| format!("    {feature:?},\n")).collect();
            out.push_str(&format!(
                "# All parts of the API. Without it there are those that are named.\n{DEFAULT} = [\n{all}]\n"
            ));
        }
        for (name, purpose, needed) in OFFERED {
            let of_runtime = format!("oasmith-runtime/{name}");
            let needed = if vendored { needed } else { &[of_runtime.as_str()][..] };
            out.push_str(&format!("# {purpose}\n{name} = {needed:?}\n"));
        }
        if let Some(gates) = &self.gates {
            out.push_str("# The operations of a tag, or what the API sends, and the types of that.\n");
            gates.features().for_each(|feature| out.push_str(&format!("{feature} = []\n")));
            out.push_str("\n[package.metadata.docs.rs]\nall-features = true\n");
        }
        out
    }

    /// The features of the runtime that the client needs.
    pub(super) fn features(&self) -> Vec<&'static str> {
        let used = FEATURES.iter().filter(|one| match one.name {
            "chrono" => self.uses(&|ty| matches!(ty, Type::DateTime(Dates::Chrono) | Type::Date(Dates::Chrono))),
            "jiff" => self.uses(&|ty| matches!(ty, Type::DateTime(Dates::Jiff) | Type::Date(Dates::Jiff))),
            "time" => self.uses(&|ty| matches!(ty, Type::DateTime(Dates::Time) | Type::Date(Dates::Time))),
            "multipart" => self.model.has_forms(),
            "uuid" => self.uses(&|ty| *ty == Type::Uuid),
            "webhooks" => !self.model.webhooks.is_empty(),
            _ => self.model.validate,
        });
        used.map(|one| one.name).collect()
    }

    /// Whether a type occurs anywhere in the client.
    fn uses(&self, wanted: &dyn Fn(&Type) -> bool) -> bool {
        let mut found = false;
        for definition in &self.model.types {
            definition.shape.types(&mut |ty| found |= ty.holds(wanted));
            found |= matches!(&definition.shape, Shape::Union(union) if union.keeps_unknown && wanted(&Type::Json));
        }
        found |= self.model.headers.iter().any(|header| header.ty.holds(wanted));
        found |= self.model.client.headers.iter().any(|header| header.ty.holds(wanted));
        for operation in self.model.apis.iter().flat_map(|api| &api.operations) {
            found |= operation.parameters.iter().any(|parameter| parameter.ty.holds(wanted));
            found |= operation.bodies.iter().flat_map(|body| body.kind.types()).any(|ty| ty.holds(wanted));
            found |= operation.payloads().filter_map(Payload::ty).any(|ty| ty.holds(wanted));
        }
        found |= self.model.received().filter_map(|webhook| webhook.payload.ty()).any(|ty| ty.holds(wanted));
        found |= self.model.webhooks.iter().any(|of_kind| of_kind.tag.is_some() && wanted(&Type::Json));
        found
    }
}

/// The files are compared byte by byte, so `cargo fmt` must leave them alone.
fn unformatted() -> File {
    let text = "# Generated by oasmith from the OpenAPI description. Do not edit.\ndisable_all_formatting = true\n";
    File { path: "src/rustfmt.toml".to_owned(), text: text.to_owned() }
}

/// Modules that only some clients need are left out, and no condition on them stays. Those on what the crate offers do.
fn without_features(text: &str, features: &[&str]) -> String {
    let mut out = String::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        match line.strip_prefix("#[cfg(feature = \"").and_then(|rest| rest.strip_suffix("\")]")) {
            Some(feature) if features.contains(&feature) => {}
            Some(feature) if FEATURES.iter().any(|one| one.name == feature) => drop(lines.next()),
            _ => {
                out.push_str(line);
                out.push('\n');
            }
        }
    }
    out
}
